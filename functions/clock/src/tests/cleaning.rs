//! What nobody needs any more is removed; what is needed stays.

use sqlx::PgPool;
use uuid::Uuid;
use zvarot_objects::keys;
use zvarot_platform::schedule::Task as _;
use zvarot_store::api_calls;
use zvarot_testkit::storage::Storage;

use super::world::World;
use crate::clean_up::CleanUp;
use crate::exchange::OldPackages;

// REQ: OPS-01 IDN-03 ORG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn ended_sessions_expired_codes_and_unheld_files_are_cleaned_up(pool: PgPool) {
    let world = World::new(pool, "2026-11-24T12:00:00Z").await;
    let clerk = world.clerk.0;
    for (token, seen) in [("old", "2026-11-24T11:44:59Z"), ("new", "2026-11-24T11:45:01Z")] {
        sqlx::query("INSERT INTO sessions (token_hash, account_id, csrf_secret, created_at, last_seen_at) VALUES ($1, $2, '', $3, $3)")
            .bind(token.as_bytes())
            .bind(clerk)
            .bind(super::world::at(seen))
            .execute(&world.pool)
            .await
            .expect("written");
    }
    for (purpose, expires) in [("phone", "2026-11-23T11:00:00Z"), ("email", "2026-11-25T11:00:00Z")] {
        sqlx::query(
            "INSERT INTO confirmations (id, account_id, purpose, target, code_hash, created_at, expires_at)
             VALUES ($1, $2, $3, '', 'hash', '2026-11-22T00:00:00Z', $4)",
        )
        .bind(Uuid::now_v7())
        .bind(clerk)
        .bind(purpose)
        .bind(super::world::at(expires))
        .execute(&world.pool)
        .await
        .expect("written");
    }
    let [old, new] = ["2026-11-23T11:00:00Z", "2026-11-23T13:00:00Z"].map(|at| (Uuid::now_v7(), at));
    for (id, updated) in [old, new] {
        sqlx::query(
            "INSERT INTO files (id, owner_id, name, content_type, size, state, created_at, updated_at)
             VALUES ($1, $2, 'a.pdf', 'application/pdf', 1, 'uploading', $3, $3)",
        )
        .bind(id)
        .bind(clerk)
        .bind(super::world::at(updated))
        .execute(&world.pool)
        .await
        .expect("written");
    }
    let storage = Storage::start().await.expect("it starts");
    let objects = storage.objects().await;
    let clean_up = CleanUp { objects };
    for _ in 0..2 {
        clean_up.run(&world.platform).await.expect("it runs");
    }
    let left: Vec<Vec<u8>> = sqlx::query_scalar("SELECT token_hash FROM sessions").fetch_all(&world.pool).await.expect("read");
    assert_eq!(left, [b"new".to_vec()]);
    let codes: Vec<String> = sqlx::query_scalar("SELECT purpose FROM confirmations WHERE code_hash IS NOT NULL").fetch_all(&world.pool).await.expect("read");
    assert_eq!(codes, ["email"], "a code that can be used stays");
    let removed: Vec<String> = sqlx::query_scalar("SELECT DISTINCT payload ->> 'file_id' FROM jobs WHERE kind = 'remove_file'").fetch_all(&world.pool).await.expect("read");
    assert_eq!(removed, [old.0.to_string()]);
    assert_eq!(world.count("SELECT count(*) FROM files").await, 2, "the worker of files removes the row with its objects");
}

// REQ: REV-12 OPS-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_put_up_for_a_form_that_was_never_sent_is_removed_whatever_the_form(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-24T12:00:00Z").await;
    let appeal = world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    let purposes = ["answer", "message", "reply", "leaving", "redirection", "withdrawal", "request", "order", "resolution", "result", "consolidated"];
    for purpose in purposes {
        sqlx::query(
            "INSERT INTO files (id, owner_id, answer_to_appeal_id, purpose, name, content_type, size, state, created_at, updated_at)
             SELECT gen_random_uuid(), $1, $2, $3, $3, 'application/pdf', 1, 'uploading', at, at
             FROM (VALUES ('2026-11-23T11:00:00Z'::timestamptz), ('2026-11-23T13:00:00Z')) AS days (at)",
        )
        .bind(world.clerk.0)
        .bind(appeal.0)
        .bind(purpose)
        .execute(&world.pool)
        .await
        .expect("written");
    }
    let storage = Storage::start().await.expect("it starts");
    let clean_up = CleanUp { objects: storage.objects().await };
    clean_up.run(&world.platform).await.expect("it runs");
    let removed: Vec<String> = sqlx::query_scalar("SELECT name FROM jobs JOIN files ON files.id::text = payload ->> 'file_id' WHERE kind = 'remove_file'")
        .fetch_all(&world.pool)
        .await
        .expect("read");
    assert_eq!(removed.len(), purposes.len(), "those of the last day stay: {removed:?}");
    assert!(purposes.iter().all(|purpose| removed.iter().any(|name| name == purpose)), "{removed:?}");
}

// REQ: CTL-09
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn reminders_of_closed_appeals_are_forgotten_after_a_year_those_of_open_ones_are_not(pool: PgPool) {
    let mut world = World::new(pool, "2026-11-24T05:00:00Z").await;
    world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    let closed = world.appeal("2026-11-11T09:00:00Z", "2026-11-26", None).await;
    world.run_at("2026-11-24T05:00:00Z").await;
    assert_eq!(world.said().await.len(), 2);
    sqlx::query("UPDATE appeals SET status = 'answered' WHERE id = $1").bind(closed.0).execute(&world.pool).await.expect("written");
    let storage = Storage::start().await.expect("it starts");
    let clean_up = CleanUp { objects: storage.objects().await };
    clean_up.run(&world.platform).await.expect("it runs");
    assert_eq!(world.said().await.len(), 2);
    world.platform.clock.set(super::world::at("2028-02-29T05:00:00Z"));
    clean_up.run(&world.platform).await.expect("it runs");
    assert_eq!(world.said().await.len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM reminder_days").await, 0);
}

// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_journal_of_calls_is_shortened_by_bounded_steps(pool: PgPool) {
    let world = World::new(pool, "2026-11-24T05:00:00Z").await;
    let write = async |at: &str, count: i32| {
        sqlx::query("INSERT INTO api_calls (at, method, path, status, milliseconds, trace_id) SELECT $1::timestamptz, 'GET', '/v1/appeals', 401, 1, '' FROM generate_series(1, $2)")
            .bind(super::world::at(at))
            .bind(count)
            .execute(&world.pool)
            .await
            .expect("written");
    };
    write("2025-01-01T00:00:00Z", 10_500).await;
    write("2026-11-01T00:00:00Z", 1).await;
    let calls = "SELECT count(*) FROM api_calls";
    let mut connection = world.pool.acquire().await.expect("connected");
    let removed = api_calls::remove_old(&mut connection, super::world::at("2026-01-01T00:00:00Z"), 10).await.expect("removed");
    assert_eq!((removed, world.count(calls).await), (10, 10_491));
    let storage = Storage::start().await.expect("it starts");
    let clean_up = CleanUp { objects: storage.objects().await };
    clean_up.run(&world.platform).await.expect("it runs");
    assert_eq!(world.count(calls).await, 1, "step after step, to the end");
}

// REQ: OPS-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_packages_carried_is_removed_a_season_after_their_end_and_the_rows_stay(pool: PgPool) {
    let world = World::new(pool, "2026-11-24T12:00:00Z").await;
    let storage = Storage::start().await.expect("it starts");
    let objects = storage.objects().await;
    let (old, new) = ("2026-08-26T11:00:00Z", "2026-08-26T13:00:00Z");
    let mut kept = Vec::new();
    for (state, end, stays) in [("applied", old, false), ("offered", new, true), ("failed", old, true), ("checking", old, true)] {
        let id = Uuid::now_v7();
        sqlx::query("INSERT INTO smdo_incoming (id, sender_code, msg_id, router_package_id, object_key, state, received_at, handled_at) VALUES ($1, 'a', $1::text, '', '', $2, $3, $3)")
            .bind(id).bind(state).bind(super::world::at(end)).execute(&world.pool).await.expect("written");
        let key = keys::exchange_in(id, "package.json");
        objects.put_bytes(&key, "application/json", "{}".into()).await.expect("stored");
        kept.push((key, stays));
    }
    for (state, end, stays) in [("sent", old, false), ("sent", new, true), ("created", old, true)] {
        let id = Uuid::now_v7();
        sqlx::query("INSERT INTO smdo_packages (id, kind, acknowledgement, receiver_code, receiver_name, msg_id, state, created_at, sent_at)
            VALUES ($1, 'acknowledgement', '{}', '', '', $1, $2, $3, $3)")
            .bind(id).bind(state).bind(super::world::at(end)).execute(&world.pool).await.expect("written");
        // Two: it was sent anew once.
        for name in ["a.json", "b.json"] {
            let key = keys::exchange_out(id, name);
            objects.put_bytes(&key, "application/json", "{}".into()).await.expect("stored");
            kept.push((key, stays));
        }
    }
    let task = OldPackages { objects: objects.clone() };
    for _ in 0..2 {
        task.run(&world.platform).await.expect("it runs");
    }
    for (key, stays) in kept {
        assert_eq!(objects.length(&key).await.expect("asked").is_some(), stays, "{key}");
    }
    assert_eq!(world.count("SELECT count(*) FROM smdo_incoming WHERE objects_removed_at IS NOT NULL").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM smdo_packages WHERE objects_removed_at IS NOT NULL").await, 1);
}
