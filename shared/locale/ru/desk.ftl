### Поиск и отбор в списке обращений, сохраненные поиски, шаблоны писем, нагрузка.

## Отбор

filter-title = Отбор
filter-counters = Что требует внимания
filter-any = Любое значение
filter-applicant = Заявитель
filter-applicant-hint = Фамилия или название, можно с опечаткой
filter-status = Статус
filter-state = Срок
filter-days = Скоро: дней
filter-kind = Вид
filter-form = Форма подачи
filter-topic = Тема
filter-topic-hint = Подтемы появятся после выбора раздела
filter-submitted-from = Подано с
filter-submitted-to = Подано по
filter-registered-from = Зарегистрировано с
filter-registered-to = Зарегистрировано по
filter-due-from = Срок с
filter-due-to = Срок по
filter-order = Порядок
filter-apply = Показать
filter-shown = Показаны обращения, которые подходят под отбор.
filter-reset = Снять отбор
filter-state-fresh = Свежие
filter-state-due-soon = Скоро истекает
filter-state-due-today = Истекает сегодня
filter-state-overdue = Просрочено
filter-state-controlled = На контроле
filter-count-fresh = Свежие
filter-count-due-soon = Истекает за { $days } { $days ->
    [one] день
    [few] дня
   *[many] дней
}
filter-count-due-today = Истекает сегодня
filter-count-overdue = Просрочено
filter-count-controlled = На контроле
filter-order-newest = Сначала новые
filter-order-oldest = Сначала давние
filter-order-due = Сначала с близким сроком (только на рассмотрении)

## Сохраненные поиски и файл списка

search-keep = Сохранить поиск
search-kept = Сохраненные поиски
search-none = Сохраненных поисков пока нет. Задайте отбор в списке обращений и выберите «Сохранить поиск».
search-not-understood = Такой поиск сохранить нельзя: его условия не удалось прочитать. Вернитесь к списку обращений, задайте отбор и сохраните поиск снова.
search-name = Название
search-name-hint = Поиск с таким же названием будет заменен
search-save = Сохранить
search-remove = Удалить
list-file-make = Выгрузить список в XLSX
list-file-title = Список обращений

## Сроки

term-changed-by-calendar = Изменился календарь рабочих дней.

## Шаблоны писем

nav-templates = Шаблоны писем
letter-lead = Шаблоны видят все, кто отвечает на обращения в вашей организации.
letter-lead-all = Эти шаблоны видят во всех организациях.
letter-none = Шаблонов пока нет.
letter-new = Новый шаблон
letter-template = Шаблон письма
letter-name = Название
letter-locale = Язык письма
letter-locale-hint = Шаблон предлагается к обращениям на этом языке
letter-text = Текст
letter-text-hint = Поля в фигурных скобках заполнятся из карточки, например {"{"}applicant{"}"}
letter-fields = Какие есть поля
letter-save = Сохранить
letter-remove = Удалить шаблон
letter-choose = Шаблон письма
letter-insert = Вставить
letter-of-operator = общий
letter-field-number = Номер обращения в системе
letter-field-index = Регистрационный индекс
letter-field-applicant = Заявитель
letter-field-address = Адрес заявителя
letter-field-submitted = Дата подачи
letter-field-registered = Дата регистрации
letter-field-due = Последний день срока рассмотрения
letter-field-topic = Тема
letter-field-organisation = Название организации
letter-field-official = Кто пишет
letter-field-today = Сегодняшняя дата

## Действие с несколькими обращениями

bulk-title = С отмеченными обращениями
bulk-choose = Отметить
bulk-control = Взять на контроль
bulk-lift = Снять с контроля
bulk-file = Подшить в дело
bulk-term = Изменить срок
bulk-look = Посмотреть, что будет
bulk-lead = Пока ничего не изменено. Проверьте, что произойдет с каждым обращением.
bulk-appeals = Обращения
bulk-action = Действие
bulk-waits = Сначала заполните поля выше
bulk-do = Выполнить
bulk-again = Проверить
bulk-will = Будет выполнено
bulk-done = Выполнено
bulk-joined = Срок общий: он изменится и у присоединенных обращений ({ $count })
bulk-joined-done = Срок общий: он изменился и у присоединенных обращений ({ $count })
bulk-result = Результат
