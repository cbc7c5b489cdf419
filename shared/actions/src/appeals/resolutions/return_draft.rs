//! The head returns a draft to whoever prepared it (REV-03).

use serde_json::json;
use zvarot_domain::{Action, Actor, ResolutionId, resolution::Step};

use super::{open, read_reason};
use crate::{Actions, Cause, Result};

/// Returns a draft with a reason; its author is told.
///
/// # Errors
/// Faults of `reason`; refusals; a conflict.
pub async fn return_draft(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: ResolutionId,
    version: i32,
    reason: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let opened = open(&mut work, actor, id, Action::ReturnDraft).await?;
    let after = opened.after_at(version, Step::ReturnDraft, actor.account())?;
    let reason = read_reason(reason)?;
    let data = json!({ "reason": reason });
    opened.advance(&mut work, actor, &after, Some(&reason), data).await?;
    Ok(work.commit().await?)
}
