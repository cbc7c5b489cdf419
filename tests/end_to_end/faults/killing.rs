//! Processes are killed at random moments while people work; afterwards everything is counted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;
use uuid::Uuid;
use zvarot_tests::{Appeal, Function, Part, Person, Receipt, System, Upload, letters, messages, picture, rtf, setting};

use super::{clerk, signed_in, until_all_is_done};

/// How many appeals go the whole way; `ZVAROT_FAULT_APPEALS` says otherwise.
const APPEALS: u32 = 60;
const AT_ONCE: u32 = 8;
/// A person may begin some thirty appeals in a row.
const APPEALS_A_PERSON: u32 = 25;
/// A server that dies sooner than this again is started with growing pauses.
const BETWEEN_DEATHS_OF_POSTGRES: Duration = Duration::from_secs(21);
const ANSWER: &str = "Подъезд отремонтируем до конца месяца.";

/// What was promised to an applicant.
#[derive(Clone)]
struct Promise {
    receipt: Receipt,
    /// The applicant's place in the list.
    person: usize,
    /// SHA-256 of the files handed in.
    files: BTreeSet<Vec<u8>>,
}

// REQ: OPS-02
// REQ: SEC-05
// REQ: NOT-02
// REQ: SUB-04
// REQ: SUB-08
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_random_moments_nothing_acknowledged_is_lost_and_nothing_is_sent_twice() {
    let count = setting("ZVAROT_FAULT_APPEALS").map_or(APPEALS, |count| count.parse().expect("a number of appeals"));
    let seed = setting("ZVAROT_FAULT_SEED").map_or(20_261_121, |seed| seed.parse().expect("a number"));
    let system = Arc::new(System::builder().set("JOB_LEASE_SECONDS", "3").start().await);
    let accounts = system.applicants(count.div_ceil(APPEALS_A_PERSON).max(AT_ONCE), "ru").await;
    let mut people = Vec::new();
    for account in &accounts {
        people.push(signed_in(&system, account).await);
    }
    let clerk = clerk(&system).await;
    let (organisation, _) = system.organisation_of("clerk-zarechny").await;

    let stop = Arc::new(AtomicBool::new(false));
    let killing = tokio::spawn(kill_at_random(Arc::clone(&system), seed, Arc::clone(&stop)));
    let begun = Instant::now();
    let next = AtomicU32::new(0);
    let work = (0..AT_ONCE).map(async |_| {
        let mut promises = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= count {
                return promises;
            }
            promises.push(one_appeal(organisation, &people, &clerk, number).await);
        }
    });
    let promises = join_all(work).await.concat();
    let took = begun.elapsed();
    stop.store(true, Ordering::SeqCst);
    let deaths = killing.await.expect("the killing ends");
    system.until_front_is_ready().await;
    until_all_is_done(&system).await;
    println!("{count} appeals handed in, registered and answered in {:.0} s; killed: {deaths:?}", took.as_secs_f32());

    every_number_exists_once(&system, &promises).await;
    every_file_is_whole(&system, &people, &promises).await;
    every_answer_and_document_is_there(&system, &people, &promises).await;
    every_notice_is_there_once(&system, count).await;
    nothing_was_sent_twice(&system).await;
}

/// From the draft to the answer, whatever dies meanwhile.
async fn one_appeal(organisation: Uuid, people: &[Person], clerk: &Person, number: u32) -> Promise {
    let person = number as usize % people.len();
    let about = Appeal { organisation, content: format!("Прошу отремонтировать подъезд: дом {number}.") };
    let files = [
        Upload::new("снимок.png", "image/png", picture(u64::from(number))),
        Upload::new("подробности.rtf", "application/rtf", rtf(u64::from(number), 100_000 + 9_000 * (number as usize % 64))),
    ];
    let receipt = people[person].hand_in(&about, &files).await;
    clerk.register(&receipt.number).await;
    let plan = Upload::new("ответ.rtf", "application/rtf", rtf(1_000_000 + u64::from(number), 3000));
    clerk.answer(&receipt.number, ANSWER, &[plan]).await;
    let files = files.iter().map(|file| Sha256::digest(&file.bytes).to_vec()).collect();
    Promise { receipt, person, files }
}

/// Kills one after another until told to stop; gives how often each died.
async fn kill_at_random(system: Arc<System>, seed: u64, stop: Arc<AtomicBool>) -> BTreeMap<&'static str, u32> {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut deaths = BTreeMap::new();
    let mut postgres_died = Instant::now();
    while !stop.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(random.random_range(300..2500))).await;
        if postgres_died.elapsed() > BETWEEN_DEATHS_OF_POSTGRES {
            postgres_died = Instant::now();
            system.kill_part(Part::Postgres);
            *deaths.entry("PostgreSQL").or_default() += 1;
            continue;
        }
        let (function, name) = [
            (Function::Front, "front"),
            (Function::Files, "files"),
            (Function::Notify, "notify"),
            (Function::Reports, "reports"),
            (Function::Clock, "clock"),
        ][random.random_range(0..5)];
        system.kill(function);
        tokio::time::sleep(Duration::from_millis(random.random_range(0..400))).await;
        system.start(function);
        *deaths.entry(name).or_default() += 1;
    }
    deaths
}

async fn every_number_exists_once(system: &System, promises: &[Promise]) {
    let told: BTreeSet<&str> = promises.iter().map(|promise| promise.receipt.number.as_str()).collect();
    assert_eq!(told.len(), promises.len(), "no number was given twice");
    let kept: Vec<i64> = sqlx::query_scalar("SELECT number FROM appeals").fetch_all(&system.database).await.expect("rows");
    let kept: BTreeSet<String> = kept.into_iter().map(|number| format!("{number:010}")).collect();
    assert_eq!(kept.iter().map(String::as_str).collect::<BTreeSet<_>>(), told, "the appeals are those acknowledged");
    let indexes = system.count("SELECT count(DISTINCT registration_index) FROM appeals WHERE status = 'answered'").await;
    assert_eq!(indexes, i64::try_from(promises.len()).expect("a count"), "each is registered under an index of its own");
    let last = system.count("SELECT max(last_number)::bigint FROM journals").await;
    assert_eq!(last, indexes, "the journal has no gap");
    println!("{} numbers, {indexes} indexes without a gap", told.len());
}

/// The digests declared are those in the database and those of the bytes that are served.
async fn every_file_is_whole(system: &System, people: &[Person], promises: &[Promise]) {
    let rows = sqlx::query(
        "SELECT number, files.id::text, sha256, files.state FROM files JOIN appeals ON appeals.id = appeal_id WHERE answer_id IS NULL",
    )
    .fetch_all(&system.database)
    .await
    .expect("rows");
    let mut files: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for row in rows {
        assert_eq!(row.get::<String, _>(3), "clean");
        files.entry(format!("{:010}", row.get::<i64, _>(0))).or_default().push((row.get(1), row.get(2)));
    }
    let mut bytes = 0;
    for promise in promises {
        let kept = files.remove(&promise.receipt.number).unwrap_or_default();
        let digests: BTreeSet<Vec<u8>> = kept.iter().map(|(_, digest)| digest.clone()).collect();
        assert_eq!((kept.len(), &digests), (promise.files.len(), &promise.files), "the files are those handed in, each once");
        for (id, digest) in kept {
            let served = people[promise.person].open(&format!("/files/{id}")).await.good().body;
            assert_eq!(Sha256::digest(&served).to_vec(), digest, "the bytes served are those handed in");
            bytes += served.len();
        }
    }
    println!("{} files, {} MB, all clean and whole", 2 * promises.len(), bytes / 1024 / 1024);
}

async fn every_answer_and_document_is_there(system: &System, people: &[Person], promises: &[Promise]) {
    let count = i64::try_from(promises.len()).expect("a count");
    for promise in promises {
        let card = people[promise.person].open(&format!("/appeals/{}", promise.receipt.number)).await.good();
        assert!(card.words().contains(ANSWER), "{}", card.words());
        assert_eq!(card.links_to("/files/").len(), 3, "two files of the appeal, one of the answer");
    }
    assert_eq!(system.count("SELECT count(*) FROM answers").await, count);
    assert_eq!(system.count("SELECT count(*) FROM documents WHERE kind IN ('receipt_pdf', 'answer_pdf')").await, 2 * count);
    assert_eq!(system.count("SELECT count(*) FROM documents WHERE state <> 'ready'").await, 0);
    println!("{count} answers and {} documents", 2 * count);
}

async fn every_notice_is_there_once(system: &System, count: u32) {
    for (kind, wanted) in [("submitted", 1), ("registered", 1), ("completed", 1), ("appeal_arrived", 1)] {
        let rows: Vec<i64> = sqlx::query_scalar("SELECT count(*) FROM notices WHERE kind = $1 GROUP BY appeal_id, account_id")
            .bind(kind)
            .fetch_all(&system.database)
            .await
            .expect("rows");
        assert_eq!(rows.len(), count as usize, "{kind}: one for each appeal");
        assert!(rows.iter().all(|each| *each == wanted), "{kind}: once");
    }
    println!("{} notices, each once", 4 * count);
}

/// What arrived carries the id of its delivery.
async fn nothing_was_sent_twice(system: &System) {
    let mut arrived: BTreeMap<String, u32> = BTreeMap::new();
    for letter in letters(system, None).await {
        let id = letter.message_id.trim_matches(['<', '>']).split('@').next().unwrap_or_default().to_owned();
        *arrived.entry(id).or_default() += 1;
    }
    for sms in messages(system, None).await {
        *arrived.entry(sms.key).or_default() += 1;
    }
    let rows = sqlx::query("SELECT id::text, state FROM deliveries").fetch_all(&system.database).await.expect("rows");
    let (mut states, mut unsure): (BTreeMap<String, u32>, u32) = (BTreeMap::new(), 0);
    for row in rows {
        let (id, state): (String, String) = (row.get(0), row.get(1));
        let copies = arrived.remove(&id).unwrap_or(0);
        match state.as_str() {
            "sent" => assert_eq!(copies, 1, "{id} was sent and is at the catcher once"),
            "unknown" | "handing_over" => {
                assert!(copies <= 1, "{id} arrived {copies} times");
                unsure += copies;
            }
            other => panic!("{id} is {other}"),
        }
        *states.entry(state).or_default() += 1;
    }
    assert!(arrived.is_empty(), "nothing arrived that nobody sent: {arrived:?}");
    println!("deliveries: {states:?}, none arrived twice; of those whose worker died while handing over {unsure} did arrive");
}
