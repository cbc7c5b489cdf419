### Праверка адказу перад адпраўкай.

answer-warnings = Праверце перад адпраўкай
answer-send-anyway = Адправіць усё роўна
answer-warning-other-language = Адказ не на мове звароту. Паводле закона адказ даюць на мове, на якой выкладзены зварот.
answer-warning-no-order-of-appealing = У адказе ёсць адмова, але не пазначаны парадак яе абскарджання.
answer-warning-unanswered-question = Падобна, што гэтыя пытанні звароту засталіся без адказу:
answer-warning-foreign-phone = У адказе ёсць нумары тэлефонаў, якіх заяўнік не пазначаў:
answer-warning-foreign-email = У адказе ёсць адрасы электроннай пошты, якіх заяўнік не пазначаў:
answer-warning-foreign-identification = У адказе ёсць чужыя ідэнтыфікацыйныя нумары:
answer-warning-foreign-name = У адказе названы іншыя людзі. Упэўніцеся, што іх персанальныя даныя можна паведаміць заяўніку:
answer-save-anyway = Захаваць усё роўна
answer-leave-anyway = Пакінуць без разгляду ўсё роўна
answer-warnings-or = Выпраўце тэкст або працягвайце як ёсць.
answer-warning-leaving-without-order = Не ўказана, як абскардзіць пакіданне звароту без разгляду: у вышэйстаячую арганізацыю, потым у суд.
answer-warning-complained-executor = Скарга, падобна, пададзена на гэтага выканаўцу. Даручыце разгляд іншаму:
answer-warning-complained-head = Скарга, падобна, пададзена на таго, хто выдае рэзалюцыю. Няхай яе выдасць іншы кіраўнік:
answer-warning-complained-signatory = Скарга, падобна, пададзена на таго, хто падпісвае. Няхай падпіша іншы:
