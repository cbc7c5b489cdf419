//! The API behind API Gateway.

use serde_json::json;
use sqlx::PgPool;

use crate::gateway::{PEER, Request};
use crate::runtime::Function;

/// As much as Lambda hands over at once.
const SIX_MEGABYTES: usize = 6 * 1024 * 1024;

/// A program of an organisation with a token that holds.
async fn program(pool: &PgPool) -> &'static str {
    for statement in [
        "INSERT INTO organisations (id, name_ru, name_be, unp) VALUES ('0197a0b0-0000-7000-8000-000000000001', 'Исполком', 'Выканкам', '100000007')",
        "INSERT INTO accounts (id, login, password_hash, display_name, created_at) VALUES ('0197a0b0-0000-7000-8000-000000000002', 'api:1', '', 'СЭД', now())",
        "INSERT INTO api_clients (id, organisation_id, name, created_at) VALUES ('0197a0b0-0000-7000-8000-000000000002', '0197a0b0-0000-7000-8000-000000000001', 'СЭД', now())",
        "INSERT INTO api_tokens (token_hash, client_id, created_at, expires_at) VALUES (sha256('sekret'), '0197a0b0-0000-7000-8000-000000000002', now(), now() + interval '1 day')",
    ] {
        sqlx::query(statement).execute(pool).await.expect("written");
    }
    "Bearer sekret"
}

// REQ: OPS-01 EDM-01
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn calls_come_through_the_gateway(pool: PgPool) {
    let token = program(&pool).await;
    let mut api = Function::start("api", &pool, &[]).await;
    let page = Request::get("/").send(&mut api).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(Request::get("/openapi.json").send(&mut api).await.json()["info"]["title"], "Zvarot API");
    let changes = Request::get("/v1/appeals?limit=10").with("authorization", token).send(&mut api).await;
    assert_eq!((changes.status, &changes.json()["changes"]), (200, &json!([])), "{}", changes.text());
    assert!(changes.header("ratelimit").starts_with("\"client\";r="));
    let stranger = Request::get("/v1/appeals").send(&mut api).await;
    assert_eq!((stranger.status, stranger.header("content-type")), (401, "application/problem+json"));
    assert_eq!(stranger.json()["title"], "Патрэбны токен");
    let body = json!({ "name": "вірус.exe", "size": 5 }).to_string();
    let refused = Request::post("/v1/files", "application/json", body).with("authorization", token).send(&mut api).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["code"]), (422, &json!("file_kind_not_accepted")));
    let long = vec![b' '; SIX_MEGABYTES + 1];
    let refused = Request::post("/v1/files", "application/json", long).with("authorization", token).send(&mut api).await;
    assert_eq!((refused.status, refused.header("content-type")), (413, "application/problem+json"), "{}", refused.text());
    let calls: Vec<(i16, String)> = sqlx::query_as("SELECT status, host(address) FROM api_calls ORDER BY id").fetch_all(&pool).await.expect("the journal");
    let statuses: Vec<i16> = calls.iter().map(|call| call.0).collect();
    assert_eq!(statuses, [200, 401, 422, 413]);
    assert!(calls.iter().all(|call| call.1 == PEER), "whom the gateway names");
}
