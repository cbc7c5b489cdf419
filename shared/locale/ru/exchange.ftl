### Обмен пакетами через СМДО: сообщения в пакетах, страницы, история, уведомления.

## В пакетах

exchange-document-kind = Обращение
exchange-document-title = Обращение № { $number }
exchange-subject = { $number } от { $date }
exchange-file-appeal = Обращение { $number }.txt
exchange-letter-unp = УНП: { $value }
exchange-letter-head = Руководитель или представитель: { $value }
exchange-letter-phone = Телефон: { $value }
exchange-letter-email = Эл. почта: { $value }
exchange-letter-files = Приложения:
exchange-ack-delivered = Документ доставлен в систему документооборота
exchange-ack-completed = Документ зарегистрирован, рассмотрение обращения { $number } завершено
exchange-ack-not-registrable = Документ не подлежит регистрации: система принимает только ответы на обращения
exchange-ack-unknown-appeal = Отказ в регистрации: обращение, на которое дан ответ, у этой организации не найдено
exchange-ack-not-handled = Документ получен и хранится, но обработать его пока не удалось

exchange-code-minus-1 = XML не разобран
exchange-code-minus-21 = ЭЦП неверна
exchange-code-minus-22 = Отсутствует ЭЦП
exchange-code-minus-23 = Нет доверия к сертификату
exchange-code-1 = Недопустимое значение атрибута (Заголовок)
exchange-code-2 = Недопустимое значение атрибута (Заголовок)
exchange-code-3 = Недопустимое значение атрибута (Вид сообщения)
exchange-code-10 = Получатель не определен
exchange-code-11 = Получатель не является организацией, осуществившей прием сообщения
exchange-code-12 = Отсутствует обязательный атрибут
exchange-code-20 = Отсутствует зона сообщения
exchange-code-21 = Недопустимый тип зоны
exchange-code-22 = Наличие нескольких зон одного типа
exchange-code-30 = Недопустимые элементы
exchange-code-31 = Неправильная вложенность
exchange-code-32 = Неверная кратность элемента
exchange-code-33 = Неверный тип данных атрибута
exchange-code-34 = Неверный тип данных содержания элемента
exchange-code-35 = Отсутствует обязательный атрибут элемента
exchange-code-other = Ошибка

## История

work-event-exchanged = Обмен через СМДО
work-event-answer-received = Через СМДО получен ответ
work-event-exchange-faulted = Обмен через СМДО не удался
document-event-exchanged = Обмен через СМДО
document-event-answer-received = Через СМДО получен ответ
document-event-exchange-faulted = Обмен через СМДО не удался
event-exchanged = Обращение передано в организацию
event-answer-received = Получен ответ организации
event-exchange-faulted = Обращение передается в организацию
exchange-event-registered = Рег. № { $number } от { $date }
exchange-event-text = Сообщение получателя: { $value }
exchange-event-not-registered = Здесь зарегистрировать не удалось, зарегистрируйте вручную. Не приняты поля: { $value }
exchange-event-answer-faulty = В ответе ошибки, рассмотрение не завершено: { $value }
exchange-event-incoming-failed = Полученный пакет обработать не удалось, его можно обработать еще раз на странице СМДО.
exchange-event-refused-here = Получатель зарегистрировал обращение, здесь этого сделать не удалось. Проверьте обращение.

## Уведомления

notice-answer-received = Через СМДО пришел ответ на обращение { $number }. Проверьте его и завершите рассмотрение.
mail-answer-received-subject = Ответ на обращение { $number } пришел через СМДО
mail-answer-received-text =
    Через СМДО пришел ответ на обращение { $number }. Файлы ответа можно приложить, когда вы завершаете рассмотрение.

    Организация: { $organisation }.
mail-answer-received-button = Открыть обращение
notice-exchange-faulted = Обращение { $number }: обмен через СМДО не удался. Посмотрите, что случилось.
mail-exchange-faulted-subject = Обращение { $number }: обмен через СМДО не удался
mail-exchange-faulted-text =
    Пакет обращения { $number } не прошел через СМДО или в ответе есть ошибки. Что именно случилось, видно в карточке обращения.

    Организация: { $organisation }.
mail-exchange-faulted-button = Открыть обращение
delivery-kind-answer-received = Делопроизводителю: ответ из СМДО
delivery-kind-exchange-faulted = Делопроизводителю: обмен через СМДО не удался
queue-exchange = Обмен через СМДО

## Состояния

exchange-state-forming = Готовится
exchange-state-created = Создан
exchange-state-attached = Файлы переданы
exchange-state-sent = Отправлен
exchange-state-silent = Нет ответа получателя
exchange-state-delivered = Доставлен
exchange-state-registered = Зарегистрирован
exchange-state-refused = Отказ в регистрации
exchange-state-failed = Не удалось
exchange-incoming-stored = Принят
exchange-incoming-checking = Файлы проверяются
exchange-incoming-applied = Учтен
exchange-incoming-offered = Ждет делопроизводителя
exchange-incoming-completed = Завершил рассмотрение
exchange-incoming-faulty = С ошибками
exchange-incoming-refused = Не принят
exchange-incoming-failed = Не удалось обработать
exchange-step-create = Создание пакета
exchange-step-attach = Передача файлов
exchange-step-send = Отправка
exchange-step-asked = Повтор вручную
exchange-result-done = выполнено
exchange-result-retry = не удалось
exchange-result-failed = не удалось, попытки закончились
exchange-result-asked = поставлен в очередь

## Страницы

nav-exchange = СМДО
exchange-title = Взаимодействие с СМДО
exchange-lead = Обращения граждан и юридических лиц уходят в систему документооборота организации пакетами, ответы приходят тем же путем.
exchange-lead-all = Пакеты всех организаций, подписанных на взаимодействие с СМДО.
exchange-subscribed = Организация подписана, код в СМДО: { $code }. Обращения, поданные после { $date }, передаются автоматически.
exchange-not-subscribed = Организация не подписана: обращения в СМДО не передаются.
exchange-to-subscription = Настроить подписку
exchange-outgoing = Отправленные пакеты
exchange-incoming = Полученные пакеты
exchange-sides = Какие пакеты показать
exchange-state = Состояние
exchange-any-state = Любое
exchange-show = Показать
exchange-none = Пакетов нет.
exchange-made = Создан
exchange-came = Получен
exchange-appeal = Обращение
exchange-organisation = Организация
exchange-attempts = Шаги
exchange-error = Последняя ошибка
exchange-trouble-refused = Маршрутизатор СМДО отказал: код { $status }
exchange-trouble-unanswered = Маршрутизатор СМДО не ответил
exchange-trouble-unknown = Маршрутизатор СМДО не нашел пакет, он будет создан заново
exchange-trouble-storage = Не удалось прочитать файлы обращения из хранилища
exchange-trouble-too-large = Файл больше, чем принимает СМДО
exchange-trouble-checking = Проверка файлов ответа так и не закончилась
exchange-trouble-registration = Ответ пришел, а регистрации обращения нет
exchange-trouble-endless = Обработка не закончилась ни с одной попытки
exchange-trouble-database = База данных не приняла сообщение
exchange-sender = Отправитель
exchange-acknowledgement = Уведомление отправителю
exchange-package = Пакет СМДО
exchange-incoming-package = Полученный пакет СМДО
exchange-receiver = Получатель
exchange-message = Идентификатор сообщения
exchange-sent = Отправлен
exchange-delivered = Доставлен
exchange-registered = Зарегистрирован получателем
exchange-repeats = Повторов вручную
exchange-words = Уведомления получателя
exchange-no-words = Уведомлений пока нет.
exchange-word-1 = Уведомление о доставке
exchange-word-2 = Уведомление о регистрации
exchange-word-fault = { $kind }, код ошибки { $code }
exchange-files = Файлы
exchange-file-attached = передан
exchange-file-waiting = не передан
exchange-next = Следующая попытка:
exchange-retry = Отправить заново
exchange-retry-hint = Пакет будет собран и отправлен еще раз как новое сообщение.
exchange-retry-twice = Прежний пакет мог дойти: тогда получатель увидит обращение дважды.
exchange-done-retry = Пакет поставлен в очередь на отправку.
exchange-look-anew = Обработать еще раз
exchange-look-anew-hint = Сообщение хранится, как оно пришло; отправитель ничего не должен повторять.
exchange-done-look-anew = Сообщение поставлено в очередь на обработку.
exchange-envelope = Содержание пакета
exchange-envelope-show = Показать содержание (JSON)
exchange-envelope-hidden = Содержание обращения скрыто: ваша роль не дает права его читать.
exchange-no-envelope = Пакет еще не собран.
exchange-envelope-removed = Содержание удалено: пакет завершен давно.
exchange-faults = Что не так
exchange-subscription = Подписка на взаимодействие с СМДО
exchange-subscription-lead = Если вы согласны, новые электронные обращения будут автоматически передаваться в систему документооборота вашей организации через СМДО. Обращения, поданные раньше, не передаются.
exchange-code = Код организации в СМДО
exchange-code-hint = Его присваивает оператор СМДО, например Org1234. Латинские буквы, цифры, точка, дефис и подчеркивание
exchange-consent = Согласие на передачу обращений через СМДО
exchange-consent-yes = Организация согласна
exchange-consent-no = Не передавать
exchange-save = Сохранить
exchange-done-saved = Сохранено.
exchange-changed = Изменено { $date }: { $who }
fault-code-taken = Этот код уже указан другой организацией

## Карточка и ответ

exchange-card = СМДО
exchange-card-open = Подробности пакета
exchange-card-answers = Ответы из СМДО
exchange-offered = Файлы, которые пришли через СМДО
exchange-offered-hint = Они уже проверены; кнопка прикладывает файл к ответу.
exchange-offered-take = Приложить к ответу
exchange-offered-checking = проверяется

## Стенд

smdo-router-title = Маршрутизатор СМДО стенда
smdo-router-explanation = Здесь видно, что получили системы документооборота организаций. Вместо них можно зарегистрировать и ответить вручную.
smdo-router-empty = Пакетов пока нет.
smdo-router-renew = Обновить
smdo-router-register = Зарегистрировать
smdo-router-plain = Ответить файлом
smdo-router-completing = Ответить и завершить
smdo-router-faulty = Ответить с ошибками
smdo-router-refuse = Отказать в регистрации
smdo-router-envelope = Конверт
