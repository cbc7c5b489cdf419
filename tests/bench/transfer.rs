//! Files through presigned requests, beside the storage alone: the same bytes put and got by requests signed beforehand.

use std::time::{Duration, Instant};

use reqwest::{Client, header};
use serde_json::Value;
use zvarot_domain::FileId;
use zvarot_objects::{Objects, StorageConfig};
use zvarot_tests::{Person, System};

use crate::{Line, line};

const SIZE: usize = 15 * 1024 * 1024;
const CHUNK: usize = 512 * 1024;
const ROUNDS: usize = 5;

pub async fn measure(system: &System) -> Vec<Line> {
    let person = Person::new(system);
    person.sign_in("person1", "Berezina-tihaya-17").await;
    let config = StorageConfig::from_env(|name| Some(system.variable(name).to_owned()).filter(|value| !value.is_empty())).expect("the storage is configured");
    let objects = Objects::connect(&config).await;
    let client = Client::new();
    let bytes = zvarot_tests::rtf(7, SIZE);
    let (mut ours, mut alone, mut file) = (Vec::new(), Vec::new(), String::new());
    for _ in 0..ROUNDS {
        let (took, id) = upload(system, &person, &client, &bytes).await;
        ours.push(took);
        file = id;
        alone.push(put_alone(&objects, &client, &bytes).await);
    }
    let up = best(&alone) / best(&ours);
    let (mut got, mut got_alone) = (Vec::new(), Vec::new());
    let page = format!("{}/files/{file}", system.address());
    wait_clean(system, &file).await;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let answer = client.get(&page).header(header::COOKIE, person.cookie_line()).send().await.expect("an answer");
        assert_eq!(answer.bytes().await.expect("the file").len(), SIZE);
        got.push(began.elapsed());
        let link = presigned(system, &client, &page, &person).await;
        let began = Instant::now();
        assert_eq!(client.get(link).send().await.expect("an answer").bytes().await.expect("the file").len(), SIZE);
        got_alone.push(began.elapsed());
    }
    let down = best(&got_alone) / best(&got);
    let rate = |times: &[Duration]| SIZE as f64 / 1e6 / best(times);
    vec![
        line("upload of 15 MB beside the storage alone", format!("{up:.2} ({:.0} / {:.0} MB/s)", rate(&ours), rate(&alone)), ">= 0.9", up >= 0.9),
        line("download of 15 MB beside the storage alone", format!("{down:.2} ({:.0} / {:.0} MB/s)", rate(&got), rate(&got_alone)), ">= 0.9", down >= 0.9),
    ]
}

/// The quickest of several, in seconds: the others were disturbed.
fn best(times: &[Duration]) -> f64 {
    times.iter().min().map_or(f64::NAN, Duration::as_secs_f64)
}

/// As the page's script does it: declare, then put the chunks that are asked for until the server has them all.
async fn upload(system: &System, person: &Person, client: &Client, bytes: &[u8]) -> (Duration, String) {
    let draft = person.begin_draft("proposal").await;
    let holder = draft.attributes("data-uploads").first().cloned().expect("the form takes files");
    let token = draft.forms().iter().map(|form| form.value("csrf")).find(|token| !token.is_empty()).expect("a token");
    let began = Instant::now();
    let state = ask(system, person, client, "/uploads", &[("csrf", &token), ("holder", &holder), ("name", "мера.rtf"), ("type", "application/rtf"), ("size", &SIZE.to_string()), ("fingerprint", "")]).await;
    let id = state["id"].as_str().expect("the upload's id").to_owned();
    loop {
        let state = ask(system, person, client, &format!("/uploads/{id}/next"), &[("csrf", &token)]).await;
        let chunks = state["chunks"].as_array().cloned().unwrap_or_default();
        if chunks.is_empty() {
            return (began.elapsed(), id);
        }
        for chunk in chunks {
            put(client, &chunk, bytes).await;
        }
    }
}

async fn ask(system: &System, person: &Person, client: &Client, path: &str, fields: &[(&str, &str)]) -> Value {
    let body = fields.iter().map(|(name, value)| format!("{name}={}", urlencoded(value))).collect::<Vec<_>>().join("&");
    let answer = client
        .post(format!("{}{path}", system.address()))
        .header(header::COOKIE, person.cookie_line())
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body)
        .send()
        .await
        .expect("an answer");
    let text = answer.text().await.expect("a body");
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path}: {text}"))
}

fn urlencoded(value: &str) -> String {
    value.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

async fn put(client: &Client, request: &Value, bytes: &[u8]) {
    let number = |name: &str| usize::try_from(request[name].as_u64().expect("a number")).expect("few");
    let part = bytes[number("start")..number("start") + number("length")].to_vec();
    let mut call = client.put(request["url"].as_str().expect("an address"));
    for header in request["headers"].as_array().into_iter().flatten() {
        call = call.header(header[0].as_str().unwrap_or_default(), header[1].as_str().unwrap_or_default());
    }
    let answer = call.body(part).send().await.expect("the storage answers");
    assert!(answer.status().is_success(), "{}", answer.status());
}

/// The same chunks by requests signed beforehand: only the storage works.
async fn put_alone(objects: &Objects, client: &Client, bytes: &[u8]) -> Duration {
    let file = FileId(uuid::Uuid::now_v7());
    let mut requests = Vec::new();
    for (index, part) in bytes.chunks(CHUNK).enumerate() {
        let index = u32::try_from(index).expect("few");
        requests.push((objects.presign_chunk(file, index, part.len() as u64, "application/octet-stream", Duration::from_secs(600)).await.expect("signed"), part.to_vec()));
    }
    let began = Instant::now();
    for (request, part) in requests {
        let mut call = client.put(&request.url);
        for (name, value) in &request.headers {
            call = call.header(name, value);
        }
        assert!(call.body(part).send().await.expect("the storage answers").status().is_success());
    }
    began.elapsed()
}

async fn wait_clean(system: &System, file: &str) {
    let id: uuid::Uuid = file.parse().expect("an id");
    zvarot_tests::until("the file is checked", async || {
        sqlx::query_scalar::<_, bool>("SELECT state = 'clean' FROM files WHERE id = $1").bind(id).fetch_one(&system.database).await.unwrap_or(false)
    })
    .await;
}

/// The link to the storage that the page's address leads to.
async fn presigned(system: &System, _client: &Client, page: &str, person: &Person) -> String {
    let still = Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let answer = still.get(page).header(header::COOKIE, person.cookie_line()).send().await.expect("an answer");
    let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).expect("a link to the storage");
    assert!(to.contains(&system.ports.storage.to_string()), "{to}");
    to.to_owned()
}
