### Паведамленні інфармацыйных сістэм (webhooks): адрасы, паведамленні, паўтор.

nav-webhooks = Паведамленні праграмам

webhooks-title = Паведамленні праграмам (webhooks)
webhooks-lead = Інфармацыйнае ўзаемадзеянне: пра падзеі са зваротамі вашай арганізацыі сістэма паведамляе вашым праграмам. Кожнае паведамленне падпісана, прыходзіць у парадку падзей звароту і не змяшчае персанальных даных.
webhooks-none = Адрасоў пакуль няма.
webhooks-add = Дадаць адрас
webhooks-add-button = Дадаць
webhook-url = Адрас
webhook-url-hint = Пачынаецца з https:// і даступны з інтэрнэту. Праграма павінна адказаць кодам 200–299 за 15 секунд.
webhook-name = Назва
webhook-name-hint = Каб адрозніваць адрасы адзін ад аднаго. Калі пуста, гэта імя сервера.
webhook-events = Пра якія падзеі паведамляць
webhook-events-hint = Калі нічога не адзначана, паведамім пра ўсе.
webhook-events-all = Пра ўсе
webhook-state = Стан
webhook-active = Працуе
webhook-failing = Не адказвае
webhook-paused = Прыпынены
webhook-disabled = Адключаны
webhook-since = з
webhook-secret-lead = Сакрэт для праверкі подпісу. Захавайце яго цяпер: больш мы яго не пакажам.
webhook-pause = Прыпыніць
webhook-resume = Уключыць
webhook-remove = Выдаліць адрас
webhook-remove-hint = Паведамленні, якія яшчэ не дастаўлены, адпраўлены не будуць. Гісторыя паведамленняў гэтага адраса знікне.
webhook-remove-now = Выдаліць зараз
webhook-which = Якія паведамленні паказаць
webhook-rotate = Выпусціць новы сакрэт: ранейшы дзейнічае яшчэ суткі
webhook-replay = Адправіць паўторна
webhook-replay-since = Усе падзеі пачынаючы з
webhook-replay-hint = Час у Мінску, не раней чым 90 дзён таму. За адзін раз паўторым да 10 000 падзей.
webhook-replay-all = Адправіць усе
webhook-messages = Паведамленні
webhook-messages-all = Усе
webhook-messages-none = Паведамленняў няма.
webhook-message = Зварот і падзея
webhook-happened = Калі
webhook-answer = Адказ
webhook-no-answer = Няма адказу
webhook-next = зноў
webhook-attempts = спроб: { $count }
webhook-again = Паўтарыць
webhook-message-waiting = Чакае
webhook-message-sending = Адпраўляецца
webhook-message-delivered = Дастаўлена
webhook-message-failed = Не дастаўлена
webhook-done-removed = Адрас выдалены.
webhook-done-changed = Захавана.
webhook-done-rotated = Новы сакрэт выпушчаны.
webhook-done-replayed = Паведамленні будуць адпраўлены паўторна.

notice-webhook-disabled = Адрас «{ $name }» для паведамленняў адключаны: не адказвае з { $since }.
mail-webhook-disabled-subject = Адрас для паведамленняў адключаны: { $name }
mail-webhook-disabled-text =
    Праграма па адрасе «{ $name }» не прымае паведамленні з { $since }. Мы перасталі іх адпраўляць.

    Калі праграма зноў запрацуе, уключыце адрас і адпраўце паўторна ўсе падзеі з гэтага часу.
mail-webhook-disabled-button = Адкрыць адрасы
delivery-kind-webhook-disabled = Адміністратару: адрас для паведамленняў адключаны

fault-not-an-endpoint = Увядзіце адрас, які пачынаецца з https://, без імя і пароля.
fault-private-address = Гэты адрас вядзе ва ўнутраную сетку. Патрэбен адрас, даступны з інтэрнэту.
