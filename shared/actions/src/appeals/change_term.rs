//! Change of the review term with a reason (REG-06): at most one month by law, 31 days by the regulation.

use chrono::NaiveDate;
use serde_json::json;
use zvarot_domain::{Action, Actor, AppealNumber, Calendar, Fault, FaultCode, Faults, deadlines};
use zvarot_store::{Work, appeals};

use super::{lock_for, merge, terms, written};
use crate::{ActionError, Actions, Cause, Result};

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct TermForm {
    /// `yyyy-mm-dd`.
    pub due_on: String,
    pub reason: String,
}

/// Changes the term and tells the applicant; those of appeals that are joined to it too (BEY-02).
///
/// # Errors
/// Faults of `due_on` (not a working day, before the registration, later than the law allows) and `reason`; refusals; a conflict.
pub async fn change_term(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &TermForm,
) -> Result<NaiveDate> {
    let mut work = actions.store.begin(cause).await?;
    let due_on = change_term_in(&mut work, actor, number, Some(version), form).await?;
    work.commit().await?;
    Ok(due_on)
}

/// The same in a transaction of the caller's, who commits it; without a `version` whatever the card is now.
///
/// # Errors
/// As [`change_term`].
pub async fn change_term_in(
    work: &mut Work,
    actor: &Actor,
    number: AppealNumber,
    version: Option<i32>,
    form: &TermForm,
) -> Result<NaiveDate> {
    let (appeal, _) = lock_for(work, actor, number, version, Action::ChangeTerm).await?;
    let version = appeal.version;
    let registered_on = appeal.registered_on.ok_or(ActionError::Conflict)?;
    let calendar = terms::calendar_of(work, appeal.organisation_id).await?;
    let mut faults = Faults::new();
    let due_on = read_due(&form.due_on, registered_on, &calendar.calendar);
    let due_on = due_on.map_err(|fault| faults.push(fault)).ok();
    let reason = read_reason(&form.reason).map_err(|fault| faults.push(fault)).unwrap_or_default();
    let Some(due_on) = due_on.filter(|_| faults.is_empty()) else {
        return Err(ActionError::Invalid(faults));
    };
    written(
        appeals::set_term(
            work.connection(),
            appeal.id,
            version,
            terms::CHANGED,
            due_on,
            calendar.version,
        )
        .await?,
    )?;
    let mut data = json!({ "from": appeal.due_on, "due_on": due_on, "reason": reason });
    if let Some(month) = beyond_month(due_on, registered_on, &calendar.calendar) {
        data["law_month"] = json!(month);
    }
    merge::tell_term(work, actor, &appeal, data).await?;
    Ok(due_on)
}

/// A term that the clerk sets as a date (REG-06).
///
/// # Errors
/// The fault of `due_on`.
pub(super) fn read_due(
    typed: &str,
    registered_on: NaiveDate,
    calendar: &Calendar,
) -> std::result::Result<NaiveDate, Fault> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Fault::new("due_on", FaultCode::Required));
    }
    let date = typed.parse::<NaiveDate>().map_err(|_| Fault::new("due_on", FaultCode::NotADate))?;
    deadlines::check_term(date, registered_on, calendar).map(|()| date).map_err(|code| {
        let latest = deadlines::latest_term(registered_on, calendar);
        Fault::new("due_on", code).with("max", latest.date.to_string())
    })
}

/// The end of the law's month (art. 17, item 2) where a term is after it, which the regulation's 31 days can be by some days:
/// the history says so.
pub(super) fn beyond_month(due_on: NaiveDate, registered_on: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let month = deadlines::one_month(registered_on, calendar).date;
    (due_on > month).then_some(month)
}

/// Why something was decided: not empty, at most a thousand characters.
///
/// # Errors
/// The fault of `reason`.
pub(super) fn read_reason(typed: &str) -> std::result::Result<&str, Fault> {
    const LONGEST: usize = 1000;
    let reason = typed.trim();
    match reason.chars().count() {
        0 => Err(Fault::new("reason", FaultCode::Required)),
        length if length > LONGEST => {
            Err(Fault::new("reason", FaultCode::TooLong).with("max", LONGEST).with("over", length - LONGEST))
        }
        _ if reason.contains('\0') => Err(Fault::new("reason", FaultCode::ControlCharacters).with("count", 1_usize)),
        _ => Ok(reason),
    }
}
