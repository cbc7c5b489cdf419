### Рэзалюцыі: картка, формы, задачы, гісторыя, апавяшчэнні (REV-02 – REV-06, CTL-05).

nav-tasks = Задачы

## Станы

resolution-state-draft = Праект
resolution-state-returned = Праект вернуты
resolution-state-issued = Выдадзена
resolution-state-executing = Выконваецца
resolution-state-consolidated = Пацвярджаецца
resolution-state-confirmed = Пацверджана
resolution-state-finished = Выканана
resolution-state-cancelled = Знята
task-state-assigned = Прызначана
task-state-entered = Вынік унесены
task-state-returned = Вернута на дапрацоўку
task-state-accepted = Вынік прыняты

## Частка карткі

resolutions-title = Рэзалюцыі
resolution-name = Рэзалюцыя { $number }
resolution-none = Рэзалюцый няма.
resolution-by = { $head }, { $date }
resolution-drafted-by = Падрыхтаваў(ла): { $name }
resolution-for = Для: { $head }
resolution-new-term = Новы тэрмін звароту: { $date }. { $reason }
resolution-reason-returned = Праект вернуты: { $reason }
resolution-reason-consolidated = Зводны вынік вернуты: { $reason }
resolution-reason-cancelled = Знята: { $reason }
resolution-ended-with-appeal = Разгляд звароту завершаны раней, чым выканана рэзалюцыя.
resolution-executors = Выканаўцы
resolution-responsible = Адказны
resolution-confirmed-by = Зводны вынік пацверджаны
resolution-return-reason = Вернута: { $reason }
resolution-result = Зводны вынік
resolution-result-hidden = Заяўнік убачыць яго, калі рэзалюцыя будзе выканана.
resolution-result-shown = Перададзены заяўніку як прамежкавы адказ { $date }.
resolution-signs = Зацвярджае: { $name }
resolution-signed-by = Зацвердзіў(ла): { $name }
resolution-next = Што далей
resolution-awaits-approval = { $name } – зацвердзіць праект або вярнуць
resolution-awaits-rework = { $name } – дапрацаваць праект
resolution-awaits-result = { $name } – унесці вынік
resolution-awaits-judgement = { $name } – прыняць вынік або вярнуць ({ $whose })
resolution-awaits-consolidation = { $name } – унесці зводны вынік
resolution-awaits-confirmation = { $name } – пацвердзіць зводны вынік
resolution-awaits-signature = { $name } – зацвердзіць зводны вынік
resolution-awaits-finish = { $name } – завяршыць рэзалюцыю
resolution-then-complete = Усе рэзалюцыі выкананы. Засталося завяршыць разгляд звароту.
resolution-outside = Зварот знаходзіцца ў арганізацыі { $name }. Вам ён паказаны, бо вы выканаўца рэзалюцыі.

resolution-do-new = Стварыць рэзалюцыю
resolution-do-draft = Падрыхтаваць праект рэзалюцыі
resolution-do-edit = Дапрацаваць праект
resolution-do-approve = Разгледзець праект і зацвердзіць
resolution-do-return-draft = Вярнуць праект
resolution-do-cancel = Зняць рэзалюцыю
resolution-do-cancel-draft = Выдаліць праект
resolution-do-result = Унесці вынік
resolution-do-result-again = Змяніць вынік
resolution-do-accept = Прыняць вынік
resolution-do-return = Вярнуць на дапрацоўку
resolution-do-consolidated = Унесці зводны вынік
resolution-do-consolidated-again = Змяніць зводны вынік
resolution-do-confirm = Пацвердзіць зводны вынік
resolution-do-sign = Зацвердзіць зводны вынік
resolution-do-return-consolidated = Вярнуць зводны вынік
resolution-do-finish = Завяршыць рэзалюцыю

## Формы

resolution-new-title = Рэзалюцыя
resolution-text = Тэкст рэзалюцыі
resolution-text-hint = Што трэба зрабіць. Выканаўцы бачаць зварот і тэкст цалкам.
resolution-executor = Выканаўца
resolution-executor-due-of = { $name }, тэрмін
resolution-executor-due = Тэрмін
resolution-executor-add = Дадаць выканаўцу
resolution-executor-none = Выканаўцаў пакуль няма.
resolution-executor-search = Знайсці па прозвішчы або арганізацыі
resolution-executor-search-hint = Паказаны не ўсе. Увядзіце частку прозвішча або назвы арганізацыі.
resolution-executor-find = Знайсці
resolution-executor-drop = Прыбраць
resolution-executors-own = Свая арганізацыя
resolution-executor-pick = Выберыце выканаўцу
resolution-responsible-choose = Адказны выканаўца
resolution-responsible-hint = Калі выканаўцаў некалькі, адзін адказвае за ўсіх: прымае іх вынікі і ўносіць зводны.
resolution-term-limit = Тэрміны выканаўцаў – працоўныя дні, не пазней за тэрмін звароту: { $date }
resolution-new-due-on = Новы тэрмін звароту
resolution-new-due-on-hint = Тэрмін большы за 31 дзень з дня рэгістрацыі ўстанаўліваецца толькі рэзалюцыяй. Заяўніку будзе паведамлена.
resolution-new-due-reason = Чаму тэрмін мяняецца
resolution-head = Хто зацвярджае
resolution-files-hint = Неабавязкова. Да пяці файлаў, кожны не большы за 15 МБ
resolution-issue = Выдаць рэзалюцыю
resolution-issue-lead = Пасля выдачы тэкст, выканаўцы і тэрміны не зменяцца. Выканаўцы атрымаюць апавяшчэнні. Па першай рэзалюцыі заяўніку паведамяць, што зварот перададзены на выкананне.
resolution-save-draft = Захаваць праект
resolution-save-draft-lead = Праект убачыць выбраны кіраўнік. Выканаўцы даведаюцца пра рэзалюцыю, калі ён яе зацвердзіць.
resolution-result-title = Вынік выканання
resolution-result-text = Вынік
resolution-result-only-hint = Вы адзіны выканаўца: гэты тэкст стане зводным вынікам. Заяўнік прачытае яго, калі рэзалюцыя будзе выканана.
resolution-result-inside-hint = Тэкст прачытаюць адказны выканаўца і кіраўнік. Заяўніку ён не паказваецца.
resolution-consolidated-text = Зводны вынік
resolution-consolidated-hint = Заяўнік прачытае яго як прамежкавы адказ. Астатнія выканаўцы павінны яго пацвердзіць; пасля кожнай змены – нанава.
resolution-consolidated-of = Вынікі выканаўцаў
resolution-signer = Хто зацвярджае зводны вынік
resolution-signer-hint = Кіраўнік атрымае апавяшчэнне, калі вынік пацвердзяць усе выканаўцы. Ён зацвердзіць вынік або верне; пакуль не зацвердзіў, вынік можна змяніць.
resolution-signer-nobody = Ніхто: рэзалюцыю завяршае адказны выканаўца
resolution-keep = Дададзена раней: зніміце адзнаку, каб прыбраць файл
resolution-result-save = Захаваць вынік
resolution-letters-result = Да пяці файлаў, кожны не большы за 15 МБ
resolution-step-accept-lead = Прыняты вынік выканаўца ўжо не зможа змяніць, пакуль вы яго не вернеце.
resolution-step-return-lead = Выканаўца атрымае апавяшчэнне і ўнясе вынік нанава.
resolution-step-confirm-lead = Вы пацвярджаеце зводны вынік у гэтым выглядзе.
resolution-step-finish-lead = Рэзалюцыя будзе выканана, яе вынік больш не зменіцца. Заяўнік прачытае яго як прамежкавы адказ. Разгляд звароту пры гэтым не завяршаецца.
resolution-step-sign-lead = Вы зацвярджаеце зводны вынік у гэтым выглядзе. Рэзалюцыя будзе выканана, яе вынік больш не зменіцца. Заяўнік прачытае яго як прамежкавы адказ. Разгляд звароту пры гэтым не завяршаецца.
resolution-step-return-consolidated-lead = Адказны выканаўца атрымае апавяшчэнне і ўнясе зводны вынік нанава. Астатнія выканаўцы пацвердзяць яго зноў.
resolution-step-return-draft-lead = Праект вернецца таму, хто яго падрыхтаваў.
resolution-step-cancel-lead = Выканаўцы атрымаюць апавяшчэнне і больш не ўбачаць зварот па гэтай рэзалюцыі.
resolution-step-cancel-draft-lead = Выканаўцы пра праект не даведаюцца.

work-done-resolution-issued = Рэзалюцыя выдадзена, выканаўцы апавешчаны.
work-done-resolution-drafted = Праект рэзалюцыі захаваны, кіраўнік апавешчаны.
work-done-return-draft = Праект вернуты.
work-done-cancel = Рэзалюцыя знята.
work-done-result = Вынік захаваны.
work-done-accept = Вынік прыняты.
work-done-return = Вынік вернуты выканаўцу.
work-done-consolidated = Зводны вынік захаваны.
work-done-confirm = Зводны вынік пацверджаны.
work-done-finish = Рэзалюцыя выканана, заяўніку паведамлена.
work-done-finish-untold = Рэзалюцыя выканана. Кабінета ў заяўніка няма: калі прамежкавы адказ яму патрэбны, адпраўце яго пісьмом.
work-done-finish-mailed = Рэзалюцыя выканана. Прамежкавы адказ адпраўлены заяўніку па электроннай пошце.
work-done-return-consolidated = Зводны вынік вернуты.

work-why-open-resolutions = спачатку трэба завяршыць рэзалюцыі
work-why-role-complete = гэта робіць справавод або адказны выканаўца
work-why-role-resolution = рэзалюцыі стварае кіраўнік, праекты рыхтуе і справавод

## Задачы

tasks-title = Задачы
tasks-to-register = Чакаюць рэгістрацыі: { $count }
tasks-to-answer = Запыты і даручэнні вашай арганізацыі: { $count }
tasks-of-others = Чакаем адказу іншых арганізацый: { $count }
tasks-mine = Прызначаныя мне
tasks-given = Прызначаныя мной
tasks-organisation = Усе задачы арганізацыі
tasks-controlled = На кантролі арганізацыі
tasks-open = У рабоце
tasks-done = Завершаныя
tasks-show-done = Паказаць завершаныя
tasks-show-open = Паказаць задачы ў рабоце
tasks-empty-mine = Вам нічога не прызначана.
tasks-empty-given = Вы нікому нічога не прызначылі.
tasks-empty-organisation = У супрацоўнікаў арганізацыі няма задач.
tasks-empty-controlled = Падпарадкаваным арганізацыям нічога не прызначана.
tasks-empty-done = Завершаных задач няма.
tasks-appeal = Зварот
tasks-what = Задача
tasks-executor = Выканаўца
tasks-due = Тэрмін
tasks-next = Што далей
tasks-given-by = Прызначыў(ла): { $name }
tasks-waiting = Рэзалюцыі чакаюць вас
tasks-draft-approve = Зацвердзіць або вярнуць. Падрыхтаваў(ла): { $name }
tasks-draft-rework = Дапрацаваць. Вярнуў(ла): { $name }
tasks-sign = Зацвердзіць зводны вынік. Унёс(ла): { $name }
task-next-result = Унесці вынік
task-next-returned = Дапрацаваць вынік
task-next-judged = Вынік на праверцы ў адказнага
task-next-judge = Прыняць вынікі: { $count }
task-next-missing = Чакае вынікаў: { $count }
task-next-accepted = Вынік прыняты, чакае зводнага
task-next-consolidate = Унесці зводны вынік
task-next-confirm = Пацвердзіць зводны вынік
task-next-confirmed = Пацверджана, чакае астатніх
task-next-finish = Завяршыць рэзалюцыю
task-next-signature = Зводны вынік у кіраўніка на зацвярджэнні
task-next-all-confirmed = Пацверджана ўсімі
task-next-finished = Выканана
task-next-cancelled = Знята

## Гісторыя

event-resolution-drafted = Рыхтуецца праект рэзалюцыі
event-draft-returned = Праект рэзалюцыі вернуты
event-resolution-issued = Зварот перададзены на выкананне
event-resolution-cancelled = Рэзалюцыя знята
event-result-entered = Унесены вынік
event-result-accepted = Вынік прыняты
event-result-returned = Вынік вернуты
event-results-consolidated = Унесены зводны вынік
event-result-confirmed = Вынік пацверджаны
event-consolidated-returned = Зводны вынік вернуты
event-resolution-finished = Атрыманы прамежкавы адказ
work-event-resolution-drafted = Падрыхтаваны праект рэзалюцыі
work-event-draft-returned = Праект рэзалюцыі вернуты
work-event-resolution-issued = Выдадзена рэзалюцыя
work-event-resolution-cancelled = Рэзалюцыя знята
work-event-result-entered = Унесены вынік выканання
work-event-result-accepted = Вынік выканаўцы прыняты
work-event-result-returned = Вынік вернуты выканаўцу
work-event-results-consolidated = Унесены зводны вынік
work-event-result-confirmed = Зводны вынік пацверджаны
work-event-consolidated-returned = Зводны вынік вернуты адказнаму выканаўцу
work-event-resolution-finished = Рэзалюцыя выканана
work-event-resolution-number = Рэзалюцыя { $value }
work-event-resolution-head = Каму на зацвярджэнне: { $value }
work-event-resolution-executor = { $name }, да { $date }
work-event-resolution-responsible = { $name } (адказны), да { $date }
work-event-resolution-whose = Чый вынік: { $value }
work-event-resolution-drafted-by = Праект падрыхтаваў(ла): { $value }
work-event-resolution-signer = Хто зацвярджае: { $value }
work-event-resolution-signed = Зводны вынік зацверджаны кіраўніком
document-event-resolution-drafted = Падрыхтаваны праект рэзалюцыі
document-event-draft-returned = Праект рэзалюцыі вернуты
document-event-resolution-issued = Выдадзена рэзалюцыя, зварот на выкананні
document-event-resolution-cancelled = Рэзалюцыя знята
document-event-result-entered = Выканаўца ўнёс вынік
document-event-result-accepted = Вынік выканаўцы прыняты
document-event-result-returned = Вынік вернуты выканаўцу на дапрацоўку
document-event-results-consolidated = Унесены зводны вынік выканання рэзалюцыі
document-event-result-confirmed = Выканаўца пацвердзіў зводны вынік
document-event-consolidated-returned = Зводны вынік вернуты адказнаму выканаўцу
document-event-resolution-finished = Рэзалюцыя выканана

interim-title = Прамежкавы адказ
interim-lead = Разгляд звароту працягваецца.

## Памылкі і адмовы

fault-term-after-appeals = Тэрмін пазней за тэрмін звароту: { $max }
fault-term-in-past = Гэты дзень ужо прайшоў.
fault-unknown-executor = Гэтаму супрацоўніку нельга даручыць выкананне: ён не з вашай і не з падпарадкаванай арганізацыі або больш не працуе.
fault-executor-twice = Гэты выканаўца ўжо названы.
fault-responsible-required = Выберыце, хто з выканаўцаў адказны.
refusal-open-resolutions = Па звароце ёсць рэзалюцыя або праект рэзалюцыі. Спачатку завяршыце або зніміце іх.
refusal-resolution-already-issued = Рэзалюцыя ўжо выдадзена.
refusal-resolution-not-issued = Рэзалюцыя яшчэ не выдадзена: гэта праект.
refusal-resolution-over = Рэзалюцыя ўжо выканана або знята.
refusal-resolution-draft-returned = Праект ужо вернуты на дапрацоўку.
refusal-resolution-heads-only = Выдадзеную рэзалюцыю здымае кіраўнік.
refusal-resolution-not-executor = Вы не выканаўца гэтай рэзалюцыі.
refusal-resolution-not-responsible = Гэта робіць адказны выканаўца.
refusal-resolution-no-result = Выканаўца яшчэ не ўнёс вынік.
refusal-resolution-own-result = Свой вынік прымаць не трэба.
refusal-resolution-result-accepted = Вынік ужо прыняты. Змяніць яго можна, калі адказны выканаўца яго верне.
refusal-resolution-results-missing = Унесены і прыняты яшчэ не ўсе вынікі.
refusal-resolution-consolidated = Зводны вынік ужо ўнесены, асобныя вынікі не мяняюцца.
refusal-resolution-not-consolidated = Зводнага выніку яшчэ няма.
refusal-resolution-confirmed-before = Вы ўжо пацвердзілі зводны вынік.
refusal-resolution-not-confirmed = Зводны вынік пацвердзілі яшчэ не ўсе выканаўцы.
refusal-resolution-not-signer = Зводны вынік зацвярджае кіраўнік, якога выбраў адказны выканаўца.

## Апавяшчэнні

notice-sent-for-execution = Зварот { $number } перададзены на выкананне.
sms-sent-for-execution = Зварот { $number } перададзены на выкананне.
mail-sent-for-execution-subject = Зварот { $number } перададзены на выкананне
mail-sent-for-execution-text =
    Ваш зварот { $number } перададзены на выкананне.

    Хто разглядае: { $organisation }.

    Тэрмін разгляду – да { $due_on_short }.
mail-sent-for-execution-button = Адкрыць зварот
profile-about-sent-for-execution = Зварот перададзены на выкананне
delivery-kind-sent-for-execution = Зварот на выкананні

notice-intermediate-answer = Па звароце { $number } атрыманы прамежкавы адказ. Разгляд працягваецца.
sms-intermediate-answer = Па звароце { $number } ёсць прамежкавы адказ. Прачытайце ў асабістым кабінеце.
mail-intermediate-answer-subject = Прамежкавы адказ на зварот { $number }
mail-intermediate-answer-text =
    Па вашым звароце { $number } атрыманы прамежкавы адказ.

    Хто разглядае: { $organisation }.

    Прачытайце яго ў асабістым кабінеце. Разгляд звароту працягваецца.
mail-intermediate-answer-button = Прачытаць адказ
profile-about-intermediate-answer = Прамежкавы адказ
delivery-kind-intermediate-answer = Прамежкавы адказ

notice-task-assigned = Вы выканаўца па звароце { $number }. Тэрмін – да { $due_on_short }.
mail-task-assigned-subject = Вы выканаўца па звароце { $number }
mail-task-assigned-text =
    Па рэзалюцыі вы прызначаны выканаўцам звароту { $number }.

    Хто разглядае: { $organisation }.

    Унесці вынік трэба да { $due_on_short }.
mail-task-assigned-button = Адкрыць зварот
delivery-kind-task-assigned = Выканаўцу: прызначана задача
choices-task-assigned = Прызначана задача па рэзалюцыі

notice-task-returned = Ваш вынік па звароце { $number } вернуты на дапрацоўку. Тэрмін – да { $due_on_short }.
mail-task-returned-subject = Вынік па звароце { $number } вернуты
mail-task-returned-text =
    Ваш вынік па звароце { $number } вернуты на дапрацоўку. Прычына – у картцы звароту.

    Хто разглядае: { $organisation }.

    Тэрмін выканання – да { $due_on_short }.
mail-task-returned-button = Адкрыць зварот
delivery-kind-task-returned = Выканаўцу: вынік вернуты
choices-task-returned = Вынік вернуты на дапрацоўку

notice-resolution-waits = { $what ->
    [approve] Праект рэзалюцыі па звароце { $number } чакае вашага зацвярджэння.
    [rework] Праект рэзалюцыі па звароце { $number } вернуты вам на дапрацоўку.
    [judge] Па звароце { $number } унесены вынік: прыміце яго або вярніце.
    [consolidate] Па звароце { $number } прыняты ўсе вынікі: унясіце зводны.
    [confirm] Па звароце { $number } унесены зводны вынік: пацвердзіце яго.
    [redo] Зводны вынік па звароце { $number } вернуты вам на дапрацоўку.
    [sign] Зводны вынік па звароце { $number } чакае вашага зацвярджэння.
    [signed] Па звароце { $number } зводны вынік зацверджаны, рэзалюцыя выканана.
   *[finish] Па звароце { $number } зводны вынік пацверджаны ўсімі: рэзалюцыю можна завяршыць.
}
mail-resolution-waits-subject = Рэзалюцыя па звароце { $number } чакае вас
mail-resolution-waits-text =
    { $what ->
        [approve] Праект рэзалюцыі па звароце { $number } чакае вашага зацвярджэння.
        [rework] Праект рэзалюцыі па звароце { $number } вернуты вам на дапрацоўку.
        [judge] Па звароце { $number } выканаўца ўнёс вынік. Прыміце яго або вярніце на дапрацоўку.
        [consolidate] Па звароце { $number } прыняты ўсе вынікі. Унясіце зводны вынік.
        [confirm] Па звароце { $number } унесены зводны вынік. Прачытайце і пацвердзіце яго.
        [redo] Зводны вынік па звароце { $number } вернуты вам на дапрацоўку. Прычына – у картцы звароту.
        [sign] Зводны вынік па звароце { $number } пацверджаны ўсімі выканаўцамі і чакае вашага зацвярджэння.
        [signed] Па звароце { $number } кіраўнік зацвердзіў зводны вынік. Рэзалюцыя выканана.
       *[finish] Па звароце { $number } зводны вынік пацверджаны ўсімі. Рэзалюцыю можна завяршыць.
    }

    Хто разглядае: { $organisation }.
mail-resolution-waits-button = Адкрыць зварот
delivery-kind-resolution-waits = Супрацоўніку: рэзалюцыя чакае дзеяння
choices-resolution-waits = Рэзалюцыя чакае вашага дзеяння

notice-task-cancelled = Ваша задача па звароце { $number } знята.
mail-task-cancelled-subject = Задача па звароце { $number } знята
mail-task-cancelled-text =
    Ваша задача па звароце { $number } знята: рэзалюцыя адменена або разгляд звароту завершаны.

    Хто разглядае: { $organisation }.
mail-task-cancelled-button = Адкрыць задачы
delivery-kind-task-cancelled = Выканаўцу: задача знята
choices-task-cancelled = Задача знята

reminder-until-execution = унесці вынік да { $due_on_short }
reminder-clock-execution = Унесці вынік
ladder-execution = Тэрмін выканаўцы па рэзалюцыі
