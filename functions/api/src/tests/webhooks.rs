//! Addresses for events, as a program names them.

use serde_json::json;
use sqlx::PgPool;

use super::place::Place;

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_program_names_an_address_and_gets_its_secret_once(pool: PgPool) {
    let place = Place::new(pool).await;
    let new = json!({ "url": "https://edms.example/zvarot", "events": ["submitted"] }).to_string();
    let key = [("idempotency-key", "webhook-1")];
    let made = place.send(&place.committee, "POST", "/v1/webhooks", &key, Some(new.clone())).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let secret = made.json["secret"].as_str().expect("shown").to_owned();
    assert!(secret.starts_with("whsec_"));
    assert_eq!((&made.json["name"], &made.json["state"]), (&json!("edms.example"), &json!("active")));
    let again = place.send(&place.committee, "POST", "/v1/webhooks", &key, Some(new)).await;
    assert_eq!((again.status, &again.json["id"], &again.json["secret"]), (201, &made.json["id"], &json!(null)));
    let list = place.get(&place.committee, "/v1/webhooks").await;
    assert_eq!(list.json["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(list.json["items"][0]["secret"], json!(null));
    let others = place.get(&place.hospital, "/v1/webhooks").await;
    assert_eq!(others.json["items"], json!([]));

    let path = format!("/v1/webhooks/{}", made.json["id"].as_str().expect("an id"));
    let secrets = format!("{path}/secret");
    let foreign = place.send(&place.hospital, "POST", &secrets, &[], None).await;
    assert_eq!(foreign.status, 404, "another organisation's");
    let rotated = place.send(&place.committee, "POST", &secrets, &[], None).await;
    assert_eq!(rotated.status, 200);
    assert_ne!(rotated.json["secret"].as_str(), Some(secret.as_str()));
    let removed = place.send(&place.committee, "DELETE", &path, &[], None).await;
    assert_eq!(removed.status, 204);
    assert_eq!(place.send(&place.committee, "DELETE", &path, &[], None).await.status, 404);
}

// REQ: EDM-07
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn inner_addresses_and_unknown_events_are_refused_and_replays_are_bounded(pool: PgPool) {
    let place = Place::new(pool).await;
    let refused = |url: &str, code: &'static str| (json!({ "url": url }).to_string(), ("/url".to_owned(), code.to_owned()));
    for (body, error) in [
        refused("http://edms.example/", "not_an_endpoint"),
        refused("https://169.254.169.254/latest", "private_address"),
        refused("https://[::1]/", "private_address"),
        refused("", "required"),
    ] {
        let answer = place.send(&place.committee, "POST", "/v1/webhooks", &[], Some(body)).await;
        assert_eq!((answer.status, answer.errors()), (422, vec![error]));
    }
    let body = json!({ "url": "https://edms.example/", "events": ["no_such"] }).to_string();
    let answer = place.send(&place.committee, "POST", "/v1/webhooks", &[], Some(body)).await;
    assert_eq!(answer.errors(), [("/events".to_owned(), "unknown_choice".to_owned())]);

    let body = json!({ "url": "https://edms.example/" }).to_string();
    let made = place.send(&place.committee, "POST", "/v1/webhooks", &[], Some(body)).await;
    let path = format!("/v1/webhooks/{}/replay", made.json["id"].as_str().expect("an id"));
    place.submitted(&place.committee).await;
    for (since, status) in [("2026-04-16T00:00:00Z", 202), ("2025-04-16T00:00:00Z", 422), ("yesterday", 422)] {
        let body = json!({ "since": since }).to_string();
        let answer = place.send(&place.committee, "POST", &path, &[], Some(body)).await;
        assert_eq!(answer.status, status, "{since}: {}", answer.json);
    }
}
