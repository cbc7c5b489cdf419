### Состояния сроков: сколько осталось и что просрочено.

term-fresh = Еще { $days } { $days ->
    [one] день
    [few] дня
   *[many] дней
}
term-soon = Через { $days } { $days ->
    [one] день
    [few] дня
   *[many] дней
}
term-today = Срок сегодня
term-overdue = Просрочено на { $days } { $days ->
    [one] день
    [few] дня
   *[many] дней
}
term-met = В срок
term-missed = С опозданием на { $days } { $days ->
    [one] день
    [few] дня
   *[many] дней
}
registration-in-time = Время есть
registration-today = Нужно сегодня
registration-late = Просрочено
registration-met = В срок
registration-missed = С опозданием
