//! Stopping the correspondence with an applicant on a question (BEY-04; law, art. 21): the head decides by a repeat that was
//! left as unfounded, the applicant is told, and what comes after can be left for that reason. Annulled likewise.

use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{Action, Actor, AppealNumber, Fault, FaultCode, LeaveReason};
use zvarot_store::{
    Work,
    appeals::{self, Appeal},
    stops,
};

use super::{change_term::read_reason, decide, lock_for, record, written};
use crate::{ActionError, Actions, Cause, Client, Result, scope, security_journal};

/// Characters of a question at most.
const QUESTION_LENGTH: usize = 500;

/// Whether a decision on an appeal lets the correspondence stop: a repeat, left for one of the reasons of art. 21.
///
/// # Errors
/// The database's.
pub async fn may_stop(work: &mut Work, appeal: &Appeal) -> Result<bool> {
    if appeal.repeat_of.is_none() {
        return Ok(false);
    }
    let completion = appeals::completion(work.connection(), appeal.id).await?;
    let reason = completion.and_then(|completion| LeaveReason::from_code(completion.reason.as_deref()?));
    Ok(reason.is_some_and(LeaveReason::can_stop_correspondence))
}

/// Enters a question into the register by an appeal.
///
/// # Errors
/// Faults of `question`; refusals; a conflict; [`ActionError::NotFound`].
pub async fn stop_correspondence(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    question: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let action = Action::StopCorrespondence;
    let (appeal, transition) = lock_for(&mut work, actor, number, Some(version), action).await?;
    if !may_stop(&mut work, &appeal).await? {
        return Err(ActionError::field("question", FaultCode::NotAnUnfoundedRepeat));
    }
    if stops::of_appeal(work.connection(), appeal.id).await?.is_some() {
        return Err(ActionError::field("question", FaultCode::StoppedBefore));
    }
    let question = read_question(question)?;
    let (by, now) = (actor.account(), work.now());
    let id = stops::insert(work.connection(), &appeal, question, by, now).await?;
    written(appeals::touch(work.connection(), appeal.id, appeal.version).await?)?;
    record(&mut work, actor, &appeal, &transition, json!({ "question": question })).await?;
    security_journal::record(&mut work, client, actor.account(), "correspondence_stopped", json!({ "stop": id, "number": appeal.number.to_string() })).await?;
    Ok(work.commit().await?)
}

fn read_question(typed: &str) -> Result<&str> {
    let question = typed.trim();
    match question.chars().count() {
        0 => Err(ActionError::field("question", FaultCode::Required)),
        length if length > QUESTION_LENGTH => {
            let fault = Fault::new("question", FaultCode::TooLong).with("max", QUESTION_LENGTH).with("over", length - QUESTION_LENGTH);
            Err(ActionError::Invalid(vec![fault]))
        }
        _ => Ok(question),
    }
}

/// Annuls an entry of the own organisation's register.
///
/// # Errors
/// Faults of `reason`; refusals; [`ActionError::Conflict`]: ended before; [`ActionError::NotFound`].
pub async fn resume_correspondence(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    id: Uuid,
    reason: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let appeal = stops::appeal_of(work.connection(), id).await?.ok_or(ActionError::NotFound)?;
    let appeal = appeals::lock_by_id(work.connection(), appeal, scope(actor)?).await?.ok_or(ActionError::NotFound)?;
    let transition = decide(&mut work, actor, &appeal, Action::ResumeCorrespondence).await?;
    let entry = stops::get(work.connection(), id, appeal.organisation_id).await?.ok_or(ActionError::NotFound)?;
    let reason = read_reason(reason).map_err(|fault| ActionError::Invalid(vec![fault]))?;
    let (by, now) = (actor.account(), work.now());
    written(stops::end(work.connection(), id, by, reason, now).await?)?;
    written(appeals::touch(work.connection(), appeal.id, appeal.version).await?)?;
    record(&mut work, actor, &appeal, &transition, json!({ "question": entry.question, "reason": reason })).await?;
    security_journal::record(&mut work, client, actor.account(), "correspondence_resumed", json!({ "stop": id, "number": appeal.number.to_string() })).await?;
    Ok(work.commit().await?)
}
