### Доступ да зваротаў іншых арганізацый (CTL-06).

nav-access = Доступ да зваротаў
nav-others = Звароты іншых арганізацый
access-lead = Супрацоўнікі з роляй «Для службовага карыстання» чытаюць звароты іншай арганізацыі, калі яна адкрыла доступ. Кожны прагляд запісваецца.
access-matrix = Матрыца доступу
access-matrix-lead = Якім арганізацыям адкрыты звароты іншых арганізацый. Кожны прагляд запісваецца.
access-matrix-none = Доступ яшчэ нікому не адкрыты.
access-viewer = Хто глядзіць
access-owner = Чые звароты
access-reason = Падстава
access-reason-hint = Для чаго патрэбны доступ
access-act-hint = Рашэнне або акт заканадаўства
access-answer = Прычына адмовы
access-decision = Рашэнне
access-state = Стан
access-state-requested = запытаны
access-state-open = адкрыты
access-state-refused = адмоўлена
access-state-closed = закрыты
access-asked = Запыты да вас
access-asked-none = Доступ ніхто не запытвае.
access-open = Каму адкрыты доступ
access-open-none = Доступ нікому не адкрыты.
access-open-new = Адкрыць доступ
access-looks = Апошнія прагляды
access-looks-none = Звароты ніхто не глядзеў.
access-look-at = Калі
access-look-who = Хто
access-look-what = Што
access-look-list = Спіс зваротаў
access-ours = Вашы запыты
access-ours-none = Вы доступ не запытвалі.
access-ask = Запытаць доступ
access-send = Адправіць запыт
access-grant = Адкрыць доступ
access-refuse = Адмовіць
access-close = Закрыць доступ
others-lead = Адкрытыя вам звароты падпарадкаваных і іншых арганізацый. Іх можна толькі чытаць.
others-none = Доступу да зваротаў іншых арганізацый пакуль няма.
others-subordinate = Падпарадкаваная арганізацыя
others-journaled = Прагляд запісваецца.

fault-not-subordinate-for-access = Доступ можна запытаць у падпарадкаванай арганізацыі. Да іншых звяртаецца знешні адміністратар.
fault-own-organisation = Да зваротаў сваёй арганізацыі доступ не патрэбны.
fault-access-asked-before = Доступ ужо запытаны або адкрыты.

notice-access-asked = { $viewer } просіць доступ да зваротаў вашай арганізацыі.
mail-access-asked-subject = Запыт доступу да зваротаў
mail-access-asked-text =
    { $viewer } просіць доступ да зваротаў арганізацыі «{ $organisation }».

    Вырашыце на старонцы «Доступ да зваротаў».
mail-access-asked-button = Адкрыць
choices-access-asked = Іншая арганізацыя просіць доступ да зваротаў
delivery-kind-access-asked = Запыт доступу да зваротаў
notice-access-decided = { $state ->
    [open] Адкрыты доступ да зваротаў арганізацыі «{ $organisation }».
    [refused] Адмоўлена ў доступе да зваротаў арганізацыі «{ $organisation }».
   *[closed] Закрыты доступ да зваротаў арганізацыі «{ $organisation }».
}
mail-access-decided-subject = Рашэнне пра доступ да зваротаў
mail-access-decided-text =
    { $state ->
        [open] Адкрыты доступ да зваротаў арганізацыі «{ $organisation }».
        [refused] Адмоўлена ў доступе да зваротаў арганізацыі «{ $organisation }».
       *[closed] Закрыты доступ да зваротаў арганізацыі «{ $organisation }».
    }
mail-access-decided-button = Адкрыць
choices-access-decided = Рашэнне пра доступ да зваротаў іншай арганізацыі
delivery-kind-access-decided = Рашэнне пра доступ
