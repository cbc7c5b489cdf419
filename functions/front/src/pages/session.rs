//! The session itself: whether it lives, and leaving it here or everywhere.

use axum::Json;
use axum::extract::State;
use axum::response::Redirect;
use serde_json::{Value, json};
use zvarot_actions::{Actions, sign_in};
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
    State(actions): State<Actions>,
    ProtectedForm(form): ProtectedForm,
) -> Result<Redirect, PageError> {
    let everywhere = form.has("everywhere");
    if let Some(actor) = visit.actor() {
        let (cause, client) = (visit.cause(), visit.client());
        sign_in::signed_out(&actions, &cause, &client, actor.account(), everywhere).await?;
    }
    let mut connection = actions.store.pool().acquire().await?;
    if everywhere {
        end_every_session(&visit, &mut connection).await?;
    } else {
        end_session(&visit, &mut connection).await?;
    }
    Ok(Redirect::to("/"))
}
