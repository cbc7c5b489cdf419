### Зварот асабіста кіраўніку (SUB-07).

draft-to-head = Асабіста кіраўніку арганізацыі
draft-to-head-hint = Зварот спачатку прачытае ўпаўнаважаны прадстаўнік і перадасць яго кіраўніку
fault-nobody-moderates = У гэтай арганізацыі звароты асабіста кіраўніку не прымаюцца. Падайце зварот у арганізацыю звычайным парадкам.
fault-agreement-needed = У звычайную работу зварот бярэцца толькі са згоды кіраўніка.
personal-addressed = Асабіста кіраўніку, на мадэрацыі
personal-passed = Асабіста кіраўніку
personal-ordinary = Асабіста кіраўніку, узяты ў звычайную работу
nav-personal = Асабіста кіраўніку
personal-to-moderate = На мадэрацыі
personal-nothing-to-moderate = Правяраць няма чаго.
personal-passed-title = Перададзены кіраўніку
personal-nothing-passed = Такіх зваротаў няма.
work-do-moderate = Вырашыць, каму зварот
work-done-moderated = Рашэнне запісана, зварот перададзены далей.
work-why-role-moderate = гэта робіць упаўнаважаная асоба
work-moderate-lead = Зварот адрасаваны кіраўніку асабіста. Зарэгістраваць яго трэба ў звычайны тэрмін.
work-moderate-decision = Рашэнне
work-moderate-pass-to-head = Перадаць кіраўніку
work-moderate-pass-to-head-hint = Зварот з’явіцца ў яго кабінеце
work-moderate-take-into-processing = Узяць у звычайную работу
work-moderate-take-into-processing-hint = Далей зварот ідзе як усе астатнія
work-moderate-agreed = Кіраўнік згодны
work-moderate-remark = Тлумачэнне
work-moderate-remark-hint = Для звычайнай работы абавязкова: чаму так вырашана
work-moderate-submit = Вырашыць
event-passed-to-head = Перададзена кіраўніку арганізацыі
event-taken-into-processing = Прынята ў работу арганізацыяй
work-event-passed-to-head = Перададзена кіраўніку пасля мадэрацыі
work-event-taken-into-processing = Узята ў звычайную работу са згоды кіраўніка
document-event-passed-to-head = Перададзена кіраўніку пасля мадэрацыі
document-event-taken-into-processing = Узята ў звычайную работу са згоды кіраўніка
notice-appeal-to-moderate = Зварот { $number } адрасаваны кіраўніку асабіста: праверце яго.
mail-appeal-to-moderate-subject = Зварот { $number } асабіста кіраўніку
mail-appeal-to-moderate-text =
    Паступіў зварот { $number }, адрасаваны кіраўніку асабіста.

    Куды: { $organisation }.

    Праверце яго і перадайце кіраўніку або, з яго згоды, вазьміце ў звычайную работу.
mail-appeal-to-moderate-button = Адкрыць зварот
choices-appeal-to-moderate = Паступіў зварот асабіста кіраўніку
delivery-kind-appeal-to-moderate = Зварот асабіста кіраўніку, мадэрацыя
notice-appeal-to-head = Вам асабіста адрасаваны зварот { $number }.
mail-appeal-to-head-subject = Вам асабіста: зварот { $number }
mail-appeal-to-head-text =
    Зварот { $number } адрасаваны вам асабіста і прайшоў мадэрацыю.

    Куды: { $organisation }.

    Прачытайце яго ў сваім кабінеце.
mail-appeal-to-head-button = Адкрыць зварот
choices-appeal-to-head = Перададзены зварот, адрасаваны вам асабіста
delivery-kind-appeal-to-head = Зварот асабіста кіраўніку
