### Проверка ответа перед отправкой.

answer-warnings = Проверьте перед отправкой
answer-send-anyway = Отправить все равно
answer-save-anyway = Сохранить все равно
answer-leave-anyway = Оставить без рассмотрения все равно
answer-warnings-or = Исправьте текст или продолжайте как есть.
answer-warning-leaving-without-order = Не указано, как обжаловать оставление обращения без рассмотрения: в вышестоящую организацию, затем в суд.
answer-warning-other-language = Ответ не на языке обращения. По закону ответ дают на языке, на котором изложено обращение.
answer-warning-no-order-of-appealing = В ответе есть отказ, но не указан порядок его обжалования.
answer-warning-unanswered-question = Похоже, эти вопросы обращения остались без ответа:
answer-warning-foreign-phone = В ответе есть номера телефонов, которых заявитель не указывал:
answer-warning-foreign-email = В ответе есть адреса электронной почты, которых заявитель не указывал:
answer-warning-foreign-identification = В ответе есть чужие идентификационные номера:
answer-warning-foreign-name = В ответе названы другие люди. Убедитесь, что их персональные данные можно сообщить заявителю:
answer-warning-complained-executor = Жалоба, похоже, подана на этого исполнителя. Поручите рассмотрение другому:
answer-warning-complained-head = Жалоба, похоже, подана на того, кто выдает резолюцию. Пусть ее выдаст другой руководитель:
answer-warning-complained-signatory = Жалоба, похоже, подана на того, кто подписывает. Пусть подпишет другой:
