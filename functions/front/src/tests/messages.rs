//! Writing to the applicant while an appeal is considered, and the reply (REV-09).

use sqlx::PgPool;

use super::world::{Person, World};

// REQ: REV-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_applicant_is_asked_and_replies_from_the_cabinet(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let (write, reply) = (format!("/work/appeals/{number}/message"), format!("/appeals/{number}/reply"));
    assert_eq!(ivan.get(&reply).await.status, 409, "nothing was asked yet");
    let before = world.state_of_appeals().await;
    let unasked = ivan.post(&reply, &[("text", "Алло?"), ("send", "yes")]).await;
    assert!(unasked.status == 422 && unasked.blames("text"), "{}", unasked.body);
    let empty = clerk.post(&write, &[("version", "2"), ("message_kind", "question"), ("text", " "), ("send", "yes")]).await;
    assert!(empty.status == 422 && empty.blames("text"), "{}", empty.body);
    // Regulation 4.5: an answer to an electronic appeal is a file.
    let fileless = clerk.post(&write, &[("version", "2"), ("message_kind", "answer"), ("text", "Починим."), ("send", "yes")]).await;
    assert!(fileless.status == 422 && fileless.blames("files"), "{}", fileless.body);
    let foreign = clerk.post(&write, &[("version", "2"), ("message_kind", "reply"), ("text", "Я – Иван."), ("send", "yes")]).await;
    assert!(foreign.status == 422 && foreign.blames("message_kind"), "{}", foreign.body);
    assert_eq!(world.state_of_appeals().await, before);
    let asked = clerk.post(&write, &[("version", "2"), ("message_kind", "question"), ("text", "Какой подъезд?"), ("send", "yes")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let card = ivan.get(&format!("/appeals/{number}")).await;
    assert!(card.body.contains("Какой подъезд?") && card.body.contains(&reply), "{}", card.body);
    let replied = ivan.post(&reply, &[("text", "Второй."), ("send", "yes")]).await;
    assert_eq!(replied.status, 303, "{}", replied.body);
    let card = clerk.get(&format!("/work/appeals/{number}")).await;
    assert!(card.body.contains("Второй.") && card.body.contains("Ответ заявителя"), "{}", card.body);
    for kind in ["message_sent", "reply_received"] {
        let told = world.texts("SELECT appeal_events.kind FROM jobs JOIN appeal_events ON payload->>'event_id' = appeal_events.id::text").await;
        assert!(told.contains(&kind.to_owned()), "{kind}: {told:?}");
    }
    // Another's appeal looks like one that does not exist; no more than ten replies in a row.
    assert_eq!(world.person("maria").await.post(&reply, &[("text", "Я"), ("send", "yes")]).await.status, 404);
    for place in 2..=10 {
        assert_eq!(ivan.post(&reply, &[("text", "Еще."), ("send", "yes")]).await.status, 303, "{place}");
    }
    assert_eq!(ivan.post(&reply, &[("text", "Еще."), ("send", "yes")]).await.status, 422);
    // After the answer nobody writes.
    assert_eq!(clerk.answer(&number, "Крыша будет починена.").await.status, 303);
    assert_eq!(ivan.post(&reply, &[("text", "Еще."), ("send", "yes")]).await.status, 409);
}

// REQ: REV-09
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_file_of_a_message_is_read_by_the_two_sides_and_nobody_else(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let attach = "INSERT INTO files (id, owner_id, answer_to_appeal_id, purpose, name, content_type, size, state, sha256, created_at, updated_at)
                  SELECT gen_random_uuid(), accounts.id, appeals.id, 'message', 'план.pdf', 'application/pdf', 10, 'clean', decode(repeat('00', 32), 'hex'), submitted_at, submitted_at
                  FROM appeals, accounts WHERE login = 'clerk'";
    sqlx::query(attach).execute(&world.pool).await.expect("written");
    let path = format!("/work/appeals/{number}/message");
    let sent = clerk.post(&path, &[("version", "2"), ("message_kind", "answer"), ("text", "Починим, план приложен."), ("send", "yes")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let file = world.texts("SELECT id::text FROM files WHERE message_id IS NOT NULL").await.remove(0);
    let file = format!("/files/{file}");
    assert!(ivan.get(&format!("/appeals/{number}")).await.body.contains("план.pdf"));
    for (login, status) in [("ivan", 303), ("clerk", 303), ("head", 303), ("maria", 404), ("hospital-clerk", 404)] {
        assert_eq!(world.person(login).await.get(&file).await.status, status, "{login}");
    }
    // Who gets the appeal sent on reads what came with it, not what was written to the applicant.
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0);
    let fields = [("version", "2"), ("receivers", hospital.as_str()), ("explanation", "Направляем."), ("redirect_date", "2026-11-23"), ("send", "yes")];
    let done = clerk.post(&format!("/work/appeals/{number}/redirect"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let receiver = world.person("hospital-clerk").await;
    assert!(!receiver.get(&format!("/work/appeals/{number}")).await.body.contains("план.pdf"));
    assert_eq!(receiver.get(&file).await.status, 404);
}

/// Asks the applicant something.
async fn ask(person: &Person<'_>, number: &str, text: &str) {
    let path = format!("/work/appeals/{number}/message");
    let version = person.get(&path).await.value("version");
    let asked = person.post(&path, &[("version", &version), ("message_kind", "question"), ("text", text), ("send", "yes")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
}

/// The links to replies on the applicant's card, in its order.
fn replies(card: &str) -> Vec<String> {
    let links = card.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.contains("/reply?to=")).map(str::to_owned).collect()
}

// REQ: REV-09
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn each_organisation_that_has_a_part_asks_and_is_answered_by_itself(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу и лифт.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0);
    let fields = [
        ("version", "2"), ("extent", "part"), ("questions", "О лифте"), ("receivers", hospital.as_str()), ("explanation", "Направляем."),
        ("redirect_date", "2026-11-23"), ("send", "yes"),
    ];
    let done = clerk.post(&format!("/work/appeals/{number}/redirect"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let other = world.person("hospital-clerk").await;
    assert_eq!(other.register(&number).await.status, 303);
    ask(&clerk, &number, "Какая крыша?").await;
    ask(&other, &number, "Какой лифт?").await;
    let card = ivan.get(&format!("/appeals/{number}")).await.body;
    for text in ["Какая крыша?", "Какой лифт?", "<h3>Заречненский райисполком</h3>", "<h3>Заречненская больница</h3>"] {
        assert!(card.contains(text), "{text}: {card}");
    }
    let links = replies(&card);
    assert_eq!(links.len(), 2, "{card}");
    for link in &links {
        let form = ivan.get(link).await;
        assert_eq!(form.status, 200, "{}", form.body);
        let of_roof = form.body.contains("Какая крыша?");
        assert_ne!(of_roof, form.body.contains("Какой лифт?"), "only what this organisation asked: {}", form.body);
        let text = if of_roof { "Крыша дома." } else { "Лифт слева." };
        assert_eq!(ivan.post(link, &[("text", text), ("send", "yes")]).await.status, 303);
        assert_eq!(world.person("maria").await.post(link, &[("text", "Я"), ("send", "yes")]).await.status, 404);
    }
    let foreign = format!("/appeals/{number}/reply?to={}", uuid::Uuid::now_v7());
    assert_eq!(ivan.post(&foreign, &[("text", "Кому?"), ("send", "yes")]).await.status, 404);
    for (person, own, anothers) in [(&clerk, "Крыша дома.", "Лифт слева."), (&other, "Лифт слева.", "Крыша дома.")] {
        let card = person.get(&format!("/work/appeals/{number}")).await.body;
        assert!(card.contains(own) && !card.contains(anothers), "{own}: {card}");
    }
    assert_eq!(world.count("SELECT count(DISTINCT appeal_id) FROM appeal_messages WHERE kind = 'reply'").await, 2);
}
