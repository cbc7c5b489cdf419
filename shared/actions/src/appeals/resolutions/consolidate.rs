//! The responsible executor writes the consolidated result, or edits it until the resolution is finished (REV-05, REV-06).

use serde_json::json;
use zvarot_domain::{Action, Actor, ResolutionId, resolution::{ResolutionPart, Step}};
use zvarot_store::resolutions;

use super::{WorkForm, files, open};
use crate::{Actions, Cause, Result};

/// Writes the consolidated result; the other executors are asked to confirm it, anew after each change.
///
/// # Errors
/// Faults of `text` and `files`; refusals; a conflict.
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
    let after = opened.after_at(version, Step::Consolidate, actor.account())?;
    let text = form.read()?;
    let part = ResolutionPart::Consolidated;
    let files = files::attach(&mut work, actor, &opened.appeal, id, part, Some(&form.keep)).await?;
    resolutions::set_consolidated(work.connection(), id, &text, cause.now).await?;
    let data = json!({ "text": text, "files": files });
    opened.advance(&mut work, actor, &after, None, data).await?;
    Ok(work.commit().await?)
}
