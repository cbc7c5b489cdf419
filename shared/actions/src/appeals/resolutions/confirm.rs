//! An executor confirms the consolidated result as it stands (REV-05).

use serde_json::json;
use zvarot_domain::{Action, Actor, ResolutionId, resolution::Step};

use super::open;
use crate::{Actions, Cause, Result};

/// Confirms the consolidated result that was read at this version of the resolution.
///
/// # Errors
/// Refusals; a conflict: it was edited since.
pub async fn confirm_result(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: ResolutionId,
    version: i32,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let opened = open(&mut work, actor, id, Action::ConfirmResult).await?;
    let after = opened.after_at(version, Step::Confirm, actor.account())?;
    opened.advance(&mut work, actor, &after, None, json!({})).await?;
    Ok(work.commit().await?)
}
