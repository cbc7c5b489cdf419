### Словы друкаваных дакументаў: адказу, пацвярджэння аб падачы, выгрузкі звароту.

## Агульнае
document-page = Старонка { $page } з { $pages }
document-system-name = Сістэма ўліку і апрацоўкі зваротаў
document-digest = Кантрольная сума (SHA-256)
document-phone = тэл.
document-email = эл. пошта

## Адказ
document-answer-title = Адказ на зварот № { $number }
document-answer-subject = Аб разглядзе звароту
document-number-sign = №
document-reply-to-number = На №
document-reply-to-date = ад
document-system-number = № у сістэме
document-attachments = Дадатак
document-executor = Выканаўца

## Пацвярджэнне аб падачы
document-receipt-title = Пацвярджэнне аб падачы звароту № { $number }
document-receipt-heading = Зварот прыняты
document-receipt-number = Нумар звароту
document-receipt-submitted = Пададзены
document-receipt-minsk-time = па мінскім часе
document-receipt-organisation = Каму
document-receipt-kind = Від звароту
document-receipt-topic = Тэма
document-receipt-files = Прыкладзеныя файлы
document-receipt-no-files = Файлы не прыкладзены.
document-receipt-code = Код адсочвання
document-receipt-qr = QR-код з адрасам старонкі, на якой бачны статус звароту
document-receipt-follow = Як даведацца, што са зваротам
document-receipt-follow-scan = Навядзіце камеру тэлефона на QR-код або адкрыйце старонку
document-receipt-follow-enter = Увядзіце нумар звароту і код адсочвання. Уваходзіць у асабісты кабінет не трэба.
document-receipt-follow-keep = Захоўвайце код: статус звароту ўбачыць кожны, хто ведае нумар і код. Тэкст звароту і адказ адкрываюцца толькі ў асабістым кабінеце.
document-receipt-follow-term = Зварот рэгіструе адрасат. З дня, наступнага за днём рэгістрацыі, пачынаецца тэрмін разгляду; дата рэгістрацыі і тэрмін з’явяцца на старонцы статусу.

## Выгрузка звароту
document-appeal-title = Зварот № { $number }
document-appeal-heading = Рэгістрацыйна-кантрольная картка звароту
document-appeal-made = Сфарміравана { $moment } па мінскім часе
document-appeal-registration = Рэгістрацыя
document-appeal-index = Рэгістрацыйны індэкс
document-appeal-registered = Дата рэгістрацыі
document-appeal-registrar = Зарэгістраваў
document-appeal-received = Дата і час паступлення
document-appeal-organisation = Арганізацыя
document-appeal-status = Статус
document-appeal-form = Форма падачы
document-appeal-kind = Від звароту
document-appeal-collectivity = Індывідуальны або калектыўны
document-appeal-topic = Тэматыка
document-appeal-sheets = Аркушаў звароту
document-appeal-attachment-sheets = Аркушаў дадаткаў
document-appeal-related = Даты падачы ідэнтычных зваротаў і ўдакладняльных (дадатковых) дакументаў
document-appeal-repeated = Даты і індэксы паўторных зваротаў
document-appeal-correspondent = Карэспандэнт, дата і індэкс суправаджальнага ліста
document-appeal-applicant = Заяўнік
document-appeal-applicant-kind = Катэгорыя заяўніка
document-appeal-applicant-name = Прозвішча, уласнае імя, імя па бацьку або найменне
document-appeal-representative = Прадстаўнік
document-appeal-address = Адрас месца жыхарства (месца знаходжання)
document-appeal-phone = Кантактны тэлефон
document-appeal-email = Электронная пошта
document-appeal-answer-way = Як накіраваць адказ
document-appeal-participants = Іншыя заяўнікі калектыўнага звароту
document-appeal-against = На каго пададзена скарга
document-appeal-content = Змест звароту
document-appeal-summary = Кароткі змест
document-appeal-files = Прыкладзеныя файлы
document-appeal-no-files = Файлы не прыкладзены.
document-appeal-deadlines = Тэрміны
document-appeal-review-by = Апошні дзень разгляду па сутнасці
document-appeal-notice-by = Апошні дзень, каб перанакіраваць або пакінуць без разгляду па сутнасці з паведамленнем заяўніка
document-appeal-term-basis = Як вылічаны тэрмін
document-appeal-consideration = Разгляд
document-appeal-resolution = Рэзалюцыя
document-appeal-resolution-author = Аўтар
document-appeal-resolution-executor = Выканаўца
document-appeal-resolution-term = Тэрмін выканання
document-appeal-directed = Накіравана на выкананне
document-appeal-directed-to = Каму
document-appeal-directed-on = Дата накіравання
document-appeal-directed-term = Тэрмін
document-appeal-directed-done = Дата выканання
document-appeal-order = Адзнака аб выдачы прадпісання і яго выкананні
document-appeal-outcome = Вынік разгляду
document-appeal-answer = Дата і нумар адказу (паведамлення)
document-appeal-announced = Адзнака аб аб’яўленні адказу на асабістым прыёме
document-appeal-control = Адзнака аб зняцці з кантролю
document-appeal-case = Дакумент падшыты ў справу
document-appeal-note = Заўвага
document-appeal-history = Ход разгляду
document-appeal-history-when = Калі
document-appeal-history-who = Хто
document-appeal-history-what = Што

## Імёны файлаў
document-file-appeal = Зварот { $number }.pdf
document-file-answer = Адказ { $number }.pdf

## Значэнні палёў карткі
document-individual = Індывідуальны
document-collective = Калектыўны
document-collective-count = Калектыўны, удзельнікаў: { $count }
document-taxpayer = УНП { $number }
document-by-system = Сістэма
document-term-days = { $count } { $count ->
    [one] каляндарны дзень
    [few] каляндарныя дні
   *[many] каляндарных дзён
}, пачынаючы з дня, наступнага за днём рэгістрацыі
document-term-working-days = { $count } { $count ->
    [one] рабочы дзень
    [few] рабочыя дні
   *[many] рабочых дзён
}, пачынаючы з дня, наступнага за днём рэгістрацыі
document-term-months = { $count } { $count ->
    [one] месяц
    [few] месяцы
   *[many] месяцаў
}, пачынаючы з дня, наступнага за днём рэгістрацыі
document-term-changed = Тэрмін зменены, прычына пазначана ў ходзе разгляду

## Ход разгляду
document-event-submitted = Зварот пададзены
document-event-registered = Зварот зарэгістраваны
document-event-card-corrected = Картка выпраўлена
document-event-notice-term-changed = Тэрмін перанакіравання і паведамлення пералічаны па календары
document-event-term-changed = Тэрмін разгляду зменены
document-event-completed = Дадзены адказ
document-event-exported = Зварот выгружаны
document-event-withdrawn = Зварот адкліканы
document-fact-index = Рэгістрацыйны індэкс: { $value }
document-fact-due-on = Тэрмін разгляду: да { $value }
document-fact-number = Нумар адказу: { $value }
document-fact-reason = Прычына: { $value }
