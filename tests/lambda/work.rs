//! What the workers behind SQS do with their batches: letters leave once, documents are formed once.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AnswerWay, AppealId, ApplicantKind, Form, JobId, Kind, Locale, OrganisationId,
    Status,
};
use zvarot_store::accounts::{self, NewAccount};
use zvarot_store::appeals::{self, NewAppealRow};
use zvarot_store::deliveries::{self, Channel, NewDelivery};
use zvarot_store::documents::{self, DocumentKind, NewDocument};
use zvarot_store::jobs::{self, Job};
use zvarot_store::organisations::{self, Organisation};
use zvarot_store::topics::{self, Topic};
use zvarot_testkit::relay::{Act, Relay, Script};

use crate::messages::record;
use crate::runtime::Function;

fn now() -> DateTime<Utc> {
    zvarot_platform::Clock::system().now()
}

/// Somebody whose address is confirmed.
async fn person(pool: &PgPool, login: &str) -> AccountId {
    let mut connection = pool.acquire().await.expect("a connection");
    let email = format!("{login}@people.example");
    let account = NewAccount {
        login,
        password_hash: "",
        display_name: "Купава",
        locale: Locale::Be,
        phone: None,
        email: Some(&email),
    };
    let id = accounts::insert(&mut connection, &account, now()).await;
    let id = id.expect("written");
    let done = accounts::confirm_email(&mut connection, id, &email, now()).await;
    assert!(done.expect("written"));
    id
}

/// A letter that waits, and its job.
async fn letter(pool: &PgPool, account: AccountId) -> JobId {
    let mut connection = pool.acquire().await.expect("a connection");
    let delivery = NewDelivery {
        account,
        channel: Channel::Email,
        kind: "sign_in_locked",
        event: None,
        appeal: None,
        confirmation: None,
        data: json!({ "until": now() }),
    };
    let id = deliveries::insert(&mut connection, &delivery, now()).await;
    let delivery_id = id.expect("written").expect("it is new");
    let job = Job::Deliver { delivery_id };
    let id = jobs::insert(&mut connection, &job, now(), now(), "").await;
    id.expect("written")
}

async fn column(pool: &PgPool, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(pool).await.expect("read")
}

fn batch(jobs: &[JobId]) -> Value {
    let mut records: Vec<Value> = jobs
        .iter()
        .zip(0..)
        .map(|(job, number)| record(&format!("good-{number}"), &job.to_string()))
        .collect();
    records.insert(1, record("poisoned", "no job at all"));
    records.push(record("stale", &Uuid::now_v7().to_string()));
    json!({ "Records": records })
}

fn only_the_poisoned_one() -> Value {
    json!({ "batchItemFailures": [{ "itemIdentifier": "poisoned" }] })
}

// REQ: OPS-01
// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn letters_of_a_batch_leave_once_however_often_it_comes(pool: PgPool) {
    let relay = Relay::start(Script::default()).await;
    let address = format!("smtp://127.0.0.1:{}", relay.port);
    let settings = [
        ("SMTP_URL", address.as_str()),
        ("MAIL_FROM", "Зварот <no-reply@zvarot.example>"),
        ("SMS", "off"),
    ];
    let mut worker = Function::start("notify", &pool, &settings).await;
    let mut jobs = Vec::new();
    for login in ["ivan", "maria", "alena"] {
        jobs.push(letter(&pool, person(&pool, login).await).await);
    }
    let batch = batch(&jobs);
    for _ in 0..3 {
        let answer = worker.call(batch.clone()).await.expect("an answer");
        assert_eq!(answer, only_the_poisoned_one());
    }
    assert_eq!(relay.texts().len(), 3, "each letter once");
    let mut to: Vec<String> = relay.commands().into_iter().filter(|line| line.starts_with("RCPT")).collect();
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 3, "{to:?}");
    assert_eq!(column(&pool, "SELECT state FROM deliveries").await, ["sent"; 3]);
    assert!(column(&pool, "SELECT kind FROM jobs").await.is_empty());
}

// REQ: OPS-01
// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_letter_that_the_relay_puts_off_waits_in_the_database_and_its_message_is_spent(
    pool: PgPool,
) {
    let relay = Relay::start(Script {
        rcpt: Act::Say("450 4.2.0 come back later"),
        ..Script::default()
    })
    .await;
    let address = format!("smtp://127.0.0.1:{}", relay.port);
    let settings = [
        ("SMTP_URL", address.as_str()),
        ("MAIL_FROM", "no-reply@zvarot.example"),
        ("SMS", "off"),
    ];
    let mut worker = Function::start("notify", &pool, &settings).await;
    let job = letter(&pool, person(&pool, "ivan").await).await;
    let event = json!({ "Records": [record("only", &job.to_string())] });
    let answer = worker.call(event.clone()).await.expect("an answer");
    assert_eq!(answer, json!({ "batchItemFailures": [] }));
    assert_eq!(column(&pool, "SELECT state FROM jobs").await, ["waiting"]);
    assert_eq!(column(&pool, "SELECT state FROM deliveries").await, ["waiting"]);
    // The relay takes it next time; the message comes again when its time has come.
    relay.follow(Script::default());
    sqlx::query("UPDATE jobs SET run_at = now()").execute(&pool).await.expect("done");
    worker.call(event).await.expect("an answer");
    assert_eq!(relay.texts().len(), 1);
    assert_eq!(column(&pool, "SELECT state FROM deliveries").await, ["sent"]);
}

/// An appeal that was submitted.
async fn appeal(pool: &PgPool, sequence: u64) -> AppealId {
    let mut connection = pool.acquire().await.expect("a connection");
    let organisation = Organisation {
        id: OrganisationId(Uuid::now_v7()),
        name_ru: "Минский горисполком".into(),
        name_be: "Мінскі гарвыканкам".into(),
        unp: "100000001".into(),
        address_ru: String::new(),
        address_be: String::new(),
        phone: String::new(),
        is_state: true,
        active: true,
        index_template: String::new(),
        collective_sign: "К".into(),
        anonymous_sign: "А".into(),
    };
    let organisation_id = organisations::upsert(&mut connection, &organisation).await;
    let topic = Topic {
        code: "01".into(),
        parent_code: None,
        name_ru: "Жилье".into(),
        name_be: "Жыллё".into(),
    };
    topics::upsert(&mut connection, &topic).await.expect("written");
    let id = AppealId(Uuid::now_v7());
    let row = NewAppealRow {
        id,
        number: zvarot_domain::AppealNumber::from_sequence(sequence, &[7; 16]).expect("there are numbers"),
        access_code: "0123456789",
        draft_id: None,
        organisation_id: organisation_id.expect("written"),
        account_id: None,
        kind: Kind::Application,
        form: Form::Electronic,
        status: Status::Submitted,
        topic_code: "01",
        subtopic_code: None,
        content: "Прашу адрамантаваць дах.",
        locale: Locale::Be,
        answer_way: AnswerWay::Cabinet,
        collective: false,
        participants_count: None,
        against_employee: None,
        against_unp: None,
        applicant_kind: ApplicantKind::Person,
        applicant_name: "Купава Марыя",
        applicant: json!({ "kind": "person" }),
        address: "Мінск",
        registration_limit_at: now(),
    };
    appeals::insert(&mut connection, &row, now()).await.expect("written");
    id
}

// REQ: OPS-01
// REQ: BEY-15
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn documents_of_a_batch_are_formed_and_stored(pool: PgPool) {
    let mut worker = Function::start("reports", &pool, &[]).await;
    let mut jobs = Vec::new();
    for sequence in 1..=2 {
        let wanted = NewDocument {
            appeal: appeal(&pool, sequence).await,
            answer: None,
            kind: DocumentKind::ReceiptPdf,
            locale: Locale::Be,
            appeal_version: 0,
            requested_by: None,
        };
        let mut connection = pool.acquire().await.expect("a connection");
        let (document_id, _) = documents::ask(&mut connection, &wanted, now()).await.expect("asked");
        let job = Job::FormDocument { document_id };
        let job = jobs::insert(&mut connection, &job, now(), now(), "").await;
        jobs.push(job.expect("written"));
    }
    let batch = batch(&jobs);
    for _ in 0..2 {
        let answer = worker.call(batch.clone()).await.expect("an answer");
        assert_eq!(answer, only_the_poisoned_one());
    }
    assert_eq!(column(&pool, "SELECT state FROM documents").await, ["ready"; 2]);
    assert!(column(&pool, "SELECT kind FROM jobs").await.is_empty());
    let objects = worker.storage.objects().await;
    for key in column(&pool, "SELECT object_key FROM documents").await {
        let length = objects.length(&key).await.expect("asked");
        assert!(length.is_some_and(|length| length > 1000), "{key}: {length:?}");
    }
}
