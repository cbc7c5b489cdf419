//! What goes wrong with messages that come: broken ones, ones that cannot be handled, and silence.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_actions::exchange;
use zvarot_domain::{EventKind, IncomingState, PackageState, Status};
use zvarot_router::{Answers, Behaviour};
use zvarot_store::smdo::{self, IncomingMessage};

use super::world::{CODE, OTHER, World};
use super::{actions, answering, clerk};

const MEGABYTE: usize = 1024 * 1024;

/// An envelope in JSON as one makes it who pays no heed, with a member that breaks it.
fn envelope(msg_id: &str, member: &str) -> String {
    format!(
        r#"{{"type":"SDIP-2.1.1","msg_id":"{msg_id}","header":{{"sender":{{"id":"{OTHER}"}},"msg_type":3,"msg_acknow":2}},"body":{{"document":{{}}{member}}}}}"#
    )
}

async fn all(world: &World) -> Vec<IncomingMessage> {
    let mut connection = world.platform.store.pool().acquire().await.unwrap();
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM smdo_incoming ORDER BY received_at, id").fetch_all(&mut *connection).await.unwrap();
    let mut messages = Vec::new();
    for id in ids {
        messages.extend(smdo::incoming(&mut connection, id).await.unwrap());
    }
    messages
}

// REQ: SMD-03
// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn malformed_packages_are_refused_one_by_one_and_the_others_go_on(pool: PgPool) {
    let world = World::new(pool, answering(Answers::Completing)).await;
    let nested = format!(r#","expansion":{}{}"#, "[".repeat(300), "]".repeat(300));
    world.simulator.put_text(OTHER, &envelope("zero\\u0000id", ""));
    world.simulator.put_text(OTHER, &envelope("deep", &nested));
    world.simulator.put_text(OTHER, &envelope("lone", r#","expansion":"\ud800""#));
    world.simulator.put_text(OTHER, r#""<Envelop>""#);
    world.simulator.put_text(OTHER, "[1, 2]");
    world.simulator.put_text(OTHER, &envelope("zeroes", r#","expansion":{"\u0000a":"\u0000"}"#));
    let id = world.appeal(1).await;
    world.minute().await;
    world.minute().await;
    assert_eq!(world.get(id).await.status, Status::Answered, "an appeal behind them is answered");
    assert_eq!(world.simulator.unconfirmed(), 0, "nothing is asked for again");
    let refused: Vec<_> = all(&world).await.into_iter().filter(|message| message.sender_code == OTHER).collect();
    assert_eq!(refused.len(), 6);
    for message in &refused {
        assert_eq!(message.state, IncomingState::Refused, "{message:?}");
        assert!(!message.faults.is_empty(), "{message:?}");
    }
    let names: Vec<&str> = refused.iter().map(|message| message.msg_id.split(':').next().unwrap()).collect();
    assert_eq!(names.iter().filter(|name| **name == "package").count(), 3, "what cannot be named has the router's name: {names:?}");
    assert_eq!(world.count("SELECT count(*) FROM smdo_packages WHERE kind = 'acknowledgement' AND receiver_code = 'Org0002' AND state = 'sent'").await, 6);
    assert_eq!(world.open_jobs().await, 0);
}

// REQ: SMD-03
// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn packages_too_large_for_a_page_are_refused_and_the_others_go_on(pool: PgPool) {
    let world = World::new(pool, answering(Answers::Completing)).await;
    for (number, megabytes) in [(1, 7), (2, 7), (3, 18)] {
        let data = format!(r#","inline":"{}""#, "A".repeat(megabytes * MEGABYTE));
        world.simulator.put_text(OTHER, &envelope(&format!("large{number}"), &data));
    }
    let id = world.appeal(1).await;
    world.minute().await;
    world.minute().await;
    assert_eq!(world.get(id).await.status, Status::Answered);
    assert_eq!(world.simulator.unconfirmed(), 0);
    let large: Vec<_> = all(&world).await.into_iter().filter(|message| message.sender_code == OTHER).collect();
    let mut names: Vec<&str> = large.iter().map(|message| message.msg_id.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["large1", "large2", "large3"]);
    for message in large {
        assert_eq!((message.state, message.faults[0].place.as_str()), (IncomingState::Refused, "envelop/size"));
    }
}

// REQ: SMD-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_message_that_cannot_be_handled_is_told_of_and_handled_again_by_hand(pool: PgPool) {
    let world = World::new(pool, Behaviour { registers: false, ..Behaviour::default() }).await;
    let id = world.appeal(1).await;
    world.minute().await;
    assert!(world.simulator.answer(&world.simulator.received()[0].msg_id, Answers::Plain));
    // The files function is not there: the check of the answer's file never ends.
    for _ in 0..40 {
        world.hours_without_checks().await;
    }
    let answer = world.answers(id).await.remove(0);
    assert_eq!(answer.state, IncomingState::Failed);
    assert_eq!(answer.faults[0].place, "a file of the answer is still being checked");
    assert_eq!(world.count("SELECT count(*) FROM appeal_events WHERE kind = 'exchange_faulted' AND data ->> 'state' = 'incoming_failed'").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM jobs WHERE kind = 'announce'").await, world.count("SELECT count(*) FROM appeal_events WHERE kind = 'exchange_faulted'").await);
    let told = world.simulator.received().remove(0).told;
    assert!(told.len() == 1 && told[0].starts_with("4 0 "), "{told:?}");
    let (actions, client) = (actions(&world), Default::default());
    exchange::look_anew(&actions, &world.platform.cause(), &client, &clerk(&world), answer.id).await.unwrap();
    assert!(exchange::look_anew(&actions, &world.platform.cause(), &client, &clerk(&world), answer.id).await.is_err(), "once is enough");
    world.minute().await;
    assert_eq!(world.answers(id).await[0].state, IncomingState::Offered);
    assert!(world.events(id).await.contains(&EventKind::AnswerReceived));
}

// REQ: SMD-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_package_of_which_nobody_says_a_word_is_marked_and_sent_anew_by_hand(pool: PgPool) {
    let world = World::new(pool, Behaviour { acknowledges: false, ..Behaviour::default() }).await;
    let (id, late) = (world.appeal(1).await, world.appeal(2).await);
    world.minute().await;
    let first = world.package(id).await;
    assert_eq!(first.state, PackageState::Sent);
    assert!(exchange::send_anew(&actions(&world), &world.platform.cause(), &Default::default(), &clerk(&world), first.id).await.is_err());
    world.platform.clock.advance(TimeDelta::hours(23));
    world.minute().await;
    assert_eq!(world.package(id).await.state, PackageState::Sent);
    world.platform.clock.advance(TimeDelta::hours(1));
    world.minute().await;
    world.minute().await;
    assert_eq!(world.package(id).await.state, PackageState::Silent);
    let told = "SELECT count(*) FROM appeal_events JOIN jobs ON payload ->> 'event_id' = appeal_events.id::text
        WHERE appeal_events.kind = 'exchange_faulted' AND data ->> 'state' = 'silent' AND jobs.kind = 'announce'";
    assert_eq!(world.count(told).await, 2, "each once");
    // A late word counts, and the other one is sent anew.
    let word = json!({ "acknowledgement": { "msg_id": world.package(late).await.msg_id, "ack_type": 1, "ackResult": [{ "errorcode": 0, "value": "да" }] } });
    world.simulator.put(CODE, message(0, word), &[]);
    world.simulator.set(Behaviour::default());
    exchange::send_anew(&actions(&world), &world.platform.cause(), &Default::default(), &clerk(&world), first.id).await.unwrap();
    world.minute().await;
    assert_eq!(world.package(late).await.state, PackageState::Delivered);
    let again = world.package(id).await;
    assert_eq!((again.state, again.repeats), (PackageState::Registered, 1));
}

// REQ: SMD-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_registration_that_the_rules_refuse_here_is_told_to_the_clerks(pool: PgPool) {
    let world = World::new(pool, Behaviour { registers: false, ..Behaviour::default() }).await;
    let id = world.appeal(1).await;
    world.minute().await;
    let number = json!({ "value": "ЭД-1", "regdate": "2020-01-01" });
    let word = json!({ "acknowledgement": { "msg_id": world.package(id).await.msg_id, "ack_type": 2, "ackResult": [{ "errorcode": 0, "value": "да" }], "incNumber": number } });
    world.simulator.put(CODE, message(0, word), &[]);
    world.minute().await;
    assert_eq!((world.get(id).await.status, world.package(id).await.state), (Status::Submitted, PackageState::Registered));
    assert_eq!(world.events(id).await.last(), Some(&EventKind::ExchangeFaulted));
    let told = "SELECT count(*) FROM appeal_events JOIN jobs ON payload ->> 'event_id' = appeal_events.id::text
        WHERE appeal_events.kind = 'exchange_faulted' AND jsonb_array_length(data -> 'not_registered') > 0 AND jobs.kind = 'announce'";
    assert_eq!(world.count(told).await, 1);
}

fn message(kind: i64, body: Value) -> Value {
    json!({ "type": "SDIP-2.1.1", "msg_id": Uuid::new_v4(), "header": { "sender": { "id": CODE }, "msg_type": kind, "msg_acknow": 0 }, "body": body })
}
