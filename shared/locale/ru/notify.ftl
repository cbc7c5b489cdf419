### Сообщения людям: записи в кабинете, письма, СМС. Части письма: тема (subject), текст (text), кнопка (button).
### Дата кончается на «г.», поэтому предложение на ней не кончается.

## Общее для писем

mail-greeting = Здравствуйте!
mail-button-fails = Если кнопка не работает, скопируйте этот адрес в браузер:
mail-automatic = Это письмо отправлено автоматически, отвечать на него не нужно.
mail-choices = Выбрать, о чем и как вам сообщать

## Коды и ссылки

sms-phone-code = Зварот: код { $code }. Действует 1 минуту. Никому его не сообщайте.

mail-email-link-subject = Подтвердите адрес электронной почты
mail-email-link-text =
    Этот адрес указан в личном кабинете системы «Зварот». Нажмите кнопку, чтобы подтвердить его.

    Ссылка действует сутки и только один раз. Если вы не указывали этот адрес, просто удалите письмо.
mail-email-link-button = Подтвердить адрес

mail-password-link-subject = Новый пароль для личного кабинета
mail-password-link-text =
    Кто-то, скорее всего вы, попросил сменить пароль к личному кабинету системы «Зварот» с логином { $login }. Нажмите кнопку и придумайте новый пароль.

    Ссылка действует один час и только один раз. Если вы этого не просили, просто удалите письмо: пароль останется прежним.
mail-password-link-button = Задать новый пароль

## Вход закрыт

notice-sign-in-locked = Вход был закрыт до { $until }: несколько раз подряд введен неверный пароль.
mail-sign-in-locked-subject = Вход в личный кабинет временно закрыт
mail-sign-in-locked-text =
    Кто-то несколько раз подряд ввел неверный пароль к вашему личному кабинету. Поэтому вход закрыт до { $until }.

    Если это были вы, подождите и попробуйте снова. Если не вы, смените пароль, когда войдете.
mail-sign-in-locked-button = Перейти ко входу

## Файл не принят

notice-file-refused = Файл «{ $name }» не принят. { $fault ->
    [infected] { file-infected }
    [empty] { file-fault-empty }
    [too_large] { file-fault-too-large }
    [wrong_size] { file-fault-wrong-size }
    [wrong_extension] { file-fault-wrong-extension }
    [wrong_type] { file-fault-wrong-type }
    [polyglot] { file-fault-polyglot }
   *[unreadable] { file-fault-unreadable }
    [encrypted] { file-fault-encrypted }
    [pixel_bomb] { file-fault-pixel-bomb }
    [zip_bomb] { file-fault-zip-bomb }
}

## Заявителю

notice-submitted = Обращение { $number } подано. До { $register_by } его должны зарегистрировать.
sms-submitted = Обращение { $number } подано. О регистрации сообщим отдельно.
mail-submitted-subject = Обращение { $number } подано
mail-submitted-text =
    Ваше обращение принято. Его номер: { $number }.

    Кому оно направлено: { $organisation }.

    До { $register_by } обращение должны зарегистрировать. О регистрации и сроке ответа мы сообщим отдельно.
mail-submitted-button = Открыть обращение

notice-registered = Обращение { $number } зарегистрировано, индекс { $index }. До { $due_on } вам должны ответить.
sms-registered = Обращение { $number } зарегистрировано, индекс { $index }. Ответ до { $due_on_short }
mail-registered-subject = Обращение { $number } зарегистрировано
mail-registered-text =
    Ваше обращение { $number } зарегистрировано. Регистрационный индекс: { $index }.

    Кто его рассматривает: { $organisation }.

    До { $due_on } вам должны дать ответ. Если потребуется дополнительное изучение, срок могут продлить, и мы об этом сообщим.
mail-registered-button = Открыть обращение

notice-term-changed = Срок рассмотрения обращения { $number } изменен: теперь до { $due_on_short }
sms-term-changed = Срок ответа на обращение { $number } изменен: теперь до { $due_on_short }
mail-term-changed-subject = Срок рассмотрения обращения { $number } изменен
mail-term-changed-text =
    Срок рассмотрения вашего обращения { $number } изменен. Теперь ответ должны дать до { $due_on } включительно.

    Причину смотрите в истории обращения.
mail-term-changed-button = Открыть обращение

notice-completed = На обращение { $number } дан ответ.
sms-completed = На обращение { $number } дан ответ. Он в личном кабинете.
mail-completed-subject = Ответ на обращение { $number }
mail-completed-text =
    На ваше обращение { $number } дан ответ.

    Кто ответил: { $organisation }.

    Прочитать ответ и скачать файлы можно в личном кабинете.
mail-completed-button = Прочитать ответ

notice-left-without-consideration = Обращение { $number } оставлено без рассмотрения по существу.
sms-left-without-consideration = Обращение { $number } оставлено без рассмотрения по существу. Причина в личном кабинете.
mail-left-without-consideration-subject = Обращение { $number } оставлено без рассмотрения по существу
mail-left-without-consideration-text =
    Ваше обращение { $number } оставлено без рассмотрения по существу.

    Кто принял решение: { $organisation }.

    Причина и разъяснение есть в личном кабинете.
mail-left-without-consideration-button = Прочитать причину

notice-withdrawn = Обращение { $number } отозвано.
sms-withdrawn = Вы отозвали обращение { $number }.
mail-withdrawn-subject = Обращение { $number } отозвано
mail-withdrawn-text =
    Вы отозвали обращение { $number }. Рассматривать его не будут.

    Если вы этого не делали, смените пароль к личному кабинету и сообщите нам.
mail-withdrawn-button = Открыть обращение

## Делопроизводителю

notice-appeal-arrived = Поступило обращение { $number }. Зарегистрируйте его не позднее { $register_by_short }
mail-appeal-arrived-subject = Новое обращение { $number }
mail-appeal-arrived-text =
    Поступило новое обращение { $number }.

    Кому: { $organisation }.

    Зарегистрировать его нужно до конца дня { $register_by_short }
mail-appeal-arrived-button = Открыть обращение

notice-appeals-arrived = Поступили обращения: { $count }
mail-appeals-arrived-subject = Новые обращения: { $count }
mail-appeals-arrived-text =
    Поступили новые обращения: { $count }. Их нужно зарегистрировать в срок.

    Кому: { $organisation }.
mail-appeals-arrived-button = Открыть список новых

notice-appeal-withdrawn = Заявитель отозвал обращение { $number }.
mail-appeal-withdrawn-subject = Обращение { $number } отозвано
mail-appeal-withdrawn-text =
    Заявитель отозвал обращение { $number }. Работу по нему можно прекратить.

    Кому оно было направлено: { $organisation }.
mail-appeal-withdrawn-button = Открыть обращение
