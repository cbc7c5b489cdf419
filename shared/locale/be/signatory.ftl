## За чыім подпісам адказ (REV-10; Закон, арт. 18)

### Пасада пад адказам
signatory-organisation-head = Кіраўнік
signatory-organisation-deputy-head = Намеснік кіраўніка
signatory-head = Кіраўнік
signatory-authorised-person = Упаўнаважаная асоба

answer-signatory = За подпісам: { $position }, { $name }
work-signatory = За чыім подпісам адказ
work-signatory-hint = Адказ падпісвае кіраўнік або той, каго ён упаўнаважыў. Пасада і імя будуць стаяць пад адказам.
work-signatory-nobody = У арганізацыі ніхто не запісаны кіраўніком, намеснікам або ўпаўнаважанай асобай, таму пад адказам будзе імя выканаўцы без таго, хто падпісаў. Паведаміце пра гэта знешняму адміністратару.

### Адказ, на які глядзяць перад адпраўкай
work-answer-gone-title = Адказ ужо адпраўлены
work-answer-gone-ended = Разгляд ужо завершаны
work-answer-gone-text = Адправіць яшчэ адзін адказ нельга. Вось што зроблена:

### Адказ пасля тэрміну
work-event-answered-late = Адказ дадзены са спазненнем
work-answer-late = Са спазненнем
