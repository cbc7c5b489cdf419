//! Actions on appeals, each one transaction with its event and its jobs.

mod acknowledge;
mod bulk;
mod assignments;
mod card;
mod change_term;
mod clocks;
mod complete;
mod complete_by_client;
mod conclude;
mod correct_card;
mod correct_details;
pub mod enter;
mod export;
mod hearing;
mod keep_answer;
mod look_over;
mod mail_answer;
mod mark_control;
mod mark_repeat;
mod merge;
mod messages;
mod moderate;
mod others;
mod privacy;
mod publish;
mod recompute;
mod redirect;
mod register;
pub mod resolutions;
mod set_questions;
mod signatory;
mod stop_correspondence;
mod submit;
mod terms;
mod uploads;
mod withdraw;

pub use acknowledge::{AcknowledgementForm, acknowledge, acknowledge_in};
pub use bulk::{BULK_AT_MOST, Bulk, BulkLine, bulk};
pub use assignments::{
    AssignmentPage, RequestForm, Shown, StepForm, Thread, assignment, assignments_list, assignments_of,
    send_assignment, take_step,
};
pub use card::{Card, Talk, card, follow_up, own_documents};
pub use change_term::{TermForm, change_term, change_term_in};
pub use clocks::{Clocks, clocks};
pub use complete::{AnswerForm, CheckedAnswer, check_answer, complete};
pub use complete_by_client::{complete_by_client, complete_by_client_in};
pub use conclude::{check_leaving, conclude};
pub use correct_card::{CardForm, correct_card};
pub use correct_details::{DetailsForm, correct_details, details_form};
pub use export::export;
pub use keep_answer::{KeptAnswer, keep_answer, kept_answer};
pub use mark_control::{ControlForm, mark_control};
pub use mark_repeat::{mark_repeat, mark_repeat_in};
pub use merge::{CheckedMerge, MergeForm, check_merge, merge, unmerge};
pub use look_over::{look_over, warnings};
pub use messages::{MessageForm, check_message, reply, send_message};
pub use publish::{check_publication, compare_publications, publish, withdraw_publication};
pub use moderate::{ModerationForm, moderate};
pub use others::others_card;
pub use recompute::recompute_terms;
pub(crate) use recompute::would_move;
pub use register::{OWN_TERM, RegistrationForm, RegistrationProposal, propose, register};
use serde_json::Value;
pub use set_questions::set_questions;
pub use signatory::{Signatories, position_of, signatories};
pub use stop_correspondence::{may_stop, resume_correspondence, stop_correspondence};
pub use submit::{Typed, check, submit};
pub use terms::{OrganisationCalendar, calendar_of, due_explained, minsk_date, notice_due};
pub use withdraw::withdraw;
use zvarot_domain::{
    Action, Actor, AppealNumber, EventId, EventKind, Outcome, Refusal, Status, Transition,
    machine::{self, Standing},
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal},
    jobs::Job,
    resolutions as stored,
};

use crate::{ActionError, Result, scope};

/// Locks an appeal of the actor's scope and asks the machine whether the action is allowed now.
///
/// # Errors
/// [`ActionError::NotFound`] outside the scope, [`ActionError::Refused`], [`ActionError::Conflict`] if the card was opened at another `version`.
async fn lock_for(
    work: &mut Work,
    actor: &Actor,
    number: AppealNumber,
    version: Option<i32>,
    action: Action,
) -> Result<(Appeal, Transition)> {
    let appeal = appeals::lock(work.connection(), number, scope(actor)?)
        .await?
        .ok_or(ActionError::NotFound)?;
    let transition = decide(work, actor, &appeal, action).await?;
    // The refusal is told first: "already answered" says more than "changed meanwhile".
    if version.is_some_and(|version| version != appeal.version) {
        return Err(ActionError::Conflict);
    }
    Ok((appeal, transition))
}

/// How an actor stands to an appeal that is in the actor's scope: by roles at home, by a task from anywhere (ORG-07, REV-02).
///
/// # Errors
/// The database's.
pub async fn standing(work: &mut Work, actor: &Actor, appeal: &Appeal) -> Result<Standing> {
    let standing = Standing::to_appeal_in(*actor, appeal.organisation_id)
        .with_merged(appeal.merged_into.is_some())
        .with_cabinet(appeal.account_id.is_some())
        .with_anonymous(appeal.account_id.is_none() && appeal.applicant_name.is_empty());
    if !matches!(actor, Actor::Official { .. }) {
        return Ok(standing);
    }
    let task = stored::task_on(work.connection(), appeal.id, actor.account()).await?;
    Ok(standing.with_task(task))
}

/// Asks the machine whether the actor may do something with an appeal of the own scope now.
async fn decide(work: &mut Work, actor: &Actor, appeal: &Appeal, action: Action) -> Result<Transition> {
    let standing = standing(work, actor, appeal).await?;
    let transition = machine::decide_in(Some(appeal.status), action, &standing)?;
    // REV-01, REV-06: an answer waits for the resolutions, and so does the end of the own way; those of an EDMS live in the EDMS.
    let waits = matches!(action, Action::Complete | Action::TakeNote | Action::Merge) && !actor.is_client();
    if waits && stored::any_open(work.connection(), appeal.id).await? {
        return Err(Refusal::OpenResolutions { action }.into());
    }
    Ok(transition)
}

/// Gives an appeal that the transaction has locked its final status; what was still to be done for it ends (SUB-10).
async fn end_life(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    status: Status,
    outcome: Option<Outcome>,
) -> Result<()> {
    let (now, connection) = (work.now(), work.connection());
    written(appeals::complete(connection, appeal.id, appeal.version, status, outcome, now).await?)?;
    resolutions::end_all(work, actor, appeal).await?;
    if status == Status::Withdrawn {
        assignments::call_off_all(work, actor, appeal).await?;
        merge::part_withdrawn(work, actor, appeal).await?;
    }
    Ok(())
}

/// Appends the transition's event and the job that tells people of it.
async fn record(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    transition: &Transition,
    data: Value,
) -> Result<EventId> {
    announce(work, actor, appeal, transition.event(), data).await
}

/// Appends an event and the job that tells people of it.
async fn announce(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    event: EventKind,
    data: Value,
) -> Result<EventId> {
    let (now, by) = (work.now(), Some(actor.account()));
    let event_id = appeals::append_event(work.connection(), appeal.id, event, by, data, now).await?;
    work.enqueue(Job::Announce { event_id }).await?;
    Ok(event_id)
}

/// An update under lock that changed no row: the version moved although the row was locked.
fn written(done: bool) -> Result<()> {
    if done {
        Ok(())
    } else {
        Err(ActionError::Conflict)
    }
}

#[cfg(test)]
mod tests;
