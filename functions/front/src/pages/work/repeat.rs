//! Marking an appeal as a repeat (SUB-12; law, art. 1): the earlier appeals of the same applicant are proposed, the clerk
//! reads and confirms; one that is not among them is named by its number.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals;
use zvarot_domain::{Action, minsk, repeats};
use zvarot_web::{FormValues, Page, PageError, ProtectedForm};

use super::desk::Desk;
use super::earlier::{self, Proposed};
use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/repeat.html")]
struct RepeatPage {
    page: Page,
    frame: Frame,
    proposed: Vec<Proposed>,
}

/// `GET /work/appeals/{number}/repeat`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    show(&desk, desk.open(Action::MarkRepeat, |_| FormValues::default()).await?).await
}

/// `POST /work/appeals/{number}/repeat`
pub async fn submit(
    desk: Desk,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let first = chosen(&values);
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let marked = appeals::mark_repeat(actions, &desk.cause, actor, desk.number, version, &first);
    match desk.carry_out(values, "repeat", marked).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
    }
}

/// The first appeal's number: what was typed goes before what was chosen.
pub fn chosen(values: &FormValues) -> String {
    values.filled("first_number").or_else(|| values.filled("proposed")).unwrap_or_default()
}

async fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let came = minsk::date(frame.card.appeal.submitted_at);
    let proposed = earlier::proposed(desk, &frame, |first| {
        repeats::check(minsk::date(first.submitted_at), first.status, came)
    });
    let (proposed, status) = (proposed.await?, frame.status());
    frame::show(status, &RepeatPage { page: frame.page(&desk.visit), proposed, frame })
}
