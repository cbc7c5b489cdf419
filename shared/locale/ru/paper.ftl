### Обращения на бумаге и с личного приема (REG-02), контроль и подшивка в дело (REG-12, REG-13).

paper-title = Внести обращение
paper-lead = Так вносят обращения, поступившие на бумаге или устно на личном приеме. Электронные появляются в списке сами.
paper-begin = Новая карточка
paper-begun = Начатые карточки
paper-nameless = Без имени
paper-back = К начатым карточкам
paper-how = Как поступило
paper-received-on = Дата поступления
paper-received-on-hint = От нее считается, до какого дня зарегистрировать
paper-reception = Личный прием
paper-reception-by = Кто вел прием
paper-reception-on = Дата приема
paper-applicant-kind = Кто обращается
paper-anonymous-hint = Нет имени или адреса
paper-name-hint = Если в обращении только инициалы, введите их
paper-address = Адрес заявителя
paper-collective-hint = Двое и больше заявителей. Первый указан выше, остальные в скане списка.
paper-about = О чем обращение
paper-content = Содержание
paper-content-hint = Суть обращения словами заявителя или кратко
paper-scans = Сканы
paper-scans-hint = Письменное обращение вносится со сканом: до пяти файлов, каждый не больше 15 МБ
paper-sheets = Листов обращения
paper-annex-sheets = Листов приложений
paper-cover = Сопроводительное письмо
paper-cover-hint = Если обращение прислала другая организация
paper-cover-from = Кто прислал
paper-cover-on = Дата письма
paper-cover-index = Индекс письма
paper-office = Для делопроизводства
paper-submit = Внести обращение
work-done-entered = Обращение внесено. Теперь его нужно зарегистрировать.

work-do-control = Контроль и дело
work-done-control = Отметки сохранены.
work-controlled = На контроле
work-controlled-hint = День, с которого обращение на контроле, запишется сам
work-control-lifted = Снято с контроля
work-announced = Ответ объявлен на личном приеме
work-filed = Подшито в дело
work-case-volume = том
work-case-sheets = листы
work-case-volume-field = Том
work-case-sheets-field = Листы
work-control-submit = Сохранить отметки

event-control-marked = Отметки о контроле и деле изменены
work-event-control-marked = Отметки о контроле и деле
document-event-control-marked = Изменены отметки о контроле и деле
work-event-changed-controlled-since = На контроле: было { $was }, стало { $is }
work-event-changed-control-lifted-on = Снято с контроля: было { $was }, стало { $is }
work-event-changed-announced-on = Ответ объявлен на приеме: было { $was }, стало { $is }
work-event-changed-case-volume = Том дела: было { $was }, стало { $is }
work-event-changed-case-sheets = Листы дела: было { $was }, стало { $is }

fault-only-for-oral = Эта отметка бывает только у устного обращения.
fault-not-controlled = Обращение не стоит на контроле.
fault-day-before-control = Дата раньше дня, когда обращение взято на контроль.

## Исправление сведений

work-do-details = Исправить тему и сведения
work-details-cabinet = Текст и сведения о заявителе внес он сам, их не исправляют.
work-summary = Краткое содержание
work-prescription = Отметка о предписании
work-prescription-hint = Кто, когда и какое предписание выдал, исполнено ли оно
work-event-changed-topic = Тема: было { $was }, стало { $is }
work-event-changed-kind = Вид: было { $was }, стало { $is }
work-event-changed-applicant = Заявитель: было { $was }, стало { $is }
work-event-changed-address = Адрес: было { $was }, стало { $is }
work-event-changed-phone = Телефон: было { $was }, стало { $is }
work-event-changed-email = Электронная почта: было { $was }, стало { $is }
work-event-changed-sheets = Листов: было { $was }, стало { $is }
work-event-changed-annex-sheets = Листов приложений: было { $was }, стало { $is }
work-event-changed-summary = Краткое содержание: было «{ $was }», стало «{ $is }»
work-event-changed-prescription = Предписание: было «{ $was }», стало «{ $is }»
