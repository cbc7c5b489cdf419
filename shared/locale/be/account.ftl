### Уваход, рэгістрацыя, актывацыя кабінета, профіль.

sign-in-title = Уваход у асабісты кабінет
sign-in-login = Лагін
sign-in-password = Пароль
sign-in-failed = Увайсці не ўдалося
sign-in-wrong = Лагін або пароль уведзены няправільна.
sign-in-locked = Занадта многа няўдалых спроб. Увайсці можна будзе праз { $minutes } { $minutes ->
    [one] хвіліну
    [few] хвіліны
   *[many] хвілін
}.
sign-in-ended = Сеанс завершаны, таму што вы доўга нічога не рабілі. Увайдзіце зноў, каб працягнуць.
sign-in-new-title = Упершыню тут?
sign-in-new-text = Каб падаць зварот і атрымаць адказ, патрэбны асабісты кабінет.

sign-up-title = Рэгістрацыя
sign-up-kind-lead = Ад чыйго імя вы будзеце падаваць звароты?
sign-up-kind-person = Ад свайго імя, як грамадзянін. У тым ліку замежны грамадзянін і асоба без грамадзянства.
sign-up-kind-entrepreneur = Як прадпрымальнік. Спатрэбіцца УНП.
sign-up-kind-legal-entity = Ад імя арганізацыі. Спатрэбяцца яе УНП і імя кіраўніка.
sign-up-contacts = Тэлефон і пошта
sign-up-access = Лагін і пароль
sign-up-login-hint = Лацінскія літары, лічбы, кропка, злучок або падкрэсліванне, не менш за тры знакі
sign-up-password-hint = Не менш за 10 знакаў. Зручна ўзяць некалькі не звязаных паміж сабой слоў.
sign-up-password-again = Пароль яшчэ раз
sign-up-consent = Згаджаюся на апрацоўку персанальных даных для разгляду маіх зваротаў
sign-up-consent-label = Згода
sign-up-submit = Зарэгістравацца

person-surname = Прозвішча
person-name = Імя
person-patronymic = Імя па бацьку
person-patronymic-hint = Калі яно ёсць
person-organisation-name = Поўнае найменне арганізацыі
person-organisation-name-hint = Як у пасведчанні аб рэгістрацыі
person-unp = УНП
person-unp-hint = Дзевяць знакаў
person-unp-legal-hint = Дзевяць лічбаў
person-head-name = Кіраўнік або ўпаўнаважаная асоба
person-head-name-hint = Прозвішча, імя, імя па бацьку
person-phone = Мабільны тэлефон
person-phone-hint = На яго прыйдзе СМС з кодам. Напрыклад, +375 29 123-45-67
person-email = Электронная пошта
person-email-hint = Сюды можна атрымліваць апавяшчэнні. Адрас спатрэбіцца пацвердзіць.

address-home = Адрас месца жыхарства або знаходжання
address-seat = Месца знаходжання арганізацыі
address-settlement = Населены пункт
address-settlement-hint = Напрыклад, г. Мінск або аг. Сеніца
address-street = Вуліца
address-house = Дом
address-building = Корпус
address-flat = Кватэра
address-postal-code = Паштовы індэкс
address-district = Раён
address-region = Вобласць

activate-title = Пацвердзіце тэлефон
activate-lead = Мы адправілі СМС з кодам на нумар { $phone }. Код дзейнічае адну хвіліну.
activate-code = Код з СМС
activate-code-hint = Шэсць лічбаў
activate-submit = Пацвердзіць
activate-again = Даслаць новы код
activate-wait = Новы код можна запытаць пасля { $time }: папярэдні ўжо ў дарозе.
activate-other-phone = Нумар указаны няправільна
activate-phone-submit = Змяніць нумар і даслаць код
confirm-email-title = Пацвярджэнне адраса
confirm-email-lead = Націсніце кнопку, каб пацвердзіць адрас электроннай пошты.
confirm-email-submit = Пацвердзіць адрас
confirm-email-done = Адрас пацверджаны. Цяпер на яго будуць прыходзіць апавяшчэнні.
confirm-email-next = У асабісты кабінет
confirm-email-gone = Спасылка ўжо выкарыстана або састарэла. Запытайце новую ў профілі.

profile-kind = Від заяўніка
profile-data = Звесткі пра заяўніка
profile-save = Захаваць звесткі
profile-saved = Звесткі захаваны. У пададзеных зваротах застануцца ранейшыя.
profile-phone-hint = Новы нумар трэба будзе пацвердзіць кодам з СМС
profile-save-contacts = Захаваць тэлефон і пошту
profile-contacts-saved = Тэлефон і пошта захаваны.
profile-email-confirmed = Пошта пацверджана
profile-email-unconfirmed = Пошта не пацверджана
profile-email-again = Даслаць спасылку яшчэ раз
profile-link-sent = Спасылка адпраўлена. Праверце пошту.
profile-messages = Апавяшчэнні
profile-messages-lead = У асабістым кабінеце бачныя ўсе апавяшчэнні. Выберыце, што яшчэ дасылаць.
profile-messages-about = Пра што
profile-by-email = Па пошце
profile-by-sms = Па СМС
profile-save-messages = Захаваць выбар
profile-messages-saved = Выбар захаваны.
profile-about-submitted = Зварот пададзены
profile-about-registered = Зварот зарэгістраваны
profile-about-term-changed = Тэрмін разгляду зменены
profile-about-completed = Атрыманы адказ
profile-about-left-without-consideration = Зварот пакінуты без разгляду
profile-about-withdrawn = Зварот адкліканы
profile-sessions = Бяспека
profile-sessions-lead = Калі вы ўваходзілі з чужога камп’ютара, завяршыце ўсе сеансы адразу.
profile-sign-out-everywhere = Выйсці на ўсіх прыладах

