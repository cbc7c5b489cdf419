//! A file of an answer without scripts where requests are too small for it (REV-12): announced here, it goes straight to
//! the storage by a form. What was typed of the answer is kept meanwhile.

use axum::response::Response;
use zvarot_domain::{Action, UploadPurpose};
use zvarot_store::files::Holder;
use zvarot_web::{FormValues, PageError, ProtectedForm};

use super::desk::Desk;
use crate::pages::uploads::form::{self, Place};

/// `GET /work/appeals/{number}/file`
pub async fn page(desk: Desk) -> Result<Response, PageError> {
    form::ask(&desk.visit, place(&desk).await?, "")
}

/// `POST /work/appeals/{number}/file`
pub async fn submit(
    desk: Desk,
    ProtectedForm(values): ProtectedForm,
) -> Result<Response, PageError> {
    let place = place(&desk).await?;
    form::announce(&desk.visit, &desk.front, desk.actor(), place, values).await
}

/// The answer that the file is for, where the official may write it.
async fn place(desk: &Desk) -> Result<Place, PageError> {
    let frame = desk.open(Action::Complete, |_| FormValues::default()).await?;
    Ok(Place {
        path: format!("{}/file", frame.card_path()),
        back: format!("{}/answer", frame.card_path()),
        back_text: "work-do-answer",
        holder: Holder::Form(frame.card.appeal.id, UploadPurpose::Answer),
    })
}
