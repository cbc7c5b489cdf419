//! A resolution is executed (REV-06): by its responsible executor, or by the head who takes the result. The applicant reads
//! the consolidated result as an intermediate answer; the appeal itself goes on until it is completed.

use serde_json::json;
use zvarot_domain::{Action, Actor, ResolutionId, resolution::Step};
use zvarot_store::{deliveries::Carried, resolutions};

use super::{super::mail_answer::{self, Mailed}, HEADS, open};
use crate::{Actions, Cause, Result};

/// Finishes a resolution that all executors have confirmed.
///
/// # Errors
/// Refusals; a conflict.
pub async fn finish_resolution(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: ResolutionId,
    version: i32,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let opened = open(&mut work, actor, id, Action::FinishResolution).await?;
    let home = actor.organisation() == Some(opened.appeal.organisation_id);
    let by_head = home && HEADS.iter().any(|role| actor.has(*role));
    let after = opened.after_at(version, Step::Finish { by_head }, actor.account())?;
    resolutions::set_finished_by(work.connection(), id, actor.account()).await?;
    let data = json!({ "text": opened.resolution.result });
    let event = opened.advance(&mut work, actor, &after, None, data).await?;
    let mailed = Mailed { carried: Carried::Interim(id), document: None };
    mail_answer::mail(&mut work, &opened.appeal, event, mailed).await?;
    Ok(work.commit().await?)
}
