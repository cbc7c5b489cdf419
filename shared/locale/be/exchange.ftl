### Абмен пакетамі праз СМДА: паведамленні ў пакетах, старонкі, гісторыя, апавяшчэнні.

## У пакетах

exchange-document-kind = Зварот
exchange-document-title = Зварот № { $number }
exchange-subject = { $number } ад { $date }
exchange-file-appeal = Зварот { $number }.txt
exchange-letter-unp = УНП: { $value }
exchange-letter-head = Кіраўнік або прадстаўнік: { $value }
exchange-letter-phone = Тэлефон: { $value }
exchange-letter-email = Эл. пошта: { $value }
exchange-letter-files = Дадаткі:
exchange-ack-delivered = Дакумент дастаўлены ў сістэму дакументаабароту
exchange-ack-completed = Дакумент зарэгістраваны, разгляд звароту { $number } завершаны
exchange-ack-not-registrable = Дакумент не падлягае рэгістрацыі: сістэма прымае толькі адказы на звароты
exchange-ack-unknown-appeal = Адмова ў рэгістрацыі: зварот, на які дадзены адказ, у гэтай арганізацыі не знойдзены
exchange-ack-not-handled = Дакумент атрыманы і захоўваецца, але апрацаваць яго пакуль не ўдалося

exchange-code-minus-1 = XML не разабраны
exchange-code-minus-21 = ЭЛП няправільны
exchange-code-minus-22 = Няма ЭЛП
exchange-code-minus-23 = Няма даверу да сертыфіката
exchange-code-1 = Недапушчальнае значэнне атрыбута (Загаловак)
exchange-code-2 = Недапушчальнае значэнне атрыбута (Загаловак)
exchange-code-3 = Недапушчальнае значэнне атрыбута (Від паведамлення)
exchange-code-10 = Атрымальнік не вызначаны
exchange-code-11 = Атрымальнік не з’яўляецца арганізацыяй, якая прыняла паведамленне
exchange-code-12 = Няма абавязковага атрыбута
exchange-code-20 = Няма зоны паведамлення
exchange-code-21 = Недапушчальны тып зоны
exchange-code-22 = Некалькі зон аднаго тыпу
exchange-code-30 = Недапушчальныя элементы
exchange-code-31 = Няправільная ўкладзенасць
exchange-code-32 = Няправільная кратнасць элемента
exchange-code-33 = Няправільны тып даных атрыбута
exchange-code-34 = Няправільны тып даных зместу элемента
exchange-code-35 = Няма абавязковага атрыбута элемента
exchange-code-other = Памылка

## Гісторыя

work-event-exchanged = Абмен праз СМДА
work-event-answer-received = Праз СМДА атрыманы адказ
work-event-exchange-faulted = Абмен праз СМДА не ўдаўся
document-event-exchanged = Абмен праз СМДА
document-event-answer-received = Праз СМДА атрыманы адказ
document-event-exchange-faulted = Абмен праз СМДА не ўдаўся
event-exchanged = Зварот перададзены ў арганізацыю
event-answer-received = Атрыманы адказ арганізацыі
event-exchange-faulted = Зварот перадаецца ў арганізацыю
exchange-event-registered = Рэг. № { $number } ад { $date }
exchange-event-text = Паведамленне атрымальніка: { $value }
exchange-event-not-registered = Тут зарэгістраваць не ўдалося, зарэгіструйце ўручную. Не прынятыя палі: { $value }
exchange-event-answer-faulty = У адказе памылкі, разгляд не завершаны: { $value }
exchange-event-incoming-failed = Атрыманы пакет апрацаваць не ўдалося, яго можна апрацаваць яшчэ раз на старонцы СМДА.
exchange-event-refused-here = Атрымальнік зарэгістраваў зварот, тут гэтага зрабіць не ўдалося. Праверце зварот.

## Апавяшчэнні

notice-answer-received = Праз СМДА прыйшоў адказ на зварот { $number }. Праверце яго і завяршыце разгляд.
mail-answer-received-subject = Адказ на зварот { $number } прыйшоў праз СМДА
mail-answer-received-text =
    Праз СМДА прыйшоў адказ на зварот { $number }. Файлы адказу можна далучыць, калі вы завяршаеце разгляд.

    Арганізацыя: { $organisation }.
mail-answer-received-button = Адкрыць зварот
notice-exchange-faulted = Зварот { $number }: абмен праз СМДА не ўдаўся. Паглядзіце, што здарылася.
mail-exchange-faulted-subject = Зварот { $number }: абмен праз СМДА не ўдаўся
mail-exchange-faulted-text =
    Пакет звароту { $number } не прайшоў праз СМДА або ў адказе ёсць памылкі. Што менавіта здарылася, відаць у картцы звароту.

    Арганізацыя: { $organisation }.
mail-exchange-faulted-button = Адкрыць зварот
delivery-kind-answer-received = Справаводу: адказ са СМДА
delivery-kind-exchange-faulted = Справаводу: абмен праз СМДА не ўдаўся
queue-exchange = Абмен праз СМДА

## Станы

exchange-state-forming = Рыхтуецца
exchange-state-created = Створаны
exchange-state-attached = Файлы перададзеныя
exchange-state-sent = Адпраўлены
exchange-state-silent = Няма адказу атрымальніка
exchange-state-delivered = Дастаўлены
exchange-state-registered = Зарэгістраваны
exchange-state-refused = Адмова ў рэгістрацыі
exchange-state-failed = Не ўдалося
exchange-incoming-stored = Прыняты
exchange-incoming-checking = Файлы правяраюцца
exchange-incoming-applied = Улічаны
exchange-incoming-offered = Чакае справавода
exchange-incoming-completed = Завяршыў разгляд
exchange-incoming-faulty = З памылкамі
exchange-incoming-refused = Не прыняты
exchange-incoming-failed = Не ўдалося апрацаваць
exchange-step-create = Стварэнне пакета
exchange-step-attach = Перадача файлаў
exchange-step-send = Адпраўка
exchange-step-asked = Паўтор уручную
exchange-result-done = выканана
exchange-result-retry = не ўдалося
exchange-result-failed = не ўдалося, спробы скончыліся
exchange-result-asked = пастаўлены ў чаргу

## Старонкі

nav-exchange = СМДА
exchange-title = Узаемадзеянне са СМДА
exchange-lead = Звароты грамадзян і юрыдычных асоб ідуць у сістэму дакументаабароту арганізацыі пакетамі, адказы прыходзяць тым жа шляхам.
exchange-lead-all = Пакеты ўсіх арганізацый, падпісаных на ўзаемадзеянне са СМДА.
exchange-subscribed = Арганізацыя падпісана, код у СМДА: { $code }. Звароты, пададзеныя пасля { $date }, перадаюцца аўтаматычна.
exchange-not-subscribed = Арганізацыя не падпісана: звароты ў СМДА не перадаюцца.
exchange-to-subscription = Наладзіць падпіску
exchange-outgoing = Адпраўленыя пакеты
exchange-incoming = Атрыманыя пакеты
exchange-sides = Якія пакеты паказаць
exchange-state = Стан
exchange-any-state = Любы
exchange-show = Паказаць
exchange-none = Пакетаў няма.
exchange-made = Створаны
exchange-came = Атрыманы
exchange-appeal = Зварот
exchange-organisation = Арганізацыя
exchange-attempts = Крокі
exchange-error = Апошняя памылка
exchange-trouble-refused = Маршрутызатар СМДА адмовіў: код { $status }
exchange-trouble-unanswered = Маршрутызатар СМДА не адказаў
exchange-trouble-unknown = Маршрутызатар СМДА не знайшоў пакет, ён будзе створаны нанова
exchange-trouble-storage = Не ўдалося прачытаць файлы звароту са сховішча
exchange-trouble-too-large = Файл большы, чым прымае СМДА
exchange-trouble-checking = Праверка файлаў адказу так і не скончылася
exchange-trouble-registration = Адказ прыйшоў, а рэгістрацыі звароту няма
exchange-trouble-endless = Апрацоўка не скончылася ні з адной спробы
exchange-trouble-database = База даных не прыняла паведамленне
exchange-sender = Адпраўнік
exchange-acknowledgement = Апавяшчэнне адпраўніку
exchange-package = Пакет СМДА
exchange-incoming-package = Атрыманы пакет СМДА
exchange-receiver = Атрымальнік
exchange-message = Ідэнтыфікатар паведамлення
exchange-sent = Адпраўлены
exchange-delivered = Дастаўлены
exchange-registered = Зарэгістраваны атрымальнікам
exchange-repeats = Паўтораў уручную
exchange-words = Апавяшчэнні атрымальніка
exchange-no-words = Апавяшчэнняў пакуль няма.
exchange-word-1 = Паведамленне аб дастаўцы
exchange-word-2 = Паведамленне аб рэгістрацыі
exchange-word-fault = { $kind }, код памылкі { $code }
exchange-files = Файлы
exchange-file-attached = перададзены
exchange-file-waiting = не перададзены
exchange-next = Наступная спроба:
exchange-retry = Адправіць нанова
exchange-retry-hint = Пакет будзе сабраны і адпраўлены яшчэ раз як новае паведамленне.
exchange-retry-twice = Ранейшы пакет мог дайсці: тады атрымальнік убачыць зварот двойчы.
exchange-done-retry = Пакет пастаўлены ў чаргу на адпраўку.
exchange-look-anew = Апрацаваць яшчэ раз
exchange-look-anew-hint = Паведамленне захоўваецца так, як яно прыйшло; адпраўніку нічога паўтараць не трэба.
exchange-done-look-anew = Паведамленне пастаўлена ў чаргу на апрацоўку.
exchange-envelope = Змест пакета
exchange-envelope-show = Паказаць змест (JSON)
exchange-envelope-hidden = Змест звароту схаваны: ваша роля не дае права яго чытаць.
exchange-no-envelope = Пакет яшчэ не сабраны.
exchange-envelope-removed = Змест выдалены: пакет завершаны даўно.
exchange-faults = Што не так
exchange-subscription = Падпіска на ўзаемадзеянне са СМДА
exchange-subscription-lead = Калі вы згодныя, новыя электронныя звароты будуць аўтаматычна перадавацца ў сістэму дакументаабароту вашай арганізацыі праз СМДА. Звароты, пададзеныя раней, не перадаюцца.
exchange-code = Код арганізацыі ў СМДА
exchange-code-hint = Яго дае аператар СМДА, напрыклад Org1234. Лацінскія літары, лічбы, кропка, злучок і падкрэсліванне
exchange-consent = Згода на перадачу зваротаў праз СМДА
exchange-consent-yes = Арганізацыя згодная
exchange-consent-no = Не перадаваць
exchange-save = Захаваць
exchange-done-saved = Захавана.
exchange-changed = Зменена { $date }: { $who }
fault-code-taken = Гэты код ужо пазначыла іншая арганізацыя

## Картка і адказ

exchange-card = СМДА
exchange-card-open = Падрабязнасці пакета
exchange-card-answers = Адказы са СМДА
exchange-offered = Файлы, якія прыйшлі праз СМДА
exchange-offered-hint = Яны ўжо правераны; кнопка далучае файл да адказу.
exchange-offered-take = Далучыць да адказу
exchange-offered-checking = правяраецца

## Стэнд

smdo-router-title = Маршрутызатар СМДА стэнда
smdo-router-explanation = Тут відаць, што атрымалі сістэмы дакументаабароту арганізацый. Замест іх можна зарэгістраваць і адказаць уручную.
smdo-router-empty = Пакетаў пакуль няма.
smdo-router-renew = Абнавіць
smdo-router-register = Зарэгістраваць
smdo-router-plain = Адказаць файлам
smdo-router-completing = Адказаць і завяршыць
smdo-router-faulty = Адказаць з памылкамі
smdo-router-refuse = Адмовіць у рэгістрацыі
smdo-router-envelope = Канверт
