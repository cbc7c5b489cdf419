### Новый пароль: забытый и измененный.

forgotten-link = Забыли пароль?
forgotten-title = Новый пароль
forgotten-lead = Мы отправим письмо со ссылкой, по которой можно задать новый пароль. Ссылка действует один час.
forgotten-who = Логин или электронная почта
forgotten-submit = Прислать ссылку
forgotten-sent = Если такой кабинет есть и его почта подтверждена, письмо со ссылкой уже в пути.
forgotten-no-letter = Письма нет? Посмотрите в папке «Спам», проверьте, верно ли введены логин или адрес. Новую ссылку можно запросить через минуту.
forgotten-again = Запросить еще раз

new-password-title = Новый пароль
new-password-field = Новый пароль
new-password-submit = Сохранить пароль
new-password-gone = Ссылка уже использована или устарела. Запросите новую на странице входа.
sign-in-password-changed = Пароль изменен, все сеансы завершены. Войдите с новым паролем.

nav-password = Пароль
change-password-title = Смена пароля
change-password-link = Сменить пароль
change-password-old = Нынешний пароль
change-password-lead = На других устройствах сеансы завершатся, здесь вы останетесь в кабинете.
change-password-done = Пароль изменен. Сеансы на других устройствах завершены.

fault-wrong-password = Пароль введен неверно.

notice-password-changed = Пароль изменен { $at }
mail-password-changed-subject = Пароль к личному кабинету изменен
mail-password-changed-text =
    Пароль к вашему личному кабинету системы «Зварот» изменен { $at }

    Если это сделали не вы, сразу задайте новый: на странице входа нажмите «Забыли пароль?».
mail-password-changed-button = Перейти ко входу
delivery-kind-password-changed = Пароль изменен
