### Рэестр спыненай перапіскі (BEY-04; закон, арт. 15 і 21).

nav-stopped = Перапіска спынена
stopped-title = Спыненая перапіска
stopped-lead = З кім і па якіх пытаннях арганізацыя спыніла перапіску (арт. 21 Закона). Картка новага звароту такога заяўніка папярэдзіць пра гэта.
stopped-holding = Дзейнічае
stopped-ended = Скасавана
stopped-find = Заяўнік, пытанне або № звароту
stopped-none = Запісаў няма.
stopped-question = Пытанне
stopped-question-hint = Яго ўбачыць заяўнік і тыя, хто будзе разбіраць новыя звароты
stopped-on = Перапіска спынена
stopped-by-appeal = Па звароце
stopped-entry = Запіс рэестра
stopped-annulled = Скасавана
stopped-annul = Скасаваць спыненне перапіскі
stopped-annul-lead = Новыя звароты па гэтым пытанні зноў будуць разглядацца. Заяўнік даведаецца пра гэта ў кабінеце; калі кабінета ў яго няма, паведаміце яму пісьмом.
stopped-decide-lead = Паўторны зварот прызнаны неабгрунтаваным: у ім няма новых акалічнасцей, пытанне рэгулюе іншае заканадаўства або яно не адносіцца да кампетэнцыі арганізацыі. Кіраўнік можа спыніць перапіску па гэтым пытанні (арт. 21 Закона). Новыя такія звароты можна будзе пакідаць без разгляду. Заяўнік даведаецца пра гэта ў кабінеце; калі кабінета ў яго няма, паведаміце яму пісьмом.
stopped-warning = Перапіска з гэтым заяўнікам спынена. Праверце, ці пра тое ж пытанне зварот:
stopped-since = з { $date }
stopped-leave = Пакінуць без разгляду па гэтай прычыне
stopped-who-leaves = Калі пытанне тое ж, пакінуць зварот без разгляду можа кіраўнік арганізацыі або ўпаўнаважаная асоба.
stopped-by-this = Па гэтым звароце спынена перапіска па пытанні:
work-do-stop = Спыніць перапіску
work-done-stopped = Перапіска па гэтым пытанні спынена, заяўніку паведамлена.
work-done-stopped-untold = Перапіска па гэтым пытанні спынена. Кабінета ў заяўніка няма: паведаміце яму пра гэта пісьмом.

fault-correspondence-not-stopped = У рэестры арганізацыі няма спыненай перапіскі з гэтым заяўнікам.
fault-not-an-unfounded-repeat = Перапіску спыняюць па паўторным звароце, які пакінуты без разгляду як неабгрунтаваны (арт. 21 Закона).
fault-stopped-before = Па гэтым звароце перапіска ўжо спынена.

event-correspondence-stopped = Перапіска спынена па пытанні: { $question }
event-correspondence-resumed = Перапіска адноўлена па пытанні: { $question }
event-correspondence-stopped-briefly = Перапіска па адным з пытанняў спынена
event-correspondence-resumed-briefly = Перапіска па адным з пытанняў адноўлена
work-event-correspondence-stopped = Перапіска з заяўнікам спынена
work-event-correspondence-resumed = Спыненне перапіскі скасавана
document-event-correspondence-stopped = Перапіска з заяўнікам спынена
document-event-correspondence-resumed = Спыненне перапіскі з заяўнікам скасавана

notice-correspondence-stopped = Перапіска па пытанні звароту { $number } спынена.
sms-correspondence-stopped = Перапіска па пытанні звароту { $number } спынена. Падрабязней – у асабістым кабінеце.
mail-correspondence-stopped-subject = Перапіска па пытанні звароту { $number } спынена
mail-correspondence-stopped-text =
    Ваш паўторны зварот { $number } прызнаны неабгрунтаваным. Перапіска па гэтым пытанні спынена.

    Хто прыняў рашэнне: { $organisation }.

    Новыя звароты па гэтым пытанні могуць быць пакінуты без разгляду. Рашэнне можна абскардзіць у вышэйстаячую арганізацыю.
mail-correspondence-stopped-button = Адкрыць зварот
notice-correspondence-resumed = Перапіска па пытанні звароту { $number } адноўлена.
sms-correspondence-resumed = Перапіска па пытанні звароту { $number } адноўлена.
mail-correspondence-resumed-subject = Перапіска па пытанні звароту { $number } адноўлена
mail-correspondence-resumed-text =
    Рашэнне аб спыненні перапіскі па пытанні вашага звароту { $number } скасавана.

    Хто прыняў рашэнне: { $organisation }.

    Вы зноў можаце падаць зварот па гэтым пытанні, яго разгледзяць.
mail-correspondence-resumed-button = Адкрыць зварот
profile-about-correspondence-stopped = Перапіска спынена
profile-about-correspondence-resumed = Перапіска адноўлена
delivery-kind-correspondence-stopped = Перапіска спынена
delivery-kind-correspondence-resumed = Перапіска адноўлена
