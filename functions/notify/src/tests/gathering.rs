//! Letters to officials of what comes in great numbers: the first at once, the next ones together.

use chrono::TimeDelta;
use sqlx::PgPool;
use zvarot_actions::messages;
use zvarot_domain::EventKind;

use super::world::World;

impl World {
    /// What the clock does each ten seconds, and the sending of what it wrote.
    async fn gather(&self) -> usize {
        let written = messages::tell_gathered(&self.platform.store, &self.cause()).await.expect("written");
        self.run().await;
        written
    }

    /// The kinds of the clerk's letters, each with how many appeals it tells of.
    async fn letters(&self) -> Vec<(String, i64)> {
        let all = self.deliveries().await.into_iter().filter(|delivery| delivery.account_id == Some(self.clerk));
        all.map(|delivery| (delivery.kind, delivery.data["count"].as_i64().unwrap_or(1))).collect()
    }
}

fn one() -> (String, i64) {
    ("appeal_arrived".to_owned(), 1)
}

fn several(count: i64) -> (String, i64) {
    ("appeals_arrived".to_owned(), count)
}

// REQ: NOT-01
// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_clerk_hears_of_the_first_at_once_and_of_the_next_ones_in_one_letter(pool: PgPool) {
    let world = World::new(pool).await;
    world.happen(EventKind::Submitted).await;
    world.run().await;
    assert_eq!(world.letters().await, [one()]);
    for _ in 0..23 {
        world.happen(EventKind::Submitted).await;
    }
    world.run().await;
    assert_eq!(world.gather().await, 0, "the first letter is young");
    assert_eq!(world.letters().await, [one()]);
    assert_eq!(world.count("SELECT count(*) FROM notices WHERE kind = 'appeal_arrived'").await, 24, "the cabinet knows each at once");

    world.pass(TimeDelta::minutes(10)).await;
    assert_eq!(world.gather().await, 1);
    assert_eq!(world.gather().await, 0, "nobody is told twice");
    assert_eq!(world.letters().await, [one(), several(23)]);
    let letters = world.relay.letters();
    let letter = letters.last().expect("it arrived");
    assert!(letter.contains("/work?shelf=new") && letter.matches("зарегистрировать до").count() >= 20, "{letter}");

    // One alone has its own letter.
    world.happen(EventKind::Submitted).await;
    world.run().await;
    world.pass(TimeDelta::minutes(10)).await;
    assert_eq!(world.gather().await, 1);
    assert_eq!(world.letters().await, [one(), several(23), one()]);
    assert_eq!(world.count("SELECT count(*) FROM gathered_letters").await, 0);
}

// REQ: NOT-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_was_done_meanwhile_and_what_nobody_wants_any_more_is_not_told(pool: PgPool) {
    let world = World::new(pool).await;
    for _ in 0..3 {
        world.happen(EventKind::Submitted).await;
        world.run().await;
    }
    world.sql("UPDATE appeals SET status = 'registered'").await;
    world.pass(TimeDelta::minutes(10)).await;
    assert_eq!(world.gather().await, 0);
    assert_eq!(world.count("SELECT count(*) FROM gathered_letters").await, 0);

    world.sql("UPDATE appeals SET status = 'submitted'").await;
    for _ in 0..3 {
        world.happen(EventKind::Submitted).await;
        world.run().await;
    }
    world.sql("UPDATE account_roles SET role = 'executor' WHERE role = 'clerk'").await;
    world.pass(TimeDelta::minutes(10)).await;
    assert_eq!(world.gather().await, 0, "who is no clerk any more is not told what clerks are");
    assert_eq!(world.count("SELECT count(*) FROM gathered_letters").await, 0);

    world.sql("UPDATE account_roles SET role = 'clerk' WHERE role = 'executor'").await;
    for _ in 0..3 {
        world.happen(EventKind::Submitted).await;
        world.run().await;
    }
    world.sql("INSERT INTO notification_choices (account_id, kind, channel, wanted) SELECT id, 'appeal_arrived', 'email', false FROM accounts").await;
    world.pass(TimeDelta::minutes(10)).await;
    assert_eq!(world.gather().await, 0);
    assert_eq!(world.letters().await, [one(), one(), one()]);
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn two_clocks_at_once_write_one_letter(pool: PgPool) {
    let world = World::new(pool).await;
    for _ in 0..4 {
        world.happen(EventKind::Submitted).await;
        world.run().await;
    }
    world.platform.clock.advance(TimeDelta::minutes(10));
    let (store, cause) = (&world.platform.store, world.cause());
    let (one_clock, other) = tokio::join!(messages::tell_gathered(store, &cause), messages::tell_gathered(store, &cause));
    assert_eq!(one_clock.expect("written") + other.expect("written"), 1);
    world.run().await;
    assert_eq!(world.letters().await, [one(), several(3)]);
}
