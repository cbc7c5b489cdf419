//! Replying to what the organisation asked while it considers an appeal (REV-09).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use serde::Deserialize;
use zvarot_actions::ActionError;
use zvarot_actions::appeals::{self, Card};
use zvarot_domain::{AppealId, Faults, UploadPurpose};
use zvarot_store::files::{self, Holder};
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
    /// The organisation's instance of the number.
    to: AppealId,
    organisation: String,
    messages: Vec<ShownMessage>,
    files: Vec<ShownFile>,
    holder: String,
    accepted: String,
    upload_texts: String,
}

/// To which organisation: its instance of the number. Without it to the one that has the appeal now.
#[derive(Deserialize)]
pub struct Asked {
    to: Option<AppealId>,
}

impl Asked {
    /// The instance that is replied to, of those that wrote.
    fn of(&self, card: &Card) -> Result<AppealId, PageError> {
        match self.to {
            None => Ok(card.talks.iter().find(|talk| talk.may_reply).map_or(card.appeal.id, |talk| talk.appeal)),
            Some(to) => card.talks.iter().map(|talk| talk.appeal).find(|appeal| *appeal == to).ok_or(PageError::NotFound),
        }
    }
}

/// `GET /appeals/{number}/reply?to=`
pub async fn page(
    visit: Visit,
    applicant: Applicant,
    State(front): State<Front>,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let number = super::number(&number)?;
    let card = appeals::card(&front.actions, &visit.cause(), &applicant.actor, number).await?;
    let to = asked.of(&card)?;
    if !card.talks.iter().any(|talk| talk.appeal == to && talk.may_reply) {
        return Err(PageError::Refused("refusal-wrong-status".into()));
    }
    show(&visit, &front, &applicant, (&card, to), FormValues::default(), &Faults::new()).await
}

/// `POST /appeals/{number}/reply`
pub async fn submit(
    visit: Visit,
    applicant: Applicant,
    State(front): State<Front>,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
    mut posted: FormWithFiles,
) -> Result<Response, PageError> {
    let number = super::number(&number)?;
    let (actions, actor, cause) = (&front.actions, &applicant.actor, visit.cause());
    let to = asked.of(&appeals::card(actions, &cause, actor, number).await?)?;
    let mut faults = letters::receive_as(&visit, actor, &front, Holder::Form(to, UploadPurpose::Reply), &mut posted).await?;
    let values = posted.into_values();
    letters::remove(&visit, actor, &front, &values).await?;
    faults.extend(values.unreadable());
    if faults.is_empty() && values.has("send") {
        match appeals::reply(actions, &cause, actor, to, values.get("text")).await {
            Ok(()) => {
                return Ok(Redirect::to(&format!("/appeals/{}", number.digits())).into_response());
            }
            Err(ActionError::Invalid(found)) => faults = found,
            Err(error) => return Err(error.into()),
        }
    }
    let card = appeals::card(actions, &cause, actor, number).await?;
    show(&visit, &front, &applicant, (&card, to), values, &faults).await
}

async fn show(
    visit: &Visit,
    front: &Front,
    applicant: &Applicant,
    (card, to): (&Card, AppealId),
    values: FormValues,
    faults: &Faults,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let mut connection = front.store.pool().acquire().await?;
    let own = files::for_form(&mut connection, to, UploadPurpose::Reply, applicant.account).await?;
    drop(connection);
    let talk = messages::talks(card, texts).into_iter().find(|talk| talk.appeal == to);
    let wrong = !faults.is_empty();
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ReplyPage {
        page: if wrong { Page::failed(visit) } else { Page::new(visit) },
        path: format!("/appeals/{}", card.appeal.number.digits()),
        form: FormState::failed(values, faults, texts).labelled(LABELS, texts),
        to,
        organisation: talk.as_ref().map_or_else(String::new, |talk| talk.organisation.clone()),
        messages: talk.map_or_else(Vec::new, |talk| talk.messages),
        files: own.iter().map(|file| ShownFile::new(file, texts)).collect(),
        holder: uploads::holder_text(Holder::Form(to, UploadPurpose::Reply)),
        accepted: uploads::accepted(),
        upload_texts: uploads::script_texts(texts),
    };
    crate::pages::work::frame::show(status, &page)
}
