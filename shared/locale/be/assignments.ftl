### Запыты, даручэнні і кантроль паміж арганізацыямі (CTL-01, CTL-02, CTL-04, CTL-07); перанакіраванне па частцы пытанняў (CTL-03).

nav-assignments = Запыты і даручэнні
assignments-back = Да спіса
assignments-incoming = Нам
assignments-incoming-closed = Нам, завершаныя
assignments-control = У нас на кантролі
assignments-control-closed = Знятыя з кантролю
assignments-empty-incoming = Іншыя арганізацыі нічога ад вас не чакаюць.
assignments-empty-control = Вы нічога не чакаеце ад іншых арганізацый.
assignments-empty-closed = Тут пакуль нічога няма.

assignment-kind-request = Запыт
assignment-kind-order = Даручэнне
assignment-kind-control = Кантроль перанакіраванага звароту
assignment-what = Што
assignment-sender = Ад каго
assignment-receiver = Каму
assignment-term = Тэрмін
assignment-due = Адказаць да
assignment-until = Тэрмін:
assignment-state = Стан
assignment-steps = Ход
assignment-text = Тэкст
assignment-new-term = Новы тэрмін
assignment-new-term-hint = Калі справаздача не падыходзіць і вы даручаеце паўторна. Працоўны дзень
assignment-term-limit = Тэрмін – працоўны дзень, не пазней за тэрмін звароту: { $date }
assignment-conflict = Пакуль вы пісалі, другі бок або ваш калега ўжо адказалі. Прачытайце, што змянілася. Ваш тэкст захаваны ніжэй.
assignment-state-open-sent = чакаем адказу
assignment-state-open-received = патрэбны адказ
assignment-state-reported-sent = патрэбна ваша рашэнне
assignment-state-reported-received = справаздача ў кантралюючай арганізацыі
assignment-state-closed-sent = завершана
assignment-state-closed-received = завершана
assignment-step-sent-request = Запыт накіраваны
assignment-step-sent-order = Даручэнне дадзена
assignment-step-sent-control = Зварот перанакіраваны пад кантролем
assignment-step-reported-request = Атрыманы адказ
assignment-step-reported-order = Прадстаўлена справаздача
assignment-step-reported-control = Прадстаўлена справаздача
assignment-step-accepted-request = Адказ прыняты
assignment-step-accepted-order = Справаздача прынята
assignment-step-accepted-control = Справаздача прынята, кантроль зняты
assignment-step-ordered-again-request = Запытана паўторна
assignment-step-ordered-again-order = Даручана паўторна
assignment-step-ordered-again-control = Справаздача адхілена, дадзена даручэнне
assignment-step-called-off-request = Запыт адкліканы
assignment-step-called-off-order = Даручэнне адклікана
assignment-step-called-off-control = Кантроль зняты
assignment-do-report = Адказаць
assignment-do-record-answer = Запісаць адказ
assignment-do-accept-report = Прыняць справаздачу
assignment-do-order-again = Даручыць паўторна
assignment-do-call-off = Больш не трэба

work-do-request = Накіраваць запыт
work-do-order = Даць даручэнне
work-done-request = Запыт накіраваны.
work-done-order = Даручэнне дадзена.
work-done-redirected-part = Частка пытанняў перанакіравана, заяўніку паведамлена. Астатнія разглядаеце вы.
work-done-redirected-part-untold = Частка пытанняў перанакіравана. Астатнія разглядаеце вы. Кабінета ў заяўніка няма: паведаміце яму пра гэта пісьмом.
work-why-role-request = гэта робіць справавод або кіраўнік
work-request-lead = Іншая арганізацыя ўбачыць тэкст запыту, прыкладзеныя файлы і тое, што вы адзначыце. Картку звароту яна не ўбачыць.
work-order-lead = Даручэнне можна даць падпарадкаванай арганізацыі. Яна ўбачыць яго тэкст, прыкладзеныя файлы і тое, што вы адзначыце, і адсправаздачыцца тут.
work-request-outside = Арганізацыя, якой няма ў сістэме
work-request-outside-hint = Запыт ёй вы адправіце самі, а адказ потым запішаце тут
work-request-shows = Што паказаць са звароту
work-request-shows-content = Тэкст звароту
work-request-shows-applicant = Імя і адрас заяўніка
work-request-shows-applicant-hint = Толькі калі без гэтага адказаць нельга
work-request-submit = Адправіць

work-redirect-extent = Што перанакіраваць
work-redirect-whole = Зварот цалкам
work-redirect-whole-hint = У вас яго разгляд завершыцца
work-redirect-part = Частку пытанняў
work-redirect-part-hint = Астатнія пытанні застануцца ў вас у рабоце
work-redirect-questions = Якія пытанні
work-redirect-questions-which = Пытанні звароту, якія накіроўваюцца
work-redirect-questions-hint = Атрымальнік убачыць, на што са звароту адказваць яму
work-redirect-questions-only = Толькі па пытаннях:
work-redirect-outside = Арганізацыя, якой няма ў сістэме
work-redirect-outside-hint = Толькі для пісьмовых і вусных зваротаў: адпраўце ёй зварот поштай або праз СМДА, а ліст прыкладзіце тут
work-redirect-control = Паставіць на кантроль
work-redirect-control-hint = Атрымальнік павінен адсправаздачыцца перад вамі аб разглядзе
work-redirect-control-until = Справаздача да
work-redirect-control-until-hint = Працоўны дзень

event-redirected-part = Частка пытанняў перанакіравана: { $receivers }
work-event-redirected-part = Частка пытанняў перанакіравана
work-event-questions = Пытанні: { $value }
work-event-control-until = На кантролі, справаздача да { $value }
document-event-redirected-part = Частка пытанняў перанакіравана ў іншую арганізацыю
document-event-assignment-sent = Накіраваны запыт або даручэнне
document-event-assignment-reported = Атрыманы адказ іншай арганізацыі
document-event-report-accepted = Справаздача іншай арганізацыі прынята
document-event-ordered-again = Даручана паўторна
document-event-assignment-called-off = Запыт або даручэнне адкліканы
event-assignment-sent = Арганізацыя запытала звесткі ў іншай арганізацыі
event-assignment-reported = Іншая арганізацыя адказала
event-report-accepted = Справаздача іншай арганізацыі прынята
event-ordered-again = Іншай арганізацыі даручана паўторна
event-assignment-called-off = Запыт іншай арганізацыі адкліканы

notice-assignment-arrived = { $sender }: патрэбны ваш адказ па звароце { $number }.
mail-assignment-arrived-subject = Патрэбны адказ па звароце { $number }
mail-assignment-arrived-text =
    Іншая арганізацыя чакае ад вас адказу або справаздачы па звароце { $number }.

    Хто пытаецца: { $sender }.

    Тэкст, файлы і тэрмін на старонцы «Запыты і даручэнні».
mail-assignment-arrived-button = Адкрыць
choices-assignment-arrived = Іншая арганізацыя чакае адказу або справаздачы
delivery-kind-assignment-arrived = Запыт або даручэнне
notice-assignment-called-off = { $sender }: адказ па звароце { $number } больш не патрэбны.
mail-assignment-called-off-subject = Адказ па звароце { $number } больш не патрэбны
mail-assignment-called-off-text =
    Запыт або даручэнне іншай арганізацыі па звароце { $number } адкліканы, адказваць не трэба.

    Хто адклікаў: { $sender }.
mail-assignment-called-off-button = Адкрыць
choices-assignment-called-off = Іншая арганізацыя больш не чакае адказу
delivery-kind-assignment-called-off = Запыт або даручэнне адкліканы
assignment-appeal-withdrawn = Заяўнік адклікаў зварот.
notice-assignment-reported = { $receiver }: атрыманы адказ па звароце { $number }.
mail-assignment-reported-subject = Атрыманы адказ іншай арганізацыі па звароце { $number }
mail-assignment-reported-text =
    Іншая арганізацыя адказала на ваш запыт або адсправаздачылася па звароце { $number }.

    Хто адказаў: { $receiver }.

    Прачытайце адказ і, калі гэта справаздача, прыміце яе або даручыце паўторна.
mail-assignment-reported-button = Адкрыць
choices-assignment-reported = Іншая арганізацыя адказала або адсправаздачылася
delivery-kind-assignment-reported = Адказ іншай арганізацыі

fault-either-receiver = Выберыце арганізацыю ў сістэме або ўпішыце тую, якой у ёй няма, але не абедзве адразу.
fault-not-subordinate = Даручэнне можна даць толькі падпарадкаванай арганізацыі.
fault-term-past = Гэты дзень ужо прайшоў.
fault-outside-for-written-only = Электронныя звароты перанакіроўваюцца толькі ў арганізацыі, якія ёсць у сістэме.
fault-control-needs-receiver = На кантроль ставіцца толькі тое, што накіравана арганізацыі ў сістэме: адсправаздачыцца можа толькі яна.
