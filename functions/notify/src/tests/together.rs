//! Events that are announced by one transaction.

use sqlx::PgPool;
use zvarot_domain::{EventId, EventKind};
use zvarot_store::{Cause, jobs::Job};
use zvarot_testkit::relay::{Act, Script};

use super::world::World;

// REQ: NOT-01
// REQ: OPS-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn several_events_are_told_together_each_under_its_own_trace(pool: PgPool) {
    let world = World::new(pool).await;
    // The letters stay in the queue, where their traces can be looked at.
    world.relay.follow(Script { mail: Act::Say("451 4.3.0 later"), ..Script::default() });
    let mut expected = Vec::new();
    for number in 0..5 {
        let event_id = world.happen(EventKind::Submitted).await;
        let trace = format!("trace-{number}");
        expected.push((event_id.0, trace.clone()));
        // Rung for once more, as queues do.
        let mut work = world.platform.store.begin(&Cause { now: world.now(), trace_id: trace }).await.expect("begun");
        work.enqueue(Job::Announce { event_id }).await.expect("written");
        work.commit().await.expect("committed");
    }
    world.sql("DELETE FROM jobs WHERE trace_id NOT LIKE 'trace-%'").await;
    world.run().await;
    let traces: Vec<(i64, String)> = sqlx::query_as(
        "SELECT event_id, trace_id FROM jobs JOIN deliveries ON deliveries.id = (payload ->> 'delivery_id')::uuid
         WHERE account_id = $1 ORDER BY event_id",
    )
    .bind(world.applicant.0)
    .fetch_all(world.platform.store.pool())
    .await
    .expect("read");
    assert_eq!(traces, expected);
    assert_eq!(world.count("SELECT count(*) FROM notices WHERE kind = 'submitted'").await, 5);
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_event_that_cannot_be_read_holds_no_other_up(pool: PgPool) {
    let world = World::new(pool).await;
    for _ in 0..3 {
        world.happen(EventKind::Submitted).await;
    }
    let newer: i64 = sqlx::query_scalar(
        "INSERT INTO appeal_events (appeal_id, at, kind, data) SELECT $1, now(), 'of_a_newer_version', '{}' RETURNING id",
    )
    .bind(world.appeal.0)
    .fetch_one(world.platform.store.pool())
    .await
    .expect("written");
    let mut work = world.platform.store.begin(&world.cause()).await.expect("begun");
    work.enqueue(Job::Announce { event_id: EventId(newer) }).await.expect("written");
    work.commit().await.expect("committed");
    world.run().await;
    assert_eq!(world.count("SELECT count(DISTINCT event_id) FROM notices WHERE kind = 'appeal_arrived'").await, 3);
    let waiting = "SELECT count(*) FROM jobs WHERE kind = 'announce' AND state = 'waiting'";
    assert_eq!(world.count(waiting).await, 1, "it waits for who knows it");
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 1);
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_second_of_two_jobs_of_one_message_does_not_take_it_for_one_that_has_ended(pool: PgPool) {
    let world = World::new(pool).await;
    world.relay.follow(Script { mail: Act::Say("451 4.3.0 later"), ..Script::default() });
    world.happen(EventKind::Submitted).await;
    world.run().await;
    let id = world.deliveries().await[0].id;
    let examined = crate::examined(world.platform.store.clone());
    let (one, two, none) = tokio::join!(examined.ask(id), examined.ask(id), examined.ask(zvarot_domain::DeliveryId(uuid::Uuid::nil())));
    assert!(matches!(one, Ok(crate::Examined::Found(found)) if found.is_ok()));
    assert!(matches!(two, Ok(crate::Examined::Twice)));
    assert!(matches!(none, Ok(crate::Examined::None)));
}
