//! Workers that die, stop, or work on the same message at the same moment.

use std::sync::Arc;

use chrono::TimeDelta;
use sqlx::PgPool;
use tokio::sync::Notify;
use zvarot_domain::EventKind;
use zvarot_platform::queue;
use zvarot_store::{deliveries::DeliveryState, jobs};
use zvarot_testkit::relay::{Act, Script};

use super::world::World;

/// A world with one message waiting: the announcement is done.
async fn with_letter(pool: PgPool) -> World {
    let world = World::new(pool).await;
    world
        .sql("UPDATE accounts SET email_confirmed_at = NULL WHERE login = 'clerk'")
        .await;
    world.happen(EventKind::Submitted).await;
    world
}

/// What the sweep does when a lease has run out.
async fn free_leases(world: &World) {
    let mut connection = world
        .platform
        .store
        .pool()
        .acquire()
        .await
        .expect("connected");
    jobs::free_expired(&mut connection, world.now())
        .await
        .expect("freed");
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_a_dead_worker_was_handing_over_is_never_sent_again(pool: PgPool) {
    let world = with_letter(pool).await;
    // a worker that dies with the text on its way: the relay never answers
    let never = Arc::new(Notify::new());
    world.relay.follow(Script {
        dot: Act::Wait(never, "250 ok"),
        ..Script::default()
    });
    let (platform, worker) = (world.platform.clone(), Arc::clone(&world.worker));
    let doomed = tokio::spawn(async move { queue::run_waiting(&platform, &worker).await });
    while world.relay.texts().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    doomed.abort();
    assert_eq!(world.states().await, [DeliveryState::HandingOver]);
    world.relay.follow(Script::default());
    world.platform.clock.advance(TimeDelta::minutes(2));
    free_leases(&world).await;
    world.run().await;
    assert_eq!(
        world.states().await,
        [DeliveryState::HandingOver],
        "somebody may be at it"
    );
    world.pass(TimeDelta::minutes(16)).await;
    assert_eq!(world.states().await, [DeliveryState::Unknown]);
    world.pass(TimeDelta::hours(30)).await;
    assert_eq!(world.relay.texts().len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 0);
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_worker_that_stood_still_beyond_its_lease_records_what_the_relay_said(pool: PgPool) {
    let world = with_letter(pool).await;
    let until = Arc::new(Notify::new());
    world.relay.follow(Script {
        dot: Act::Wait(Arc::clone(&until), "250 ok"),
        ..Script::default()
    });
    let (platform, worker) = (world.platform.clone(), Arc::clone(&world.worker));
    let slow = tokio::spawn(async move { queue::run_waiting(&platform, &worker).await });
    while world.relay.texts().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    // its lease runs out, another worker takes the job and finds the message on its way
    world.platform.clock.advance(TimeDelta::minutes(2));
    free_leases(&world).await;
    world.run().await;
    until.notify_one();
    slow.await
        .expect("it does not panic")
        .expect("the database is there");
    assert_eq!(world.states().await, [DeliveryState::Sent]);
    world.pass(TimeDelta::minutes(5)).await;
    assert_eq!(world.relay.texts().len(), 1);
    assert_eq!(world.states().await, [DeliveryState::Sent]);
    let id = world.deliveries().await[0].id;
    assert_eq!(world.attempts(id).await, ["sent"]);
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 0);
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn two_workers_on_one_message_send_it_once(pool: PgPool) {
    let world = with_letter(pool).await;
    // both find it waiting and talk to the relay before either hands over
    let gate = Arc::new(Notify::new());
    world.relay.follow(Script {
        rcpt: Act::Wait(Arc::clone(&gate), "250 ok"),
        ..Script::default()
    });
    let start = || {
        let (platform, worker) = (world.platform.clone(), Arc::clone(&world.worker));
        tokio::spawn(async move { queue::run_waiting(&platform, &worker).await })
    };
    let first = start();
    let named = async |times| {
        while world
            .relay
            .commands()
            .iter()
            .filter(|line| line.starts_with("RCPT"))
            .count()
            < times
        {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    named(1).await;
    world.platform.clock.advance(TimeDelta::minutes(2));
    free_leases(&world).await;
    let second = start();
    named(2).await;
    let opening = tokio::spawn(async move {
        loop {
            gate.notify_one();
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    });
    for worker in [first, second] {
        worker
            .await
            .expect("it does not panic")
            .expect("the database is there");
    }
    opening.abort();
    world.relay.follow(Script::default());
    assert_eq!(world.states().await, [DeliveryState::Sent]);
    assert_eq!(world.relay.texts().len(), 1);
    world.pass(TimeDelta::minutes(2)).await;
    assert_eq!(world.relay.texts().len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 0);
}
