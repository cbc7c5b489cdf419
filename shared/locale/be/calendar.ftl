### Нацыянальны каляндар працоўных дзён.

nav-calendar = Каляндар
calendar-changed = Каляндар зменены. Тэрміны зваротаў, якія разглядаюцца, пералічваюцца.
calendar-waiting = { $count ->
    [one] Яшчэ { $count } зварот чакае пераліку тэрміну.
    [few] Яшчэ { $count } звароты чакаюць пераліку тэрміну.
   *[many] Яшчэ { $count } зваротаў чакаюць пераліку тэрміну.
}
calendar-version = Рэдакцыя
calendar-year = Год
calendar-not-published = Каляндар гэтага года яшчэ не апублікаваны: дзейнічаюць пастаянныя святочныя дні.
calendar-holidays = Святочныя дні
calendar-transfers = Перанос працоўных дзён
calendar-no-transfers = У гэтым годзе працоўныя дні не пераносяцца.
calendar-day = Дзень
calendar-day-off = Выхадны
calendar-working = Працоўны дзень замест яго
calendar-working-hint = Толькі для пераносу: субота, якую адпрацоўваюць
calendar-act = Пастанова
calendar-act-hint = Толькі для пераносу, напрыклад: Пастанова Савета Міністраў 22.07.2025 № 397
calendar-change = Змяніць каляндар
calendar-change-hint = Змена дзейнічае адразу. Тэрміны зваротаў, якія разглядаюцца, пералічваюцца на працягу некалькіх хвілін, пра кожны новы тэрмін даведаюцца заяўнік і выканаўцы.
calendar-add-holiday = Дадаць святочны дзень
calendar-add-transfer = Перанесці працоўны дзень
calendar-put = Змяніць
calendar-remove = Прыбраць

## Выканаўцу: тэрмін звароту ссунуўся разам з календаром

notice-task-term-moved = Тэрмін разгляду звароту { $number } змяніўся разам з календаром працоўных дзён: цяпер да { $due_on_short }.
mail-task-term-moved-subject = Змяніўся тэрмін звароту { $number }
mail-task-term-moved-text =
    Змяніўся каляндар працоўных дзён, і тэрмін разгляду звароту { $number } пералічаны.

    Хто разглядае: { $organisation }.

    Новы тэрмін – да { $due_on_short }. { $own ->
        [late] Ваш уласны тэрмін па рэзалюцыі ранейшы, { $own_due_on_short }: ён пазнейшы за тэрмін звароту. Узгадніце яго з тым, хто выдаў рэзалюцыю.
       *[fits] Ваш уласны тэрмін па рэзалюцыі застаецца ранейшым: { $own_due_on_short }
    }
mail-task-term-moved-button = Адкрыць зварот
delivery-kind-task-term-moved = Выканаўцу: тэрмін ссунуўся з календаром
choices-task-term-moved = Тэрмін звароту ссунуўся з календаром
