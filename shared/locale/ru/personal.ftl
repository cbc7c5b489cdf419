### Обращение лично руководителю (SUB-07).

draft-to-head = Лично руководителю организации
draft-to-head-hint = Обращение сначала прочитает уполномоченный представитель и передаст его руководителю
fault-nobody-moderates = В этой организации обращения лично руководителю не принимаются. Подайте обращение в организацию обычным порядком.
fault-agreement-needed = В обычную работу обращение берется только с согласия руководителя.
personal-addressed = Лично руководителю, на модерации
personal-passed = Лично руководителю
personal-ordinary = Лично руководителю, взято в обычную работу
nav-personal = Лично руководителю
personal-to-moderate = На модерации
personal-nothing-to-moderate = Проверять нечего.
personal-passed-title = Переданы руководителю
personal-nothing-passed = Таких обращений нет.
work-do-moderate = Решить, кому обращение
work-done-moderated = Решение записано, обращение передано дальше.
work-why-role-moderate = это делает уполномоченное лицо
work-moderate-lead = Обращение адресовано руководителю лично. Зарегистрировать его нужно в обычный срок.
work-moderate-decision = Решение
work-moderate-pass-to-head = Передать руководителю
work-moderate-pass-to-head-hint = Обращение появится в его кабинете
work-moderate-take-into-processing = Взять в обычную работу
work-moderate-take-into-processing-hint = Дальше обращение идет как все остальные
work-moderate-agreed = Руководитель согласен
work-moderate-remark = Пояснение
work-moderate-remark-hint = Для обычной работы обязательно: почему так решено
work-moderate-submit = Решить
event-passed-to-head = Передано руководителю организации
event-taken-into-processing = Принято в работу организацией
work-event-passed-to-head = Передано руководителю после модерации
work-event-taken-into-processing = Взято в обычную работу с согласия руководителя
document-event-passed-to-head = Передано руководителю после модерации
document-event-taken-into-processing = Взято в обычную работу с согласия руководителя
notice-appeal-to-moderate = Обращение { $number } адресовано руководителю лично: проверьте его.
mail-appeal-to-moderate-subject = Обращение { $number } лично руководителю
mail-appeal-to-moderate-text =
    Поступило обращение { $number }, адресованное руководителю лично.

    Куда: { $organisation }.

    Проверьте его и передайте руководителю или, с его согласия, возьмите в обычную работу.
mail-appeal-to-moderate-button = Открыть обращение
choices-appeal-to-moderate = Поступило обращение лично руководителю
delivery-kind-appeal-to-moderate = Обращение лично руководителю, модерация
notice-appeal-to-head = Вам лично адресовано обращение { $number }.
mail-appeal-to-head-subject = Вам лично: обращение { $number }
mail-appeal-to-head-text =
    Обращение { $number } адресовано вам лично и прошло модерацию.

    Куда: { $organisation }.

    Прочитайте его в своем кабинете.
mail-appeal-to-head-button = Открыть обращение
choices-appeal-to-head = Передано обращение, адресованное вам лично
delivery-kind-appeal-to-head = Обращение лично руководителю
