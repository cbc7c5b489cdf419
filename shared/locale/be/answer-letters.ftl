## Адказ па электроннай пошце (REV-10)

mail-answer-letter-subject =
    { $carries ->
        [left] Зварот { $number } пакінуты без разгляду па сутнасці
        [message] Зварот { $number }: арганізацыя даслала адказ
        [interim] Прамежкавы адказ на зварот { $number }
       *[answer] Адказ на зварот { $number }
    }
mail-answer-letter-text =
    { $carries ->
        [left] Ваш зварот { $number } пакінуты без разгляду па сутнасці.
        [message] Пакуль разглядаецца ваш зварот { $number }, арганізацыя даслала адказ.
        [interim] На ваш зварот { $number } дадзены прамежкавы адказ. Разгляд працягваецца.
       *[answer] На ваш зварот { $number } дадзены адказ. Вы прасілі даслаць яго па электроннай пошце.
    }

    Хто адказаў: { $organisation }.
mail-answer-letter-button =
    { $cabinet ->
        [yes] Адкрыць зварот
       *[no] Даведацца статус звароту
    }
mail-answer-letter-reason = Прычына: { $reason }.
mail-answer-letter-attached = Да ліста прыкладзены файлы: { $names }.
mail-answer-letter-left-out =
    Да ліста не прыкладзены файлы: { $names }. { $cabinet ->
        [yes] Яны занадта вялікія для ліста або недаступныя. Спампаваць іх можна ў асабістым кабінеце.
       *[no] Яны занадта вялікія для ліста або недаступныя. Каб атрымаць іх, звярніцеся ў арганізацыю, якая адказала, і назавіце нумар звароту.
    }
notice-answer-letter = Адказ на зварот { $number } адпраўлены вам па электроннай пошце.
delivery-kind-answer-letter = Заяўніку: адказ па электроннай пошце
deliveries-no-cabinet = заяўнік без кабінета
job-send-answer = Адправіць адказ па электроннай пошце

notice-answer-not-mailed = Зварот { $number }: дастаўка адказу па электроннай пошце не пацверджана. Паглядзіце, што здарылася, і, калі трэба, перадайце адказ інакш.
mail-answer-not-mailed-subject = Зварот { $number }: дастаўка адказу па электроннай пошце не пацверджана
mail-answer-not-mailed-text =
    Заяўнік прасіў даслаць адказ на зварот { $number } па электроннай пошце, але яго дастаўка не пацверджана. Што здарылася, відаць у гісторыі звароту.

    Калі адказу ў заяўніка няма, перадайце яго інакш: поштай або асабіста. Адказ ёсць і ў кабінеце, калі ў заяўніка ён ёсць.

    Арганізацыя: { $organisation }.
mail-answer-not-mailed-button = Адкрыць зварот
choices-answer-not-mailed = Дастаўка адказу па электроннай пошце не пацверджана
delivery-kind-answer-not-mailed = Справаводу: дастаўка адказу па электроннай пошце не пацверджана

work-event-answer-mailed = Адказ адпраўлены па электроннай пошце
work-event-answer-not-mailed = Дастаўка адказу па электроннай пошце не пацверджана
work-event-mailed-to = Каму: { $value }
work-event-mailed-attached = Прыкладзена файлаў: { $count }
work-event-mailed-left-out = Не змясцілася ў ліст файлаў: { $count }
work-event-mailed-failed = Пошта ліст не прыняла
work-event-mailed-unknown = Ці дастаўлены ліст, невядома
work-event-mailed-cancelled = Ліст не адпраўлены: пацверджанага адраса няма або ўліковы запіс закрыты
document-event-answer-mailed = Адказ адпраўлены па электроннай пошце
document-event-answer-not-mailed = Дастаўка адказу па электроннай пошце не пацверджана
document-fact-mailed-to = Каму: { $value }
event-answer-mailed = Адказ адпраўлены на электронную пошту { $mailed_to }
event-answer-mailed-briefly = Адказ адпраўлены па электроннай пошце
event-answer-not-mailed = Дастаўка адказу на электронную пошту { $mailed_to } не пацверджана
event-answer-not-mailed-briefly = Дастаўка адказу па электроннай пошце не пацверджана
