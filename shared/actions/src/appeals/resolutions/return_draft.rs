//! The head returns a draft to whoever prepared it (REV-03).

use zvarot_domain::{Action, Actor, ResolutionId, resolution::Step};

use super::open;
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
    opened.go_back(&mut work, actor, version, Step::ReturnDraft, reason).await?;
    Ok(work.commit().await?)
}
