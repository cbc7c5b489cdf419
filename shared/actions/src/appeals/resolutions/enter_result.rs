//! An executor enters the own result (REV-05). An only executor's is the resolution's result at once, for the chosen head to
//! sign (REV-06).

use serde_json::json;
use zvarot_domain::{Action, Actor, Refusal, ResolutionId, UploadPurpose, resolution::{Obstacle, ResolutionPart, Step}};
use zvarot_store::resolutions;

use super::{WorkForm, files, open};
use crate::{ActionError, Actions, Cause, Result};

/// Enters the actor's result, or another in its place; `version` is the task's.
///
/// # Errors
/// Faults of `text`, `files` and, of an only executor, `signer`; refusals; a conflict.
pub async fn enter_result(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: ResolutionId,
    version: i32,
    form: &WorkForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let opened = open(&mut work, actor, id, Action::EnterResult).await?;
    let mut after = opened.after(Step::EnterResult, actor.account())?;
    let why = Obstacle::NotExecutor;
    let task = opened.resolution.task_of(actor.account());
    let task = task.ok_or(Refusal::Resolution { action: Action::EnterResult, why })?;
    if task.version != version {
        return Err(ActionError::Conflict);
    }
    let alone = opened.resolution.tasks.len() == 1;
    let (text, signer) = if alone {
        form.read_consolidated(&mut work, actor, &opened.appeal).await?
    } else {
        (form.read()?, None)
    };
    let (signer, name) = signer.unzip();
    after.signer = signer;
    let part = if alone { ResolutionPart::Consolidated } else { ResolutionPart::Result };
    let files = files::attach(&mut work, actor, &opened.appeal, id, (UploadPurpose::Result(id), part), Some(&form.keep)).await?;
    resolutions::set_result(work.connection(), task.id, &text, cause.now).await?;
    if alone {
        resolutions::set_consolidated(work.connection(), id, &text, signer, cause.now).await?;
    }
    let data = json!({ "text": text, "files": files, "signer": name });
    opened.advance(&mut work, actor, &after, alone.then_some(""), data).await?;
    Ok(work.commit().await?)
}
