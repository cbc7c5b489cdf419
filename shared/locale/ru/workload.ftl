### Нагрузка исполнителей и обращения без движения.

nav-workload = Нагрузка

workload-lead = Незавершенные задачи сотрудников по резолюциям. Сроки – исполнителей, а не обращений.
workload-empty = Исполнителей в организации пока нет.
workload-open = Задач в работе
workload-soon = Срок подходит
workload-today = Срок сегодня
workload-overdue = Просрочено
workload-returned = На возврате
workload-silent = Без движения
workload-first = Показаны первые { $count }: сначала те, у кого больше просрочено.

filter-executor = Исполнитель
filter-state-silent = Без движения
filter-count-silent = Без движения

reminder-clock-silence = Ничего не происходит
reminder-until-silence = движения нет с { $due_on_short }
reminder-silent = С этого дня движения нет
reminder-silent-count = Без движения: { $count }.
ladder-silence = Обращения без движения
ladder-silence-days = Сообщать, если ничего не происходит столько рабочих дней подряд
ladder-silence-hint = Число от 1 до 30. О каждом обращении сообщим один раз; оно видно в списке и на странице «Нагрузка». Пусто – не следить.
