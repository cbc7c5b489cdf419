### Нагрузка выканаўцаў і звароты без руху.

nav-workload = Нагрузка

workload-lead = Незавершаныя задачы супрацоўнікаў па рэзалюцыях. Тэрміны – выканаўцаў, а не зваротаў.
workload-empty = Выканаўцаў у арганізацыі пакуль няма.
workload-open = Задач у рабоце
workload-soon = Тэрмін падыходзіць
workload-today = Тэрмін сёння
workload-overdue = Пратэрмінавана
workload-returned = На вяртанні
workload-silent = Без руху
workload-first = Паказаны першыя { $count }: спачатку тыя, у каго больш пратэрмінавана.

filter-executor = Выканаўца
filter-state-silent = Без руху
filter-count-silent = Без руху

reminder-clock-silence = Нічога не адбываецца
reminder-until-silence = руху няма з { $due_on_short }
reminder-silent = З гэтага дня руху няма
reminder-silent-count = Без руху: { $count }.
ladder-silence = Звароты без руху
ladder-silence-days = Паведамляць, калі столькі рабочых дзён запар нічога не адбываецца
ladder-silence-hint = Лік ад 1 да 30. Пра кожны зварот паведамім адзін раз; ён бачны ў спісе і на старонцы «Нагрузка». Пуста – не сачыць.
