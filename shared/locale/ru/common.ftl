### Слова, которые нужны везде: даты, размеры, названия из словарей системы.

date-long = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} { $year } г.
weekday = { $number ->
    [1] понедельник
    [2] вторник
    [3] среда
    [4] четверг
    [5] пятница
    [6] суббота
   *[7] воскресенье
}
# После предлога «до».
weekday-until = { $number ->
    [1] понедельника
    [2] вторника
    [3] среды
    [4] четверга
    [5] пятницы
    [6] субботы
   *[7] воскресенья
}
size-bytes = { $count } { $count ->
    [one] байт
    [few] байта
   *[many] байт
}
size-kilobytes = { $count } КБ
size-megabytes = { $count } МБ

language-ru = Русский
language-be = Беларуская

kind-application = Заявление
kind-proposal = Предложение
kind-complaint = Жалоба

form-electronic = Электронное
form-written = Письменное
form-oral = Устное

applicant-kind-person = Гражданин
applicant-kind-entrepreneur = Индивидуальный предприниматель
applicant-kind-legal-entity = Юридическое лицо

answer-way-cabinet = В личном кабинете
answer-way-email = По электронной почте
answer-way-post = На бумаге, почтой

status-submitted = Подано
status-in-moderation = На модерации
status-registered = Зарегистрировано
status-in-progress = На исполнении
status-answered = Исполнено
status-left-without-consideration = Оставлено без рассмотрения по существу
status-withdrawn = Отозвано
status-redirected = Перенаправлено
status-taken-note = Принято к сведению

outcome-satisfied = Удовлетворено
outcome-partly-satisfied = Удовлетворено частично
outcome-refused = Отказано
outcome-explained = Разъяснено

role-chief-administrator = Главный администратор
role-operator = Оператор
role-external-administrator = Внешний администратор
role-clerk = Делопроизводитель
role-organisation-head = Руководитель организации
role-organisation-deputy-head = Заместитель руководителя организации
role-head = Руководитель
role-unit-head = Руководитель структурного подразделения
role-executor = Исполнитель
role-authorised-person = Уполномоченное лицо
role-report-creator = Создатель отчетов
role-official-use = Для служебного пользования

file-state-uploading = Загружается
file-state-checking = Проверяется
file-state-clean = Проверен
file-state-infected = Заражен
file-state-broken = Не принят

file-flag-macros = Содержит макросы
file-flag-encrypted = Защищен паролем или с ограничением прав
file-flag-scripts = Содержит сценарий, который выполняется при открытии
file-flag-launch = Пытается запустить программу
file-flag-embedded-files = Содержит вложенные файлы или объекты
file-flag-external-content = При открытии загружает данные из сети
