### Памылкі ў палях форм (FaultCode) і прычыны, па якіх файл не прыняты (FileFault).

fault-required = Запоўніце гэта поле.
fault-nothing-ticked = Адзначце хаця б адзін.
fault-not-ticked = Пастаўце адзнаку.
fault-too-long = Занадта доўгі тэкст: прыбярыце { $over } { $over ->
    [one] знак
    [few] знакі
   *[many] знакаў
}, можна да { $max }.
fault-too-short = Занадта кароткі тэкст: трэба не менш за { $min } { $min ->
    [one] знак
    [few] знакі
   *[many] знакаў
}.
fault-unknown-choice = Выберыце адзін з прапанаваных варыянтаў.
fault-out-of-range = Увядзіце лік ад { $min } да { $max }.
fault-not-a-number = Увядзіце цэлы лік.
fault-not-a-date = Увядзіце існую дату, напрыклад 20.04.2026.
fault-foreign-characters = Ёсць знакі не з рускага і беларускага алфавітаў: { $characters }
fault-emoji = Прыбярыце малюнкі і смайлікі: { $characters }
fault-no-letters = Напішыце словамі.
fault-control-characters = У тэксце ёсць нечытэльныя знакі. Выдаліце іх або ўвядзіце тэкст нанава.
fault-not-an-email = Увядзіце адрас электроннай пошты, напрыклад name@example.by.
fault-not-a-phone = Увядзіце нумар тэлефона, напрыклад +375 29 123-45-67.
fault-not-a-mobile-phone = Патрэбны мабільны нумар: на яго прыйдзе СМС з кодам.
fault-not-a-postal-code = Увядзіце паштовы індэкс: шэсць лічбаў, першая з іх 2.
fault-not-a-taxpayer-number = Увядзіце УНП: дзевяць знакаў. Праверце, ці няма памылкі ў наборы.
fault-taxpayer-number-of-other-kind = Гэты УНП належыць асобе іншага віду. Праверце нумар або від заяўніка.
fault-not-an-identification-number = Увядзіце ідэнтыфікацыйны нумар, як у пашпарце: 14 знакаў.
fault-only-links = Сутнасць звароту нельга выкласці аднымі спасылкамі. Апішыце яе словамі.
fault-unknown-organisation = Выберыце арганізацыю са спіса.
fault-unknown-topic = Выберыце тэму са спіса.
fault-subtopic-required = Выберыце падтэму.
fault-subtopic-of-other-topic = Гэта падтэма адносіцца да іншай тэмы.
fault-only-for-complaints = Гэта поле запаўняецца толькі для скаргі.
fault-answer-needs-email = У профілі няма адраса электроннай пошты. Дадайце яго або выберыце іншы спосаб.
fault-paper-answer-needs-file = Адказ ідзе поштай: прыкладзіце яго электронную версію (скан або файл падпісанага адказу).
fault-collective-of-legal-entity = Юрыдычная асоба не можа падаць калектыўны зварот.
fault-too-few-participants = У калектыўным звароце не менш за { $min } заяўнікаў.
fault-participants-list-required = Далучыце скан спіса ўсіх заяўнікаў.
fault-participants-list-not-attached = Адзначаны спіс заяўнікаў не далучаны.
fault-too-many-files = Можна далучыць не больш за { $max } файлаў.
fault-file-too-large = Файл «{ $name }» большы за { $max }.
fault-files-too-large = Файлы ў самім запыце разам большыя за { $max }. Загрузіце іх асобна, да запыту.
fault-file-empty = Файл «{ $name }» пусты.
fault-file-kind-not-accepted = Файл «{ $name }» не прымаецца. Падыдуць: { $extensions }.
fault-file-type-differs = Змест файла «{ $name }» не адпавядае яго пашырэнню.
fault-file-not-uploaded = Файл «{ $name }» загружаны не цалкам. Дагрузіце яго або выдаліце.
fault-file-being-checked = Файл «{ $name }» яшчэ правяраецца. Пачакайце крыху і паспрабуйце зноў.
fault-file-refused = Файл «{ $name }» не прайшоў праверку. Выдаліце яго.
fault-file-unknown = Такога файла няма. Далучыце яго нанава.
fault-password-too-weak = Такі пароль лёгка падабраць. Прыдумайце даўжэйшы, напрыклад з некалькіх слоў.
fault-passwords-differ = Паролі не супадаюць.
fault-login-taken = Гэты лагін ужо заняты.
fault-not-a-login = Лагін складаецца з лацінскіх літар, лічбаў, кропкі, злучка і падкрэслівання.
fault-wrong-code = Код няправільны. Засталося спроб: { $left }.
fault-code-expired = Тэрмін кода скончыўся. Запытайце новы.
fault-consent-required = Адзначце згоду, каб працягнуць.
fault-term-before-registration = Тэрмін раней за дату рэгістрацыі.
fault-term-on-non-working-day = Тэрмін прыпадае на непрацоўны дзень.
fault-term-too-late = Тэрмін пазней за апошнюю законную дату: { $max }
fault-registration-before-submission = Дата рэгістрацыі раней за дзень падачы.
fault-registration-in-future = Дата рэгістрацыі яшчэ не наступіла.
fault-not-a-registration-index = Гэта не рэгістрацыйны індэкс журнала, напрыклад К-25.
fault-registration-index-taken = Гэты індэкс ужо заняты ў журнале гэтага года.

file-fault-empty = Файл пусты.
file-fault-too-large = Файл большы за 15 МБ.
file-fault-wrong-size = Файл загрузіўся не цалкам. Загрузіце яго яшчэ раз.
file-fault-wrong-extension = Файлы з такім пашырэннем не прымаюцца.
file-fault-wrong-type = Змест файла не адпавядае яго пашырэнню.
file-fault-polyglot = У файле змешаны два фарматы.
file-fault-unreadable = Файл пашкоджаны і не адкрываецца.
file-fault-encrypted = Файл абаронены паролем. Далучыце файл без пароля.
file-fault-pixel-bomb = Выява занадта вялікая. Паменшыце яе і далучыце зноў.
file-fault-zip-bomb = Файл распакоўваецца ў занадта вялікі аб’ём.
file-infected = У файле знойдзены вірус. Праверце камп’ютар антывірусам.
fault-name-taken = Такая назва ўжо ёсць, выберыце іншую.
fault-not-hours = Напішыце гадзіны працы так: 09:00-18:00
fault-no-working-day = Хаця б адзін дзень тыдня павінен быць працоўным.
fault-day-is-over = Гэты дзень ужо прайшоў: па ім палічаны тэрміны.
fault-already-day-off = Гэты дзень ужо непрацоўны.
fault-already-working-day = Гэты дзень ужо працоўны.
fault-transferred-twice = Гэты дзень ужо ўдзельнічае ў іншым пераносе.
fault-not-in-calendar = Такога дня ў календары няма.
fault-calendar-unfit = З гэтай зменай дні календара супярэчылі б адзін аднаму.
