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
search-name = Назва
search-name-hint = Пошук з такой жа назвай будзе заменены
search-save = Захаваць
search-remove = Выдаліць
list-file-make = Выгрузіць спіс у XLSX
list-file-title = Спіс зваротаў

## Тэрміны

term-changed-by-calendar = Змяніўся каляндар працоўных дзён.
