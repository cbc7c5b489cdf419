//! Documents are asked for in a real database, formed, and read back from a real storage.

mod appeal;
mod list;
mod statistics;

use std::{
    collections::{BTreeMap, HashMap},
    io::{Cursor, Read},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{AnswerWay, EventKind, Locale};
use zvarot_objects::{Objects, keys};
use zvarot_platform::{
    Clock, Environment, Platform,
    queue::{self, Worker},
};
use zvarot_store::{
    Store, appeals,
    deliveries::{self, AnswerLetter, Carried},
    documents::{self, Document, DocumentKind, DocumentState, NewDocument},
    doorbell::SilentDoorbell,
    jobs::Job,
};
use zvarot_testkit::storage::Storage;

use self::appeal::Sample;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 19, 9, 0, 0).unwrap()
}

/// A database, a storage and the worker between them.
struct Place {
    storage: Storage,
    objects: Objects,
    platform: Platform,
    worker: Arc<dyn Worker>,
}

impl Place {
    async fn new(pool: PgPool) -> Self {
        let storage = Storage::start().await.unwrap();
        let objects = storage.objects().await;
        let store = Store::new(pool, Arc::new(SilentDoorbell));
        let environment = Environment::from_map(HashMap::new());
        Self {
            worker: crate::worker(objects.clone(), "https://zvarot.example/"),
            platform: Platform::of_parts("reports", environment, store, Clock::frozen(now())),
            storage,
            objects,
        }
    }

    /// Asks for a document as an action does.
    async fn ask(&self, sample: &Sample, kind: DocumentKind, locale: Locale) -> Uuid {
        let mut work = self
            .platform
            .store
            .begin(&self.platform.cause())
            .await
            .unwrap();
        let wanted = NewDocument {
            appeal: sample.appeal,
            answer: (kind == DocumentKind::AnswerPdf).then_some(sample.answer),
            kind,
            locale,
            appeal_version: 0,
            requested_by: None,
        };
        let (id, new) = documents::ask(work.connection(), &wanted, now())
            .await
            .unwrap();
        assert!(new);
        work.enqueue(Job::FormDocument { document_id: id })
            .await
            .unwrap();
        work.commit().await.unwrap();
        id
    }

    async fn run(&self) -> usize {
        queue::run_waiting(&self.platform, &self.worker)
            .await
            .unwrap()
    }

    async fn document(&self, id: Uuid) -> Document {
        let mut connection = self.platform.store.pool().acquire().await.unwrap();
        documents::get(&mut connection, id).await.unwrap().unwrap()
    }

    /// The bytes of a formed document, which agree with what the database says of them.
    async fn bytes(&self, id: Uuid) -> Vec<u8> {
        let document = self.document(id).await;
        assert_eq!(document.state, DocumentState::Ready);
        let object = self
            .objects
            .get(&document.object_key.unwrap())
            .await
            .unwrap();
        let pieces: Vec<bytes::Bytes> = object.stream.try_collect().await.unwrap();
        let bytes = pieces.concat();
        assert_eq!(document.size, i64::try_from(bytes.len()).ok());
        assert_eq!(document.sha256.unwrap(), Sha256::digest(&bytes).to_vec());
        bytes
    }
}

fn words(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an archive holds, by names.
fn entries(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut entries = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        entries.insert(entry.name().unwrap().into_owned(), bytes);
    }
    entries
}

fn assert_says(pdf: &[u8], wanted: &[&str]) {
    let said = words(pdf);
    for text in wanted {
        assert!(said.contains(text), "no «{text}» in {said}");
    }
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_becomes_a_letter(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let sample = Sample::answered(&place, AnswerWay::Post).await;
    // What who signed it is called since is no matter.
    let since = "INSERT INTO job_titles (account_id, organisation_id, title_ru, title_be, version, changed_at)
        SELECT signatory_id, organisation_id, 'Бывший председатель', 'Былы старшыня', 1, now() FROM answers JOIN appeals ON appeals.id = appeal_id";
    assert_eq!(sqlx::query(since).execute(&pool).await.unwrap().rows_affected(), 1);
    let id = place
        .ask(&sample, DocumentKind::AnswerPdf, Locale::Be)
        .await;
    assert_eq!(place.run().await, 1);
    assert!(!words(&place.bytes(id).await).contains("Былы"));
    assert_says(
        &place.bytes(id).await,
        &[
            "Мінскі гарадскі выканаўчы камітэт",
            "Минский городской исполнительный комитет",
            "19.03.2026 № 5-14/К-25",
            "На № К-25 ад 10.03.2026",
            &sample.number,
            "Ковалёв Иван Петрович",
            "ул. Мира",
            "Кровля отремонтирована.",
            "Акт.",
            "Старшыня выканаўчага камітэта",
            "П. И. Кравцов",
            "Новик А. С.",
        ],
    );
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_answer_from_before_is_a_letter_with_its_executor_alone(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    let older = "UPDATE answers SET signatory_id = NULL, signatory_position = NULL, signatory_name = NULL";
    sqlx::query(older).execute(&pool).await.unwrap();
    let id = place.ask(&sample, DocumentKind::AnswerPdf, Locale::Ru).await;
    place.run().await;
    let said = words(&place.bytes(id).await);
    assert!(said.contains("Новик А. С.") && !said.contains("Кравцов"), "{said}");
}

// REQ: REV-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_letter_that_waits_for_an_answer_leaves_when_it_is_formed(pool: PgPool) {
    let place = Place::new(pool.clone()).await;
    let sample = Sample::answered(&place, AnswerWay::Email).await;
    let id = place.ask(&sample, DocumentKind::AnswerPdf, Locale::Ru).await;
    let mut connection = pool.acquire().await.unwrap();
    let kind = EventKind::Completed;
    let event = appeals::append_event(&mut connection, sample.appeal, kind, None, serde_json::json!({}), now()).await.unwrap();
    let letter = AnswerLetter {
        event,
        appeal: sample.appeal,
        account: None,
        carried: Carried::Answer(sample.answer),
        document: Some(id),
    };
    let letter = deliveries::insert_answer_letter(&mut connection, &letter, now()).await.unwrap();
    place.run().await;
    assert_eq!(place.document(id).await.state, DocumentState::Ready);
    let jobs: Vec<serde_json::Value> =
        sqlx::query_scalar("SELECT payload FROM jobs WHERE kind = 'send_answer'").fetch_all(&pool).await.unwrap();
    assert_eq!(jobs, [serde_json::json!({ "delivery_id": letter })]);
}

// REQ: BEY-15
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_receipt_shows_number_and_code(pool: PgPool) {
    let place = Place::new(pool).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    let id = place
        .ask(&sample, DocumentKind::ReceiptPdf, Locale::Ru)
        .await;
    place.run().await;
    let digest = hex::encode(Sha256::digest(appeal::PHOTO));
    let wanted = [
        &sample.number,
        "01234-56789",
        "zvarot.example/status",
        "Жалоба",
        "Ремонт жилья",
        &digest,
    ];
    assert_says(&place.bytes(id).await, &wanted);
}

// REQ: REG-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_export_holds_the_card_the_answers_and_all_files(pool: PgPool) {
    let place = Place::new(pool).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    let id = place
        .ask(&sample, DocumentKind::AppealExport, Locale::Ru)
        .await;
    place.run().await;
    let entries = entries(&place.bytes(id).await);
    let card = format!("Обращение {}.pdf", sample.number);
    let names: Vec<&str> = entries.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            card.as_str(),
            "Ответ 5-14-К-25.pdf",
            "Фото.jpg",
            "акт (2).pdf",
            "Акт.pdf"
        ]
        .into_iter()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
    );
    assert_eq!(entries["Фото.jpg"], appeal::PHOTO);
    assert_says(
        &entries[card.as_str()],
        &[
            "К-25",
            "25 марта 2026 г.",
            "17 марта 2026 г.",
            "15 календарных дней",
            "Течет потолок",
            "+375 29 123",
            "ivan@example.by",
            "Обращение зарегистрировано",
            "вирус.",
            "Заражен",
            &hex::encode(Sha256::digest(appeal::PHOTO)),
        ],
    );
}

// REQ: REV-08
// REQ: REG-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn the_card_says_that_the_answer_is_wanted_in_writing_by_post(pool: PgPool) {
    let place = Place::new(pool).await;
    let sample = Sample::answered(&place, AnswerWay::Post).await;
    let id = place.ask(&sample, DocumentKind::AppealExport, Locale::Ru).await;
    place.run().await;
    let entries = entries(&place.bytes(id).await);
    assert_says(&entries[&format!("Обращение {}.pdf", sample.number)], &["Как направить ответ", "На бумаге, почтой"]);
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_storage_that_is_down_is_waited_for(pool: PgPool) {
    let mut place = Place::new(pool).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    let id = place
        .ask(&sample, DocumentKind::AnswerPdf, Locale::Ru)
        .await;
    place.storage.stop().await;
    place.run().await;
    assert_eq!(place.document(id).await.state, DocumentState::Forming);
    place.storage.resume().await.unwrap();
    place.platform.clock.advance(TimeDelta::minutes(5));
    assert_eq!(place.run().await, 1);
    place.bytes(id).await;
}

// REQ: BEY-15
// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_file_that_is_being_checked_is_waited_for_as_long_as_its_check_may_take(pool: PgPool) {
    let place = Place::new(pool).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    sample.add_unchecked(&place).await;
    let id = place
        .ask(&sample, DocumentKind::ReceiptPdf, Locale::Ru)
        .await;
    let begun = place.platform.clock.now();
    let longest = TimeDelta::seconds(zvarot_domain::retry::FILE_CHECKS.iter().sum());
    while place.platform.clock.now() < begun + longest {
        assert_eq!(place.run().await, 1);
        assert_eq!(place.document(id).await.state, DocumentState::Forming);
        let next: DateTime<Utc> = sqlx::query_scalar("SELECT run_at FROM jobs")
            .fetch_one(place.platform.store.pool())
            .await
            .unwrap();
        place.platform.clock.set(next);
    }
    sqlx::query("UPDATE files SET state = 'broken', fault = 'unreadable' WHERE state = 'checking'")
        .execute(place.platform.store.pool())
        .await
        .unwrap();
    assert_eq!(place.run().await, 1);
    place.bytes(id).await;
}

// REQ: REG-10
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn an_exchanged_object_never_gets_into_an_export(pool: PgPool) {
    let place = Place::new(pool).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    let key = keys::checked(sample.photo, &Sha256::digest(appeal::PHOTO).into());
    let other = bytes::Bytes::from(appeal::PHOTO.to_ascii_uppercase());
    place
        .objects
        .put_bytes(&key, "image/jpeg", other)
        .await
        .unwrap();
    let id = place
        .ask(&sample, DocumentKind::AppealExport, Locale::Ru)
        .await;
    place.run().await;
    assert_eq!(place.document(id).await.state, DocumentState::Failed);
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn forming_twice_changes_nothing(pool: PgPool) {
    let place = Place::new(pool).await;
    let sample = Sample::answered(&place, AnswerWay::Cabinet).await;
    let id = place
        .ask(&sample, DocumentKind::AnswerPdf, Locale::Ru)
        .await;
    place.run().await;
    let first = place.document(id).await;
    let mut work = place
        .platform
        .store
        .begin(&place.platform.cause())
        .await
        .unwrap();
    work.enqueue(Job::FormDocument { document_id: id })
        .await
        .unwrap();
    work.commit().await.unwrap();
    assert_eq!(place.run().await, 1);
    let second = place.document(id).await;
    assert_eq!(
        (first.object_key, first.sha256),
        (second.object_key, second.sha256)
    );
}
