//! A file of an answer without scripts where requests are too small for it (REV-12): announced here, it goes straight to
//! the storage by a form. What was typed of the answer is kept meanwhile.

use axum::extract::{Path, State};
use axum::response::Response;
use zvarot_domain::{Action, AppealNumber};
use zvarot_store::files::Holder;
use zvarot_web::{FormValues, Official, PageError, ProtectedForm, Visit};

use super::frame;
use crate::context::Front;
use crate::pages::uploads::form::{self, Place};

/// `GET /work/appeals/{number}/file`
pub async fn page(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
) -> Result<Response, PageError> {
    let place = place(&visit, &front, &official, frame::number(&path)?).await?;
    form::ask(&visit, place, "")
}

/// `POST /work/appeals/{number}/file`
pub async fn submit(
    visit: Visit,
    official: Official,
    State(front): State<Front>,
    Path(path): Path<String>,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let place = place(&visit, &front, &official, frame::number(&path)?).await?;
    form::announce(&visit, &front, &official.actor, place, values).await
}

/// The answer that the file is for, where the official may write it.
async fn place(
    visit: &Visit,
    front: &Front,
    official: &Official,
    number: AppealNumber,
) -> Result<Place, PageError> {
    let (actions, actor) = (&front.actions, &official.actor);
    let none = |_: &_| FormValues::default();
    let frame = frame::open(visit, actions, actor, number, Action::Complete, none).await?;
    Ok(Place {
        path: format!("{}/file", frame.card_path()),
        back: format!("{}/answer", frame.card_path()),
        back_text: "work-do-answer",
        holder: Holder::AnswerTo(frame.card.appeal.id),
    })
}
