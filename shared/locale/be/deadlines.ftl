### Станы тэрмінаў: колькі засталося і што пратэрмінавана.

term-fresh = Яшчэ { $days } { $days ->
    [one] дзень
    [few] дні
   *[many] дзён
}
term-soon = Праз { $days } { $days ->
    [one] дзень
    [few] дні
   *[many] дзён
}
term-today = Тэрмін сёння
term-overdue = Пратэрмінавана на { $days } { $days ->
    [one] дзень
    [few] дні
   *[many] дзён
}
term-met = У тэрмін
term-missed = Са спазненнем на { $days } { $days ->
    [one] дзень
    [few] дні
   *[many] дзён
}
registration-in-time = Час ёсць
registration-today = Трэба сёння
registration-late = Пратэрмінавана
registration-met = У тэрмін
registration-missed = Са спазненнем
