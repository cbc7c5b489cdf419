//! Loads of appeals from files, by the page «Загрузить обращение» alone: right and wrong records, the same file twice, a
//! worker killed in the middle, rubbish.

use serde_json::{Value, json};
use zvarot_tests::{ApiClient, Call, Function, Page, Person, System, Upload, until, wait_for};

const PAGE: &str = "/loads";

async fn clerk(system: &System) -> Person {
    let clerk = Person::new(system).patient(std::time::Duration::from_secs(180));
    clerk.sign_in("clerk-zarechny", "Kanceljaryja-rana-63").await;
    clerk
}

fn record(id: usize) -> Value {
    json!({
        "externalId": format!("2026/{id}"), "kind": "application", "form": "written", "receivedAt": "2026-04-16",
        "topicCode": "07", "subtopicCode": "07-07", "content": format!("Нет отопления в доме {id}."),
        "applicants": [{ "kind": "person", "surname": "Иванова", "name": "М.", "address": { "line": "г. Минск" } }],
    })
}

fn file(records: &[Value]) -> Vec<u8> {
    serde_json::to_vec(records).expect("plain data")
}

/// Sends a file by the page's form; gives what is shown then.
async fn send(person: &Person, bytes: Vec<u8>) -> Page {
    let form = person.open(PAGE).await.good().form(PAGE);
    let upload = Upload { field: "file".to_owned(), ..Upload::new("обращения.json", "application/json", bytes) };
    person.send_with(&form.press("send", "yes"), &[upload]).await
}

/// Waits until nothing more will happen with the load; gives its page.
async fn ended(person: &Person, path: &str) -> Page {
    wait_for("the load has ended", async || {
        let page = person.open(path).await.good();
        (!page.html().contains("<progress")).then_some(page)
    })
    .await
}

async fn load(person: &Person, bytes: Vec<u8>) -> Page {
    let page = send(person, bytes).await.good();
    ended(person, &page.path()).await
}

// REQ: EDM-03
#[tokio::test]
async fn a_file_is_loaded_its_faults_are_shown_and_the_same_again_creates_nothing() {
    let system = System::builder().functions(&[Function::Front, Function::Load, Function::Clock]).start().await;
    let clerk = clerk(&system).await;
    let mut records: Vec<Value> = (1..=40).map(record).collect();
    records[4]["topicCode"] = json!("99");
    records[4]["subtopicCode"] = json!(null);
    records[7]["priority"] = json!(1);
    let page = load(&clerk, file(&records)).await;
    let words = page.words();
    assert!(words.contains("Введено: 38, были раньше: 0, с ошибками: 2"), "{words}");
    // Only what is wrong is shown first, by the pointer of each field.
    assert!(words.contains("/topicCode") && words.contains("/priority") && !words.contains("/content"), "{words}");
    let all = clerk.open(&format!("{}?all=true", page.path())).await.good();
    let cards = all.links_to("/work/appeals/");
    assert_eq!(cards.len(), 38);
    let card = clerk.open(&cards[0]).await.good();
    assert!(card.words().contains("Нет отопления в доме 1."), "{}", card.words());
    // The wrong records are a file that can be corrected and loaded.
    let wrong = clerk.open(&page.links_to("/loads/").into_iter().find(|link| link.contains("/wrong/")).expect("a link")).await;
    let mut wrong: Vec<Value> = serde_json::from_slice(&wrong.body).expect("it is JSON");
    assert_eq!(wrong, [records[4].clone(), records[7].clone()]);
    wrong[0]["topicCode"] = json!("29");
    wrong[1].as_object_mut().expect("a record").remove("priority");
    let corrected = load(&clerk, file(&wrong)).await.words();
    assert!(corrected.contains("Введено: 2, были раньше: 0, с ошибками: 0"), "{corrected}");
    // The first file again: of the corrected ones, that with another content is told from what was entered under its id.
    let again = load(&clerk, file(&records)).await.words();
    assert!(again.contains("Введено: 0, были раньше: 39, с ошибками: 1") && again.contains("уже введено другое обращение"), "{again}");
    assert_eq!(system.count("SELECT count(*) FROM appeals").await, 40);
    assert_eq!(system.count("SELECT count(*) FROM notices WHERE kind = 'load_done'").await, 3);
}

// REQ: EDM-03
// REQ: SEC-05
#[tokio::test]
async fn a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing() {
    const RECORDS: i64 = 12_000;
    let system =
        System::builder().functions(&[Function::Front, Function::Load, Function::Clock]).set("JOB_LEASE_SECONDS", "2").start().await;
    let clerk = clerk(&system).await;
    let records: Vec<Value> = (1..=RECORDS).map(|id| record(usize::try_from(id).expect("few"))).collect();
    let path = send(&clerk, file(&records)).await.good().path();
    for share in [1, 3, 5] {
        until("the load is under way", async || system.count("SELECT coalesce(sum(done), 0) FROM loads").await >= share * 1000).await;
        system.kill(Function::Load);
        system.start(Function::Load);
    }
    let page = ended(&clerk, &path).await.words();
    assert!(page.contains("были раньше: 0, с ошибками: 0"), "{page}");
    assert_eq!(system.count("SELECT entered::bigint FROM loads").await, RECORDS);
    assert_eq!(system.count("SELECT count(*) FROM appeals").await, RECORDS);
    assert_eq!(system.count("SELECT count(DISTINCT external_id) FROM appeals").await, RECORDS);
    assert_eq!(system.count("SELECT count(*) FROM appeal_events WHERE kind = 'entered'").await, RECORDS);
    assert_eq!(system.count("SELECT count(*) FROM load_records JOIN appeals USING (number) WHERE place BETWEEN 1 AND 12000").await, RECORDS);
}

// REQ: EDM-03
#[tokio::test]
async fn a_file_of_rubbish_is_answered_clearly_and_enters_nothing() {
    let system = System::builder().functions(&[Function::Front, Function::Load, Function::Clock]).start().await;
    let clerk = clerk(&system).await;
    let good = file(&(1..=2000).map(record).collect::<Vec<_>>());
    let utf16 = String::from_utf8(good.clone()).expect("text").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deep = [&b"["[..], &b"[".repeat(1_000_000), &b"]".repeat(1_000_001)].concat();
    for (bytes, told) in [
        (good[..good.len() - 60].to_vec(), "Файл обрывается на записи 2000."),
        (utf16, "Файл в кодировке UTF-16."),
        (b"%PDF-1.7".to_vec(), "файл должен быть массивом записей JSON"),
        (b"[]".to_vec(), "В файле нет записей."),
        (deep, "файл должен быть массивом записей JSON"),
    ] {
        let words = load(&clerk, bytes).await.words();
        assert!(words.contains(told) && words.contains("Из файла ничего не введено."), "{told}: {words}");
    }
    let none = clerk.open(PAGE).await.good().form(PAGE);
    let page = clerk.send_with(&none.press("send", "yes"), &[]).await;
    assert!(page.blames("file"), "{}", page.words());
    // A string of 50 MB is one wrong record; the worker does not hold it.
    let giant = [&br#"[{"externalId":"x","content":""#[..], &vec![b'a'; 50_000_000], br#""},"#, record(1).to_string().as_bytes(), b"]"].concat();
    let words = load(&clerk, giant).await.words();
    assert!(words.contains("Введено: 1, были раньше: 0, с ошибками: 1") && words.contains("Запись больше"), "{words}");
    let memory = system.peak_memory("load");
    assert!(memory < 120 * 1024 * 1024, "{memory} bytes");
    assert_eq!(system.count("SELECT count(*) FROM appeals").await, 1);
}

/// Has a program load a file; gives the load as it ended and its report.
async fn load_by_program(program: &ApiClient, key: &str, bytes: &[u8]) -> (Value, Vec<Value>) {
    let announced = json!({ "name": format!("{key}.json"), "size": bytes.len() });
    let (status, load) = program.call(&Call::post("/v1/loads", &announced, key)).await;
    assert_eq!(status, 201, "{load}");
    program.upload(&load["upload"], bytes).await;
    let path = format!("/v1/loads/{}", load["id"].as_str().expect("an id"));
    let (status, begun) = program.call(&Call::post(&format!("{path}/start"), &json!({}), &format!("{key}-start"))).await;
    assert_eq!(status, 202, "{begun}");
    let ended = wait_for("the load has ended", async || {
        let (_, load) = program.call(&Call::get(&path)).await;
        ["done", "refused"].contains(&load["state"]["code"].as_str()?).then_some(load)
    })
    .await;
    let (_, report) = program.call(&Call::get(&format!("{path}/records"))).await;
    (ended, report["records"].as_array().expect("a report").clone())
}

// REQ: EDM-03
#[tokio::test]
async fn rubbish_from_a_program_has_a_clear_answer_and_nothing_is_half_done() {
    let system = System::builder().functions(&[Function::Api, Function::Load, Function::Clock]).start().await;
    let unp: String = sqlx::query_scalar("SELECT min(unp) FROM organisations WHERE active").fetch_one(&system.database).await.expect("one");
    let program = system.api_client(&unp, "СЭД", 0);
    let good = file(&(1..=1500).map(record).collect::<Vec<_>>());
    let text = String::from_utf8(good.clone()).expect("text");
    let deep = [&b"["[..], &b"[".repeat(1_000_000), &b"]".repeat(1_000_001)].concat();
    for (key, bytes, code, said) in [
        ("cut", good[..good.len() - 60].to_vec(), "file_cut", "1500"),
        ("utf16", text.encode_utf16().flat_map(u16::to_le_bytes).collect(), "utf16", "UTF-16"),
        ("utf16be", text.encode_utf16().flat_map(u16::to_be_bytes).collect(), "utf16", "UTF-16"),
        ("deep", deep, "not_records", "JSON"),
    ] {
        let (load, report) = load_by_program(&program, key, &bytes).await;
        let fault = &load["fault"];
        assert_eq!((&load["state"]["code"], &fault["code"]), (&json!("refused"), &json!(code)), "{key}: {load}");
        assert!(fault["detail"].as_str().is_some_and(|detail| detail.contains(said)), "{key}: {fault}");
        assert_eq!((report.len(), &load["entered"], &load["done"]), (0, &json!(0), &json!(0)), "{key}: {load}");
    }
    assert_eq!(system.count("SELECT count(*) FROM appeals").await, 0, "nothing is half done");
    // Rubbish in a record is that record's fault: the others beside it are entered.
    let string = [&br#"{"externalId":"long","content":""#[..], &vec![b'a'; 100_000_000], br#""}"#].concat();
    let nested = [&br#"{"externalId":"deep","content":"#[..], &b"[".repeat(1_000_000), &b"]".repeat(1_000_000), b"}"].concat();
    let doubled = record(7).to_string().replacen('{', "{\"kind\":\"proposal\",", 1);
    let records = [record(1).to_string().into_bytes(), string, nested, doubled.into_bytes(), record(2).to_string().into_bytes()];
    let bytes = [&b"["[..], &records.join(&b','), b"]"].concat();
    let (load, report) = load_by_program(&program, "records", &bytes).await;
    assert_eq!((&load["state"]["code"], &load["entered"], &load["wrong"]), (&json!("done"), &json!(2), &json!(3)), "{load}");
    let codes: Vec<&str> = report.iter().map(|line| line["faults"][0]["code"].as_str().unwrap_or("entered")).collect();
    assert_eq!(codes, ["entered", "record_too_large", "record_too_large", "doubled_field", "entered"], "{report:?}");
    assert_eq!(report[3]["faults"][0]["pointer"], "/kind");
    assert_eq!(system.count("SELECT count(*) FROM appeals").await, 2);
    let memory = system.peak_memory("load");
    assert!(memory < 120 * 1024 * 1024, "{memory} bytes");
}

// REQ: SEC-01
#[tokio::test]
async fn who_may_not_load_finds_no_page() {
    let system = System::builder().functions(&[Function::Front]).start().await;
    let person = Person::new(&system);
    person.sign_in("person1", zvarot_tests::PASSWORD).await;
    assert_eq!(person.open(PAGE).await.status, 404);
    let clerk = clerk(&system).await;
    assert_eq!(clerk.open("/loads/0190b6a0-0000-7000-8000-000000000001").await.status, 404);
    let sample = clerk.open("/loads/sample.json").await.good();
    let records: Vec<Value> = serde_json::from_slice(&sample.body).expect("JSON");
    assert!(!records.is_empty());
}
