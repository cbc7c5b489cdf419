//! An organisation's own working hours (REG-07): its week and its exceptions, set by the organisation or, where it cannot, by
//! the chief administrator; a look beforehand at how many terms would move. Open terms follow in the background.

use chrono::Days;
use serde_json::json;
use zvarot_domain::{
    Actor, OrganisationId, Permission,
    calendar::{Calendar, NationalCalendar, Schedule, ScheduleForm},
    minsk,
};
use zvarot_store::{
    PgConnection, Work, appeals,
    calendars::{self, ScheduleVersion},
};

use crate::{
    ActionError, Actions, Cause, Client, Result,
    appeals::{OrganisationCalendar, would_move},
    security_journal,
};

/// Versions that are shown.
const SHOWN: i64 = 10;
/// How far terms of open appeals lie from today at most, in days.
const FARTHEST: u64 = 1_100;
/// Sorts of terms that are looked at.
const SORTS: i64 = 20_000;

/// Whose hours the actor sets: the own organisation's, or those of one that the chief administrator names.
///
/// # Errors
/// [`ActionError::NotFound`]: nobody's.
pub fn owner(actor: &Actor, named: Option<OrganisationId>) -> Result<OrganisationId> {
    let owner = match named {
        Some(named) => Some(named).filter(|_| may_name(actor)),
        None => actor.organisation().filter(|_| Permission::ManageSchedule.is_given_to(actor)),
    };
    owner.ok_or(ActionError::NotFound)
}

/// Whether the actor says whose hours are to be set.
#[must_use]
pub fn may_name(actor: &Actor) -> bool {
    Permission::ManageAllSchedules.is_given_to(actor)
}

/// The hours as they are, and their versions, the last first; the usual hours have version 0.
///
/// # Errors
/// The stored schedule cannot be read.
pub async fn open(connection: &mut PgConnection, organisation: OrganisationId) -> Result<(Schedule, i32, Vec<ScheduleVersion>)> {
    let versions = calendars::schedules(connection, organisation, SHOWN).await?;
    let Some(newest) = versions.first() else {
        return Ok((Schedule::usual(), 0, versions));
    };
    let schedule = serde_json::from_value(newest.data.clone()).map_err(ActionError::internal)?;
    Ok((schedule, newest.version, versions))
}

/// How many terms of open appeals a change would move: nothing is written.
///
/// # Errors
/// Faults of the form's fields; [`ActionError::NotFound`] without the right.
pub async fn look(actions: &Actions, cause: &Cause, actor: &Actor, organisation: Option<OrganisationId>, form: &ScheduleForm) -> Result<i64> {
    let organisation = owner(actor, organisation)?;
    let mut work = actions.store.begin(cause).await?;
    let (schedule, _) = decide(&mut work, organisation, form).await?;
    let today = minsk::date(cause.now);
    let (from, until) = form.days().unwrap_or((today - Days::new(FARTHEST), today + Days::new(FARTHEST)));
    let terms = appeals::open_terms(work.connection(), Some(organisation), from, until + Days::new(MOVED), SORTS).await?;
    let national = calendars::national(work.connection()).await?.ok_or(ActionError::NotFound)?;
    let calendar = Calendar::new(NationalCalendar::from_value(national.data).map_err(ActionError::internal)?, schedule);
    Ok(would_move(&terms, &OrganisationCalendar { calendar, version: national.version }))
}

/// A day that is worked or not moves terms that end so many days later at most: rows of days off are shorter.
pub(crate) const MOVED: u64 = 45;

/// Sets them; the journal of security keeps what was and what is. `version` is that on which the change was decided.
///
/// # Errors
/// As [`look`]; a conflict: they were changed meanwhile.
pub async fn change(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    organisation: Option<OrganisationId>,
    version: i32,
    form: &ScheduleForm,
) -> Result<()> {
    let organisation = owner(actor, organisation)?;
    let mut work = actions.store.begin(cause).await?;
    let (schedule, was) = decide(&mut work, organisation, form).await?;
    let data = serde_json::to_value(&schedule).map_err(ActionError::internal)?;
    if !calendars::add_schedule_after(work.connection(), organisation, version, &data, actor.account(), cause.now).await? {
        return Err(ActionError::Conflict);
    }
    let data = json!({ "organisation": organisation, "change": form.kind, "was": was, "is": schedule });
    security_journal::record(&mut work, client, actor.account(), "hours_changed", data).await?;
    Ok(work.commit().await?)
}

/// The schedule after the change, and the one before.
async fn decide(work: &mut Work, organisation: OrganisationId, form: &ScheduleForm) -> Result<(Schedule, Schedule)> {
    let today = minsk::date(work.now());
    let (was, ..) = open(work.connection(), organisation).await?;
    let schedule = form.change(&was, today).map_err(ActionError::Invalid)?;
    Ok((schedule, was))
}
