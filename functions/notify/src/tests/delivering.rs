//! A message leaves once, whatever the other side says.

use chrono::TimeDelta;
use sqlx::PgPool;
use wiremock::{Mock, ResponseTemplate, matchers::method};
use zvarot_domain::EventKind;
use zvarot_store::deliveries::DeliveryState;
use zvarot_testkit::relay::{Act, Script};

use super::world::World;

/// A world with one letter to the applicant waiting.
async fn with_letter(pool: PgPool) -> World {
    let world = World::new(pool).await;
    world
        .sql("UPDATE accounts SET email_confirmed_at = NULL WHERE login = 'clerk'")
        .await;
    world.happen(EventKind::Submitted).await;
    world
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_letter_comes_in_the_readers_language_and_leaves_a_record(pool: PgPool) {
    let world = with_letter(pool).await;
    world.run().await;
    let letters = world.relay.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("Ваш зварот прыняты."), "{}", letters[0]);
    assert!(letters[0].contains("Мінскі гарвыканкам"));
    assert!(letters[0].contains("https://zvarot.example/appeals/"));
    assert!(
        !letters[0].contains("Секретный"),
        "what is in the appeal stays in the cabinet"
    );
    let delivery = world.deliveries().await.remove(0);
    assert!(letters[0].contains(&format!("Message-ID: <{}@zvarot.example>", delivery.id)));
    assert_eq!(delivery.state, DeliveryState::Sent);
    assert_eq!(world.attempts(delivery.id).await, ["sent"]);
    assert_eq!(
        world
            .count("SELECT count(*) FROM deliveries WHERE provider_reference LIKE '%4X1zYk%'")
            .await,
        1
    );
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_relay_that_is_away_is_tried_again_until_it_is_back(pool: PgPool) {
    let world = with_letter(pool).await;
    world.relay.follow(Script {
        rcpt: Act::Say("451 4.3.2 later"),
        ..Script::default()
    });
    world.run().await;
    assert_eq!(world.states().await, [DeliveryState::Waiting]);
    world.relay.follow(Script {
        dot: Act::Say("452 4.3.1 disk full"),
        ..Script::default()
    });
    // not before its time
    world.pass(TimeDelta::seconds(1)).await;
    assert!(world.relay.texts().is_empty());
    world.pass(TimeDelta::seconds(10)).await;
    assert_eq!(world.states().await, [DeliveryState::Waiting]);
    world.relay.follow(Script::default());
    world.pass(TimeDelta::seconds(60)).await;
    assert_eq!(world.states().await, [DeliveryState::Sent]);
    let id = world.deliveries().await[0].id;
    assert_eq!(
        world.attempts(id).await,
        ["retry RCPT: 451 4.3.2", "retry text: 452 4.3.1", "sent"]
    );
    // the text went out twice and was taken once
    assert_eq!(world.relay.texts().len(), 2);
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_line_that_broke_after_the_final_dot_is_left_to_the_operator(pool: PgPool) {
    let world = with_letter(pool).await;
    world.relay.follow(Script {
        dot: Act::Drop,
        ..Script::default()
    });
    world.run().await;
    assert_eq!(world.states().await, [DeliveryState::Unknown]);
    world.relay.follow(Script::default());
    for _ in 0..20 {
        world.pass(TimeDelta::hours(4)).await;
    }
    assert_eq!(
        world.relay.texts().len(),
        1,
        "it may have been delivered: never again"
    );
    assert_eq!(world.states().await, [DeliveryState::Unknown]);
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 0);
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_refusal_is_final_and_names_no_address(pool: PgPool) {
    let world = with_letter(pool).await;
    let refusal = Act::Say("550 5.1.1 <applicant@example.by> is unknown here");
    world.relay.follow(Script {
        rcpt: refusal,
        ..Script::default()
    });
    world.run().await;
    let delivery = world.deliveries().await.remove(0);
    assert_eq!(delivery.state, DeliveryState::Failed);
    assert_eq!(
        world.attempts(delivery.id).await,
        ["refused RCPT: 550 5.1.1"]
    );
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 0);
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn after_the_last_delay_a_message_has_failed_and_is_seen(pool: PgPool) {
    let world = with_letter(pool).await;
    world.relay.follow(Script {
        greeting: Act::Say("421 no"),
        ..Script::default()
    });
    for _ in 0..20 {
        world.pass(TimeDelta::hours(25)).await;
    }
    let delivery = world.deliveries().await.remove(0);
    assert_eq!(delivery.state, DeliveryState::Failed);
    // the first and one after each delay
    assert_eq!(world.attempts(delivery.id).await.len(), 15);
    assert_eq!(
        world
            .count("SELECT count(*) FROM jobs WHERE state = 'failed'")
            .await,
        1
    );
    assert!(world.relay.texts().is_empty());
}

// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_gateway_that_fails_is_tried_again_and_one_that_falls_silent_is_not(pool: PgPool) {
    for (answer, first, then) in [
        (
            ResponseTemplate::new(503),
            DeliveryState::Waiting,
            DeliveryState::Sent,
        ),
        (
            ResponseTemplate::new(504),
            DeliveryState::Unknown,
            DeliveryState::Unknown,
        ),
        (
            ResponseTemplate::new(422),
            DeliveryState::Failed,
            DeliveryState::Failed,
        ),
    ] {
        let world = World::new(pool.clone()).await;
        world
            .sql("UPDATE accounts SET email_confirmed_at = NULL")
            .await;
        world
            .sql("UPDATE appeals SET registration_index = '2-15/7', due_on = '2026-12-08'")
            .await;
        world.gateway.reset().await;
        Mock::given(method("POST"))
            .respond_with(answer)
            .up_to_n_times(1)
            .mount(&world.gateway)
            .await;
        let accepted = ResponseTemplate::new(202);
        Mock::given(method("POST"))
            .respond_with(accepted)
            .mount(&world.gateway)
            .await;
        world.happen(EventKind::Registered).await;
        world.run().await;
        assert_eq!(world.states().await, [first]);
        world.pass(TimeDelta::minutes(20)).await;
        assert_eq!(world.states().await, [then]);
        world
            .sql("TRUNCATE accounts, organisations, topics, appeals CASCADE")
            .await;
    }
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_not_due_any_more_is_cancelled(pool: PgPool) {
    let world = with_letter(pool).await;
    world.relay.follow(Script {
        greeting: Act::Say("421 no"),
        ..Script::default()
    });
    world.run().await;
    world.relay.follow(Script::default());
    world.sql("UPDATE accounts SET blocked_at = now()").await;
    world.pass(TimeDelta::minutes(1)).await;
    assert_eq!(world.states().await, [DeliveryState::Cancelled]);
    assert!(world.relay.texts().is_empty());
}
