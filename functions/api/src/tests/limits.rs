//! What one caller may take of what all share: room in memory, lines of the journal, time.

use std::{convert::Infallible, net::SocketAddr, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::ConnectInfo,
};
use futures_util::stream;
use http::{Request, header};
use serde_json::{Value, json};
use sqlx::PgPool;

use super::place::{Answer, Place};
use crate::{body::BODY_AT_MOST, quota::STRANGERS};

fn from(address: &str) -> ConnectInfo<SocketAddr> {
    ConnectInfo(SocketAddr::new(address.parse().unwrap(), 0))
}

async fn stranger(place: &Place, address: &str, path: &str) -> Answer {
    place.answer(Request::get(path).extension(from(address)).body(Body::empty()).unwrap()).await
}

async fn token(place: &Place, address: &str, body: Body) -> Answer {
    let request = Request::post("/oauth/token").extension(from(address)).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    place.answer(request.body(body).unwrap()).await
}

/// A body that never comes.
fn silence() -> Body {
    Body::from_stream(stream::pending::<Result<Bytes, Infallible>>())
}

const CALLS: &str = "SELECT count(*) FROM api_calls";

async fn empty_the_buckets(place: &Place) {
    sqlx::query("UPDATE rate_limits SET tokens = 0").execute(place.actions.store.pool()).await.unwrap();
}

// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn strangers_leave_no_more_in_the_journal_than_their_limit_allows(pool: PgPool) {
    let place = Place::new(pool).await;
    for path in ["/v1/appeals", "/v1/no-such-path"] {
        let answer = stranger(&place, "203.0.113.7", path).await;
        assert!([401, 404].contains(&answer.status), "{path}: {}", answer.json);
    }
    assert_eq!(place.count(CALLS).await, 2);
    empty_the_buckets(&place).await;
    for path in ["/v1/appeals", "/v1/no-such-path"] {
        let answer = stranger(&place, "203.0.113.7", path).await;
        assert_eq!((answer.status, &answer.json["type"]), (429, &json!("urn:zvarot:problem:too-many")), "{path}");
        assert!(answer.headers.contains_key("retry-after"), "{path}");
    }
    assert_eq!(place.count(CALLS).await, 2, "nothing is written of what is refused");
    assert_eq!(stranger(&place, "203.0.113.8", "/v1/appeals").await.status, 401, "another address has a limit of its own");
    let lost = place.get(&place.committee, "/v1/no-such-path").await;
    assert_eq!((lost.status, place.count("SELECT count(*) FROM api_calls WHERE client_id IS NOT NULL AND status = 404").await), (404, 1), "known by its token");
    // Whoever is known is counted by the token, wherever it is called from.
    let known = Request::get("/v1/dictionaries").extension(from("203.0.113.7")).header(header::AUTHORIZATION, format!("Bearer {}", place.committee.token));
    sqlx::query("DELETE FROM rate_limits WHERE key LIKE 'api:client:%'").execute(place.actions.store.pool()).await.unwrap();
    assert_eq!(place.answer(known.body(Body::empty()).unwrap()).await.status, 200);
    assert!(STRANGERS.burst >= 100, "a program may find out by some calls that its token is over");
}

// REQ: EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_request_for_a_token_is_short_and_limited_before_it_is_read(pool: PgPool) {
    let place = Place::new(pool).await;
    let long = format!("grant_type=client_credentials&client_secret={}", "x".repeat(16 * 1024));
    assert_eq!(token(&place, "203.0.113.7", Body::from(long)).await.status, 413);
    let written = place.count(CALLS).await;
    empty_the_buckets(&place).await;
    let answer = tokio::time::timeout(Duration::from_secs(60), token(&place, "203.0.113.7", silence())).await;
    assert_eq!(answer.expect("the body is not waited for").status, 429);
    assert_eq!(place.count(CALLS).await, written, "nothing is written of what is refused");
}

fn upload() -> Value {
    json!({ "name": "Ответ.pdf", "content": "JVBERi0xLjQK" })
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn bodies_wait_for_room_in_memory_and_calls_without_one_do_not(pool: PgPool) {
    let place = Place::new(pool).await;
    let send = async || place.send(&place.committee, "POST", "/v1/files", &[], Some(upload().to_string())).await;
    let unknown = async || {
        let request = Request::post("/v1/files").header(header::AUTHORIZATION, format!("Bearer {}", place.committee.token)).header(header::CONTENT_TYPE, "application/json");
        let pieces = stream::iter([Ok::<_, Infallible>(Bytes::from(upload().to_string()))]);
        place.answer(request.body(Body::from_stream(pieces)).unwrap()).await
    };
    // As if two others were bringing the longest ones: one of them has a kilobyte less.
    let first = place.room.take(None).await.unwrap();
    let second = place.room.take(Some(BODY_AT_MOST as u64 - 1024)).await.unwrap();
    assert_eq!(send().await.status, 201, "a short one finds room");
    assert_eq!(send().await.status, 201, "and gives it back");
    let refused = unknown().await;
    assert_eq!((refused.status, refused.headers.contains_key("retry-after")), (503, true), "one that may be long does not: {}", refused.json);
    drop(first);
    assert_eq!(unknown().await.status, 201);
    let third = place.room.take(None).await.unwrap();
    let last = place.room.take(Some(1024)).await.unwrap();
    assert_eq!(send().await.status, 503);
    assert_eq!(place.get(&place.committee, "/v1/appeals").await.status, 200);
    let stranger = Request::post("/v1/files").header(header::CONTENT_TYPE, "application/json").body(silence()).unwrap();
    assert_eq!(place.answer(stranger).await.status, 401, "who is not known takes no room");
    drop((second, third, last));
    assert_eq!(send().await.status, 201);
}
