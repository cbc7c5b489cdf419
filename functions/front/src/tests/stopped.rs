//! The register of stopped correspondence on the pages (BEY-04): the head decides, later cards warn, others have no register.

use sqlx::PgPool;

use super::world::{Answer, Person, World};

/// Sends the form of an action as it was opened now.
async fn send(person: &Person<'_>, number: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/work/appeals/{number}/{what}");
    let version = person.get(&path).await.value("version");
    let all: Vec<(&str, &str)> = [("version", version.as_str()), ("send", "yes")].iter().chain(fields).copied().collect();
    person.post(&path, &all).await
}

async fn earlier(world: &World) {
    sqlx::query("UPDATE appeals SET submitted_at = submitted_at - interval '1 hour'").execute(&world.pool).await.expect("written");
}

/// A repeat of Ivan's that was left because there is nothing new in it.
async fn unfounded(world: &World) -> String {
    let (ivan, clerk, head) = (world.person("ivan").await, world.person("clerk").await, world.person("head").await);
    let first = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&first).await.status, 303);
    assert_eq!(clerk.answer(&first, "Крыша починена.").await.status, 303);
    earlier(world).await;
    let repeat = ivan.hand_in("Почините крышу!").await;
    assert_eq!(clerk.register(&repeat).await.status, 303);
    assert_eq!(send(&clerk, &repeat, "repeat", &[("proposed", &first)]).await.status, 303);
    let fields = [("reason", "repeat_without_new"), ("explanation", "Нового ничего нет. Решение можно обжаловать в облисполком.")];
    assert_eq!(send(&head, &repeat, "leave", &fields).await.status, 303);
    repeat
}

// REQ: BEY-04
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_head_stops_the_correspondence_and_the_next_card_warns_and_offers_to_leave_it(pool: PgPool) {
    let world = World::new(pool).await;
    let repeat = unfounded(&world).await;
    let (ivan, clerk, head) = (world.person("ivan").await, world.person("clerk").await, world.person("head").await);
    let stop = format!("/work/appeals/{repeat}/stop");
    assert!(head.get(&format!("/work/appeals/{repeat}")).await.body.contains(&stop));
    assert!(!clerk.get(&format!("/work/appeals/{repeat}")).await.body.contains(&stop));
    assert_eq!(send(&head, &repeat, "stop", &[("question", " ")]).await.status, 422);
    assert_eq!(send(&head, &repeat, "stop", &[("question", "О крыше школы")]).await.status, 303);
    let read = ivan.get(&format!("/appeals/{repeat}")).await.body;
    assert!(read.contains("Переписка прекращена по вопросу: О крыше школы"), "{read}");
    // Without signing in the question is not told.
    let code = world.texts("SELECT access_code FROM appeals WHERE status = 'left_without_consideration'").await.remove(0);
    let status = ivan.post("/status", &[("number", &repeat), ("code", &code)]).await.body;
    assert!(status.contains("Переписка по одному из вопросов прекращена") && !status.contains("О крыше"), "{status}");

    let next = ivan.hand_in("И снова о крыше.").await;
    assert_eq!(clerk.register(&next).await.status, 303);
    let (by_clerk, by_head) = (clerk.get(&format!("/work/appeals/{next}")).await.body, head.get(&format!("/work/appeals/{next}")).await.body);
    let leave = format!("/work/appeals/{next}/leave?reason=correspondence_stopped");
    assert!(by_clerk.contains("О крыше школы") && by_clerk.contains("может руководитель") && !by_clerk.contains(&leave), "{by_clerk}");
    assert!(by_head.contains(&leave), "{by_head}");
    let form = head.get(&leave).await.body;
    assert!(form.contains("value=\"correspondence_stopped\" checked") || form.contains("value=\"correspondence_stopped\" id=\"reason\" checked"), "{form}");
    let marias = world.person("maria").await.hand_in("О другом.").await;
    assert!(!clerk.get(&format!("/work/appeals/{marias}")).await.body.contains("О крыше школы"));
    let fields = [("reason", "correspondence_stopped"), ("explanation", "Переписка прекращена.")];
    assert_eq!(send(&head, &next, "leave", &fields).await.status, 303);
}

// REQ: BEY-04
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_register_is_searched_and_an_entry_is_annulled_by_the_head_alone(pool: PgPool) {
    let world = World::new(pool).await;
    let repeat = unfounded(&world).await;
    let (clerk, head) = (world.person("clerk").await, world.person("head").await);
    assert_eq!(send(&head, &repeat, "stop", &[("question", "О крыше школы")]).await.status, 303);
    let entry = world.texts("SELECT '/work/stopped/' || id FROM correspondence_stops").await.remove(0);
    for (query, found) in [("", true), ("?find=%D0%9A%D0%A0%D0%AB%D0%A8", true), ("?find=%D0%BB%D0%B8%D1%84%D1%82", false), ("?ended=true", false), ("?find=%25", false), ("?find=-", false), ("?find=%00", true)] {
        let list = clerk.get(&format!("/work/stopped{query}")).await;
        assert_eq!((list.status, list.body.contains(&entry)), (200, found), "{query}: {}", list.body);
    }
    assert!(clerk.get(&format!("/work/stopped?find={repeat}")).await.body.contains(&entry), "by the number");
    assert!(!clerk.get(&entry).await.body.contains("name=\"reason\""), "the clerk reads");
    let before = world.state_of_appeals().await;
    for login in ["ivan", "maria", "hospital-clerk", "operator", "executor", "external"] {
        let person = world.person(login).await;
        for path in [entry.as_str(), "/work/stopped"] {
            let answer = person.get(path).await;
            let other = login == "hospital-clerk" && path == "/work/stopped";
            assert!(if other { !answer.body.contains("О крыше школы") } else { answer.status == 404 }, "{login} {path}: {}", answer.body);
        }
        assert_eq!(person.post(&entry, &[("reason", "Чужое")]).await.status, 404, "{login}");
    }
    assert_eq!(clerk.post(&entry, &[("reason", "Ошибка")]).await.status, 409);
    let long = "а".repeat(1001);
    for wrong in ["", "\0", &long] {
        let answer = head.post(&entry, &[("reason", wrong)]).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
    }
    assert!(world.state_of_appeals().await == before, "nothing was changed");
    assert_eq!(head.post(&entry, &[("reason", "Появились документы.")]).await.status, 303);
    assert!(clerk.get("/work/stopped?ended=true").await.body.contains(&entry));
    let page = head.get(&entry).await.body;
    assert!(page.contains("Появились документы.") && !page.contains("name=\"reason\""), "{page}");
    assert_eq!(head.post(&entry, &[("reason", "Ещё раз")]).await.status, 409);
    let next = world.person("ivan").await.hand_in("О крыше.").await;
    assert!(!clerk.get(&format!("/work/appeals/{next}")).await.body.contains("О крыше школы"));
}
