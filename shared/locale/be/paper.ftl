### Звароты на паперы і з асабістага прыёму (REG-02), кантроль і падшыўка ў справу (REG-12, REG-13).

paper-title = Унесці зварот
paper-lead = Так уносяць звароты, якія паступілі на паперы або вусна на асабістым прыёме. Электронныя з’яўляюцца ў спісе самі.
paper-begin = Новая картка
paper-begun = Пачатыя карткі
paper-nameless = Без імя
paper-back = Да пачатых картак
paper-how = Як паступіў
paper-received-on = Дата паступлення
paper-received-on-hint = Ад яе лічыцца, да якога дня зарэгістраваць
paper-reception = Асабісты прыём
paper-reception-by = Хто вёў прыём
paper-reception-on = Дата прыёму
paper-applicant-kind = Хто звяртаецца
paper-anonymous-hint = Няма імя або адраса
paper-name-hint = Калі ў звароце толькі ініцыялы, увядзіце іх
paper-address = Адрас заяўніка
paper-collective-hint = Двое і больш заяўнікаў. Першы ўказаны вышэй, астатнія ў скане спіса.
paper-about = Пра што зварот
paper-content = Змест
paper-content-hint = Сутнасць звароту словамі заяўніка або коратка
paper-scans = Сканы
paper-scans-hint = Пісьмовы зварот уносіцца са сканам: да пяці файлаў, кожны не большы за 15 МБ
paper-sheets = Аркушаў звароту
paper-annex-sheets = Аркушаў дадаткаў
paper-cover = Суправаджальны ліст
paper-cover-hint = Калі зварот даслала іншая арганізацыя
paper-cover-from = Хто даслаў
paper-cover-on = Дата ліста
paper-cover-index = Індэкс ліста
paper-office = Для справаводства
paper-submit = Унесці зварот
work-done-entered = Зварот унесены. Цяпер яго трэба зарэгістраваць.

work-do-control = Кантроль і справа
work-done-control = Адзнакі захаваны.
work-controlled = На кантролі
work-controlled-hint = Дзень, з якога зварот на кантролі, запішацца сам
work-control-lifted = Знята з кантролю
work-announced = Адказ абвешчаны на асабістым прыёме
work-filed = Падшыта ў справу
work-case-volume = том
work-case-sheets = аркушы
work-case-volume-field = Том
work-case-sheets-field = Аркушы
work-control-submit = Захаваць адзнакі

event-control-marked = Адзнакі пра кантроль і справу зменены
work-event-control-marked = Адзнакі пра кантроль і справу
document-event-control-marked = Зменены адзнакі пра кантроль і справу
work-event-changed-controlled-since = На кантролі: было { $was }, стала { $is }
work-event-changed-control-lifted-on = Знята з кантролю: было { $was }, стала { $is }
work-event-changed-announced-on = Адказ абвешчаны на прыёме: было { $was }, стала { $is }
work-event-changed-case-volume = Том справы: было { $was }, стала { $is }
work-event-changed-case-sheets = Аркушы справы: было { $was }, стала { $is }

fault-only-for-oral = Такая адзнака бывае толькі ў вуснага звароту.
fault-not-controlled = Зварот не стаіць на кантролі.
fault-day-before-control = Дата раней за дзень, калі зварот узяты на кантроль.

## Выпраўленне звестак

work-do-details = Выправіць тэму і звесткі
work-details-cabinet = Тэкст і звесткі пра заяўніка ўнёс ён сам, іх не выпраўляюць.
work-summary = Кароткі змест
work-prescription = Адзнака пра прадпісанне
work-prescription-hint = Хто, калі і якое прадпісанне выдаў, ці выканана яно
work-event-changed-topic = Тэма: было { $was }, стала { $is }
work-event-changed-kind = Від: было { $was }, стала { $is }
work-event-changed-applicant = Заяўнік: было { $was }, стала { $is }
work-event-changed-address = Адрас: было { $was }, стала { $is }
work-event-changed-phone = Тэлефон: было { $was }, стала { $is }
work-event-changed-email = Электронная пошта: было { $was }, стала { $is }
work-event-changed-sheets = Аркушаў: было { $was }, стала { $is }
work-event-changed-annex-sheets = Аркушаў дадаткаў: было { $was }, стала { $is }
work-event-changed-summary = Кароткі змест: было «{ $was }», стала «{ $is }»
work-event-changed-prescription = Прадпісанне: было «{ $was }», стала «{ $is }»
