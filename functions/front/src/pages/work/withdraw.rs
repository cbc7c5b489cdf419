//! Recording that an applicant without a cabinet has withdrawn the appeal (SUB-10, REV-07; law, art. 7 and 16): the written
//! statement with its date is kept with the appeal.

use askama::Template;
use axum::response::Response;
use zvarot_domain::{Action, CompletionResult, UploadPurpose, completion::CompletionForm};
use zvarot_web::{FormValues, FormWithFiles, Page, PageError};

use super::desk::Desk;
use super::frame::{self, Frame};
use super::letters::Letters;

#[derive(Template)]
#[template(path = "work/withdraw.html")]
struct WithdrawPage {
    page: Page,
    frame: Frame,
    letters: Letters,
}

/// `GET /work/appeals/{number}/withdraw`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    show(&desk, desk.open(Action::RecordWithdrawal, |_| FormValues::default()).await?).await
}

/// `POST /work/appeals/{number}/withdraw`
pub async fn submit(desk: Desk, posted: FormWithFiles) -> Result<Response, PageError> {
    let values = match desk.receive(UploadPurpose::Withdrawal, posted, |_| {}).await? {
        Ok(values) => values,
        Err(frame) => return show(&desk, *frame).await,
    };
    let form = CompletionForm {
        withdrawn_on: values.filled("withdrawn_on"),
        ..CompletionForm::of(CompletionResult::Withdrawn)
    };
    match desk.conclude(values, "withdrawn", form).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
    }
}

async fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let status = frame.status();
    let page = WithdrawPage { page: frame.page(&desk.visit), letters: desk.letters(&frame, UploadPurpose::Withdrawal).await?, frame };
    frame::show(status, &page)
}
