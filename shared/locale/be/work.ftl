### Працоўнае месца: спіс зваротаў арганізацыі, картка, рэгістрацыя, адказ.
### Дата заканчваецца на «г.», таму сказ на ёй не заканчваецца.

nav-work = Звароты

## Спіс

work-find = Нумар, індэкс, заяўнік або словы
work-find-button = Знайсці
work-shelves = Раздзелы спіса
work-shelf-new = Новыя
work-shelf-registered = На разглядзе
work-shelf-done = Завершаныя
work-shelf-all = Усе
work-arrived = Спіс змяніўся.
work-refresh = Паказаць новыя
work-empty-new = Новых зваротаў няма: усе зарэгістраваны.
work-empty-registered = На разглядзе няма ніводнага звароту.
work-empty-done = Завершаных зваротаў пакуль няма.
work-empty-all = Звароты пакуль не паступалі.
work-empty-find = Нічога не знойдзена. Праверце словы: шукаюцца нумар цалкам, індэкс, прозвішча заяўніка і словы з тэксту ва ўсіх формах; дакладную фразу вазьміце ў двукоссе.
work-number = Нумар
work-who = Заяўнік
work-submitted = Пададзена
work-clock-registration = Зарэгістраваць да
work-clock-due = Адказаць да
work-clock-notice = Перанакіраваць або пакінуць без разгляду да
work-clock-notice-short = Перанакіраваць да
work-to-register = рэгістрацыя да

## Картка

work-card = Зварот
work-to-list = Да спіса
work-to-card = Да карткі звароту
work-content = Змест
work-against = На каго скарга:
work-unp = УНП
work-files = Файлы
work-answer = Адказ
work-applicant = Заяўнік
work-address = Адрас
work-phone = Тэлефон
work-email = Электронная пошта
work-answer-way = Як адказаць
work-language = Мова звароту
work-collective = Калектыўны
work-participants = { $count } { $count ->
    [one] заяўнік
    [few] заяўнікі
   *[many] заяўнікаў
}
work-visit = 30 і больш заяўнікаў: разглядаецца з выездам на месца.
work-registration = Рэгістрацыя
work-number-system = Нумар у сістэме
work-form = Форма падачы
work-index = Рэгістрацыйны індэкс
work-registered-on = Дата рэгістрацыі
work-case = Справа №
work-note = Заўвага
work-completed = Завершана
work-history = Ход разгляду
work-actions = Дзеянні
work-final = Разгляд завершаны, картка больш не змяняецца.
work-do-register = Зарэгістраваць
work-do-answer = Адказаць
work-do-term = Змяніць тэрмін
work-do-correct = Выправіць картку
work-do-export = Выгрузіць з дадаткамі
work-export-hint = Картка ў PDF і ўсе файлы адным архівам ZIP
work-why-role = гэта робіць справавод
work-why-moderation = зварот на мадэрацыі
work-why-unregistered = спачатку зварот трэба зарэгістраваць
work-why-resolution = зварот на выкананні па рэзалюцыі
work-clocks = Тэрміны
work-clock-how = Як палічана дата?
work-clock-how-many = Як палічаны даты?
work-clock-by-hand = Тэрмін зменены ўручную, прычына ўказана ў ходзе разгляду.
work-clock-differs = Пасля рэгістрацыі каляндар рабочых дзён змяніўся: паводле цяперашняга дата была б іншая.
work-document-answer = Адказ у PDF
work-document-export = Архіў звароту
work-document-forming = рыхтуецца
work-document-failed = не ўдалося падрыхтаваць
work-document-again = Праверыць, ці гатова
work-done-registered = Зварот зарэгістраваны, заяўніку паведамлена.
work-done-registered-untold = Зварот зарэгістраваны. Кабінета ў заяўніка няма: калі ён просіць паведаміць пра рэгістрацыю, зрабіце гэта самі.
work-done-term = Тэрмін зменены, заяўніку паведамлена.
work-done-term-untold = Тэрмін зменены. Кабінета ў заяўніка няма: паведаміце яму пра новы тэрмін пісьмом.
work-done-corrected = Картка выпраўлена.
work-done-answered = Адказ адпраўлены, разгляд завершаны.
work-done-answered-untold = Разгляд завершаны. Кабінета ў заяўніка няма: адпраўце яму адказ пісьмом.
work-done-answered-mailed = Разгляд завершаны. Адказ адпраўлены заяўніку па электроннай пошце: ці дайшоў ён, пакажа ход разгляду.

work-event-submitted = Зварот пададзены
work-event-registered = Зарэгістравана
work-event-card-corrected = Картка выпраўлена
work-event-notice-term-changed = Тэрмін перанакіравання і паведамлення пералічаны па календары
work-event-term-changed = Тэрмін зменены
work-event-beyond-month = Пазней за месяц, які дае закон: ён канчаецца { $value }
work-event-arrived-joined = У адпраўніка аб'яднаны са зваротам { $value }. Калі зарэгіструеце абодва, яны аб'яднаюцца і тут.
work-event-completed = Дадзены адказ
work-event-exported = Выгружана з дадаткамі
work-event-withdrawn = Адклікана заяўнікам
work-event-index = Індэкс: { $value }
work-event-date = Дата рэгістрацыі: { $value }
work-event-due = Адказаць да: { $value }
work-event-late = Зарэгістравана са спазненнем
work-event-reason = Прычына: { $value }
work-event-outcome = Вынік: { $value }
work-event-answer = Адказ № { $number } ад { $date }
work-event-nothing = не ўказана
work-event-changed-index = Індэкс: было { $was }, стала { $is }
work-event-changed-case-number = Справа №: было { $was }, стала { $is }
work-event-changed-note = Заўвага: было «{ $was }», стала «{ $is }»
work-event-changed-due = Тэрмін: быў { $was }, стаў { $is }
work-event-changed-notice-due = Тэрмін перанакіравання і паведамлення: быў { $was }, стаў { $is }

## Формы

work-conflict-title = Картку толькі што змяніў іншы супрацоўнік
work-conflict-text = Вашы даныя не адпраўлены, але захаваліся ў форме ніжэй. Паглядзіце, што змянілася, і адпраўце форму яшчэ раз, калі гэта па-ранейшаму трэба.
work-refused-title = Дзеянне ўжо немагчымае
work-refused-text = Тое, што вы ўвялі, засталося ў форме ніжэй: пры патрэбе скапіруйце.

work-register-title = Рэгістрацыя звароту
work-index-hint = Прапанаваны наступны нумар журнала. Можна выправіць.
work-registered-on-hint = Не раней за дзень падачы і не пазней за сённяшні
work-recount = Пералічыць тэрміны
work-term = Тэрмін разгляду
work-term-15d = 15 дзён
work-term-1m = Адзін месяц: патрэбны дадатковае вывучэнне і праверка
work-term-own = Іншы тэрмін
work-term-own-hint = Не пазней за 31 каляндарны дзень, з указаннем прычыны
work-until = апошні дзень: { $date }

work-term-now = Зараз адказаць трэба да
work-term-new = Новы тэрмін
work-term-latest = Самая позняя дата, якую можна ўстанавіць: { $date }
work-term-law-month = Па законе – не пазней за { $month } (адзін месяц). Сістэма дапускае і { $latest } (31 каляндарны дзень)
work-term-reason = Прычына
work-term-reason-hint = Яна захаваецца ў ходзе разгляду, яе ўбачыць заяўнік
work-term-submit = Змяніць тэрмін

work-case-hint = Нумар справы па наменклатуры
work-note-hint = Бачна толькі супрацоўнікам арганізацыі
work-correct-submit = Захаваць выпраўленні

work-to-actions = Да дзеянняў і тэрмінаў
work-content-show = Да тэксту звароту
work-answer-by-post = Заяўнік просіць адказ на паперы. Адпраўце яго поштай і прыкладзіце тут яго электронную версію: без яе завяршыць нельга.
work-preview-by-post = Заяўнік просіць адказ на паперы. Адказ з’явіцца ў яго кабінеце, а на паперы адпраўце яго поштай.
work-answer-text = Тэкст адказу
work-answer-text-hint-ru = Зварот на рускай мове, адказ даецца на ёй жа. Пры адмове ўкажыце парадак абскарджання.
work-answer-text-hint-be = Зварот на беларускай мове, адказ даецца на ёй жа. Пры адмове ўкажыце парадак абскарджання.
work-outcome = Вынік разгляду
work-outcome-satisfied-hint = Просьба выканана цалкам
work-outcome-partly-satisfied-hint = Выканана частка просьбы
work-outcome-refused-hint = У просьбе адмоўлена, у адказе ўказаны парадак абскарджання
work-outcome-explained-hint = Дадзены растлумачэнні
work-answer-kept = Тут тое, што вы набралі { $moment }. Адказ яшчэ не адпраўлены.
work-answer-number = Нумар адказу
work-answer-dated = Дата адказу
work-answer-files-hint = Да пяці файлаў, кожны не большы за 15 МБ
work-answer-files-add = Дадаць файлы
work-answer-preview = Паглядзець перад адпраўкай
work-preview-title = Праверце адказ
work-preview-lead = Пасля адпраўкі змяніць адказ нельга. Заяўнік атрымае яго ў кабінеце разам з PDF.
work-preview-lead-untold = Пасля адпраўкі змяніць адказ нельга. Кабінета ў заяўніка няма: адказ захаваецца ў картцы, а яму адпраўце яго поштай.
work-preview-lead-email = Пасля адпраўкі змяніць адказ нельга. Кабінета ў заяўніка няма: адказ пойдзе яму па электроннай пошце разам з PDF і файламі.
work-answer-send = Адправіць адказ
work-answer-edit = Вярнуцца і выправіць
