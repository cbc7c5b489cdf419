### Статыстычныя справаздачы.

nav-reports = Справаздачы

## Групоўкі: як называецца слупок (by) і як працягнуць «Звароты …» (in)

report-by-topic = Тэматыка
report-by-subtopic = Падтэматыка
report-by-region = Вобласць
report-by-territory = Раён або горад абласнога падпарадкавання
report-by-branch = Арганізацыя з падначаленымі
report-by-organisation = Арганізацыя
report-by-kind = Від звароту
report-by-form = Форма падачы
report-by-applicant-kind = Катэгорыя заяўніка
report-by-status = Стан разгляду
report-by-outcome = Вынік разгляду
report-by-keeping = Захаванне тэрміну

report-in-topic = тэматыках
report-in-subtopic = падтэматыках
report-in-region = абласцях
report-in-territory = раёнах і гарадах абласнога падпарадкавання
report-in-branch = арганізацыях з падначаленымі
report-in-organisation = арганізацыях
report-in-kind = відах
report-in-form = формах падачы
report-in-applicant-kind = катэгорыях заяўнікаў
report-in-status = стане разгляду
report-in-outcome = выніках разгляду
report-in-keeping = захаванні тэрмінаў

report-title-one = Звароты па { $one }
report-title-two = Звароты па { $one } і { $other }

## Значэнні

report-keeping-on-time = Разгледжана ў тэрмін
report-keeping-late = Разгледжана з парушэннем тэрміну
report-keeping-in-term = На разглядзе, тэрмін не скончыўся
report-keeping-overdue = На разглядзе, тэрмін скончыўся
report-keeping-no-term = Тэрмін не ўстаноўлены
report-outcome-none = Выніку няма

report-region-brest = Брэсцкая вобласць
report-region-vitebsk = Віцебская вобласць
report-region-gomel = Гомельская вобласць
report-region-grodno = Гродзенская вобласць
report-region-minsk = Мінская вобласць
report-region-minsk-city = г. Мінск
report-region-mogilev = Магілёўская вобласць
report-region-unknown = Вобласць не вызначана
report-territory-none = { $region }, раён не ўказаны

report-level-republic = Рэспубліка Беларусь
report-level-branch = { $name } з падначаленымі арганізацыямі
report-level-one-branch = Любая арганізацыя з падначаленымі
report-level-one-organisation = Любая арганізацыя без падначаленых
report-period = За перыяд з { $from } па { $to }
report-total = Усяго
report-rest = Астатняе
report-share = Доля, %

report-format-pdf = PDF
report-format-xlsx = XLSX
report-format-csv = CSV
report-format-pdf-hint = для друку, не змяняецца
report-format-xlsx-hint = для працы ў табліцы
report-format-csv-hint = для іншых праграм

report-rhythm-daily = Кожны дзень, за ўчарашні дзень
report-rhythm-weekly = Кожны панядзелак, за мінулы тыдзень
report-rhythm-monthly = Кожнае 1-е чысло, за мінулы месяц

## Старонка

report-lead = Лічацца звароты па дні рэгістрацыі, а незарэгістраваныя па дні падачы.
report-level = Чые звароты
report-organisation = Арганізацыя
report-organisation-hint = Патрэбна, калі вышэй выбрана любая арганізацыя.
report-from = З
report-to = Па
report-first = Радкі
report-second = Слупкі
report-second-none = Без другой групоўкі
report-counted = Што лічыць
report-counted-appeals = Звароты
report-counted-questions = Пытанні зваротаў
report-filters = Адабраць звароты
report-filter-any = Любыя
report-show = Паказаць
report-preview = Папярэдні прагляд
report-preview-part = Паказаны першыя { $shown } з { $all } радкоў. Усе радкі будуць у файле.
report-nothing = За гэты перыяд такіх зваротаў няма.
report-chart = Дыяграма: { $title }
report-make = Сфармаваць файл
report-make-button = Сфармаваць
report-format = Фармат
report-schedule = Атрымліваць рэгулярна
report-schedule-lead = Справаздача з гэтымі групоўкамі будзе прыходзіць сама: апавяшчэннем у кабінеце і лістом.
report-rhythm = Калі
report-schedule-button = Уключыць
report-own = Мае справаздачы
report-own-none = Вы яшчэ не фармавалі справаздач.
report-own-kept = Гатовыя справаздачы захоўваюцца 30 дзён.
report-name = Справаздача
report-state = Стан
report-asked = Запытана
report-state-waiting = Чакае
report-state-forming = Фармуецца
report-state-ready = Гатовая
report-state-failed = Не сфармавана
report-state-removed = Выдалена
report-fault-too-large = Для PDF занадта шмат радкоў. Выберыце XLSX або CSV.
report-fault-no-right = Няма права на звесткі гэтага ўзроўню.
report-fault-internal = Адбылася памылка. Паспрабуйце яшчэ раз.
report-open = Спампаваць
report-schedules = Мае расклады
report-schedules-none = Раскладаў няма.
report-next = Наступная { $date }
report-stop = Адключыць
report-letters = Лісты пра гатовыя справаздачы
report-letters-on = Лісты прыходзяць.
report-letters-off = Лісты не прыходзяць, толькі апавяшчэнні.
report-letters-turn-on = Дасылаць лісты
report-letters-turn-off = Не дасылаць лісты
report-done-asked = Справаздача фармуецца. Калі яна будзе гатовая, прыйдзе апавяшчэнне.
report-done-scheduled = Расклад уключаны.
report-done-stopped = Расклад адключаны.
report-done-letters = Захавана.
report-too-many = Занадта шмат справаздач чакаюць фармавання або ўжо ўключана 50 раскладаў. Дачакайцеся гатовых або адключыце лішнія.
report-removed-text = Тэрмін захоўвання справаздачы скончыўся. Сфармуйце яе нанава.
report-forming-text = Справаздача фармуецца. Старонка абновіцца сама.

report-wrong-period = Пакажыце перыяд не даўжэйшы за дзесяць гадоў: дзень «з» не пазнейшы за дзень «па».
report-wrong-level = Выберыце, чые звароты лічыць.
report-wrong-date = Такой даты няма.

## Дакумент

document-report-made = Сфармавана { $moment }
document-report-system = Сістэма ўліку і апрацоўкі зваротаў «Зварот»
document-report-chart = Дыяграма
document-report-table = Табліца
document-report-lines = Радкоў: { $count }

## Паведамленні

notice-report-ready = Справаздача «{ $title }» гатовая.
mail-report-ready-subject = Справаздача гатовая
mail-report-ready-text =
    Гатовая справаздача «{ $title }» за перыяд з { $from_short } па { $to_short }.

    Яна захоўваецца 30 дзён.
mail-report-ready-button = Адкрыць справаздачу
notice-report-failed = Справаздачу «{ $title }» не ўдалося сфармаваць.
mail-report-failed-subject = Справаздача не сфармавана
mail-report-failed-text =
    Справаздачу «{ $title }» за перыяд з { $from_short } па { $to_short } сфармаваць не ўдалося. Прычына паказана ў спісе справаздач.
mail-report-failed-button = Адкрыць справаздачы
delivery-kind-report-ready = Справаздача гатовая
delivery-kind-report-failed = Справаздача не сфармавана
job-form-report = Сфармаваць справаздачу
job-fold-summaries = Абнавіць зводкі справаздач
job-announce-report = Паведаміць пра справаздачу
