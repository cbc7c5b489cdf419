### Резолюции: карточка, формы, задачи, история, уведомления (REV-02 – REV-06, CTL-05).

nav-tasks = Задачи

## Состояния

resolution-state-draft = Проект
resolution-state-returned = Проект возвращен
resolution-state-issued = Выдана
resolution-state-executing = Исполняется
resolution-state-consolidated = Подтверждается
resolution-state-confirmed = Подтверждена
resolution-state-finished = Исполнена
resolution-state-cancelled = Снята
task-state-assigned = Назначено
task-state-entered = Результат внесен
task-state-returned = Возвращено на доработку
task-state-accepted = Результат принят

## Часть карточки

resolutions-title = Резолюции
resolution-name = Резолюция { $number }
resolution-none = Резолюций нет.
resolution-by = { $head }, { $date }
resolution-drafted-by = Подготовил(а): { $name }
resolution-for = Для: { $head }
resolution-new-term = Новый срок обращения: { $date }. { $reason }
resolution-reason-returned = Проект возвращен: { $reason }
resolution-reason-consolidated = Сводный результат возвращен: { $reason }
resolution-reason-cancelled = Снята: { $reason }
resolution-ended-with-appeal = Рассмотрение обращения завершено раньше, чем исполнена резолюция.
resolution-executors = Исполнители
resolution-responsible = Ответственный
resolution-confirmed-by = Сводный результат подтвержден
resolution-return-reason = Возвращено: { $reason }
resolution-result = Сводный результат
resolution-result-hidden = Заявитель увидит его, когда резолюция будет исполнена.
resolution-result-shown = Передан заявителю как промежуточный ответ { $date }.
resolution-signs = Утверждает: { $name }
resolution-signed-by = Утвердил(а): { $name }
resolution-next = Что дальше
resolution-awaits-approval = { $name } – утвердить проект или вернуть
resolution-awaits-rework = { $name } – доработать проект
resolution-awaits-result = { $name } – внести результат
resolution-awaits-judgement = { $name } – принять результат или вернуть ({ $whose })
resolution-awaits-consolidation = { $name } – внести сводный результат
resolution-awaits-confirmation = { $name } – подтвердить сводный результат
resolution-awaits-signature = { $name } – утвердить сводный результат
resolution-awaits-finish = { $name } – завершить резолюцию
resolution-then-complete = Все резолюции исполнены. Осталось завершить рассмотрение обращения.
resolution-outside = Обращение находится в организации { $name }. Вам оно показано, потому что вы исполнитель резолюции.

resolution-do-new = Создать резолюцию
resolution-do-draft = Подготовить проект резолюции
resolution-do-edit = Доработать проект
resolution-do-approve = Рассмотреть проект и утвердить
resolution-do-return-draft = Вернуть проект
resolution-do-cancel = Снять резолюцию
resolution-do-cancel-draft = Удалить проект
resolution-do-result = Внести результат
resolution-do-result-again = Изменить результат
resolution-do-accept = Принять результат
resolution-do-return = Вернуть на доработку
resolution-do-consolidated = Внести сводный результат
resolution-do-consolidated-again = Изменить сводный результат
resolution-do-confirm = Подтвердить сводный результат
resolution-do-sign = Утвердить сводный результат
resolution-do-return-consolidated = Вернуть сводный результат
resolution-do-finish = Завершить резолюцию

## Формы

resolution-new-title = Резолюция
resolution-text = Текст резолюции
resolution-text-hint = Что нужно сделать. Исполнители видят обращение и текст полностью.
resolution-executor = Исполнитель
resolution-executor-due-of = { $name }, срок
resolution-executor-due = Срок
resolution-executor-add = Добавить исполнителя
resolution-executor-none = Исполнителей пока нет.
resolution-executor-search = Найти по фамилии или организации
resolution-executor-search-hint = Показаны не все. Введите часть фамилии или названия организации.
resolution-executor-find = Найти
resolution-executor-drop = Убрать
resolution-executors-own = Своя организация
resolution-executor-pick = Выберите исполнителя
resolution-responsible-choose = Ответственный исполнитель
resolution-responsible-hint = Если исполнителей несколько, один отвечает за всех: принимает их результаты и вносит сводный.
resolution-term-limit = Сроки исполнителей – рабочие дни, не позже срока обращения: { $date }
resolution-new-due-on = Новый срок обращения
resolution-new-due-on-hint = Срок дольше 31 дня со дня регистрации устанавливается только резолюцией. Заявителю будет сообщено.
resolution-new-due-reason = Почему срок меняется
resolution-head = Кто утверждает
resolution-files-hint = Необязательно. До пяти файлов, каждый не больше 15 МБ
resolution-issue = Выдать резолюцию
resolution-issue-lead = После выдачи текст, исполнители и сроки не изменятся. Исполнители получат уведомления. По первой резолюции заявителю сообщат, что обращение передано на исполнение.
resolution-save-draft = Сохранить проект
resolution-save-draft-lead = Проект увидит выбранный руководитель. Исполнители узнают о резолюции, когда он ее утвердит.
resolution-result-title = Результат исполнения
resolution-result-text = Результат
resolution-result-only-hint = Вы единственный исполнитель: этот текст станет сводным результатом. Заявитель прочитает его, когда резолюция будет исполнена.
resolution-result-inside-hint = Текст прочитают ответственный исполнитель и руководитель. Заявителю он не показывается.
resolution-consolidated-text = Сводный результат
resolution-consolidated-hint = Заявитель прочитает его как промежуточный ответ. Остальные исполнители должны его подтвердить; после каждого изменения – заново.
resolution-consolidated-of = Результаты исполнителей
resolution-signer = Кто утверждает сводный результат
resolution-signer-hint = Руководитель получит уведомление, когда результат подтвердят все исполнители. Он утвердит результат или вернет; пока не утвердил, результат можно изменить.
resolution-signer-nobody = Никто: резолюцию завершает ответственный исполнитель
resolution-keep = Приложено раньше: снимите отметку, чтобы убрать файл
resolution-result-save = Сохранить результат
resolution-letters-result = До пяти файлов, каждый не больше 15 МБ
resolution-step-accept-lead = Принятый результат исполнитель уже не сможет изменить, пока вы его не вернете.
resolution-step-return-lead = Исполнитель получит уведомление и внесет результат заново.
resolution-step-confirm-lead = Вы подтверждаете сводный результат в этом виде.
resolution-step-finish-lead = Резолюция будет исполнена, ее результат больше не изменится. Заявитель прочитает его как промежуточный ответ. Рассмотрение обращения при этом не завершается.
resolution-step-sign-lead = Вы утверждаете сводный результат в этом виде. Резолюция будет исполнена, ее результат больше не изменится. Заявитель прочитает его как промежуточный ответ. Рассмотрение обращения при этом не завершается.
resolution-step-return-consolidated-lead = Ответственный исполнитель получит уведомление и внесет сводный результат заново. Остальные исполнители подтвердят его снова.
resolution-step-return-draft-lead = Проект вернется тому, кто его подготовил.
resolution-step-cancel-lead = Исполнители получат уведомление и больше не увидят обращение по этой резолюции.
resolution-step-cancel-draft-lead = Исполнители о проекте не узнают.

work-done-resolution-issued = Резолюция выдана, исполнители уведомлены.
work-done-resolution-drafted = Проект резолюции сохранен, руководитель уведомлен.
work-done-return-draft = Проект возвращен.
work-done-cancel = Резолюция снята.
work-done-result = Результат сохранен.
work-done-accept = Результат принят.
work-done-return = Результат возвращен исполнителю.
work-done-consolidated = Сводный результат сохранен.
work-done-confirm = Сводный результат подтвержден.
work-done-finish = Резолюция исполнена, заявителю сообщено.
work-done-finish-untold = Резолюция исполнена. Кабинета у заявителя нет: если промежуточный ответ ему нужен, отправьте его письмом.
work-done-finish-mailed = Резолюция исполнена. Промежуточный ответ отправлен заявителю по электронной почте.
work-done-return-consolidated = Сводный результат возвращен.

work-why-open-resolutions = сначала нужно завершить резолюции
work-why-role-complete = это делает делопроизводитель или ответственный исполнитель
work-why-role-resolution = резолюции создает руководитель, проекты готовит и делопроизводитель

## Задачи

tasks-title = Задачи
tasks-to-register = Ждут регистрации: { $count }
tasks-to-answer = Запросы и поручения вашей организации: { $count }
tasks-of-others = Ждем ответа других организаций: { $count }
tasks-mine = Назначены мне
tasks-given = Назначены мной
tasks-organisation = Все задачи организации
tasks-controlled = На контроле организации
tasks-open = В работе
tasks-done = Завершенные
tasks-show-done = Показать завершенные
tasks-show-open = Показать задачи в работе
tasks-empty-mine = Вам ничего не назначено.
tasks-empty-given = Вы никому ничего не назначили.
tasks-empty-organisation = У сотрудников организации нет задач.
tasks-empty-controlled = Подчиненным организациям ничего не назначено.
tasks-empty-done = Завершенных задач нет.
tasks-appeal = Обращение
tasks-what = Задача
tasks-executor = Исполнитель
tasks-due = Срок
tasks-next = Что дальше
tasks-given-by = Назначил(а): { $name }
tasks-waiting = Резолюции ждут вас
tasks-draft-approve = Утвердить или вернуть. Подготовил(а): { $name }
tasks-draft-rework = Доработать. Вернул(а): { $name }
tasks-sign = Утвердить сводный результат. Внес(ла): { $name }
task-next-result = Внести результат
task-next-returned = Доработать результат
task-next-judged = Результат на проверке у ответственного
task-next-judge = Принять результаты: { $count }
task-next-missing = Ждет результатов: { $count }
task-next-accepted = Результат принят, ждет сводного
task-next-consolidate = Внести сводный результат
task-next-confirm = Подтвердить сводный результат
task-next-confirmed = Подтверждено, ждет остальных
task-next-finish = Завершить резолюцию
task-next-signature = Сводный результат у руководителя на утверждении
task-next-all-confirmed = Подтверждено всеми
task-next-finished = Исполнено
task-next-cancelled = Снято

## История

event-resolution-drafted = Готовится проект резолюции
event-draft-returned = Проект резолюции возвращен
event-resolution-issued = Обращение передано на исполнение
event-resolution-cancelled = Резолюция снята
event-result-entered = Внесен результат
event-result-accepted = Результат принят
event-result-returned = Результат возвращен
event-results-consolidated = Внесен сводный результат
event-result-confirmed = Результат подтвержден
event-consolidated-returned = Сводный результат возвращен
event-resolution-finished = Получен промежуточный ответ
work-event-resolution-drafted = Подготовлен проект резолюции
work-event-draft-returned = Проект резолюции возвращен
work-event-resolution-issued = Выдана резолюция
work-event-resolution-cancelled = Резолюция снята
work-event-result-entered = Внесен результат исполнения
work-event-result-accepted = Результат исполнителя принят
work-event-result-returned = Результат возвращен исполнителю
work-event-results-consolidated = Внесен сводный результат
work-event-result-confirmed = Сводный результат подтвержден
work-event-consolidated-returned = Сводный результат возвращен ответственному исполнителю
work-event-resolution-finished = Резолюция исполнена
work-event-resolution-number = Резолюция { $value }
work-event-resolution-head = Кому на утверждение: { $value }
work-event-resolution-executor = { $name }, до { $date }
work-event-resolution-responsible = { $name } (ответственный), до { $date }
work-event-resolution-whose = Чей результат: { $value }
work-event-resolution-drafted-by = Проект подготовил(а): { $value }
work-event-resolution-signer = Кто утверждает: { $value }
work-event-resolution-signed = Сводный результат утвержден руководителем
document-event-resolution-drafted = Подготовлен проект резолюции
document-event-draft-returned = Проект резолюции возвращен
document-event-resolution-issued = Выдана резолюция, обращение на исполнении
document-event-resolution-cancelled = Резолюция снята
document-event-result-entered = Исполнитель внес результат
document-event-result-accepted = Результат исполнителя принят
document-event-result-returned = Результат возвращен исполнителю на доработку
document-event-results-consolidated = Внесен сводный результат исполнения резолюции
document-event-result-confirmed = Исполнитель подтвердил сводный результат
document-event-consolidated-returned = Сводный результат возвращен ответственному исполнителю
document-event-resolution-finished = Резолюция исполнена

interim-title = Промежуточный ответ
interim-lead = Рассмотрение обращения продолжается.

## Ошибки и отказы

fault-term-after-appeals = Срок позже срока обращения: { $max }
fault-term-in-past = Этот день уже прошел.
fault-unknown-executor = Этому сотруднику нельзя поручить исполнение: он не из вашей и не из подчиненной организации или больше не работает.
fault-executor-twice = Этот исполнитель уже назван.
fault-responsible-required = Выберите, кто из исполнителей ответственный.
refusal-open-resolutions = По обращению есть резолюция или проект резолюции. Сначала завершите или снимите их.
refusal-resolution-already-issued = Резолюция уже выдана.
refusal-resolution-not-issued = Резолюция еще не выдана: это проект.
refusal-resolution-over = Резолюция уже исполнена или снята.
refusal-resolution-draft-returned = Проект уже возвращен на доработку.
refusal-resolution-heads-only = Выданную резолюцию снимает руководитель.
refusal-resolution-not-executor = Вы не исполнитель этой резолюции.
refusal-resolution-not-responsible = Это делает ответственный исполнитель.
refusal-resolution-no-result = Исполнитель еще не внес результат.
refusal-resolution-own-result = Свой результат принимать не нужно.
refusal-resolution-result-accepted = Результат уже принят. Изменить его можно, если ответственный исполнитель его вернет.
refusal-resolution-results-missing = Внесены и приняты еще не все результаты.
refusal-resolution-consolidated = Сводный результат уже внесен, отдельные результаты не меняются.
refusal-resolution-not-consolidated = Сводного результата еще нет.
refusal-resolution-confirmed-before = Вы уже подтвердили сводный результат.
refusal-resolution-not-confirmed = Сводный результат подтвердили еще не все исполнители.
refusal-resolution-not-signer = Сводный результат утверждает руководитель, которого выбрал ответственный исполнитель.

## Уведомления

notice-sent-for-execution = Обращение { $number } передано на исполнение.
sms-sent-for-execution = Обращение { $number } передано на исполнение.
mail-sent-for-execution-subject = Обращение { $number } передано на исполнение
mail-sent-for-execution-text =
    Ваше обращение { $number } передано на исполнение.

    Кто рассматривает: { $organisation }.

    Срок рассмотрения – до { $due_on_short }.
mail-sent-for-execution-button = Открыть обращение
profile-about-sent-for-execution = Обращение передано на исполнение
delivery-kind-sent-for-execution = Обращение на исполнении

notice-intermediate-answer = По обращению { $number } получен промежуточный ответ. Рассмотрение продолжается.
sms-intermediate-answer = По обращению { $number } есть промежуточный ответ. Прочитайте в личном кабинете.
mail-intermediate-answer-subject = Промежуточный ответ на обращение { $number }
mail-intermediate-answer-text =
    По вашему обращению { $number } получен промежуточный ответ.

    Кто рассматривает: { $organisation }.

    Прочитайте его в личном кабинете. Рассмотрение обращения продолжается.
mail-intermediate-answer-button = Прочитать ответ
profile-about-intermediate-answer = Промежуточный ответ
delivery-kind-intermediate-answer = Промежуточный ответ

notice-task-assigned = Вы исполнитель по обращению { $number }. Срок – до { $due_on_short }.
mail-task-assigned-subject = Вы исполнитель по обращению { $number }
mail-task-assigned-text =
    По резолюции вы назначены исполнителем обращения { $number }.

    Кто рассматривает: { $organisation }.

    Внести результат нужно до { $due_on_short }.
mail-task-assigned-button = Открыть обращение
delivery-kind-task-assigned = Исполнителю: назначена задача
choices-task-assigned = Назначена задача по резолюции

notice-task-returned = Ваш результат по обращению { $number } возвращен на доработку. Срок – до { $due_on_short }.
mail-task-returned-subject = Результат по обращению { $number } возвращен
mail-task-returned-text =
    Ваш результат по обращению { $number } возвращен на доработку. Причина – в карточке обращения.

    Кто рассматривает: { $organisation }.

    Срок исполнения – до { $due_on_short }.
mail-task-returned-button = Открыть обращение
delivery-kind-task-returned = Исполнителю: результат возвращен
choices-task-returned = Результат возвращен на доработку

notice-resolution-waits = { $what ->
    [approve] Проект резолюции по обращению { $number } ждет вашего утверждения.
    [rework] Проект резолюции по обращению { $number } возвращен вам на доработку.
    [judge] По обращению { $number } внесен результат: примите его или верните.
    [consolidate] По обращению { $number } приняты все результаты: внесите сводный.
    [confirm] По обращению { $number } внесен сводный результат: подтвердите его.
    [redo] Сводный результат по обращению { $number } возвращен вам на доработку.
    [sign] Сводный результат по обращению { $number } ждет вашего утверждения.
    [signed] По обращению { $number } сводный результат утвержден, резолюция исполнена.
   *[finish] По обращению { $number } сводный результат подтвержден всеми: резолюцию можно завершить.
}
mail-resolution-waits-subject = Резолюция по обращению { $number } ждет вас
mail-resolution-waits-text =
    { $what ->
        [approve] Проект резолюции по обращению { $number } ждет вашего утверждения.
        [rework] Проект резолюции по обращению { $number } возвращен вам на доработку.
        [judge] По обращению { $number } исполнитель внес результат. Примите его или верните на доработку.
        [consolidate] По обращению { $number } приняты все результаты. Внесите сводный результат.
        [confirm] По обращению { $number } внесен сводный результат. Прочитайте и подтвердите его.
        [redo] Сводный результат по обращению { $number } возвращен вам на доработку. Причина – в карточке обращения.
        [sign] Сводный результат по обращению { $number } подтвержден всеми исполнителями и ждет вашего утверждения.
        [signed] По обращению { $number } руководитель утвердил сводный результат. Резолюция исполнена.
       *[finish] По обращению { $number } сводный результат подтвержден всеми. Резолюцию можно завершить.
    }

    Кто рассматривает: { $organisation }.
mail-resolution-waits-button = Открыть обращение
delivery-kind-resolution-waits = Сотруднику: резолюция ждет действия
choices-resolution-waits = Резолюция ждет вашего действия

notice-task-cancelled = Ваша задача по обращению { $number } снята.
mail-task-cancelled-subject = Задача по обращению { $number } снята
mail-task-cancelled-text =
    Ваша задача по обращению { $number } снята: резолюция отменена или рассмотрение обращения завершено.

    Кто рассматривает: { $organisation }.
mail-task-cancelled-button = Открыть задачи
delivery-kind-task-cancelled = Исполнителю: задача снята
choices-task-cancelled = Задача снята

reminder-until-execution = внести результат до { $due_on_short }
reminder-clock-execution = Внести результат
ladder-execution = Срок исполнителя по резолюции
