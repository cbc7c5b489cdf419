//! Replying to what the organisation asked while it considers an appeal (REV-09).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use zvarot_actions::ActionError;
use zvarot_actions::appeals::{self, Card};
use zvarot_domain::{Action, Faults};
use zvarot_store::files;
use zvarot_web::{Applicant, FormState, FormValues, FormWithFiles, Page, PageError, Visit};

use crate::context::Front;
use crate::pages::messages::{self, ShownMessage};
use crate::pages::uploads::{self, ShownFile};
use crate::pages::work::letters;

/// The fields, with the keys of their labels.
const LABELS: &[(&str, &str)] = &[("text", "reply-text"), ("files", "draft-files")];

#[derive(Template)]
#[template(path = "appeals/reply.html")]
struct ReplyPage {
    page: Page,
    /// Where the card is.
    path: String,
    form: FormState,
    messages: Vec<ShownMessage>,
    files: Vec<ShownFile>,
    holder: String,
    accepted: String,
    upload_texts: String,
}

/// `GET /appeals/{number}/reply`
pub async fn page(
    visit: Visit,
    applicant: Applicant,
    State(front): State<Front>,
    Path(number): Path<String>,
) -> Result<Response, PageError> {
    let number = super::number(&number)?;
    let card = appeals::card(&front.actions, &visit.cause(), &applicant.actor, number).await?;
    if !card.allowed.contains(&Action::Reply) || !messages::can_be_replied_to(&card) {
        return Err(PageError::Refused("refusal-wrong-status".into()));
    }
    show(&visit, &front, &applicant, &card, FormValues::default(), &Faults::new()).await
}

/// `POST /appeals/{number}/reply`
pub async fn submit(
    visit: Visit,
    applicant: Applicant,
    State(front): State<Front>,
    Path(number): Path<String>,
    mut posted: FormWithFiles,
) -> Result<Response, PageError> {
    let number = super::number(&number)?;
    let (actions, actor, cause) = (&front.actions, &applicant.actor, visit.cause());
    let mut faults = letters::receive(&visit, actor, &front, number, &mut posted).await?;
    let values = posted.into_values();
    letters::remove(&visit, actor, &front, &values).await?;
    faults.extend(values.unreadable());
    if faults.is_empty() && values.has("send") {
        match appeals::reply(actions, &cause, actor, number, values.get("text")).await {
            Ok(()) => {
                return Ok(Redirect::to(&format!("/appeals/{}", number.digits())).into_response());
            }
            Err(ActionError::Invalid(found)) => faults = found,
            Err(error) => return Err(error.into()),
        }
    }
    let card = appeals::card(actions, &cause, actor, number).await?;
    show(&visit, &front, &applicant, &card, values, &faults).await
}

async fn show(
    visit: &Visit,
    front: &Front,
    applicant: &Applicant,
    card: &Card,
    values: FormValues,
    faults: &Faults,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let mut connection = front.store.pool().acquire().await?;
    let id = card.appeal.id;
    let own = files::for_answer(&mut connection, id, applicant.account).await?;
    drop(connection);
    let wrong = !faults.is_empty();
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ReplyPage {
        page: if wrong { Page::failed(visit) } else { Page::new(visit) },
        path: format!("/appeals/{}", card.appeal.number.digits()),
        form: FormState::failed(values, faults, texts).labelled(LABELS, texts),
        messages: messages::shown(card, texts),
        files: own.iter().map(|file| ShownFile::new(file, texts)).collect(),
        holder: format!("answer:{id}"),
        accepted: uploads::accepted(),
        upload_texts: uploads::script_texts(texts),
    };
    crate::pages::work::frame::show(status, &page)
}
