//! Packages to СМДО: how many leave through the worker in a second, beside the same calls made barely, one task for each
//! job of the worker, with nothing written anywhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};
use zvarot_tests::{Function, Office, System, setting};

use crate::{Line, line};

/// Packages of one measure; `ZVAROT_BENCH_PACKAGES` says otherwise.
const PACKAGES: u32 = 2000;
/// As many as the worker does at once.
const AT_ONCE: usize = 16;
const GOAL: f64 = 0.2;

pub async fn measure() -> Vec<Line> {
    let count = setting("ZVAROT_BENCH_PACKAGES").map_or(PACKAGES, |count| count.parse().expect("a number of packages"));
    let system = System::builder().functions(&[Function::Clock]).set("SMDO_PERIOD_SECONDS", "1").set("LOG", "warn").start().await;
    let office = Office::taking_part(&system, "Org0001").await;
    office.behave(json!({ "registers": false, "answers": "none" })).await;
    office.appeals(count).await;
    system.start(Function::Exchange);
    // From the first that has left: starting a program is not sending. Each is acknowledged meanwhile, and that is taken too.
    let (first, begun) = loop {
        match sent(&system).await {
            0 => tokio::time::sleep(Duration::from_millis(5)).await,
            first => break (first, Instant::now()),
        }
    };
    while sent(&system).await < i64::from(count) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let ours = (i64::from(count) - first) as f64 / begun.elapsed().as_secs_f64();
    system.kill(Function::Exchange);
    let bare = bare(&system, count).await;
    let ratio = ours / bare;
    vec![line("packages to СМДО, to bare calls", format!("{ratio:.2} ({ours:.0} / {bare:.0} a second)"), ">= 0.2", ratio >= GOAL)]
}

async fn sent(system: &System) -> i64 {
    system.count("SELECT count(*) FROM smdo_packages WHERE sent_at IS NOT NULL").await
}

/// Creating, attaching and sending, and nothing else. Packages a second.
async fn bare(system: &System, count: u32) -> f64 {
    let base = system.variable("SMDO_URL").to_owned();
    let client = reqwest::Client::new();
    let token: Value = client
        .post(format!("{base}token"))
        .basic_auth(system.variable("SMDO_KEY"), Some(system.variable("SMDO_SECRET")))
        .send()
        .await
        .expect("a token")
        .json()
        .await
        .expect("JSON");
    let token = token["access_token"].as_str().expect("a token").to_owned();
    let next = Arc::new(AtomicU32::new(0));
    let begun = Instant::now();
    let work = (0..AT_ONCE).map(|_| {
        let (client, base, token, next) = (client.clone(), base.clone(), token.clone(), Arc::clone(&next));
        async move {
            while next.fetch_add(1, Ordering::SeqCst) < count {
                one(&client, &format!("{base}receiver/1.0.0/org/SMDO~1.0.0/package"), &token).await;
            }
        }
    });
    join_all(work).await;
    f64::from(count) / begun.elapsed().as_secs_f64()
}

async fn one(client: &reqwest::Client, path: &str, token: &str) {
    let envelope = json!({ "type": "SDIP-2.1.1", "msg_id": uuid::Uuid::new_v4(), "header": { "msg_type": 1 }, "body": { "document": {} } });
    let body = json!({ "to": [{ "idAbonent": "Bare" }], "body": { "envelop": envelope } });
    let made: Value = client.post(path).bearer_auth(token).json(&body).send().await.expect("made").json().await.expect("JSON");
    let id = made["packageId"].as_str().expect("an id");
    let file = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"attach1\"\r\n\r\nПрошу отремонтировать подъезд.\r\n--b--\r\n";
    let attached = client.post(format!("{path}/{id}/attach")).bearer_auth(token).header("content-type", "multipart/form-data; boundary=b").body(file);
    assert!(attached.send().await.expect("attached").status().is_success());
    assert!(client.get(format!("{path}/{id}/send")).bearer_auth(token).send().await.expect("sent").status().is_success());
}
