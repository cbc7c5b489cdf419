### Доступ к обращениям других организаций (CTL-06).

nav-access = Доступ к обращениям
nav-others = Обращения других организаций
access-lead = Сотрудники с ролью «Для служебного пользования» читают обращения другой организации, если она открыла доступ. Каждый просмотр записывается.
access-matrix = Матрица доступа
access-matrix-lead = Каким организациям открыты обращения других организаций. Каждый просмотр записывается.
access-matrix-none = Доступ еще никому не открыт.
access-viewer = Кто смотрит
access-owner = Чьи обращения
access-reason = Основание
access-reason-hint = Для чего нужен доступ
access-act-hint = Решение или акт законодательства
access-answer = Причина отказа
access-decision = Решение
access-state = Состояние
access-state-requested = запрошен
access-state-open = открыт
access-state-refused = отказано
access-state-closed = закрыт
access-asked = Запросы к вам
access-asked-none = Доступ никто не запрашивает.
access-open = Кому открыт доступ
access-open-none = Доступ никому не открыт.
access-open-new = Открыть доступ
access-looks = Последние просмотры
access-looks-none = Обращения никто не смотрел.
access-look-at = Когда
access-look-who = Кто
access-look-what = Что
access-look-list = Список обращений
access-ours = Ваши запросы
access-ours-none = Вы доступ не запрашивали.
access-ask = Запросить доступ
access-send = Отправить запрос
access-grant = Открыть доступ
access-refuse = Отказать
access-close = Закрыть доступ
others-lead = Открытые вам обращения подчиненных и других организаций. Их можно только читать.
others-none = Доступа к обращениям других организаций пока нет.
others-subordinate = Подчиненная организация
others-journaled = Просмотр записывается.

fault-not-subordinate-for-access = Доступ можно запросить у подчиненной организации. К другим обращается внешний администратор.
fault-own-organisation = К обращениям своей организации доступ не нужен.
fault-access-asked-before = Доступ уже запрошен или открыт.

notice-access-asked = { $viewer } просит доступ к обращениям вашей организации.
mail-access-asked-subject = Запрос доступа к обращениям
mail-access-asked-text =
    { $viewer } просит доступ к обращениям организации «{ $organisation }».

    Решите на странице «Доступ к обращениям».
mail-access-asked-button = Открыть
choices-access-asked = Другая организация просит доступ к обращениям
delivery-kind-access-asked = Запрос доступа к обращениям
notice-access-decided = { $state ->
    [open] Открыт доступ к обращениям организации «{ $organisation }».
    [refused] Отказано в доступе к обращениям организации «{ $organisation }».
   *[closed] Закрыт доступ к обращениям организации «{ $organisation }».
}
mail-access-decided-subject = Решение о доступе к обращениям
mail-access-decided-text =
    { $state ->
        [open] Открыт доступ к обращениям организации «{ $organisation }».
        [refused] Отказано в доступе к обращениям организации «{ $organisation }».
       *[closed] Закрыт доступ к обращениям организации «{ $organisation }».
    }
mail-access-decided-button = Открыть
choices-access-decided = Решение о доступе к обращениям другой организации
delivery-kind-access-decided = Решение о доступе
