### Старонкі аператара: стан сістэмы, адпраўленыя паведамленні.

nav-system = Стан сістэмы
nav-deliveries = Дастаўка паведамленняў
nav-settings = Налады сістэмы
settings-lead = Дзейнічаюць ва ўсёй сістэме адразу пасля захавання. Змены запісваюцца ў журнал падзей бяспекі.
settings-changed = Налады захаваны.
settings-save = Захаваць
switch-relax-content-alphabet = Дапускаць у тэксце звароту іншыя літары
switch-relax-content-alphabet-hint = Пра літары не рускага і не беларускага алфавіта папярэджваюць, але зварот прымаюць.
switch-allow-collective-of-legal-entity = Прымаць калектыўныя звароты юрыдычных асоб праз сайт
switch-allow-collective-of-legal-entity-hint = Пададзеныя на паперы прымаюцца заўсёды.
switch-allow-collective-of-legal-entity-by-edms = Прымаць калектыўныя звароты юрыдычных асоб з СЭД і файлаў
switch-allow-collective-of-legal-entity-by-edms-hint = Загружаныя па API, СМДА і файлам. СЭД – сістэма электроннага дакументаабароту арганізацыі.
switch-edms-withdrawal-limit = Адклікаць праз СЭД зварот грамадзяніна толькі да рэгістрацыі
switch-edms-withdrawal-limit-hint = Закон такога абмежавання не ўстанаўлівае.

deliveries-lead = Кожнае паведамленне па электроннай пошце і СМС: калі, каму і з якім вынікам адпраўлена. Змест і адрасы тут не паказваюцца.
deliveries-state = Стан
deliveries-any-state = Любы
deliveries-login = Лагін атрымальніка
deliveries-show = Паказаць
deliveries-unknown-login = Уліковага запісу з такім лагінам няма.
deliveries-none = Такіх паведамленняў няма.
deliveries-made = Створана
deliveries-whom = Каму
deliveries-what = Пра што
deliveries-attempts = Спробы
delivery-title = Паведамленне
delivery-appeal = Зварот
delivery-channel = Спосаб
delivery-handed-over = Перададзена на адпраўку
delivery-finished = Завершана
delivery-no-attempts = Спроб яшчэ не было.
delivery-next = Наступная спроба:
delivery-unknown = Паведамленне перададзена, але сувязь абарвалася да адказу. Само яно паўторна не адпраўляецца, каб чалавек не атрымаў яго двойчы. Тое ж апавяшчэнне ёсць у атрымальніка ў асабістым кабінеце.

delivery-channel-email = Электронная пошта
delivery-channel-sms = СМС
delivery-state-waiting = Чакае адпраўкі
delivery-state-handing-over = Перадаецца
delivery-state-sent = Адпраўлена
delivery-state-failed = Не адпраўлена
delivery-state-unknown = Невядома, ці дайшло
delivery-state-cancelled = Скасавана
delivery-result-sent = Адпраўлена
delivery-result-retry = Не ўдалося, будзе паўторана
delivery-result-refused = Адмоўлена
delivery-result-unknown = Адказ не атрыманы
delivery-result-cancelled = Скасавана
delivery-kind-phone-code = Код для пацвярджэння тэлефона
delivery-kind-email-link = Спасылка для пацвярджэння пошты
delivery-kind-password-link = Спасылка для змены пароля
delivery-kind-sign-in-locked = Уваход часова закрыты
delivery-kind-submitted = Зварот пададзены
delivery-kind-registered = Зварот зарэгістраваны
delivery-kind-term-changed = Тэрмін зменены
delivery-kind-completed = Дадзены адказ
delivery-kind-left-without-consideration = Пакінуты без разгляду
delivery-kind-withdrawn = Зварот адкліканы
delivery-kind-appeal-arrived = Справаводу: новы зварот
delivery-kind-appeals-arrived = Справаводу: некалькі новых зваротаў
delivery-kind-appeal-withdrawn = Справаводу: зварот адкліканы

system-antivirus-warning = Антывірус адключаны наладай ANTIVIRUS=off: загружаныя файлы не правяраюцца на вірусы.
system-done-unlocked = Блакіроўка знята, запіс пра гэта ёсць у журнале бяспекі.
system-done-tried = Заданне зноў пастаўлена ў чаргу.
system-queues = Чэргі заданняў
system-queue = Чарга
system-waiting = Чакаюць
system-oldest = Даўжэй за ўсіх чакае
system-running = Выконваюцца
system-failed = Не выкананы
system-nothing-waits = ніхто не чакае
system-waits-for-later = адкладзены да наступнай спробы
system-failed-title = Нявыкананыя заданні
system-failed-none = Такіх заданняў няма.
system-job = Заданне
system-reason = Прычына
system-trace = След у журнале:
system-try-again = Паўтарыць
system-locks = Блакіроўкі ўваходу
system-locks-hint = Пасля некалькіх няправільных пароляў запар уваход закрываецца на 15 хвілін. Блакіроўку можна зняць раней.
system-locks-none = Зараз ніхто не заблакіраваны.
system-locked = Хто
system-locked-account = уліковы запіс
system-locked-address = сеткавы адрас
system-locked-until = Да
system-failures = Няўдалых спроб: { $count }
system-unlock = Зняць блакіроўку
system-facts = На чым працуе сістэма
system-version = Версія праграмы
system-place = Дзе запушчана
system-place-process = Працэс на серверы
system-database = База даных
system-migration = структура
system-storage = Сховішча файлаў
system-bucket = раздзел
system-doorbell = Чарга абвестак
system-antivirus = Антывірус
system-antivirus-on = Уключаны
system-antivirus-off = Адключаны
system-antivirus-elsewhere = Наладжаны ў функцыі праверкі файлаў

queue-files = Праверка файлаў
queue-notify = Апавяшчэнні
queue-reports = Дакументы і справаздачы
queue-load = Загрузка зваротаў
job-check-file = Праверыць файл
job-remove-file = Выдаліць файл
job-announce = Паведаміць пра падзею
job-deliver = Адправіць паведамленне
job-form-document = Сфарміраваць дакумент
job-send-webhook = Паведаміць праграме пра падзею
job-load = Увесці звароты з файла
job-send-package = Адправіць пакет СМДА
job-handle-incoming = Разабраць пакет СМДА

duration-seconds = { $count } { $count ->
    [one] секунда
    [few] секунды
   *[many] секунд
}
duration-minutes = { $count } { $count ->
    [one] хвіліна
    [few] хвіліны
   *[many] хвілін
}
duration-hours = { $count } { $count ->
    [one] гадзіна
    [few] гадзіны
   *[many] гадзін
}
duration-days = { $count } { $count ->
    [one] дзень
    [few] дні
   *[many] дзён
}
