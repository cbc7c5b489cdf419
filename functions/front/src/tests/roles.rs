//! Every action by everyone from every status that can be reached: what the table does not allow is refused and changes
//! nothing.

use std::collections::BTreeMap;

use sqlx::PgPool;

use super::world::{Answer, Person, World};

/// An action as its form sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Register,
    Correct,
    ChangeTerm,
    Answer,
    Redirect,
    Leave,
    TakeNote,
    Control,
    Message,
    Request,
    Moderate,
    Order,
    RedirectPart,
    Merge,
    Unmerge,
    Stop,
    Questions,
    Export,
    Publish,
    Withdraw,
    RecordWithdrawal,
}

use Does::{Answer as Answers, ChangeTerm, Control, Correct, Export, Leave, Merge, Message, Moderate, Order, Publish, Questions, RecordWithdrawal, Redirect, RedirectPart, Register, Request, Stop, TakeNote, Unmerge, Withdraw};

const ALL: [Does; 21] = [RecordWithdrawal, Publish, Questions, Merge, Unmerge, Stop, Moderate, Request, Order, RedirectPart, Message, Register, Correct, ChangeTerm, Answers, Redirect, Leave, TakeNote, Control, Export, Withdraw];

async fn does(world: &World, person: &Person<'_>, action: Does, number: &str) -> Answer {
    let version: i32 = sqlx::query_scalar("SELECT version FROM appeals WHERE number::text LIKE '%' || $1 AND redirected_from IS NULL")
        .bind(number.trim_start_matches('0'))
        .fetch_one(&world.pool)
        .await
        .expect("one");
    let version = version.to_string();
    let hospital = world.texts("SELECT id::text FROM organisations WHERE unp = '100000002'").await;
    let (path, fields): (&str, Vec<(&str, &str)>) = match action {
        Register => ("register", vec![("registered_on", "2026-11-23"), ("registration_index", ""), ("term", "15d")]),
        Correct => ("correct", vec![("registration_index", "Э-99"), ("note", "новое")]),
        ChangeTerm => ("term", vec![("due_on", "2026-12-09"), ("reason", "так надо")]),
        Answers => ("answer", vec![("text", "Ответ."), ("outcome", "explained"), ("number", "5"), ("dated", "2026-11-23"), ("send", "yes")]),
        Redirect => {
            ("redirect", vec![("receivers", &hospital[0]), ("redirect_date", "2026-11-23"), ("explanation", "Направляем."), ("send", "yes")])
        }
        RedirectPart => (
            "redirect",
            vec![
                ("receivers", &hospital[0]),
                ("extent", "part"),
                ("questions", "О крыше"),
                ("redirect_date", "2026-11-23"),
                ("explanation", "Направляем."),
                ("send", "yes"),
            ],
        ),
        Moderate => ("moderate", vec![("decision", "pass_to_head")]),
        Request => ("request", vec![("receiver", &hospital[0]), ("text", "Когда?"), ("due_on", "2026-12-01"), ("send", "yes")]),
        Order => ("order", vec![("receiver", &hospital[0]), ("text", "Сделайте."), ("due_on", "2026-12-01"), ("send", "yes")]),
        Leave => ("leave", vec![("reason", "not_competent"), ("explanation", "Обратитесь в суд. Решение можно обжаловать в облисполком."), ("send", "yes")]),
        TakeNote => ("take-note", vec![("reason", "only_thanks")]),
        Control => ("control", vec![("controlled", "yes")]),
        Message => ("message", vec![("message_kind", "question"), ("text", "Когда?"), ("send", "yes")]),
        Merge => ("merge", vec![("first_number", "1234567897"), ("kind", "identical"), ("send", "yes")]),
        Unmerge => ("unmerge", vec![("reason", "так надо")]),
        Questions => {
            let (one, two) = ([("questions/0/text", "О крыше"), ("questions/0/topic", "07-08")], [("questions/1/text", "О лифте"), ("questions/1/topic", "07-08")]);
            ("questions", [one, two].concat())
        }
        Stop => ("stop", vec![("question", "Крыша")]),
        Publish => {
            let text = [("title", "Крыша"), ("question", "Когда?"), ("answer", "В мае.")];
            ("publish", [&text[..], &[("reviewed", "yes"), ("send", "yes")]].concat())
        }
        Export => ("export", vec![]),
        RecordWithdrawal => ("withdraw", vec![("withdrawn_on", "2026-11-23"), ("send", "yes")]),
        Withdraw => {
            let path = format!("/appeals/{number}/withdraw");
            return person.post(&path, &[]).await;
        }
    };
    let path = format!("/work/appeals/{number}/{path}");
    let fields: Vec<_> = [("version", version.as_str())].into_iter().chain(fields).collect();
    person.post(&path, &fields).await
}

/// An appeal of Ivan's in each status that can be reached.
async fn bring_to(world: &World, status: &str) -> String {
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let number = ivan.hand_in("Прошу починить крышу.").await;
    if !matches!(status, "submitted" | "withdrawn") {
        assert_eq!(does(world, &clerk, Register, &number).await.status, 303);
    }
    match status {
        "answered" => assert_eq!(does(world, &clerk, Answers, &number).await.status, 303),
        "redirected" => assert_eq!(does(world, &clerk, Redirect, &number).await.status, 303),
        "taken_note" => assert_eq!(does(world, &clerk, TakeNote, &number).await.status, 303),
        "left_without_consideration" => {
            let authorised = world.person("authorised").await;
            assert_eq!(does(world, &authorised, Leave, &number).await.status, 303);
        }
        "withdrawn" => assert_eq!(does(world, &ivan, Withdraw, &number).await.status, 303),
        _ => {}
    }
    let now = world.texts("SELECT status FROM appeals WHERE redirected_from IS NULL").await;
    assert_eq!(now, [status]);
    number
}

async fn only_these_are_allowed(pool: PgPool, status: &str, allowed: &[(&str, Does)]) {
    let world = World::new(pool).await;
    let number = bring_to(&world, status).await;
    let before = world.state_of_appeals().await;
    for login in ["ivan", "maria", "clerk", "head", "executor", "authorised", "external", "hospital-clerk", "operator"] {
        // Where the appeal went on, its receiver's officials have a card of their own.
        if status == "redirected" && matches!(login, "hospital-clerk" | "ivan") {
            continue;
        }
        let person = world.person(login).await;
        for action in ALL {
            if allowed.contains(&(login, action)) {
                continue;
            }
            let answer = does(&world, &person, action, &number).await;
            let about = format!("{login} {action:?} of {status}: {} {}", answer.status, answer.body);
            assert!(answer.status == 404 || answer.status == 409, "{about}");
            // Whoever may see the appeal is told why.
            let sees = matches!((login, action), ("clerk" | "head" | "authorised", action) if action != Withdraw)
                || (login, action) == ("ivan", Withdraw);
            assert_eq!(answer.status == 409, sees, "{about}");
            assert_eq!(world.state_of_appeals().await, before, "{about}");
        }
    }
    // Each signs in once: whoever signs in too often is held up.
    let mut people: BTreeMap<&str, Person<'_>> = BTreeMap::new();
    for (login, action) in allowed {
        if !people.contains_key(login) {
            people.insert(login, world.person(login).await);
        }
        let person = &people[login];
        // The first changes the status perhaps; that it is possible is told by its not being refused.
        let answer = does(&world, person, *action, &number).await;
        assert_ne!(answer.status, 404, "{login} {action:?} of {status}");
        if (login, action) == (&allowed[0].0, &allowed[0].1) {
            assert_eq!(answer.status, 303, "{login} {action:?} of {status}: {}", answer.body);
            assert_ne!(world.state_of_appeals().await, before, "{login} {action:?} of {status}");
        }
    }
}

const TAKEN_OUT: [(&str, Does); 4] = [("clerk", Export), ("clerk", Control), ("head", Export), ("authorised", Export)];

// REQ: REV-13
// REQ: REG-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_submitted_is_registered_by_the_clerk_or_withdrawn(pool: PgPool) {
    only_these_are_allowed(pool, "submitted", &[("clerk", Register), ("ivan", Withdraw)]).await;
}

// REQ: REV-13
// REQ: REV-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_registered_is_worked_on_by_the_clerk_and_taken_out_by_who_sees_it(pool: PgPool) {
    let allowed = [
        ("clerk", Correct),
        ("clerk", ChangeTerm),
        ("clerk", Export),
        ("head", Export),
        ("authorised", Export),
        ("clerk", Answers),
        ("clerk", Redirect),
        ("head", Redirect),
        ("clerk", Request),
        ("head", Request),
        ("clerk", Order),
        ("head", Order),
        ("clerk", RedirectPart),
        ("head", RedirectPart),
        ("authorised", Leave),
        ("head", Leave),
        ("clerk", TakeNote),
        ("clerk", Control),
        ("clerk", Merge),
        ("clerk", Questions),
        ("clerk", Message),
        ("head", Message),
        ("authorised", Message),
        ("ivan", Withdraw),
    ];
    only_these_are_allowed(pool, "registered", &allowed).await;
}

// REQ: REV-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_answered_is_only_taken_out_and_published(pool: PgPool) {
    let published = [("clerk", Publish), ("head", Publish), ("authorised", Publish)];
    only_these_are_allowed(pool, "answered", &[&TAKEN_OUT[..], &published].concat()).await;
}

// REQ: REV-13
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_withdrawn_is_only_taken_out(pool: PgPool) {
    only_these_are_allowed(pool, "withdrawn", &TAKEN_OUT).await;
}

// REQ: REV-13
// REQ: REV-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_left_without_consideration_is_only_taken_out(pool: PgPool) {
    let allowed = [&TAKEN_OUT[..], &[("head", Stop)]].concat();
    only_these_are_allowed(pool, "left_without_consideration", &allowed).await;
}

// REQ: REV-13
// REQ: CTL-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_redirected_is_only_taken_out(pool: PgPool) {
    only_these_are_allowed(pool, "redirected", &TAKEN_OUT).await;
}

// REQ: REV-13
// REQ: REV-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_taken_note_of_is_only_taken_out(pool: PgPool) {
    only_these_are_allowed(pool, "taken_note", &TAKEN_OUT).await;
}
