//! Changing the review term with a reason (REG-06).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use zvarot_actions::Actions;
use zvarot_actions::appeals::{self, Clocks, TermForm};
use zvarot_domain::Action;
use zvarot_web::{FormValues, Official, Page, PageError, ProtectedForm, Visit};

use super::clocks::ShownTerm;
use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/term.html")]
struct TermPage {
    page: Page,
    frame: Frame,
    due: Option<ShownTerm>,
    /// The latest day that can be set, in words.
    latest: Option<String>,
}

/// `GET /work/appeals/{number}/term`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(path): Path<String>,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let action = Action::ChangeTerm;
    let values = |_: &_| FormValues::default();
    let frame = frame::open(&visit, &actions, actor, number, action, values).await?;
    let clocks = appeals::clocks(&actions, &visit.cause(), &frame.card.appeal).await?;
    show(&visit, frame, &clocks)
}

/// `POST /work/appeals/{number}/term`
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(path): Path<String>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let (number, actor, cause) = (frame::number(&path)?, &official.actor, visit.cause());
    let form = TermForm {
        due_on: values.get("due_on").to_owned(),
        reason: values.get("reason").to_owned(),
    };
    let version = frame::version(&values)?;
    let result = match frame::readable(&values) {
        Ok(()) => appeals::change_term(&actions, &cause, actor, number, version, &form).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(_) => Ok(frame::done(number, "term")),
        Err(error) => {
            let back = frame::back(error)?;
            let frame = frame::reopen(&visit, &actions, actor, number, values, back).await?;
            let clocks = appeals::clocks(&actions, &cause, &frame.card.appeal).await?;
            show(&visit, frame, &clocks)
        }
    }
}

fn show(visit: &Visit, frame: Frame, clocks: &Clocks) -> Result<Response, PageError> {
    let texts = visit.texts();
    let appeal = &frame.card.appeal;
    let due = appeal.due_on;
    let status = frame.status();
    let page = TermPage {
        page: frame.page(visit),
        due: due.map(|due| ShownTerm::of_review(due, appeal.completed_at, visit.now(), texts)),
        latest: clocks
            .latest
            .as_ref()
            .map(|latest| texts.date_with_weekday(latest.date)),
        frame,
    };
    frame::show(status, &page)
}
