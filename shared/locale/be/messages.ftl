### Перапіска з заяўнікам падчас разгляду (REV-09).

messages-title = Паведамленні
message-kind-question = Пытанне заяўніку
message-kind-question-hint = Удакладніць звесткі. Заяўнік адкажа з кабінета.
message-kind-question-hint-no-cabinet = Удакладніць звесткі. Кабінета ў заяўніка няма, ён адкажа вам лістом.
message-kind-answer = Прамежкавы адказ
message-kind-answer-hint = Разгляд на гэтым не завяршаецца. Да электроннага звароту адказ дадаецца файлам.
message-kind-reply = Адказ заяўніка

work-do-message = Напісаць заяўніку
work-done-message = Паведамленне адпраўлена.
work-why-role-message = гэта робіць справавод, кіраўнік або ўпаўнаважаная асоба
work-message-kind = Што гэта
work-message-text = Тэкст
work-message-submit = Адправіць
work-message-by-post = Заяўнік атрымлівае лісты на паперы. Паведамленне захаваецца ў картцы, а яму адпраўце яго поштай.
work-message-no-cabinet = Кабінета ў заяўніка няма. Прамежкавы адказ пойдзе яму па электроннай пошце, а пытанне адпраўце самі.
work-letters-message-hint = Да пяці файлаў, кожны не большы за 15 МБ

reply-title = Адказаць арганізацыі
reply-back = Да звароту
reply-text = Ваш адказ
reply-submit = Адправіць

event-message-sent = Арганізацыя напісала вам
event-reply-received = Вы адказалі арганізацыі
work-event-message-sent = Заяўніку адпраўлена паведамленне
work-event-reply-received = Заяўнік адказаў
document-event-message-sent = Заяўніку адпраўлена паведамленне
document-event-reply-received = Заяўнік адказаў на паведамленне

fault-nothing-asked = Арганізацыя яшчэ нічога вам не напісала, адказваць няма на што.
fault-too-many-replies = Вы адправілі ўжо { $max } адказаў запар. Дачакайцеся, калі арганізацыя напіша зноў.

notice-message-received = Па звароце { $number } арганізацыя напісала вам. Прачытайце і, калі вас пытаюцца, адкажыце.
sms-message-received = Па звароце { $number } вам напісала арганізацыя. Прачытайце ў асабістым кабінеце.
mail-message-received-subject = Паведамленне па звароце { $number }
mail-message-received-text =
    Па вашым звароце { $number } прыйшло паведамленне.

    Хто напісаў: { $organisation }.

    Прачытайце яго ў асабістым кабінеце. Калі вас просяць нешта ўдакладніць, там жа можна адказаць і дадаць файлы.
mail-message-received-button = Прачытаць паведамленне
profile-about-message-received = Арганізацыя напісала вам
delivery-kind-message-received = Паведамленне заяўніку

notice-reply-received = Заяўнік адказаў па звароце { $number }.
mail-reply-received-subject = Заяўнік адказаў па звароце { $number }
mail-reply-received-text =
    Заяўнік адказаў на ваша паведамленне па звароце { $number }.

    Каму: { $organisation }.

    Адказ і файлы ў картцы звароту.
mail-reply-received-button = Адкрыць зварот
delivery-kind-reply-received = Адказ заяўніка

choices-reply-received = Заяўнік адказаў на паведамленне
