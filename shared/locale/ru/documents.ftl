### Слова печатных документов: ответа, подтверждения о подаче, выгрузки обращения.

## Общее
document-page = Страница { $page } из { $pages }
document-system-name = Система учета и обработки обращений
document-digest = Контрольная сумма (SHA-256)
document-phone = тел.
document-email = эл. почта

## Ответ
document-answer-title = Ответ на обращение № { $number }
document-answer-subject = О рассмотрении обращения
document-number-sign = №
document-reply-to-number = На №
document-reply-to-date = от
document-system-number = № в системе
document-attachments = Приложение
document-executor = Исполнитель

## Подтверждение о подаче
document-receipt-title = Подтверждение о подаче обращения № { $number }
document-receipt-heading = Обращение принято
document-receipt-number = Номер обращения
document-receipt-submitted = Подано
document-receipt-minsk-time = по минскому времени
document-receipt-organisation = Кому
document-receipt-kind = Вид обращения
document-receipt-topic = Тема
document-receipt-files = Приложенные файлы
document-receipt-no-files = Файлы не приложены.
document-receipt-code = Код отслеживания
document-receipt-qr = QR-код с адресом страницы, на которой виден статус обращения
document-receipt-follow = Как узнать, что с обращением
document-receipt-follow-scan = Наведите камеру телефона на QR-код или откройте страницу
document-receipt-follow-enter = Введите номер обращения и код отслеживания. Входить в личный кабинет не нужно.
document-receipt-follow-keep = Храните код: статус обращения увидит каждый, кто знает номер и код. Текст обращения и ответ открываются только в личном кабинете.
document-receipt-follow-term = Обращение регистрирует адресат. Со дня, следующего за днем регистрации, начинается срок рассмотрения; дата регистрации и срок появятся на странице статуса.

## Выгрузка обращения
document-appeal-title = Обращение № { $number }
document-appeal-heading = Регистрационно-контрольная карточка обращения
document-appeal-made = Сформировано { $moment } по минскому времени
document-appeal-registration = Регистрация
document-appeal-index = Регистрационный индекс
document-appeal-registered = Дата регистрации
document-appeal-registrar = Зарегистрировал
document-appeal-received = Дата и время поступления
document-appeal-organisation = Организация
document-appeal-status = Статус
document-appeal-form = Форма подачи
document-appeal-kind = Вид обращения
document-appeal-collectivity = Индивидуальное или коллективное
document-appeal-topic = Тематика
document-appeal-sheets = Листов обращения
document-appeal-attachment-sheets = Листов приложений
document-appeal-related = Даты подачи идентичных обращений и уточняющих (дополняющих) документов
document-appeal-repeated = Даты и индексы повторных обращений
document-appeal-correspondent = Корреспондент, дата и индекс сопроводительного письма
document-appeal-applicant = Заявитель
document-appeal-applicant-kind = Категория заявителя
document-appeal-applicant-name = Фамилия, собственное имя, отчество либо наименование
document-appeal-representative = Представитель
document-appeal-address = Адрес места жительства (места пребывания) либо место нахождения
document-appeal-phone = Контактный телефон
document-appeal-email = Электронная почта
document-appeal-answer-way = Как направить ответ
document-appeal-participants = Другие заявители коллективного обращения
document-appeal-against = На кого подана жалоба
document-appeal-content = Содержание обращения
document-appeal-summary = Краткое содержание
document-appeal-files = Приложенные файлы
document-appeal-no-files = Файлы не приложены.
document-appeal-deadlines = Сроки
document-appeal-review-by = Последний день рассмотрения по существу
document-appeal-notice-by = Последний день, чтобы перенаправить или оставить без рассмотрения по существу с уведомлением заявителя
document-appeal-term-basis = Как исчислен срок
document-appeal-consideration = Рассмотрение
document-appeal-resolution = Резолюция
document-appeal-resolution-author = Автор
document-appeal-resolution-executor = Исполнитель
document-appeal-resolution-term = Срок исполнения
document-appeal-directed = Направлено на исполнение
document-appeal-directed-to = Кому
document-appeal-directed-on = Дата направления
document-appeal-directed-term = Срок
document-appeal-directed-done = Дата исполнения
document-appeal-order = Отметка о выдаче предписания и его исполнении
document-appeal-outcome = Результат рассмотрения
document-appeal-answer = Дата и номер ответа (уведомления)
document-appeal-announced = Отметка об объявлении ответа на личном приеме
document-appeal-control = Отметка о снятии с контроля
document-appeal-case = Документ подшит в дело
document-appeal-note = Примечание
document-appeal-history = Ход рассмотрения
document-appeal-history-when = Когда
document-appeal-history-who = Кто
document-appeal-history-what = Что

## Имена файлов
document-file-appeal = Обращение { $number }.pdf
document-file-answer = Ответ { $number }.pdf

## Значения полей карточки
document-individual = Индивидуальное
document-collective = Коллективное
document-collective-count = Коллективное, участников: { $count }
document-taxpayer = УНП { $number }
document-by-system = Система
document-term-days = { $count } { $count ->
    [one] календарный день
    [few] календарных дня
   *[many] календарных дней
}, считая со дня, следующего за днем регистрации
document-term-working-days = { $count } { $count ->
    [one] рабочий день
    [few] рабочих дня
   *[many] рабочих дней
}, считая со дня, следующего за днем регистрации
document-term-months = { $count } { $count ->
    [one] месяц
    [few] месяца
   *[many] месяцев
}, считая со дня, следующего за днем регистрации
document-term-changed = Срок изменен, причина указана в ходе рассмотрения

## Ход рассмотрения
document-event-submitted = Обращение подано
document-event-registered = Обращение зарегистрировано
document-event-card-corrected = Карточка исправлена
document-event-notice-term-changed = Срок перенаправления и уведомления пересчитан по календарю
document-event-term-changed = Срок рассмотрения изменен
document-event-completed = Дан ответ
document-event-exported = Обращение выгружено
document-event-withdrawn = Обращение отозвано
document-fact-index = Регистрационный индекс: { $value }
document-fact-due-on = Срок рассмотрения: до { $value }
document-fact-number = Номер ответа: { $value }
document-fact-reason = Причина: { $value }
