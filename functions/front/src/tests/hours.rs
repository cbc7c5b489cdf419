//! The organisation's own hours and what becomes of the terms and limits of its open appeals (REG-07, REG-04).

use chrono::TimeDelta;
use sqlx::PgPool;
use zvarot_actions::appeals::recompute_terms;
use zvarot_store::Cause;

use super::world::{Answer, Person, World};

const PATH: &str = "/organisation/hours";

async fn send(person: &Person<'_>, unp: &str, fields: &[(&str, &str)]) -> Answer {
    let path = if unp.is_empty() { PATH.to_owned() } else { format!("{PATH}?unp={unp}") };
    let version = person.get(&path).await.value("version");
    person.post(PATH, &[&[("version", version.as_str()), ("unp", unp)][..], fields].concat()).await
}

/// As the clock does it, when all that was going on has ended.
async fn recompute(world: &World) -> usize {
    world.platform.clock.advance(TimeDelta::minutes(1));
    let cause = Cause { now: world.now(), trace_id: "test".to_owned() };
    recompute_terms(&world.platform.store, &cause).await.expect("computed")
}

// REQ: REG-07
// REQ: REG-04
// REQ: REG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn open_terms_and_limits_follow_the_hours_that_an_organisation_sets(pool: PgPool) {
    let world = World::new(pool).await;
    let (ivan, clerk) = (world.person("ivan").await, world.person("clerk").await);
    let registered = ivan.hand_in("Прошу починить крышу.").await;
    assert_eq!(clerk.register(&registered).await.status, 303);
    ivan.hand_in("Прошу починить лифт.").await;
    recompute(&world).await;
    let due = "SELECT due_on::text || ' ' || notice_due_on FROM appeals WHERE registered_on IS NOT NULL";
    let limit = "SELECT (registration_limit_at AT TIME ZONE 'Europe/Minsk')::date::text FROM appeals WHERE registered_on IS NULL";
    let (due_before, limit_before) = (world.texts(due).await.remove(0), world.texts(limit).await.remove(0));
    let last = due_before.split(' ').next().unwrap();
    // The last day of the answer becomes a day off: looked at first.
    let off = [("kind", "add_days_off"), ("first", last), ("last", ""), ("hours", "")];
    let look = send(&clerk, "", &off).await;
    assert!(look.status == 200 && look.body.contains("Изменится срок 1 открытого обращения"), "{}", look.body);
    assert_eq!(world.count("SELECT count(*) FROM organisation_schedules").await, 0, "nothing is set yet");
    let done = send(&clerk, "", &[&off[..], &[("send", "yes")]].concat()).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let late = clerk.post(PATH, &[&[("version", "0"), ("unp", "")][..], &off[..], &[("send", "yes")]].concat()).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert_eq!((recompute(&world).await, recompute(&world).await), (1, 0), "twice changes nothing");
    assert!(*world.texts(due).await[0] > *due_before);
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE kind = 'hours_changed'").await, 1);
    // Today and tomorrow become days off: the limit of registration moves, and the five working days.
    let today = zvarot_domain::minsk::date(world.now());
    let (today, tomorrow) = (today.to_string(), (today + TimeDelta::days(1)).to_string());
    let off = [("kind", "add_days_off"), ("first", today.as_str()), ("last", tomorrow.as_str()), ("hours", ""), ("send", "yes")];
    assert_eq!(send(&clerk, "", &off).await.status, 303);
    assert_eq!(recompute(&world).await, 2);
    assert!(*world.texts(limit).await[0] > *limit_before);
    // The history says which term it was; the applicant hears of the answer's alone.
    let kinds = "SELECT lpad(id::text, 12, '0') || ' ' || kind FROM appeal_events WHERE account_id IS NULL";
    let kinds = world.texts(kinds).await;
    assert!(kinds.len() == 2 && kinds[0].ends_with(" term_changed") && kinds[1].ends_with(" notice_term_changed"), "{kinds:?}");
    let card = clerk.get(&format!("/work/appeals/{registered}")).await;
    assert!(card.body.contains("Срок перенаправления и уведомления"), "{}", card.body);
    let own = ivan.get(&format!("/appeals/{registered}")).await;
    assert!(!own.body.contains("Срок перенаправления и уведомления"), "{}", own.body);
    // Taken back, all is as it was.
    assert_eq!(send(&clerk, "", &[("kind", "remove_day"), ("first", last), ("send", "yes")]).await.status, 303);
    recompute(&world).await;
    assert_eq!(world.texts(due).await[0].split(' ').next(), Some(last));
}

// REQ: REG-07
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn hours_are_the_organisations_own_and_the_chief_administrators(pool: PgPool) {
    let world = World::new(pool).await;
    let week = ["mon", "tue", "wed", "thu", "fri"].map(|day| (day, "08:00-17:00"));
    let fields = [&[("kind", "set_week"), ("send", "yes")][..], &week[..]].concat();
    for login in ["ivan", "head", "executor", "authorised", "operator"] {
        let person = world.person(login).await;
        assert_eq!(person.get(PATH).await.status, 404, "{login}");
        assert_eq!(person.post(PATH, &[&[("version", "0")][..], &fields[..]].concat()).await.status, 404, "{login}");
    }
    // A clerk names no other organisation.
    let hospital = world.person("hospital-clerk").await;
    let of_others = hospital.post(PATH, &[&[("version", "0"), ("unp", "100000001")][..], &fields[..]].concat()).await;
    assert_eq!(of_others.status, 404, "{}", of_others.body);
    let chief = world.person("chief").await;
    assert!(chief.get(PATH).await.body.contains("УНП"));
    assert_eq!(chief.get(&format!("{PATH}?unp=999999999")).await.status, 422);
    assert_eq!(send(&chief, "100000001", &fields).await.status, 303);
    let page = world.person("clerk").await.get(PATH).await;
    assert!(page.status == 200 && page.value("mon") == "08:00-17:00" && page.value("sat").is_empty(), "{}", page.body);
    let rows = "SELECT organisations.unp FROM organisation_schedules JOIN organisations ON organisations.id = organisation_id";
    assert_eq!(world.texts(rows).await, ["100000001"]);
    let clerk = world.person("clerk").await;
    for (field, fields) in [
        ("wed", vec![("kind", "set_week"), ("wed", "с утра")]),
        ("mon", vec![("kind", "set_week")]),
        ("first", vec![("kind", "add_days_off"), ("first", "2020-01-01")]),
        ("hours", vec![("kind", "add_hours"), ("first", "2026-12-01")]),
    ] {
        let wrong = send(&clerk, "", &fields).await;
        assert!(wrong.status == 422 && wrong.blames(field), "{field}: {} {}", wrong.status, wrong.body);
    }
}
