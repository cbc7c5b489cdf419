//! Changes of an appeal, each on condition of the version that was read: the second of two at once changes nothing.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use zvarot_domain::{AccountId, AppealId, Form, Kind, Outcome, Status};

use crate::{Result, search};

/// What registration writes.
pub struct Registration<'a> {
    pub registered_on: NaiveDate,
    pub registered_by: AccountId,
    pub registration_index: &'a str,
    pub journal_year: i16,
    pub term: &'a str,
    pub due_on: NaiveDate,
    pub notice_due_on: NaiveDate,
    pub calendar_version: i32,
}

/// Registers. False: the appeal has changed since `version`. An index already given violates `appeals_index`.
pub async fn register(
    connection: &mut PgConnection,
    id: AppealId,
    version: i32,
    status: Status,
    registration: &Registration<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeals SET status = $3, registered_at = $4, registered_on = $5, registered_by = $6, registration_index = $7, journal_year = $8,
             term = $9, due_on = $10, notice_due_on = $11, calendar_version = $12, version = version + 1
         WHERE id = $1 AND version = $2",
        id.0,
        version,
        status.code(),
        now,
        registration.registered_on,
        registration.registered_by.0,
        registration.registration_index,
        registration.journal_year,
        registration.term,
        registration.due_on,
        registration.notice_due_on,
        registration.calendar_version,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes the term to a day that was set by hand (REG-06). False: changed since `version`.
pub async fn set_term(
    connection: &mut PgConnection,
    id: AppealId,
    version: i32,
    term: &str,
    due_on: NaiveDate,
    calendar_version: i32,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeals SET term = $3, due_on = $4, set_due_on = $4, calendar_version = $5, version = version + 1
         WHERE id = $1 AND version = $2",
        id.0,
        version,
        term,
        due_on,
        calendar_version,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives the appeal another open status. False: changed since `version`.
pub async fn set_status(
    connection: &mut PgConnection,
    id: AppealId,
    version: i32,
    status: Status,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeals SET status = $3, version = version + 1 WHERE id = $1 AND version = $2",
        id.0,
        version,
        status.code(),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Corrects the index, case number and note of the card (REG-03, REG-12, REG-13). False: changed since `version`.
pub async fn correct_card(
    connection: &mut PgConnection,
    id: AppealId,
    version: i32,
    registration_index: &str,
    case_number: Option<&str>,
    note: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeals SET registration_index = $3, case_number = $4, note = $5, version = version + 1 WHERE id = $1 AND version = $2",
        id.0,
        version,
        registration_index,
        case_number,
        note,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What the card says of the appeal itself, corrected.
#[derive(Clone, Debug)]
pub struct CorrectedRow<'a> {
    pub topic_code: &'a str,
    pub subtopic_code: Option<&'a str>,
    pub kind: Kind,
    pub applicant_name: &'a str,
    pub applicant: &'a serde_json::Value,
    pub address: &'a str,
    pub summary: Option<&'a str>,
    pub form: Form,
    pub submitted_at: DateTime<Utc>,
    pub registration_limit_at: DateTime<Utc>,
}

/// Corrects what the card says of the appeal itself, which is searched anew. False: changed since `version`.
pub async fn correct_details(connection: &mut PgConnection, id: AppealId, version: i32, row: &CorrectedRow<'_>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeals SET topic_code = $3, subtopic_code = $4, kind = $5, applicant_name = $6, applicant = $7, address = $8, summary = $9,
             form = $10, submitted_at = $11, registration_limit_at = $12, version = version + 1 WHERE id = $1 AND version = $2",
        id.0,
        version,
        row.topic_code,
        row.subtopic_code,
        row.kind.code(),
        row.applicant_name,
        row.applicant,
        row.address,
        row.summary,
        row.form.code(),
        row.submitted_at,
        row.registration_limit_at,
    )
    .execute(&mut *connection)
    .await?;
    search::index_later(connection, &[id]).await?;
    Ok(done.rows_affected() == 1)
}

/// Gives the appeal a final status. False: changed since `version`.
pub async fn complete(
    connection: &mut PgConnection,
    id: AppealId,
    version: i32,
    status: Status,
    outcome: Option<Outcome>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeals SET status = $3, outcome = $4, completed_at = $5, version = version + 1 WHERE id = $1 AND version = $2",
        id.0,
        version,
        status.code(),
        outcome.map(Outcome::code),
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks a card as changed where what was written stands elsewhere. False: changed since `version`.
pub async fn touch(connection: &mut PgConnection, id: AppealId, version: i32) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeals SET version = version + 1 WHERE id = $1 AND version = $2",
        id.0,
        version,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
