//! Moderating what is addressed to the head personally (SUB-07): into the head's cabinet, or into ordinary processing with
//! the head's agreement.

use askama::Template;
use axum::response::Response;
use zvarot_actions::appeals::{self, ModerationForm};
use zvarot_domain::Action;
use zvarot_web::{Choice, FormValues, Page, PageError, ProtectedForm};

use super::desk::Desk;
use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/moderate.html")]
struct ModeratePage {
    page: Page,
    frame: Frame,
    decisions: Vec<Choice>,
}

/// `GET /work/appeals/{number}/moderate`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    show(&desk, desk.open(Action::PassToHead, |_| FormValues::default()).await?)
}

/// `POST /work/appeals/{number}/moderate`
pub async fn submit(
    desk: Desk,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let form = ModerationForm {
        decision: values.get("decision").to_owned(),
        remark: values.get("remark").to_owned(),
        agreed: values.get("agreed") == "yes",
    };
    let (actions, actor, version) = (desk.actions(), desk.actor(), frame::version(&values)?);
    let moderated = appeals::moderate(actions, &desk.cause, actor, desk.number, version, &form);
    match desk.carry_out(values, "moderated", moderated).await? {
        Ok(done) => Ok(done),
        Err(frame) => show(&desk, *frame),
    }
}

fn show(desk: &Desk, frame: Frame) -> Result<Response, PageError> {
    let texts = desk.texts();
    let decisions = [Action::PassToHead, Action::TakeIntoProcessing].map(|action| {
        let key = format!("work-moderate-{}", action.code().replace('_', "-"));
        Choice::new(action.code(), texts.get(&key)).hint(texts.get(&format!("{key}-hint")))
    });
    let status = frame.status();
    let page = ModeratePage { page: frame.page(&desk.visit), decisions: decisions.into(), frame };
    frame::show(status, &page)
}
