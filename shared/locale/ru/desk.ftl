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
search-name = Название
search-name-hint = Поиск с таким же названием будет заменен
search-save = Сохранить
search-remove = Удалить
list-file-make = Выгрузить список в XLSX
list-file-title = Список обращений

## Сроки

term-changed-by-calendar = Изменился календарь рабочих дней.
