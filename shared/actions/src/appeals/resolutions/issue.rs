//! Issuing a resolution (REV-02, REV-04): the head's own, or a draft that the head approves as it stands now. The first
//! takes the appeal into execution; a new term of the appeal comes with it (REG-06).

use serde_json::json;
use zvarot_domain::{Action, Actor, ResolutionId, UploadPurpose, resolution::{ResolutionForm, ResolutionPart, Step}};
use zvarot_store::{Work, appeals::{self, Appeal}, resolutions};

use super::{Target, day, files, place, read_again, read_form, telling};
use crate::{Actions, Cause, Result, appeals::{announce, merge, terms, written}};

/// Issues a resolution; its executors and, at the first, the applicant are told.
///
/// # Errors
/// Faults of [`ResolutionForm`] and `files`; refusals; a conflict.
pub async fn issue_resolution(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    target: Target,
    form: &ResolutionForm,
) -> Result<ResolutionId> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition, draft) =
        place(&mut work, actor, target, Action::IssueResolution, Step::Issue).await?;
    let new = read_form(&mut work, &appeal, form).await?;
    let by = actor.account();
    let (id, version) = match &draft {
        Some(draft) => {
            written(resolutions::rewrite(work.connection(), draft.id, draft.version, by, &new).await?)?;
            (draft.id, draft.version + 1)
        }
        None => (resolutions::insert(work.connection(), appeal.id, by, by, &new, cause.now).await?, 1),
    };
    let purpose = UploadPurpose::Resolution(draft.as_ref().map(|draft| draft.id));
    files::attach(&mut work, actor, &appeal, id, (purpose, ResolutionPart::Text), None).await?;
    written(resolutions::issue(work.connection(), id, version, by, cause.now).await?)?;
    let mut card_version = appeal.version;
    if let Some((due_on, reason)) = &new.new_term {
        set_term(&mut work, actor, &appeal, *due_on, reason).await?;
        card_version += 1;
    }
    let connection = work.connection();
    written(appeals::set_status(connection, appeal.id, card_version, transition.to()).await?)?;
    let issued = read_again(&mut work, &appeal, id).await?;
    let executors: Vec<_> = issued
        .tasks
        .iter()
        .map(|task| {
            json!({
                "name": task.account_name,
                "organisation": { "ru": task.organisation_name_ru, "be": task.organisation_name_be },
                "outside": task.organisation_id != appeal.organisation_id,
                "responsible": task.responsible && issued.tasks.len() > 1,
                "due_on": day(Some(task.due_on)),
            })
        })
        .collect();
    let data = json!({
        "resolution": id, "no": issued.number, "text": issued.text, "executors": executors, "first": transition.changes_status(),
        "drafted_by": draft.map(|draft| draft.author_name),
    });
    let event = announce(&mut work, actor, &appeal, transition.event(), data).await?;
    telling::assigned(&mut work, &appeal, &issued, event).await?;
    work.commit().await?;
    Ok(id)
}

/// REG-06: further than 31 days only so.
async fn set_term(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    due_on: chrono::NaiveDate,
    reason: &str,
) -> Result<()> {
    let calendar = terms::calendar_of(work, appeal.organisation_id).await?;
    let (connection, id, version) = (work.connection(), appeal.id, appeal.version);
    written(appeals::set_term(connection, id, version, terms::CHANGED, due_on, calendar.version).await?)?;
    let data = json!({ "from": appeal.due_on, "due_on": due_on, "reason": reason });
    merge::tell_term(work, actor, appeal, data).await
}
