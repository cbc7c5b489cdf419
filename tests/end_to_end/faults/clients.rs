//! Programs of several organisations enter, load, register and follow at once, and hang up now and then, while everything
//! that works for them is killed. Afterwards each stream of changes is compared with what happened, change by change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::{join, join_all};
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use zvarot_machine::http;
use zvarot_tests::{ApiClient, Call, Function, Part, System, rtf, setting, until};

use super::until_all_is_done;

const CLIENTS: usize = 24;
const ORGANISATIONS: usize = 4;
/// How many appeals are entered one by one, by all; `ZVAROT_FAULT_APPEALS` says otherwise. Loads bring some eight times as many.
const APPEALS: usize = 96;
const LOADS: usize = 2;
/// Records of a load that stand in the client's earlier one too.
const REPEATED: usize = 5;
/// One call of so many is hung up on.
const HANGS_UP: u32 = 6;
const BETWEEN_DEATHS_OF_POSTGRES: Duration = Duration::from_secs(21);
const KILLED: [Function; 6] = [Function::Api, Function::Load, Function::Files, Function::Notify, Function::Reports, Function::Clock];

/// A change as a stream tells it: its place, what happened, the appeal's number.
type Change = (String, String, String);

/// A program of an organisation and what was promised to it.
struct Edms {
    client: ApiClient,
    organisation: usize,
    place: usize,
    /// Changes read so far.
    read: AtomicUsize,
}

/// What a program was told: of each appeal by its number, whether it was registered too.
#[derive(Default)]
struct Told {
    appeals: BTreeMap<String, bool>,
    /// Records in reports of loads, and those refused.
    records: usize,
    wrong: usize,
}

// REQ: EDM-03
// REQ: EDM-04
// REQ: SEC-05
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_change_comes_once_in_each_stream_and_each_record_once_in_its_report_whoever_is_killed() {
    let count = setting("ZVAROT_FAULT_APPEALS").map_or(APPEALS, |count| count.parse().expect("a number of appeals"));
    let seed = setting("ZVAROT_FAULT_SEED").map_or(20_261_123, |seed| seed.parse().expect("a number"));
    let each = count.div_ceil(CLIENTS).max(2);
    let system = System::builder()
        .functions(&KILLED)
        .set("JOB_LEASE_SECONDS", "3")
        // What is tried here is not the limit of calls.
        .set("API_BURST", "1000000")
        .set("API_PER_SECOND", "100000")
        .start()
        .await;
    let system = Arc::new(system);
    until("the API is ready", async || matches!(http::get(system.ports.api, "/health/ready"), Some((200, _)))).await;
    let organisations: Vec<String> =
        sqlx::query_scalar("SELECT unp FROM organisations WHERE active ORDER BY unp LIMIT 4").fetch_all(&system.database).await.expect("organisations");
    let programs: Vec<Arc<Edms>> = (0..CLIENTS)
        .map(|place| {
            let organisation = place % ORGANISATIONS;
            let client = system.api_client(&organisations[organisation], &format!("СЭД {place}"), HANGS_UP);
            Arc::new(Edms { client, organisation, place, read: AtomicUsize::new(0) })
        })
        .collect();

    let begun = Instant::now();
    let (quiet, read) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let killing = tokio::spawn(kill_at_random(Arc::clone(&system), seed, Arc::clone(&quiet)));
    let polling: Vec<_> = programs.iter().map(|program| tokio::spawn(follow(Arc::clone(program), Arc::clone(&read)))).collect();
    let working: Vec<_> = programs.iter().map(|program| tokio::spawn(work(Arc::clone(program), each))).collect();
    let mut told = Vec::new();
    for one in join_all(working).await {
        told.push(one.expect("a program got all that it was promised"));
    }
    let took = begun.elapsed();
    quiet.store(true, Ordering::SeqCst);
    let deaths = killing.await.expect("the killing ends");
    until_all_is_done(&system).await;

    let mut happened = Vec::new();
    for unp in &organisations {
        happened.push(changes(&system, unp).await);
    }
    until("every stream is read to its end", async || {
        programs.iter().all(|program| program.read.load(Ordering::SeqCst) >= happened[program.organisation].len())
    })
    .await;
    read.store(true, Ordering::SeqCst);
    let mut streams = 0;
    for (program, stream) in programs.iter().zip(join_all(polling).await) {
        let stream = stream.expect("a stream was read");
        assert_eq!(stream, happened[program.organisation], "program {}: each change once, in order, no other", program.place);
        streams += stream.len();
    }
    for (organisation, happened) in happened.iter().enumerate() {
        let told = programs.iter().zip(&told).filter(|(program, _)| program.organisation == organisation).map(|(_, told)| told);
        each_appeal_happened_once(happened, told);
    }
    let appeals = told.iter().map(|told| told.appeals.len()).sum::<usize>();
    let records = told.iter().map(|told| told.records).sum::<usize>();
    assert_eq!(system.count("SELECT count(*) FROM appeals").await, i64::try_from(appeals).expect("a count"), "no appeal that nobody was told of");
    assert_eq!(system.count("SELECT count(*) FROM files WHERE state <> 'clean' OR appeal_id IS NULL").await, 0, "files are clean and have their appeals");
    let repeated: u32 = programs.iter().map(|program| program.client.repeated()).sum();
    assert!(repeated > 0 && deaths.values().sum::<u32>() > 0, "nothing was broken");
    println!(
        "{CLIENTS} programs of {ORGANISATIONS} organisations: {appeals} appeals, {records} records in reports ({} wrong), {streams} changes read, in {:.0} s; \
         {repeated} calls were made again; killed: {deaths:?}",
        told.iter().map(|told| told.wrong).sum::<usize>(),
        took.as_secs_f32(),
    );
}

/// Each appeal of the programs was entered once and registered as often as it was told; there are no others.
fn each_appeal_happened_once<'a>(happened: &[Change], told: impl Iterator<Item = &'a Told>) {
    let mut expected: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (number, registered) in told.flat_map(|told| &told.appeals) {
        assert_eq!(expected.insert((number, "entered"), 1), None, "{number} was given to two");
        if *registered {
            expected.insert((number, "registered"), 1);
        }
    }
    let mut found: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (_, event, number) in happened {
        *found.entry((number, event)).or_default() += 1;
    }
    assert_eq!(found, expected, "each appeal appears once as entered, once as registered, and nothing else does");
}

/// What happened with the appeals of an organisation, in the order of the feed.
async fn changes(system: &System, unp: &str) -> Vec<Change> {
    sqlx::query_as(
        "SELECT lpad(to_hex(transaction_id::text::bigint), 16, '0') || lpad(to_hex(event.id), 16, '0'), event.kind, lpad(number::text, 10, '0')
         FROM appeal_events AS event JOIN appeals ON appeals.id = appeal_id
         WHERE event.organisation_id = (SELECT id FROM organisations WHERE unp = $1) ORDER BY transaction_id, event.id",
    )
    .bind(unp)
    .fetch_all(&system.database)
    .await
    .expect("the events")
}

/// Reads the stream to its end, again and again, until told that there is no more. What was read is kept together with the
/// cursor after it, as the document of the API says.
async fn follow(program: Arc<Edms>, over: Arc<AtomicBool>) -> Vec<Change> {
    let limit = 3 + 7 * program.place;
    let (mut stream, mut after): (Vec<Change>, _) = (Vec::new(), String::new());
    loop {
        let ending = over.load(Ordering::SeqCst);
        let (status, page) = program.client.call(&Call::get(&format!("/v1/appeals?limit={limit}{after}"))).await;
        assert_eq!(status, 200, "{page}");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let changes = page["changes"].as_array().expect("changes");
        stream.extend(changes.iter().map(|change| (text(&change["cursor"]), text(&change["event"]["code"]), text(&change["appeal"]["number"]))));
        program.read.store(stream.len(), Ordering::SeqCst);
        after = format!("&after={}", text(&page["cursor"]));
        if changes.is_empty() {
            if ending {
                return stream;
            }
            tokio::time::sleep(Duration::from_millis(120)).await;
        }
    }
}

async fn work(program: Arc<Edms>, appeals: usize) -> Told {
    let (entered, loaded) = join(enter(&program, appeals), load(&program, appeals * 4)).await;
    let mut told = entered;
    for (number, registered) in loaded.appeals {
        assert_eq!(told.appeals.insert(number, registered), None, "a number was given twice");
    }
    Told { records: loaded.records, wrong: loaded.wrong, ..told }
}

/// Enters appeals one by one; registers every second one by a call of its own.
async fn enter(program: &Edms, appeals: usize) -> Told {
    let mut told = Told::default();
    for index in 0..appeals {
        let name = format!("{}-{index}", program.place);
        let mut record = record(&name);
        let comes_registered = index % 4 == 1;
        if comes_registered {
            record["registration"] = json!({ "index": format!("К-{name}"), "date": "2026-04-16", "dueOn": "2026-05-04" });
        }
        if index % 5 == 0 {
            let bytes = rtf(7_000_000 + (program.place * 1000 + index) as u64, 2000);
            record["files"] = json!([{ "name": "скан.rtf", "content": STANDARD.encode(bytes) }]);
        }
        let (status, entered) = program.client.call(&Call::post("/v1/appeals", &record, &name)).await;
        assert_eq!((status, &entered["repeated"]), (201, &json!(false)), "{entered}");
        let number = entered["number"].as_str().expect("a number").to_owned();
        if index % 3 == 0 {
            // The same call, and the same record by another call.
            let again = program.client.call(&Call::post("/v1/appeals", &record, &name)).await;
            assert_eq!(again, (201, entered), "a call under its key has one answer");
            let (status, anew) = program.client.call(&Call { key: None, ..Call::post("/v1/appeals", &record, "") }).await;
            assert_eq!((status, &anew["number"], &anew["repeated"]), (200, &json!(number), &json!(true)), "{anew}");
        }
        let registers = index % 2 == 0;
        if registers {
            let path = format!("/v1/appeals/{number}/acknowledgement");
            let (status, state) = program.client.call(&Call::post(&path, &json!({ "term": "15d" }), &format!("{name}-registered"))).await;
            assert_eq!((status, &state["status"]["code"]), (200, &json!("registered")), "{state}");
        }
        let before = told.appeals.insert(number, comes_registered || registers);
        assert_eq!(before, None, "a number was given twice");
    }
    told
}

/// Loads files of records; each tenth is wrong, one stands twice in its file, the first ones stand in the file before too.
async fn load(program: &Edms, records: usize) -> Told {
    let mut told = Told::default();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for number in 0..LOADS {
        let names = (0..records).map(|index| match (number, index) {
            (1.., ..REPEATED) => format!("{}/0/{index}", program.place),
            (_, index) if index == records - 1 => format!("{}/{number}/{}", program.place, REPEATED + 1),
            (_, index) => format!("{}/{number}/{index}", program.place),
        });
        let names: Vec<String> = names.collect();
        let file: Vec<Value> = names.iter().map(|name| record(name)).collect();
        let is_wrong = |index: usize| index % 10 == 9 && index != records - 1;
        let file: Vec<Value> = file.into_iter().enumerate().map(|(index, mut record)| {
            if is_wrong(index) {
                record["topicCode"] = json!("99");
            }
            record
        }).collect();
        let report = report(program, &format!("load-{}-{number}", program.place), &file).await;
        assert_eq!(report.len(), records, "each record has one line of the report");
        for (index, (line, name)) in report.iter().zip(&names).enumerate() {
            assert_eq!((&line["place"], &line["externalId"]), (&json!(index + 1), &json!(name)), "{line}");
            if is_wrong(index) {
                assert_eq!((&line["number"], line["faults"][0]["pointer"].as_str()), (&Value::Null, Some("/topicCode")), "{line}");
                told.wrong += 1;
                continue;
            }
            let appeal = line["number"].as_str().unwrap_or_else(|| panic!("a right record is entered: {line}"));
            let before = known.insert(name.clone(), appeal.to_owned());
            assert_eq!(line["repeated"], json!(before.is_some()), "{line}");
            assert!(before.is_none_or(|before| before == appeal), "the same record is the same appeal: {line}");
        }
        told.records += report.len();
    }
    let numbers: BTreeSet<&String> = known.values().collect();
    assert_eq!(numbers.len(), known.len(), "no two records have one number");
    told.appeals = known.into_values().map(|number| (number, false)).collect();
    told
}

/// Puts a file into the storage, has it loaded, and gives its report whole.
async fn report(program: &Edms, key: &str, records: &[Value]) -> Vec<Value> {
    let bytes = serde_json::to_vec(records).expect("plain data");
    let announced = json!({ "name": "обращения.json", "size": bytes.len() });
    let (status, load) = program.client.call(&Call::post("/v1/loads", &announced, key)).await;
    assert_eq!(status, 201, "{load}");
    let id = load["id"].as_str().expect("an id");
    program.client.upload(&load["upload"], &bytes).await;
    let nothing = json!({});
    let (status, started) = program.client.call(&Call { key: None, ..Call::post(&format!("/v1/loads/{id}/start"), &nothing, "") }).await;
    assert_eq!(status, 202, "{started}");
    let begun = Instant::now();
    loop {
        let (_, load) = program.client.call(&Call::get(&format!("/v1/loads/{id}"))).await;
        match load["state"]["code"].as_str() {
            Some("done") => {
                let sum: u64 = ["entered", "repeated", "wrong"].iter().filter_map(|part| load[part].as_u64()).sum();
                assert_eq!((load["total"].as_u64(), load["done"].as_u64(), sum), (Some(records.len() as u64), Some(sum), records.len() as u64), "{load}");
                break;
            }
            Some("checking" | "entering") => assert!(begun.elapsed() < Duration::from_secs(600), "the load does not end: {load}"),
            _ => panic!("the load was not to be refused: {load}"),
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    let (mut lines, mut after) = (Vec::new(), json!(0));
    while !after.is_null() {
        let (status, page) = program.client.call(&Call::get(&format!("/v1/loads/{id}/records?limit=37&after={after}"))).await;
        assert_eq!(status, 200, "{page}");
        lines.extend(page["records"].as_array().expect("records").iter().cloned());
        after = page["next"].clone();
    }
    lines
}

fn record(name: &str) -> Value {
    json!({
        "externalId": name, "kind": "application", "form": "written", "receivedAt": "2026-04-16",
        "topicCode": "07", "subtopicCode": "07-07", "content": format!("Нет отопления: {name}."),
        "applicants": [{ "kind": "person", "surname": "Иванова", "name": "М.", "address": { "line": "г. Минск" } }],
    })
}

/// Kills one after another until told to stop; gives how often each died.
async fn kill_at_random(system: Arc<System>, seed: u64, stop: Arc<AtomicBool>) -> BTreeMap<String, u32> {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut deaths: BTreeMap<String, u32> = BTreeMap::new();
    let mut postgres_died = Instant::now();
    while !stop.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(random.random_range(200..1500))).await;
        if postgres_died.elapsed() > BETWEEN_DEATHS_OF_POSTGRES {
            postgres_died = Instant::now();
            system.kill_part(Part::Postgres);
            *deaths.entry("PostgreSQL".to_owned()).or_default() += 1;
            continue;
        }
        // Those that the programs wait for die more often than the others.
        let function = match random.random_range(0..9) {
            0..2 => Function::Api,
            2..5 => Function::Load,
            place => KILLED[place - 3],
        };
        system.kill(function);
        tokio::time::sleep(Duration::from_millis(random.random_range(0..400))).await;
        system.start(function);
        *deaths.entry(format!("{function:?}")).or_default() += 1;
    }
    deaths
}
