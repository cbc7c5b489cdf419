//! The national calendar as the chief administrator changes it, and what becomes of the terms of open appeals.

use sqlx::PgPool;
use zvarot_actions::appeals::recompute_terms;
use zvarot_store::Cause;

use super::resolutions::Place;
use super::world::{Answer, World};

const PATH: &str = "/operator/calendar";

async fn change(world: &World, kind: &str, day: &str, version: &str) -> Answer {
    let person = world.person("chief").await;
    let (working, act) = if kind == "add_transfer" { ("2026-12-19", "№ 7") } else { ("", "") };
    let fields = [("version", version), ("year", "2026"), ("kind", kind), ("day", day), ("working", working), ("act", act), ("send", "yes")];
    person.post(PATH, &fields).await
}

/// As the clock does it each minute.
async fn recompute(world: &World) -> usize {
    let cause = Cause { now: world.now(), trace_id: "test".to_owned() };
    recompute_terms(&world.platform.store, &cause).await.expect("computed")
}

// REQ: REG-07
// REQ: REG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_holiday_that_the_chief_administrator_adds_moves_open_terms(pool: PgPool) {
    let place = Place::new(pool).await;
    place.issued().await;
    let world = &place.world;
    let due = "SELECT due_on::text FROM appeals";
    assert_eq!(world.texts(due).await, ["2026-12-08"]);
    let page = world.person("chief").await.get(PATH).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("25 декабря 2026") && page.body.contains("397"), "{}", page.body);
    let version = page.value("version");

    // It is looked at first: both terms of the one open appeal end on or after that day.
    let fields = [("version", version.as_str()), ("year", "2026"), ("kind", "add_holiday"), ("day", "2026-12-08"), ("working", ""), ("act", "")];
    let look = world.person("chief").await.post(PATH, &fields).await;
    assert!(look.status == 200 && look.body.contains("Изменится срок 1 открытого обращения") && look.value("day") == "2026-12-08", "{}", look.body);
    let none = [("version", version.as_str()), ("kind", "add_holiday"), ("day", "2027-09-08")];
    assert!(world.person("chief").await.post(PATH, &none).await.body.contains("не изменятся"));
    assert!(world.person("chief").await.get(PATH).await.value("version") == version, "nothing was changed yet");

    let done = change(world, "add_holiday", "2026-12-08", &version).await;
    assert_eq!((done.status, done.location()), (303, "/operator/calendar?done=changed&year=2026"), "{}", done.body);
    let page = world.person("chief").await.get(done.location()).await;
    assert!(page.body.contains("8 декабря 2026") && page.body.contains("Еще 1 обращение ждет"), "{}", page.body);
    let stale = change(world, "add_holiday", "2026-12-09", &version).await;
    assert_eq!(stale.status, 409, "somebody else has changed it meanwhile: {}", stale.body);

    assert_eq!((recompute(world).await, recompute(world).await), (1, 0), "twice changes nothing");
    assert_eq!(world.texts(due).await, ["2026-12-09"]);
    assert!(!world.person("chief").await.get(PATH).await.body.contains("Еще 1 обращение"));
    assert_eq!(world.count("SELECT count(*) FROM appeal_events WHERE kind = 'term_changed' AND account_id IS NULL").await, 1);
    let told = "SELECT login FROM notices JOIN accounts ON accounts.id = account_id WHERE notices.kind = 'task_term_moved'";
    assert_eq!(world.texts(told).await, ["doctor", "executor", "specialist"]);
    let own = world.person("executor").await.get("/notices").await;
    assert!(own.body.contains("календарем рабочих дней"), "{}", own.body);
    assert_eq!(world.count("SELECT count(*) FROM security_events WHERE kind = 'calendar_changed'").await, 1);

    let version = page.value("version");
    assert_eq!(change(world, "remove_holiday", "2026-12-08", &version).await.status, 303);
    assert_eq!(recompute(world).await, 1);
    assert_eq!(world.texts(due).await, ["2026-12-08"]);
    // A transferred day is a day off too.
    let version = world.person("chief").await.get(PATH).await.value("version");
    assert_eq!(change(world, "add_transfer", "2026-12-08", &version).await.status, 303);
    assert_eq!(recompute(world).await, 1);
    assert_eq!(world.texts(due).await, ["2026-12-09"]);
}

// REQ: REG-07
// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_calendar_is_the_chief_administrators_and_takes_no_nonsense(pool: PgPool) {
    let world = World::new(pool).await;
    let version = world.texts("SELECT max(version)::text FROM national_calendars").await.remove(0);
    let fields = [("version", version.as_str()), ("kind", "add_holiday"), ("day", "2026-12-08")];
    for login in ["ivan", "clerk", "head", "executor", "external", "operator"] {
        let person = world.person(login).await;
        assert_eq!(person.get(PATH).await.status, 404, "{login}");
        assert_eq!(person.post(PATH, &fields).await.status, 404, "{login}");
    }
    for (kind, day, field) in [
        ("add_holiday", "2026-12-25", "day"),
        ("add_holiday", "8 декабря", "day"),
        ("remove_holiday", "2026-12-08", "day"),
        ("add_transfer", "2026-12-12", "day"),
        ("add_transfer", "", "day"),
        ("remove_transfer", "2026-12-08", "day"),
        ("burn", "2026-12-08", "kind"),
    ] {
        let wrong = change(&world, kind, day, &version).await;
        assert!(wrong.status == 422 && wrong.blames(field), "{kind} {day}: {} {}", wrong.status, wrong.body);
    }
    assert_eq!(world.count("SELECT count(*) FROM national_calendars").await, 1);
}
