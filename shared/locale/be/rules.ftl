### Правілы словамі: як знойдзена дата (BEY-06) і чаму дзеянне адхілена (REV-13).

weekday-short = { $weekday ->
    [1] пн
    [2] аў
    [3] ср
    [4] чц
    [5] пт
    [6] сб
   *[7] нд
}
day-by-act = { $has_act ->
    [yes] { " " }({ $act })
   *[no] { "" }
}

## Тэрмін разгляду

deadline-step-registered = { $date_short } ({ weekday-short }) – дзень рэгістрацыі, ён не лічыцца
deadline-step-counted-from = { $date_short } ({ weekday-short }) – першы дзень тэрміну
deadline-step-set-by-hand = { $date_short } ({ weekday-short }) – дзень, які вызначаны пры змяненні тэрміну або перададзены іншай сістэмай
deadline-step-calendar-days = { $date_short } ({ weekday-short }) – апошні з { $days } { $days ->
    [one] каляндарнага дня
   *[other] каляндарных дзён
}
deadline-step-same-day-number = { $date_short } ({ weekday-short }) – той самы дзень апошняга месяца
deadline-step-last-day-of-month = { $date_short } ({ weekday-short }) – апошні дзень месяца: { $day_number }-га чысла ў ім няма
deadline-step-counted = { $date_short } ({ weekday-short }) – рабочы дзень { $number }{ $why ->
    [transferred] , працуюць за { $day_off_short }{ day-by-act }
    [by_organisation] { " " }паводле графіка арганізацыі
   *[usual] { "" }
}
deadline-step-non-working-day = { $date_short } ({ weekday-short }) – нерабочы дзень: { $why ->
    [weekend] выхадны
    [holiday] свята
    [transferred] рабочы дзень перанесены на { $working_short }{ day-by-act }
   *[by_organisation] паводле графіка арганізацыі
}
deadline-step-worked-instead = { $date_short } ({ weekday-short }) – рабочы дзень: { $why ->
    [transferred] працуюць за { $day_off_short }{ day-by-act }
   *[by_organisation] паводле графіка арганізацыі
}
deadline-step-moved-to = { $date_short } ({ weekday-short }) – першы рабочы дзень пасля гэтага
deadline-step-chosen = { $date_short } ({ weekday-short }) – дзень, які прызначаны
deadline-step-working-day = { $date_short } ({ weekday-short }) – рабочы дзень
deadline-step-last-day = { $date_short } ({ weekday-short }) – сёння, апошні дзень тэрміну
deadline-step-working-days-left = Пасля сённяшняга дня { $days ->
    [one] застаўся { $days } рабочы дзень
    [few] засталося { $days } рабочыя дні
   *[many] засталося { $days } рабочых дзён
}, лічачы апошні дзень тэрміну
deadline-step-passed = Пасля тэрміну { $days ->
    [one] прайшоў { $days } рабочы дзень
    [few] прайшло { $days } рабочыя дні
   *[many] прайшло { $days } рабочых дзён
}
deadline-step-year-not-published = Пераносы рабочых дзён { $year } года яшчэ не абвешчаны: калі іх абвесцяць, дата можа змяніцца

## Крайні тэрмін рэгістрацыі

limit-step-submitted = { $at_short } – пададзена
limit-step-hour-added = { $at_short } – дададзена адна гадзіна
limit-step-before-end-of-day = { $date_short } ({ weekday-short }) – рабочы дзень { $hours }, ён яшчэ не скончыўся
limit-step-after-end-of-day = { $date_short } ({ weekday-short }) – рабочы дзень { $hours }, ён ужо скончыўся
limit-step-non-working-day = { $date_short } ({ weekday-short }) – нерабочы дзень: { $why ->
    [weekend] выхадны
    [holiday] свята
    [transferred] рабочы дзень перанесены на { $working_short }{ day-by-act }
   *[by_organisation] паводле графіка арганізацыі
}
limit-step-moved-to = { $date_short } ({ weekday-short }) – наступны рабочы дзень{ $why ->
    [transferred] , працуюць за { $day_off_short }{ day-by-act }
    [by_organisation] { " " }паводле графіка арганізацыі
   *[usual] { "" }
}
limit-step-grace = { $at_short } – да гэтага часу рэгістрацыя яшчэ не спазнілася

## Чаму адхілена

refusal-already-final = Разгляд звароту завершаны, змяніць яго нельга.
refusal-wrong-status = Цяпер гэта дзеянне немагчымае: у звароту іншы статус.
refusal-wrong-role = Ваша роля не дазваляе гэтага зрабіць.
