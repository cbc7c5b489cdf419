//! The look at an answer before it is sent (REV-10, BEY-08): what was sent is not taken back. It has an address of its own and
//! shows what is kept, so that the browser's way back and forth neither loses nor repeats anything.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::appeals::{self, CheckedAnswer};
use zvarot_domain::answer_check::Warned;
use zvarot_domain::{Action, AnswerWay, AppealNumber, UploadPurpose};
use zvarot_web::{FormState, FormValues, Page, PageError, show};

use super::desk::Desk;
use super::frame::{self, Frame, card_path};
use super::{answer, answered, letters, questions};
use crate::pages::uploads::ShownFile;

#[derive(Template)]
#[template(path = "work/preview.html")]
struct PreviewPage {
    page: Page,
    frame: Frame,
    answer: CheckedAnswer,
    files: Vec<ShownFile>,
    /// The key of the text that says how the answer reaches the applicant.
    lead: &'static str,
    by_post: bool,
    /// Where it goes by e-mail, if there is no cabinet: an address on paper may be misread.
    address: Option<String>,
    /// What may be wrong with it (BEY-08): it is sent all the same, if the official says so.
    warnings: Vec<Warned>,
}

/// Where an answer is looked at.
pub fn path(number: AppealNumber) -> String {
    format!("{}/answer/preview", card_path(number))
}

/// `GET /work/appeals/{number}/answer/preview`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    let mut frame = match desk.open(Action::Complete, |_| FormValues::default()).await {
        Ok(frame) => frame,
        Err(refused) => return answered::instead_of(&desk, refused).await,
    };
    let (actions, cause, actor) = (desk.actions(), &desk.cause, desk.actor());
    let form_path = format!("{}/answer", frame.card_path());
    let Some(kept) = appeals::kept_answer(actions, cause, actor, frame.card.appeal.id).await? else {
        return Ok(Redirect::to(&form_path).into_response());
    };
    let version = kept.version.unwrap_or(frame.card.appeal.version);
    let values = answer::typed(FormValues::default(), &kept.form)
        .with("version", version.to_string())
        .with(questions::ASKED, questions::asked(&frame.card));
    match appeals::check_answer(actions, cause, actor, desk.number, version, &kept.form).await {
        Ok((answer, warnings)) => {
            let signatory = answer.signatory.as_ref().and_then(|signatory| signatory.account);
            let values = values.with("signatory", signatory.map(|account| account.to_string()).unwrap_or_default());
            frame.form = FormState::new(values);
            let files = letters::own(&desk.visit, &desk.front, &desk.official, &frame, UploadPurpose::Answer).await?;
            show_preview(&desk, frame, answer, files, warnings)
        }
        // Something has changed since it was kept: the form comes back with what was typed.
        Err(error) => {
            let back = frame::back(error)?;
            let mut frame = desk.reopen_merged(values, back, questions::forget_others).await?;
            frame.action = form_path;
            answer::show_form(&desk, frame, None).await
        }
    }
}

fn show_preview(
    desk: &Desk,
    frame: Frame,
    answer: CheckedAnswer,
    files: Vec<ShownFile>,
    warnings: Vec<Warned>,
) -> Result<Response, PageError> {
    let account = frame.card.appeal.account_id;
    let by_email = frame.card.appeal.answer_way == AnswerWay::Email && account.is_none();
    let address = frame.card.appeal.applicant["email"].as_str().filter(|_| by_email).map(str::to_owned);
    show(&PreviewPage {
        page: frame.page(&desk.visit),
        lead: match (account, frame.card.answer_way) {
            (Some(_), _) => "work-preview-lead",
            (None, AnswerWay::Email) => "work-preview-lead-email",
            (None, _) => "work-preview-lead-untold",
        },
        by_post: frame.card.answer_way == AnswerWay::Post && account.is_some(),
        address,
        frame,
        answer,
        files,
        warnings,
    })
}
