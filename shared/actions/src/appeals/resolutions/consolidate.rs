//! The responsible executor writes the consolidated result, or edits it until the resolution is finished (REV-05, REV-06).

use serde_json::json;
use zvarot_domain::{Action, Actor, ResolutionId, UploadPurpose, resolution::{ResolutionPart, Step}};
use zvarot_store::resolutions;

use super::{WorkForm, files, open};
use crate::{Actions, Cause, Result};

/// Writes the consolidated result and chooses the head who signs it; the other executors are asked to confirm it, anew after
/// each change.
///
/// # Errors
/// Faults of `text`, `signer` and `files`; refusals; a conflict.
pub async fn consolidate_results(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: ResolutionId,
    version: i32,
    form: &WorkForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let opened = open(&mut work, actor, id, Action::ConsolidateResults).await?;
    let mut after = opened.after_at(version, Step::Consolidate, actor.account())?;
    let (text, signer) = form.read_consolidated(&mut work, actor, &opened.appeal).await?;
    let (signer, name) = signer.unzip();
    after.signer = signer;
    let part = (UploadPurpose::Consolidated(id), ResolutionPart::Consolidated);
    let files = files::attach(&mut work, actor, &opened.appeal, id, part, Some(&form.keep)).await?;
    resolutions::set_consolidated(work.connection(), id, &text, signer, cause.now).await?;
    let data = json!({ "text": text, "files": files, "signer": name });
    // Why an earlier one was returned is past.
    opened.advance(&mut work, actor, &after, Some(""), data).await?;
    Ok(work.commit().await?)
}
