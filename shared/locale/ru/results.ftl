### Результаты рассмотрения, перенаправление и повторность (REV-07, EDM-05, SUB-12).

result-answer-given = Предоставлен ответ
result-left-without-consideration = Оставлено без рассмотрения по существу
result-withdrawn = Отозвано
result-redirected = Перенаправлено в другую организацию
result-taken-note = Принято к сведению

leave-reason-requirements-not-met = Обращение не соответствует требованиям закона к обращениям
leave-reason-other-legislation = Не попадает под сферу действия Закона № 300-З
leave-reason-not-competent = Вопросы не относятся к компетенции организации
leave-reason-complaint-late = Пропущен без уважительной причины срок подачи жалобы
leave-reason-repeat-without-new = Повторное обращение без новых обстоятельств, имеющих значение
leave-reason-correspondence-stopped = Переписка с заявителем по этим вопросам прекращена
leave-reason-threats-or-abuse = Угрозы, побуждение к противоправному деянию или иное злоупотребление правом на обращение
leave-reason-anonymous = Анонимное обращение
leave-reason-book-off-topic = Запись в книге замечаний и предложений не о деятельности организации

note-reason-nothing-asked = Нет рекомендаций, требований, ходатайств и сообщений о нарушениях
note-reason-only-thanks = Содержит только благодарность
note-reason-no-answer-wanted = Заявитель просит не направлять ответ

## События

event-entered = Обращение внесено в систему
event-left-without-consideration = Оставлено без рассмотрения по существу. Причина: { $reason_text } { $explanation }
event-redirected = Перенаправлено: { $receivers }
event-arrived = Поступило из другой организации: { $sender }
event-taken-note = Принято к сведению. Причина: { $reason_text }
event-repeat-marked = Отмечено как повторное к обращению { $first }

work-event-entered = Внесено в систему
work-event-left-without-consideration = Оставлено без рассмотрения по существу
work-event-redirected = Перенаправлено в другую организацию
work-event-arrived = Поступило из другой организации
work-event-taken-note = Принято к сведению
work-event-repeat-marked = Отмечено как повторное
work-event-explanation = Разъяснение: { $value }
work-event-receivers = Куда: { $value }
work-event-sender = Откуда: { $value }
work-event-first = Первое обращение: { $value }

document-event-entered = Обращение внесено в систему
document-event-left-without-consideration = Обращение оставлено без рассмотрения по существу
document-event-redirected = Обращение перенаправлено в другую организацию
document-event-arrived = Обращение поступило из другой организации
document-event-taken-note = Обращение принято к сведению
document-event-repeat-marked = Обращение отмечено как повторное

## Ошибки

fault-not-of-this-result = Для выбранного результата рассмотрения это поле не заполняется.
fault-day-before-registration = Дата раньше дня регистрации.
fault-redirected-to-itself = Обращение уже находится в этой организации.
fault-redirected-before = Это обращение уже направлялось в эту организацию.
fault-redirected-to-complained = Жалобу нельзя направить организации, действия которой обжалуются.
fault-unknown-appeal = Обращения с таким номером в организации нет.
fault-not-an-earlier-appeal = Первое обращение должно быть подано раньше повторного.
fault-repeat-too-late = Повторным считается обращение, поданное в течение трех лет со дня поступления первого.

## Сообщения

notice-redirected = Обращение { $number } перенаправлено по компетенции.
sms-redirected = Обращение { $number } перенаправлено по компетенции. Куда – в личном кабинете.
mail-redirected-subject = Обращение { $number } перенаправлено
mail-redirected-text =
    Ваше обращение { $number } перенаправлено туда, где могут решить его вопросы.

    Кто перенаправил: { $organisation }.

    Куда оно направлено и как его рассматривают, видно в личном кабинете.
mail-redirected-button = Открыть обращение
notice-taken-note = Обращение { $number } принято к сведению.
sms-taken-note = Обращение { $number } принято к сведению.
mail-taken-note-subject = Обращение { $number } принято к сведению
mail-taken-note-text =
    Ваше обращение { $number } принято к сведению. Ответ по нему не направляется.

    Кто принял решение: { $organisation }.

    Причина указана в личном кабинете.
mail-taken-note-button = Открыть обращение

profile-about-redirected = Обращение перенаправлено
profile-about-taken-note = Обращение принято к сведению
delivery-kind-redirected = Обращение перенаправлено
delivery-kind-taken-note = Обращение принято к сведению
