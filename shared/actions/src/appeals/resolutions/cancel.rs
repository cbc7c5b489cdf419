//! Taking back a resolution or a draft: the executors stop.

use serde_json::json;
use zvarot_domain::{Action, Actor, ResolutionId, resolution::Step};

use super::{HEADS, open, read_reason};
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
    let after = opened.after_at(version, Step::Cancel { by_head }, actor.account())?;
    let reason = read_reason(reason)?;
    let data = json!({ "reason": reason });
    opened.advance(&mut work, actor, &after, Some(&reason), data).await?;
    Ok(work.commit().await?)
}
