### Обращения заявителя: подача, черновик, список, карточка, файлы, статус, уведомления.

appeal-title = Обращение
appeal-number = Номер обращения
appeal-about = О чем
appeal-status = Статус
appeal-submitted = Подано
appeal-due = Ответ до
appeal-due-later = после регистрации
appeal-data = Сведения об обращении
appeal-organisation = Куда направлено
appeal-index = Регистрационный индекс
appeal-registration-limit = Зарегистрируют до
appeal-collective = коллективное
appeal-history = Ход рассмотрения
answer-title = Ответ
answer-number = Ответ №

event-submitted = Обращение подано
event-registered = Зарегистрировано, индекс { $index }. Срок ответа: { $due_on }
event-notice-term-changed = Срок перенаправления и уведомления пересчитан по календарю
event-term-changed = Срок изменен, новый срок: { $due_on } Причина: { $reason }
event-completed = Рассмотрение завершено
event-withdrawn = Обращение отозвано заявителем

list-drafts = Черновики
list-draft-empty = Черновик без текста
list-draft-saved = Сохранен
list-submitted = Поданные обращения
list-empty = Вы еще не подавали обращений.

new-lead = Черновик сохраняется сам. Начать можно на одном устройстве, а закончить на другом.
new-kind = Вид обращения
new-rules-title = Что требует закон
new-rule-language = Пишите на русском или белорусском языке: ответ дадут на том же.
new-rule-essence = Изложите суть словами: одних ссылок на сайты недостаточно.
new-rule-words = Нецензурные и оскорбительные слова недопустимы.
new-rule-complaint = Жалобу можно подать в течение трех лет с того дня, когда вы узнали о нарушении.
new-begin = Начать

draft-title = Новое обращение
draft-organisation = Куда направить обращение
draft-organisation-hint = Начните вводить название организации или ее УНП
draft-topic = Тема
draft-topic-hint = Введите слово, которое описывает вопрос: тарифы, дорога, пенсия
draft-content = Суть обращения
draft-content-hint = Что произошло, где и когда, чего вы просите. Если раньше уже обращались, напишите, что ответили.
draft-against = На кого жалоба
draft-against-employee = Фамилия, имя и должность работника
draft-against-employee-hint = Только для жалобы, если вы их знаете
draft-against-unp = УНП организации
draft-against-unp-hint = Только для жалобы на организацию
draft-files = Файлы
draft-files-hint = До пяти файлов, каждый не больше 15 МБ: jpg, png, tif, pdf, doc, docx, xls, xlsx, rtf
draft-files-add = Добавить файлы
draft-answer-way = Как получить ответ
answer-way-cabinet-hint = Ответ появится в личном кабинете
answer-way-email-hint = Ответ придет и на подтвержденную почту
answer-way-post-hint = Бумажный ответ придет на адрес ниже, копия будет в кабинете
draft-address = Ваш адрес
draft-collective-title = Коллективное обращение
draft-collective = Обращение от нескольких заявителей
draft-collective-hint = Понадобится скан списка, в котором указаны все заявители
draft-participants = Сколько заявителей
draft-participants-list = Скан списка заявителей
draft-submit = Подать обращение
draft-save = Сохранить черновик
draft-saved = Черновик сохранен.
draft-saved-at = Черновик сохранен в { $time }
draft-offline = Нет связи. Черновик сохранится, когда она появится.
draft-conflict = Черновик изменен в другом окне. Нажмите «Сохранить черновик», чтобы оставить этот текст.
draft-conflict-page = Этот черновик изменен в другом окне или на другом устройстве. Здесь показано то, что ввели вы: если сохранить, оно заменит прежнее.
draft-remove = Удалить черновик

picker-find = Найти
picker-choose = Выберите из найденного
picker-chosen = Выбрано:
picker-sections = Все темы по разделам
picker-browse-hint = Чтобы выбрать тему из списка по разделам, нажмите «Найти», оставив поле пустым.
picker-nothing = Ничего не найдено. Попробуйте другое слово.
picker-found = Найдено вариантов:
picker-organisation-hint = УНП { $unp }. { $address }

upload-waiting = Ожидает очереди
upload-uploading = Загружается
upload-offline = Нет связи. Загрузка продолжится сама.
upload-cancel = Отменить
upload-remove = Удалить
upload-retry = Повторить
upload-failed = Не загружен
upload-send = Загрузить
upload-interrupted = Загрузка прервана. Выберите этот файл еще раз, чтобы продолжить.
upload-preview = Посмотреть
upload-participants = Список заявителей

receipt-title = Обращение принято
receipt-code = Код для проверки статуса
receipt-keep = Сохраните номер и код: по ним можно узнать статус без входа в кабинет.
receipt-next = Что дальше
receipt-next-registration = Куда направлено: { $organisation }. Обращение зарегистрируют не позднее { $moment }.
receipt-next-answer = Ответ дадут за 15 дней, а если нужна дополнительная проверка, за месяц. Точный срок появится после регистрации.
receipt-next-notice = О каждом шаге придет уведомление.
receipt-open = Открыть обращение

document-title = Документ
document-receipt-pdf = Уведомление о приеме
document-answer-pdf = Ответ
document-appeal-export = Обращение с вложениями
document-forming = готовится
document-failed = не удалось подготовить
document-forming-text = Документ готовится. Обычно это занимает несколько секунд.
document-failed-text = Документ подготовить не удалось. Мы уже знаем об этом и повторим попытку.
document-again = Проверить снова

withdraw-title = Отозвать обращение
withdraw-lead = Рассмотрение прекратится, ответа не будет. Отменить отзыв нельзя, но можно подать новое обращение.
withdraw-submit = Отозвать
withdraw-keep = Не отзывать

status-title = Статус обращения
status-lead = Номер и код указаны в уведомлении о приеме обращения.
status-number-hint = Десять цифр
status-code-hint = Десять букв и цифр
status-submit = Узнать статус
status-wrong-title = Обращение не найдено
status-wrong = Проверьте номер и код.
status-more = Текст обращения и ответ видны в личном кабинете.

notices-none = Уведомлений пока нет.
notices-new = Новое

upload-form-title = Добавить файл
upload-form-name = Название файла
upload-form-name-hint = Например, Снимок двора
upload-form-format = Формат файла
upload-form-next = Дальше
upload-form-lead = Выберите файл «{ $name }» на своем компьютере и отправьте его. Не закрывайте страницу, пока он не загрузится.
upload-form-file = Файл, не больше 15 МБ
upload-form-empty = Файл не дошел. Отправьте его еще раз.

## Как посчитан срок (BEY-06)

appeal-term-how = Как посчитана эта дата?
appeal-term-15d = Закон дает организации на ответ 15 календарных дней. Они идут со дня после регистрации. Если последний день нерабочий, срок кончается в первый рабочий день после него.
appeal-term-1m = На обращение, которое нужно дополнительно изучить и проверить, закон дает один месяц. Он идет со дня после регистрации и кончается в то же число следующего месяца. Если последний день нерабочий, срок кончается в первый рабочий день после него.
appeal-term-set = Этот день назначила организация. Почему, сказано в ходе рассмотрения.
appeal-term-registration = Обращение регистрируют в день подачи. Если оно подано позже чем за час до конца рабочего дня или в нерабочий день, его регистрируют на следующий рабочий день.
appeal-term-differs = Календарь рабочих дней с тех пор изменился, поэтому счет по нему дает другой день. Считается дата, которая указана выше.
