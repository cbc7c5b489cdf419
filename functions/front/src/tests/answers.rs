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
