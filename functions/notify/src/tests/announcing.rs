//! Who is told of what.

use serde_json::json;
use sqlx::PgPool;
use zvarot_actions::{Actions, sign_in};
use zvarot_domain::{Actor, AppealNumber, CompletionResult, EventKind, completion::CompletionForm};
use zvarot_store::{deliveries::Channel, notices};

use super::world::World;

async fn told(world: &World) -> Vec<String> {
    let mut told: Vec<String> = world
        .deliveries()
        .await
        .into_iter()
        .map(|delivery| {
            let who = if delivery.account_id == Some(world.clerk) {
                "clerk"
            } else {
                "applicant"
            };
            format!("{who} {} {}", delivery.channel.code(), delivery.kind)
        })
        .collect();
    told.sort();
    told
}

// REQ: NOT-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_applicant_and_the_clerks_are_told_of_a_new_appeal(pool: PgPool) {
    let world = World::new(pool).await;
    world.happen(EventKind::Submitted).await;
    world.run().await;
    assert_eq!(
        told(&world).await,
        ["applicant email submitted", "clerk email appeal_arrived"]
    );
    let mut connection = world
        .platform
        .store
        .pool()
        .acquire()
        .await
        .expect("connected");
    for (account, kind) in [
        (world.applicant, "submitted"),
        (world.clerk, "appeal_arrived"),
    ] {
        let notices = notices::list(&mut connection, account, None, 10)
            .await
            .expect("read");
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].kind, kind);
        assert_eq!(notices[0].appeal_id, Some(world.appeal));
    }
}

// REQ: BEY-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn whose_two_appeals_are_joined_is_told_once_with_both_numbers_and_the_common_term(pool: PgPool) {
    let world = World::new(pool).await;
    let first = json!({ "first": "123-456-790-3", "due_on": "2026-12-05" });
    world.happen_with(EventKind::Merged, first).await;
    // The other side is the same person's, or on paper another one's.
    for same in [true, false] {
        let other = json!({ "other": "123-456-791-2", "due_on": "2026-12-05", "same_applicant": same });
        world.happen_with(EventKind::OtherMerged, other).await;
    }
    // Who withdrew one of them knows that they are apart.
    world.happen_with(EventKind::Unmerged, json!({ "first": "123-456-790-3", "withdrawn": true })).await;
    world.run().await;
    let mut connection = world.platform.store.pool().acquire().await.expect("connected");
    let notices = notices::list(&mut connection, world.applicant, None, 10).await.expect("read");
    let told = notices.iter().map(|notice| [&json!(notice.kind), &notice.data["other"], &notice.data["due_on"]].map(ToString::to_string).join(" "));
    let mut told: Vec<String> = told.collect();
    told.sort();
    let of = |other: &str| format!("\"merged\" \"{other}\" \"2026-12-05\"");
    assert_eq!(told, [of("123-456-790-3"), of("123-456-791-2")]);
}

// REQ: BEY-02
// REQ: SUB-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn whose_appeal_goes_on_is_told_that_another_person_withdrew_the_one_joined_with_it(pool: PgPool) {
    let world = World::new(pool).await;
    world.sql("UPDATE appeals SET status = 'registered', registered_on = '2026-11-23', due_on = '2026-12-08'").await;
    // The other one came on paper: its applicant has no cabinet.
    let number = AppealNumber::from_sequence(2, &[7; 16]).expect("there are numbers");
    let pool = world.platform.store.pool();
    sqlx::query(
        "INSERT INTO appeals SELECT (jsonb_populate_record(appeals, jsonb_build_object('id', gen_random_uuid(), 'number', $1::bigint,
             'account_id', NULL, 'merged_into', id, 'due_on', NULL))).* FROM appeals")
        .bind(number.as_i64()).execute(pool).await.expect("written");
    sqlx::query(
        "INSERT INTO appeal_merges (appeal_id, first_id, kind, own_due_on, merged_by, merged_at)
         SELECT id, merged_into, 'identical', '2026-12-08', $1, now() FROM appeals WHERE merged_into IS NOT NULL")
        .bind(world.clerk.0).execute(pool).await.expect("written");
    let actions = Actions { store: world.platform.store.clone(), secret: "x".to_owned().into() };
    let client = Actor::Client { account: world.clerk, organisation: world.organisation };
    let form = CompletionForm::of(CompletionResult::Withdrawn);
    zvarot_actions::appeals::complete_by_client(&actions, &world.cause(), &client, number, &form).await.expect("withdrawn");
    world.run().await;
    let mut connection = world.platform.store.pool().acquire().await.expect("connected");
    let notices = notices::list(&mut connection, world.applicant, None, 10).await.expect("read");
    let told: Vec<(&str, String)> = notices.iter().map(|notice| (notice.kind.as_str(), notice.data["other"].to_string())).collect();
    assert_eq!(told, [("unmerged", json!(number.to_string()).to_string())]);
}

// REQ: BEY-02
// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn whose_several_joined_appeals_are_ended_is_told_once_with_all_the_numbers(pool: PgPool) {
    let world = World::new(pool).await;
    world.sql("UPDATE appeals SET status = 'registered', registered_on = '2026-11-23', due_on = '2026-12-08'").await;
    let (mut joined, pool) = (Vec::new(), world.platform.store.pool());
    for place in 2..=3 {
        let number = AppealNumber::from_sequence(place, &[7; 16]).expect("there are numbers");
        sqlx::query(
            "INSERT INTO appeals SELECT (jsonb_populate_record(appeals, jsonb_build_object('id', gen_random_uuid(), 'number', $1::bigint,
                 'merged_into', id, 'due_on', NULL, 'submitted_at', submitted_at + interval '1 minute' * $2))).* FROM appeals WHERE merged_into IS NULL")
            .bind(number.as_i64()).bind(f64::from(u32::try_from(place).expect("small"))).execute(pool).await.expect("written");
        joined.push(number.to_string());
    }
    sqlx::query(
        "INSERT INTO appeal_merges (appeal_id, first_id, kind, own_due_on, merged_by, merged_at)
         SELECT id, merged_into, 'identical', '2026-12-08', $1, now() FROM appeals WHERE merged_into IS NOT NULL")
        .bind(world.clerk.0).execute(pool).await.expect("written");
    let actions = Actions { store: world.platform.store.clone(), secret: "x".to_owned().into() };
    let client = Actor::Client { account: world.clerk, organisation: world.organisation };
    let first: i64 = sqlx::query_scalar("SELECT number FROM appeals WHERE merged_into IS NULL").fetch_one(pool).await.expect("one");
    let form = CompletionForm {
        reason: Some("not_competent".to_owned()),
        explanation: Some("Обратитесь в суд.".to_owned()),
        ..CompletionForm::of(CompletionResult::LeftWithoutConsideration)
    };
    let number = AppealNumber::from_i64(first).expect("a number");
    zvarot_actions::appeals::complete_by_client(&actions, &world.cause(), &client, number, &form).await.expect("left");
    world.run().await;
    assert_eq!(world.count("SELECT count(*) FROM appeal_events WHERE kind = 'left_without_consideration'").await, 3);
    assert_eq!(told(&world).await, ["applicant email left_without_consideration", "applicant sms left_without_consideration"]);
    let mut connection = pool.acquire().await.expect("connected");
    let notices = notices::list(&mut connection, world.applicant, None, 10).await.expect("read");
    let said: Vec<[&serde_json::Value; 3]> = notices.iter().map(|notice| ["number", "also", "also_count"].map(|name| &notice.data[name])).collect();
    assert_eq!(said, [[&json!(number.to_string()), &json!(joined.join(", ")), &json!(2)]]);
    let text = world.relay.letters().concat();
    let sms = world.sms().await;
    for other in &joined {
        assert!(text.contains(other) && format!("{sms:?}").contains(other), "{other}: {text} {sms:?}");
    }
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_event_announced_twice_is_told_once(pool: PgPool) {
    let world = World::new(pool).await;
    let event_id = world.happen(EventKind::Registered).await;
    world
        .sql("UPDATE appeals SET registration_index = '2-15/7', due_on = '2026-12-08'")
        .await;
    for _ in 0..2 {
        let mut work = world
            .platform
            .store
            .begin(&world.cause())
            .await
            .expect("it begins");
        work.enqueue(zvarot_store::jobs::Job::Announce { event_id })
            .await
            .expect("written");
        work.commit().await.expect("committed");
    }
    world.run().await;
    assert_eq!(
        told(&world).await,
        ["applicant email registered", "applicant sms registered"]
    );
    assert_eq!(world.count("SELECT count(*) FROM notices").await, 1);
    assert_eq!(world.relay.texts().len(), 1);
    assert_eq!(world.sms().await.len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 0);
}

// REQ: NOT-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn each_person_chooses_the_channels(pool: PgPool) {
    let world = World::new(pool).await;
    let mut connection = world
        .platform
        .store
        .pool()
        .acquire()
        .await
        .expect("connected");
    for (channel, wanted) in [(Channel::Email, false), (Channel::Sms, true)] {
        notices::choose(
            &mut connection,
            world.applicant,
            "submitted",
            channel.code(),
            wanted,
        )
        .await
        .expect("written");
    }
    // no SMS without a text for it, whatever was chosen
    notices::choose(&mut connection, world.clerk, "appeal_arrived", "sms", true)
        .await
        .expect("written");
    world.happen(EventKind::Submitted).await;
    world.run().await;
    assert_eq!(
        told(&world).await,
        ["applicant sms submitted", "clerk email appeal_arrived"]
    );
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_address_that_was_not_confirmed_is_told_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .sql("UPDATE accounts SET email_confirmed_at = NULL, phone_confirmed_at = NULL")
        .await;
    world.happen(EventKind::Submitted).await;
    world.run().await;
    assert!(told(&world).await.is_empty());
    // the cabinet has it all the same
    assert_eq!(world.count("SELECT count(*) FROM notices").await, 2);
}

// REQ: IDN-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_owner_of_a_locked_account_is_told_once(pool: PgPool) {
    let world = World::new(pool).await;
    let (actions, client) = (world.actions(), world.client());
    for _ in 0..8 {
        let wrong = "wrong".to_owned().into();
        let tried = sign_in::sign_in(&actions, &world.cause(), &client, "applicant", wrong).await;
        assert!(tried.is_err());
    }
    world.run().await;
    assert_eq!(told(&world).await, ["applicant email sign_in_locked"]);
    let letter = world.relay.letters().remove(0);
    // fifteen minutes after ten in Minsk
    assert!(letter.contains("23 лістапада 2026 г., 10:15"), "{letter}");
    assert!(letter.contains("https://zvarot.example/sign-in"));
    assert_eq!(world.count("SELECT count(*) FROM notices").await, 1);
}
