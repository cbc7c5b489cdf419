### Ответы API об ошибках. Их читают разработчики и те, кто обслуживает системы организаций.

api-not-found-title = Не найдено
api-not-found-text = По этому адресу ничего нет, или это относится к другой организации.
api-no-token-title = Нужен токен
api-no-token-text = Передайте в заголовке Authorization токен, полученный через /oauth/token.
api-invalid-token-title = Токен недействителен
api-invalid-token-text = Срок токена истек, или клиент отозван. Получите новый токен через /oauth/token.
api-bad-request-title = Запрос составлен неверно
api-bad-request-text = Исправьте запрос по описанию в /openapi.json.
api-method-title = Метод не поддерживается
api-method-text = Какие методы есть у этого адреса, указано в заголовке Allow.
api-too-large-title = Слишком большой объем данных
api-too-large-text = Тело запроса больше, чем здесь принимается.
api-too-many-title = Слишком много запросов
api-too-many-text = Повторите запрос через { $seconds } { $seconds ->
    [one] секунду
    [few] секунды
   *[many] секунд
}.
api-not-test-title = Только для тестовых программ
api-not-test-text = Проверка соответствия идет на тестовых обращениях. Попросите внешнего администратора создать на странице «Ключи API» тестовую программу.
api-ended-title = Версия API отключена
api-ended-text = Эта версия API больше не поддерживается. Адрес следующей версии — в заголовке Link, список версий — в /versions.
api-unavailable-title = Система временно недоступна
api-unavailable-text = Повторите запрос позже, не раньше, чем указано в заголовке Retry-After.
api-internal-title = У нас произошла ошибка
api-internal-text = Мы записали ее и разберемся. Если она повторяется, сообщите службе поддержки trace_id.

api-not-an-appeal-number = В номере обращения должно быть десять цифр, последняя из них контрольная. Проверьте, нет ли опечатки.
