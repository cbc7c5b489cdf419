//! Preparing a resolution for a head who approves it (REV-03).

use serde_json::json;
use zvarot_domain::{Action, Actor, FaultCode, ResolutionId, UploadPurpose, resolution::{ResolutionForm, ResolutionPart, Step}};
use zvarot_store::resolutions;

use super::{HEADS, Target, files, merged, place, read_again, read_form, telling};
use crate::{ActionError, Actions, Cause, Result, appeals::{announce, written}};

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct DraftForm {
    pub resolution: ResolutionForm,
    /// The account of the head for whom it is prepared.
    pub head: String,
}

/// Prepares a draft, or prepares it anew; the head is told.
///
/// # Errors
/// Faults of [`ResolutionForm`], `head` and `files`; refusals; a conflict.
pub async fn draft_resolution(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    target: Target,
    form: &DraftForm,
) -> Result<ResolutionId> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition, draft) =
        place(&mut work, actor, target, Action::DraftResolution, Step::Rework).await?;
    let heads = resolutions::holders_of(work.connection(), appeal.organisation_id, &HEADS).await?;
    let head = heads.into_iter().find(|(account, _)| account.to_string() == form.head.trim());
    let head = head.map(|(account, _)| account).ok_or(FaultCode::UnknownChoice);
    let new = match (read_form(&mut work, &appeal, &form.resolution).await, &head) {
        (Err(ActionError::Invalid(mut faults)), Err(code)) => {
            faults.push(zvarot_domain::Fault::new("head", *code));
            return Err(ActionError::Invalid(faults));
        }
        (new, _) => new?,
    };
    let head = head.map_err(|code| ActionError::field("head", code))?;
    let id = match &draft {
        Some(draft) => {
            let done = resolutions::rewrite(work.connection(), draft.id, draft.version, head, &new);
            written(done.await?)?;
            draft.id
        }
        None => {
            resolutions::insert(work.connection(), appeal.id, actor.account(), head, &new, cause.now).await?
        }
    };
    let purpose = UploadPurpose::Resolution(draft.as_ref().map(|draft| draft.id));
    files::attach(&mut work, actor, &appeal, id, (purpose, ResolutionPart::Text), None).await?;
    let written = read_again(&mut work, &appeal, id).await?;
    let data = json!({ "resolution": id, "no": written.number });
    let data = merged(data, json!({ "head": written.head_name, "text": written.text }));
    let event = announce(&mut work, actor, &appeal, transition.event(), data).await?;
    telling::approval(&mut work, actor, &appeal, &written, event).await?;
    work.commit().await?;
    Ok(id)
}
