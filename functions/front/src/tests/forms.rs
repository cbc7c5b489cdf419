//! Forms: none is taken from another site, and one that was opened before somebody else's change overwrites nothing.

use sqlx::PgPool;

use super::world::{Person, World};

/// The router's own text: no route that takes forms is left out.
const ROUTES: &str = include_str!("../router.rs");

/// The paths of all routes that take a form, with something in the place of their variables.
fn paths_of_forms() -> Vec<String> {
    let routes = ROUTES.lines().filter_map(|line| {
        let rest = line.trim().strip_prefix(".route(\"")?;
        let (path, handlers) = rest.split_once("\",")?;
        handlers.contains("post(").then(|| {
            path.replace("{kind}", "person")
                .replace("{token}", "0123456789abcdef")
                .replace("{number}", "1234567897")
                .replace("{id}", "0191d2ae-0000-7000-8000-000000000000")
        })
    });
    routes.collect()
}

// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn no_form_is_taken_from_elsewhere(pool: PgPool) {
    let world = World::new(pool).await;
    let paths = paths_of_forms();
    assert!(paths.len() > 25, "{paths:?}");
    let people = [
        world.person("ivan").await,
        world.person("clerk").await,
        world.person("operator").await,
        world.visitor(),
    ];
    let strangers_token = world.person("maria").await.token().await;
    let before = (world.state_of_appeals().await, accounts(&world).await);
    for person in &people {
        let token = person.token().await;
        for path in &paths {
            for (what, fields, headers) in [
                ("no token", vec![], vec![]),
                ("an empty token", vec![("csrf", "")], vec![]),
                ("rubbish", vec![("csrf", "AAAA")], vec![]),
                ("somebody else's token", vec![("csrf", strangers_token.as_str())], vec![]),
                ("another site", vec![("csrf", token.as_str())], vec![("origin", "https://evil.example")]),
                ("a sandboxed frame", vec![("csrf", token.as_str())], vec![("origin", "null")]),
                ("another site by the browser's word", vec![("csrf", token.as_str())], vec![("sec-fetch-site", "cross-site")]),
            ] {
                let answer = person.post_plainly(path, &fields, &headers).await;
                let about = format!("{path}, {what}: {} {}", answer.status, answer.body);
                // Whoever may not come here at all is told that first.
                let elsewhere = answer.status == 404 || (answer.status == 303 && answer.location().starts_with("/sign-in"));
                assert!(answer.status == 403 || elsewhere, "{about}");
            }
        }
    }
    assert!(before == (world.state_of_appeals().await, accounts(&world).await), "nothing has changed");
    assert!(people[0].is_in().await, "nobody was signed out");
}

async fn accounts(world: &World) -> Vec<String> {
    world
        .texts(
            "SELECT to_jsonb(accounts)::text FROM accounts UNION ALL SELECT to_jsonb(applicants)::text FROM applicants
             UNION ALL SELECT account_id::text FROM sessions UNION ALL SELECT to_jsonb(deliveries)::text FROM deliveries
             UNION ALL SELECT to_jsonb(confirmations)::text FROM confirmations",
        )
        .await
}

/// Opens a form of the card, has somebody else change the card, sends the form, and looks at what comes back.
async fn is_kept_apart(world: &World, number: &str, form: &str, typed: &[(&str, &str)]) {
    let (slow, fast) = (world.person("clerk").await, world.person("clerk").await);
    let path = format!("/work/appeals/{number}/{form}");
    let version = slow.get(&path).await.value("version");
    change(world, &fast, number).await;
    let before = world.state_of_appeals().await;
    let fields: Vec<_> = [("version", version.as_str())].into_iter().chain(typed.iter().copied()).collect();
    let answer = slow.post(&path, &fields).await;
    assert_eq!(answer.status, 409, "{form}: {}", answer.body);
    assert_eq!(world.state_of_appeals().await, before, "{form}: nothing is overwritten");
    for (name, value) in typed.iter().filter(|(_, value)| value.chars().count() > 4) {
        assert!(answer.body.contains(value), "{form}: what was typed as {name} is there: {}", answer.body);
    }
    assert!(answer.body.contains("Карточку только что изменил другой сотрудник"), "{form}");
    let newer = answer.value("version");
    assert!(newer.parse::<i32>().expect("a number") > version.parse().expect("a number"), "{form}");
    // Sent again after a look, it counts.
    let fields: Vec<_> = [("version", newer.as_str())].into_iter().chain(typed.iter().copied()).collect();
    let answer = slow.post(&path, &fields).await;
    assert!(answer.status == 303 || answer.status == 200, "{form}: {} {}", answer.status, answer.body);
}

/// Somebody's correction of the card.
async fn change(world: &World, person: &Person<'_>, number: &str) {
    let path = format!("/work/appeals/{number}/correct");
    let page = person.get(&path).await;
    let (version, index) = (page.value("version"), page.value("registration_index"));
    let note = format!("исправлено при версии {version}");
    let fields = [
        ("version", version.as_str()),
        ("registration_index", &index),
        ("registered_on", "2026-11-23"),
        ("note", &note),
    ];
    let answer = person.post(&path, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(world.texts("SELECT note FROM appeals").await.contains(&note));
}

// REQ: REV-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_form_opened_before_anothers_change_overwrites_nothing_and_keeps_what_was_typed(pool: PgPool) {
    let world = World::new(pool).await;
    let number = world.person("ivan").await.hand_in("Прошу починить крышу.").await;
    assert_eq!(world.person("clerk").await.register(&number).await.status, 303);
    is_kept_apart(&world, &number, "term", &[("due_on", "2026-12-04"), ("reason", "нужен выезд комиссии")]).await;
    is_kept_apart(&world, &number, "correct", &[("registration_index", "Э-77"), ("note", "примечание первого")]).await;
    let answer = [
        ("text", "Крышу починят в декабре."),
        ("outcome", "explained"),
        ("number", "17/3"),
        ("dated", "2026-11-23"),
    ];
    let preview: Vec<_> = answer.into_iter().chain([("preview", "yes")]).collect();
    is_kept_apart(&world, &number, "answer", &preview).await;
    let send: Vec<_> = answer.into_iter().chain([("send", "yes")]).collect();
    is_kept_apart(&world, &number, "answer", &send).await;
    assert_eq!(world.count("SELECT count(*) FROM answers").await, 1);
}

// REQ: REV-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn of_two_clerks_at_once_one_registers_and_the_other_is_told(pool: PgPool) {
    let world = World::new(pool).await;
    let number = world.person("ivan").await.hand_in("Прошу починить крышу.").await;
    let (one, other) = (world.person("clerk").await, world.person("clerk").await);
    let path = format!("/work/appeals/{number}/register");
    let version = other.get(&path).await.value("version");
    assert_eq!(one.register(&number).await.status, 303);
    let before = world.state_of_appeals().await;
    let fields = [("version", version.as_str()), ("registered_on", "2026-11-23"), ("registration_index", "Э-500"), ("term", "1m")];
    let answer = other.post(&path, &fields).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(answer.body.contains("Действие уже невозможно") && answer.body.contains("Э-500"));
    assert_eq!(world.state_of_appeals().await, before);
}

// REQ: SUB-08
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_draft_submitted_again_because_the_reply_was_lost_is_the_same_appeal(pool: PgPool) {
    let world = World::new(pool).await;
    let ivan = world.person("ivan").await;
    let draft = ivan.begin_draft().await;
    let version = ivan.get(&draft).await.value("version");
    let text = "Прошу починить крышу.";
    let first = ivan.save_draft(&draft, &version, text, "submit").await;
    let second = ivan.save_draft(&draft, &version, text, "submit").await;
    assert_eq!((first.status, second.status), (303, 303), "{}", second.body);
    assert_eq!(first.location(), second.location());
    assert_eq!(world.count("SELECT count(*) FROM appeals").await, 1);
}
