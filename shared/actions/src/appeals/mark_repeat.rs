//! The mark of a repeated appeal with the number of the first one (SUB-12, EDM-05; law, art. 1).

use serde_json::json;
use zvarot_domain::{AccountId, Action, Actor, AppealNumber, FaultCode, merging, repeats};
use zvarot_store::{Work, appeals::{self, Appeal}};

use super::{lock_for, record, terms, written};
use crate::{ActionError, Actions, Cause, Result, scope};

/// Marks an appeal as a repeat of an earlier one of the same organisation.
///
/// # Errors
/// Faults of `first_number`; refusals; a conflict; [`ActionError::NotFound`].
pub async fn mark_repeat(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    first_number: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    mark_repeat_in(&mut work, actor, number, Some(version), first_number).await?;
    Ok(work.commit().await?)
}

/// The same in a transaction of the caller's, who commits it; without a `version` whatever the card is now. Marked so
/// already: nothing changes. Whether the first one was answered a program need not prove: its answer can be in its own
/// system alone.
///
/// # Errors
/// Faults of `first_number`; refusals; [`ActionError::NotFound`].
pub async fn mark_repeat_in(
    work: &mut Work,
    actor: &Actor,
    number: AppealNumber,
    version: Option<i32>,
    first_number: &str,
) -> Result<()> {
    let fault = |code| ActionError::field("first_number", code);
    let (appeal, transition) = lock_for(work, actor, number, version, Action::MarkRepeat).await?;
    if first_number.trim().is_empty() {
        return Err(fault(FaultCode::Required));
    }
    let first = match first_number.parse::<AppealNumber>() {
        Ok(number) => appeals::by_number(work.connection(), number, scope(actor)?).await?,
        Err(_) => None,
    };
    // A task shows an official appeals of other organisations too; law, art. 1: in the same one, of the same applicant.
    let first = first.filter(|first| first.organisation_id == appeal.organisation_id);
    let first = first.ok_or_else(|| fault(FaultCode::UnknownAppeal))?;
    if !merging::same_applicant(whose(&first), whose(&appeal)) {
        return Err(fault(FaultCode::AnotherApplicant));
    }
    if first.id == appeal.id || first.submitted_at >= appeal.submitted_at {
        return Err(fault(FaultCode::NotAnEarlierAppeal));
    }
    let (came_first, came) =
        (terms::minsk_date(first.submitted_at), terms::minsk_date(appeal.submitted_at));
    match repeats::check(came_first, first.status, came) {
        Err(FaultCode::FirstNotAnswered) if actor.is_client() => {}
        checked => checked.map_err(fault)?,
    }
    if appeal.repeat_of == Some(first.id) {
        return Ok(());
    }
    let (id, version) = (appeal.id, appeal.version);
    written(appeals::set_repeat_of(work.connection(), id, version, first.id).await?)?;
    let data = json!({ "first": first.number.to_string() });
    record(work, actor, &appeal, &transition, data).await?;
    Ok(())
}

fn whose(appeal: &Appeal) -> (Option<AccountId>, &str) {
    (appeal.account_id, &appeal.applicant_name)
}
