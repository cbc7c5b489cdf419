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
fault-redirected-before = Это обращение уже направлялось в эту организацию. Рассмотрите его сами, а если оно не относится и к вашей компетенции, оставьте без рассмотрения по существу и разъясните заявителю, куда обратиться.
fault-redirected-to-complained = Жалобу нельзя направить организации, действия которой обжалуются.
fault-redirected-to-complained-employee = Жалобу нельзя направить организации, где работает тот, на кого она подана.
fault-unknown-appeal = Обращения с таким номером в организации нет.
fault-not-an-earlier-appeal = Первое обращение должно быть подано раньше этого.
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

## Что решает должностное лицо на карточке

work-do-redirect = Перенаправить
work-do-leave = Оставить без рассмотрения
work-do-take-note = Принять к сведению
work-do-repeat = Отметить как повторное
work-do-withdraw = Отметить отзыв
work-done-redirected = Обращение перенаправлено, заявителю сообщено.
work-done-redirected-untold = Обращение перенаправлено. Кабинета у заявителя нет: сообщите ему об этом письмом.
work-done-left = Обращение оставлено без рассмотрения по существу, заявителю сообщено.
work-done-left-untold = Обращение оставлено без рассмотрения по существу. Кабинета у заявителя нет: отправьте ему уведомление письмом.
work-done-left-mailed = Обращение оставлено без рассмотрения по существу. Заявителю отправлено письмо по электронной почте.
work-done-left-silently = Обращение оставлено без рассмотрения по существу. По этой причине закон не требует уведомлять заявителя.
work-done-noted = Обращение принято к сведению, рассмотрение завершено.
work-done-repeat = Обращение отмечено как повторное.
work-done-withdrawn = Отзыв обращения записан, рассмотрение завершено.
work-why-role-leave = это решает руководитель организации или уполномоченное лицо
work-why-role-redirect = это делает делопроизводитель, руководитель или ответственный исполнитель

work-reason = Причина
work-explanation = Разъяснение или письмо
work-letters = Файлы
work-event-letter = Письмо: { $value }
work-covering = Сопроводительное письмо
work-repeats = Повторное к обращению
work-way = В каких организациях обращение
appeal-letters = Письма организации

work-leave-title = Оставить без рассмотрения по существу
work-leave-notice = Сообщить заявителю нужно до
work-leave-by-post = Заявитель получает письма на бумаге. Уведомление с причиной отправьте ему почтой и верните подлинники документов, если они приложены.
work-leave-no-cabinet = Кабинета у заявителя нет. Уведомление с причиной уйдет ему по электронной почте, если закон требует уведомить.
work-leave-where = В разъяснении укажите, куда и в каком порядке обратиться
work-leave-untold = По этой причине закон не требует уведомлять заявителя
work-leave-explanation = Разъяснение для заявителя
work-leave-explanation-hint = Почему обращение не рассматривается и что заявителю делать дальше. Он прочтет это в уведомлении.
work-leave-lead = После этого рассмотрение завершено, отменить решение нельзя.
work-leave-submit = Оставить без рассмотрения
work-letters-leave-hint = Если уведомление оформлено письмом, приложите его: до пяти файлов, каждый не больше 15 МБ

work-take-note-lead = Ответ заявителю не направляется, рассмотрение завершается.
work-note-explanation = Пояснение
work-note-explanation-hint = Сохранится в карточке

work-withdraw-lead = Заявитель без кабинета отзывает обращение письменным заявлением. Приложите заявление и укажите его дату.
work-withdrawn-on = Дата заявления об отзыве
work-letters-withdraw-hint = Скан заявления об отзыве: до пяти файлов, каждый не больше 15 МБ
work-withdraw-end = Рассмотрение прекращается, заявителя об этом не уведомляют. Верните подлинники документов, если они приложены.
work-withdraw-submit = Записать отзыв
work-event-statement = Заявление от { $value }
refusal-anonymous = Обращение анонимное: отозвать его некому.
refusal-own-cabinet = У заявителя есть кабинет: обращение он отзывает там сам.
fault-day-before-submission = Дата раньше дня поступления обращения.

work-repeat-lead = Повторное обращение: тот же заявитель, те же вопросы, та же организация, не позже трех лет после первого, на которое уже дан ответ.
work-repeat-none = Раньше этот заявитель в организацию не обращался, или его обращения внесены под другим именем.
work-repeat-earlier = Прежние обращения заявителя
work-repeat-number = Номер первого обращения
work-repeat-number-hint = Если его нет в списке: номер в системе, 10 цифр

work-redirect-title = Перенаправить обращение
work-redirect-notice = Перенаправить и сообщить заявителю нужно до
work-redirect-complained = Жалоба на действия организации с УНП { $unp }: ей направить обращение нельзя.
work-redirect-complained-employee = Жалоба на действия работника: { $employee }. Организации, где он работает, направить обращение нельзя.
work-redirect-by-post = Заявитель получает письма на бумаге. О перенаправлении сообщите ему почтой.
work-redirect-no-cabinet = Кабинета у заявителя нет. О перенаправлении сообщите ему письмом.
work-redirect-to = Куда направить
work-redirect-one-more = Еще одна организация
work-redirect-pick-hint = Название или УНП
work-redirect-add = Добавить организацию
work-redirect-letter = Сопроводительное письмо
work-redirect-letter-hint = Напишите здесь или приложите файлом. Получат и организация, и заявитель.
work-redirect-date = Дата направления
work-redirect-lead = Каждая организация получит обращение с файлами как новое, со своими сроками.
work-redirect-submit = Перенаправить
work-letters-redirect-hint = Сопроводительное письмо и другие документы: до пяти файлов, каждый не больше 15 МБ
work-way-once = В организацию, где обращение уже было, второй раз его направить нельзя.

fault-only-for-repeats = Эта причина подходит только для обращения, отмеченного как повторное.
fault-only-for-written = Эта причина подходит только для письменного обращения.
fault-first-not-answered = На это обращение еще не дан ответ, поэтому новое не повторное.
