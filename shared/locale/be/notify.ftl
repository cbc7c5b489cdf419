### Паведамленні людзям: запісы ў кабінеце, лісты, СМС. Часткі ліста: тэма (subject), тэкст (text), кнопка (button).
### Дата заканчваецца на «г.», таму сказ на ёй не заканчваецца.

## Агульнае для лістоў

mail-greeting = Добры дзень!
mail-button-fails = Калі кнопка не працуе, скапіруйце гэты адрас у браўзер:
mail-automatic = Гэты ліст адпраўлены аўтаматычна, адказваць на яго не трэба.
mail-choices = Выбраць, пра што і як вам паведамляць

## Коды і спасылкі

sms-phone-code = Зварот: код { $code }. Дзейнічае 1 хвіліну. Нікому яго не паведамляйце.

mail-email-link-subject = Пацвердзіце адрас электроннай пошты
mail-email-link-text =
    Гэты адрас указаны ў асабістым кабінеце сістэмы «Зварот». Націсніце кнопку, каб пацвердзіць яго.

    Спасылка дзейнічае суткі і толькі адзін раз. Калі вы не ўказвалі гэты адрас, проста выдаліце ліст.
mail-email-link-button = Пацвердзіць адрас

mail-password-link-subject = Новы пароль для асабістага кабінета
mail-password-link-text =
    Нехта, хутчэй за ўсё вы, папрасіў змяніць пароль да асабістага кабінета сістэмы «Зварот» з лагінам { $login }. Націсніце кнопку і прыдумайце новы пароль.

    Спасылка дзейнічае адну гадзіну і толькі адзін раз. Калі вы гэтага не прасілі, проста выдаліце ліст: пароль застанецца ранейшым.
mail-password-link-button = Задаць новы пароль

## Уваход закрыты

notice-sign-in-locked = Уваход быў закрыты да { $until }: некалькі разоў запар уведзены няправільны пароль.
mail-sign-in-locked-subject = Уваход у асабісты кабінет часова закрыты
mail-sign-in-locked-text =
    Нехта некалькі разоў запар увёў няправільны пароль да вашага асабістага кабінета. Таму ўваход закрыты да { $until }.

    Калі гэта былі вы, пачакайце і паспрабуйце зноў. Калі не вы, змяніце пароль, калі ўвойдзеце.
mail-sign-in-locked-button = Перайсці да ўваходу

## Файл не прыняты

notice-file-refused = Файл «{ $name }» не прыняты. { $fault ->
    [infected] { file-infected }
    [empty] { file-fault-empty }
    [too_large] { file-fault-too-large }
    [wrong_size] { file-fault-wrong-size }
    [wrong_extension] { file-fault-wrong-extension }
    [wrong_type] { file-fault-wrong-type }
    [polyglot] { file-fault-polyglot }
   *[unreadable] { file-fault-unreadable }
    [encrypted] { file-fault-encrypted }
    [pixel_bomb] { file-fault-pixel-bomb }
    [zip_bomb] { file-fault-zip-bomb }
}

## Заяўніку

notice-submitted = Зварот { $number } пададзены. Да { $register_by } яго павінны зарэгістраваць.
sms-submitted = Зварот { $number } пададзены. Пра рэгістрацыю паведамім асобна.
mail-submitted-subject = Зварот { $number } пададзены
mail-submitted-text =
    Ваш зварот прыняты. Яго нумар: { $number }.

    Каму ён накіраваны: { $organisation }.

    Да { $register_by } зварот павінны зарэгістраваць. Пра рэгістрацыю і тэрмін адказу мы паведамім асобна.
mail-submitted-button = Адкрыць зварот

notice-registered = Зварот { $number } зарэгістраваны, індэкс { $index }. Да { $due_on } вам павінны адказаць.
sms-registered = Зварот { $number } зарэгістраваны, індэкс { $index }. Адказ да { $due_on_short }
mail-registered-subject = Зварот { $number } зарэгістраваны
mail-registered-text =
    Ваш зварот { $number } зарэгістраваны. Рэгістрацыйны індэкс: { $index }.

    Хто яго разглядае: { $organisation }.

    Да { $due_on } вам павінны даць адказ. Калі спатрэбіцца дадатковае вывучэнне, тэрмін могуць падоўжыць, і мы пра гэта паведамім.
mail-registered-button = Адкрыць зварот

notice-term-changed = Тэрмін разгляду звароту { $number } зменены: цяпер да { $due_on_short }
sms-term-changed = Тэрмін адказу на зварот { $number } зменены: цяпер да { $due_on_short }
mail-term-changed-subject = Тэрмін разгляду звароту { $number } зменены
mail-term-changed-text =
    Тэрмін разгляду вашага звароту { $number } зменены. Цяпер адказ павінны даць да { $due_on } уключна.

    Прычыну глядзіце ў гісторыі звароту.
mail-term-changed-button = Адкрыць зварот

notice-completed = На зварот { $number } дадзены адказ.
sms-completed = На зварот { $number } дадзены адказ. Ён у асабістым кабінеце.
mail-completed-subject = Адказ на зварот { $number }
mail-completed-text =
    На ваш зварот { $number } дадзены адказ.

    Хто адказаў: { $organisation }.

    Прачытаць адказ і спампаваць файлы можна ў асабістым кабінеце.
mail-completed-button = Прачытаць адказ

notice-left-without-consideration = Зварот { $number } пакінуты без разгляду па сутнасці.
sms-left-without-consideration = Зварот { $number } пакінуты без разгляду па сутнасці. Прычына ў асабістым кабінеце.
mail-left-without-consideration-subject = Зварот { $number } пакінуты без разгляду па сутнасці
mail-left-without-consideration-text =
    Ваш зварот { $number } пакінуты без разгляду па сутнасці.

    Хто прыняў рашэнне: { $organisation }.

    Прычына і тлумачэнне ёсць у асабістым кабінеце.
mail-left-without-consideration-button = Прачытаць прычыну

notice-withdrawn = Зварот { $number } адкліканы.
sms-withdrawn = Вы адклікалі зварот { $number }.
mail-withdrawn-subject = Зварот { $number } адкліканы
mail-withdrawn-text =
    Вы адклікалі зварот { $number }. Разглядаць яго не будуць.

    Калі вы гэтага не рабілі, змяніце пароль да асабістага кабінета і паведаміце нам.
mail-withdrawn-button = Адкрыць зварот

## Справаводу

notice-appeal-arrived = Паступіў зварот { $number }. Зарэгіструйце яго не пазней за { $register_by_short }
mail-appeal-arrived-subject = Новы зварот { $number }
mail-appeal-arrived-text =
    Паступіў новы зварот { $number }.

    Каму: { $organisation }.

    Зарэгістраваць яго трэба да канца дня { $register_by_short }
mail-appeal-arrived-button = Адкрыць зварот

notice-appeals-arrived = Паступілі звароты: { $count }
mail-appeals-arrived-subject = Новыя звароты: { $count }
mail-appeals-arrived-text =
    Паступілі новыя звароты: { $count }. Іх трэба зарэгістраваць у тэрмін.

    Каму: { $organisation }.
mail-appeals-arrived-button = Адкрыць спіс новых

notice-appeal-withdrawn = Заяўнік адклікаў зварот { $number }.
mail-appeal-withdrawn-subject = Зварот { $number } адкліканы
mail-appeal-withdrawn-text =
    Заяўнік адклікаў зварот { $number }. Працу па ім можна спыніць.

    Каму ён быў накіраваны: { $organisation }.
mail-appeal-withdrawn-button = Адкрыць зварот
