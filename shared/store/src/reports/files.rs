//! Reports that were asked for: from waiting to a file in the storage that is kept for thirty days (REP-04).

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, Locale,
    report::{Period, Question, ReportFormat},
};

use crate::{Result, read_code, read_json};

/// How far a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportState {
    Waiting,
    Forming,
    Ready,
    Failed,
    /// Its thirty days are over.
    Removed,
}

impl ReportState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Forming => "forming",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Removed => "removed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Forming, Self::Ready, Self::Failed, Self::Removed]
            .into_iter()
            .find(|state| state.code() == code)
    }

    /// Whether it is still to come.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Forming)
    }
}

/// A report that was asked for.
#[derive(Clone, Debug)]
pub struct Report {
    pub id: Uuid,
    pub account_id: AccountId,
    pub question: Question,
    pub period: Period,
    pub format: ReportFormat,
    pub locale: Locale,
    pub state: ReportState,
    /// Percent.
    pub progress: i16,
    /// Why it could not be made: `too_large`, `no_right`, `internal`.
    pub fault: Option<String>,
    pub object_key: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    pub lines: Option<i32>,
    /// A schedule asked for it.
    pub schedule_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    pub ready_at: Option<DateTime<Utc>>,
}

struct Row {
    id: Uuid,
    account_id: Uuid,
    question: serde_json::Value,
    from_day: NaiveDate,
    to_day: NaiveDate,
    format: String,
    locale: String,
    state: String,
    progress: i16,
    fault: Option<String>,
    object_key: Option<String>,
    size: Option<i64>,
    lines: Option<i32>,
    schedule_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    ready_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Report {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        let period = Period::new(row.from_day, row.to_day);
        Ok(Self {
            id: row.id,
            account_id: AccountId(row.account_id),
            question: read_json("question", row.question)?,
            period: period.ok_or_else(|| sqlx::Error::Decode("a period that ends before it begins".into()))?,
            format: read_code("format", &row.format, ReportFormat::from_code)?,
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            state: read_code("state", &row.state, ReportState::from_code)?,
            progress: row.progress,
            fault: row.fault,
            object_key: row.object_key,
            size: row.size,
            lines: row.lines,
            schedule_id: row.schedule_id,
            created_at: row.created_at,
            ready_at: row.ready_at,
        })
    }
}

/// A report to be made.
pub struct NewReport<'a> {
    pub account: AccountId,
    pub question: &'a Question,
    pub period: Period,
    pub format: ReportFormat,
    pub locale: Locale,
    /// The schedule that asks for it: one a period.
    pub schedule: Option<Uuid>,
}

/// Asks for a report. None: the schedule's report on this period was asked for already.
pub async fn insert(connection: &mut PgConnection, report: &NewReport<'_>, now: DateTime<Utc>) -> Result<Option<Uuid>> {
    let question = serde_json::to_value(report.question).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query_scalar!(
        "INSERT INTO reports (id, account_id, question, from_day, to_day, format, locale, state, schedule_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9) ON CONFLICT (schedule_id, from_day) DO NOTHING RETURNING id",
        Uuid::now_v7(),
        report.account.0,
        question,
        report.period.from(),
        report.period.to(),
        report.format.code(),
        report.locale.code(),
        report.schedule,
        now,
    )
    .fetch_optional(connection)
    .await
}

/// A report by id: for the worker.
pub async fn get(connection: &mut PgConnection, id: Uuid) -> Result<Option<Report>> {
    sqlx::query_as!(
        Row,
        "SELECT id, account_id, question, from_day, to_day, format, locale, state, progress, fault, object_key, size, lines, schedule_id, created_at, ready_at
         FROM reports WHERE id = $1 AND list IS NULL",
        id,
    )
    .fetch_optional(connection)
    .await?
    .map(Report::try_from)
    .transpose()
}

/// The account's report.
pub async fn own(connection: &mut PgConnection, account: AccountId, id: Uuid) -> Result<Option<Report>> {
    Ok(get(connection, id).await?.filter(|report| report.account_id == account))
}

/// The account's newest reports, those whose days are over left out.
pub async fn list(connection: &mut PgConnection, account: AccountId, limit: i64) -> Result<Vec<Report>> {
    sqlx::query_as!(
        Row,
        "SELECT id, account_id, question, from_day, to_day, format, locale, state, progress, fault, object_key, size, lines, schedule_id, created_at, ready_at
         FROM reports WHERE account_id = $1 AND list IS NULL AND state <> 'removed' ORDER BY created_at DESC, id DESC LIMIT $2",
        account.0,
        limit,
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(Report::try_from)
    .collect()
}

/// How many reports of the account are still to come.
pub async fn open_count(connection: &mut PgConnection, account: AccountId) -> Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM reports WHERE account_id = $1 AND state IN ('waiting', 'forming')"#,
        account.0
    )
    .fetch_one(connection)
    .await
}

/// Shows how far the work on it is, in percent.
pub async fn progress(connection: &mut PgConnection, id: Uuid, percent: i16) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE reports SET state = 'forming', progress = $2 WHERE id = $1 AND state IN ('waiting', 'forming')",
        id,
        percent
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A file that lies in the storage.
pub struct StoredReport<'a> {
    pub object_key: &'a str,
    pub sha256: &'a [u8],
    /// Bytes.
    pub size: i64,
    /// Lines of its table.
    pub lines: i32,
}

/// Notes that it lies in the storage.
pub async fn ready(connection: &mut PgConnection, id: Uuid, stored: &StoredReport<'_>, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE reports SET state = 'ready', progress = 100, object_key = $2, sha256 = $3, size = $4, lines = $5, ready_at = $6
         WHERE id = $1 AND state IN ('waiting', 'forming')",
        id,
        stored.object_key,
        stored.sha256,
        stored.size,
        stored.lines,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that it could not be made, and why.
pub async fn failed(connection: &mut PgConnection, id: Uuid, fault: &str) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE reports SET state = 'failed', fault = $2 WHERE id = $1 AND state IN ('waiting', 'forming')",
        id,
        fault
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Reports that became ready before `before`, with their objects' keys: to be removed.
pub async fn outlived(connection: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<Vec<(Uuid, String)>> {
    let rows = sqlx::query!(
        r#"SELECT id, object_key AS "object_key!" FROM reports WHERE state = 'ready' AND ready_at < $1 ORDER BY ready_at LIMIT $2"#,
        before,
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.object_key)).collect())
}

/// Notes that the object is gone.
pub async fn removed(connection: &mut PgConnection, id: Uuid) -> Result<bool> {
    let done = sqlx::query!("UPDATE reports SET state = 'removed', object_key = NULL WHERE id = $1 AND state = 'ready'", id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
