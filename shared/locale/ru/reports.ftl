### Статистические отчеты.

nav-reports = Отчеты

## Группировки: как называется столбец (by) и как продолжить «Обращения …» (in)

report-by-topic = Тематика
report-by-subtopic = Подтематика
report-by-region = Область
report-by-territory = Район или город областного подчинения
report-by-branch = Организация с подчиненными
report-by-organisation = Организация
report-by-kind = Вид обращения
report-by-form = Форма подачи
report-by-applicant-kind = Категория заявителя
report-by-status = Состояние рассмотрения
report-by-outcome = Результат рассмотрения
report-by-keeping = Соблюдение срока

report-in-topic = тематикам
report-in-subtopic = подтематикам
report-in-region = областям
report-in-territory = районам и городам областного подчинения
report-in-branch = организациям с подчиненными
report-in-organisation = организациям
report-in-kind = видам
report-in-form = формам подачи
report-in-applicant-kind = категориям заявителей
report-in-status = состоянию рассмотрения
report-in-outcome = результатам рассмотрения
report-in-keeping = соблюдению сроков

report-title-one = Обращения по { $one }
report-title-two = Обращения по { $one } и { $other }

## Значения

report-keeping-on-time = Рассмотрено в срок
report-keeping-late = Рассмотрено с нарушением срока
report-keeping-in-term = На рассмотрении, срок не истек
report-keeping-overdue = На рассмотрении, срок истек
report-keeping-no-term = Срок не установлен
report-outcome-none = Результата нет

report-region-brest = Брестская область
report-region-vitebsk = Витебская область
report-region-gomel = Гомельская область
report-region-grodno = Гродненская область
report-region-minsk = Минская область
report-region-minsk-city = г. Минск
report-region-mogilev = Могилевская область
report-region-unknown = Область не определена
report-territory-none = { $region }, район не указан

report-level-republic = Республика Беларусь
report-level-branch = { $name } с подчиненными организациями
report-level-one-branch = Любая организация с подчиненными
report-level-one-organisation = Любая организация без подчиненных
report-period = За период с { $from } по { $to }
report-total = Всего
report-rest = Остальное
report-share = Доля, %

report-format-pdf = PDF
report-format-xlsx = XLSX
report-format-csv = CSV
report-format-pdf-hint = для печати, не изменяется
report-format-xlsx-hint = для работы в таблице
report-format-csv-hint = для других программ

report-rhythm-daily = Каждый день, за вчерашний день
report-rhythm-weekly = Каждый понедельник, за прошлую неделю
report-rhythm-monthly = Каждое 1-е число, за прошлый месяц

## Страница

report-lead = Считаются обращения по дню регистрации, а незарегистрированные по дню подачи.
report-level = Чьи обращения
report-organisation = Организация
report-organisation-hint = Нужна, если выше выбрана любая организация.
report-from = С
report-to = По
report-first = Строки
report-second = Столбцы
report-second-none = Без второй группировки
report-counted = Что считать
report-counted-appeals = Обращения
report-counted-questions = Вопросы обращений
report-filters = Отобрать обращения
report-filter-any = Любые
report-show = Показать
report-preview = Предварительный просмотр
report-preview-part = Показаны первые { $shown } из { $all } строк. Все строки будут в файле.
report-nothing = За этот период таких обращений нет.
report-chart = Диаграмма: { $title }
report-make = Сформировать файл
report-make-button = Сформировать
report-format = Формат
report-schedule = Получать регулярно
report-schedule-lead = Отчет с этими группировками будет приходить сам: уведомлением в кабинете и письмом.
report-rhythm = Когда
report-schedule-button = Включить
report-own = Мои отчеты
report-own-none = Вы еще не формировали отчеты.
report-own-kept = Готовые отчеты хранятся 30 дней.
report-name = Отчет
report-state = Состояние
report-asked = Запрошен
report-state-waiting = Ожидает
report-state-forming = Формируется
report-state-ready = Готов
report-state-failed = Не сформирован
report-state-removed = Удален
report-fault-too-large = Для PDF слишком много строк. Выберите XLSX или CSV.
report-fault-no-right = Нет права на сведения этого уровня.
report-fault-internal = Произошла ошибка. Попробуйте еще раз.
report-open = Скачать
report-schedules = Мои расписания
report-schedules-none = Расписаний нет.
report-next = Следующий { $date }
report-stop = Отключить
report-letters = Письма о готовых отчетах
report-letters-on = Письма приходят.
report-letters-off = Письма не приходят, только уведомления.
report-letters-turn-on = Присылать письма
report-letters-turn-off = Не присылать письма
report-done-asked = Отчет формируется. Когда он будет готов, придет уведомление.
report-done-scheduled = Расписание включено.
report-done-stopped = Расписание отключено.
report-done-letters = Сохранено.
report-too-many = Слишком много отчетов ожидают формирования или уже включено 50 расписаний. Дождитесь готовых или отключите лишние.
report-removed-text = Срок хранения отчета истек. Сформируйте его заново.
report-forming-text = Отчет формируется. Страница обновится сама.

report-wrong-period = Укажите период не длиннее десяти лет: день «с» не позже дня «по».
report-wrong-level = Выберите, чьи обращения считать.
report-wrong-date = Такой даты нет.

## Документ

document-report-made = Сформировано { $moment }
document-report-system = Система учета и обработки обращений «Зварот»
document-report-chart = Диаграмма
document-report-table = Таблица
document-report-lines = Строк: { $count }

## Сообщения

notice-report-ready = Отчет «{ $title }» готов.
mail-report-ready-subject = Отчет готов
mail-report-ready-text =
    Готов отчет «{ $title }» за период с { $from_short } по { $to_short }.

    Он хранится 30 дней.
mail-report-ready-button = Открыть отчет
notice-report-failed = Отчет «{ $title }» не удалось сформировать.
mail-report-failed-subject = Отчет не сформирован
mail-report-failed-text =
    Отчет «{ $title }» за период с { $from_short } по { $to_short } сформировать не удалось. Причина указана в списке отчетов.
mail-report-failed-button = Открыть отчеты
delivery-kind-report-ready = Отчет готов
delivery-kind-report-failed = Отчет не сформирован
job-form-report = Сформировать отчет
job-fold-summaries = Обновить сводки отчетов
job-announce-report = Сообщить об отчете
