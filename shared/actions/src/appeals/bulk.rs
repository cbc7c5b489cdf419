//! One action on several appeals (BEY-14): looked at before it is done. The look is the action itself in a transaction that
//! is not committed, so it tells what will really happen; each appeal is done, or refused, by itself.

use chrono::NaiveDate;
use zvarot_domain::{Actor, AppealNumber, FaultCode, deadlines, minsk};
use zvarot_store::appeals;

use super::{TermForm, change_term_in, mark_control::mark_in, terms};
use crate::{ActionError, Actions, Cause, Result};

/// Appeals of one go: a page of the list.
pub const BULK_AT_MOST: usize = 50;

/// What is done to each; texts as typed.
#[derive(Clone, Debug)]
pub enum Bulk {
    /// Taken under control.
    TakeControl,
    /// Taken off control today.
    LiftControl,
    /// Filed into a case.
    File { case_number: String },
    /// A new term with its reason.
    ChangeTerm(TermForm),
}

/// An appeal and what comes of the action.
#[derive(Debug)]
pub struct BulkLine {
    pub number: AppealNumber,
    pub applicant_name: String,
    pub registration_index: Option<String>,
    /// The version that was looked at.
    pub version: i32,
    /// How many are joined to it and share what is done (BEY-02).
    pub joined: i64,
    /// Of a new term: the end of the law's month and the latest day that can be set, where that is after it (REG-06).
    pub law: Option<(NaiveDate, NaiveDate)>,
    pub result: Result<()>,
}

/// Does it to each, or with `look` only says what would come of it. A version that is given must be the card's still.
///
/// # Errors
/// The database's; what is refused stands in the lines. Appeals that are not the actor's have no line.
pub async fn bulk(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    action: &Bulk,
    chosen: &[(AppealNumber, Option<i32>)],
    look: bool,
) -> Result<Vec<BulkLine>> {
    let scope = crate::scope(actor)?;
    let joined = match (action, actor.organisation()) {
        (Bulk::ChangeTerm(_), Some(organisation)) => {
            let numbers: Vec<AppealNumber> = chosen.iter().take(BULK_AT_MOST).map(|(number, _)| *number).collect();
            let mut connection = actions.store.pool().acquire().await?;
            appeals::joined_counts(&mut connection, organisation, &numbers).await?
        }
        _ => Vec::new(),
    };
    let calendar = match (action, actor.organisation()) {
        (Bulk::ChangeTerm(_), Some(organisation)) => {
            Some(terms::calendar_of(&mut actions.store.begin(cause).await?, organisation).await?.calendar)
        }
        _ => None,
    };
    let mut lines = Vec::new();
    for (number, version) in chosen.iter().take(BULK_AT_MOST) {
        let mut connection = actions.store.pool().acquire().await?;
        let Some(appeal) = appeals::by_number(&mut connection, *number, scope).await? else {
            continue;
        };
        drop(connection);
        let version = version.unwrap_or(appeal.version);
        let law = appeal.registered_on.zip(calendar.as_ref()).and_then(|(registered_on, calendar)| {
            let month = deadlines::one_month(registered_on, calendar).date;
            let latest = deadlines::latest_term(registered_on, calendar).date;
            (month < latest).then_some((month, latest))
        });
        let result = match one(actions, cause, actor, action, *number, version, look).await {
            Err(ActionError::Internal(error)) => return Err(ActionError::Internal(error)),
            result => result,
        };
        lines.push(BulkLine {
            number: *number,
            applicant_name: appeal.applicant_name,
            registration_index: appeal.registration_index,
            version,
            law,
            joined: joined.iter().find(|(first, _)| first == number).map_or(0, |(_, count)| *count),
            result,
        });
    }
    Ok(lines)
}

async fn one(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    action: &Bulk,
    number: AppealNumber,
    version: i32,
    look: bool,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let today = minsk::date(cause.now).to_string();
    match action {
        Bulk::File { case_number } if case_number.trim().is_empty() => {
            return Err(ActionError::field("case_number", FaultCode::Required));
        }
        Bulk::ChangeTerm(form) => {
            change_term_in(&mut work, actor, number, Some(version), form).await?;
        }
        Bulk::TakeControl | Bulk::LiftControl | Bulk::File { .. } => {
            mark_in(&mut work, actor, number, version, |mut form| {
                match action {
                    Bulk::TakeControl => {
                        form.controlled = true;
                        form.control_lifted_on.clear();
                    }
                    Bulk::LiftControl => form.control_lifted_on = today,
                    Bulk::File { case_number } => form.case_number.clone_from(case_number),
                    Bulk::ChangeTerm(_) => {}
                }
                form
            })
            .await?;
        }
    }
    // Without the commit the transaction, its events and its jobs never were.
    if !look {
        work.commit().await?;
    }
    Ok(())
}
