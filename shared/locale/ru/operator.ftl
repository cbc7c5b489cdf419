### Страницы оператора: состояние системы, отправленные сообщения.

nav-system = Состояние системы
nav-deliveries = Доставка сообщений
nav-settings = Настройки системы
settings-lead = Действуют во всей системе сразу после сохранения. Изменения записываются в журнал событий безопасности.
settings-changed = Настройки сохранены.
settings-save = Сохранить
switch-relax-content-alphabet = Допускать в тексте обращения другие буквы
switch-relax-content-alphabet-hint = О буквах не русского и не белорусского алфавита предупреждают, но обращение принимают.
switch-allow-collective-of-legal-entity = Принимать коллективные обращения юридических лиц через сайт
switch-allow-collective-of-legal-entity-hint = Поданные на бумаге принимаются всегда.
switch-allow-collective-of-legal-entity-by-edms = Принимать коллективные обращения юридических лиц из СЭД и файлов
switch-allow-collective-of-legal-entity-by-edms-hint = Загруженные по API, СМДО и файлом. СЭД – система электронного документооборота организации.
switch-edms-withdrawal-limit = Отзывать через СЭД обращение гражданина только до регистрации
switch-edms-withdrawal-limit-hint = Закон такого ограничения не устанавливает.

deliveries-lead = Каждое сообщение по электронной почте и СМС: когда, кому и с каким результатом отправлено. Содержание и адреса здесь не показываются.
deliveries-state = Состояние
deliveries-any-state = Любое
deliveries-login = Логин получателя
deliveries-show = Показать
deliveries-unknown-login = Учетной записи с таким логином нет.
deliveries-none = Таких сообщений нет.
deliveries-made = Создано
deliveries-whom = Кому
deliveries-what = О чем
deliveries-attempts = Попытки
delivery-title = Сообщение
delivery-appeal = Обращение
delivery-channel = Способ
delivery-handed-over = Передано на отправку
delivery-finished = Завершено
delivery-no-attempts = Попыток еще не было.
delivery-next = Следующая попытка:
delivery-unknown = Сообщение передано, но связь оборвалась до ответа. Само оно повторно не отправляется, чтобы человек не получил его дважды. То же уведомление есть у получателя в личном кабинете.

delivery-channel-email = Электронная почта
delivery-channel-sms = СМС
delivery-state-waiting = Ждет отправки
delivery-state-handing-over = Передается
delivery-state-sent = Отправлено
delivery-state-failed = Не отправлено
delivery-state-unknown = Неизвестно, дошло ли
delivery-state-cancelled = Отменено
delivery-result-sent = Отправлено
delivery-result-retry = Не удалось, будет повторено
delivery-result-refused = Отказано
delivery-result-unknown = Ответ не получен
delivery-result-cancelled = Отменено
delivery-kind-phone-code = Код для подтверждения телефона
delivery-kind-email-link = Ссылка для подтверждения почты
delivery-kind-password-link = Ссылка для смены пароля
delivery-kind-sign-in-locked = Вход временно закрыт
delivery-kind-submitted = Обращение подано
delivery-kind-registered = Обращение зарегистрировано
delivery-kind-term-changed = Срок изменен
delivery-kind-completed = Дан ответ
delivery-kind-left-without-consideration = Оставлено без рассмотрения
delivery-kind-withdrawn = Обращение отозвано
delivery-kind-appeal-arrived = Делопроизводителю: новое обращение
delivery-kind-appeals-arrived = Делопроизводителю: несколько новых обращений
delivery-kind-appeal-withdrawn = Делопроизводителю: обращение отозвано

system-antivirus-warning = Антивирус отключен настройкой ANTIVIRUS=off: загруженные файлы не проверяются на вирусы.
system-done-unlocked = Блокировка снята, запись об этом есть в журнале безопасности.
system-done-tried = Задание снова поставлено в очередь.
system-queues = Очереди заданий
system-queue = Очередь
system-waiting = Ждут
system-oldest = Дольше всех ждет
system-running = Выполняются
system-failed = Не выполнены
system-nothing-waits = никто не ждет
system-waits-for-later = отложены до следующей попытки
system-failed-title = Невыполненные задания
system-failed-none = Таких заданий нет.
system-job = Задание
system-reason = Причина
system-trace = След в журнале:
system-try-again = Повторить
system-locks = Блокировки входа
system-locks-hint = После нескольких неверных паролей подряд вход закрывается на 15 минут. Блокировку можно снять раньше.
system-locks-none = Сейчас никто не заблокирован.
system-locked = Кто
system-locked-account = учетная запись
system-locked-address = сетевой адрес
system-locked-until = До
system-failures = Неудачных попыток: { $count }
system-unlock = Снять блокировку
system-facts = На чем работает система
system-version = Версия программы
system-place = Где запущена
system-place-process = Процесс на сервере
system-database = База данных
system-migration = структура
system-storage = Хранилище файлов
system-bucket = раздел
system-doorbell = Очередь оповещений
system-antivirus = Антивирус
system-antivirus-on = Включен
system-antivirus-off = Отключен
system-antivirus-elsewhere = Настроен у функции проверки файлов

queue-files = Проверка файлов
queue-notify = Уведомления
queue-reports = Документы и отчеты
queue-load = Загрузка обращений
job-check-file = Проверить файл
job-remove-file = Удалить файл
job-announce = Сообщить о событии
job-deliver = Отправить сообщение
job-form-document = Сформировать документ
job-send-webhook = Сообщить программе о событии
job-load = Ввести обращения из файла
job-send-package = Отправить пакет СМДО
job-handle-incoming = Разобрать пакет СМДО

duration-seconds = { $count } { $count ->
    [one] секунда
    [few] секунды
   *[many] секунд
}
duration-minutes = { $count } { $count ->
    [one] минута
    [few] минуты
   *[many] минут
}
duration-hours = { $count } { $count ->
    [one] час
    [few] часа
   *[many] часов
}
duration-days = { $count } { $count ->
    [one] день
    [few] дня
   *[many] дней
}
