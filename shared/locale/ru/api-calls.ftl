### Ответы API на вызовы программ организаций.

api-not-json-title = Нужен JSON
api-not-json-text = Передайте тело запроса с заголовком Content-Type: application/json.
api-invalid-title = В данных есть ошибки
api-invalid-text = Исправьте поля, перечисленные в errors, и повторите запрос.
api-refused-title = Действие невозможно
api-refused-text = Статус обращения не позволяет этого сделать.
api-conflict-title = Обращение изменилось
api-conflict-text = Его только что изменили. Прочитайте его заново и повторите запрос.
api-idempotency-key-title = Ключ уже использован
api-idempotency-key-text = С этим Idempotency-Key был другой запрос. Для нового запроса нужен новый ключ.
api-not-uploaded-title = Файл загружен не полностью
api-not-uploaded-text = Передайте в хранилище недостающие части, перечисленные в parts.

api-malformed = Тело запроса не является правильным JSON.
api-wrong-shape = Здесь другое поле или значение другого типа, чем описано.
api-not-a-key = Ключ состоит из печатных знаков ASCII, до 200.
api-not-a-limit = Укажите целое число от 1 до 1000.
api-not-a-cursor = Это не указатель из прошлого ответа.
