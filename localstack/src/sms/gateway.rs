//! The HTTP way in, and the page and list of what was sent:
//! `POST /messages` (bearer token, `Idempotency-Key`), `GET /messages?to=`, `POST /control`, `GET /`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::inbox::{Control, Inbox, Message, Mode};
use super::{SmsAccess, page};

/// The gateway's pages and endpoints over `inbox`.
pub fn router(inbox: Arc<Inbox>, access: SmsAccess) -> Router {
    Router::new()
        .route("/", get(show))
        .route("/messages", get(list).post(submit))
        .route("/control", post(control))
        .with_state((inbox, Arc::new(access)))
}

type Shared = State<(Arc<Inbox>, Arc<SmsAccess>)>;

#[derive(Deserialize)]
struct Submission {
    to: String,
    text: String,
    #[serde(default)]
    sender: String,
}

async fn submit(State((inbox, access)): Shared, headers: HeaderMap, Json(submission): Json<Submission>) -> Response {
    let expected = format!("Bearer {}", access.token);
    if headers.get(header::AUTHORIZATION).is_none_or(|given| given.as_bytes() != expected.as_bytes()) {
        return refusal(StatusCode::UNAUTHORIZED, "wrong token");
    }
    let behaviour = inbox.behaviour();
    match behaviour.mode {
        Mode::Fail => return refusal(StatusCode::SERVICE_UNAVAILABLE, "out of order"),
        Mode::Refuse => return refusal(StatusCode::UNPROCESSABLE_ENTITY, "the number is not served"),
        _ => {}
    }
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let message = Message {
        id: Uuid::new_v4(),
        at: super::smpp::now(),
        way: "http".to_owned(),
        to: submission.to,
        sender: submission.sender,
        text: submission.text,
        idempotency_key: key.map(str::to_owned),
    };
    let copies = if behaviour.mode == Mode::Twice { 2 } else { 1 };
    let id = match keep(inbox, message, copies).await {
        Ok(id) => id,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "message not kept");
            return refusal(StatusCode::INSUFFICIENT_STORAGE, "not kept");
        }
    };
    match behaviour.mode {
        Mode::Slow => tokio::time::sleep(Duration::from_millis(behaviour.delay)).await,
        Mode::Silent => return broken_off(),
        _ => {}
    }
    (StatusCode::ACCEPTED, Json(json!({ "id": id }))).into_response()
}

/// Writing to the disk must not hold up the runtime's threads.
pub(super) async fn keep(inbox: Arc<Inbox>, message: Message, copies: usize) -> anyhow::Result<Uuid> {
    tokio::task::spawn_blocking(move || inbox.take(message, copies)).await?
}

fn refusal(status: StatusCode, reason: &str) -> Response {
    (status, Json(json!({ "error": reason }))).into_response()
}

/// An answer whose body fails at once: the connection closes before a whole answer went out.
fn broken_off() -> Response {
    let nothing = futures_util::stream::once(async { Err::<bytes::Bytes, _>(std::io::Error::other("silent")) });
    let mut response = Response::new(axum::body::Body::from_stream(nothing));
    response.headers_mut().insert(header::CONTENT_LENGTH, header::HeaderValue::from_static("1000"));
    response
}

#[derive(Deserialize)]
struct Filter {
    to: Option<String>,
    language: Option<String>,
}

async fn list(State((inbox, _)): Shared, Query(filter): Query<Filter>) -> Json<Vec<Message>> {
    Json(inbox.messages(filter.to.as_deref()))
}

async fn show(State((inbox, _)): Shared, Query(filter): Query<Filter>) -> Html<String> {
    Html(page::page(&inbox.messages(filter.to.as_deref()), filter.language.as_deref()))
}

async fn control(State((inbox, _)): Shared, Json(control): Json<Control>) -> StatusCode {
    inbox.set(control);
    StatusCode::NO_CONTENT
}
