## Опубликованные ответы

nav-answers = Опубликованные ответы
answers-lead = Вопросы, на которые уже ответили государственные организации. Личных данных здесь нет.
answers-find = Слова вопроса
answers-show = Показать
answers-none = Ничего не найдено. Измените слова или тему.
answers-question = Вопрос
answers-answer = Ответ
answers-same-topic = Другие ответы по теме
fault-personal-data = Уберите личные данные: { $found }

## Перед подачей

similar-before = Похожие вопросы
similar-own-title = Вы уже обращались
similar-own-waits = Если обращение еще рассматривается, новое о том же станет его уточнением: на оба дадут один ответ.
similar-own-hint = Ответ открыт на странице обращения. Если вопрос решен не был, подайте новое обращение: его рассмотрят.
similar-answers-title = На похожий вопрос уже ответили
similar-answers-hint = Если ответ вам подходит, обращение можно не подавать. Вы вправе подать его в любом случае.
before-title = Проверьте перед подачей
before-look = Проверить перед подачей
before-back = Вернуться к черновику

## Публикация

work-do-publish = Опубликовать ответ
work-done-published = Ответ опубликован.
work-done-publication-withdrawn = Ответ снят с публикации.
publish-lead = Напишите вопрос и ответ заново, без имен, адресов и обстоятельств, по которым можно узнать заявителя. Их увидят все, у кого похожий вопрос.
publish-is = Сейчас опубликовано:
publish-on-site = Ответ опубликован на сайте, в разделе «Опубликованные ответы»:
publish-was = Этот ответ был опубликован и снят с публикации.
publish-title = Заголовок
publish-title-hint = О чем вопрос, например «Когда отремонтируют крышу дома»
publish-question = Вопрос
publish-question-hint = Сейчас здесь текст обращения: уберите из него все личное.
publish-answer = Ответ
publish-answer-hint = Сейчас здесь текст ответа заявителю: оставьте то, что важно для всех.
publish-official = Служебные данные в тексте
publish-official-hint = Имена должностных лиц, телефоны и адреса почты организаций, которые можно публиковать, через запятую. Данные заявителя не публикуются и с этой пометкой.
publish-look = Посмотреть, как это увидят
publish-preview = Так ответ увидят все
publish-preview-lead = Ответ еще не опубликован. Прочитайте его целиком.
publish-reviewed = Текст прочитан, личных данных в нем нет
publish-reviewed-hint = Кто опубликовал ответ и когда, останется в ходе рассмотрения обращения.
publish-send = Опубликовать
publish-withdraw = Снять с публикации
event-answer-published = Ответ опубликован без личных данных
event-publication-withdrawn = Ответ снят с публикации
work-event-answer-published = Ответ опубликован
work-event-publication-withdrawn = Ответ снят с публикации
document-event-answer-published = Ответ опубликован
document-event-publication-withdrawn = Ответ снят с публикации
