//! Taking note of an appeal without an answer (REV-07; law, art. 14, item 3): one of its three reasons.

use askama::Template;
use axum::response::Response;
use zvarot_domain::{Action, CompletionResult, NoteReason, completion::CompletionForm};
use zvarot_web::{Choice, FormValues, Page, PageError, ProtectedForm};

use super::desk::Desk;
use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/take_note.html")]
struct TakeNotePage {
    page: Page,
    frame: Frame,
    reasons: Vec<Choice>,
}

/// `GET /work/appeals/{number}/take-note`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    show(&desk, desk.open(Action::TakeNote, |_| FormValues::default()).await?)
}

/// `POST /work/appeals/{number}/take-note`
pub async fn submit(
    desk: Desk,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let form = CompletionForm::of(CompletionResult::TakenNote);
    match desk.conclude(values, "noted", form).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame),
    }
}

fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let texts = desk.texts();
    let reasons = NoteReason::ALL.map(|reason| {
        let key = format!("note-reason-{}", reason.code().replace('_', "-"));
        Choice::new(reason.code(), texts.get(&key))
    });
    let status = frame.status();
    let page = TakeNotePage { page: frame.page(&desk.visit), reasons: reasons.into(), frame };
    frame::show(status, &page)
}
