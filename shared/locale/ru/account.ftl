### Вход, регистрация, активация кабинета, профиль.

sign-in-title = Вход в личный кабинет
sign-in-login = Логин
sign-in-password = Пароль
sign-in-failed = Войти не удалось
sign-in-wrong = Логин или пароль введен неверно.
sign-in-locked = Слишком много неудачных попыток. Войти можно будет через { $minutes } { $minutes ->
    [one] минуту
    [few] минуты
   *[many] минут
}.
sign-in-ended = Сеанс завершен, потому что вы долго ничего не делали. Войдите снова, чтобы продолжить.
sign-in-new-title = Впервые здесь?
sign-in-new-text = Чтобы подать обращение и получить ответ, нужен личный кабинет.

sign-up-title = Регистрация
sign-up-kind-lead = От чьего имени вы будете подавать обращения?
sign-up-kind-person = От своего имени, как гражданин. В том числе иностранный гражданин и лицо без гражданства.
sign-up-kind-entrepreneur = Как предприниматель. Понадобится УНП.
sign-up-kind-legal-entity = От имени организации. Понадобятся ее УНП и имя руководителя.
sign-up-contacts = Телефон и почта
sign-up-access = Логин и пароль
sign-up-login-hint = Латинские буквы, цифры, точка, дефис или подчеркивание, не меньше трех знаков
sign-up-password-hint = Не меньше 10 знаков. Удобно взять несколько не связанных между собой слов.
sign-up-password-again = Пароль еще раз
sign-up-consent = Согласен на обработку персональных данных для рассмотрения моих обращений
sign-up-consent-label = Согласие
sign-up-submit = Зарегистрироваться

person-surname = Фамилия
person-name = Имя
person-patronymic = Отчество
person-patronymic-hint = Если оно есть
person-organisation-name = Полное наименование организации
person-organisation-name-hint = Как в свидетельстве о регистрации
person-unp = УНП
person-unp-hint = Девять знаков
person-unp-legal-hint = Девять цифр
person-head-name = Руководитель или уполномоченное лицо
person-head-name-hint = Фамилия, имя, отчество
person-phone = Мобильный телефон
person-phone-hint = На него придет СМС с кодом. Например, +375 29 123-45-67
person-email = Электронная почта
person-email-hint = Сюда можно получать уведомления. Адрес понадобится подтвердить.

address-home = Адрес места жительства или пребывания
address-seat = Место нахождения организации
address-settlement = Населенный пункт
address-settlement-hint = Например, г. Минск или аг. Сеница
address-street = Улица
address-house = Дом
address-building = Корпус
address-flat = Квартира
address-postal-code = Почтовый индекс
address-district = Район
address-region = Область

activate-title = Подтвердите телефон
activate-lead = Мы отправили СМС с кодом на номер { $phone }. Код действует одну минуту.
activate-code = Код из СМС
activate-code-hint = Шесть цифр
activate-submit = Подтвердить
activate-again = Прислать новый код
activate-wait = Новый код можно запросить после { $time }: предыдущий уже в пути.
activate-other-phone = Номер указан неверно
activate-phone-submit = Сменить номер и прислать код
confirm-email-title = Подтверждение адреса
confirm-email-lead = Нажмите кнопку, чтобы подтвердить адрес электронной почты.
confirm-email-submit = Подтвердить адрес
confirm-email-done = Адрес подтвержден. Теперь на него будут приходить уведомления.
confirm-email-next = В личный кабинет
confirm-email-gone = Ссылка уже использована или устарела. Запросите новую в профиле.

profile-kind = Вид заявителя
profile-data = Сведения о заявителе
profile-save = Сохранить сведения
profile-saved = Сведения сохранены. В поданных обращениях останутся прежние.
profile-phone-hint = Новый номер нужно будет подтвердить кодом из СМС
profile-save-contacts = Сохранить телефон и почту
profile-contacts-saved = Телефон и почта сохранены.
profile-email-confirmed = Почта подтверждена
profile-email-unconfirmed = Почта не подтверждена
profile-email-again = Прислать ссылку еще раз
profile-link-sent = Ссылка отправлена. Проверьте почту.
profile-messages = Уведомления
profile-messages-lead = В личном кабинете видны все уведомления. Выберите, что еще присылать.
profile-messages-about = О чем
profile-by-email = По почте
profile-by-sms = По СМС
profile-save-messages = Сохранить выбор
profile-messages-saved = Выбор сохранен.
profile-about-submitted = Обращение подано
profile-about-registered = Обращение зарегистрировано
profile-about-term-changed = Срок рассмотрения изменен
profile-about-completed = Получен ответ
profile-about-left-without-consideration = Обращение оставлено без рассмотрения
profile-about-withdrawn = Обращение отозвано
profile-sessions = Безопасность
profile-sessions-lead = Если вы входили с чужого компьютера, завершите все сеансы сразу.
profile-sign-out-everywhere = Выйти на всех устройствах

