### Адказы API пра памылкі. Іх чытаюць распрацоўшчыкі і тыя, хто абслугоўвае сістэмы арганізацый.

api-not-found-title = Не знойдзена
api-not-found-text = Па гэтым адрасе нічога няма, або гэта датычыцца іншай арганізацыі.
api-no-token-title = Патрэбны токен
api-no-token-text = Перадайце ў загалоўку Authorization токен, атрыманы праз /oauth/token.
api-invalid-token-title = Токен несапраўдны
api-invalid-token-text = Тэрмін токена скончыўся, або кліент адкліканы. Атрымайце новы токен праз /oauth/token.
api-bad-request-title = Запыт складзены няправільна
api-bad-request-text = Выпраўце запыт паводле апісання ў /openapi.json.
api-method-title = Метад не падтрымліваецца
api-method-text = Якія метады ёсць у гэтага адраса, пазначана ў загалоўку Allow.
api-too-large-title = Занадта вялікі аб’ём даных
api-too-large-text = Цела запыту большае, чым тут прымаецца.
api-too-many-title = Занадта шмат запытаў
api-too-many-text = Паўтарыце запыт праз { $seconds } { $seconds ->
    [one] секунду
    [few] секунды
   *[many] секунд
}.
api-not-test-title = Толькі для тэставых праграм
api-not-test-text = Праверка адпаведнасці ідзе на тэставых зваротах. Папрасіце знешняга адміністратара стварыць на старонцы «Ключы API» тэставую праграму.
api-ended-title = Версія API адключана
api-ended-text = Гэта версія API больш не падтрымліваецца. Адрас наступнай версіі — у загалоўку Link, спіс версій — у /versions.
api-unavailable-title = Сістэма часова недаступная
api-unavailable-text = Паўтарыце запыт пазней, не раней, чым пазначана ў загалоўку Retry-After.
api-internal-title = У нас адбылася памылка
api-internal-text = Мы запісалі яе і разбярэмся. Калі яна паўтараецца, паведаміце службе падтрымкі trace_id.

api-not-an-appeal-number = У нумары звароту павінна быць дзесяць лічбаў, апошняя з іх кантрольная. Праверце, ці няма памылкі.
