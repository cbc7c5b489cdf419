//! `/notices/choices`: what an official gets by e-mail besides the cabinet (NOT-01). Applicants choose in the profile.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use serde::Deserialize;
use zvarot_actions::{Actions, cabinet};
use zvarot_domain::MessageKind;
use zvarot_store::deliveries::Channel;
use zvarot_store::notices;
use zvarot_web::{Official, Page, PageError, ProtectedForm, Visit, show};

struct Choice {
    kind: MessageKind,
    wanted: bool,
}

#[derive(Template)]
#[template(path = "notices/choices.html")]
struct ChoicesPage {
    page: Page,
    choices: Vec<Choice>,
    saved: bool,
}

/// What was done just now.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

fn kinds() -> impl Iterator<Item = MessageKind> {
    let kinds = MessageKind::ALL.into_iter();
    kinds.filter(|kind| kind.is_for_officials())
}

/// `GET /notices/choices`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Query(query): Query<Done>,
) -> Result<Response, PageError> {
    let mut connection = actions.store.pool().acquire().await?;
    let chosen = notices::choices(&mut connection, official.actor.account()).await?;
    drop(connection);
    let choices = kinds().map(|kind| {
        let choice = chosen
            .iter()
            .find(|(of, by, _)| of == kind.code() && by == Channel::Email.code());
        let wanted = choice.map_or(kind.email_unless_chosen(), |choice| choice.2);
        Choice { kind, wanted }
    });
    show(&ChoicesPage {
        page: Page::new(&visit),
        choices: choices.collect(),
        saved: !query.done.is_empty(),
    })
}

/// `POST /notices/choices`
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Redirect, PageError> {
    let (cause, actor) = (visit.cause(), &official.actor);
    for kind in kinds() {
        let wanted = form.has(kind.code());
        cabinet::choose(&actions, &cause, actor, kind.code(), Channel::Email, wanted).await?;
    }
    Ok(Redirect::to("/notices/choices?done=saved"))
}
