//! Who is reminded of what, on which days.

use serde_json::json;
use sqlx::PgPool;
use zvarot_domain::{
    AppealId, Role,
    reminders::{Ladder, TermClock},
};
use zvarot_platform::schedule::Task as _;
use zvarot_store::{notices, reminders};

use super::world::World;
use crate::remind::Remind;

// REQ: CTL-09 REG-06a
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn clerks_and_heads_get_one_letter_with_all_that_is_due(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-24T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await; // two days are left
    world.appeal("2026-11-06T09:00:00Z", "2026-11-21", None).await; // three days over
    world.appeal("2026-11-17T09:00:00Z", "2026-12-02", Some("2026-11-24")).await; // the notice's last day
    world.appeal("2026-11-20T09:00:00Z", "2026-12-07", Some("2026-11-27")).await; // nothing yet
    world.arrived("2026-11-23T08:00:00Z", "2026-11-23T20:59:59.999Z").await; // not registered in time
    world.run_at("2026-11-24T05:00:00Z").await;
    assert_eq!(
        world.said().await,
        [
            "2026-11-24 notice 0",
            "2026-11-24 registration 1",
            "2026-11-24 review 3",
            "2026-11-24 review -2",
        ]
    );
    for account in [world.clerk, world.head] {
        let letters = world.letters(account).await;
        assert_eq!(letters.len(), 1, "one letter a day");
        let letter = &letters[0];
        assert_eq!(
            [&letter["overdue"], &letter["today"], &letter["soon"], &letter["more"], &letter["day"]],
            [&json!(2), &json!(1), &json!(1), &json!(0), &json!("2026-11-24")]
        );
        let terms = letter["terms"].as_array().expect("a list");
        let days: Vec<_> = terms.iter().map(|term| (&term["clock"], term["days"].as_i64())).collect();
        assert_eq!(
            days,
            [
                (&json!("review"), Some(-3)),
                (&json!("registration"), Some(-1)),
                (&json!("notice"), Some(0)),
                (&json!("review"), Some(2)),
            ]
        );
        // nothing of the appeals' contents, nobody's name
        assert!(!letter.to_string().contains("Секретный") && !letter.to_string().contains("Іваноў"));
    }
    assert_eq!(world.count("SELECT count(*) FROM notices WHERE kind = 'deadline_reminder'").await, 2);
    assert_eq!(world.count("SELECT count(*) FROM jobs WHERE kind = 'deliver'").await, 2);
    assert_eq!(world.count("SELECT count(*) FROM deliveries").await, 2, "nobody else");
}

// REQ: CTL-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_run_repeated_says_nothing_again(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-24T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    for moment in [
        "2026-11-24T04:59:59Z", // before the morning
        "2026-11-24T05:00:00Z",
        "2026-11-24T05:00:00Z",
        "2026-11-24T05:01:00Z",
        "2026-11-24T14:59:59Z",
        "2026-11-24T20:59:59Z", // midnight in Minsk
        "2026-11-24T21:00:00Z",
        "2026-11-25T05:00:00Z",
    ] {
        world.run_at(moment).await;
    }
    assert_eq!(world.said().await, ["2026-11-24 review -2"]);
    assert_eq!(world.letters(world.clerk).await.len(), 1);
}

// REQ: CTL-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn after_two_days_down_the_latest_step_alone_is_said(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-19T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    // Friday's run would have said "five days", Tuesday's "two"; neither took place.
    world.run_at("2026-11-25T10:00:00Z").await;
    assert_eq!(world.said().await, ["2026-11-25 review -2"]);
    // It was down on the last day and the day after.
    world.run_at("2026-11-30T05:00:00Z").await;
    assert_eq!(world.said().await, ["2026-11-25 review -2", "2026-11-30 review 3"]);
    assert_eq!(world.letters(world.head).await.len(), 2);
}

// REQ: CTL-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_clock_that_jumps_makes_no_second_reminder(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-20T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    for moment in [
        "2026-11-20T06:00:00Z",
        "2026-11-20T05:00:00Z", // an hour back
        "2026-11-26T06:00:00Z", // six days ahead by mistake: the last day is said
        "2026-11-24T06:00:00Z", // back again: what comes before the last day is not said any more
        "2026-11-25T06:00:00Z",
        "2026-11-26T06:00:00Z",
        "2026-11-23T06:00:00Z",
        "2026-11-30T06:00:00Z",
    ] {
        world.run_at(moment).await;
    }
    assert_eq!(
        world.said().await,
        ["2026-11-20 review -5", "2026-11-26 review 0", "2026-11-30 review 3"]
    );
    assert_eq!(world.letters(world.clerk).await.len(), 3);
}

// REQ: CTL-09 REG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_term_that_was_moved_has_a_new_ladder(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-20T05:00:00Z").await;
    let appeal = world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    world.run_at("2026-11-20T05:00:00Z").await;
    world.event(appeal, "term_changed", "2026-11-23T09:00:00Z").await;
    world.sql("UPDATE appeals SET due_on = '2026-12-08'").await;
    for day in 24..=30 {
        world.run_at(&format!("2026-11-{day}T05:00:00Z")).await;
    }
    for day in 1..=3 {
        world.run_at(&format!("2026-12-0{day}T05:00:00Z")).await;
    }
    assert_eq!(world.said().await, ["2026-11-20 review -5", "2026-12-03 review -5"]);
    // moved back to the first day, whose five days were said: they are not said again, the last day is
    world.event(appeal, "term_changed", "2026-12-04T09:00:00Z").await;
    world.sql("UPDATE appeals SET due_on = '2026-11-26'").await;
    world.run_at("2026-12-07T05:00:00Z").await;
    assert_eq!(
        world.said().await,
        ["2026-11-20 review -5", "2026-12-03 review -5", "2026-12-07 review 9"]
    );
}

// REQ: CTL-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_done_needs_no_reminder(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-24T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", Some("2026-11-24")).await;
    for status in ["answered", "withdrawn", "redirected", "left_without_consideration", "taken_note"] {
        sqlx::query("UPDATE appeals SET status = $1").bind(status).execute(&world.pool).await.expect("written");
        world.sql("DELETE FROM reminder_days").await;
        world.run_at("2026-11-24T05:00:00Z").await;
        assert!(world.said().await.is_empty(), "{status}");
    }
    assert_eq!(world.count("SELECT count(*) FROM deliveries").await, 0);
}

// REQ: CTL-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_organisation_has_its_own_ladder_and_its_own_days(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-20T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    let mut connection = world.pool.acquire().await.expect("connected");
    let (ladder, now) = (Ladder::new([3, 1], Some(1)), world.platform.clock.now());
    reminders::set_ladder(&mut connection, world.organisation, TermClock::Review, &ladder, world.clerk, now)
        .await
        .expect("written");
    // Mondays are off there, Saturdays are worked from seven.
    world
        .sql(
            r#"INSERT INTO organisation_schedules (organisation_id, version, data) SELECT id, 1,
               '{"week": {"tue": "09:00-18:00", "wed": "09:00-18:00", "thu": "09:00-18:00", "fri": "09:00-18:00", "sat": "07:00-12:00"}}' FROM organisations"#,
        )
        .await;
    for day in 20..=30 {
        world.run_at(&format!("2026-11-{day}T04:00:00Z")).await; // seven in Minsk
        world.run_at(&format!("2026-11-{day}T05:00:00Z")).await;
    }
    assert_eq!(
        world.said().await,
        // 23.11 is a Monday and 22.11 a Sunday: Saturday 21; the day before the last; then daily, not on Sunday and Monday
        ["2026-11-21 review -3", "2026-11-25 review -1", "2026-11-27 review 1", "2026-11-28 review 2"]
    );
    let first = world.count("SELECT extract(hour FROM min(sent_at) AT TIME ZONE 'Europe/Minsk')::bigint FROM reminders").await;
    assert_eq!(first, 7, "where the day begins earlier the morning is earlier");
}

// REQ: CTL-09 NOT-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn who_wants_no_letter_still_has_the_notice(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-24T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    let mut connection = world.pool.acquire().await.expect("connected");
    notices::choose(&mut connection, world.head, "deadline_reminder", "email", false).await.expect("written");
    drop(connection);
    world.run_at("2026-11-24T05:00:00Z").await;
    assert_eq!(world.letters(world.head).await.len(), 0);
    assert_eq!(world.letters(world.clerk).await.len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM notices").await, 2);
}

// REQ: CTL-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn one_organisations_trouble_is_not_the_others(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-24T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    let own = world.organisation;
    for unp in ["200000001", "300000001"] {
        world.organisation = world.organisation(unp).await;
        let appeal: AppealId = world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
        assert_ne!(appeal.0, own.0);
    }
    world
        .sql("INSERT INTO organisation_schedules (organisation_id, version, data) SELECT id, 1, '{\"week\": {}}' FROM organisations WHERE unp = '200000001'")
        .await;
    let run = Remind.run(&world.platform).await;
    assert!(run.is_err(), "the alarm must see it");
    assert_eq!(world.said().await.len(), 2);
    world.sql("DELETE FROM organisation_schedules").await;
    Remind.run(&world.platform).await.expect("it runs");
    assert_eq!(world.said().await.len(), 3);
}

// REQ: CTL-09
// REQ: SUB-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn who_moderates_is_reminded_of_what_waits_for_that_and_of_nothing_else(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-24T05:00:00Z").await;
    let authorised = world.official("authorised", Role::AuthorisedPerson).await;
    let to_head = world.arrived("2026-11-23T08:00:00Z", "2026-11-23T20:59:59.999Z").await;
    world.arrived("2026-11-23T08:30:00Z", "2026-11-23T20:59:59.999Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    sqlx::query("UPDATE appeals SET status = 'in_moderation', to_head = 'addressed' WHERE id = $1")
        .bind(to_head.0)
        .execute(&world.pool)
        .await
        .expect("written");
    world.run_at("2026-11-24T05:00:00Z").await;
    let number = "SELECT number FROM appeals WHERE status = 'in_moderation'";
    let number: i64 = sqlx::query_scalar(number).fetch_one(&world.pool).await.expect("one");
    let number = zvarot_domain::AppealNumber::from_i64(number).expect("a number").to_string();
    let terms = async |account| {
        let letters = world.letters(account).await;
        assert_eq!(letters.len(), 1);
        let terms = letters[0]["terms"].as_array().expect("a list").clone();
        terms.iter().map(|term| (term["number"] == json!(number), term["clock"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(terms(authorised).await, [(true, json!("registration"))]);
    // The clerk keeps the limit in sight; the head does not know of it before.
    assert_eq!(terms(world.clerk).await.len(), 3);
    let of_head = terms(world.head).await;
    assert!(of_head.len() == 2 && of_head.iter().all(|(moderated, _)| !moderated), "{of_head:?}");
    // Moderated it is not the representative's any more.
    world.sql("UPDATE appeals SET status = 'submitted', to_head = NULL").await;
    for day in 25..=30 {
        world.run_at(&format!("2026-11-{day}T05:00:00Z")).await;
    }
    assert_eq!(world.letters(authorised).await.len(), 1);
    assert!(world.letters(world.clerk).await.len() > 1);
}

// REQ: BEY-07
// REQ: CTL-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_appeal_to_which_nothing_happens_is_told_once_for_each_silence(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-11T05:00:00Z").await;
    world.sql("DELETE FROM reminder_ladders").await; // the usual five working days
    let appeal = world.appeal("2026-11-11T09:00:00Z", "2026-12-31", None).await;
    let other = world.appeal("2026-11-11T09:00:00Z", "2026-12-31", None).await;
    world.event(other, "note_changed", "2026-11-17T09:00:00Z").await;
    for day in 12..=19 {
        world.run_at(&format!("2026-11-{day}T05:00:00Z")).await;
    }
    // Thursday 12, Friday 13, Monday 16 to Wednesday 18 went by without an event.
    assert_eq!(world.said().await, ["2026-11-19 silence 0"]);
    for account in [world.clerk, world.head] {
        let letters = world.letters(account).await;
        assert_eq!(letters.len(), 1);
        let counts = ["silent", "overdue", "today", "soon"].map(|name| letters[0][name].as_i64());
        assert_eq!(counts, [Some(1), Some(0), Some(0), Some(0)], "silence is no term");
    }
    world.run_at("2026-11-20T05:00:00Z").await;
    assert_eq!(world.said().await.len(), 1, "said once");
    // Something happens, and then nothing again.
    world.event(appeal, "note_changed", "2026-11-20T09:00:00Z").await;
    for day in 23..=30 {
        world.run_at(&format!("2026-11-{day}T05:00:00Z")).await;
    }
    assert_eq!(world.said().await, ["2026-11-19 silence 0", "2026-11-25 silence 0", "2026-11-30 silence 0"]);
    // Nobody looks any more; what is done is not silent.
    world.silence(None).await;
    world.run_at("2026-12-10T05:00:00Z").await;
    world.silence(Some(1)).await;
    world.sql("UPDATE appeals SET status = 'answered'").await;
    world.run_at("2026-12-11T05:00:00Z").await;
    assert_eq!(world.said().await.len(), 3);
}

// REQ: CTL-09
// REQ: CTL-01
// REQ: CTL-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_one_organisation_wants_of_another_is_reminded_of_on_both_sides_once_each(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-16T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-12-31", None).await;
    let (home, other) = (world.organisation, world.organisation("200000001").await);
    world.organisation = other;
    let there = world.official("there", Role::Clerk).await;
    let looks_on = world.official("looks-on", Role::Executor).await;
    world.organisation = home;
    // One to the other organisation, one to somebody outside of the system.
    world
        .sql(
            "INSERT INTO assignments (id, kind, appeal_id, sender_id, receiver_id, outside, state, due_on, created_at)
             SELECT gen_random_uuid(), 'request', appeals.id, appeals.organisation_id, organisations.id, CASE WHEN organisations.id IS NULL THEN 'ОАО «Лифт»' END,
                 'open', '2026-11-26', '2026-11-16T09:00:00Z'
             FROM appeals, (SELECT id FROM organisations WHERE unp = '200000001' UNION ALL SELECT NULL) AS organisations",
        )
        .await;
    for day in 17..=30 {
        world.run_at(&format!("2026-11-{day}T05:00:00Z")).await;
        world.run_at(&format!("2026-11-{day}T06:00:00Z")).await;
    }
    let said = "SELECT sent_on || ' ' || clock || ' ' || step || ' ' || unp FROM assignment_reminders JOIN organisations ON organisations.id = organisation_id ORDER BY 1";
    let all: Vec<String> = sqlx::query_scalar(said).fetch_all(&world.pool).await.expect("read");
    assert_eq!(
        all,
        [
            "2026-11-20 assignment -5 200000001", // the day itself is a Saturday
            "2026-11-24 assignment -2 200000001",
            "2026-11-26 assignment 0 200000001",
            "2026-11-26 control 0 100000001",
            "2026-11-26 control 0 100000001",
            "2026-11-30 assignment 3 200000001",
            "2026-11-30 control 3 100000001",
            "2026-11-30 control 3 100000001",
        ]
    );
    let letters = world.letters(there).await;
    assert_eq!(letters.len(), 4);
    let term = &letters[0]["terms"][0];
    assert_eq!((&term["clock"], term["days"].as_i64()), (&json!("assignment"), Some(6)));
    assert!(term["assignment"].is_string(), "{term}");
    for account in [world.clerk, world.head] {
        let letters = world.letters(account).await;
        assert_eq!(letters.len(), 2, "one letter a day of all");
        assert_eq!(letters[0]["terms"].as_array().map(Vec::len), Some(2));
        assert_eq!(letters[0]["today"], json!(2));
    }
    assert!(world.letters(looks_on).await.is_empty());
    // Ordered again it has a term of its own; answered it needs no reminder.
    world.sql("UPDATE assignments SET due_on = '2026-12-04' WHERE receiver_id IS NOT NULL").await;
    world.sql("UPDATE assignments SET state = 'reported' WHERE receiver_id IS NULL").await;
    world.run_at("2026-12-04T05:00:00Z").await;
    world.sql("UPDATE assignments SET state = 'closed', closed_at = now()").await;
    world.run_at("2026-12-10T05:00:00Z").await;
    let new: Vec<String> = sqlx::query_scalar(said).fetch_all(&world.pool).await.expect("read");
    assert_eq!(&new[8..], ["2026-12-04 assignment 0 200000001", "2026-12-04 control 0 100000001"]);
}
