### Звароты заяўніка: падача, чарнавік, спіс, картка, файлы, статус, апавяшчэнні.

appeal-title = Зварот
appeal-number = Нумар звароту
appeal-about = Пра што
appeal-status = Статус
appeal-submitted = Пададзены
appeal-due = Адказ да
appeal-due-later = пасля рэгістрацыі
appeal-data = Звесткі пра зварот
appeal-organisation = Куды накіраваны
appeal-index = Рэгістрацыйны індэкс
appeal-registration-limit = Зарэгіструюць да
appeal-collective = калектыўны
appeal-history = Ход разгляду
answer-title = Адказ
answer-number = Адказ №

event-submitted = Зварот пададзены
event-registered = Зарэгістраваны, індэкс { $index }. Тэрмін адказу: { $due_on }
event-notice-term-changed = Тэрмін перанакіравання і паведамлення пералічаны па календары
event-term-changed = Тэрмін зменены, новы тэрмін: { $due_on } Прычына: { $reason }
event-completed = Разгляд завершаны
event-withdrawn = Зварот адкліканы заяўнікам

list-drafts = Чарнавікі
list-draft-empty = Чарнавік без тэксту
list-draft-saved = Захаваны
list-submitted = Пададзеныя звароты
list-empty = Вы яшчэ не падавалі зваротаў.

new-lead = Чарнавік захоўваецца сам. Пачаць можна на адной прыладзе, а скончыць на другой.
new-kind = Від звароту
new-rules-title = Што патрабуе закон
new-rule-language = Пішыце на рускай або беларускай мове: адказ дадуць на той жа.
new-rule-essence = Выкладзіце сутнасць словамі: адных спасылак на сайты недастаткова.
new-rule-words = Нецэнзурныя і абразлівыя словы недапушчальныя.
new-rule-complaint = Скаргу можна падаць на працягу трох гадоў з таго дня, калі вы даведаліся пра парушэнне.
new-begin = Пачаць

draft-title = Новы зварот
draft-organisation = Куды накіраваць зварот
draft-organisation-hint = Пачніце ўводзіць назву арганізацыі або яе УНП
draft-topic = Тэма
draft-topic-hint = Увядзіце слова, якое апісвае пытанне: тарыфы, дарога, пенсія
draft-content = Сутнасць звароту
draft-content-hint = Што адбылося, дзе і калі, чаго вы просіце. Калі раней ужо звярталіся, напішыце, што адказалі.
draft-against = На каго скарга
draft-against-employee = Прозвішча, імя і пасада работніка
draft-against-employee-hint = Толькі для скаргі, калі вы іх ведаеце
draft-against-unp = УНП арганізацыі
draft-against-unp-hint = Толькі для скаргі на арганізацыю
draft-files = Файлы
draft-files-hint = Да пяці файлаў, кожны не большы за 15 МБ: jpg, png, tif, pdf, doc, docx, xls, xlsx, rtf
draft-files-add = Дадаць файлы
draft-answer-way = Як атрымаць адказ
answer-way-cabinet-hint = Адказ з’явіцца ў асабістым кабінеце
answer-way-email-hint = Адказ прыйдзе і на пацверджаную пошту
answer-way-post-hint = Папяровы адказ прыйдзе на адрас ніжэй, копія будзе ў кабінеце
draft-address = Ваш адрас
draft-collective-title = Калектыўны зварот
draft-collective = Зварот ад некалькіх заяўнікаў
draft-collective-hint = Спатрэбіцца скан спіса, у якім указаны ўсе заяўнікі
draft-participants = Колькі заяўнікаў
draft-participants-list = Скан спіса заяўнікаў
draft-submit = Падаць зварот
draft-save = Захаваць чарнавік
draft-saved = Чарнавік захаваны.
draft-saved-at = Чарнавік захаваны ў { $time }
draft-offline = Няма сувязі. Чарнавік захаваецца, калі яна з’явіцца.
draft-conflict = Чарнавік зменены ў іншым акне. Націсніце «Захаваць чарнавік», каб пакінуць гэты тэкст.
draft-conflict-page = Гэты чарнавік зменены ў іншым акне або на іншай прыладзе. Тут паказана тое, што ўвялі вы: калі захаваць, яно заменіць ранейшае.
draft-remove = Выдаліць чарнавік

picker-find = Знайсці
picker-choose = Выберыце са знойдзенага
picker-chosen = Выбрана:
picker-sections = Усе тэмы па раздзелах
picker-browse-hint = Каб выбраць тэму са спіса па раздзелах, націсніце «Знайсці», пакінуўшы поле пустым.
picker-nothing = Нічога не знойдзена. Паспрабуйце іншае слова.
picker-found = Знойдзена варыянтаў:
picker-organisation-hint = УНП { $unp }. { $address }

upload-waiting = Чакае чаргі
upload-uploading = Загружаецца
upload-offline = Няма сувязі. Загрузка працягнецца сама.
upload-cancel = Адмяніць
upload-remove = Выдаліць
upload-retry = Паўтарыць
upload-failed = Не загружаны
upload-send = Загрузіць
upload-interrupted = Загрузка перапынена. Выберыце гэты файл яшчэ раз, каб працягнуць.
upload-preview = Праглядзець
upload-participants = Спіс заяўнікаў

receipt-title = Зварот прыняты
receipt-code = Код для праверкі статусу
receipt-keep = Захавайце нумар і код: па іх можна даведацца пра статус без уваходу ў кабінет.
receipt-next = Што далей
receipt-next-registration = Куды накіраваны: { $organisation }. Зварот зарэгіструюць не пазней за { $moment }.
receipt-next-answer = Адказ дадуць за 15 дзён, а калі патрэбна дадатковая праверка, за месяц. Дакладны тэрмін з’явіцца пасля рэгістрацыі.
receipt-next-notice = Пра кожны крок прыйдзе апавяшчэнне.
receipt-open = Адкрыць зварот

document-title = Дакумент
document-receipt-pdf = Апавяшчэнне аб прыёме
document-answer-pdf = Адказ
document-appeal-export = Зварот з укладаннямі
document-forming = рыхтуецца
document-failed = не ўдалося падрыхтаваць
document-forming-text = Дакумент рыхтуецца. Звычайна гэта займае некалькі секунд.
document-failed-text = Дакумент падрыхтаваць не ўдалося. Мы ўжо ведаем пра гэта і паўторым спробу.
document-again = Праверыць зноў

withdraw-title = Адклікаць зварот
withdraw-lead = Разгляд спыніцца, адказу не будзе. Адмяніць адкліканне нельга, але можна падаць новы зварот.
withdraw-submit = Адклікаць
withdraw-keep = Не адклікаць

status-title = Статус звароту
status-lead = Нумар і код указаны ў апавяшчэнні аб прыёме звароту.
status-number-hint = Дзесяць лічбаў
status-code-hint = Дзесяць літар і лічбаў
status-submit = Даведацца пра статус
status-wrong-title = Зварот не знойдзены
status-wrong = Праверце нумар і код.
status-more = Тэкст звароту і адказ бачныя ў асабістым кабінеце.

notices-none = Апавяшчэнняў пакуль няма.
notices-new = Новае

upload-form-title = Дадаць файл
upload-form-name = Назва файла
upload-form-name-hint = Напрыклад, Здымак двара
upload-form-format = Фармат файла
upload-form-next = Далей
upload-form-lead = Выберыце файл «{ $name }» на сваім камп’ютары і адпраўце яго. Не закрывайце старонку, пакуль ён не загрузіцца.
upload-form-file = Файл, не большы за 15 МБ
upload-form-empty = Файл не дайшоў. Адпраўце яго яшчэ раз.

## Як палічаны тэрмін (BEY-06)

appeal-term-how = Як палічана гэтая дата?
appeal-term-15d = Закон дае арганізацыі на адказ 15 каляндарных дзён. Яны ідуць з дня пасля рэгістрацыі. Калі апошні дзень непрацоўны, тэрмін канчаецца ў першы рабочы дзень пасля яго.
appeal-term-1m = На зварот, які трэба дадаткова вывучыць і праверыць, закон дае адзін месяц. Ён ідзе з дня пасля рэгістрацыі і канчаецца ў тое ж чысло наступнага месяца. Калі апошні дзень непрацоўны, тэрмін канчаецца ў першы рабочы дзень пасля яго.
appeal-term-set = Гэты дзень прызначыла арганізацыя. Чаму, сказана ў ходзе разгляду.
appeal-term-registration = Зварот рэгіструюць у дзень падачы. Калі ён пададзены пазней чым за гадзіну да канца рабочага дня або ў непрацоўны дзень, яго рэгіструюць на наступны рабочы дзень.
appeal-term-differs = Каляндар рабочых дзён з таго часу змяніўся, таму лік па ім дае іншы дзень. Лічыцца дата, якая пазначана вышэй.
