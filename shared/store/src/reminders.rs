//! Reminders of terms (CTL-09): the organisations' ladders, the terms that run, what was sent and to whom it goes.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, AppealNumber, AssignmentId, OrganisationId, Permission, Role, Status,
    reminders::{Ladder, MODERATES, TermClock},
};

use crate::{Result, appeals::View, read_code};

mod assigned;
pub use assigned::{RunningAssignment, record_assignments, running_assignments};

/// An organisation whose reminders of a day are not done, with its own schedule if it has one.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub organisation: OrganisationId,
    pub schedule: Option<serde_json::Value>,
}

/// The organisations whose reminders of a day are not done, after one of them, in the order of their ids.
pub async fn waiting(
    connection: &mut PgConnection,
    day: NaiveDate,
    after: Option<OrganisationId>,
    limit: i64,
) -> Result<Vec<Waiting>> {
    let rows = sqlx::query!(
        r#"SELECT id, (SELECT data FROM organisation_schedules WHERE organisation_id = organisations.id ORDER BY version DESC LIMIT 1) AS "schedule?"
           FROM organisations
           WHERE id > $2 AND NOT EXISTS (SELECT FROM reminder_days WHERE day = $1 AND organisation_id = organisations.id)
           ORDER BY id LIMIT $3"#,
        day,
        after.map_or(Uuid::nil(), |id| id.0),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            organisation: OrganisationId(row.id),
            schedule: row.schedule,
        })
        .collect())
}

/// The newest national calendar. None: none was loaded.
pub async fn national_calendar(connection: &mut PgConnection) -> Result<Option<serde_json::Value>> {
    let row =
        sqlx::query!("SELECT data FROM national_calendars ORDER BY version DESC LIMIT 1")
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|row| row.data))
}

/// Takes an organisation's day. False: it is done already. Where somebody else is doing it now, this waits for the end.
pub async fn take_day(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO reminder_days (day, organisation_id, done_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        day,
        organisation.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An appeal with terms that run.
#[derive(Clone, Debug)]
pub struct Running {
    pub appeal: AppealId,
    pub number: AppealNumber,
    pub registration_index: Option<String>,
    pub status: Status,
    pub registration_limit_at: DateTime<Utc>,
    pub due_on: Option<NaiveDate>,
    pub notice_due_on: Option<NaiveDate>,
    /// When it was registered here, or came in.
    pub entered_at: Option<DateTime<Utc>>,
    /// When the review term was last changed.
    pub term_changed_at: Option<DateTime<Utc>>,
}

/// The open appeals of an organisation one of whose terms ends by `horizon`, or whose registration was due before
/// `unregistered_since`; after one of them, in the order of their ids.
pub async fn running(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    horizon: NaiveDate,
    unregistered_since: DateTime<Utc>,
    after: Option<AppealId>,
    limit: i64,
) -> Result<Vec<Running>> {
    let rows = sqlx::query!(
        r#"SELECT appeals.id, number, registration_index, status, registration_limit_at, due_on, notice_due_on,
               events.entered_at AS "entered_at?", events.term_changed_at AS "term_changed_at?"
           FROM appeals, LATERAL (
               SELECT COALESCE(max(at) FILTER (WHERE kind = 'registered'), min(at)) AS entered_at,
                   max(at) FILTER (WHERE kind = 'term_changed' AND data ->> 'from' IS DISTINCT FROM data ->> 'due_on') AS term_changed_at
               FROM appeal_events WHERE appeal_id = appeals.id) AS events
           WHERE organisation_id = $1 AND appeals.id > $2 AND status IN ('submitted', 'in_moderation', 'registered', 'in_progress')
             AND (status IN ('registered', 'in_progress') AND (due_on <= $3 OR notice_due_on <= $3)
                 OR status IN ('submitted', 'in_moderation') AND registration_limit_at < $4)
           ORDER BY appeals.id LIMIT $5"#,
        organisation.0,
        after.map_or(Uuid::nil(), |id| id.0),
        horizon,
        unregistered_since,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Running {
                appeal: AppealId(row.id),
                number: number(row.number)?,
                registration_index: row.registration_index,
                status: read_code("status", &row.status, Status::from_code)?,
                registration_limit_at: row.registration_limit_at,
                due_on: row.due_on,
                notice_due_on: row.notice_due_on,
                entered_at: row.entered_at,
                term_changed_at: row.term_changed_at,
            })
        })
        .collect()
}

/// A term of executors by resolutions on one appeal that runs: results are still to be entered by then.
#[derive(Clone, Debug)]
pub struct RunningTask {
    pub appeal: AppealId,
    pub number: AppealNumber,
    pub registration_index: Option<String>,
    pub due_on: NaiveDate,
    /// When the last of the tasks with this term was given.
    pub assigned_at: DateTime<Utc>,
    /// Who enters a result by then, and who gave the task.
    pub concerned: Vec<AccountId>,
}

/// The executors' terms on an organisation's appeals that end by `horizon`, each term of an appeal once; after one of
/// them, in the order of appeals and days.
pub async fn running_tasks(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    horizon: NaiveDate,
    after: Option<(AppealId, NaiveDate)>,
    limit: i64,
) -> Result<Vec<RunningTask>> {
    let (appeal, day) = after.map_or((Uuid::nil(), NaiveDate::MIN), |(appeal, day)| (appeal.0, day));
    let day = day.max(NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day"));
    let rows = sqlx::query!(
        r#"SELECT appeal_id, appeals.number, registration_index, task.due_on, max(assigned_at) AS "assigned_at!",
               array_agg(DISTINCT task.account_id) || array_agg(DISTINCT assigned_by) AS "concerned!: Vec<Option<Uuid>>"
           FROM resolution_tasks AS task JOIN appeals ON appeals.id = appeal_id
           WHERE home_id = $1 AND active AND task.state IN ('assigned', 'returned') AND task.due_on <= $2 AND (appeal_id, task.due_on) > ($3, $4)
           GROUP BY appeal_id, appeals.number, registration_index, task.due_on ORDER BY appeal_id, task.due_on LIMIT $5"#,
        organisation.0,
        horizon,
        appeal,
        day,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RunningTask {
                appeal: AppealId(row.appeal_id),
                number: number(row.number)?,
                registration_index: row.registration_index,
                due_on: row.due_on,
                assigned_at: row.assigned_at,
                concerned: row.concerned.into_iter().flatten().map(AccountId).collect(),
            })
        })
        .collect()
}

fn number(number: i64) -> Result<AppealNumber> {
    AppealNumber::from_i64(number).map_err(|error| sqlx::Error::ColumnDecode {
        index: "number".into(),
        source: error.into(),
    })
}

/// A step of a term's ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    pub appeal: AppealId,
    pub clock: TermClock,
    pub due_on: NaiveDate,
    /// Calendar days from the last day, negative before it.
    pub step: i32,
}

/// Writes down steps that are about to be said and returns those that were not said before: neither the step itself
/// nor, should the clock have been put back, a later one of the same term.
pub async fn record(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    steps: &[Step],
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Vec<Step>> {
    let appeals: Vec<Uuid> = steps.iter().map(|step| step.appeal.0).collect();
    let clocks: Vec<String> = steps.iter().map(|step| step.clock.code().to_owned()).collect();
    let due: Vec<NaiveDate> = steps.iter().map(|step| step.due_on).collect();
    let numbers: Vec<i32> = steps.iter().map(|step| step.step).collect();
    let rows = sqlx::query!(
        "INSERT INTO reminders (appeal_id, clock, due_on, step, organisation_id, sent_on, sent_at)
         SELECT new.appeal_id, new.clock, new.due_on, new.step, $5, $6, $7
         FROM UNNEST($1::uuid[], $2::text[], $3::date[], $4::integer[]) AS new (appeal_id, clock, due_on, step)
         WHERE NOT EXISTS (
             SELECT FROM reminders AS sent
             WHERE sent.appeal_id = new.appeal_id AND sent.clock = new.clock AND sent.due_on = new.due_on AND sent.step >= new.step)
         ON CONFLICT DO NOTHING
         RETURNING appeal_id, clock, due_on, step",
        &appeals,
        &clocks,
        &due,
        &numbers,
        organisation.0,
        day,
        now,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Step {
                appeal: AppealId(row.appeal_id),
                clock: read_code("clock", &row.clock, TermClock::from_code)?,
                due_on: row.due_on,
                step: row.step,
            })
        })
        .collect()
}

/// Who is reminded of which appeal: those who hold one of `roles` in the organisation, of every appeal that they see, and who
/// moderates, of what waits for that (SUB-07). Executors are
/// reminded of their own terms, which [`running_tasks`] names them with.
pub async fn recipients(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    roles: &[Role],
    appeals: &[AppealId],
) -> Result<Vec<(AccountId, AppealId)>> {
    let roles: Vec<String> = roles.iter().map(|role| role.code().to_owned()).collect();
    let unmoderated: Vec<String> = Permission::SeeUnmoderatedAppeals.roles().iter().map(|role| role.code().to_owned()).collect();
    let appeals: Vec<Uuid> = appeals.iter().map(|appeal| appeal.0).collect();
    let rows = sqlx::query!(
        r#"SELECT DISTINCT account_roles.account_id AS "account_id!", appeal.id AS "appeal_id!"
           FROM account_roles JOIN accounts ON accounts.id = account_roles.account_id,
               UNNEST($3::uuid[]) AS appeal (id) JOIN appeals ON appeals.id = appeal.id
           WHERE account_roles.organisation_id = $1 AND (role = ANY ($2) OR role = $5 AND status = 'in_moderation') AND blocked_at IS NULL
             AND (to_head IS DISTINCT FROM 'addressed' OR role = ANY ($4))
           ORDER BY 1, 2"#,
        organisation.0,
        &roles,
        &appeals,
        &unmoderated,
        MODERATES.code(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (AccountId(row.account_id), AppealId(row.appeal_id)))
        .collect())
}

/// What an organisation was reminded of on a day.
#[derive(Clone, Debug)]
pub struct Said {
    pub number: AppealNumber,
    /// What organisations want of one another about the appeal; none: a term of the appeal itself.
    pub assignment: Option<AssignmentId>,
    pub registration_index: Option<String>,
    pub status: Status,
    pub clock: TermClock,
    pub due_on: NaiveDate,
    /// When what the term asks for was done, if it was.
    pub done_at: Option<DateTime<Utc>>,
}

/// What an organisation was reminded of on a day, the earliest last day first.
pub async fn said_on(
    connection: &mut PgConnection,
    view: View,
    day: NaiveDate,
    limit: i64,
) -> Result<Vec<Said>> {
    let assignments = assigned::said_of_assignments(&mut *connection, view.organisation, day, limit).await?;
    let rows = sqlx::query!(
        r#"SELECT number, registration_index, status, clock, reminders.due_on,
               CASE clock WHEN 'registration' THEN COALESCE(registered_at, completed_at)
                   WHEN 'execution' THEN (SELECT CASE WHEN bool_and(entered_at IS NOT NULL AND state <> 'returned' OR NOT active) THEN max(COALESCE(entered_at, completed_at)) END
                       FROM resolution_tasks WHERE resolution_tasks.appeal_id = appeals.id AND resolution_tasks.due_on = reminders.due_on AND visible)
                   WHEN 'silence' THEN (SELECT min(at) FROM appeal_events WHERE appeal_events.appeal_id = appeals.id
                       AND at >= (reminders.due_on + 1)::timestamp AT TIME ZONE 'Europe/Minsk')
                   ELSE completed_at END AS "done_at?"
           FROM reminders JOIN appeals ON appeals.id = appeal_id
           WHERE reminders.organisation_id = $1 AND sent_on = $2 AND (to_head IS DISTINCT FROM 'addressed' OR $4) ORDER BY reminders.due_on, number, clock LIMIT $3"#,
        view.organisation.0,
        day,
        limit,
        view.unmoderated,
    )
    .fetch_all(connection)
    .await?;
    let said = rows.into_iter().map(|row| {
            Ok(Said {
                number: number(row.number)?,
                assignment: None,
                registration_index: row.registration_index,
                status: read_code("status", &row.status, Status::from_code)?,
                clock: read_code("clock", &row.clock, TermClock::from_code)?,
                due_on: row.due_on,
                done_at: row.done_at,
            })
        });
    let mut all = said.collect::<Result<Vec<Said>>>()?;
    all.extend(assignments);
    all.sort_by_key(|said| said.due_on);
    Ok(all)
}

/// The nearest days with reminders before and after a day; with no day, the newest one counts as before.
pub async fn days_around(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    day: Option<NaiveDate>,
) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
    let row = sqlx::query!(
        "SELECT GREATEST((SELECT max(sent_on) FROM reminders WHERE organisation_id = $1 AND ($2::date IS NULL OR sent_on < $2)),
                 (SELECT max(sent_on) FROM assignment_reminders WHERE organisation_id = $1 AND ($2::date IS NULL OR sent_on < $2))) AS before,
             LEAST((SELECT min(sent_on) FROM reminders WHERE organisation_id = $1 AND sent_on > $2),
                 (SELECT min(sent_on) FROM assignment_reminders WHERE organisation_id = $1 AND sent_on > $2)) AS after",
        organisation.0,
        day,
    )
    .fetch_one(connection)
    .await?;
    Ok((row.before, row.after))
}

/// The ladders of an organisation, for each clock its own or the usual one.
pub async fn ladders(
    connection: &mut PgConnection,
    organisation: OrganisationId,
) -> Result<Vec<(TermClock, Ladder)>> {
    let rows = sqlx::query!(
        "SELECT clock, days_before, every_days_after FROM reminder_ladders WHERE organisation_id = $1",
        organisation.0
    )
    .fetch_all(connection)
    .await?;
    let days = |days: i16| u16::try_from(days).ok();
    let own = |clock: TermClock| {
        let row = rows.iter().find(|row| row.clock == clock.code())?;
        let before = row.days_before.iter().filter_map(|one| days(*one));
        Some(Ladder::new(before, row.every_days_after.and_then(days)))
    };
    Ok(TermClock::ALL
        .into_iter()
        .map(|clock| (clock, own(clock).unwrap_or_else(|| Ladder::usual(clock))))
        .collect())
}

/// Sets an organisation's ladder of a clock.
pub async fn set_ladder(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    clock: TermClock,
    ladder: &Ladder,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    let before: Vec<i16> = ladder.before().iter().map(|days| days.cast_signed()).collect();
    sqlx::query!(
        "INSERT INTO reminder_ladders (organisation_id, clock, days_before, every_days_after, changed_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (organisation_id, clock) DO UPDATE SET days_before = EXCLUDED.days_before,
             every_days_after = EXCLUDED.every_days_after, changed_by = EXCLUDED.changed_by, changed_at = EXCLUDED.changed_at",
        organisation.0,
        clock.code(),
        &before,
        ladder.every_after().map(u16::cast_signed),
        by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets reminders sent before a day of appeals whose life is over, and the days themselves. Those of open appeals
/// stay: they are what keeps a step from being said again.
pub async fn remove_old(connection: &mut PgConnection, before: NaiveDate, limit: i64) -> Result<()> {
    sqlx::query!(
        "DELETE FROM reminders WHERE (appeal_id, clock, due_on, step) IN (
             SELECT appeal_id, clock, reminders.due_on, step FROM reminders JOIN appeals ON appeals.id = appeal_id
             WHERE sent_on < $1 AND status NOT IN ('submitted', 'in_moderation', 'registered', 'in_progress') LIMIT $2)",
        before,
        limit,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM assignment_reminders WHERE (assignment_id, clock, due_on, step) IN (
             SELECT assignment_id, clock, assignment_reminders.due_on, step FROM assignment_reminders JOIN assignments ON assignments.id = assignment_id
             WHERE sent_on < $1 AND state = 'closed' LIMIT $2)",
        before,
        limit,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM reminder_days WHERE day < $1", before)
        .execute(connection)
        .await?;
    Ok(())
}
