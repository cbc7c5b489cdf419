### Некалькі пытанняў у адным звароце (BEY-09; закон, арт. 14).

work-do-questions = Падзяліць на пытанні
work-done-questions = Пытанні звароту запісаны.
questions-lead = Калі ў звароце некалькі пытанняў, запішыце кожнае асобна. У кожнага будзе свая тэма і свой вынік: зварот разгледжаны, калі разгледжаны ўсе пытанні (арт. 14 Закона). Каб зноў аб’яднаць пытанні, ачысціце ўсе радкі.
question-field-text = Пытанне { $number }
question-field-topic = Пытанне { $number }, тэма
question-field-outcome = Пытанне { $number }, вынік
question-number = Пытанне { $number }
question-text = Пра што пытанне
question-topic = Тэма або падтэма
question-topic-none = Не выбрана
questions-submit = Захаваць пытанні
questions-more = Яшчэ радкі
questions-title = Пытанні звароту
question-resolve = Рэзалюцыя па гэтым пытанні
question-of-resolution = Па пытанні { $number }: { $text }
question-result = Вынік па пытанні { $number }
question-sent-on = Накіравана ў іншую арганізацыю
questions-own = Пытанні гэтага звароту

fault-one-question-only = Адно пытанне падзяляць не трэба: запішыце хаця б два.
fault-all-questions-sent-on = Накіроўваюцца ўсе пытанні, што засталіся: выберыце зварот цалкам.
fault-not-one-for-each-question = Вынікаў павінна быць столькі ж, колькі пытанняў, на якія адказвае арганізацыя: { $count }.

event-questions-set = Зварот падзелены на пытанні
work-event-questions-set = Запісаны пытанні звароту
work-event-questions-united = Пытанні звароту зноў аб’яднаны
document-event-questions-set = Запісаны пытанні звароту
