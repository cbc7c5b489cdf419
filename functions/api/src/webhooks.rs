//! `/v1/webhooks`: addresses to which the events of the organisation's appeals are sent, signed, so that no program needs
//! to poll (EDM-07). The same as the page of its external administrator.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use http::StatusCode;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use zvarot_actions::webhooks::{self as acts, Change, WebhookForm};
use zvarot_domain::FaultCode;
use zvarot_store::webhooks::Webhook;

use crate::{
    access::Caller,
    acting::begin,
    body::{self, Body},
    context::Api,
    problem::{self, ApiError, BodyRefusals, ProblemDocument, Refusals},
};

/// An address to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "url": "https://edms.example/zvarot", "name": "СЭД", "events": ["submitted", "withdrawn"] }))]
pub struct NewWebhook {
    /// `https`, public, without a password. It gets a POST with JSON and has to answer 2xx within 15 seconds.
    #[schema(max_length = 500)]
    url: String,
    /// What its administrators call it; none: the host.
    #[serde(default)]
    #[schema(max_length = 100)]
    name: String,
    /// Codes of events as in the history of an appeal; none: all.
    #[serde(default)]
    #[schema(max_items = 100)]
    events: Vec<String>,
}

/// An address. Each message has the headers `webhook-id` (the same at each attempt), `webhook-timestamp` and
/// `webhook-signature`: `v1,` and, in base64, HMAC-SHA-256 over id, timestamp and body with points between, by the bytes that
/// the secret after `whsec_` is the base64 of.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookEntry {
    id: Uuid,
    url: String,
    name: String,
    /// None: all.
    events: Vec<String>,
    /// `disabled`: it did not take messages for three days.
    #[schema(pattern = "^(active|paused|disabled)$")]
    state: String,
    /// Since when no message was taken; none: it takes them.
    failing_since: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// Shown once, when it was made.
    secret: Option<String>,
}

/// The addresses of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhooks {
    items: Vec<WebhookEntry>,
}

/// What is to be sent again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "since": "2026-04-20T06:00:00Z" }))]
pub struct Replay {
    /// Not more than 90 days ago. At most 10 000 events are sent again, the oldest first.
    #[schema(format = "date-time")]
    since: String,
}

/// What will be sent again.
#[derive(Debug, Serialize, ToSchema)]
pub struct Replayed {
    /// Messages that wait because of this call.
    messages: u64,
}

impl WebhookEntry {
    fn new(webhook: Webhook) -> Self {
        Self {
            id: webhook.id,
            url: webhook.url,
            name: webhook.name,
            events: webhook.events,
            state: webhook.state,
            failing_since: webhook.failing_since,
            created_at: webhook.created_at,
            secret: None,
        }
    }
}

fn shown(caller: &Caller, status: u16, value: &impl Serialize) -> Result<Response, ApiError> {
    let mut response = body::answer(status, &body::json(value)?);
    problem::speak(response.headers_mut(), &caller.visit);
    Ok(response)
}

fn id(path: &str) -> Result<Uuid, ApiError> {
    path.parse().map_err(|_| ApiError::NotFound)
}

/// Add an address for events
///
/// The answer holds the signing secret, once: a repeated call with the same `Idempotency-Key` is answered without it.
#[utoipa::path(
    post,
    path = "/v1/webhooks",
    operation_id = "addWebhook",
    tag = "Webhooks",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "The call is done once, and its answer is given again for two days.", min_length = 1, max_length = 200),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    request_body = NewWebhook,
    responses(
        (status = 201, description = "Events from now on are sent there.", body = WebhookEntry),
        Refusals, BodyRefusals,
    ),
    security(("oauth" = [])),
)]
pub async fn create(
    caller: Caller,
    State(api): State<Api>,
    body: Body<NewWebhook>,
) -> Result<Response, ApiError> {
    let form = WebhookForm {
        url: body.value.url,
        name: body.value.name,
        events: body.value.events,
    };
    let actor = caller.actor.actor();
    let mut call = match begin(&api, &caller, body.key).await? {
        Ok(call) => call,
        Err(before) => return Ok(before),
    };
    let private = api.webhooks_private;
    let id = acts::subscribe_in(call.work(), &actor, &form, private).await?;
    let (webhook, secret) = acts::open_in(&api.actions, call.work(), &actor, id).await?;
    let mut entry = WebhookEntry::new(webhook);
    // What is kept for a repeated call holds no secret.
    call.end(201, &body::json(&entry)?).await?;
    entry.secret = secret.map(|secret| secret.expose_secret().to_owned());
    shown(&caller, 201, &entry)
}

/// List the addresses for events
#[utoipa::path(
    get,
    path = "/v1/webhooks",
    operation_id = "listWebhooks",
    tag = "Webhooks",
    params(("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be")),
    responses((status = 200, description = "The organisation's addresses, oldest first.", body = Webhooks), Refusals),
    security(("oauth" = [])),
)]
pub async fn list(caller: Caller, State(api): State<Api>) -> Result<Response, ApiError> {
    let found = acts::list(&api.actions, &caller.actor.actor()).await?;
    let items = found.into_iter().map(WebhookEntry::new).collect();
    shown(&caller, 200, &Webhooks { items })
}

/// Remove an address for events
#[utoipa::path(
    delete,
    path = "/v1/webhooks/{id}",
    operation_id = "removeWebhook",
    tag = "Webhooks",
    params(
        ("id" = Uuid, Path, description = "The address's id."),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    responses(
        (status = 204, description = "Nothing is sent there any more."),
        (status = 404, description = "There is no such address.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn remove(
    caller: Caller,
    State(api): State<Api>,
    Path(path): Path<String>,
) -> Result<Response, ApiError> {
    let (actor, cause) = (caller.actor.actor(), caller.visit.cause());
    acts::change(&api.actions, &cause, &actor, id(&path)?, Change::Remove).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Make a new signing secret
///
/// For a day messages are signed by the one before as well.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/secret",
    operation_id = "rotateWebhookSecret",
    tag = "Webhooks",
    params(
        ("id" = Uuid, Path, description = "The address's id."),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    responses(
        (status = 200, description = "The address with its new secret.", body = WebhookEntry),
        (status = 404, description = "There is no such address.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("oauth" = [])),
)]
pub async fn rotate(
    caller: Caller,
    State(api): State<Api>,
    Path(path): Path<String>,
) -> Result<Response, ApiError> {
    let (actor, cause, id) = (caller.actor.actor(), caller.visit.cause(), id(&path)?);
    acts::rotate(&api.actions, &cause, &actor, id).await?;
    let (webhook, secret) = acts::open(&api.actions, &cause, &actor, id).await?;
    let mut entry = WebhookEntry::new(webhook);
    entry.secret = secret.map(|secret| secret.expose_secret().to_owned());
    shown(&caller, 200, &entry)
}

/// Send events again
///
/// All that happened since a moment, in the order of each appeal. A message that was sent before keeps its `webhook-id`.
#[utoipa::path(
    post,
    path = "/v1/webhooks/{id}/replay",
    operation_id = "replayWebhook",
    tag = "Webhooks",
    params(
        ("id" = Uuid, Path, description = "The address's id."),
        ("Accept-Language" = Option<String>, Header, description = "`ru` or `be`.", example = "be"),
    ),
    request_body = Replay,
    responses(
        (status = 202, description = "They wait to be sent.", body = Replayed),
        (status = 404, description = "There is no such address.", body = ProblemDocument, content_type = "application/problem+json"),
        Refusals, BodyRefusals,
    ),
    security(("oauth" = [])),
)]
pub async fn replay(
    caller: Caller,
    State(api): State<Api>,
    Path(path): Path<String>,
    body: Body<Replay>,
) -> Result<Response, ApiError> {
    let (actor, cause, id) = (caller.actor.actor(), caller.visit.cause(), id(&path)?);
    let since = DateTime::parse_from_rfc3339(&body.value.since)
        .map_err(|_| zvarot_actions::ActionError::field("since", FaultCode::NotADate))?;
    let since = since.with_timezone(&Utc);
    let messages = acts::replay_since(&api.actions, &cause, &actor, id, since).await?;
    shown(&caller, 202, &Replayed { messages })
}
