### Общее для всех страниц: шапка, подвал, формы, списки, ошибки.

product-name = Зварот
product-tagline = Система учета и обработки обращений
skip-to-content = К содержанию страницы
nav-home = Главная
nav-sign-in = Войти
nav-sign-out = Выйти
nav-cabinet = Личный кабинет
nav-status = Узнать статус по номеру
nav-back = Назад
nav-appeals = Мои обращения
nav-new-appeal = Подать обращение
nav-notices = Уведомления
nav-profile = Профиль
footer-law = Обращения принимаются и рассматриваются по Закону Республики Беларусь № 300‑З «Об обращениях граждан и юридических лиц».
local-stack-label = Учебный стенд
local-stack-banner = Учебный стенд: сообщения никуда не уходят.
local-stack-mail = Почта
local-stack-sms = СМС
local-stack-design = Образцы оформления
idle-warning = Сеанс скоро закончится, потому что вы давно ничего не делали.
idle-stay = Продолжить работу

title-error-prefix = Ошибка:
form-errors-title = Проверьте, что введено
form-error = Ошибка:
form-optional = (необязательно)
form-correct = Исправить буквы
form-characters-left = Осталось знаков:
form-characters-over = Лишних знаков:
form-show-password = Показать пароль
pages-label = Страницы списка
pages-first = В начало
pages-next = Дальше

problem-id = Номер ошибки для службы поддержки:
problem-to-card = Открыть карточку обращения
problem-to-appeal = Открыть обращение
problem-to-assignment = Открыть запрос или поручение
problem-last = Последнее изменение:
problem-home = На главную страницу
problem-not-found-title = Такой страницы нет
problem-not-found-text = Возможно, адрес введен с ошибкой или страница удалена.
problem-sign-in-title = Нужно войти
problem-sign-in-text = Войдите, чтобы продолжить.
problem-elsewhere-title = Сначала другой шаг
problem-elsewhere-text = Завершите предыдущий шаг, чтобы продолжить.
problem-method-title = Так открыть страницу нельзя
problem-method-text = Вернитесь назад и воспользуйтесь кнопкой на странице.
problem-bad-request-title = Запрос не понят
problem-bad-request-text = Вернитесь назад, обновите страницу и попробуйте еще раз.
problem-form-expired-title = Форма устарела
problem-form-expired-text = Страница была открыта слишком долго или в другом окне вы уже вышли. Вернитесь назад, обновите ее и отправьте снова.
problem-too-large-title = Слишком большой объем данных
problem-too-large-text = Сократите текст или уменьшите файлы и отправьте снова.
problem-too-many-title = Слишком много попыток
problem-too-many-text = Подождите { $seconds } { $seconds ->
    [one] секунду
    [few] секунды
   *[many] секунд
} и попробуйте снова.
problem-refused-title = Сейчас это сделать нельзя
problem-refused-text = Состояние изменилось. Обновите страницу.
problem-unavailable-title = Система временно недоступна
problem-unavailable-text = Мы уже восстанавливаем работу. То, что вы отправили и что система подтвердила, сохранено. Попробуйте через несколько минут.
problem-internal-title = У нас произошла ошибка
problem-internal-text = Мы записали ее и разберемся. Попробуйте еще раз немного позже.
