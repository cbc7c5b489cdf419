//! The JSON gateway.

use std::{collections::HashMap, time::Duration};

use serde_json::{Value, json};
use tokio::{io::AsyncReadExt, net::TcpListener};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, header, method, path},
};

use crate::sms::{HttpGateway, SmsProvider, SmsSettings};

use super::{outcome, sms};

fn gateway(url: &str, more: &[(&str, &str)]) -> HttpGateway {
    let mut variables: HashMap<&str, String> = [
        ("SMS", "http"),
        ("SMS_HTTP_URL", url),
        ("SMS_HTTP_TOKEN", "token-1"),
        ("SMS_HTTP_TIMEOUT", "2"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into();
    variables.extend(
        more.iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    let settings = SmsSettings::from_env(&|name| variables.get(name).cloned());
    let Ok(SmsSettings::Http(settings)) = settings else {
        panic!("the settings are right: {settings:?}");
    };
    HttpGateway::new(settings).expect("the settings are right")
}

async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

fn json_answer(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

#[tokio::test]
async fn the_request_has_the_token_the_key_and_the_usual_fields() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/send"))
        .and(header("Authorization", "Bearer token-1"))
        .and(header(
            "Idempotency-Key",
            "01900000-0000-7000-8000-000000000042",
        ))
        .and(body_json(json!({
            "to": "+375291234567",
            "text": "Код {to}: 123456",
            "reference": "01900000-0000-7000-8000-000000000042",
        })))
        .respond_with(json_answer(json!({"id": "msg-7"})))
        .expect(1)
        .mount(&server)
        .await;
    let result = gateway(&format!("{}/send", server.uri()), &[])
        .send(&sms("Код {to}: 123456"))
        .await;
    assert_eq!(outcome(&result), "accepted msg-7");
}

#[tokio::test]
async fn another_gateway_is_a_matter_of_settings() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(body_json(json!({
            "messages": [{"msisdn": "375291234567", "body": "Привет", "from": "Zvarot", "validity": 1}],
        })))
        .respond_with(json_answer(json!({"messages": [{"status": {"id": 91}}]})))
        .expect(1)
        .mount(&server)
        .await;
    let template =
        r#"{"messages":[{"msisdn":"{digits}","body":"{text}","from":"{sender}","validity":1}]}"#;
    let gateway = gateway(
        &server.uri(),
        &[
            ("SMS_HTTP_BODY", template),
            ("SMS_HTTP_ID", "messages.0.status.id"),
            ("SMS_SENDER", "Zvarot"),
        ],
    );
    assert_eq!(outcome(&gateway.send(&sms("Привет")).await), "accepted 91");
}

// REQ: NOT-02
#[tokio::test]
async fn each_status_says_whether_to_try_again() {
    let cases = [
        (200, "accepted -", "accepted -"),
        (202, "accepted -", "accepted -"),
        (302, "refused HTTP 302", "refused HTTP 302"),
        (400, "refused HTTP 400", "refused HTTP 400"),
        (401, "retry HTTP 401", "retry HTTP 401"),
        (403, "refused HTTP 403", "refused HTTP 403"),
        (408, "retry HTTP 408", "retry HTTP 408"),
        (422, "refused HTTP 422", "refused HTTP 422"),
        (429, "retry HTTP 429", "retry HTTP 429"),
        (500, "retry HTTP 500", "retry HTTP 500"),
        (503, "retry HTTP 503", "retry HTTP 503"),
        (502, "unknown HTTP 502", "retry HTTP 502"),
        (504, "unknown HTTP 504", "retry HTTP 504"),
    ];
    for (status, plain, idempotent) in cases {
        let server = answering(ResponseTemplate::new(status)).await;
        let result = gateway(&server.uri(), &[]).send(&sms("text")).await;
        assert_eq!(outcome(&result), plain);
        let result = gateway(&server.uri(), &[("SMS_HTTP_IDEMPOTENT", "1")])
            .send(&sms("text"))
            .await;
        assert_eq!(outcome(&result), idempotent);
    }
}

#[tokio::test]
async fn an_error_inside_a_good_status_is_a_refusal_without_its_words() {
    let cases = [
        (
            json!({"error": "WRONG_NUMBER"}),
            "refused the gateway's error WRONG_NUMBER",
        ),
        (
            json!({"error": "number +375291234567 is wrong"}),
            "refused the gateway's error with details",
        ),
        (json!({"error": null, "id": 5}), "accepted 5"),
        (json!({"error": 0, "id": "a-1"}), "accepted a-1"),
        (json!({"id": "ok"}), "accepted ok"),
    ];
    for (answer, expected) in cases {
        let server = answering(json_answer(answer)).await;
        let gateway = gateway(&server.uri(), &[("SMS_HTTP_ERROR", "error")]);
        assert_eq!(outcome(&gateway.send(&sms("text")).await), expected);
    }
}

// REQ: NOT-02
#[tokio::test]
async fn silence_may_hide_an_acceptance() {
    let server = answering(json_answer(json!({"id": 1})).set_delay(Duration::from_secs(60))).await;
    let result = gateway(&server.uri(), &[]).send(&sms("text")).await;
    assert_eq!(outcome(&result), "unknown no answer in time");
    let result = gateway(&server.uri(), &[("SMS_HTTP_IDEMPOTENT", "1")])
        .send(&sms("text"))
        .await;
    assert_eq!(outcome(&result), "retry no answer in time");
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_may_hide_an_acceptance() {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
        }
    });
    let result = gateway(&url, &[]).send(&sms("text")).await;
    assert_eq!(outcome(&result), "unknown the connection broke");
}

#[tokio::test]
async fn nobody_listening_is_a_retry() {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    drop(listener);
    let result = gateway(&url, &[]).send(&sms("text")).await;
    assert_eq!(outcome(&result), "retry the gateway cannot be reached");
}

#[tokio::test]
async fn a_number_that_is_none_never_leaves() {
    let server = MockServer::start().await;
    for to in [
        "",
        "375291234567",
        "+37529",
        "+37529123456x",
        "+0375291234567",
        "+3752912345678901",
    ] {
        let mut message = sms("text");
        message.to = to.into();
        let result = gateway(&server.uri(), &[]).send(&message).await;
        assert_eq!(outcome(&result), "refused the number is not E.164", "{to}");
    }
    assert_eq!(
        server
            .received_requests()
            .await
            .map(|requests| requests.len()),
        Some(0)
    );
}
