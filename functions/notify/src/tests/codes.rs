//! Codes and links: made when they leave, stored nowhere, never shown.

use chrono::TimeDelta;
use sqlx::PgPool;
use zvarot_actions::confirm;
use zvarot_store::{accounts, deliveries::DeliveryState};
use zvarot_testkit::relay::{Act, Script};

use super::world::{EMAIL, PHONE, World};

async fn with_code(pool: PgPool) -> World {
    let world = World::new(pool).await;
    world
        .sql("UPDATE accounts SET phone_confirmed_at = NULL, email_confirmed_at = NULL")
        .await;
    world.ask_code().await;
    world
}

/// The six digits in the newest SMS.
async fn code(world: &World) -> String {
    let text = world.sms().await.pop().expect("one came")["text"].to_string();
    let digits: String = text
        .split("код ")
        .nth(1)
        .expect("it has a code")
        .chars()
        .take(6)
        .collect();
    assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{text}");
    digits
}

// REQ: ORG-06
// REQ: NOT-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_code_confirms_the_phone_and_is_in_no_record(pool: PgPool) {
    let world = with_code(pool).await;
    world.run().await;
    let sms = world.sms().await.remove(0);
    assert_eq!(sms["to"], PHONE);
    let code = code(&world).await;
    for columns in [
        "SELECT string_agg(concat(data, provider_reference), '') FROM deliveries",
        "SELECT string_agg(concat(result, reason), '') FROM delivery_attempts",
        "SELECT string_agg(concat(target, encode(code_hash, 'escape')), '') FROM confirmations",
        "SELECT string_agg(concat(data), '') FROM security_events",
        "SELECT string_agg(concat(payload, last_error), '') FROM jobs",
    ] {
        let kept: Option<String> = sqlx::query_scalar(columns)
            .fetch_one(world.platform.store.pool())
            .await
            .expect("read");
        assert!(!kept.unwrap_or_default().contains(&code), "{columns}");
    }
    let actions = world.actions();
    confirm::confirm_phone(
        &actions,
        &world.cause(),
        &world.client(),
        &world.actor(),
        &code,
    )
    .await
    .expect("it is the code");
}

// REQ: ORG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_codes_minute_begins_when_it_leaves(pool: PgPool) {
    let world = with_code(pool).await;
    world.platform.clock.advance(TimeDelta::seconds(100));
    world.run().await;
    world.platform.clock.advance(TimeDelta::seconds(55));
    let confirm = async |code: &str| {
        let actions = world.actions();
        confirm::confirm_phone(
            &actions,
            &world.cause(),
            &world.client(),
            &world.actor(),
            code,
        )
        .await
    };
    let code = code(&world).await;
    world.platform.clock.advance(TimeDelta::seconds(10));
    assert!(confirm(&code).await.is_err(), "its minute is over");
    world.platform.clock.advance(TimeDelta::seconds(-10));
    assert!(confirm(&code).await.is_ok());
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_code_that_comes_too_late_or_was_asked_for_again_is_not_sent(pool: PgPool) {
    let world = with_code(pool).await;
    world.platform.clock.advance(TimeDelta::seconds(90));
    world.ask_code().await;
    world.run().await;
    assert_eq!(
        world.states().await,
        [DeliveryState::Cancelled, DeliveryState::Sent]
    );
    assert_eq!(world.sms().await.len(), 1);

    world.platform.clock.advance(TimeDelta::seconds(90));
    world.ask_code().await;
    world.pass(TimeDelta::minutes(4)).await;
    assert_eq!(world.states().await[2], DeliveryState::Cancelled);
    assert_eq!(world.sms().await.len(), 1);
}

// REQ: ORG-06
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_link_of_the_last_letter_confirms_the_address(pool: PgPool) {
    let world = with_code(pool).await;
    let asked = confirm::ask_email_link(&world.actions(), &world.cause(), &world.actor()).await;
    asked.expect("it may be asked for");
    // the first letter is lost by the relay, which says so
    world.relay.follow(Script {
        dot: Act::Say("452 later"),
        ..Script::default()
    });
    world.run().await;
    world.relay.follow(Script::default());
    world.pass(TimeDelta::seconds(10)).await;
    let tokens: Vec<String> = world
        .relay
        .letters()
        .iter()
        .map(|letter| token(letter))
        .collect();
    assert_eq!(tokens.len(), 2);
    let confirm = async |token: &str| {
        confirm::confirm_email(&world.actions(), &world.cause(), &world.client(), token).await
    };
    assert!(
        confirm(&tokens[0]).await.is_err(),
        "this letter was not taken"
    );
    assert!(confirm(&tokens[1]).await.is_ok());
    let mut connection = world
        .platform
        .store
        .pool()
        .acquire()
        .await
        .expect("connected");
    let account = accounts::get(&mut connection, world.applicant)
        .await
        .expect("read")
        .expect("it is there");
    assert_eq!(account.email.as_deref(), Some(EMAIL));
    assert!(account.email_confirmed_at.is_some());
}

fn token(letter: &str) -> String {
    let link = letter
        .split("https://zvarot.example/confirm-email/")
        .nth(1)
        .expect("it has a link");
    link.chars().take_while(char::is_ascii_hexdigit).collect()
}
