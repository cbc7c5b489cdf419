### Уведомления информационных систем (webhooks): адреса, сообщения, повтор.

nav-webhooks = Сообщения программам

webhooks-title = Сообщения программам (webhooks)
webhooks-lead = Информационное взаимодействие: о событиях с обращениями вашей организации система сообщает вашим программам. Каждое сообщение подписано, приходит в порядке событий обращения и не содержит персональных данных.
webhooks-none = Адресов пока нет.
webhooks-add = Добавить адрес
webhooks-add-button = Добавить
webhook-url = Адрес
webhook-url-hint = Начинается с https:// и доступен из интернета. Программа должна ответить кодом 200–299 за 15 секунд.
webhook-name = Название
webhook-name-hint = Чтобы отличать адреса друг от друга. По умолчанию имя сервера.
webhook-events = О каких событиях сообщать
webhook-events-hint = Если ничего не отмечено, сообщим обо всех.
webhook-events-all = Обо всех
webhook-state = Состояние
webhook-active = Работает
webhook-failing = Не отвечает
webhook-paused = Приостановлен
webhook-disabled = Отключен
webhook-since = с
webhook-secret-lead = Секрет для проверки подписи. Сохраните его сейчас: больше мы его не покажем.
webhook-pause = Приостановить
webhook-resume = Включить
webhook-remove = Удалить адрес
webhook-remove-hint = Сообщения, которые еще не доставлены, отправлены не будут. История сообщений этого адреса исчезнет.
webhook-remove-now = Удалить сейчас
webhook-which = Какие сообщения показать
webhook-rotate = Выпустить новый секрет: прежний действует еще сутки
webhook-replay = Отправить повторно
webhook-replay-since = Все события начиная с
webhook-replay-hint = Время в Минске, не раньше чем 90 дней назад. За один раз повторим до 10 000 событий.
webhook-replay-all = Отправить все
webhook-messages = Сообщения
webhook-messages-all = Все
webhook-messages-none = Сообщений нет.
webhook-message = Обращение и событие
webhook-happened = Когда
webhook-answer = Ответ
webhook-no-answer = Нет ответа
webhook-next = снова
webhook-attempts = попыток: { $count }
webhook-again = Повторить
webhook-message-waiting = Ждет
webhook-message-sending = Отправляется
webhook-message-delivered = Доставлено
webhook-message-failed = Не доставлено
webhook-done-removed = Адрес удален.
webhook-done-changed = Сохранено.
webhook-done-rotated = Новый секрет выпущен.
webhook-done-replayed = Сообщения будут отправлены повторно.

notice-webhook-disabled = Адрес «{ $name }» для уведомлений отключен: не отвечает с { $since }.
mail-webhook-disabled-subject = Адрес для уведомлений отключен: { $name }
mail-webhook-disabled-text =
    Программа по адресу «{ $name }» не принимает уведомления с { $since }. Мы перестали их отправлять.

    Когда программа снова заработает, включите адрес и отправьте повторно все события с этого времени.
mail-webhook-disabled-button = Открыть адреса
delivery-kind-webhook-disabled = Администратору: адрес для уведомлений отключен

fault-not-an-endpoint = Введите адрес, который начинается с https://, без имени и пароля.
fault-private-address = Этот адрес ведет во внутреннюю сеть. Нужен адрес, доступный из интернета.
