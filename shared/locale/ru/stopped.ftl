### Реестр прекращенной переписки (BEY-04; закон, ст. 15 и 21).

nav-stopped = Переписка прекращена
stopped-title = Прекращенная переписка
stopped-lead = С кем и по каким вопросам организация прекратила переписку (ст. 21 Закона). Карточка нового обращения такого заявителя предупредит об этом.
stopped-holding = Действует
stopped-ended = Отменено
stopped-find = Заявитель, вопрос или № обращения
stopped-none = Записей нет.
stopped-question = Вопрос
stopped-question-hint = Его увидит заявитель и те, кто будет разбирать новые обращения
stopped-on = Переписка прекращена
stopped-by-appeal = По обращению
stopped-entry = Запись реестра
stopped-annulled = Отменено
stopped-annul = Отменить прекращение переписки
stopped-annul-lead = Новые обращения по этому вопросу снова будут рассматриваться. Заявитель узнает об этом в кабинете; если кабинета у него нет, сообщите ему письмом.
stopped-decide-lead = Повторное обращение признано необоснованным: в нем нет новых обстоятельств, вопрос регулирует другое законодательство или он не относится к компетенции организации. Руководитель может прекратить переписку по этому вопросу (ст. 21 Закона). Новые такие обращения можно будет оставлять без рассмотрения. Заявитель узнает об этом в кабинете; если кабинета у него нет, сообщите ему письмом.
stopped-warning = Переписка с этим заявителем прекращена. Проверьте, о том же ли вопросе обращение:
stopped-since = с { $date }
stopped-leave = Оставить без рассмотрения по этой причине
stopped-who-leaves = Если вопрос тот же, оставить обращение без рассмотрения может руководитель организации или уполномоченное лицо.
stopped-by-this = По этому обращению прекращена переписка по вопросу:
work-do-stop = Прекратить переписку
work-done-stopped = Переписка по этому вопросу прекращена, заявителю сообщено.
work-done-stopped-untold = Переписка по этому вопросу прекращена. Кабинета у заявителя нет: сообщите ему об этом письмом.

fault-correspondence-not-stopped = В реестре организации нет прекращенной переписки с этим заявителем.
fault-not-an-unfounded-repeat = Переписку прекращают по повторному обращению, которое оставлено без рассмотрения как необоснованное (ст. 21 Закона).
fault-stopped-before = По этому обращению переписка уже прекращена.

event-correspondence-stopped = Переписка прекращена по вопросу: { $question }
event-correspondence-resumed = Переписка возобновлена по вопросу: { $question }
event-correspondence-stopped-briefly = Переписка по одному из вопросов прекращена
event-correspondence-resumed-briefly = Переписка по одному из вопросов возобновлена
work-event-correspondence-stopped = Переписка с заявителем прекращена
work-event-correspondence-resumed = Прекращение переписки отменено
document-event-correspondence-stopped = Переписка с заявителем прекращена
document-event-correspondence-resumed = Прекращение переписки с заявителем отменено

notice-correspondence-stopped = Переписка по вопросу обращения { $number } прекращена.
sms-correspondence-stopped = Переписка по вопросу обращения { $number } прекращена. Подробнее – в личном кабинете.
mail-correspondence-stopped-subject = Переписка по вопросу обращения { $number } прекращена
mail-correspondence-stopped-text =
    Ваше повторное обращение { $number } признано необоснованным. Переписка по этому вопросу прекращена.

    Кто принял решение: { $organisation }.

    Новые обращения по этому вопросу могут быть оставлены без рассмотрения. Решение можно обжаловать в вышестоящую организацию.
mail-correspondence-stopped-button = Открыть обращение
notice-correspondence-resumed = Переписка по вопросу обращения { $number } возобновлена.
sms-correspondence-resumed = Переписка по вопросу обращения { $number } возобновлена.
mail-correspondence-resumed-subject = Переписка по вопросу обращения { $number } возобновлена
mail-correspondence-resumed-text =
    Решение о прекращении переписки по вопросу вашего обращения { $number } отменено.

    Кто принял решение: { $organisation }.

    Вы снова можете подать обращение по этому вопросу, его рассмотрят.
mail-correspondence-resumed-button = Открыть обращение
profile-about-correspondence-stopped = Переписка прекращена
profile-about-correspondence-resumed = Переписка возобновлена
delivery-kind-correspondence-stopped = Переписка прекращена
delivery-kind-correspondence-resumed = Переписка возобновлена
