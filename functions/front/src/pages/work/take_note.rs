//! Taking note of an appeal without an answer (REV-07; law, art. 14, item 3): one of its three reasons.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use zvarot_actions::{Actions, appeals};
use zvarot_domain::{Action, CompletionResult, NoteReason, completion::CompletionForm};
use zvarot_web::{Choice, FormValues, Official, Page, PageError, ProtectedForm, Visit};

use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/take_note.html")]
struct TakeNotePage {
    page: Page,
    frame: Frame,
    reasons: Vec<Choice>,
}

/// `GET /work/appeals/{number}/take-note`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(path): Path<String>,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let values = |_: &_| FormValues::default();
    let frame = frame::open(&visit, &actions, actor, number, Action::TakeNote, values).await?;
    show(&visit, frame)
}

/// `POST /work/appeals/{number}/take-note`
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(path): Path<String>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let (number, actor, cause) = (frame::number(&path)?, &official.actor, visit.cause());
    let form = CompletionForm {
        result: Some(CompletionResult::TakenNote.code().to_owned()),
        reason: values.filled("reason"),
        explanation: values.filled("explanation"),
        ..CompletionForm::default()
    };
    let version = frame::version(&values)?;
    let result = match frame::readable(&values) {
        Ok(()) => appeals::conclude(&actions, &cause, actor, number, version, &form).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(_) => Ok(frame::done(number, "noted")),
        Err(error) => {
            let back = frame::back(error)?;
            let frame = frame::reopen(&visit, &actions, actor, number, values, back).await?;
            show(&visit, frame)
        }
    }
}

fn show(visit: &Visit, frame: Frame) -> Result<Response, PageError> {
    let texts = visit.texts();
    let reasons = NoteReason::ALL.map(|reason| {
        let key = format!("note-reason-{}", reason.code().replace('_', "-"));
        Choice::new(reason.code(), texts.get(&key))
    });
    let status = frame.status();
    let page = TakeNotePage { page: frame.page(visit), reasons: reasons.into(), frame };
    frame::show(status, &page)
}
