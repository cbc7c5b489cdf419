//! Writing to the applicant while an appeal is considered (REV-09): asking for details, or an answer before the last one.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use zvarot_actions::appeals::{self, MessageForm};
use zvarot_domain::appeal::CorrespondenceKind;
use zvarot_domain::{Action, AppealNumber};
use zvarot_web::{Choice, FormValues, FormWithFiles, Official, Page, PageError, Visit};

use super::frame::{self, Back, Frame};
use super::letters::{self, Letters};
use crate::context::Front;
use crate::pages::messages::{self, ShownMessage};

#[derive(Template)]
#[template(path = "work/message.html")]
struct MessagePage {
    page: Page,
    frame: Frame,
    kinds: Vec<Choice>,
    letters: Letters,
    before: Vec<ShownMessage>,
    by_post: bool,
}

/// `GET /work/appeals/{number}/message`
pub async fn page(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let question = CorrespondenceKind::Question.code();
    let values = |_: &_| FormValues::default().with("message_kind", question);
    let action = Action::SendMessage;
    let frame = frame::open(&visit, &front.actions, actor, number, action, values).await?;
    show(&visit, &front, &official, frame).await
}

/// `POST /work/appeals/{number}/message`
pub async fn submit(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
    mut posted: FormWithFiles,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let faults = letters::receive(&visit, actor, &front, number, &mut posted).await?;
    let values = posted.into_values();
    letters::remove(&visit, actor, &front, &values).await?;
    if !faults.is_empty() || !values.has("send") || frame::readable(&values).is_err() {
        return reopen(&visit, &front, &official, number, values, Back::Faults(faults)).await;
    }
    let form = MessageForm {
        kind: values.get("message_kind").to_owned(),
        text: values.get("text").to_owned(),
    };
    match appeals::send_message(&front.actions, &visit.cause(), actor, number, &form).await {
        Ok(()) => Ok(frame::done(number, "message")),
        Err(error) => {
            let back = frame::back(error)?;
            reopen(&visit, &front, &official, number, values, back).await
        }
    }
}

async fn reopen(
    visit: &Visit,
    front: &Front,
    official: &Official,
    number: AppealNumber,
    values: FormValues,
    back: Back,
) -> Result<Response, PageError> {
    let (actions, actor) = (&front.actions, &official.actor);
    let frame = frame::reopen(visit, actions, actor, number, values, back).await?;
    show(visit, front, official, frame).await
}

async fn show(
    visit: &Visit,
    front: &Front,
    official: &Official,
    frame: Frame,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    let kinds = [CorrespondenceKind::Question, CorrespondenceKind::Answer].map(|kind| {
        let name = texts.get(&format!("message-kind-{}", kind.code()));
        Choice::new(kind.code(), name).hint(texts.get(&format!("message-kind-{}-hint", kind.code())))
    });
    let status = frame.status();
    let page = MessagePage {
        page: frame.page(visit),
        kinds: kinds.into(),
        letters: Letters::of(visit, front, official, &frame).await?,
        before: messages::shown(&frame.card, texts),
        by_post: letters::by_post(&frame),
        frame,
    };
    frame::show(status, &page)
}
