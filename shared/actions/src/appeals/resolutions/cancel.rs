//! Taking back a resolution or a draft: the executors stop.

use zvarot_domain::{Action, Actor, ResolutionId, resolution::Step};

use super::{HEADS, open};
use crate::{Actions, Cause, Result};

/// Takes a resolution back with a reason; its executors are told and do not see the appeal by it any more.
///
/// # Errors
/// Faults of `reason`; refusals; a conflict.
pub async fn cancel_resolution(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: ResolutionId,
    version: i32,
    reason: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let opened = open(&mut work, actor, id, Action::CancelResolution).await?;
    let by_head = HEADS.iter().any(|role| actor.has(*role));
    opened.go_back(&mut work, actor, version, Step::Cancel { by_head }, reason).await?;
    Ok(work.commit().await?)
}
