//! A resolution is executed (REV-06): by the head whom its responsible executor chose to sign the consolidated result, or by
//! that executor. The applicant reads the result as an intermediate answer; the appeal itself goes on until it is completed.

use serde_json::json;
use zvarot_domain::{Action, Actor, ResolutionId, resolution::Step};
use zvarot_store::{deliveries::Carried, resolutions};

use super::{super::mail_answer::{self, Mailed}, open};
use crate::{Actions, Cause, Result};

/// Finishes a resolution that all executors have confirmed: as the chosen head, who signs the result so, or as its responsible
/// executor, where no head was chosen.
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
    let after = opened.after_at(version, Step::Finish, actor.account())?;
    resolutions::set_finished_by(work.connection(), id, actor.account()).await?;
    let data = json!({ "text": opened.resolution.result, "signed": opened.resolution.signer.is_some() });
    let event = opened.advance(&mut work, actor, &after, None, data).await?;
    let mailed = Mailed { carried: Carried::Interim(id), document: None };
    mail_answer::mail(&mut work, &opened.appeal, event, mailed).await?;
    Ok(work.commit().await?)
}
