//! Correcting the registration card: index, case number, note (REG-03, REG-12, REG-13).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use zvarot_actions::Actions;
use zvarot_actions::appeals::{self, Card, CardForm};
use zvarot_domain::Action;
use zvarot_web::{FormValues, Official, Page, PageError, ProtectedForm, Visit};

use super::frame::{self, Frame};

#[derive(Template)]
#[template(path = "work/correct.html")]
struct CorrectPage {
    page: Page,
    frame: Frame,
}

/// `GET /work/appeals/{number}/correct`
pub async fn page(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(path): Path<String>,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let action = Action::CorrectCard;
    let frame = frame::open(&visit, &actions, actor, number, action, write).await?;
    show(&visit, frame)
}

/// `POST /work/appeals/{number}/correct`
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(path): Path<String>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let (number, actor) = (frame::number(&path)?, &official.actor);
    let form = CardForm {
        registration_index: values.get("registration_index").to_owned(),
        case_number: values.get("case_number").to_owned(),
        note: values.get("note").to_owned(),
    };
    let (cause, version) = (visit.cause(), frame::version(&values)?);
    match appeals::correct_card(&actions, &cause, actor, number, version, &form).await {
        Ok(()) => Ok(frame::done(number, "corrected")),
        Err(error) => {
            let back = frame::back(error)?;
            let frame = frame::reopen(&visit, &actions, actor, number, values, back).await?;
            show(&visit, frame)
        }
    }
}

fn write(card: &Card) -> FormValues {
    let appeal = &card.appeal;
    FormValues::default()
        .with(
            "registration_index",
            appeal.registration_index.as_deref().unwrap_or_default(),
        )
        .with(
            "case_number",
            appeal.case_number.as_deref().unwrap_or_default(),
        )
        .with("note", &*appeal.note)
}

fn show(visit: &Visit, frame: Frame) -> Result<Response, PageError> {
    let came_back = frame.came_back();
    let page = CorrectPage {
        page: frame.page(visit),
        frame,
    };
    Frame::show(came_back, &page)
}
