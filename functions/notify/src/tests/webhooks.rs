//! Events sent to the addresses of organisations, as a receiver sees them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use sha2::Sha256;
use sqlx::PgPool;
use uuid::Uuid;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::method};
use zvarot_actions::webhooks::{self as actions, Change, WebhookForm};
use zvarot_domain::{AccountId, Actor, EventKind, Role};
use zvarot_store::{
    accounts,
    webhooks::{self, Message},
};

use super::world::World;

/// An organisation's program: a server that keeps what it got, and the subscription to it.
struct Receiver {
    server: MockServer,
    id: Uuid,
    administrator: Actor,
    secret: String,
}

impl Receiver {
    async fn new(world: &World, events: &[EventKind]) -> Self {
        let server = MockServer::start().await;
        let administrator = administrator(world).await;
        let form = WebhookForm {
            url: format!("{}/hook", server.uri()),
            name: "СЭД".into(),
            events: events.iter().map(|kind| kind.code().to_owned()).collect(),
        };
        let (all, cause) = (world.actions(), world.cause());
        let id = actions::subscribe(&all, &cause, &administrator, &form, true).await.expect("subscribed");
        let (_, secret) = actions::open(&all, &cause, &administrator, id).await.expect("it is there");
        let secret = secret.expect("shown the first time").expose_secret().to_owned();
        let (_, again) = actions::open(&all, &cause, &administrator, id).await.expect("it is there");
        assert!(again.is_none(), "a secret is shown once");
        let receiver = Self { server, id, administrator, secret };
        receiver.answer(ResponseTemplate::new(200)).await;
        receiver
    }

    async fn answer(&self, answer: ResponseTemplate) {
        self.server.reset().await;
        Mock::given(method("POST")).respond_with(answer).mount(&self.server).await;
    }

    async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap_or_default()
    }

    /// The events that came since the last [`Receiver::answer`], in order.
    async fn got(&self) -> Vec<String> {
        let requests = self.requests().await;
        requests.iter().map(|request| of(request)["type"].as_str().expect("a type").to_owned()).collect()
    }

    async fn messages(&self, world: &World) -> Vec<Message> {
        let mut connection = world.platform.store.pool().acquire().await.expect("connected");
        webhooks::messages(&mut connection, self.id, None, None, 100).await.expect("read")
    }

    async fn states(&self, world: &World) -> Vec<String> {
        self.messages(world).await.into_iter().map(|message| message.state).collect()
    }
}

fn of(request: &Request) -> Value {
    request.body_json().expect("JSON")
}

async fn administrator(world: &World) -> Actor {
    let account: AccountId = world.official("administrator", Role::ExternalAdministrator).await;
    Actor::Official {
        account,
        organisation: world.organisation,
        roles: Role::ExternalAdministrator.into(),
    }
}

/// What a receiver does before it believes a message.
fn verify(request: &Request, secrets: &[&str]) -> bool {
    let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let signed = format!(
        "{}.{}.{}",
        header("webhook-id"),
        header("webhook-timestamp"),
        String::from_utf8_lossy(&request.body)
    );
    let signatures = header("webhook-signature");
    secrets.iter().any(|secret| {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("the prefix")).expect("base64");
        signatures.split(' ').filter_map(|signature| signature.strip_prefix("v1,")).any(|signature| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
            mac.update(signed.as_bytes());
            let signature = STANDARD.decode(signature).expect("base64");
            mac.verify_slice(&signature).is_ok()
        })
    })
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_receiver_can_verify_what_it_gets(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[]).await;
    world.happen(EventKind::Submitted).await;
    world.run().await;
    let requests = receiver.requests().await;
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert!(verify(request, &[&receiver.secret]));
    assert!(!verify(request, &["whsec_AAAA"]));
    let timestamp = request.headers["webhook-timestamp"].to_str().expect("text");
    assert_eq!(timestamp, world.now().timestamp().to_string());
    let body = of(request);
    assert_eq!(body["type"], "appeal.submitted");
    assert_eq!(body["data"]["status"], "submitted");
    assert_eq!(body["data"]["number"].as_str().map(str::len), Some(10));
    // nothing of the appeal's contents, nobody's name
    let text = body.to_string();
    assert!(!text.contains("Секретный") && !text.contains("Іваноў"), "{text}");
    assert_eq!(receiver.states(&world).await, ["delivered"]);
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM webhook_attempts WHERE status = 200 AND reason = ''").await, 1);
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn for_a_day_a_new_secret_and_the_one_before_both_count(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[]).await;
    let (all, who) = (world.actions(), &receiver.administrator);
    actions::rotate(&all, &world.cause(), who, receiver.id).await.expect("rotated");
    let (_, new) = actions::open(&all, &world.cause(), who, receiver.id).await.expect("it is there");
    let new = new.expect("shown once").expose_secret().to_owned();
    assert_ne!(new, receiver.secret);
    world.happen(EventKind::Submitted).await;
    world.run().await;
    world.platform.clock.advance(TimeDelta::hours(25));
    world.happen(EventKind::Registered).await;
    world.run().await;
    let requests = receiver.requests().await;
    assert!(verify(&requests[0], &[&receiver.secret]) && verify(&requests[0], &[&new]));
    assert!(!verify(&requests[1], &[&receiver.secret]) && verify(&requests[1], &[&new]));
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_later_event_waits_for_the_earlier_one(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[]).await;
    receiver.answer(ResponseTemplate::new(503)).await;
    for kind in [EventKind::Submitted, EventKind::Registered, EventKind::Completed] {
        world.happen(kind).await;
    }
    world.run().await;
    assert_eq!(receiver.got().await, ["appeal.submitted"]);
    receiver.answer(ResponseTemplate::new(200)).await;
    world.pass(TimeDelta::seconds(4)).await;
    assert!(receiver.got().await.is_empty(), "not before its time");
    world.pass(TimeDelta::seconds(2)).await;
    assert_eq!(receiver.got().await, ["appeal.submitted", "appeal.registered", "appeal.completed"]);
    assert_eq!(receiver.states(&world).await, ["delivered"; 3]);
    // The same message has the same id at each attempt.
    let ids: Vec<String> = receiver.messages(&world).await.iter().rev().map(|message| message.id.to_string()).collect();
    let sent = receiver.requests().await;
    let sent: Vec<&str> = sent.iter().map(|request| request.headers["webhook-id"].to_str().expect("text")).collect();
    assert_eq!(sent, ids);
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_event_announced_late_does_not_overtake(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[]).await;
    world.happen(EventKind::Submitted).await;
    // The first event's job has not run when the second's does.
    world.sql("UPDATE jobs SET run_at = run_at + interval '1 hour'").await;
    world.happen(EventKind::Registered).await;
    world.run().await;
    assert_eq!(receiver.got().await, ["appeal.submitted", "appeal.registered"]);
    world.pass(TimeDelta::hours(2)).await;
    assert_eq!(receiver.got().await.len(), 2, "and not twice");
}

// REQ: EDM-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_forged_message_of_a_check_is_signed_wrong_and_is_over_when_refused(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let receiver = Receiver::new(&world, &[]).await;
    let statements = [
        "INSERT INTO api_clients (id, organisation_id, name, created_at) SELECT gen_random_uuid(), organisation_id, 'СЭД', now() FROM webhooks",
        "INSERT INTO conformance_runs (id, client_id, organisation_id, began_at) SELECT gen_random_uuid(), id, organisation_id, now() FROM api_clients",
        "INSERT INTO conformance_appeals (run_id, task, appeal_id) SELECT conformance_runs.id, 'forgery', appeals.id FROM conformance_runs, appeals",
    ];
    for statement in statements {
        sqlx::query(statement).execute(&pool).await.expect("written");
    }
    receiver.answer(ResponseTemplate::new(401)).await;
    world.happen(EventKind::Submitted).await;
    world.run().await;
    let requests = receiver.requests().await;
    assert_eq!(requests.len(), 1);
    assert!(!verify(&requests[0], &[&receiver.secret]));
    assert_eq!(receiver.states(&world).await, ["delivered"]);
    assert_eq!(world.count("SELECT count(*) FROM webhooks WHERE failures = 0 AND state = 'active'").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM jobs").await, 0);
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_message_is_tried_for_a_day_then_failed_and_the_next_goes_on(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[]).await;
    receiver.answer(ResponseTemplate::new(500)).await;
    world.happen(EventKind::Submitted).await;
    world.happen(EventKind::Registered).await;
    world.run().await;
    let mut hours = 0;
    while receiver.states(&world).await != ["waiting", "failed"] {
        hours += 1;
        assert!(hours < 30, "{:?}", receiver.states(&world).await);
        for _ in 0..6 {
            world.pass(TimeDelta::minutes(10)).await;
        }
    }
    assert!((22..=25).contains(&hours), "{hours}");
    let first = &receiver.messages(&world).await[1];
    assert_eq!((first.attempts, first.status), (12, Some(500)));
    receiver.answer(ResponseTemplate::new(204)).await;
    world.pass(TimeDelta::minutes(10)).await;
    assert_eq!(receiver.got().await, ["appeal.registered"]);
    assert_eq!(receiver.states(&world).await, ["delivered", "failed"]);
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_worker_that_dies_in_the_middle_delays_and_reorders_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[]).await;
    receiver.answer(ResponseTemplate::new(503)).await;
    world.happen(EventKind::Submitted).await;
    world.run().await;
    receiver.answer(ResponseTemplate::new(200)).await;
    // A worker took it and is gone: its lease stands, nobody says what came of it.
    let first = receiver.messages(&world).await[0].id;
    let mut connection = world.platform.store.pool().acquire().await.expect("connected");
    let (now, lease) = (world.now(), Uuid::new_v4());
    let taken = webhooks::take(&mut connection, first, lease, now + TimeDelta::seconds(40), now).await;
    assert!(taken.expect("written"));
    drop(connection);
    world.happen(EventKind::Registered).await;
    world.pass(TimeDelta::seconds(20)).await;
    assert!(receiver.got().await.is_empty(), "the first may still be on its way");
    world.pass(TimeDelta::seconds(21)).await;
    assert_eq!(receiver.got().await, ["appeal.submitted", "appeal.registered"]);
    // What the dead one would have written counts no more.
    let mut connection = world.platform.store.pool().acquire().await.expect("connected");
    let late = webhooks::conclude(&mut connection, first, Some(lease), "failed", None, world.now()).await;
    assert!(!late.expect("read"));
    assert_eq!(receiver.states(&world).await, ["delivered", "delivered"]);
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn one_message_or_all_since_a_moment_are_sent_again(pool: PgPool) {
    let world = World::new(pool).await;
    world.happen(EventKind::Submitted).await;
    world.pass(TimeDelta::hours(1)).await;
    let receiver = Receiver::new(&world, &[]).await;
    world.happen(EventKind::Registered).await;
    world.happen(EventKind::Completed).await;
    world.run().await;
    assert_eq!(receiver.got().await, ["appeal.registered", "appeal.completed"], "what came before is not sent");
    let (all, who) = (world.actions(), &receiver.administrator);
    receiver.answer(ResponseTemplate::new(200)).await;
    let registered = receiver.messages(&world).await[1].id;
    actions::replay_one(&all, &world.cause(), who, receiver.id, registered).await.expect("it ended");
    world.run().await;
    assert_eq!(receiver.got().await, ["appeal.registered"]);
    receiver.answer(ResponseTemplate::new(200)).await;
    let since = world.now() - TimeDelta::hours(2);
    let count = actions::replay_since(&all, &world.cause(), who, receiver.id, since).await.expect("replayed");
    assert_eq!(count, 3, "that which came before the address, too");
    world.run().await;
    assert_eq!(receiver.got().await, ["appeal.submitted", "appeal.registered", "appeal.completed"]);
    // SUB-07: what waits for moderation is not told of in this way either.
    sqlx::query("UPDATE appeals SET to_head = 'addressed'").execute(world.platform.store.pool()).await.expect("addressed");
    let count = actions::replay_since(&all, &world.cause(), who, receiver.id, since).await.expect("replayed");
    assert_eq!(count, 0, "nothing of an appeal that is addressed to the head personally");
    let long_ago = world.now() - TimeDelta::days(4000);
    assert!(actions::replay_since(&all, &world.cause(), who, receiver.id, long_ago).await.is_err());
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn sending_again_and_the_end_of_a_sending_do_not_wait_for_each_other(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[]).await;
    world.happen(EventKind::Submitted).await;
    world.run().await;
    let pool = world.platform.store.pool();
    // Whoever sends writes what came of the message, then what came of the address.
    let mut sending = pool.begin().await.expect("begun");
    sqlx::query("UPDATE webhook_deliveries SET attempts = attempts").execute(&mut *sending).await.expect("written");
    let (all, cause) = (world.actions(), world.cause());
    let replay = actions::replay_since(&all, &cause, &receiver.administrator, receiver.id, world.now() - TimeDelta::hours(1));
    let end = async {
        let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while world.count(waits).await == 0 {
            tokio::task::yield_now().await;
        }
        sqlx::query("UPDATE webhooks SET failures = 0").execute(&mut *sending).await.expect("nobody holds the address");
        sending.commit().await.expect("written");
    };
    let (replayed, ()) = tokio::join!(replay, end);
    assert_eq!(replayed.expect("replayed"), 1);
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_address_that_fails_for_days_is_disabled_and_its_administrator_told(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[]).await;
    receiver.answer(ResponseTemplate::new(500)).await;
    for day in 0..5 {
        world.happen([EventKind::TermChanged, EventKind::CardCorrected][day % 2]).await;
        for _ in 0..24 {
            world.pass(TimeDelta::hours(1)).await;
        }
    }
    let state = "SELECT count(*) FROM webhooks WHERE state = 'disabled'";
    assert_eq!(world.count(state).await, 1);
    let told = "SELECT count(*) FROM deliveries WHERE kind = 'webhook_disabled' AND state = 'sent'";
    assert_eq!(world.count(told).await, 1);
    assert_eq!(world.count("SELECT count(*) FROM notices WHERE kind = 'webhook_disabled'").await, 1);
    receiver.answer(ResponseTemplate::new(200)).await;
    world.happen(EventKind::Completed).await;
    world.pass(TimeDelta::days(1)).await;
    assert!(receiver.got().await.is_empty(), "nothing is sent to it");
    let (all, who) = (world.actions(), &receiver.administrator);
    actions::change(&all, &world.cause(), who, receiver.id, Change::Resume).await.expect("it is there");
    world.happen(EventKind::Exported).await;
    world.pass(TimeDelta::minutes(1)).await;
    let got = receiver.got().await;
    assert_eq!(got[got.len() - 2..], ["appeal.completed", "appeal.exported"], "nothing of the appeal is left out");
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_address_that_says_it_is_gone_is_disabled_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[]).await;
    receiver.answer(ResponseTemplate::new(410)).await;
    world.happen(EventKind::Submitted).await;
    world.run().await;
    assert_eq!(receiver.states(&world).await, ["failed"]);
    assert_eq!(world.count("SELECT count(*) FROM webhooks WHERE state = 'disabled'").await, 1);
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_paused_address_gets_later_what_happened_meanwhile(pool: PgPool) {
    let world = World::new(pool).await;
    let receiver = Receiver::new(&world, &[EventKind::Registered, EventKind::Completed]).await;
    let (all, who) = (world.actions(), &receiver.administrator);
    actions::change(&all, &world.cause(), who, receiver.id, Change::Pause).await.expect("it is there");
    for kind in [EventKind::Submitted, EventKind::Registered, EventKind::TermChanged, EventKind::Completed] {
        world.happen(kind).await;
    }
    world.run().await;
    assert!(receiver.got().await.is_empty());
    actions::change(&all, &world.cause(), who, receiver.id, Change::Resume).await.expect("it is there");
    world.run().await;
    assert_eq!(receiver.got().await, ["appeal.registered", "appeal.completed"], "of the kinds that were asked for");
    actions::change(&all, &world.cause(), who, receiver.id, Change::Remove).await.expect("it is there");
    world.happen(EventKind::Completed).await;
    world.run().await;
    assert_eq!(receiver.got().await.len(), 2);
}

// REQ: EDM-07 SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_inner_address_is_never_called_and_a_stranger_finds_nothing(pool: PgPool) {
    let world = World::new_with(pool, &[("WEBHOOKS_PRIVATE", "0")]).await;
    let receiver = Receiver::new(&world, &[]).await;
    world.happen(EventKind::Submitted).await;
    world.run().await;
    assert!(receiver.got().await.is_empty());
    assert_eq!(world.count("SELECT count(*) FROM webhook_attempts WHERE status IS NULL").await, 1);
    let (all, cause) = (world.actions(), world.cause());
    let form = WebhookForm { url: receiver.server.uri(), ..WebhookForm::default() };
    assert!(actions::subscribe(&all, &cause, &receiver.administrator, &form, false).await.is_err());
    let clerk = Actor::Official { account: world.clerk, organisation: world.organisation, roles: Role::Clerk.into() };
    let stranger = Actor::Official { account: world.clerk, organisation: zvarot_domain::OrganisationId(Uuid::now_v7()), roles: Role::ExternalAdministrator.into() };
    for actor in [clerk, stranger, world.actor()] {
        assert!(actions::open(&all, &cause, &actor, receiver.id).await.is_err());
    }
    let mut connection = world.platform.store.pool().acquire().await.expect("connected");
    assert!(accounts::get(&mut connection, world.clerk).await.expect("read").is_some());
}
