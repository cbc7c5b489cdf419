//! Schedules that ask for a report each day, week or month (REP-06).

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, Locale,
    report::{Question, ReportFormat, Rhythm},
};

use crate::{Result, read_code, read_json};

/// A schedule.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub id: Uuid,
    pub account_id: AccountId,
    pub question: Question,
    pub format: ReportFormat,
    pub locale: Locale,
    pub rhythm: Rhythm,
    /// The day in Minsk on which the next report is due.
    pub next_on: NaiveDate,
}

struct Row {
    id: Uuid,
    account_id: Uuid,
    question: serde_json::Value,
    format: String,
    locale: String,
    rhythm: String,
    next_on: NaiveDate,
}

impl TryFrom<Row> for Schedule {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            account_id: AccountId(row.account_id),
            question: read_json("question", row.question)?,
            format: read_code("format", &row.format, ReportFormat::from_code)?,
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            rhythm: read_code("rhythm", &row.rhythm, Rhythm::from_code)?,
            next_on: row.next_on,
        })
    }
}

/// A schedule to be made.
pub struct NewSchedule<'a> {
    pub account: AccountId,
    pub question: &'a Question,
    pub format: ReportFormat,
    pub locale: Locale,
    pub rhythm: Rhythm,
    pub next_on: NaiveDate,
}

/// Makes a schedule.
pub async fn insert(connection: &mut PgConnection, schedule: &NewSchedule<'_>, now: DateTime<Utc>) -> Result<Uuid> {
    let question = serde_json::to_value(schedule.question).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO report_schedules (id, account_id, question, format, locale, rhythm, next_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        schedule.account.0,
        question,
        schedule.format.code(),
        schedule.locale.code(),
        schedule.rhythm.code(),
        schedule.next_on,
        now,
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// Stops the account's schedule. False: it has none of this id.
pub async fn stop(connection: &mut PgConnection, account: AccountId, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE report_schedules SET stopped_at = $3 WHERE id = $1 AND account_id = $2 AND stopped_at IS NULL",
        id,
        account.0,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The account's schedules, oldest first.
pub async fn list(connection: &mut PgConnection, account: AccountId) -> Result<Vec<Schedule>> {
    sqlx::query_as!(
        Row,
        "SELECT id, account_id, question, format, locale, rhythm, next_on FROM report_schedules
         WHERE account_id = $1 AND stopped_at IS NULL ORDER BY created_at, id LIMIT 100",
        account.0
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(Schedule::try_from)
    .collect()
}

/// Takes schedules that are due on a day, so that no other clock takes them until the transaction ends. Those of accounts
/// that are blocked wait until they are not.
pub async fn take_due(connection: &mut PgConnection, today: NaiveDate, limit: i64) -> Result<Vec<Schedule>> {
    sqlx::query_as!(
        Row,
        "SELECT report_schedules.id, account_id, question, format, report_schedules.locale, rhythm, next_on
         FROM report_schedules JOIN accounts ON accounts.id = account_id AND blocked_at IS NULL
         WHERE stopped_at IS NULL AND next_on <= $1 ORDER BY next_on, report_schedules.id LIMIT $2 FOR UPDATE OF report_schedules SKIP LOCKED",
        today,
        limit
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(Schedule::try_from)
    .collect()
}

/// Sets the day on which the next report is due.
pub async fn advance(connection: &mut PgConnection, id: Uuid, next_on: NaiveDate) -> Result<()> {
    sqlx::query!("UPDATE report_schedules SET next_on = $2 WHERE id = $1", id, next_on)
        .execute(connection)
        .await?;
    Ok(())
}
