### Вынікі разгляду, перанакіраванне і паўторнасць (REV-07, EDM-05, SUB-12).

result-answer-given = Дадзены адказ
result-left-without-consideration = Пакінута без разгляду па сутнасці
result-withdrawn = Адклікана
result-redirected = Перанакіравана ў іншую арганізацыю
result-taken-note = Прынята да ведама

leave-reason-requirements-not-met = Зварот не адпавядае патрабаванням закона да зваротаў
leave-reason-other-legislation = Не трапляе пад сферу дзеяння Закона № 300-З
leave-reason-not-competent = Пытанні не адносяцца да кампетэнцыі арганізацыі
leave-reason-complaint-late = Прапушчаны без уважлівай прычыны тэрмін падачы скаргі
leave-reason-repeat-without-new = Паўторны зварот без новых акалічнасцей, якія маюць значэнне
leave-reason-correspondence-stopped = Перапіска з заяўнікам па гэтых пытаннях спынена
leave-reason-threats-or-abuse = Пагрозы, схіленне да супрацьпраўнага дзеяння або іншае злоўжыванне правам на зварот
leave-reason-anonymous = Ананімны зварот
leave-reason-book-off-topic = Запіс у кнізе заўваг і прапаноў не пра дзейнасць арганізацыі

note-reason-nothing-asked = Няма рэкамендацый, патрабаванняў, хадайніцтваў і паведамленняў пра парушэнні
note-reason-only-thanks = Змяшчае толькі падзяку
note-reason-no-answer-wanted = Заяўнік просіць не накіроўваць адказ

## Падзеі

event-entered = Зварот унесены ў сістэму
event-left-without-consideration = Пакінута без разгляду па сутнасці. Прычына: { $reason_text } { $explanation }
event-redirected = Перанакіравана: { $receivers }
event-arrived = Паступіла з іншай арганізацыі: { $sender }
event-taken-note = Прынята да ведама. Прычына: { $reason_text }
event-repeat-marked = Адзначана як паўторнае да звароту { $first }

work-event-entered = Унесена ў сістэму
work-event-left-without-consideration = Пакінута без разгляду па сутнасці
work-event-redirected = Перанакіравана ў іншую арганізацыю
work-event-arrived = Паступіла з іншай арганізацыі
work-event-taken-note = Прынята да ведама
work-event-repeat-marked = Адзначана як паўторнае
work-event-explanation = Тлумачэнне: { $value }
work-event-receivers = Куды: { $value }
work-event-sender = Адкуль: { $value }
work-event-first = Першы зварот: { $value }

document-event-entered = Зварот унесены ў сістэму
document-event-left-without-consideration = Зварот пакінуты без разгляду па сутнасці
document-event-redirected = Зварот перанакіраваны ў іншую арганізацыю
document-event-arrived = Зварот паступіў з іншай арганізацыі
document-event-taken-note = Зварот прыняты да ведама
document-event-repeat-marked = Зварот адзначаны як паўторны

## Памылкі

fault-not-of-this-result = Для выбранага выніку разгляду гэтае поле не запаўняецца.
fault-day-before-registration = Дата раней за дзень рэгістрацыі.
fault-redirected-to-itself = Зварот ужо знаходзіцца ў гэтай арганізацыі.
fault-redirected-before = Гэты зварот ужо накіроўваўся ў гэтую арганізацыю. Разгледзьце яго самі, а калі ён не адносіцца і да вашай кампетэнцыі, пакіньце без разгляду па сутнасці і растлумачце заяўніку, куды звярнуцца.
fault-redirected-to-complained = Скаргу нельга накіраваць арганізацыі, дзеянні якой абскарджваюцца.
fault-redirected-to-complained-employee = Скаргу нельга накіраваць арганізацыі, дзе працуе той, на каго яна пададзена.
fault-unknown-appeal = Звароту з такім нумарам у арганізацыі няма.
fault-not-an-earlier-appeal = Першы зварот павінен быць пададзены раней за гэты.
fault-repeat-too-late = Паўторным лічыцца зварот, пададзены на працягу трох гадоў з дня паступлення першага.

## Паведамленні

notice-redirected = Зварот { $number } перанакіраваны па кампетэнцыі.
sms-redirected = Зварот { $number } перанакіраваны па кампетэнцыі. Куды – у асабістым кабінеце.
mail-redirected-subject = Зварот { $number } перанакіраваны
mail-redirected-text =
    Ваш зварот { $number } перанакіраваны туды, дзе могуць вырашыць яго пытанні.

    Хто перанакіраваў: { $organisation }.

    Куды ён накіраваны і як яго разглядаюць, відаць у асабістым кабінеце.
mail-redirected-button = Адкрыць зварот
notice-taken-note = Зварот { $number } прыняты да ведама.
sms-taken-note = Зварот { $number } прыняты да ведама.
mail-taken-note-subject = Зварот { $number } прыняты да ведама
mail-taken-note-text =
    Ваш зварот { $number } прыняты да ведама. Адказ на яго не накіроўваецца.

    Хто прыняў рашэнне: { $organisation }.

    Прычына пазначана ў асабістым кабінеце.
mail-taken-note-button = Адкрыць зварот

profile-about-redirected = Зварот перанакіраваны
profile-about-taken-note = Зварот прыняты да ведама
delivery-kind-redirected = Зварот перанакіраваны
delivery-kind-taken-note = Зварот прыняты да ведама

## Што вырашае службовая асоба на картцы

work-do-redirect = Перанакіраваць
work-do-leave = Пакінуць без разгляду
work-do-take-note = Прыняць да ведама
work-do-repeat = Адзначыць як паўторны
work-do-withdraw = Адзначыць адкліканне
work-done-redirected = Зварот перанакіраваны, заяўніку паведамлена.
work-done-redirected-untold = Зварот перанакіраваны. Кабінета ў заяўніка няма: паведаміце яму пра гэта пісьмом.
work-done-left = Зварот пакінуты без разгляду па сутнасці, заяўніку паведамлена.
work-done-left-untold = Зварот пакінуты без разгляду па сутнасці. Кабінета ў заяўніка няма: адпраўце яму паведамленне пісьмом.
work-done-left-mailed = Зварот пакінуты без разгляду па сутнасці. Заяўніку адпраўлены ліст па электроннай пошце.
work-done-left-silently = Зварот пакінуты без разгляду па сутнасці. Па гэтай прычыне закон не патрабуе апавяшчаць заяўніка.
work-done-noted = Зварот прыняты да ведама, разгляд завершаны.
work-done-repeat = Зварот адзначаны як паўторны.
work-done-withdrawn = Адкліканне звароту запісана, разгляд завершаны.
work-why-role-leave = гэта вырашае кіраўнік арганізацыі або ўпаўнаважаная асоба
work-why-role-redirect = гэта робіць справавод, кіраўнік або адказны выканаўца

work-reason = Прычына
work-explanation = Тлумачэнне або ліст
work-letters = Файлы
work-event-letter = Ліст: { $value }
work-covering = Суправаджальны ліст
work-repeats = Паўторны да звароту
work-way = У якіх арганізацыях зварот
appeal-letters = Лісты арганізацыі

work-leave-title = Пакінуць без разгляду па сутнасці
work-leave-notice = Паведаміць заяўніку трэба да
work-leave-by-post = Заяўнік атрымлівае лісты на паперы. Паведамленне з прычынай адпраўце яму поштай і вярніце арыгіналы дакументаў, калі яны дададзены.
work-leave-no-cabinet = Кабінета ў заяўніка няма. Паведамленне з прычынай пойдзе яму па электроннай пошце, калі закон патрабуе апавясціць.
work-leave-where = У тлумачэнні ўкажыце, куды і ў якім парадку звярнуцца
work-leave-untold = Па гэтай прычыне закон не патрабуе паведамляць заяўніку
work-leave-explanation = Тлумачэнне для заяўніка
work-leave-explanation-hint = Чаму зварот не разглядаецца і што заяўніку рабіць далей. Ён прачытае гэта ў паведамленні.
work-leave-lead = Пасля гэтага разгляд завершаны, адмяніць рашэнне нельга.
work-leave-submit = Пакінуць без разгляду
work-letters-leave-hint = Калі паведамленне аформлена лістом, дадайце яго: да пяці файлаў, кожны не большы за 15 МБ

work-take-note-lead = Адказ заяўніку не накіроўваецца, разгляд завяршаецца.
work-note-explanation = Тлумачэнне
work-note-explanation-hint = Захаваецца ў картцы

work-withdraw-lead = Заяўнік без кабінета адклікае зварот пісьмовай заявай. Дадайце заяву і ўкажыце яе дату.
work-withdrawn-on = Дата заявы пра адкліканне
work-letters-withdraw-hint = Скан заявы пра адкліканне: да пяці файлаў, кожны не большы за 15 МБ
work-withdraw-end = Разгляд спыняецца, заяўніку пра гэта не паведамляюць. Вярніце арыгіналы дакументаў, калі яны дададзены.
work-withdraw-submit = Запісаць адкліканне
work-event-statement = Заява ад { $value }
refusal-anonymous = Зварот ананімны: адклікаць яго няма каму.
refusal-own-cabinet = У заяўніка ёсць кабінет: зварот ён адклікае там сам.
fault-day-before-submission = Дата раней за дзень паступлення звароту.

work-repeat-lead = Паўторны зварот: той самы заяўнік, тыя самыя пытанні, тая самая арганізацыя, не пазней за тры гады пасля першага, на які ўжо дадзены адказ.
work-repeat-none = Раней гэты заяўнік у арганізацыю не звяртаўся, або яго звароты ўнесены пад іншым імем.
work-repeat-earlier = Ранейшыя звароты заяўніка
work-repeat-number = Нумар першага звароту
work-repeat-number-hint = Калі яго няма ў спісе: нумар у сістэме, 10 лічбаў

work-redirect-title = Перанакіраваць зварот
work-redirect-notice = Перанакіраваць і паведаміць заяўніку трэба да
work-redirect-complained = Скарга на дзеянні арганізацыі з УНП { $unp }: ёй накіраваць зварот нельга.
work-redirect-complained-employee = Скарга на дзеянні работніка: { $employee }. Арганізацыі, дзе ён працуе, накіраваць зварот нельга.
work-redirect-by-post = Заяўнік атрымлівае лісты на паперы. Пра перанакіраванне паведаміце яму поштай.
work-redirect-no-cabinet = Кабінета ў заяўніка няма. Пра перанакіраванне паведаміце яму лістом.
work-redirect-to = Куды накіраваць
work-redirect-one-more = Яшчэ адна арганізацыя
work-redirect-pick-hint = Назва або УНП
work-redirect-add = Дадаць арганізацыю
work-redirect-letter = Суправаджальны ліст
work-redirect-letter-hint = Напішыце тут або дадайце файлам. Атрымаюць і арганізацыя, і заяўнік.
work-redirect-date = Дата накіравання
work-redirect-lead = Кожная арганізацыя атрымае зварот з файламі як новы, са сваімі тэрмінамі.
work-redirect-submit = Перанакіраваць
work-letters-redirect-hint = Суправаджальны ліст і іншыя дакументы: да пяці файлаў, кожны не большы за 15 МБ
work-way-once = У арганізацыю, дзе зварот ужо быў, другі раз яго накіраваць нельга.

fault-only-for-repeats = Гэта прычына падыходзіць толькі для звароту, адзначанага як паўторны.
fault-only-for-written = Гэта прычына падыходзіць толькі для пісьмовага звароту.
fault-first-not-answered = На гэты зварот яшчэ не дадзены адказ, таму новы не паўторны.
