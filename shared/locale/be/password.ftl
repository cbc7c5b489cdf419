### Новы пароль: забыты і зменены.

forgotten-link = Забылі пароль?
forgotten-title = Новы пароль
forgotten-lead = Мы адправім ліст са спасылкай, па якой можна задаць новы пароль. Спасылка дзейнічае адну гадзіну.
forgotten-who = Лагін або электронная пошта
forgotten-submit = Даслаць спасылку
forgotten-sent = Калі такі кабінет ёсць і яго пошта пацверджана, ліст са спасылкай ужо ў дарозе.
forgotten-no-letter = Ліста няма? Паглядзіце ў папцы «Спам», праверце, ці правільна ўведзены лагін або адрас. Новую спасылку можна запытаць праз хвіліну.
forgotten-again = Запытаць яшчэ раз

new-password-title = Новы пароль
new-password-field = Новы пароль
new-password-submit = Захаваць пароль
new-password-gone = Спасылка ўжо выкарыстана або састарэла. Запытайце новую на старонцы ўваходу.
sign-in-password-changed = Пароль зменены, усе сеансы завершаны. Увайдзіце з новым паролем.

nav-password = Пароль
change-password-title = Змена пароля
change-password-link = Змяніць пароль
change-password-old = Цяперашні пароль
change-password-lead = На іншых прыладах сеансы завершацца, тут вы застанецеся ў кабінеце.
change-password-done = Пароль зменены. Сеансы на іншых прыладах завершаны.

fault-wrong-password = Пароль уведзены няправільна.

notice-password-changed = Пароль зменены { $at }
mail-password-changed-subject = Пароль да асабістага кабінета зменены
mail-password-changed-text =
    Пароль да вашага асабістага кабінета сістэмы «Зварот» зменены { $at }

    Калі гэта зрабілі не вы, адразу задайце новы: на старонцы ўваходу націсніце «Забылі пароль?».
mail-password-changed-button = Перайсці да ўваходу
delivery-kind-password-changed = Пароль зменены
