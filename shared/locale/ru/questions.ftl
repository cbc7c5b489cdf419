### Несколько вопросов в одном обращении (BEY-09; закон, ст. 14).

work-do-questions = Разделить на вопросы
work-done-questions = Вопросы обращения записаны.
questions-lead = Если в обращении несколько вопросов, запишите каждый отдельно. У каждого будет своя тема и свой результат: обращение рассмотрено, когда рассмотрены все вопросы (ст. 14 Закона). Чтобы снова объединить вопросы, очистите все строки.
question-field-text = Вопрос { $number }
question-field-topic = Вопрос { $number }, тема
question-field-outcome = Вопрос { $number }, результат
question-number = Вопрос { $number }
question-text = О чем вопрос
question-topic = Тема или подтема
question-topic-none = Не выбрана
questions-submit = Сохранить вопросы
questions-more = Еще строки
questions-title = Вопросы обращения
question-resolve = Резолюция по этому вопросу
question-of-resolution = По вопросу { $number }: { $text }
question-result = Результат по вопросу { $number }
question-sent-on = Направлен в другую организацию
questions-own = Вопросы этого обращения

fault-one-question-only = Один вопрос разделять не нужно: запишите хотя бы два.
fault-all-questions-sent-on = Направляются все оставшиеся вопросы: выберите обращение целиком.
fault-not-one-for-each-question = Результатов должно быть столько же, сколько вопросов, на которые отвечает организация: { $count }.

event-questions-set = Обращение разделено на вопросы
work-event-questions-set = Записаны вопросы обращения
work-event-questions-united = Вопросы обращения снова объединены
document-event-questions-set = Записаны вопросы обращения
