//! Marking an appeal as a repeat (SUB-12; law, art. 1): the earlier appeals of the same applicant are proposed, the clerk
//! reads and confirms; one that is not among them is named by its number.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use zvarot_actions::appeals;
use zvarot_domain::{Action, Fault, minsk, repeats};
use zvarot_locale::Texts;
use zvarot_store::appeals::{Earlier, earlier};
use zvarot_web::{FormValues, Page, PageError, ProtectedForm, fault_text};

use super::desk::Desk;
use super::frame::{self, Frame, card_path};

/// So many earlier appeals are proposed.
const PROPOSED: i64 = 20;

/// An earlier appeal that is proposed.
struct Proposed {
    earlier: Earlier,
    /// When it came, in Minsk.
    on: NaiveDate,
    path: String,
    /// Why it cannot be the first one.
    why_not: Option<String>,
}

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

/// `POST /work/appeals/{number}/repeat`: what was typed goes before what was chosen.
pub async fn submit(
    desk: Desk,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let first = values.filled("first_number").or_else(|| values.filled("proposed"));
    let first = first.unwrap_or_default();
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let marked = appeals::mark_repeat(actions, &desk.cause, actor, desk.number, version, &first);
    match desk.carry_out(values, "repeat", marked).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame).await,
    }
}

async fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let appeal = &frame.card.appeal;
    let mut connection = desk.front.store.pool().acquire().await?;
    // A day more, so that those of the last day are told why they do not count.
    let since = appeal.submitted_at - Months::new(12 * repeats::YEARS) - TimeDelta::days(1);
    let found = earlier(&mut connection, appeal, since, PROPOSED).await?;
    drop(connection);
    let proposed = found.into_iter().map(|earlier| Proposed {
        on: minsk::date(earlier.submitted_at),
        path: card_path(earlier.number),
        why_not: why_not(desk.texts(), appeal.submitted_at, &earlier),
        earlier,
    });
    let status = frame.status();
    let page = RepeatPage { page: frame.page(&desk.visit), proposed: proposed.collect(), frame };
    frame::show(status, &page)
}

fn why_not(texts: &Texts, arrived: DateTime<Utc>, earlier: &Earlier) -> Option<String> {
    let (first, second) = (minsk::date(earlier.submitted_at), minsk::date(arrived));
    let code = repeats::check(first, earlier.status, second).err()?;
    Some(fault_text(&Fault::new("first_number", code), texts))
}
