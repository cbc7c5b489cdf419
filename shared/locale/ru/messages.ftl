### Переписка с заявителем во время рассмотрения (REV-09).

messages-title = Сообщения
message-kind-question = Вопрос заявителю
message-kind-question-hint = Уточнить сведения. Заявитель ответит из кабинета.
message-kind-question-hint-no-cabinet = Уточнить сведения. Кабинета у заявителя нет, он ответит вам письмом.
message-kind-answer = Промежуточный ответ
message-kind-answer-hint = Рассмотрение на этом не завершается. К электронному обращению ответ прилагается файлом.
message-kind-reply = Ответ заявителя

work-do-message = Написать заявителю
work-done-message = Сообщение отправлено.
work-why-role-message = это делает делопроизводитель, руководитель или уполномоченное лицо
work-message-kind = Что это
work-message-text = Текст
work-message-submit = Отправить
work-message-by-post = Заявитель получает письма на бумаге. Сообщение сохранится в карточке, а ему отправьте его почтой.
work-message-no-cabinet = Кабинета у заявителя нет. Промежуточный ответ уйдет ему по электронной почте, а вопрос отправьте сами.
work-letters-message-hint = До пяти файлов, каждый не больше 15 МБ

reply-title = Ответить организации
reply-back = К обращению
reply-text = Ваш ответ
reply-submit = Отправить

event-message-sent = Организация написала вам
event-reply-received = Вы ответили организации
work-event-message-sent = Заявителю отправлено сообщение
work-event-reply-received = Заявитель ответил
document-event-message-sent = Заявителю отправлено сообщение
document-event-reply-received = Заявитель ответил на сообщение

fault-nothing-asked = Организация еще ничего вам не написала, отвечать не на что.
fault-too-many-replies = Вы отправили уже { $max } ответов подряд. Дождитесь, когда организация напишет снова.

notice-message-received = По обращению { $number } организация написала вам. Прочитайте и, если вас спрашивают, ответьте.
sms-message-received = По обращению { $number } вам написала организация. Прочитайте в личном кабинете.
mail-message-received-subject = Сообщение по обращению { $number }
mail-message-received-text =
    По вашему обращению { $number } пришло сообщение.

    Кто написал: { $organisation }.

    Прочитайте его в личном кабинете. Если вас просят что-то уточнить, там же можно ответить и приложить файлы.
mail-message-received-button = Прочитать сообщение
profile-about-message-received = Организация написала вам
delivery-kind-message-received = Сообщение заявителю

notice-reply-received = Заявитель ответил по обращению { $number }.
mail-reply-received-subject = Заявитель ответил по обращению { $number }
mail-reply-received-text =
    Заявитель ответил на ваше сообщение по обращению { $number }.

    Кому: { $organisation }.

    Ответ и файлы в карточке обращения.
mail-reply-received-button = Открыть обращение
delivery-kind-reply-received = Ответ заявителя

choices-reply-received = Заявитель ответил на сообщение
