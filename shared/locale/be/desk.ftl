### Пошук і адбор у спісе зваротаў, захаваныя пошукі, шаблоны лістоў, нагрузка.

## Адбор

filter-title = Адбор
filter-counters = Што патрабуе ўвагі
filter-any = Любое значэнне
filter-applicant = Заяўнік
filter-applicant-hint = Прозвішча або назва, можна з памылкай друку
filter-status = Статус
filter-state = Тэрмін
filter-days = Хутка: дзён
filter-kind = Від
filter-form = Форма падачы
filter-topic = Тэма
filter-topic-hint = Падтэмы з’явяцца пасля выбару раздзела
filter-submitted-from = Пададзена з
filter-submitted-to = Пададзена па
filter-registered-from = Зарэгістравана з
filter-registered-to = Зарэгістравана па
filter-due-from = Тэрмін з
filter-due-to = Тэрмін па
filter-order = Парадак
filter-apply = Паказаць
filter-shown = Паказаны звароты, якія падыходзяць пад адбор.
filter-reset = Зняць адбор
filter-state-fresh = Свежыя
filter-state-due-soon = Хутка заканчваецца
filter-state-due-today = Заканчваецца сёння
filter-state-overdue = Пратэрмінавана
filter-state-controlled = На кантролі
filter-count-fresh = Свежыя
filter-count-due-soon = Заканчваецца за { $days } { $days ->
    [one] дзень
    [few] дні
   *[many] дзён
}
filter-count-due-today = Заканчваецца сёння
filter-count-overdue = Пратэрмінавана
filter-count-controlled = На кантролі
filter-order-newest = Спачатку новыя
filter-order-oldest = Спачатку даўнія
filter-order-due = Спачатку з блізкім тэрмінам (толькі на разглядзе)

## Захаваныя пошукі і файл спіса

search-keep = Захаваць пошук
search-kept = Захаваныя пошукі
search-none = Захаваных пошукаў пакуль няма. Задайце адбор у спісе зваротаў і выберыце «Захаваць пошук».
search-not-understood = Такі пошук захаваць нельга: яго ўмовы не ўдалося прачытаць. Вярніцеся да спіса зваротаў, задайце адбор і захавайце пошук зноў.
search-name = Назва
search-name-hint = Пошук з такой жа назвай будзе заменены
search-save = Захаваць
search-remove = Выдаліць
list-file-make = Выгрузіць спіс у XLSX
list-file-title = Спіс зваротаў

## Тэрміны

term-changed-by-calendar = Змяніўся каляндар працоўных дзён.

## Шаблоны лістоў

nav-templates = Шаблоны лістоў
letter-lead = Шаблоны бачаць усе, хто адказвае на звароты ў вашай арганізацыі.
letter-lead-all = Гэтыя шаблоны бачаць ва ўсіх арганізацыях.
letter-none = Шаблонаў пакуль няма.
letter-new = Новы шаблон
letter-template = Шаблон ліста
letter-name = Назва
letter-locale = Мова ліста
letter-locale-hint = Шаблон прапануецца да зваротаў на гэтай мове
letter-text = Тэкст
letter-text-hint = Палі ў фігурных дужках запоўняцца з карткі, напрыклад {"{"}applicant{"}"}
letter-fields = Якія ёсць палі
letter-save = Захаваць
letter-remove = Выдаліць шаблон
letter-choose = Шаблон ліста
letter-insert = Уставіць
letter-of-operator = агульны
letter-field-number = Нумар звароту ў сістэме
letter-field-index = Рэгістрацыйны індэкс
letter-field-applicant = Заяўнік
letter-field-address = Адрас заяўніка
letter-field-submitted = Дата падачы
letter-field-registered = Дата рэгістрацыі
letter-field-due = Апошні дзень тэрміну разгляду
letter-field-topic = Тэма
letter-field-organisation = Назва арганізацыі
letter-field-official = Хто піша
letter-field-today = Сённяшняя дата

## Дзеянне з некалькімі зваротамі

bulk-title = З адзначанымі зваротамі
bulk-choose = Адзначыць
bulk-control = Узяць на кантроль
bulk-lift = Зняць з кантролю
bulk-file = Падшыць у справу
bulk-term = Змяніць тэрмін
bulk-look = Паглядзець, што будзе
bulk-lead = Пакуль нічога не зменена. Праверце, што адбудзецца з кожным зваротам.
bulk-appeals = Звароты
bulk-action = Дзеянне
bulk-waits = Спачатку запоўніце палі вышэй
bulk-do = Выканаць
bulk-again = Праверыць
bulk-will = Будзе выканана
bulk-done = Выканана
bulk-joined = Тэрмін агульны: ён зменіцца і ў далучаных зваротаў ({ $count })
bulk-joined-done = Тэрмін агульны: ён змяніўся і ў далучаных зваротаў ({ $count })
bulk-result = Вынік
