### Агульнае для ўсіх старонак: шапка, падвал, формы, спісы, памылкі.

product-name = Зварот
product-tagline = Сістэма ўліку і апрацоўкі зваротаў
skip-to-content = Да зместу старонкі
nav-home = Галоўная
nav-sign-in = Увайсці
nav-sign-out = Выйсці
nav-cabinet = Асабісты кабінет
nav-status = Даведацца пра статус па нумары
nav-back = Назад
nav-appeals = Мае звароты
nav-new-appeal = Падаць зварот
nav-notices = Апавяшчэнні
nav-profile = Профіль
footer-law = Звароты прымаюцца і разглядаюцца паводле Закона Рэспублікі Беларусь № 300‑З «Аб зваротах грамадзян і юрыдычных асоб».
local-stack-label = Вучэбны стэнд
local-stack-banner = Вучэбны стэнд: паведамленні нікуды не сыходзяць.
local-stack-mail = Пошта
local-stack-sms = СМС
local-stack-design = Узоры афармлення
idle-warning = Сеанс хутка скончыцца, таму што вы даўно нічога не рабілі.
idle-stay = Працягнуць працу

title-error-prefix = Памылка:
form-errors-title = Праверце, што ўведзена
form-error = Памылка:
form-optional = (неабавязкова)
form-correct = Выправіць літары
form-characters-left = Засталося знакаў:
form-characters-over = Лішніх знакаў:
form-show-password = Паказаць пароль
pages-label = Старонкі спіса
pages-first = У пачатак
pages-next = Далей

problem-id = Нумар памылкі для службы падтрымкі:
problem-to-card = Адкрыць картку звароту
problem-to-appeal = Адкрыць зварот
problem-to-assignment = Адкрыць запыт або даручэнне
problem-last = Апошняя змена:
problem-home = На галоўную старонку
problem-not-found-title = Такой старонкі няма
problem-not-found-text = Магчыма, адрас уведзены з памылкай або старонка выдалена.
problem-sign-in-title = Трэба ўвайсці
problem-sign-in-text = Увайдзіце, каб працягнуць.
problem-elsewhere-title = Спачатку іншы крок
problem-elsewhere-text = Завяршыце папярэдні крок, каб працягнуць.
problem-method-title = Так адкрыць старонку нельга
problem-method-text = Вярніцеся назад і скарыстайцеся кнопкай на старонцы.
problem-bad-request-title = Запыт не зразуметы
problem-bad-request-text = Вярніцеся назад, абнавіце старонку і паспрабуйце яшчэ раз.
problem-form-expired-title = Форма састарэла
problem-form-expired-text = Старонка была адкрыта занадта доўга або ў іншым акне вы ўжо выйшлі. Вярніцеся назад, абнавіце яе і адпраўце зноў.
problem-too-large-title = Занадта вялікі аб’ём даных
problem-too-large-text = Скараціце тэкст або паменшыце файлы і адпраўце зноў.
problem-too-many-title = Занадта многа спроб
problem-too-many-text = Пачакайце { $seconds } { $seconds ->
    [one] секунду
    [few] секунды
   *[many] секунд
} і паспрабуйце зноў.
problem-refused-title = Зараз гэта зрабіць нельга
problem-refused-text = Стан змяніўся. Абнавіце старонку.
problem-unavailable-title = Сістэма часова недаступная
problem-unavailable-text = Мы ўжо аднаўляем працу. Тое, што вы адправілі і што сістэма пацвердзіла, захавана. Паспрабуйце праз некалькі хвілін.
problem-internal-title = У нас адбылася памылка
problem-internal-text = Мы запісалі яе і разбяромся. Паспрабуйце яшчэ раз крыху пазней.
