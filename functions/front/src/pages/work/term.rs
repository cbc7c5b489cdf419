//! Changing the review term with a reason (REG-06).

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use zvarot_actions::appeals::{self, TermForm};
use zvarot_domain::Action;
use zvarot_locale::Texts;
use zvarot_web::{FormValues, Page, PageError, ProtectedForm};

use super::clocks::ShownTerm;
use super::desk::Desk;
use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/term.html")]
struct TermPage {
    page: Page,
    frame: Frame,
    due: Option<ShownTerm>,
    /// The latest day that can be set, in words.
    latest: Option<String>,
    /// That the law's month ends before it.
    law: Option<String>,
}

/// `GET /work/appeals/{number}/term`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    show(&desk, desk.open(Action::ChangeTerm, |_| FormValues::default()).await?).await
}

/// `POST /work/appeals/{number}/term`
pub async fn submit(
    desk: Desk,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let form = TermForm {
        due_on: values.get("due_on").to_owned(),
        reason: values.get("reason").to_owned(),
    };
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let changed = appeals::change_term(actions, &desk.cause, actor, desk.number, version, &form);
    match desk.carry_out(values, "term", changed).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
    }
}

/// That the law's month ends on a day, and the latest that can be set is after it.
pub fn law_month(month: NaiveDate, latest: NaiveDate, texts: &Texts) -> String {
    texts.with("work-term-law-month", &[("month", texts.date(month)), ("latest", texts.date(latest))])
}

async fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let texts = desk.texts();
    let appeal = &frame.card.appeal;
    let clocks = appeals::clocks(desk.actions(), &desk.cause, appeal).await?;
    let (due, completed_at, now) = (appeal.due_on, appeal.completed_at, desk.visit.now());
    let status = frame.status();
    let page = TermPage {
        page: frame.page(&desk.visit),
        due: due.map(|due| ShownTerm::of_review(due, completed_at, now, texts)),
        law: clocks.month.as_ref().zip(clocks.latest.as_ref()).filter(|(month, latest)| month.date < latest.date).map(|(month, latest)| law_month(month.date, latest.date, texts)),
        latest: clocks.latest.map(|latest| texts.date_with_weekday(latest.date)),
        frame,
    };
    frame::show(status, &page)
}
