### Напаміны пра тэрміны: паведамленне, ліст, старонка дня, наладка, выбар лістоў супрацоўнікам.

nav-reminders = Напаміны

notice-deadline-reminder = Тэрміны на { $day_short }: пратэрмінавана { $overdue }, заканчваецца сёння { $today }, заканчваецца хутка { $soon }.
mail-deadline-reminder-subject = Тэрміны зваротаў: пратэрмінавана { $overdue }, сёння { $today }, хутка { $soon }
mail-deadline-reminder-text =
    Нагадваем пра тэрміны зваротаў на { $day_short }

    Пратэрмінавана: { $overdue }. Заканчваецца сёння: { $today }. Заканчваецца хутка: { $soon }.

    Хто разглядае: { $organisation }.
mail-deadline-reminder-button = Адкрыць спіс
delivery-kind-deadline-reminder = Супрацоўніку: напамін пра тэрміны

reminder-until-review = разгледзець да { $due_on_short }
reminder-until-notice = перанакіраваць або паведаміць да { $due_on_short }
reminder-until-registration = зарэгістраваць да { $due_on_short }
reminder-more = І яшчэ { $count }
reminder-more-where = астатнія на старонцы

## Старонка дня

reminders-title = Напаміны пра тэрміны
reminders-day = Нагадалі { $date }
reminders-lead = Стан тэрмінаў паказаны на цяпер: зробленае пасля напаміну ўжо адзначана.
reminders-none = У гэты дзень нагадваць не было пра што.
reminders-never = Напамінаў пакуль не было. Яны прыходзяць раніцай рабочага дня, калі падыходзіць або прайшоў тэрмін.
reminders-appeal = Зварот
reminders-what = Што зрабіць
reminders-state = Тэрмін
reminders-before = Раней
reminders-after = Пазней
reminders-first = Паказаны першыя { $count }. Астатнія знайдзіце ў спісе зваротаў.
reminders-set = Наладзіць напаміны
reminder-clock-review = Разгледзець
reminder-clock-notice = Перанакіраваць або паведаміць
reminder-clock-registration = Зарэгістраваць
reminder-done = Зроблена

## Наладка

ladder-title = Калі нагадваць пра тэрміны
ladder-lead = Напаміны прыходзяць раніцай рабочага дня справаводам і кіраўнікам: адно паведамленне і адзін ліст у дзень на ўсё. Калі дзень нерабочы, напамін пра будучы тэрмін прыйдзе напярэдадні, пра мінулы – у наступны рабочы дзень.
ladder-review = Тэрмін разгляду
ladder-notice = Пяць рабочых дзён на перанакіраванне і паведамленне
ladder-registration = Крайні тэрмін рэгістрацыі
ladder-before = За колькі каляндарных дзён да тэрміну
ladder-before-hint = Лікі ад 0 да 30 праз коску. 0 – апошні дзень тэрміну. Пуста – загадзя не нагадваць.
ladder-after = Пасля тэрміну паўтараць праз кожныя, каляндарных дзён
ladder-after-hint = Лік ад 1 да 30. Пуста – пасля тэрміну не нагадваць.
ladder-after-registration-hint = Лік ад 1 да 30. Першы раз нагадаем на наступную раніцу. Пуста – не нагадваць.
ladder-save = Захаваць
ladder-saved = Захавана. Новыя правілы дзейнічаюць з наступнай раніцы.

## Выбар лістоў супрацоўнікам

choices-title = Што дасылаць па пошце
choices-lead = У асабістым кабінеце бачныя ўсе паведамленні. Адзначце, пра што яшчэ пісаць на электронную пошту.
choices-appeal-arrived = Новы зварот
choices-appeal-withdrawn = Зварот адкліканы
choices-deadline-reminder = Напаміны пра тэрміны, адзін ліст у дзень
choices-save = Захаваць выбар
choices-saved = Выбар захаваны.
choices-link = Выбраць, што дасылаць па пошце
reminder-until-assignment = адказаць іншай арганізацыі да { $due_on_short }
reminder-until-control = атрымаць адказ іншай арганізацыі да { $due_on_short }
reminder-clock-assignment = Адказаць іншай арганізацыі
reminder-clock-control = Атрымаць адказ іншай арганізацыі
ladder-assignment = Тэрмін адказу на запыт або даручэнне і справаздачы аб перанакіраваным звароце
ladder-control = Тэрмін, да якога іншая арганізацыя павінна адказаць вам
