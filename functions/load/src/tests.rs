//! Files of records in a real database and a real storage, from upload to the last result.

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, TimeZone, Utc};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_actions::{
    Actions, loads as actions,
    webhooks::{self, WebhookForm},
};
use zvarot_domain::{
    Actor, FaultCode, FileId, Locale, OrganisationId, Role, Topics, attachment::CHUNK_SIZE,
    calendar::NationalCalendar,
};
use zvarot_objects::{Objects, keys};
use zvarot_platform::{
    Clock, Environment, Platform,
    queue::{self, Worker},
};
use zvarot_store::{
    Store,
    accounts::{self, NewAccount},
    calendars,
    doorbell::SilentDoorbell,
    loads::{self, Load, LoadState, RecordResult},
    organisations::{self, Organisation},
    topics,
};
use zvarot_testkit::storage::Storage;

struct Place {
    _storage: Storage,
    objects: Objects,
    platform: Platform,
    worker: Arc<dyn Worker>,
    actions: Actions,
    clerk: Actor,
    pool: PgPool,
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 20, 9, 0, 0).unwrap()
}

impl Place {
    async fn new(pool: PgPool) -> Self {
        let storage = Storage::start().await.unwrap();
        let objects = storage.objects().await;
        let store = Store::new(pool.clone(), Arc::new(SilentDoorbell));
        let clerk = people(&store).await;
        let environment =
            Environment::from_map(HashMap::from([("SECRET_KEY".to_owned(), "key".repeat(16))]));
        let platform =
            Platform::of_parts("load", environment, store.clone(), Clock::frozen(now()));
        let actions =
            Actions { store, secret: platform.environment.secret("SECRET_KEY").unwrap() };
        Self {
            worker: crate::worker(&platform, objects.clone()).unwrap(),
            _storage: storage,
            objects,
            platform,
            actions,
            clerk,
            pool,
        }
    }

    /// Uploads a file in chunks and says that it is whole; `size` is what was announced.
    async fn upload_of_size(&self, bytes: &[u8], size: usize) -> Uuid {
        let cause = self.platform.cause();
        let load =
            actions::announce(&self.actions, &cause, &self.clerk, "обращения.json", size as u64)
                .await
                .unwrap();
        for (index, chunk) in (0..).zip(bytes.chunks(usize::try_from(CHUNK_SIZE).unwrap())) {
            let chunk = Bytes::copy_from_slice(chunk);
            self.objects.put_chunk(FileId(load.id), index, chunk).await.unwrap();
        }
        actions::start(&self.actions, &cause, &self.clerk, load.id, size as u64).await.unwrap();
        load.id
    }

    async fn upload(&self, bytes: &[u8]) -> Uuid {
        self.upload_of_size(bytes, bytes.len()).await
    }

    async fn run(&self) {
        queue::run_waiting(&self.platform, &self.worker).await.unwrap();
    }

    /// Uploads a file and lets the worker do all of it.
    async fn load(&self, bytes: &[u8]) -> Load {
        let id = self.upload(bytes).await;
        self.run().await;
        self.get(id).await
    }

    async fn get(&self, id: Uuid) -> Load {
        actions::get(&self.actions, &self.clerk, id).await.unwrap()
    }

    async fn results(&self, id: Uuid) -> Vec<RecordResult> {
        actions::results(&self.actions, &self.clerk, id, 0, false, 100_000).await.unwrap()
    }

    async fn refused(&self, bytes: &[u8]) -> FaultCode {
        let load = self.load(bytes).await;
        assert_eq!((load.state, load.done), (LoadState::Refused, 0));
        load.fault.unwrap().code
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }

    async fn appeals(&self) -> i64 {
        self.count("SELECT count(*) FROM appeals").await
    }
}

/// An organisation with a clerk, the classifier and the calendar.
async fn people(store: &Store) -> Actor {
    let mut connection = store.pool().acquire().await.unwrap();
    let organisation = Organisation {
        id: OrganisationId(Uuid::now_v7()),
        name_ru: "Исполком".into(),
        name_be: "Выканкам".into(),
        unp: "100582333".into(),
        address_ru: String::new(),
        address_be: String::new(),
        phone: String::new(),
        is_state: true,
        active: true,
        index_template: "{letter}-{number}".into(),
        collective_sign: "Кол".into(),
        anonymous_sign: "А".into(),
    };
    let organisation = organisations::upsert(&mut connection, &organisation).await.unwrap();
    let account = NewAccount {
        login: "clerk",
        password_hash: "",
        display_name: "Кот П.",
        locale: Locale::Ru,
        phone: None,
        email: None,
    };
    let account = accounts::insert(&mut connection, &account, now()).await.unwrap();
    accounts::grant(&mut connection, account, Role::Clerk, Some(organisation)).await.unwrap();
    for topic in Topics::seed().all() {
        let row = topics::Topic {
            code: topic.code.clone(),
            parent_code: topic.parent_code.clone(),
            name_ru: topic.name_ru.clone(),
            name_be: topic.name_be.clone(),
        };
        topics::upsert(&mut connection, &row).await.unwrap();
    }
    let calendar = serde_json::from_str::<Value>(NationalCalendar::SEED).unwrap();
    calendars::add_national(&mut connection, &calendar).await.unwrap();
    Actor::Official { account, organisation, roles: Role::Clerk.into() }
}

fn record(id: usize) -> Value {
    json!({
        "externalId": format!("2026/{id}"), "kind": "application", "form": "written", "receivedAt": "2026-04-16",
        "topicCode": "07", "subtopicCode": "07-07", "content": format!("Нет отопления, дом {id}."),
        "applicants": [{ "kind": "person", "surname": "Иванова", "name": "М.", "address": { "line": "г. Минск" } }],
    })
}

fn file(records: &[Value]) -> Vec<u8> {
    serde_json::to_vec_pretty(records).unwrap()
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn right_records_are_entered_and_wrong_ones_reported_to_be_corrected(pool: PgPool) {
    let place = Place::new(pool).await;
    let mut records: Vec<Value> = (1..=1500).map(record).collect();
    records[3]["topicCode"] = json!("99");
    records[3]["kind"] = json!(7);
    records[1200].as_object_mut().unwrap().remove("applicants");
    let load = place.load(&file(&records)).await;
    assert_eq!((load.state, load.total, load.done), (LoadState::Done, Some(1500), 1500));
    assert_eq!((load.entered, load.repeated, load.wrong), (1498, 0, 2));
    let results = place.results(load.id).await;
    assert_eq!(results.len(), 1500);
    let faults: Vec<_> = results[3].faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(faults, ["kind", "topicCode"]);
    assert_eq!((results[1200].place, results[1200].faults[0].field.as_str()), (1201, "applicants"));
    assert!(results.iter().filter(|result| result.faults.is_empty()).all(|result| result.number.is_some()));
    // Each appeal with its event, its number of the scheme, waiting for the clerk.
    assert_eq!(place.appeals().await, 1498);
    assert_eq!(place.count("SELECT count(DISTINCT number) FROM appeals WHERE status = 'submitted'").await, 1498);
    assert_eq!(place.count("SELECT count(*) FROM appeal_events WHERE kind = 'entered' AND organisation_id IS NOT NULL").await, 1498);
    // The wrong ones are a file again.
    assert_eq!(load.wrong_parts, 1);
    let object = place.objects.get(&keys::wrong_records(load.id, 1)).await.unwrap();
    let pieces: Vec<Bytes> = object.stream.try_collect().await.unwrap();
    let wrong: Vec<Value> = serde_json::from_slice(&pieces.concat()).unwrap();
    assert_eq!(wrong, [records[3].clone(), records[1200].clone()]);
    // Whoever loaded is told once.
    assert_eq!(place.count("SELECT count(*) FROM notices WHERE kind = 'load_done'").await, 1);
    assert_eq!(place.count("SELECT count(*) FROM jobs").await, 0);
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_same_again_creates_nothing_twice(pool: PgPool) {
    let place = Place::new(pool).await;
    let mut records: Vec<Value> = (1..=30).map(record).collect();
    let first = place.load(&file(&records)).await;
    assert_eq!((first.entered, first.repeated), (30, 0));
    let again = place.load(&file(&records)).await;
    assert_eq!((again.entered, again.repeated, again.wrong), (0, 30, 0));
    let numbers = |results: Vec<RecordResult>| results.into_iter().map(|result| result.number).collect::<Vec<_>>();
    assert_eq!(numbers(place.results(first.id).await), numbers(place.results(again.id).await));
    // Written otherwise it is the same; with another content it is another appeal under a taken id.
    records.truncate(2);
    records[1]["content"] = json!("Другое.");
    let lines = format!("{}\n{}\n{}\n", records[0], records[1], records[0]);
    let third = place.load(lines.as_bytes()).await;
    assert_eq!((third.entered, third.repeated, third.wrong), (0, 2, 1));
    let results = place.results(third.id).await;
    assert_eq!(results[1].faults[0].code, FaultCode::ExternalIdTaken);
    assert_eq!(place.appeals().await, 30);
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn twice_in_one_file_is_one_appeal(pool: PgPool) {
    let place = Place::new(pool).await;
    let mut other = record(1);
    other["content"] = json!("Другое.");
    let load = place.load(&file(&[record(1), record(2), record(1), other])).await;
    assert_eq!((load.entered, load.repeated, load.wrong), (2, 1, 1));
    let results = place.results(load.id).await;
    assert_eq!(results[0].number, results[2].number);
    assert_eq!(results[3].faults[0].code, FaultCode::ExternalIdTaken);
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_worker_that_takes_over_goes_on_where_it_was(pool: PgPool) {
    let place = Place::new(pool).await;
    let records: Vec<Value> = (1..=2500).map(record).collect();
    let id = place.upload(&file(&records)).await;
    // The worker stops after its first batch: the second meets a database that refuses.
    sqlx::raw_sql(
        "CREATE FUNCTION refuse_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF OLD.done >= 1000 THEN RAISE EXCEPTION 'no more'; END IF; RETURN NEW; END $$;
         CREATE TRIGGER refuse_more BEFORE UPDATE ON loads FOR EACH ROW EXECUTE FUNCTION refuse_more()",
    )
    .execute(&place.pool)
    .await
    .unwrap();
    place.run().await;
    let stopped = place.get(id).await;
    assert_eq!((stopped.state, stopped.done, stopped.entered), (LoadState::Entering, 1000, 1000));
    assert_eq!(place.appeals().await, 1000, "a batch is whole or is not");
    sqlx::raw_sql("DROP TRIGGER refuse_more ON loads; UPDATE jobs SET run_at = created_at")
        .execute(&place.pool)
        .await
        .unwrap();
    place.run().await;
    let load = place.get(id).await;
    assert_eq!((load.state, load.done, load.entered, load.repeated), (LoadState::Done, 2500, 2500, 0));
    assert_eq!(place.appeals().await, 2500);
    let places: Vec<i32> = place.results(id).await.into_iter().map(|result| result.place).collect();
    assert_eq!(places, (1..=2500).collect::<Vec<_>>());
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_file_that_is_not_whole_enters_nothing(pool: PgPool) {
    let place = Place::new(pool).await;
    let good = file(&(1..=1100).map(record).collect::<Vec<_>>());
    assert_eq!(place.refused(&good[..good.len() - 30]).await, FaultCode::FileCut);
    let utf16: Vec<u8> = String::from_utf8(good.clone()).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(place.refused(&utf16).await, FaultCode::Utf16);
    assert_eq!(place.refused(b"[]").await, FaultCode::NoRecords);
    assert_eq!(place.refused(b"<appeals/>").await, FaultCode::NotRecords);
    let windows = [&good[..good.len() - 2], b",{\"content\":\"\xcf\xf0\"}]"].concat();
    assert_eq!(place.refused(&windows).await, FaultCode::NotUtf8);
    let many = format!("[{}]", vec!["{}"; 50_001].join(","));
    assert_eq!(place.refused(many.as_bytes()).await, FaultCode::TooManyRecords);
    let id = place.upload_of_size(&good, good.len() + 1).await;
    place.run().await;
    assert_eq!(place.get(id).await.fault.unwrap().code, FaultCode::FileChanged);
    assert_eq!(place.appeals().await, 0);
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn rubbish_between_right_records_is_reported_by_its_place(pool: PgPool) {
    let place = Place::new(pool).await;
    let giant = json!({ "externalId": "x", "content": "я".repeat(800_000) });
    let deep = format!("{{\"externalId\":\"y\",\"content\":{}{}}}", "[".repeat(400_000), "]".repeat(400_000));
    let doubled = record(2).to_string().replacen('{', "{\"kind\":\"proposal\",", 1);
    let broken = "{\"externalId\": }";
    let text = format!("[{},{giant},{deep},{doubled},{broken},{}]", record(1), record(3));
    let load = place.load(text.as_bytes()).await;
    assert_eq!((load.state, load.entered, load.wrong), (LoadState::Done, 2, 4));
    let codes: Vec<_> = place.results(load.id).await.into_iter().filter_map(|result| result.faults.first().map(|fault| fault.code)).collect();
    assert_eq!(codes, [FaultCode::RecordTooLarge, FaultCode::NotJson, FaultCode::DoubledField, FaultCode::NotJson]);
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn zero_bytes_are_the_fault_of_their_record_alone(pool: PgPool) {
    let place = Place::new(pool).await;
    let with = |id: usize, from: &str, to: &str| record(id).to_string().replacen(from, to, 1);
    let text = [
        record(1).to_string(),
        with(2, "2026/2", "2026\\u0000/2"),
        with(3, "{", "{\"prio\\u0000rity\":1,"),
        with(4, "{", "{\"prio\\u0000rity\":1,\"prio\\u0000rity\":2,"),
        with(5, "2026-04-16", "2026\\u0000"),
        record(6).to_string(),
    ];
    let load = place.load(format!("[{}]", text.join(",")).as_bytes()).await;
    assert_eq!((load.state, load.entered, load.wrong), (LoadState::Done, 2, 4));
    let results = place.results(load.id).await;
    let faults: Vec<_> = results.iter().filter_map(|result| result.faults.first()).map(|fault| (fault.field.as_str(), fault.code)).collect();
    let expected = [
        ("externalId", FaultCode::ControlCharacters),
        ("priority", FaultCode::UnknownField),
        ("priority", FaultCode::UnknownField),
        ("receivedAt", FaultCode::NotADate),
    ];
    assert_eq!(faults, expected);
    assert_eq!(results[3].faults[1].code, FaultCode::DoubledField);
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn programs_are_told_of_each_appeal_that_was_loaded(pool: PgPool) {
    let place = Place::new(pool).await;
    place.load(&file(&[record(1)])).await;
    assert_eq!(place.count("SELECT count(*) FROM webhook_deliveries").await, 0, "nobody wants to know");
    let Actor::Official { account, organisation, .. } = place.clerk else { unreachable!() };
    let administrator = Actor::Official { account, organisation, roles: Role::ExternalAdministrator.into() };
    let form = WebhookForm { url: "https://edms.example/hook".to_owned(), ..WebhookForm::default() };
    webhooks::subscribe(&place.actions, &place.platform.cause(), &administrator, &form, false).await.unwrap();
    let mut registered = record(3);
    registered["registration"] = json!({ "date": "2026-04-17" });
    let load = place.load(&file(&[record(1), record(2), registered])).await;
    assert_eq!((load.entered, load.repeated), (2, 1));
    let told: Vec<String> = sqlx::query_scalar("SELECT kind FROM webhook_deliveries JOIN appeal_events ON appeal_events.id = event_id WHERE state = 'waiting' ORDER BY event_id")
        .fetch_all(&place.pool)
        .await
        .unwrap();
    assert_eq!(told, ["entered", "entered", "registered"]);
    assert_eq!(place.count("SELECT count(*) FROM jobs WHERE kind = 'send_webhook'").await, 3);
    assert_eq!(place.count("SELECT count(*) FROM jobs WHERE kind = 'announce'").await, 0, "people hear of the load as a whole");
}

// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn wrong_lines_come_back_as_lines_and_what_is_too_large_is_counted(pool: PgPool) {
    let place = Place::new(pool).await;
    let (broken, rubbish) = ("{\"externalId\": \"2\", \"content\": \"", "no record");
    let mut unknown = record(3);
    unknown["priority"] = json!(1);
    let giant = json!({ "externalId": "x", "content": "я".repeat(800_000) });
    let text = format!("{}\n{unknown}\n{broken}\n{giant}\n{rubbish}\n", record(1));
    let load = place.load(text.as_bytes()).await;
    assert_eq!((load.state, load.entered, load.wrong, load.omitted), (LoadState::Done, 1, 4, 1));
    assert_eq!(load.wrong_records_file(1), ("records-to-correct-1.jsonl".to_owned(), "application/jsonl"));
    let object = place.objects.get(&keys::wrong_records(load.id, 1)).await.unwrap();
    let pieces: Vec<Bytes> = object.stream.try_collect().await.unwrap();
    assert_eq!(String::from_utf8(pieces.concat()).unwrap(), format!("{unknown}\n{broken}\n{rubbish}\n"));
    // Each line is mended by itself.
    let corrected = format!("{}\n{}\n{}\n", record(3), record(2), record(4));
    assert_eq!(place.load(corrected.as_bytes()).await.entered, 3);
}

// REQ: EDM-03
// REQ: REG-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_the_other_system_has_registered_is_registered(pool: PgPool) {
    let place = Place::new(pool).await;
    let registered = |id: usize, registration: Value| {
        let mut record = record(id);
        record["registration"] = registration;
        record
    };
    let load = place
        .load(&file(&[
            registered(1, json!({ "index": "И-3", "date": "2026-04-16", "dueOn": "2026-05-04" })),
            registered(2, json!({ "date": "2026-04-17" })),
            registered(3, json!({ "date": "2026-04-17", "term": "1m" })),
            registered(4, json!({ "date": "2026-04-17" })),
            registered(5, json!({ "index": "И-3", "date": "2026-04-17" })),
        ]))
        .await;
    assert_eq!((load.entered, load.wrong), (4, 1));
    assert_eq!(place.results(load.id).await[4].faults[0].code, FaultCode::RegistrationIndexTaken);
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT registration_index, status, due_on::text, term FROM appeals ORDER BY external_id",
    )
    .fetch_all(&place.pool)
    .await
    .unwrap();
    let row = |index: &str, due: &str, term: &str| (index.to_owned(), "registered".to_owned(), due.to_owned(), term.to_owned());
    // The journal passes over what was given by hand.
    assert_eq!(
        rows,
        [
            row("И-3", "2026-05-04", "given"),
            row("И-1", "2026-05-04", "15d"),
            row("И-2", "2026-05-18", "1m"),
            row("И-4", "2026-05-04", "15d"),
        ]
    );
    assert_eq!(place.count("SELECT count(*) FROM appeal_events WHERE kind = 'registered'").await, 4);
    assert_eq!(place.count("SELECT count(*) FROM appeals WHERE registered_at > registration_limit_at + interval '1 hour' AND registered_on = '2026-04-16'").await, 0);
}

// REQ: EDM-03
// REQ: SEC-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_file_in_a_record_goes_to_be_checked_like_any_other(pool: PgPool) {
    let place = Place::new(pool).await;
    let mut with_file = record(1);
    with_file["files"] = json!([{ "name": "скан.pdf", "content": "JVBERi0=" }]);
    let load = place.load(&file(&[with_file.clone()])).await;
    assert_eq!(load.entered, 1);
    let (id, state, bound): (Uuid, String, bool) =
        sqlx::query_as("SELECT id, state, appeal_id IS NOT NULL FROM files").fetch_one(&place.pool).await.unwrap();
    assert_eq!((state.as_str(), bound), ("checking", true));
    assert_eq!(place.count("SELECT count(*) FROM jobs WHERE kind = 'check_file'").await, 1);
    assert_eq!(place.objects.stored_length(FileId(id)).await.unwrap(), 5);
    let again = place.load(&file(&[with_file])).await;
    assert_eq!((again.repeated, place.count("SELECT count(*) FROM files").await), (1, 1));
}

// REQ: SEC-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn another_organisations_load_does_not_exist(pool: PgPool) {
    let place = Place::new(pool).await;
    let load = place.load(&file(&[record(1)])).await;
    let Actor::Official { account, .. } = place.clerk else { unreachable!() };
    let organisation = OrganisationId(Uuid::now_v7());
    let stranger = Actor::Official { account, organisation, roles: Role::Clerk.into() };
    assert!(actions::get(&place.actions, &stranger, load.id).await.is_err());
    let executor = Actor::Official { account, organisation: load.organisation_id, roles: Role::Executor.into() };
    assert!(actions::get(&place.actions, &executor, load.id).await.is_err());
    let mut connection = place.pool.acquire().await.unwrap();
    assert!(loads::of_organisation(&mut connection, load.id, organisation).await.unwrap().is_none());
}

// REQ: SEC-01
// REQ: EDM-03
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn whoever_lost_the_role_meanwhile_enters_nothing(pool: PgPool) {
    let place = Place::new(pool).await;
    let id = place.upload(&file(&[record(1)])).await;
    sqlx::query("DELETE FROM account_roles").execute(&place.pool).await.unwrap();
    place.run().await;
    let load = place.get(id).await;
    assert_eq!((load.state, load.fault.unwrap().code), (LoadState::Refused, FaultCode::LoadFailed));
    assert_eq!(place.appeals().await, 0);
}
