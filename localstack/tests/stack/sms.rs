//! The SMS gateway as its clients see it: over HTTP and over SMPP.

use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use rusmpp::pdus::{BindTransceiver, SubmitSm};
use rusmpp::types::{COctetString, OctetString};
use rusmpp::values::{DataCoding, EsmClass};
use rusmppc::ConnectionBuilder;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use zvarot_localstack::sms::{Inbox, SmsAccess, router, serve_smpp};

struct Gateway {
    http: String,
    smpp: String,
    client: reqwest::Client,
    _folder: tempfile::TempDir,
}

async fn start() -> Gateway {
    let folder = tempfile::tempdir().unwrap();
    let inbox = Arc::new(Inbox::open(&folder.path().join("inbox.jsonl")).unwrap());
    let access = SmsAccess { token: "token".into(), system_id: "zvarot".into(), password: "secret".into() };
    let http = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let smpp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gateway = Gateway {
        http: format!("http://{}", http.local_addr().unwrap()),
        smpp: format!("smpp://{}", smpp.local_addr().unwrap()),
        client: reqwest::Client::new(),
        _folder: folder,
    };
    let pages = router(Arc::clone(&inbox), access.clone());
    tokio::spawn(async move { axum::serve(http, pages).await });
    tokio::spawn(serve_smpp(smpp, inbox, access));
    gateway
}

impl Gateway {
    async fn send(&self, key: &str, text: &str) -> reqwest::Result<reqwest::Response> {
        let body = json!({ "to": "+375291234567", "text": text, "sender": "Zvarot" });
        let request = self.client.post(format!("{}/messages", self.http)).bearer_auth("token");
        request.header("Idempotency-Key", key).json(&body).send().await
    }

    async fn texts(&self) -> Vec<String> {
        let address = format!("{}/messages?to=375291234567", self.http);
        let messages: Vec<Value> = self.client.get(address).send().await.unwrap().json().await.unwrap();
        messages.iter().map(|message| message["text"].as_str().unwrap().to_owned()).collect()
    }

    async fn control(&self, control: Value) {
        let answer = self.client.post(format!("{}/control", self.http)).json(&control).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    }
}

#[tokio::test]
async fn a_message_is_taken_once_for_each_key_and_only_with_the_token() {
    let gateway = start().await;
    let first: Value = gateway.send("a", "Ваш код 123456").await.unwrap().json().await.unwrap();
    let again: Value = gateway.send("a", "Ваш код 123456").await.unwrap().json().await.unwrap();
    assert_eq!(first["id"], again["id"]);
    assert!(first["id"].is_string());
    assert_eq!(gateway.texts().await, ["Ваш код 123456"]);
    let request = gateway.client.post(format!("{}/messages", gateway.http)).bearer_auth("wrong");
    let answer = request.json(&json!({ "to": "1", "text": "x" })).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let page = gateway.client.get(&gateway.http).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Ваш код 123456"));
}

#[tokio::test]
async fn it_fails_refuses_is_slow_delivers_twice_and_falls_silent_as_told() {
    let gateway = start().await;
    gateway.control(json!({ "mode": "fail", "count": 1 })).await;
    assert_eq!(gateway.send("1", "one").await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(gateway.send("1", "one").await.unwrap().status(), StatusCode::ACCEPTED);
    gateway.control(json!({ "mode": "refuse", "count": 1 })).await;
    assert_eq!(gateway.send("2", "two").await.unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
    gateway.control(json!({ "mode": "slow", "delay": 300, "count": 1 })).await;
    let asked = Instant::now();
    assert_eq!(gateway.send("3", "three").await.unwrap().status(), StatusCode::ACCEPTED);
    assert!(asked.elapsed() >= Duration::from_millis(300));
    gateway.control(json!({ "mode": "twice", "count": 1 })).await;
    assert_eq!(gateway.send("4", "four").await.unwrap().status(), StatusCode::ACCEPTED);
    gateway.control(json!({ "mode": "silent", "count": 1 })).await;
    let no_answer = match gateway.send("5", "five").await {
        Ok(answer) => answer.bytes().await.is_err(),
        Err(_) => true,
    };
    assert!(no_answer);
    assert_eq!(gateway.texts().await, ["one", "three", "four", "four", "five"]);
}

async fn bound(gateway: &Gateway, password: &str) -> Result<rusmppc::Client, rusmppc::error::Error> {
    let (client, events) = ConnectionBuilder::new().connect(&gateway.smpp).await?;
    drop(events);
    let bind = BindTransceiver::builder()
        .system_id(COctetString::from_str("zvarot").unwrap())
        .password(COctetString::from_str(password).unwrap());
    client.bind_transceiver(bind.build()).await?;
    Ok(client)
}

fn part(header: &[u8], text: &str) -> SubmitSm {
    let mut bytes = header.to_vec();
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    let class = if header.is_empty() { EsmClass::default() } else { EsmClass::default().with_udhi_indicator() };
    SubmitSm::builder()
        .source_addr(COctetString::from_str("Zvarot").unwrap())
        .destination_addr(COctetString::from_str("375291234567").unwrap())
        .esm_class(class)
        .data_coding(DataCoding::Ucs2)
        .short_message(OctetString::from_vec(bytes).unwrap())
        .build()
}

#[tokio::test]
async fn long_messages_over_smpp_are_put_together() {
    let gateway = start().await;
    assert!(bound(&gateway, "wrong").await.is_err());
    let client = bound(&gateway, "secret").await.unwrap();
    client.submit_sm(part(&[], "Коротко")).await.unwrap();
    client.submit_sm(part(&[5, 0, 3, 7, 2, 2], "і канец")).await.unwrap();
    assert_eq!(gateway.texts().await, ["Коротко"]);
    let answer = client.submit_sm(part(&[5, 0, 3, 7, 2, 1], "Пачатак ")).await.unwrap();
    assert!(!answer.message_id().is_empty());
    assert_eq!(gateway.texts().await, ["Коротко", "Пачатак і канец"]);

    gateway.control(json!({ "mode": "refuse", "count": 1 })).await;
    assert!(client.submit_sm(part(&[], "нет")).await.is_err());
    client.unbind().await.unwrap();
    assert_eq!(gateway.texts().await.len(), 2);
}
