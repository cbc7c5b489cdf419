//! The router's calls, as its clients know them.

use axum::body::Bytes;
use axum::extract::{Multipart, Path, Query, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Instant;

use crate::{Made, Simulator, new_id};

/// The largest attachment, bytes.
const LIMIT: usize = 64 * 1024 * 1024;

pub(crate) fn router(simulator: Simulator) -> Router {
    let outgoing = "/receiver/1.0.0/org/SMDO~1.0.0/package";
    let incoming = "/sender/1.0.0/org/SMDO~1.0.0/package";
    Router::new()
        .route("/token", post(token))
        .route(outgoing, post(create))
        .route(&format!("{outgoing}/{{id}}"), get(read).delete(remove))
        .route(&format!("{outgoing}/{{id}}/attach"), post(attach))
        .route(&format!("{outgoing}/{{id}}/send"), get(send))
        .route(incoming, post(list))
        .route(&format!("{incoming}/{{id}}/attach/{{attachment}}"), get(fetch))
        .route(&format!("{incoming}/confirm/{{confirm}}"), get(confirm))
        .layer(axum::extract::DefaultBodyLimit::max(LIMIT))
        .with_state(simulator)
}

type Router_ = Shared<Simulator>;

async fn token(Shared(simulator): Router_, headers: HeaderMap) -> Response {
    let mut state = simulator.state();
    let expected = format!("Basic {}", STANDARD.encode(format!("{}:{}", state.key, state.secret)));
    if headers.get(header::AUTHORIZATION).is_none_or(|given| given.as_bytes() != expected.as_bytes()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let token = new_id();
    state.tokens.insert(token.clone());
    Json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": 300 })).into_response()
}

fn allowed(simulator: &Simulator, headers: &HeaderMap) -> Result<(), StatusCode> {
    let given = headers.get(header::AUTHORIZATION).and_then(|given| given.to_str().ok());
    let token = given.and_then(|given| given.strip_prefix("Bearer ")).unwrap_or_default();
    if simulator.state().tokens.contains(token) { Ok(()) } else { Err(StatusCode::UNAUTHORIZED) }
}

async fn create(Shared(simulator): Router_, headers: HeaderMap, Json(package): Json<Value>) -> Result<Json<Value>, StatusCode> {
    allowed(&simulator, &headers)?;
    if package["to"][0]["idAbonent"].as_str().is_none_or(str::is_empty) || !package["body"]["envelop"].is_object() {
        return Err(StatusCode::BAD_REQUEST);
    }
    let id = new_id();
    simulator.state().made.insert(id.clone(), Made { package, attachments: Vec::new() });
    Ok(Json(json!({ "packageId": id, "confirmId": new_id(), "headerId": new_id() })))
}

async fn read(Shared(simulator): Router_, headers: HeaderMap, Path(id): Path<String>) -> Result<Json<Value>, StatusCode> {
    allowed(&simulator, &headers)?;
    let state = simulator.state();
    let made = state.made.get(&id).ok_or(StatusCode::NOT_FOUND)?;
    let listed: Vec<Value> = made.attachments.iter().map(|(id, name, _)| json!({ "id": id, "name": name })).collect();
    Ok(Json(json!({ "packageId": id, "attachments": listed })))
}

async fn remove(Shared(simulator): Router_, headers: HeaderMap, Path(id): Path<String>) -> Result<StatusCode, StatusCode> {
    allowed(&simulator, &headers)?;
    simulator.state().made.remove(&id).map(|_| StatusCode::NO_CONTENT).ok_or(StatusCode::NOT_FOUND)
}

async fn attach(Shared(simulator): Router_, headers: HeaderMap, Path(id): Path<String>, mut form: Multipart) -> Result<Json<Value>, StatusCode> {
    allowed(&simulator, &headers)?;
    while let Some(field) = form.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes: Bytes = field.bytes().await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let attachment = new_id();
        let mut state = simulator.state();
        let made = state.made.get_mut(&id).ok_or(StatusCode::NOT_FOUND)?;
        made.attachments.push((attachment.clone(), name, bytes));
        return Ok(Json(json!({ "id": attachment })));
    }
    Err(StatusCode::BAD_REQUEST)
}

async fn send(Shared(simulator): Router_, headers: HeaderMap, Path(id): Path<String>) -> Result<StatusCode, StatusCode> {
    allowed(&simulator, &headers)?;
    let mut state = simulator.state();
    if !state.made.contains_key(&id) {
        return Err(StatusCode::NOT_FOUND);
    }
    state.deliver(&id);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default = "one")]
    page: usize,
    #[serde(default = "hundred")]
    size: usize,
}

fn one() -> usize {
    1
}

fn hundred() -> usize {
    100
}

async fn list(Shared(simulator): Router_, headers: HeaderMap, Json(wanted): Json<Wanted>) -> Result<Response, StatusCode> {
    allowed(&simulator, &headers)?;
    let state = simulator.state();
    let now = Instant::now();
    let present: Vec<&str> = state
        .waiting
        .iter()
        .filter(|waiting| !waiting.confirmed && waiting.from <= now)
        .map(|waiting| waiting.text.as_str())
        .collect();
    let from = (wanted.page.max(1) - 1) * wanted.size;
    let content: Vec<&str> = present.iter().skip(from).take(wanted.size).copied().collect();
    let has_next = present.len() > from + content.len();
    let list = format!(r#"{{"content":[{}],"hasNext":{has_next}}}"#, content.join(","));
    Ok(([(header::CONTENT_TYPE, "application/json")], list).into_response())
}

async fn fetch(Shared(simulator): Router_, headers: HeaderMap, Path((id, attachment)): Path<(String, String)>) -> Result<Bytes, StatusCode> {
    allowed(&simulator, &headers)?;
    let state = simulator.state();
    let waiting = state.waiting.iter().find(|waiting| waiting.package == id).ok_or(StatusCode::NOT_FOUND)?;
    let found = waiting.attachments.iter().find(|(id, _, _)| *id == attachment);
    found.map(|(_, _, bytes)| bytes.clone()).ok_or(StatusCode::NOT_FOUND)
}

async fn confirm(Shared(simulator): Router_, headers: HeaderMap, Path(confirm): Path<String>, Query(_): Query<Value>) -> Result<StatusCode, StatusCode> {
    allowed(&simulator, &headers)?;
    let mut state = simulator.state();
    let rate = state.behaviour.repeat;
    let again = state.chance(rate);
    let waiting = state.waiting.iter_mut().find(|waiting| waiting.confirm == confirm).ok_or(StatusCode::NOT_FOUND)?;
    // Some are listed once more, as if the confirmation had not been noticed.
    waiting.confirmed = !again || waiting.repeated;
    waiting.repeated = true;
    Ok(StatusCode::NO_CONTENT)
}
