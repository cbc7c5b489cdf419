//! Statistical reports (REP-01, REP-04, REP-06): looked at, asked for as a file, scheduled. Whoever has no right to a
//! level's numbers finds no such report.

mod sheet;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use uuid::Uuid;
use zvarot_domain::{
    Actor, Locale, MessageKind, Permission, minsk,
    report::{Level, Period, Question, ReportFormat, Rhythm},
};
use zvarot_store::{
    PgConnection,
    deliveries::Channel,
    jobs::Job,
    notices,
    reports::{self, NewReport, NewSchedule, Reach, Report, Schedule, Source, rights},
};

pub use sheet::{Bar, Sheet, SheetLine, question_title, question_words};

use crate::{ActionError, Actions, Cause, Result};

/// Reports of one person that may wait at once.
const OPEN_AT_MOST: i64 = 20;
/// Schedules of one person.
const SCHEDULES_AT_MOST: usize = 50;

/// Whether the page of reports is there for the actor; which numbers it shows the database decides.
pub fn may_report(actor: &Actor) -> bool {
    Permission::MakeReports.is_given_to(actor) || Permission::MakeRepublicReports.is_given_to(actor)
}

fn authorise(actor: &Actor) -> Result<()> {
    if may_report(actor) { Ok(()) } else { Err(ActionError::NotFound) }
}

/// The levels that the actor can choose.
///
/// # Errors
/// [`ActionError::NotFound`]: no reports for this actor.
pub async fn reach(connection: &mut PgConnection, actor: &Actor) -> Result<Reach> {
    authorise(actor)?;
    Ok(rights::reach(connection, actor.account()).await?)
}

/// Counts now and puts the result into words.
///
/// # Errors
/// [`ActionError::NotFound`]: the actor may not see this level's numbers.
pub async fn look(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    question: &Question,
    period: Period,
    locale: Locale,
) -> Result<Sheet> {
    authorise(actor)?;
    let mut connection = actions.store.pool().acquire().await?;
    let today = minsk::date(cause.now);
    let sheet = make_sheet(&mut connection, actor.account(), question, period, today, locale).await?;
    sheet.ok_or(ActionError::NotFound)
}

/// The report of an account as it has the right to it now; none: it has no right (any more).
pub async fn make_sheet(
    connection: &mut PgConnection,
    account: zvarot_domain::AccountId,
    question: &Question,
    period: Period,
    today: NaiveDate,
    locale: Locale,
) -> zvarot_store::Result<Option<Sheet>> {
    let Some(granted) = rights::grant(connection, account, question.level).await? else {
        return Ok(None);
    };
    let counts = reports::count(connection, &granted, question, period, today, Source::Summaries).await?;
    Ok(Some(sheet::sheet(connection, question, period, counts, locale).await?))
}

/// Asks for a report as a file.
///
/// # Errors
/// [`ActionError::NotFound`] without the right; [`ActionError::Conflict`] with too many reports under way.
pub async fn ask(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    question: &Question,
    period: Period,
    format: ReportFormat,
    locale: Locale,
) -> Result<Uuid> {
    authorise(actor)?;
    let mut work = actions.store.begin(cause).await?;
    granted(work.connection(), actor, question.level).await?;
    if reports::files::open_count(work.connection(), actor.account()).await? >= OPEN_AT_MOST {
        return Err(ActionError::Conflict);
    }
    let report = NewReport { account: actor.account(), question, period, format, locale, schedule: None };
    let id = reports::files::insert(work.connection(), &report, cause.now).await?;
    let id = id.ok_or(ActionError::Conflict)?;
    work.enqueue(Job::FormReport { report_id: id }).await?;
    work.commit().await?;
    Ok(id)
}

async fn granted(connection: &mut PgConnection, actor: &Actor, level: Level) -> Result<()> {
    let granted = rights::grant(connection, actor.account(), level).await?;
    granted.map(|_| ()).ok_or(ActionError::NotFound)
}

/// Has a report come by itself, the first one after the present day, week or month.
///
/// # Errors
/// As of [`ask`].
pub async fn schedule(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    question: &Question,
    format: ReportFormat,
    rhythm: Rhythm,
    locale: Locale,
) -> Result<Uuid> {
    authorise(actor)?;
    let mut work = actions.store.begin(cause).await?;
    granted(work.connection(), actor, question.level).await?;
    if reports::schedules::list(work.connection(), actor.account()).await?.len() >= SCHEDULES_AT_MOST {
        return Err(ActionError::Conflict);
    }
    let next_on = rhythm.next_after(minsk::date(cause.now));
    let schedule = NewSchedule { account: actor.account(), question, format, locale, rhythm, next_on };
    let id = reports::schedules::insert(work.connection(), &schedule, cause.now).await?;
    work.commit().await?;
    Ok(id)
}

/// Stops a schedule of the actor's.
///
/// # Errors
/// [`ActionError::NotFound`]: none of the actor's.
pub async fn stop(actions: &Actions, cause: &Cause, actor: &Actor, id: Uuid) -> Result<()> {
    authorise(actor)?;
    let mut work = actions.store.begin(cause).await?;
    if !reports::schedules::stop(work.connection(), actor.account(), id, cause.now).await? {
        return Err(ActionError::NotFound);
    }
    Ok(work.commit().await?)
}

/// What the actor has asked for and scheduled.
#[derive(Clone, Debug)]
pub struct Own {
    pub reports: Vec<Report>,
    pub schedules: Vec<Schedule>,
    /// Whether an e-mail tells of a report that is ready.
    pub by_email: bool,
}

/// The actor's reports and schedules.
///
/// # Errors
/// [`ActionError::NotFound`]: no reports for this actor.
pub async fn own(connection: &mut PgConnection, actor: &Actor) -> Result<Own> {
    authorise(actor)?;
    let account = actor.account();
    let choices = notices::choices(&mut *connection, account).await?;
    let kind = MessageKind::ReportReady;
    let chosen = choices.iter().find(|(of, by, _)| of == kind.code() && by == Channel::Email.code());
    Ok(Own {
        reports: reports::files::list(&mut *connection, account, 50).await?,
        schedules: reports::schedules::list(connection, account).await?,
        by_email: chosen.map_or(kind.email_unless_chosen(), |(_, _, wanted)| *wanted),
    })
}

/// A report of the actor's.
///
/// # Errors
/// [`ActionError::NotFound`]: none of the actor's.
pub async fn one(connection: &mut PgConnection, actor: &Actor, id: Uuid) -> Result<Report> {
    authorise(actor)?;
    let report = reports::files::own(connection, actor.account(), id).await?;
    report.ok_or(ActionError::NotFound)
}
