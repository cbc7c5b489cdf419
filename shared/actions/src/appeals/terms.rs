//! The two clocks of an appeal, in the words of its actions: what the domain computes from the calendar that is stored.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use zvarot_domain::{
    Fault, FaultCode, Faults, OrganisationId,
    applicant::ApplicantProfile,
    calendar::{Calendar, NationalCalendar, Schedule},
    deadlines::{self, Deadline, Term},
    minsk,
    registration::{IndexTemplate, RegistrationIndex, Sign},
};
use zvarot_store::{Work, appeals::Appeal, calendars, organisations::Organisation};

use crate::{ActionError, Result};

/// How a term is kept that an official has set by hand.
pub(super) const CHANGED: &str = "changed";
/// How a term is kept that another system has given at registration.
pub(super) const GIVEN: &str = "given";

/// An organisation's calendar and the version of the national one that it was built from.
pub struct OrganisationCalendar {
    pub calendar: Calendar,
    pub version: i32,
}

/// The date in Belarus at a moment: legal terms compare dates, not instants.
#[must_use]
pub fn minsk_date(moment: DateTime<Utc>) -> NaiveDate {
    minsk::date(moment)
}

/// Whether what is done now with an appeal comes after its term (REG-06).
pub(super) fn is_late(appeal: &Appeal, now: DateTime<Utc>) -> bool {
    appeal.due_on.is_some_and(|due| minsk_date(now) > due)
}

/// The calendar that counts for an organisation now (REG-07).
///
/// # Errors
/// No national calendar was loaded, or its data cannot be read: terms are not guessed.
pub async fn calendar_of(
    work: &mut Work,
    organisation: OrganisationId,
) -> Result<OrganisationCalendar> {
    let data = calendars::of(work.connection(), organisation)
        .await?
        .ok_or_else(|| ActionError::internal("no national calendar is loaded"))?;
    let national = NationalCalendar::from_value(data.national).map_err(ActionError::internal)?;
    let schedule = match data.schedule {
        Some(schedule) => serde_json::from_value(schedule).map_err(ActionError::internal)?,
        None => Schedule::usual(),
    };
    Ok(OrganisationCalendar {
        calendar: Calendar::new(national, schedule),
        version: data.version,
    })
}

/// How the review term of an appeal was found, for "how was this date computed?" (BEY-06).
/// None: not registered, or considered with another one.
#[must_use]
pub fn due_explained(appeal: &Appeal, calendar: &OrganisationCalendar) -> Option<Deadline> {
    let (registered_on, due_on) = appeal.registered_on.zip(appeal.due_on)?;
    Some(due(appeal.term.as_deref().unwrap_or_default(), registered_on, appeal.set_due_on.unwrap_or(due_on), calendar))
}

/// The review term by a calendar. `set_on`: the day that counts where the term was set by hand.
pub(super) fn due(term: &str, registered_on: NaiveDate, set_on: NaiveDate, calendar: &OrganisationCalendar) -> Deadline {
    match term.parse::<Term>() {
        Ok(term) => deadlines::of(registered_on, term, &calendar.calendar),
        Err(_) => deadlines::set_by_hand(registered_on, set_on, &calendar.calendar),
    }
}

/// The second clock: five working days for redirecting and for notices (REG-06a).
#[must_use]
pub fn notice_due(registered_on: NaiveDate, calendar: &OrganisationCalendar) -> Deadline {
    deadlines::of(registered_on, Term::FIVE_WORKING_DAYS, &calendar.calendar)
}

/// The term chosen at registration: 15 days unless a month is needed for study and checking (law, art. 17).
pub(super) fn read_term(typed: &str, faults: &mut Faults) -> Term {
    match typed.trim() {
        "" => Term::FIFTEEN_DAYS,
        typed => match typed.parse() {
            Ok(term) if [Term::FIFTEEN_DAYS, Term::ONE_MONTH].contains(&term) => term,
            _ => {
                faults.push(Fault::new("term", FaultCode::UnknownChoice));
                Term::FIFTEEN_DAYS
            }
        },
    }
}

/// An index typed by the clerk; None: left empty.
pub(super) fn read_index(typed: &str, faults: &mut Faults) -> Option<String> {
    match typed.trim() {
        "" => None,
        typed => match RegistrationIndex::parse(typed) {
            Ok(index) => Some(index.as_str().to_owned()),
            Err(code) => {
                faults.push(Fault::new("registration_index", code));
                None
            }
        },
    }
}

/// What the appeal's index begins with: the surname's letter, «Ю», or the office's sign for collective and anonymous ones.
///
/// # Errors
/// The stored applicant cannot be read.
pub(super) fn sign(appeal: &Appeal, organisation: &Organisation) -> Result<Sign> {
    if appeal.collective {
        return Ok(Sign::of_office(&organisation.collective_sign));
    }
    let profile: ApplicantProfile =
        serde_json::from_value(appeal.applicant.clone()).map_err(ActionError::internal)?;
    Ok(
        Sign::of_applicant(profile.kind(), profile.surname().unwrap_or_default())
            .unwrap_or_else(|| Sign::of_office(&organisation.anonymous_sign)),
    )
}

/// The index of the appeal that drew `number`; an organisation's template that cannot be used counts as the usual one.
///
/// # Errors
/// Sign and number make something that is no index.
pub(super) fn index(
    organisation: &Organisation,
    sign: &Sign,
    number: i32,
    registered_on: NaiveDate,
) -> Result<String> {
    let template: IndexTemplate = organisation.index_template.parse().unwrap_or_default();
    let index = template.fill(sign, number.unsigned_abs(), registered_on.year());
    index
        .map(|index| index.as_str().to_owned())
        .map_err(|code| ActionError::field("registration_index", code))
}
