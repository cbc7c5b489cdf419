//! Reading assignments: one with its steps, by either side; the lists of an organisation; those of a card.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;
use zvarot_domain::{Action, Actor, AppealId, AssignmentId, Calendar, OrganisationId, Permission, machine};
use zvarot_store::{
    appeals,
    assignments::{self, Assignment, Side, Step},
    files::{self, File},
};

use super::{super::terms, report::possible};
use crate::{ActionError, Actions, Cause, Result};

/// What the sender chose to show of the appeal.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub content: Option<String>,
    /// Name and address.
    pub applicant: Option<(String, String)>,
}

/// An assignment with all that was said about it.
#[derive(Clone, Debug)]
pub struct Thread {
    pub assignment: Assignment,
    /// On which side the reader is.
    pub side: Side,
    /// Oldest first.
    pub steps: Vec<Step>,
    /// Each with its step.
    pub files: Vec<(Uuid, File)>,
    /// What the reader has uploaded for the next step.
    pub uploaded: Vec<File>,
    pub shown: Shown,
    /// What the reader may do now.
    pub may: Vec<Action>,
    /// Whether the reader's side has the appeal itself.
    pub has_appeal: bool,
    /// Of the reader's side: its term is explained by it (BEY-06).
    pub calendar: Calendar,
}

/// An assignment of the actor's organisation, sent or received.
///
/// # Errors
/// [`ActionError::NotFound`] for everybody else.
pub async fn assignment(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: AssignmentId,
) -> Result<Thread> {
    let organisation = reader(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let calendar = terms::calendar_of(&mut work, organisation).await?.calendar;
    let connection = work.connection();
    let found = assignments::get(&mut *connection, id).await?.ok_or(ActionError::NotFound)?;
    let side = if found.sender == organisation {
        Side::Sent
    } else if found.receiver == Some(organisation) {
        Side::Received
    } else {
        return Err(ActionError::NotFound);
    };
    let appeal = appeals::get(&mut *connection, found.appeal).await?;
    let appeal = appeal.ok_or(ActionError::NotFound)?;
    let may = may(actor, &found, side, appeal.status);
    Ok(Thread {
        side,
        steps: assignments::steps(&mut *connection, &[id]).await?,
        files: files::of_steps(&mut *connection, id).await?,
        uploaded: files::for_step(connection, id, actor.account()).await?,
        may,
        calendar,
        has_appeal: side == Side::Sent || found.received_appeal.is_some(),
        shown: Shown {
            content: found.shows_content.then_some(appeal.content),
            applicant: found.shows_applicant.then_some((appeal.applicant_name, appeal.address)),
        },
        assignment: found,
    })
}

/// Everything that can be done with an assignment, in the order of the page.
const STEPS: [Action; 5] = [
    Action::Report,
    Action::RecordAnswer,
    Action::AcceptReport,
    Action::OrderAgain,
    Action::CallOff,
];

fn may(
    actor: &Actor,
    of: &Assignment,
    side: Side,
    status: zvarot_domain::Status,
) -> Vec<Action> {
    let is_allowed = |action: Action| match side {
        Side::Received => {
            action == Action::Report && Permission::AnswerAssignments.is_given_to(actor)
        }
        Side::Sent => machine::decide(Some(status), action, actor).is_ok(),
    };
    STEPS
        .into_iter()
        .filter(|action| possible(of, *action).is_some() && is_allowed(*action))
        .collect()
}

/// The organisation of an official who reads its assignments.
fn reader(actor: &Actor) -> Result<OrganisationId> {
    Permission::SeeAppeals.require(actor).map_err(|_| ActionError::NotFound)?;
    actor.organisation().ok_or(ActionError::NotFound)
}

/// A page of a list: of what waits or of what is over, after a row.
#[derive(Clone, Copy, Debug)]
pub enum AssignmentPage {
    Waiting(Option<(NaiveDate, Uuid)>),
    Closed(Option<(DateTime<Utc>, Uuid)>),
}

/// What others want of the actor's organisation, or what it wants of others: the controlled list (CTL-04).
///
/// # Errors
/// [`ActionError::NotFound`] for those who read no appeals.
pub async fn assignments_list(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    side: Side,
    page: AssignmentPage,
    limit: i64,
) -> Result<Vec<Assignment>> {
    let organisation = reader(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let connection = work.connection();
    Ok(match page {
        AssignmentPage::Waiting(after) => {
            assignments::waiting(connection, organisation, side, after, limit).await?
        }
        AssignmentPage::Closed(after) => {
            assignments::closed(connection, organisation, side, after, limit).await?
        }
    })
}

/// The assignments of a card that the actor has read: those sent from it and that to report on it, with their steps.
///
/// # Errors
/// The database's.
pub async fn assignments_of(
    actions: &Actions,
    cause: &Cause,
    appeal: AppealId,
) -> Result<Vec<(Assignment, Vec<Step>)>> {
    let mut work = actions.store.begin(cause).await?;
    let found = assignments::of_appeal(work.connection(), appeal).await?;
    let ids: Vec<AssignmentId> = found.iter().map(|one| one.id).collect();
    let steps = assignments::steps(work.connection(), &ids).await?;
    let of = |id| steps.iter().filter(|step| step.assignment == id).cloned().collect();
    Ok(found.into_iter().map(|one| (one.clone(), of(one.id))).collect())
}
