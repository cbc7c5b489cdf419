### Рабочее место: список обращений организации, карточка, регистрация, ответ.
### Дата заканчивается на «г.», поэтому предложение на ней не заканчивается.

nav-work = Обращения

## Список

work-find = Номер, индекс, заявитель или слова
work-find-button = Найти
work-shelves = Разделы списка
work-shelf-new = Новые
work-shelf-registered = На рассмотрении
work-shelf-done = Завершенные
work-shelf-all = Все
work-arrived = Список изменился.
work-refresh = Показать новые
work-empty-new = Новых обращений нет: все зарегистрированы.
work-empty-registered = На рассмотрении нет ни одного обращения.
work-empty-done = Завершенных обращений пока нет.
work-empty-all = Обращений пока не поступало.
work-empty-find = Ничего не найдено. Проверьте слова: ищутся номер целиком, индекс, фамилия заявителя и слова из текста во всех формах; точную фразу возьмите в кавычки.
work-number = Номер
work-who = Заявитель
work-submitted = Подано
work-clock-registration = Зарегистрировать до
work-clock-due = Ответить до
work-clock-notice = Перенаправить или оставить без рассмотрения до
work-clock-notice-short = Перенаправить до
work-to-register = регистрация до

## Карточка

work-card = Обращение
work-to-list = К списку
work-to-card = К карточке обращения
work-content = Содержание
work-against = На кого жалоба:
work-unp = УНП
work-files = Файлы
work-answer = Ответ
work-applicant = Заявитель
work-address = Адрес
work-phone = Телефон
work-email = Электронная почта
work-answer-way = Как ответить
work-language = Язык обращения
work-collective = Коллективное
work-participants = { $count } { $count ->
    [one] заявитель
    [few] заявителя
   *[many] заявителей
}
work-visit = 30 и более заявителей: рассматривается с выездом на место.
work-registration = Регистрация
work-number-system = Номер в системе
work-form = Форма подачи
work-index = Регистрационный индекс
work-registered-on = Дата регистрации
work-case = Дело №
work-note = Примечание
work-completed = Завершено
work-history = Ход рассмотрения
work-actions = Действия
work-final = Рассмотрение завершено, карточка больше не меняется.
work-do-register = Зарегистрировать
work-do-answer = Ответить
work-do-term = Изменить срок
work-do-correct = Исправить карточку
work-do-export = Выгрузить с вложениями
work-export-hint = Карточка в PDF и все файлы одним архивом ZIP
work-why-role = это делает делопроизводитель
work-why-moderation = обращение на модерации
work-why-unregistered = сначала обращение нужно зарегистрировать
work-why-resolution = обращение на исполнении по резолюции
work-clocks = Сроки
work-clock-how = Как посчитана дата?
work-clock-how-many = Как посчитаны даты?
work-clock-by-hand = Срок изменен вручную, причина указана в ходе рассмотрения.
work-clock-differs = После регистрации календарь рабочих дней изменился: по нынешнему дата была бы другой.
work-document-answer = Ответ в PDF
work-document-export = Архив обращения
work-document-forming = готовится
work-document-failed = не удалось подготовить
work-document-again = Проверить, готово ли
work-done-registered = Обращение зарегистрировано, заявителю сообщено.
work-done-registered-untold = Обращение зарегистрировано. Кабинета у заявителя нет: если он просит сообщить о регистрации, сделайте это сами.
work-done-term = Срок изменен, заявителю сообщено.
work-done-term-untold = Срок изменен. Кабинета у заявителя нет: сообщите ему о новом сроке письмом.
work-done-corrected = Карточка исправлена.
work-done-answered = Ответ отправлен, рассмотрение завершено.
work-done-answered-untold = Рассмотрение завершено. Кабинета у заявителя нет: отправьте ему ответ письмом.
work-done-answered-mailed = Рассмотрение завершено. Ответ отправлен заявителю по электронной почте: дошел ли он, покажет ход рассмотрения.

work-event-submitted = Обращение подано
work-event-registered = Зарегистрировано
work-event-card-corrected = Карточка исправлена
work-event-notice-term-changed = Срок перенаправления и уведомления пересчитан по календарю
work-event-term-changed = Срок изменен
work-event-beyond-month = Позже месяца, который дает закон: он кончается { $value }
work-event-arrived-joined = У отправителя объединено с обращением { $value }. Когда зарегистрируете оба, они объединятся и здесь.
work-event-completed = Дан ответ
work-event-exported = Выгружено с вложениями
work-event-withdrawn = Отозвано заявителем
work-event-index = Индекс: { $value }
work-event-date = Дата регистрации: { $value }
work-event-due = Ответить до: { $value }
work-event-late = Зарегистрировано с опозданием
work-event-reason = Причина: { $value }
work-event-outcome = Результат: { $value }
work-event-answer = Ответ № { $number } от { $date }
work-event-nothing = не указано
work-event-changed-index = Индекс: было { $was }, стало { $is }
work-event-changed-case-number = Дело №: было { $was }, стало { $is }
work-event-changed-note = Примечание: было «{ $was }», стало «{ $is }»
work-event-changed-due = Срок: был { $was }, стал { $is }
work-event-changed-notice-due = Срок перенаправления и уведомления: был { $was }, стал { $is }

## Формы

work-conflict-title = Карточку только что изменил другой сотрудник
work-conflict-text = Ваши данные не отправлены, но сохранились в форме ниже. Посмотрите, что изменилось, и отправьте форму еще раз, если это по-прежнему нужно.
work-refused-title = Действие уже невозможно
work-refused-text = То, что вы ввели, осталось в форме ниже: при необходимости скопируйте.

work-register-title = Регистрация обращения
work-index-hint = Предложен следующий номер журнала. Можно исправить.
work-registered-on-hint = Не раньше дня подачи и не позже сегодняшнего
work-recount = Пересчитать сроки
work-term = Срок рассмотрения
work-term-15d = 15 дней
work-term-1m = Один месяц: нужны дополнительное изучение и проверка
work-term-own = Другой срок
work-term-own-hint = Не позже 31 календарного дня, с указанием причины
work-until = последний день: { $date }

work-term-now = Сейчас ответить нужно до
work-term-new = Новый срок
work-term-latest = Самая поздняя дата, которую можно установить: { $date }
work-term-law-month = По закону – не позже { $month } (один месяц). Система допускает и { $latest } (31 календарный день)
work-term-reason = Причина
work-term-reason-hint = Она сохранится в ходе рассмотрения, ее увидит заявитель
work-term-submit = Изменить срок

work-case-hint = Номер дела по номенклатуре
work-note-hint = Видно только сотрудникам организации
work-correct-submit = Сохранить исправления

work-to-actions = К действиям и срокам
work-content-show = К тексту обращения
work-answer-by-post = Заявитель просит ответ на бумаге. Отправьте его почтой и приложите здесь его электронную версию: без нее завершить нельзя.
work-preview-by-post = Заявитель просит ответ на бумаге. Ответ появится в его кабинете, а на бумаге отправьте его почтой.
work-answer-text = Текст ответа
work-answer-text-hint-ru = Обращение на русском языке, ответ дается на нем же. При отказе укажите порядок обжалования.
work-answer-text-hint-be = Обращение на белорусском языке, ответ дается на нем же. При отказе укажите порядок обжалования.
work-outcome = Результат рассмотрения
work-outcome-satisfied-hint = Просьба выполнена полностью
work-outcome-partly-satisfied-hint = Выполнена часть просьбы
work-outcome-refused-hint = В просьбе отказано, в ответе указан порядок обжалования
work-outcome-explained-hint = Даны разъяснения
work-answer-kept = Здесь то, что вы набрали { $moment }. Ответ еще не отправлен.
work-answer-number = Номер ответа
work-answer-dated = Дата ответа
work-answer-files-hint = До пяти файлов, каждый не больше 15 МБ
work-answer-files-add = Добавить файлы
work-answer-preview = Посмотреть перед отправкой
work-preview-title = Проверьте ответ
work-preview-lead = После отправки изменить ответ нельзя. Заявитель получит его в кабинете вместе с PDF.
work-preview-lead-untold = После отправки изменить ответ нельзя. Кабинета у заявителя нет: ответ сохранится в карточке, а ему отправьте его почтой.
work-preview-lead-email = После отправки изменить ответ нельзя. Кабинета у заявителя нет: ответ уйдет ему по электронной почте вместе с PDF и файлами.
work-answer-send = Отправить ответ
work-answer-edit = Вернуться и исправить
