//! The session itself: whether it lives, and leaving it here or everywhere.

use axum::Json;
use axum::response::Redirect;
use serde_json::{Value, json};
use zvarot_web::{PageError, ProtectedForm, SignedIn, Visit, end_every_session, end_session};

/// `GET /session`: asked by the pages' script. Unread notices, and that the session still lives.
pub async fn state(visit: Visit, _: SignedIn) -> Json<Value> {
    let unread = visit.session().map_or(0, |session| session.unread);
    let text = visit.texts().with("notices-arrived", &[("count", unread)]);
    Json(json!({ "unread": unread, "text": text }))
}

/// `POST /sign-out`: of this session, or with `everywhere` of every one (IDN-03).
pub async fn sign_out(
    visit: Visit,
    ProtectedForm(form): ProtectedForm,
) -> Result<Redirect, PageError> {
    let mut connection = visit.web().store().pool().acquire().await?;
    if form.has("everywhere") {
        end_every_session(&visit, &mut connection).await?;
    } else {
        end_session(&visit, &mut connection).await?;
    }
    Ok(Redirect::to("/"))
}
