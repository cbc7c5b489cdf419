### Словы, якія патрэбны ўсюды: даты, памеры, назвы са слоўнікаў сістэмы.

date-long = { $day } { $month ->
    [1] студзеня
    [2] лютага
    [3] сакавіка
    [4] красавіка
    [5] мая
    [6] чэрвеня
    [7] ліпеня
    [8] жніўня
    [9] верасня
    [10] кастрычніка
    [11] лістапада
   *[12] снежня
} { $year } г.
weekday = { $number ->
    [1] панядзелак
    [2] аўторак
    [3] серада
    [4] чацвер
    [5] пятніца
    [6] субота
   *[7] нядзеля
}
# Пасля прыназоўніка «да».
weekday-until = { $number ->
    [1] панядзелка
    [2] аўторка
    [3] серады
    [4] чацвярга
    [5] пятніцы
    [6] суботы
   *[7] нядзелі
}
size-bytes = { $count } { $count ->
    [one] байт
    [few] байты
   *[many] байтаў
}
size-kilobytes = { $count } КБ
size-megabytes = { $count } МБ

language-ru = Русский
language-be = Беларуская

kind-application = Заява
kind-proposal = Прапанова
kind-complaint = Скарга

form-electronic = Электронны
form-written = Пісьмовы
form-oral = Вусны

applicant-kind-person = Грамадзянін
applicant-kind-entrepreneur = Індывідуальны прадпрымальнік
applicant-kind-legal-entity = Юрыдычная асоба

answer-way-cabinet = У асабістым кабінеце
answer-way-email = Па электроннай пошце
answer-way-post = На паперы, поштай

status-submitted = Пададзена
status-in-moderation = На мадэрацыі
status-registered = Зарэгістравана
status-in-progress = На выкананні
status-answered = Выканана
status-left-without-consideration = Пакінута без разгляду па сутнасці
status-withdrawn = Адклікана
status-redirected = Перанакіравана
status-taken-note = Прынята да ведама

outcome-satisfied = Задаволена
outcome-partly-satisfied = Задаволена часткова
outcome-refused = Адмоўлена
outcome-explained = Растлумачана

role-chief-administrator = Галоўны адміністратар
role-operator = Аператар
role-external-administrator = Знешні адміністратар
role-clerk = Справавод
role-organisation-head = Кіраўнік арганізацыі
role-organisation-deputy-head = Намеснік кіраўніка арганізацыі
role-head = Кіраўнік
role-unit-head = Кіраўнік структурнага падраздзялення
role-executor = Выканаўца
role-authorised-person = Упаўнаважаная асоба
role-report-creator = Стваральнік справаздач
role-official-use = Для службовага карыстання

file-state-uploading = Загружаецца
file-state-checking = Правяраецца
file-state-clean = Правераны
file-state-infected = Заражаны
file-state-broken = Не прыняты

file-flag-macros = Змяшчае макрасы
file-flag-encrypted = Абаронены паролем або з абмежаваннем правоў
file-flag-scripts = Змяшчае сцэнарый, які выконваецца пры адкрыцці
file-flag-launch = Спрабуе запусціць праграму
file-flag-embedded-files = Змяшчае ўкладзеныя файлы або аб’екты
file-flag-external-content = Пры адкрыцці загружае даныя з сеткі
