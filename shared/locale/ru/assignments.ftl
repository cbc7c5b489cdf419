### Запросы, поручения и контроль между организациями (CTL-01, CTL-02, CTL-04, CTL-07); перенаправление по части вопросов (CTL-03).

nav-assignments = Запросы и поручения
assignments-back = К списку
assignments-incoming = Нам
assignments-incoming-closed = Нам, завершенные
assignments-control = У нас на контроле
assignments-control-closed = Снятые с контроля
assignments-empty-incoming = Другие организации ничего от вас не ждут.
assignments-empty-control = Вы ничего не ждете от других организаций.
assignments-empty-closed = Здесь пока ничего нет.

assignment-kind-request = Запрос
assignment-kind-order = Поручение
assignment-kind-control = Контроль перенаправленного обращения
assignment-what = Что
assignment-sender = От кого
assignment-receiver = Кому
assignment-term = Срок
assignment-due = Ответить до
assignment-until = Срок:
assignment-state = Состояние
assignment-steps = Ход
assignment-text = Текст
assignment-new-term = Новый срок
assignment-new-term-hint = Если отчет не подходит и вы поручаете повторно. Рабочий день
assignment-term-limit = Срок – рабочий день, не позже срока обращения: { $date }
assignment-conflict = Пока вы писали, другая сторона или ваш коллега уже ответили. Прочитайте, что изменилось. Ваш текст сохранен ниже.
assignment-state-open-sent = ждем ответа
assignment-state-open-received = нужен ответ
assignment-state-reported-sent = нужно ваше решение
assignment-state-reported-received = отчет у контролирующей организации
assignment-state-closed-sent = завершено
assignment-state-closed-received = завершено
assignment-step-sent-request = Запрос направлен
assignment-step-sent-order = Поручение дано
assignment-step-sent-control = Обращение перенаправлено под контролем
assignment-step-reported-request = Получен ответ
assignment-step-reported-order = Представлен отчет
assignment-step-reported-control = Представлен отчет
assignment-step-accepted-request = Ответ принят
assignment-step-accepted-order = Отчет принят
assignment-step-accepted-control = Отчет принят, контроль снят
assignment-step-ordered-again-request = Запрошено повторно
assignment-step-ordered-again-order = Поручено повторно
assignment-step-ordered-again-control = Отчет отклонен, дано поручение
assignment-step-called-off-request = Запрос отозван
assignment-step-called-off-order = Поручение отозвано
assignment-step-called-off-control = Контроль снят
assignment-do-report = Ответить
assignment-do-record-answer = Записать ответ
assignment-do-accept-report = Принять отчет
assignment-do-order-again = Поручить повторно
assignment-do-call-off = Больше не нужно

work-do-request = Направить запрос
work-do-order = Дать поручение
work-done-request = Запрос направлен.
work-done-order = Поручение дано.
work-done-redirected-part = Часть вопросов перенаправлена, заявителю сообщено. Остальные рассматриваете вы.
work-done-redirected-part-untold = Часть вопросов перенаправлена. Остальные рассматриваете вы. Кабинета у заявителя нет: сообщите ему об этом письмом.
work-why-role-request = это делает делопроизводитель или руководитель
work-request-lead = Другая организация увидит текст запроса, приложенные файлы и то, что вы отметите. Карточку обращения она не увидит.
work-order-lead = Поручение можно дать подчиненной организации. Она увидит его текст, приложенные файлы и то, что вы отметите, и отчитается здесь.
work-request-outside = Организация, которой нет в системе
work-request-outside-hint = Запрос ей вы отправите сами, а ответ потом запишете здесь
work-request-shows = Что показать из обращения
work-request-shows-content = Текст обращения
work-request-shows-applicant = Имя и адрес заявителя
work-request-shows-applicant-hint = Только если без этого ответить нельзя
work-request-submit = Отправить

work-redirect-extent = Что перенаправить
work-redirect-whole = Обращение целиком
work-redirect-whole-hint = У вас его рассмотрение завершится
work-redirect-part = Часть вопросов
work-redirect-part-hint = Остальные вопросы останутся у вас в работе
work-redirect-questions = Какие вопросы
work-redirect-questions-which = Вопросы обращения, которые направляются
work-redirect-questions-hint = Получатель увидит, на что из обращения отвечать ему
work-redirect-questions-only = Только по вопросам:
work-redirect-outside = Организация, которой нет в системе
work-redirect-outside-hint = Только для письменных и устных обращений: отправьте ей обращение почтой или по СМДО, а письмо приложите здесь
work-redirect-control = Поставить на контроль
work-redirect-control-hint = Получатель должен отчитаться перед вами о рассмотрении
work-redirect-control-until = Отчет до
work-redirect-control-until-hint = Рабочий день

event-redirected-part = Часть вопросов перенаправлена: { $receivers }
work-event-redirected-part = Часть вопросов перенаправлена
work-event-questions = Вопросы: { $value }
work-event-control-until = На контроле, отчет до { $value }
document-event-redirected-part = Часть вопросов перенаправлена в другую организацию
document-event-assignment-sent = Направлен запрос или поручение
document-event-assignment-reported = Получен ответ другой организации
document-event-report-accepted = Отчет другой организации принят
document-event-ordered-again = Поручено повторно
document-event-assignment-called-off = Запрос или поручение отозваны
event-assignment-sent = Организация запросила сведения у другой организации
event-assignment-reported = Другая организация ответила
event-report-accepted = Отчет другой организации принят
event-ordered-again = Другой организации поручено повторно
event-assignment-called-off = Запрос другой организации отозван

notice-assignment-arrived = { $sender }: нужен ваш ответ по обращению { $number }.
mail-assignment-arrived-subject = Нужен ответ по обращению { $number }
mail-assignment-arrived-text =
    Другая организация ждет от вас ответа или отчета по обращению { $number }.

    Кто спрашивает: { $sender }.

    Текст, файлы и срок на странице «Запросы и поручения».
mail-assignment-arrived-button = Открыть
choices-assignment-arrived = Другая организация ждет ответа или отчета
delivery-kind-assignment-arrived = Запрос или поручение
notice-assignment-called-off = { $sender }: ответ по обращению { $number } больше не нужен.
mail-assignment-called-off-subject = Ответ по обращению { $number } больше не нужен
mail-assignment-called-off-text =
    Запрос или поручение другой организации по обращению { $number } отозваны, отвечать не нужно.

    Кто отозвал: { $sender }.
mail-assignment-called-off-button = Открыть
choices-assignment-called-off = Другая организация больше не ждет ответа
delivery-kind-assignment-called-off = Запрос или поручение отозваны
assignment-appeal-withdrawn = Заявитель отозвал обращение.
notice-assignment-reported = { $receiver }: получен ответ по обращению { $number }.
mail-assignment-reported-subject = Получен ответ другой организации по обращению { $number }
mail-assignment-reported-text =
    Другая организация ответила на ваш запрос или отчиталась по обращению { $number }.

    Кто ответил: { $receiver }.

    Прочитайте ответ и, если это отчет, примите его или поручите повторно.
mail-assignment-reported-button = Открыть
choices-assignment-reported = Другая организация ответила или отчиталась
delivery-kind-assignment-reported = Ответ другой организации

fault-either-receiver = Выберите организацию в системе или впишите ту, которой в ней нет, но не обе сразу.
fault-not-subordinate = Поручение можно дать только подчиненной организации.
fault-term-past = Этот день уже прошел.
fault-outside-for-written-only = Электронные обращения перенаправляются только в организации, которые есть в системе.
fault-control-needs-receiver = На контроль ставится только то, что направлено организации в системе: отчитаться может только она.
