//! The chosen head does not sign the consolidated result and returns it to the responsible executor (REV-06).

use zvarot_domain::{Action, Actor, ResolutionId, resolution::Step};

use super::open;
use crate::{Actions, Cause, Result};

/// Returns the consolidated result that was read at this version, with a reason; the responsible executor is told.
///
/// # Errors
/// Faults of `reason`; refusals; a conflict: it was edited since.
pub async fn return_consolidated(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: ResolutionId,
    version: i32,
    reason: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let opened = open(&mut work, actor, id, Action::ReturnConsolidated).await?;
    opened.go_back(&mut work, actor, version, Step::ReturnConsolidated, reason).await?;
    Ok(work.commit().await?)
}
