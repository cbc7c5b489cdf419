### Напоминания о сроках: уведомление, письмо, страница дня, настройка, выбор писем сотрудником.

nav-reminders = Напоминания

notice-deadline-reminder = Сроки на { $day_short }: просрочено { $overdue }, истекает сегодня { $today }, истекает скоро { $soon }.
mail-deadline-reminder-subject = Сроки обращений: просрочено { $overdue }, сегодня { $today }, скоро { $soon }
mail-deadline-reminder-text =
    Напоминаем о сроках обращений на { $day_short }

    Просрочено: { $overdue }. Истекает сегодня: { $today }. Истекает скоро: { $soon }.

    Кто рассматривает: { $organisation }.
mail-deadline-reminder-button = Открыть список
delivery-kind-deadline-reminder = Сотруднику: напоминание о сроках

reminder-until-review = рассмотреть до { $due_on_short }
reminder-until-notice = перенаправить или уведомить до { $due_on_short }
reminder-until-registration = зарегистрировать до { $due_on_short }
reminder-more = И еще { $count }
reminder-more-where = остальные на странице

## Страница дня

reminders-title = Напоминания о сроках
reminders-day = Напомнили { $date }
reminders-lead = Состояние сроков показано на сейчас: сделанное после напоминания уже отмечено.
reminders-none = В этот день напоминать было не о чем.
reminders-never = Напоминаний пока не было. Они приходят утром рабочего дня, когда подходит или прошел срок.
reminders-appeal = Обращение
reminders-what = Что сделать
reminders-state = Срок
reminders-before = Раньше
reminders-after = Позже
reminders-first = Показаны первые { $count }. Остальные найдите в списке обращений.
reminders-set = Настроить напоминания
reminder-clock-review = Рассмотреть
reminder-clock-notice = Перенаправить или уведомить
reminder-clock-registration = Зарегистрировать
reminder-done = Сделано

## Настройка

ladder-title = Когда напоминать о сроках
ladder-lead = Напоминания приходят утром рабочего дня делопроизводителям и руководителям: одно уведомление и одно письмо в день на всех. Если день нерабочий, напоминание о будущем сроке придет накануне, о прошедшем – в следующий рабочий день.
ladder-review = Срок рассмотрения
ladder-notice = Пять рабочих дней на перенаправление и уведомление
ladder-registration = Предельный срок регистрации
ladder-before = За сколько календарных дней до срока
ladder-before-hint = Числа от 0 до 30 через запятую. 0 – последний день срока. Пусто – заранее не напоминать.
ladder-after = После срока повторять через каждые, календарных дней
ladder-after-hint = Число от 1 до 30. Пусто – после срока не напоминать.
ladder-after-registration-hint = Число от 1 до 30. Первый раз напомним на следующее утро. Пусто – не напоминать.
ladder-save = Сохранить
ladder-saved = Сохранено. Новые правила действуют со следующего утра.

## Выбор писем сотрудником

choices-title = Что присылать по почте
choices-lead = В личном кабинете видны все уведомления. Отметьте, о чем еще писать на электронную почту.
choices-appeal-arrived = Новое обращение
choices-appeal-withdrawn = Обращение отозвано
choices-deadline-reminder = Напоминания о сроках, одно письмо в день
choices-save = Сохранить выбор
choices-saved = Выбор сохранен.
choices-link = Выбрать, что присылать по почте
reminder-until-assignment = ответить другой организации до { $due_on_short }
reminder-until-control = получить ответ другой организации до { $due_on_short }
reminder-clock-assignment = Ответить другой организации
reminder-clock-control = Получить ответ другой организации
ladder-assignment = Срок ответа на запрос или поручение и отчета о перенаправленном обращении
ladder-control = Срок, к которому другая организация должна ответить вам
