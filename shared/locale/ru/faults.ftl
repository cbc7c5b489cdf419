### Ошибки в полях форм (FaultCode) и причины, по которым файл не принят (FileFault).

fault-required = Заполните это поле.
fault-nothing-ticked = Отметьте хотя бы одно.
fault-not-ticked = Поставьте отметку.
fault-too-long = Слишком длинный текст: уберите { $over } { $over ->
    [one] знак
    [few] знака
   *[many] знаков
}, можно до { $max }.
fault-too-short = Слишком короткий текст: нужно не меньше { $min } { $min ->
    [one] знака
   *[many] знаков
}.
fault-unknown-choice = Выберите один из предложенных вариантов.
fault-out-of-range = Введите число от { $min } до { $max }.
fault-not-a-number = Введите целое число.
fault-not-a-date = Введите существующую дату, например 20.04.2026.
fault-foreign-characters = Есть знаки не из русского и белорусского алфавитов: { $characters }
fault-emoji = Уберите картинки и смайлики: { $characters }
fault-no-letters = Напишите словами.
fault-control-characters = В тексте есть нечитаемые знаки. Удалите их или введите текст заново.
fault-not-an-email = Введите адрес электронной почты, например name@example.by.
fault-not-a-phone = Введите номер телефона, например +375 29 123-45-67.
fault-not-a-mobile-phone = Нужен мобильный номер: на него придет СМС с кодом.
fault-not-a-postal-code = Введите почтовый индекс: шесть цифр, первая из них 2.
fault-not-a-taxpayer-number = Введите УНП: девять знаков. Проверьте, нет ли опечатки.
fault-taxpayer-number-of-other-kind = Этот УНП принадлежит лицу другого вида. Проверьте номер или вид заявителя.
fault-not-an-identification-number = Введите идентификационный номер, как в паспорте: 14 знаков.
fault-only-links = Суть обращения нельзя изложить одними ссылками. Опишите ее словами.
fault-unknown-organisation = Выберите организацию из списка.
fault-unknown-topic = Выберите тему из списка.
fault-subtopic-required = Выберите подтему.
fault-subtopic-of-other-topic = Эта подтема относится к другой теме.
fault-only-for-complaints = Это поле заполняется только для жалобы.
fault-answer-needs-email = В профиле нет адреса электронной почты. Добавьте его или выберите другой способ.
fault-paper-answer-needs-file = Ответ уходит почтой: приложите его электронную версию (скан или файл подписанного ответа).
fault-collective-of-legal-entity = Юридическое лицо не может подать коллективное обращение.
fault-too-few-participants = В коллективном обращении не меньше { $min } заявителей.
fault-participants-list-required = Приложите скан списка всех заявителей.
fault-participants-list-not-attached = Отмеченный список заявителей не приложен.
fault-too-many-files = Можно приложить не больше { $max } файлов.
fault-file-too-large = Файл «{ $name }» больше { $max }.
fault-files-too-large = Файлы в самом запросе вместе больше { $max }. Загрузите их отдельно, до запроса.
fault-file-empty = Файл «{ $name }» пустой.
fault-file-kind-not-accepted = Файл «{ $name }» не принимается. Подойдут: { $extensions }.
fault-file-type-differs = Содержимое файла «{ $name }» не соответствует его расширению.
fault-file-not-uploaded = Файл «{ $name }» загружен не полностью. Догрузите его или удалите.
fault-file-being-checked = Файл «{ $name }» еще проверяется. Подождите немного и попробуйте снова.
fault-file-refused = Файл «{ $name }» не прошел проверку. Удалите его.
fault-file-unknown = Такого файла нет. Приложите его заново.
fault-password-too-weak = Такой пароль легко подобрать. Придумайте длиннее, например из нескольких слов.
fault-passwords-differ = Пароли не совпадают.
fault-login-taken = Этот логин уже занят.
fault-not-a-login = Логин состоит из латинских букв, цифр, точки, дефиса и подчеркивания.
fault-wrong-code = Код неверный. Осталось попыток: { $left }.
fault-code-expired = Срок кода истек. Запросите новый.
fault-consent-required = Отметьте согласие, чтобы продолжить.
fault-term-before-registration = Срок раньше даты регистрации.
fault-term-on-non-working-day = Срок приходится на нерабочий день.
fault-term-too-late = Срок позже последней законной даты: { $max }
fault-registration-before-submission = Дата регистрации раньше дня подачи.
fault-registration-in-future = Дата регистрации еще не наступила.
fault-not-a-registration-index = Это не регистрационный индекс журнала, например К-25.
fault-registration-index-taken = Этот индекс уже занят в журнале этого года.

file-fault-empty = Файл пустой.
file-fault-too-large = Файл больше 15 МБ.
file-fault-wrong-size = Файл загрузился не полностью. Загрузите его еще раз.
file-fault-wrong-extension = Файлы с таким расширением не принимаются.
file-fault-wrong-type = Содержимое файла не соответствует его расширению.
file-fault-polyglot = В файле смешаны два формата.
file-fault-unreadable = Файл поврежден и не открывается.
file-fault-encrypted = Файл защищен паролем. Приложите файл без пароля.
file-fault-pixel-bomb = Изображение слишком велико. Уменьшите его и приложите снова.
file-fault-zip-bomb = Файл распаковывается в слишком большой объем.
file-infected = В файле найден вирус. Проверьте компьютер антивирусом.
fault-name-taken = Такое название уже есть, выберите другое.
fault-not-hours = Напишите часы работы так: 09:00-18:00
fault-no-working-day = Хотя бы один день недели должен быть рабочим.
fault-day-is-over = Этот день уже прошел: по нему посчитаны сроки.
fault-already-day-off = Этот день уже нерабочий.
fault-already-working-day = Этот день уже рабочий.
fault-transferred-twice = Этот день уже участвует в другом переносе.
fault-not-in-calendar = Такого дня в календаре нет.
fault-calendar-unfit = С этим изменением календарь перестал бы сходиться.
