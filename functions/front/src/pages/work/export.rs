//! Taking an appeal out with its attachments as one archive (REG-10), for the organisation's own system.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use zvarot_actions::Actions;
use zvarot_actions::appeals;
use zvarot_web::{Official, PageError, ProtectedForm, Visit};

use super::frame::{card_path, number};

/// `POST /work/appeals/{number}/export`: the card then shows how far it is.
pub async fn submit(
    visit: Visit,
    official: Official,
    State(actions): State<Actions>,
    Path(path): Path<String>,
    ProtectedForm(_): ProtectedForm,
) -> Result<Response, PageError> {
    let number = number(&path)?;
    let actor = &official.actor;
    appeals::export(&actions, &visit.cause(), actor, number, visit.locale()).await?;
    Ok(Redirect::to(&format!("{}#exports", card_path(number))).into_response())
}
