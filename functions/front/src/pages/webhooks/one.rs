//! `/organisation/webhooks/{id}`: one address: its secret (once), its state, what was sent there and what came back.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDateTime;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use uuid::Uuid;
use zvarot_actions::webhooks::{self as actions, Change};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::{EventId, Fault, FaultCode, minsk};
use zvarot_store::webhooks::{self, Message, Webhook};
use zvarot_web::{FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed};

const SHOWN: usize = 50;
const LABELS: &[(&str, &str)] = &[("since", "webhook-replay-since")];
const STATES: [&str; 4] = ["waiting", "sending", "delivered", "failed"];

#[derive(Template)]
#[template(path = "webhooks/one.html")]
struct OnePage {
    page: Page,
    webhook: Webhook,
    state: (&'static str, &'static str),
    /// Shown this once.
    secret: Option<String>,
    messages: Vec<Message>,
    /// Those of which state; all when empty.
    shown: &'static str,
    form: FormState,
    /// What was done just now: the key of its text.
    done: Option<String>,
    first: Option<String>,
    next: Option<String>,
}

/// What is shown.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
    #[serde(default)]
    state: String,
    before: Option<i64>,
}

fn path(id: Uuid) -> String {
    format!("/organisation/webhooks/{id}")
}

fn done(id: Uuid, what: &str) -> Response {
    Redirect::to(&format!("{}?done={what}", path(id))).into_response()
}

/// `GET /organisation/webhooks/{id}?state=&before=`
pub async fn page(
    visit: Visit,
    official: Official,
    State(state): State<Actions>,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let page = Page::new(&visit);
    let values = FormValues::default().with("since", minsk::local(visit.now()).format("%Y-%m-%dT00:00").to_string());
    show(&one_page(page, &visit, &state, &official, id, &asked, FormState::new(values)).await?)
}

async fn one_page(
    page: Page,
    visit: &Visit,
    state: &Actions,
    official: &Official,
    id: Uuid,
    asked: &Asked,
    form: FormState,
) -> Result<OnePage, PageError> {
    let (webhook, secret) = actions::open(state, &visit.cause(), &official.actor, id).await?;
    let wanted = STATES.into_iter().find(|code| *code == asked.state);
    let mut connection = state.store.pool().acquire().await?;
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut messages =
        webhooks::messages(&mut connection, id, wanted, asked.before.map(EventId), limit).await?;
    drop(connection);
    let more = messages.len() > SHOWN;
    messages.truncate(SHOWN);
    let list = format!("{}?state={}", path(id), wanted.unwrap_or_default());
    let last = messages.last().filter(|_| more);
    Ok(OnePage {
        page,
        state: super::state(&webhook),
        webhook,
        secret: secret.map(|secret| secret.expose_secret().to_owned()),
        next: last.map(|last| format!("{list}&before={}", last.event.0)),
        first: asked.before.map(|_| list),
        messages,
        shown: wanted.unwrap_or_default(),
        form,
        done: ["changed", "rotated", "replayed"]
            .contains(&asked.done.as_str())
            .then(|| format!("webhook-done-{}", asked.done)),
    })
}

/// `POST /organisation/webhooks/{id}/rotate`
pub async fn rotate(
    visit: Visit,
    official: Official,
    State(state): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Response, PageError> {
    actions::rotate(&state, &visit.cause(), &official.actor, id).await?;
    Ok(done(id, "rotated"))
}

/// `POST /organisation/webhooks/{id}/change`: pause, resume, remove.
pub async fn change(
    visit: Visit,
    official: Official,
    State(state): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let change = match form.get("change") {
        "pause" => Change::Pause,
        "resume" => Change::Resume,
        "remove" => Change::Remove,
        _ => return Err(PageError::BadRequest),
    };
    actions::change(&state, &visit.cause(), &official.actor, id, change).await?;
    Ok(match change {
        Change::Remove => Redirect::to("/organisation/webhooks?done=removed").into_response(),
        Change::Pause | Change::Resume => done(id, "changed"),
    })
}

/// `POST /organisation/webhooks/{id}/replay`: one message.
pub async fn replay(
    visit: Visit,
    official: Official,
    State(state): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Response, PageError> {
    let message = form.get("message").parse().map_err(|_| PageError::BadRequest)?;
    actions::replay_one(&state, &visit.cause(), &official.actor, id, message).await?;
    Ok(done(id, "replayed"))
}

/// `POST /organisation/webhooks/{id}/replay-since`: all since a moment, as clocks in Minsk show it.
pub async fn replay_since(
    visit: Visit,
    official: Official,
    State(state): State<Actions>,
    Path(id): Path<Uuid>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let typed = values.get("since").trim();
    let since = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok());
    let outcome = match since {
        Some(since) => {
            let since = minsk::instant(since);
            actions::replay_since(&state, &visit.cause(), &official.actor, id, since).await
        }
        None => Err(ActionError::Invalid(vec![Fault::new("since", FaultCode::NotADate)])),
    };
    match outcome {
        Ok(_) => Ok(done(id, "replayed")),
        Err(ActionError::Invalid(faults)) => {
            let texts = visit.texts();
            let form = FormState::failed(values, &faults, texts).labelled(LABELS, texts);
            let asked = Asked::default();
            show_failed(&one_page(Page::failed(&visit), &visit, &state, &official, id, &asked, form).await?)
        }
        Err(error) => Err(error.into()),
    }
}
