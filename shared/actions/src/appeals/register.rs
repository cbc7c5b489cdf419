//! Registration by the clerk (REG-01, REG-03 to REG-06a).

use chrono::{Datelike, NaiveDate};
use serde_json::json;
use zvarot_domain::{
    Action, Actor, AppealNumber, Calendar, Fault, FaultCode, Faults,
    deadlines::{self, Deadline},
    registration,
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal, Registration},
    journals, organisations,
};

use super::{change_term::{beyond_month, read_due, read_reason}, lock_for, merge, record, terms, written};
use crate::{ActionError, Actions, Cause, Result, journal::free_index};

/// The term is a day that the clerk sets (REG-06; regulation 4.4).
pub const OWN_TERM: &str = "own";

/// What the clerk types or leaves as proposed.
#[derive(Clone, Debug, Default)]
pub struct RegistrationForm {
    /// `yyyy-mm-dd`; empty: today.
    pub registered_on: String,
    /// Empty: the next one of the journal.
    pub registration_index: String,
    /// `15d`, `1m` or [`OWN_TERM`]; empty: `15d`.
    pub term: String,
    /// Where the clerk sets the day, `yyyy-mm-dd`: 31 calendar days at most (REG-06).
    pub due_on: String,
    /// Why that day.
    pub reason: String,
}

/// What registering now would give, shown before it is done.
#[derive(Clone, Debug)]
pub struct RegistrationProposal {
    pub registered_on: NaiveDate,
    pub registration_index: String,
    pub due_15d: Deadline,
    pub due_1m: Deadline,
    /// The longest term that the clerk can set (REG-06).
    pub latest: Deadline,
    pub notice_due_on: Deadline,
}

/// Registers an appeal: gives the index, both terms and the status; tells the applicant.
///
/// # Errors
/// Faults of `registered_on`, `registration_index`, `term`; the machine's refusals; a conflict of versions.
pub async fn register(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &RegistrationForm,
) -> Result<String> {
    let mut work = actions.store.begin(cause).await?;
    let index = register_in(&mut work, actor, number, Some(version), form).await?;
    work.commit().await?;
    Ok(index)
}

/// The same in a transaction of the caller's, who commits it; without a `version` whatever the card is now.
///
/// # Errors
/// As [`register`].
pub(super) async fn register_in(
    work: &mut Work,
    actor: &Actor,
    number: AppealNumber,
    version: Option<i32>,
    form: &RegistrationForm,
) -> Result<String> {
    let now = work.now();
    let (appeal, transition) = lock_for(work, actor, number, version, Action::Register).await?;
    let version = appeal.version;
    let mut faults = Faults::new();
    let registered_on = read_date(form, &appeal, terms::minsk_date(now), &mut faults);
    let calendar = terms::calendar_of(work, appeal.organisation_id).await?;
    let (term_text, due_on, reason) = read_term(form, registered_on, &calendar.calendar, &mut faults);
    let typed_index = terms::read_index(&form.registration_index, &mut faults);
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let index = match typed_index {
        Some(index) => index,
        None => next_index(work, &appeal, registered_on).await?,
    };
    let registration = Registration {
        registered_on,
        registered_by: actor.account(),
        registration_index: &index,
        journal_year: year(registered_on),
        term: &term_text,
        due_on,
        notice_due_on: terms::notice_due(registered_on, &calendar).date,
        calendar_version: calendar.version,
    };
    let done = appeals::register(
        work.connection(),
        appeal.id,
        version,
        transition.to(),
        &registration,
        now,
    )
    .await
    .map_err(index_taken)?;
    written(done)?;
    let late = registration::limit(appeal.submitted_at, &calendar.calendar).is_late(now);
    let mut data = json!({ "index": index, "registered_on": registered_on, "term": term_text, "due_on": registration.due_on, "notice_due_on": registration.notice_due_on, "late": late, "reason": reason });
    if let Some(month) = beyond_month(due_on, registered_on, &calendar.calendar) {
        data["law_month"] = json!(month);
    }
    record(work, actor, &appeal, &transition, data).await?;
    merge::join_arrived(work, actor, appeal.id).await?;
    Ok(index)
}

/// The term as it is kept, its last day, and why, where the clerk has set that day.
fn read_term<'a>(
    form: &'a RegistrationForm,
    registered_on: NaiveDate,
    calendar: &Calendar,
    faults: &mut Faults,
) -> (String, NaiveDate, Option<&'a str>) {
    if form.term.trim() != OWN_TERM {
        let term = terms::read_term(&form.term, faults);
        return (term.to_string(), deadlines::of(registered_on, term, calendar).date, None);
    }
    let due_on = read_due(&form.due_on, registered_on, calendar).map_err(|fault| faults.push(fault));
    let reason = read_reason(&form.reason).map_err(|fault| faults.push(fault));
    (terms::CHANGED.to_owned(), due_on.unwrap_or(registered_on), reason.ok())
}

/// What registering the appeal would give: `on` a day, or today where none is given or that day is not allowed (REG-05).
///
/// # Errors
/// [`ActionError::NotFound`] outside the actor's organisation.
pub async fn propose(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    on: Option<NaiveDate>,
) -> Result<RegistrationProposal> {
    let mut work = actions.store.begin(cause).await?;
    let appeal = appeals::by_number(work.connection(), number, crate::scope(actor)?)
        .await?
        .ok_or(ActionError::NotFound)?;
    let calendar = terms::calendar_of(&mut work, appeal.organisation_id).await?;
    let today = terms::minsk_date(cause.now);
    let submitted = terms::minsk_date(appeal.submitted_at);
    let day = on
        .filter(|day| registration::check_date(*day, submitted, today).is_ok())
        .unwrap_or(today);
    let organisation = organisations::get(work.connection(), appeal.organisation_id)
        .await?
        .ok_or(ActionError::NotFound)?;
    let sign = terms::sign(&appeal, &organisation)?;
    let next = journals::preview(
        work.connection(),
        appeal.organisation_id,
        year(day),
        &sign,
    )
    .await?;
    // Numbers that a clerk has given by hand are passed over here as they will be in registering.
    let index = |number: u32| terms::index(&organisation, &sign, number.cast_signed(), day).ok();
    let free = free_index(work.connection(), appeal.organisation_id, next.unsigned_abs(), day.year(), index).await?;
    Ok(RegistrationProposal {
        registered_on: day,
        registration_index: match free {
            Some(index) => index,
            None => terms::index(&organisation, &sign, next, day)?,
        },
        due_15d: deadlines::fifteen_days(day, &calendar.calendar),
        due_1m: deadlines::one_month(day, &calendar.calendar),
        latest: deadlines::latest_term(day, &calendar.calendar),
        notice_due_on: terms::notice_due(day, &calendar),
    })
}

/// The journal's next index; one that a clerk has given by hand before is passed over.
async fn next_index(work: &mut Work, appeal: &Appeal, registered_on: NaiveDate) -> Result<String> {
    let organisation = organisations::get(work.connection(), appeal.organisation_id)
        .await?
        .ok_or(ActionError::NotFound)?;
    let sign = terms::sign(appeal, &organisation)?;
    loop {
        let number = journals::next(
            work.connection(),
            appeal.organisation_id,
            year(registered_on),
            &sign,
        )
        .await?;
        let index = terms::index(&organisation, &sign, number, registered_on)?;
        if !appeals::index_is_taken(
            work.connection(),
            appeal.organisation_id,
            year(registered_on),
            &index,
        )
        .await?
        {
            return Ok(index);
        }
    }
}

/// REG-05: never before the day of submission, never in the future.
fn read_date(
    form: &RegistrationForm,
    appeal: &Appeal,
    today: NaiveDate,
    faults: &mut Faults,
) -> NaiveDate {
    let typed = form.registered_on.trim();
    if typed.is_empty() {
        return today;
    }
    let Ok(date) = typed.parse::<NaiveDate>() else {
        faults.push(Fault::new("registered_on", FaultCode::NotADate));
        return today;
    };
    if let Err(code) = registration::check_date(date, terms::minsk_date(appeal.submitted_at), today)
    {
        faults.push(Fault::new("registered_on", code));
    }
    date
}

fn year(date: NaiveDate) -> i16 {
    i16::try_from(date.year()).unwrap_or(i16::MAX)
}

/// The unique index turns a race for one number into a fault of the field.
pub(super) fn index_taken(error: zvarot_store::sqlx_error::Error) -> ActionError {
    if zvarot_store::violates(&error, "appeals_index") {
        ActionError::field("registration_index", FaultCode::RegistrationIndexTaken)
    } else {
        error.into()
    }
}
