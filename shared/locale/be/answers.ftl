## Апублікаваныя адказы

nav-answers = Апублікаваныя адказы
answers-lead = Пытанні, на якія ўжо адказалі дзяржаўныя арганізацыі. Асабістых даных тут няма.
answers-find = Словы пытання
answers-show = Паказаць
answers-none = Нічога не знойдзена. Змяніце словы або тэму.
answers-question = Пытанне
answers-answer = Адказ
answers-same-topic = Іншыя адказы па тэме
fault-personal-data = Прыбярыце асабістыя даныя: { $found }

## Перад падачай

similar-before = Падобныя пытанні
similar-own-title = Вы ўжо звярталіся
similar-own-waits = Калі зварот яшчэ разглядаецца, новы пра тое ж стане яго ўдакладненнем: на абодва дадуць адзін адказ.
similar-own-hint = Адказ ёсць на старонцы звароту. Калі пытанне не вырашана, падайце новы зварот: яго разгледзяць.
similar-answers-title = На падобнае пытанне ўжо адказалі
similar-answers-hint = Калі адказ вам падыходзіць, зварот можна не падаваць. Вы маеце права падаць яго ў любым выпадку.
before-title = Праверце перад падачай
before-look = Праверыць перад падачай
before-back = Вярнуцца да чарнавіка

## Публікацыя

work-do-publish = Апублікаваць адказ
work-done-published = Адказ апублікаваны.
work-done-publication-withdrawn = Адказ зняты з публікацыі.
publish-lead = Напішыце пытанне і адказ нанова, без імёнаў, адрасоў і акалічнасцей, па якіх можна пазнаць заяўніка. Іх убачаць усе, у каго падобнае пытанне.
publish-is = Цяпер апублікавана:
publish-on-site = Адказ апублікаваны на сайце, у раздзеле «Апублікаваныя адказы»:
publish-was = Гэты адказ быў апублікаваны і зняты з публікацыі.
publish-title = Загаловак
publish-title-hint = Пра што пытанне, напрыклад «Калі адрамантуюць дах дома»
publish-question = Пытанне
publish-question-hint = Цяпер тут тэкст звароту: прыбярыце з яго ўсё асабістае.
publish-answer = Адказ
publish-answer-hint = Цяпер тут тэкст адказу заяўніку: пакіньце тое, што важна для ўсіх.
publish-official = Службовыя даныя ў тэксце
publish-official-hint = Імёны службовых асоб, тэлефоны і адрасы пошты арганізацый, якія можна публікаваць, праз коску. Даныя заяўніка не публікуюцца і з гэтай паметкай.
publish-look = Паглядзець, як гэта ўбачаць
publish-preview = Так адказ убачаць усе
publish-preview-lead = Адказ яшчэ не апублікаваны. Прачытайце яго цалкам.
publish-reviewed = Тэкст прачытаны, асабістых даных у ім няма
publish-reviewed-hint = Хто апублікаваў адказ і калі, застанецца ў ходзе разгляду звароту.
publish-send = Апублікаваць
publish-withdraw = Зняць з публікацыі
event-answer-published = Адказ апублікаваны без асабістых даных
event-publication-withdrawn = Адказ зняты з публікацыі
work-event-answer-published = Адказ апублікаваны
work-event-publication-withdrawn = Адказ зняты з публікацыі
document-event-answer-published = Адказ апублікаваны
document-event-publication-withdrawn = Адказ зняты з публікацыі
