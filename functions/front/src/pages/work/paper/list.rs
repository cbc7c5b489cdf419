//! The cards that an official has begun and not entered yet, and the way to a new one.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use zvarot_actions::Actions;
use zvarot_actions::appeals::enter::paper;
use zvarot_web::{Official, Page, PageError, ProtectedForm, Visit, show};

/// So much of the content tells a draft from others.
const BEGINNING: usize = 120;

struct ShownDraft {
    path: String,
    /// Who applies, or nothing yet.
    name: String,
    beginning: String,
    at: DateTime<Utc>,
}

#[derive(Template)]
#[template(path = "work/paper/list.html")]
struct ListPage {
    page: Page,
    drafts: Vec<ShownDraft>,
}

/// `GET /work/paper`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
) -> Result<Response, PageError> {
    let found = paper::list(&actions, &visit.cause(), &official.actor).await?;
    let drafts = found.into_iter().map(|(draft, form)| {
        let name = if form.organisation_name.is_empty() {
            format!("{} {}", form.surname, form.name)
        } else {
            form.organisation_name
        };
        ShownDraft {
            path: super::path(draft.id),
            name: name.trim().to_owned(),
            beginning: form.content.chars().take(BEGINNING).collect(),
            at: draft.updated_at,
        }
    });
    show(&ListPage { page: Page::new(&visit), drafts: drafts.collect() })
}

/// `POST /work/paper`: begins a card.
pub async fn begin(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Response, PageError> {
    let id = paper::begin(&actions, &visit.cause(), &official.actor).await?;
    Ok(Redirect::to(&super::path(id)).into_response())
}
