//! The register of stopped correspondence (BEY-04): each organisation's own.

use chrono::{DateTime, Days, TimeDelta, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, AppealNumber, OrganisationId, minsk};

use crate::{Result, appeals::{Appeal, read_number}};

/// An entry of the register.
#[derive(Clone, Debug)]
pub struct Stop {
    pub id: Uuid,
    pub appeal: AppealId,
    /// Of the appeal by which it was stopped.
    pub number: AppealNumber,
    pub applicant_name: String,
    pub question: String,
    pub stopped_at: DateTime<Utc>,
    pub stopped_by: String,
    /// None: it holds.
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
    pub end_reason: String,
}

struct Row {
    id: Uuid,
    appeal_id: Uuid,
    number: i64,
    applicant_name: String,
    question: String,
    stopped_at: DateTime<Utc>,
    stopped_by: String,
    ended_at: Option<DateTime<Utc>>,
    ended_by: Option<String>,
    end_reason: String,
}

impl TryFrom<Row> for Stop {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            appeal: AppealId(row.appeal_id),
            number: read_number(row.number)?,
            applicant_name: row.applicant_name,
            question: row.question,
            stopped_at: row.stopped_at,
            stopped_by: row.stopped_by,
            ended_at: row.ended_at,
            ended_by: row.ended_by,
            end_reason: row.end_reason,
        })
    }
}

macro_rules! select_stops {
    ($rest:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT stop.id, appeal_id, number, stop.applicant_name, question, stopped_at, author.display_name AS stopped_by,
                   ended_at, ender.display_name AS "ended_by?", end_reason
               FROM correspondence_stops AS stop JOIN appeals ON appeals.id = appeal_id JOIN accounts AS author ON author.id = stopped_by
                   LEFT JOIN accounts AS ender ON ender.id = ended_by "# + $rest,
            $($argument),*
        )
    };
}

/// Which entries a list shows.
#[derive(Clone, Copy, Debug)]
pub struct StopFilter<'a> {
    pub organisation: OrganisationId,
    /// Those that were ended instead of those that hold.
    pub ended: bool,
    /// Part of the name, of the question or of the number; empty: all.
    pub find: &'a str,
}

/// A page of the register, newest first.
pub async fn list(
    connection: &mut PgConnection,
    filter: &StopFilter<'_>,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Stop>> {
    let (at, id) = after.unzip();
    let rows = select_stops!(
        "WHERE stop.organisation_id = $1 AND (ended_at IS NOT NULL) = $2
             AND ($3 = '' OR strpos(lower(stop.applicant_name), lower($3)) > 0 OR strpos(lower(question), lower($3)) > 0
                 OR replace($3, '-', '') <> '' AND strpos(lpad(number::text, 10, '0'), replace($3, '-', '')) > 0)
             AND ($4::timestamptz IS NULL OR (stopped_at, stop.id) < ($4, $5::uuid)) ORDER BY stopped_at DESC, stop.id DESC LIMIT $6",
        filter.organisation.0,
        filter.ended,
        filter.find,
        at,
        id,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Stop::try_from).collect()
}

/// An entry of an organisation's register.
pub async fn get(connection: &mut PgConnection, id: Uuid, organisation: OrganisationId) -> Result<Option<Stop>> {
    let row = select_stops!("WHERE stop.id = $1 AND stop.organisation_id = $2", id, organisation.0).fetch_optional(connection).await?;
    row.map(Stop::try_from).transpose()
}

/// The entry that an appeal made and that holds; the caller has authorised the appeal.
pub async fn of_appeal(connection: &mut PgConnection, appeal: AppealId) -> Result<Option<Stop>> {
    let row = select_stops!("WHERE appeal_id = $1 AND ended_at IS NULL", appeal.0).fetch_optional(connection).await?;
    row.map(Stop::try_from).transpose()
}

/// The entries that hold and name the applicant of an appeal, newest first, 20 at most: by the cabinet, or by the name where
/// one of the two came without a cabinet. What was stopped after the appeal had come does not concern it.
pub async fn concerning(connection: &mut PgConnection, appeal: &Appeal) -> Result<Vec<Stop>> {
    // Of paper only the day is known: what was stopped on that day was stopped before.
    let until = match appeal.form.has_moment() {
        true => appeal.submitted_at,
        false => minsk::start_of(minsk::date(appeal.submitted_at) + Days::new(1)) - TimeDelta::microseconds(1),
    };
    let rows = select_stops!(
        "WHERE stop.organisation_id = $1 AND ended_at IS NULL AND stopped_at <= $4 AND appeal_id <> $5
             AND (stop.account_id = $2 OR (stop.account_id IS NULL OR $2 IS NULL) AND $3 <> '' AND applicant_key(stop.applicant_name) = applicant_key($3))
             ORDER BY stopped_at DESC LIMIT 20",
        appeal.organisation_id.0,
        appeal.account_id.map(|id| id.0) as Option<Uuid>,
        appeal.applicant_name,
        until,
        appeal.id.0,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Stop::try_from).collect()
}

/// Enters what an appeal stops. A second one of the same appeal that holds violates `correspondence_stops_appeal`.
pub async fn insert(connection: &mut PgConnection, appeal: &Appeal, question: &str, by: AccountId, now: DateTime<Utc>) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO correspondence_stops (id, organisation_id, appeal_id, account_id, applicant_name, question, stopped_by, stopped_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        appeal.organisation_id.0,
        appeal.id.0,
        appeal.account_id.map(|id| id.0),
        appeal.applicant_name,
        question,
        by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// Ends an entry. False: it was ended before.
pub async fn end(connection: &mut PgConnection, id: Uuid, by: AccountId, reason: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE correspondence_stops SET ended_by = $2, ended_at = $3, end_reason = $4 WHERE id = $1 AND ended_at IS NULL",
        id,
        by.0,
        now,
        reason,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The appeal by which an entry was made, of whichever organisation: the caller authorises it.
pub async fn appeal_of(connection: &mut PgConnection, id: Uuid) -> Result<Option<AppealId>> {
    let row = sqlx::query!("SELECT appeal_id FROM correspondence_stops WHERE id = $1", id).fetch_optional(connection).await?;
    Ok(row.map(|row| AppealId(row.appeal_id)))
}
