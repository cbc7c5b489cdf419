### Правила словами: как найдена дата (BEY-06) и почему действие отклонено (REV-13).

weekday-short = { $weekday ->
    [1] пн
    [2] вт
    [3] ср
    [4] чт
    [5] пт
    [6] сб
   *[7] вс
}
day-by-act = { $has_act ->
    [yes] { " " }({ $act })
   *[no] { "" }
}

## Срок рассмотрения

deadline-step-registered = { $date_short } ({ weekday-short }) – день регистрации, он не считается
deadline-step-counted-from = { $date_short } ({ weekday-short }) – первый день срока
deadline-step-set-by-hand = { $date_short } ({ weekday-short }) – день, который установлен при изменении срока или передан другой системой
deadline-step-calendar-days = { $date_short } ({ weekday-short }) – последний из { $days } { $days ->
    [one] календарного дня
   *[other] календарных дней
}
deadline-step-same-day-number = { $date_short } ({ weekday-short }) – то же число последнего месяца
deadline-step-last-day-of-month = { $date_short } ({ weekday-short }) – последний день месяца: { $day_number }-го числа в нем нет
deadline-step-counted = { $date_short } ({ weekday-short }) – рабочий день { $number }{ $why ->
    [transferred] , работают за { $day_off_short }{ day-by-act }
    [by_organisation] { " " }по графику организации
   *[usual] { "" }
}
deadline-step-non-working-day = { $date_short } ({ weekday-short }) – нерабочий день: { $why ->
    [weekend] выходной
    [holiday] праздник
    [transferred] рабочий день перенесен на { $working_short }{ day-by-act }
   *[by_organisation] по графику организации
}
deadline-step-worked-instead = { $date_short } ({ weekday-short }) – рабочий день: { $why ->
    [transferred] работают за { $day_off_short }{ day-by-act }
   *[by_organisation] по графику организации
}
deadline-step-moved-to = { $date_short } ({ weekday-short }) – первый рабочий день после этого
deadline-step-chosen = { $date_short } ({ weekday-short }) – день, который назначен
deadline-step-working-day = { $date_short } ({ weekday-short }) – рабочий день
deadline-step-last-day = { $date_short } ({ weekday-short }) – сегодня, последний день срока
deadline-step-working-days-left = После сегодняшнего дня { $days ->
    [one] остался { $days } рабочий день
    [few] осталось { $days } рабочих дня
   *[many] осталось { $days } рабочих дней
}, считая последний день срока
deadline-step-passed = После срока { $days ->
    [one] прошел { $days } рабочий день
    [few] прошло { $days } рабочих дня
   *[many] прошло { $days } рабочих дней
}
deadline-step-year-not-published = Переносы рабочих дней { $year } года еще не объявлены: когда их объявят, дата может измениться

## Крайний срок регистрации

limit-step-submitted = { $at_short } – подано
limit-step-hour-added = { $at_short } – прибавлен один час
limit-step-before-end-of-day = { $date_short } ({ weekday-short }) – рабочий день { $hours }, он еще не окончен
limit-step-after-end-of-day = { $date_short } ({ weekday-short }) – рабочий день { $hours }, он уже окончен
limit-step-non-working-day = { $date_short } ({ weekday-short }) – нерабочий день: { $why ->
    [weekend] выходной
    [holiday] праздник
    [transferred] рабочий день перенесен на { $working_short }{ day-by-act }
   *[by_organisation] по графику организации
}
limit-step-moved-to = { $date_short } ({ weekday-short }) – следующий рабочий день{ $why ->
    [transferred] , работают за { $day_off_short }{ day-by-act }
    [by_organisation] { " " }по графику организации
   *[usual] { "" }
}
limit-step-grace = { $at_short } – до этого времени регистрация еще не опоздала

## Почему отклонено

refusal-already-final = Рассмотрение обращения завершено, изменить его нельзя.
refusal-wrong-status = Сейчас это действие невозможно: у обращения другой статус.
refusal-wrong-role = Ваша роль не позволяет этого сделать.
