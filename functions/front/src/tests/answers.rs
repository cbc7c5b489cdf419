//! Answers that are published, and what an applicant is shown of them and of the own appeals before submitting (BEY-01).

use sqlx::PgPool;

use super::world::{Answer, Person, World};

const QUESTION: &str = "Крыша школы протекает. Когда отремонтируют крышу школы?";

/// An answered appeal of Ivan's.
async fn answered(world: &World) -> String {
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Купава просит: крыша школы протекает, отремонтируйте крышу школы до зимы.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    assert_eq!(clerk.answer(&number, "Крышу школы отремонтируют в мае.").await.status, 303);
    number
}

/// Sends the form of publishing as it is opened now, with these fields instead of its own.
async fn send(person: &Person<'_>, number: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/work/appeals/{number}/publish");
    let version = person.get(&path).await.value("version");
    let good = [("version", version.as_str()), ("title", "Ремонт крыши школы"), ("question", QUESTION), ("answer", "Крышу отремонтируют в мае.")];
    let own = good.iter().filter(|(name, _)| fields.iter().all(|(given, _)| given != name));
    person.post(&path, &own.chain(fields).copied().collect::<Vec<_>>()).await
}

const REVIEWED: [(&str, &str); 2] = [("send", "yes"), ("reviewed", "yes")];

// REQ: BEY-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_is_published_by_who_has_read_it_and_found_by_everybody(pool: PgPool) {
    let world = World::new(pool).await;
    let number = answered(&world).await;
    let (clerk, visitor) = (world.person("clerk").await, world.visitor());
    let form = clerk.get(&format!("/work/appeals/{number}/publish")).await;
    assert!(form.body.contains("Крышу школы отремонтируют в мае.") && form.body.contains("Купава просит"), "{}", form.body);
    let before = world.state_of_appeals().await;
    for (fields, wrong) in [
        (vec![("question", "Купава спрашивает о крыше."), ("look", "yes")], "question"),
        (vec![("answer", "Спросите по телефону +375 29 765-43-21."), REVIEWED[0], REVIEWED[1]], "answer"),
        (vec![("question", "В Мінску на вуліцы Купалаўскай піша Ян Купавай."), ("look", "yes")], "question"),
        (vec![("answer", "Марии отказано."), ("look", "yes")], "answer"),
        (vec![("answer", "Мы писали вам на ivan@people.example."), ("official", "ivan@people.example"), ("look", "yes")], "answer"),
        (vec![("answer", "Приём ведёт Петров П. П."), ("look", "yes")], "answer"),
        (vec![("title", " "), ("look", "yes")], "title"),
        (vec![("send", "yes")], "reviewed"),
    ] {
        let refused = send(&clerk, &number, &fields).await;
        assert!(refused.status == 422 && refused.blames(wrong), "{wrong}: {} {}", refused.status, refused.body);
        assert!(refused.body.contains("Ремонт крыши школы") || wrong == "title", "{}", refused.body);
    }
    let look = send(&clerk, &number, &[("look", "yes")]).await;
    assert!(look.status == 200 && look.body.contains(QUESTION) && look.body.contains("Так ответ увидят все"), "{}", look.body);
    let official = [("answer", "Приём ведёт Петров П. П., почта zhkh@zarechie.example."), ("official", "Петров П. П., zhkh@zarechie.example"), ("look", "yes")];
    let look = send(&clerk, &number, &official).await;
    assert!(look.status == 200 && look.value("official") == official[1].1, "{}", look.body);
    let back = send(&clerk, &number, &[("edit", "yes")]).await;
    assert!(back.status == 200 && back.body.contains("<textarea"), "{}", back.body);
    assert!(world.state_of_appeals().await == before, "nothing was published yet");
    assert!(visitor.get("/answers").await.body.contains("Ничего не найдено"));

    let done = send(&clerk, &number, &REVIEWED).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let path = world.texts("SELECT '/answers/' || id FROM published_answers").await.remove(0);
    // Word forms, the topic's section and the sub-topic; other words and topics do not find it.
    for (query, found) in [
        ("", true),
        ("?find=%D0%BA%D1%80%D1%8B%D1%88%D0%B0%D0%BC%D0%B8", true),
        ("?find=%D0%BA%D0%B0%D1%87%D0%B5%D0%BB%D0%B8", false),
        ("?topic=07", true),
        ("?topic=07-08", true),
        ("?topic=08", false),
        ("?topic=%00&find=%00", true),
    ] {
        let list = visitor.get(&format!("/answers{query}")).await;
        assert_eq!((list.status, list.body.contains(&path)), (200, found), "{query}: {}", list.body);
        assert!(!list.body.contains("Купава") && !list.body.contains(&number), "{}", list.body);
    }
    let one = visitor.get(&path).await;
    assert!(one.status == 200 && one.body.contains(QUESTION) && one.body.contains("Заречненский райисполком"), "{}", one.body);
    assert!(!one.body.contains("Купава") && !one.body.contains(&number) && !one.body.contains("Заречье"), "{}", one.body);
    let card = clerk.get(&format!("/work/appeals/{number}")).await;
    assert!(card.body.contains("id=\"published\"") && card.body.contains(&format!("<a href=\"{path}\" lang=\"ru\">Ремонт крыши школы</a>")), "{}", card.body);
    let kept = "SELECT data ->> 'question' FROM appeal_events WHERE kind = 'answer_published'";
    assert_eq!(world.texts(kept).await, [QUESTION], "the history keeps what was published");
    // Published anew it is the same page; of two who do it at once the second is told.
    assert_eq!(send(&clerk, &number, &[REVIEWED[0], REVIEWED[1], ("title", "Крыша школы")]).await.status, 303);
    assert!(visitor.get(&path).await.body.contains("Крыша школы"));
    let late = send(&clerk, &number, &[("version", "1"), REVIEWED[0], REVIEWED[1], ("title", "Другое")]).await;
    assert_eq!(late.status, 409, "{}", late.body);
    // Taken off the site it is nowhere.
    assert_eq!(send(&clerk, &number, &[("withdraw", "yes")]).await.status, 303);
    assert_eq!(visitor.get(&path).await.status, 404);
    assert!(!visitor.get("/answers").await.body.contains(&path));
    let card = clerk.get(&format!("/work/appeals/{number}")).await.body;
    assert!(card.contains("Этот ответ был опубликован и снят с публикации.") && !card.contains(&path), "{card}");
    assert_eq!(send(&clerk, &number, &[("withdraw", "yes")]).await.status, 404);
    for login in ["clerk", "ivan", "hospital-clerk"] {
        assert_eq!(world.person(login).await.get(&path).await.status, 404, "{login}: by its address neither");
    }
}

// REQ: BEY-01
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn before_submitting_an_applicant_is_shown_what_was_answered_and_the_own_appeals(pool: PgPool) {
    let world = World::new(pool).await;
    let number = answered(&world).await;
    assert_eq!(send(&world.person("clerk").await, &number, &REVIEWED).await.status, 303);
    let answer = world.texts("SELECT '/answers/' || id FROM published_answers").await.remove(0);
    let own = format!("/appeals/{number}\"");
    let text = "Школьная крыша: крыша школы опять протекает, нужно отремонтировать.";
    for (login, sees_own) in [("maria", false), ("ivan", true)] {
        let person = world.person(login).await;
        let draft = person.begin_draft().await;
        let version = person.get(&draft).await.value("version");
        let saved = person.save_draft(&draft, &version, text, "save").await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        let (page, part) = (person.get(&draft).await, person.get(&format!("{draft}/similar")).await);
        for shown in [&page, &part] {
            assert!(shown.status == 200 && shown.body.contains(&answer), "{login}: {}", shown.body);
            assert_eq!(shown.body.contains(&own), sees_own, "{login}: {}", shown.body);
        }
        assert!(!part.body.contains("<html"), "{}", part.body);
        // Where scripts are off it is shown once more, and submitted from there with all that was typed.
        let looked = person.save_draft(&draft, &page.value("version"), text, "look").await;
        assert_eq!(looked.location(), format!("{draft}/before"), "{}", looked.body);
        let before = person.get(looked.location()).await;
        assert!(before.body.contains(&answer) && before.body.contains(text), "{}", before.body);
        assert_eq!(before.body.contains(&own), sees_own, "{login}: {}", before.body);
        let names = ["version", "kind", "organisation_id", "topic", "content", "answer_way", "address/settlement", "address/house"];
        let values = names.map(|name| (name, before.value(name)));
        let fields: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).chain([("submit", "yes")]).collect();
        // Of others it is nothing.
        for other in ["clerk", if sees_own { "maria" } else { "ivan" }] {
            let other = world.person(other).await;
            for path in [format!("{draft}/similar"), format!("{draft}/before")] {
                assert_eq!(other.get(&path).await.status, 404, "{path}");
            }
        }
        let submitted = person.post(&draft, &fields).await;
        assert!(submitted.location().ends_with("/receipt"), "{} {}", submitted.status, submitted.body);
    }
    assert_eq!(world.count("SELECT count(*) FROM appeals WHERE content LIKE 'Школьная крыша%'").await, 2);
}

// REQ: BEY-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_speaks_of_something_else_is_not_shown_and_an_unfinished_draft_is_not_looked_at(pool: PgPool) {
    let world = World::new(pool).await;
    let number = answered(&world).await;
    assert_eq!(send(&world.person("clerk").await, &number, &REVIEWED).await.status, 303);
    let ivan = world.person("ivan").await;
    let draft = ivan.begin_draft().await;
    let version = ivan.get(&draft).await.value("version");
    assert_eq!(ivan.save_draft(&draft, &version, "Во дворе сломаны качели, дети остались без площадки.", "save").await.status, 303);
    let page = ivan.get(&draft).await;
    assert!(!page.body.contains("/answers/") && !page.body.contains(&number), "{}", page.body);
    let unfinished = ivan.save_draft(&draft, &page.value("version"), "", "look").await;
    assert!(unfinished.status == 422 && unfinished.blames("content"), "{}", unfinished.body);
}

/// An answer published in other words than those of the appeal that it answers; its address.
async fn published(world: &World, appeal: &str, title: &str, question: &str) -> String {
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in(appeal).await;
    assert_eq!(clerk.register(&number).await.status, 303);
    assert_eq!(clerk.answer(&number, "Ответ дан.").await.status, 303);
    let done = send(&clerk, &number, &[REVIEWED[0], REVIEWED[1], ("title", title), ("question", question)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let number: i64 = number.parse().expect("digits");
    let path = sqlx::query_scalar("SELECT '/answers/' || published.id FROM published_answers AS published JOIN appeals ON appeals.id = appeal_id WHERE number = $1");
    path.bind(number).fetch_one(&world.pool).await.expect("published")
}

/// Which of these answers whoever writes this is shown.
async fn shown<'a>(person: &Person<'_>, draft: &str, text: &str, answers: &'a [String]) -> Vec<&'a str> {
    let version = person.get(draft).await.value("version");
    assert_eq!(person.save_draft(draft, &version, text, "save").await.status, 303);
    let part = person.get(&format!("{draft}/similar")).await;
    assert_eq!(part.status, 200, "{}", part.body);
    answers.iter().filter(|path| part.body.contains(path.as_str())).map(String::as_str).collect()
}

const LIFT: &str = "Прошу отремонтировать лифт в третьем подъезде дома 12 по улице Купалы: он стоит вторую неделю, пенсионеры поднимаются пешком. \
                    мария купава живет на девятом этаже";
const LIGHT: &str = "Прашу адрамантаваць ліхтары каля школы ў вёсцы Купаўка: увечары цёмна, дзеці баяцца хадзіць.";

// REQ: BEY-01
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_is_found_by_the_words_of_the_appeal_and_by_what_it_is_about(pool: PgPool) {
    let world = World::new(pool).await;
    let answers = [
        published(&world, LIFT, "Как добиться ремонта лифта в доме?", "Лифт давно не работает. Куда обращаться?").await,
        published(&world, LIGHT, "Вулічнае асвятленне каля школ", "Хто адказвае за вулічнае асвятленне?").await,
    ];
    let kept = world.texts("SELECT array_to_string(tsvector_to_array(compared), ' ') FROM published_answers").await.join(" ");
    for personal in ["купав", "купал", "купаў", "мар", "12"] {
        assert!(!kept.contains(personal), "{personal}: {kept}");
    }
    assert!(kept.contains("пенсионер") && kept.contains("лифт"), "{kept}");
    let maria = world.person("maria").await;
    let draft = maria.begin_draft().await;
    let both: [&[&str]; 3] = [&[], &[answers[0].as_str()], &[answers[1].as_str()]];
    for (text, expected) in [
        // The very words of the appeals, other forms of them, and what they are about alone.
        (LIFT, 1),
        ("Лифты в нашем подъезде стоят неделями, пенсионерам приходится подниматься на этаж пешком.", 1),
        ("Не работает лифт, почините.", 1),
        ("НЕ РАБОТАЕТ ЛИФТ ВТОРОЙ ДЕНЬ", 1),
        (LIGHT, 2),
        ("Каля школы ліхтароў няма, вечарам цёмна, дзецям страшна хадзіць.", 2),
        ("Няма асвятлення каля школы.", 2),
        // Another matter in the same house, of the same people, in the words of every appeal.
        ("Прошу отремонтировать крышу над третьим подъездом дома 12 по улице Купалы, она течёт вторую неделю.", 0),
        ("Прошу принять меры и сообщить, когда в доме 12 будет сделан ремонт.", 0),
        ("Прашу паведаміць, калі будзе рамонт дарогі ў вёсцы Купаўка.", 0),
        ("Во дворе сломаны качели, дети остались без площадки.", 0),
        ("Купава Мария Ивановна, Купала, Купаўка", 0),
        ("мария купава, купавой марии", 0),
    ] {
        assert_eq!(shown(&maria, &draft, text, &answers).await, both[expected], "{text}");
    }
    // With another topic the words have to be nearly the same.
    sqlx::query("UPDATE published_answers SET topic_code = '08', subtopic_code = '08-01'").execute(&world.pool).await.expect("written");
    for (text, expected) in [(LIFT, 1), (LIGHT, 2), ("Не работает лифт, почините.", 0), ("Няма асвятлення каля школы.", 0)] {
        assert_eq!(shown(&maria, &draft, text, &answers).await, both[expected], "{text}");
    }
}

// REQ: BEY-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_published_before_is_compared_soon(pool: PgPool) {
    let world = World::new(pool).await;
    let answers = [published(&world, LIFT, "Как добиться ремонта в доме?", "Куда обращаться?").await];
    sqlx::query("UPDATE published_answers SET compared = NULL, compared_at = NULL").execute(&world.pool).await.expect("written");
    let maria = world.person("maria").await;
    let draft = maria.begin_draft().await;
    assert!(shown(&maria, &draft, LIFT, &answers).await.is_empty());
    let (store, cause) = (&world.platform.store, world.platform.cause());
    for compared in [1, 0] {
        assert_eq!(zvarot_actions::appeals::compare_publications(store, &cause).await.expect("compared"), compared);
    }
    assert_eq!(shown(&maria, &draft, LIFT, &answers).await, [answers[0].as_str()]);
}
