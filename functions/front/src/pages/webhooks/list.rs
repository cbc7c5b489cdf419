//! `/organisation/webhooks`: the addresses, and a form for another one.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zvarot_actions::webhooks::{self, WebhookForm};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::EventKind;
use zvarot_store::webhooks::Webhook;
use zvarot_web::{FormState, FormValues, Official, Page, PageError, ProtectedForm, Visit, show, show_failed};

use crate::context::WebhooksPrivate;

const PATH: &str = "/organisation/webhooks";
const LABELS: &[(&str, &str)] = &[
    ("url", "webhook-url"),
    ("name", "webhook-name"),
    ("events", "webhook-events"),
];

struct Row {
    webhook: Webhook,
    state: (&'static str, &'static str),
}

struct Event {
    kind: EventKind,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "webhooks/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    form: FormState,
    events: Vec<Event>,
    /// An address was removed just now.
    removed: bool,
}

/// What was done before the redirect here.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /organisation/webhooks`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    let page = list_page(Page::new(&visit), &actions, &official, FormState::default(), &[]).await?;
    show(&ListPage { removed: query.done == "removed", ..page })
}

/// `POST /organisation/webhooks`: another address.
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    State(WebhooksPrivate(private)): State<WebhooksPrivate>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let form = WebhookForm {
        url: values.get("url").to_owned(),
        name: values.get("name").to_owned(),
        events: values.all("events").map(str::to_owned).collect(),
    };
    match webhooks::subscribe(&actions, &visit.cause(), &official.actor, &form, private).await {
        Ok(id) => Ok(Redirect::to(&format!("{PATH}/{id}")).into_response()),
        Err(ActionError::Invalid(faults)) => {
            let texts = visit.texts();
            let state = FormState::failed(values, &faults, texts).labelled(LABELS, texts);
            show_failed(&list_page(Page::failed(&visit), &actions, &official, state, &form.events).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn list_page(
    page: Page,
    actions: &Actions,
    official: &Official,
    form: FormState,
    chosen: &[String],
) -> Result<ListPage, PageError> {
    let found = webhooks::list(actions, &official.actor).await?;
    let rows = found.into_iter().map(|webhook| Row {
        state: super::state(&webhook),
        webhook,
    });
    let events = EventKind::ALL.into_iter().map(|kind| Event {
        kind,
        chosen: chosen.iter().any(|code| code == kind.code()),
    });
    let form = if form.has_faults() { form } else { FormState::new(FormValues::default()) };
    Ok(ListPage {
        page,
        rows: rows.collect(),
        form,
        events: events.collect(),
        removed: false,
    })
}
