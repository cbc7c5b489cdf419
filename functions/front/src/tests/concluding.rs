//! Results that are no answer: leaving without consideration, taking note, redirecting; and the mark of a repeat.

use sqlx::PgPool;
use zvarot_domain::Role;

use super::world::{Answer, Person, World, organisation};

/// An appeal of Ivan's that the clerk has registered.
async fn registered(world: &World) -> String {
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&number).await.status, 303);
    number
}

/// Sends the form of an action as it was opened now.
async fn send(person: &Person<'_>, number: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/work/appeals/{number}/{what}");
    let page = person.get(&path).await;
    let version = page.value("version");
    let all = [("version", version.as_str()), ("send", "yes")];
    let all: Vec<_> = all.iter().chain(fields).copied().collect();
    person.post(&path, &all).await
}

async fn hospital(world: &World) -> String {
    world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await.remove(0)
}

// REQ: REV-07
// REQ: REG-06a
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_appeal_is_left_for_a_reason_of_the_law_that_the_applicant_reads(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let authorised = world.person("authorised").await;
    let page = authorised.get(&format!("/work/appeals/{number}/leave")).await;
    assert!(page.body.contains("30 ноября 2026"), "the fifth working day: {}", page.body);
    assert!(page.body.contains("value=\"not_competent\""));
    for foreign in ["complaint_late", "repeat_without_new", "correspondence_stopped", "book_off_topic"] {
        assert!(!page.body.contains(foreign), "{foreign}");
    }
    let before = world.state_of_appeals().await;
    for (fields, wrong) in [
        ([("reason", "not_competent"), ("explanation", " ")], "explanation"),
        ([("reason", ""), ("explanation", "Так надо.")], "reason"),
        ([("reason", "complaint_late"), ("explanation", "Так надо.")], "reason"),
        ([("reason", "repeat_without_new"), ("explanation", "Так надо.")], "reason"),
        ([("reason", "book_off_topic"), ("explanation", "Так надо.")], "reason"),
        ([("reason", "so_it_is"), ("explanation", "Так надо.")], "reason"),
    ] {
        let answer = send(&authorised, &number, "leave", &fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.blames(wrong), "{fields:?}: {}", answer.body);
        assert_eq!(world.state_of_appeals().await, before);
    }
    let fields = [("reason", "not_competent"), ("explanation", "Обратитесь в суд района. Решение можно обжаловать в облисполком.")];
    let done = send(&authorised, &number, "leave", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["left_without_consideration"]);
    let told = "SELECT count(*) FROM jobs JOIN appeal_events ON payload->>'event_id' = appeal_events.id::text
                WHERE appeal_events.kind = 'left_without_consideration'";
    assert_eq!(world.count(told).await, 1, "the applicant is told");
    let ivan = world.person("ivan").await;
    let card = ivan.get(&format!("/appeals/{number}")).await;
    assert!(card.body.contains("Обратитесь в суд района."), "{}", card.body);
    let card = world.person("clerk").await.get(&format!("/work/appeals/{number}")).await;
    assert!(card.body.contains("Вопросы не относятся к компетенции организации"), "{}", card.body);
}

// REQ: REV-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn thanks_are_taken_note_of(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let clerk = world.person("clerk").await;
    let refused = send(&clerk, &number, "take-note", &[("reason", "anonymous")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.blames("reason"));
    // A file that was meant for an answer is not shown to the applicant by a result without letters.
    world
        .texts(
            "INSERT INTO files (id, owner_id, answer_to_appeal_id, name, content_type, size, state, sha256, created_at, updated_at)
             SELECT gen_random_uuid(), accounts.id, appeals.id, 'проект.pdf', 'application/pdf', 9, 'clean', '\\x00', now(), now()
             FROM accounts, appeals WHERE login = 'clerk' RETURNING name",
        )
        .await;
    let done = send(&clerk, &number, "take-note", &[("reason", "only_thanks")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["taken_note"]);
    assert_eq!(world.texts("SELECT letter::text || (appeal_id IS NULL)::text FROM files").await, ["falsetrue"]);
    let card = world.person("ivan").await.get(&format!("/appeals/{number}")).await;
    assert!(!card.body.contains("проект.pdf"));
}

// REQ: CTL-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_appeal_goes_on_with_a_letter_and_never_back(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let (clerk, receiver) = (world.person("clerk").await, world.person("hospital-clerk").await);
    let (council, hospital) = (world.council.to_string(), hospital(&world).await);
    let before = world.state_of_appeals().await;
    for (to, letter, wrong) in [
        ("", "Направляем.", "redirected_to"),
        (council.as_str(), "Направляем.", "redirected_to"),
        (hospital.as_str(), "", "explanation"),
    ] {
        let fields = [("receivers", to), ("explanation", letter), ("redirect_date", "2026-11-23")];
        let answer = send(&clerk, &number, "redirect", &fields).await;
        assert_eq!(answer.status, 422, "{fields:?} {}", answer.body);
        assert!(answer.blames(wrong), "{fields:?} {}", answer.body);
        assert_eq!(world.state_of_appeals().await, before, "{fields:?}");
    }
    // What is picked and not yet added counts too.
    let fields = [("redirected_to", hospital.as_str()), ("explanation", "Лечение – ваше дело."), ("redirect_date", "2026-11-23")];
    let done = send(&clerk, &number, "redirect", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["redirected", "submitted"]);
    let card = receiver.get(&format!("/work/appeals/{number}")).await;
    assert!(card.body.contains("Лечение – ваше дело.") && card.body.contains("Заречненский райисполком"), "{}", card.body);
    // A → B → A.
    assert_eq!(receiver.register(&number).await.status, 303);
    let page = receiver.get(&format!("/work/appeals/{number}/redirect")).await;
    assert!(page.body.contains("В каких организациях обращение"), "{}", page.body);
    let before = world.state_of_appeals().await;
    let fields = [("receivers", council.as_str()), ("explanation", "Обратно."), ("redirect_date", "2026-11-23")];
    let back = send(&receiver, &number, "redirect", &fields).await;
    assert_eq!(back.status, 422);
    assert!(back.body.contains("Это обращение уже направлялось в эту организацию"), "{}", back.body);
    assert_eq!(world.state_of_appeals().await, before);
}

// REQ: CTL-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_appeal_that_went_through_three_organisations_returns_to_none_of_them(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let mut connection = world.pool.acquire().await.expect("connected");
    let school = organisation(&mut connection, "Заречненская школа", "100000003").await;
    drop(connection);
    world.hire("school-clerk", Role::Clerk, school).await;
    let (council, hospital, school) = (world.council.to_string(), hospital(&world).await, school.to_string());
    let to = |receiver| [("receivers", receiver), ("explanation", "Это ваше дело."), ("redirect_date", "2026-11-23")];
    assert_eq!(send(&world.person("clerk").await, &number, "redirect", &to(hospital.as_str())).await.status, 303);
    for (login, receiver) in [("hospital-clerk", Some(&school)), ("school-clerk", None)] {
        let clerk = world.person(login).await;
        assert_eq!(clerk.register(&number).await.status, 303, "{login}");
        let before = world.state_of_appeals().await;
        for back in [&council, &hospital, &school] {
            if receiver == Some(back) {
                continue;
            }
            let refused = send(&clerk, &number, "redirect", &to(back.as_str())).await;
            assert!(refused.status == 422 && refused.blames("redirected_to"), "{login} {back}: {}", refused.body);
            assert_eq!(world.state_of_appeals().await, before, "{login} {back}");
            assert!(refused.body.contains("Заречненский райисполком"), "the page says where it has been: {}", refused.body);
        }
        if let Some(receiver) = receiver {
            assert_eq!(send(&clerk, &number, "redirect", &to(receiver.as_str())).await.status, 303, "{login}");
        }
    }
    let page = world.person("school-clerk").await.get(&format!("/work/appeals/{number}/redirect")).await;
    for name in ["Заречненский райисполком", "Заречненская больница", "Заречненская школа"] {
        assert!(page.body.contains(name), "{name}: {}", page.body);
    }
    assert_eq!(world.texts("SELECT status FROM appeals").await, ["redirected", "redirected", "registered"]);
}

// REQ: BEY-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_complaint_does_not_go_to_whom_it_is_against(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let done = sqlx::query("UPDATE appeals SET kind = 'complaint', against_unp = '100000002'");
    done.execute(&world.pool).await.expect("written");
    let before = world.state_of_appeals().await;
    let (clerk, hospital) = (world.person("clerk").await, hospital(&world).await);
    let fields = [("receivers", hospital.as_str()), ("explanation", "Направляем."), ("redirect_date", "2026-11-23")];
    let refused = send(&clerk, &number, "redirect", &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Жалобу нельзя направить организации, действия которой обжалуются"), "{}", refused.body);
    assert_eq!(world.state_of_appeals().await, before);
}

// REQ: SUB-12
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_repeat_is_marked_once_its_first_was_answered(pool: PgPool) {
    let world = World::new(pool).await;
    let first = registered(&world).await;
    world.platform.clock.advance(chrono::TimeDelta::minutes(1));
    let second = registered(&world).await;
    let clerk = world.person("clerk").await;
    let page = clerk.get(&format!("/work/appeals/{second}/repeat")).await;
    assert!(page.body.contains("еще не дан ответ") && page.body.contains(&format!("value=\"{first}\" disabled")), "{}", page.body);
    let refused = send(&clerk, &second, "repeat", &[("proposed", &first)]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(clerk.answer(&first, "Крыша будет починена.").await.status, 303);
    let done = send(&clerk, &second, "repeat", &[("proposed", &first)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let card = clerk.get(&format!("/work/appeals/{second}")).await;
    assert!(card.body.contains(&format!("<a href=\"/work/appeals/{first}\">")), "{}", card.body);
    // Only now the law's reason for repeats is there.
    let authorised = world.person("authorised").await;
    let page = authorised.get(&format!("/work/appeals/{second}/leave")).await;
    assert!(page.body.contains("repeat_without_new"), "{}", page.body);
}

// REQ: BEY-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_complaint_does_not_go_where_the_employee_works_nor_to_the_employee(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let hospital = hospital(&world).await;
    for sql in [
        "UPDATE accounts SET display_name = 'Соловей Иван Петрович' WHERE login = 'hospital-clerk'",
        "UPDATE accounts SET display_name = 'Дрозд Анна Ильинична' WHERE login = 'executor'",
        "UPDATE appeals SET kind = 'complaint', against_employee = 'на Соловья Ивана Петровича, врача'",
    ] {
        sqlx::query(sql).execute(&world.pool).await.expect("written");
    }
    let (clerk, head) = (world.person("clerk").await, world.person("head").await);
    let fields = [("receivers", hospital.as_str()), ("explanation", "Направляем."), ("redirect_date", "2026-11-23")];
    let before = world.state_of_appeals().await;
    let refused = send(&clerk, &number, "redirect", &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("где работает тот, на кого она подана"), "{}", refused.body);
    assert_eq!(world.state_of_appeals().await, before);
    // The cabinet's name is in the one language, the complaint in the other.
    for sql in [
        "UPDATE accounts SET display_name = 'Шевченко Иван Петрович' WHERE login = 'hospital-clerk'",
        "UPDATE appeals SET against_employee = 'на Шаўчэнку Івана Пятровіча'",
    ] {
        sqlx::query(sql).execute(&world.pool).await.expect("written");
    }
    let before = world.state_of_appeals().await;
    assert_eq!(send(&clerk, &number, "redirect", &fields).await.status, 422);
    assert_eq!(world.state_of_appeals().await, before);
    // A head who gives it to whom it is about is warned, and decides.
    sqlx::query("UPDATE appeals SET against_employee = 'Дрозд А. И., мастер'").execute(&world.pool).await.expect("written");
    let executor = world.texts("SELECT id::text FROM accounts WHERE login = 'executor'").await.remove(0);
    let path = format!("/work/appeals/{number}/resolutions/new");
    let fields = [("text", "Разобраться."), ("executors/0/account", &executor), ("executors/0/due_on", "2026-12-01"), ("send", "issue")];
    let page = head.get(&path).await;
    let all = |warned: &str| -> Vec<(String, String)> {
        let hidden = ["version", "at", "seen"].map(|name| (name.to_owned(), page.value(name)));
        let typed = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        hidden.into_iter().chain(typed).chain([("warned".to_owned(), warned.to_owned())]).collect()
    };
    let post = async |warned: &str| {
        let all = all(warned);
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        head.post(&path, &all).await
    };
    let warned = post("").await;
    assert_eq!(warned.status, 200, "{}", warned.body);
    assert!(warned.body.contains("подана на этого исполнителя") && warned.body.contains("Дрозд Анна Ильинична"), "{}", warned.body);
    assert_eq!(world.count("SELECT count(*) FROM resolutions").await, 0);
    assert_eq!(post(&warned.value("warned")).await.status, 303);
    // A namesake by the surname alone hinders no redirection.
    sqlx::query("UPDATE appeals SET against_employee = 'Соловей, врач'").execute(&world.pool).await.expect("written");
    let fields = [("receivers", hospital.as_str()), ("explanation", "Направляем."), ("redirect_date", "2026-11-23")];
    let done = send(&clerk, &number, "redirect", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

// REQ: REV-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_second_of_two_officials_overwrites_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let (clerk, authorised) = (world.person("clerk").await, world.person("authorised").await);
    let path = format!("/work/appeals/{number}/leave");
    let opened = authorised.get(&path).await.value("version");
    let term = [("due_on", "2026-12-09"), ("reason", "Нужны документы")];
    assert_eq!(send(&clerk, &number, "term", &term).await.status, 303);
    let before = world.state_of_appeals().await;
    let fields = [("version", opened.as_str()), ("reason", "not_competent"), ("explanation", "Обратитесь в суд."), ("send", "yes")];
    let conflict = authorised.post(&path, &fields).await;
    assert_eq!(conflict.status, 409);
    for shown in ["Нужны документы", "Обратитесь в суд.", "Купава Мария"] {
        assert!(conflict.body.contains(shown), "{shown}: {}", conflict.body);
    }
    assert_eq!(world.state_of_appeals().await, before);
}

// REQ: REV-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_that_goes_by_post_is_refused_without_its_electronic_version(pool: PgPool) {
    let world = World::new(pool).await;
    let number = registered(&world).await;
    let done = sqlx::query("UPDATE appeals SET answer_way = 'post'").execute(&world.pool).await;
    done.expect("written");
    let clerk = world.person("clerk").await;
    let page = clerk.get(&format!("/work/appeals/{number}/answer")).await;
    assert!(page.body.contains("приложите здесь его электронную версию"), "{}", page.body);
    let before = world.state_of_appeals().await;
    let refused = clerk.answer(&number, "Ответ направлен почтовым отправлением.").await;
    assert!(refused.status == 422 && refused.blames("files"), "{}", refused.body);
    assert_eq!(world.state_of_appeals().await, before);
    world
        .texts(
            "INSERT INTO files (id, owner_id, answer_to_appeal_id, name, content_type, size, state, sha256, created_at, updated_at)
             SELECT gen_random_uuid(), accounts.id, appeals.id, 'ответ.pdf', 'application/pdf', 9, 'clean', '\\x00', now(), now()
             FROM accounts, appeals WHERE login = 'clerk' RETURNING name",
        )
        .await;
    let done = clerk.answer(&number, "Ответ направлен почтовым отправлением.").await;
    assert_eq!(done.status, 303, "{}", done.body);
}
