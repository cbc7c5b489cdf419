//! How an assignment goes on: the receiver answers or reports, the sender accepts, orders again or calls off, and records
//! what an organisation outside of the system answered.

use chrono::NaiveDate;
use zvarot_domain::{
    Action, Actor, AssignmentId, AssignmentStep, Faults, Permission, Refusal, Transition,
    assignment,
    machine::{self, Party},
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal},
    assignments::{self, Assignment},
    files,
};

use super::super::{lock_for, record, terms, uploads, written};
use super::window;
use crate::{ActionError, Actions, Cause, Result};

/// What is typed.
#[derive(Clone, Debug)]
pub struct StepForm {
    /// [`Action::Report`], [`Action::RecordAnswer`], [`Action::AcceptReport`], [`Action::OrderAgain`] or [`Action::CallOff`].
    pub action: Action,
    pub text: String,
    /// The new term of what is ordered again, `yyyy-mm-dd`.
    pub due_on: String,
}

/// Takes a step of an assignment, with the files that the official has uploaded for it; the other side is told.
///
/// # Errors
/// Faults of `text`, `due_on`, `files`; refusals; a conflict; [`ActionError::NotFound`] for everybody who is neither side.
pub async fn take_step(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: AssignmentId,
    version: i32,
    form: &StepForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let assignment =
        assignments::get(work.connection(), id).await?.ok_or(ActionError::NotFound)?;
    let (appeal, transition) = allowed(&mut work, actor, &assignment, form.action).await?;
    let (step, state) = match possible(&assignment, form.action) {
        Some(next) => next,
        // Somebody was faster, or it was never possible.
        None if assignment.version != version => return Err(ActionError::Conflict),
        None => {
            let status = Some(appeal.status);
            return Err(Refusal::WrongStatus { action: form.action, status }.into());
        }
    };
    if assignment.version != version {
        return Err(ActionError::Conflict);
    }
    let (text, due_on) = read(&mut work, actor, (&assignment, &appeal), step, form).await?;
    let (now, by) = (work.now(), actor.account());
    let connection = work.connection();
    written(assignments::move_on(&mut *connection, id, version, state, due_on, now).await?)?;
    let taken =
        assignments::add_step(&mut *connection, id, step, &text, due_on, by, now).await?;
    files::give_to_step(&mut *connection, id, by, taken, now).await?;
    let assignment = assignments::get(connection, id).await?.ok_or(ActionError::NotFound)?;
    record(&mut work, actor, &appeal, &transition, super::facts(&assignment)).await?;
    Ok(work.commit().await?)
}

/// Locks the sender's instance, on which the history of both sides is kept, and asks the machine.
async fn allowed(
    work: &mut Work,
    actor: &Actor,
    assignment: &Assignment,
    action: Action,
) -> Result<(Appeal, Transition)> {
    let is_receiver = assignment.receiver.is_some() && actor.organisation() == assignment.receiver;
    if is_receiver && Permission::SeeAppeals.is_given_to(actor) {
        if !Permission::AnswerAssignments.is_given_to(actor) {
            return Err(Refusal::WrongRole { action }.into());
        }
        let scope = appeals::Scope::Organisation(assignment.sender);
        let appeal = appeals::lock(work.connection(), assignment.number, scope).await?;
        let appeal = appeal.ok_or(ActionError::NotFound)?;
        let transition = machine::decide_for(Some(appeal.status), action, Party::Assignee)?;
        return Ok((appeal, transition));
    }
    let (appeal, transition) = lock_for(work, actor, assignment.number, None, action).await?;
    if appeal.id != assignment.appeal {
        return Err(ActionError::NotFound);
    }
    Ok((appeal, transition))
}

/// The step that an action is, and the state after it; none: not now, or not with this assignment.
pub(super) fn possible(
    assignment: &Assignment,
    action: Action,
) -> Option<(AssignmentStep, zvarot_domain::AssignmentState)> {
    let step = match action {
        Action::Report if assignment.receiver.is_some() => AssignmentStep::Reported,
        Action::RecordAnswer if assignment.receiver.is_none() => AssignmentStep::Reported,
        Action::AcceptReport => AssignmentStep::Accepted,
        Action::OrderAgain => AssignmentStep::OrderedAgain,
        Action::CallOff => AssignmentStep::CalledOff,
        _ => return None,
    };
    Some((step, assignment.state.after(assignment.kind, step)?))
}

/// What is typed, by the step: an acceptance needs no words, an order a new term.
async fn read(
    work: &mut Work,
    actor: &Actor,
    (of, appeal): (&Assignment, &Appeal),
    step: AssignmentStep,
    form: &StepForm,
) -> Result<(String, Option<NaiveDate>)> {
    let calendar = terms::calendar_of(work, of.sender).await?.calendar;
    let window = window(work.now(), &calendar, appeal, of.kind);
    let uploaded = files::for_step(work.connection(), of.id, actor.account()).await?;
    let mut faults = Faults::new();
    let text = match step {
        AssignmentStep::Accepted if form.text.trim().is_empty() => String::new(),
        _ => assignment::text("text", &form.text, &mut faults),
    };
    let due_on = match step {
        AssignmentStep::OrderedAgain => {
            assignment::term("due_on", &form.due_on, &window, &mut faults)
        }
        _ => None,
    };
    uploads::check(&uploaded, &mut faults);
    if faults.is_empty() { Ok((text, due_on)) } else { Err(ActionError::Invalid(faults)) }
}
