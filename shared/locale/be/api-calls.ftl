### Адказы API на выклікі праграм арганізацый.

api-not-json-title = Патрэбны JSON
api-not-json-text = Перадайце цела запыту з загалоўкам Content-Type: application/json.
api-invalid-title = У даных ёсць памылкі
api-invalid-text = Выпраўце палі, пералічаныя ў errors, і паўтарыце запыт.
api-refused-title = Дзеянне немагчымае
api-refused-text = Статус звароту не дазваляе гэтага зрабіць.
api-conflict-title = Зварот змяніўся
api-conflict-text = Яго толькі што змянілі. Прачытайце яго нанова і паўтарыце запыт.
api-idempotency-key-title = Ключ ужо выкарыстаны
api-idempotency-key-text = З гэтым Idempotency-Key быў іншы запыт. Для новага запыту патрэбны новы ключ.
api-not-uploaded-title = Файл загружаны не цалкам
api-not-uploaded-text = Перадайце ў сховішча часткі, якіх не хапае; яны пералічаны ў parts.

api-malformed = Цела запыту не зʼяўляецца правільным JSON.
api-wrong-shape = Тут іншае поле або значэнне іншага тыпу, чым апісана.
api-not-a-key = Ключ складаецца з друкаваных знакаў ASCII, да 200.
api-not-a-limit = Пазначце цэлы лік ад 1 да 1000.
api-not-a-cursor = Гэта не ўказальнік з мінулага адказу.
