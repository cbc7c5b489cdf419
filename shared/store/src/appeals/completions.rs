//! Results of consideration, the instances of an appeal that was sent on, and the mark of a repeat (REV-07, EDM-05, SUB-12).

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, AppealNumber, CompletionResult, Form, OrganisationId, Status,
};

use crate::{Result, cards, read_code, read_json, search};

/// What a result says besides the answer itself.
#[derive(Clone, Debug)]
pub struct CompletionRecord {
    pub result: CompletionResult,
    /// A code of the law's list for this result.
    pub reason: Option<String>,
    pub explanation: String,
    pub resolution: String,
    pub executors: Vec<String>,
    pub executed_on: Option<NaiveDate>,
    pub answer_form: Option<Form>,
    pub redirected_on: Option<NaiveDate>,
}

/// Keeps a result. A second one of an appeal violates `completions_pkey`.
pub async fn insert_completion(
    connection: &mut PgConnection,
    appeal: AppealId,
    record: &CompletionRecord,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO completions (appeal_id, result, reason, explanation, resolution, executors, executed_on, answer_form, redirected_on, completed_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        appeal.0,
        record.result.code(),
        record.reason,
        record.explanation,
        record.resolution,
        serde_json::json!(record.executors),
        record.executed_on,
        record.answer_form.map(Form::code),
        record.redirected_on,
        by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The result of an appeal; the caller has authorised the appeal. None: not finished, or finished on the pages.
pub async fn completion(
    connection: &mut PgConnection,
    appeal: AppealId,
) -> Result<Option<CompletionRecord>> {
    let row = sqlx::query!(
        "SELECT result, reason, explanation, resolution, executors, executed_on, answer_form, redirected_on FROM completions WHERE appeal_id = $1",
        appeal.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let form = row
            .answer_form
            .map(|code| read_code("answer_form", &code, Form::from_code));
        Ok(CompletionRecord {
            result: read_code("result", &row.result, CompletionResult::from_code)?,
            reason: row.reason,
            explanation: row.explanation,
            resolution: row.resolution,
            executors: read_json("executors", row.executors)?,
            executed_on: row.executed_on,
            answer_form: form.transpose()?,
            redirected_on: row.redirected_on,
        })
    })
    .transpose()
}

/// Sets the case number (REG-12) of an appeal that the transaction has locked.
pub async fn set_case_number(
    connection: &mut PgConnection,
    appeal: AppealId,
    case_number: &str,
) -> Result<()> {
    sqlx::query!(
        "UPDATE appeals SET case_number = $2 WHERE id = $1",
        appeal.0,
        case_number
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes the instance of an appeal in an organisation that it is sent on to: the same number, code and contents, the same
/// further applicants, summary and details of the card, its own terms and its own way. None: that organisation has, or had, the number already.
pub async fn insert_instance(
    connection: &mut PgConnection,
    of: AppealId,
    organisation: OrganisationId,
    status: Status,
    registration_limit_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<AppealId>> {
    let row = sqlx::query!(
        "INSERT INTO appeals (id, number, access_code, organisation_id, account_id, kind, form, status, topic_code, subtopic_code, content, locale,
             answer_way, collective, participants_count, against_employee, against_unp, applicant_kind, applicant_name, applicant, address,
             summary, co_applicants, submitted_at, registration_limit_at, calendar_version, redirected_from, origin_id)
         SELECT $2, number, access_code, $3, account_id, kind, form, $4, topic_code, subtopic_code, content, locale,
             answer_way, collective, participants_count, against_employee, against_unp, applicant_kind, applicant_name, applicant, address,
             summary, co_applicants, $5, $6, (SELECT max(version) FROM national_calendars), id, COALESCE(origin_id, id) FROM appeals WHERE id = $1
         ON CONFLICT ON CONSTRAINT appeals_number_organisation_key DO NOTHING RETURNING id",
        of.0,
        Uuid::now_v7(),
        organisation.0,
        status.code(),
        now,
        registration_limit_at,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let made = row.map(|row| AppealId(row.id));
    if let Some(made) = made {
        cards::copy(&mut *connection, of, made).await?;
        search::copy(connection, of, made, organisation).await?;
    }
    Ok(made)
}

/// The rows of a number, in the order in which organisations got it; the caller has authorised the appeal.
pub async fn instances(
    connection: &mut PgConnection,
    number: AppealNumber,
) -> Result<Vec<AppealId>> {
    let rows = sqlx::query!(
        "SELECT id FROM appeals WHERE number = $1 ORDER BY submitted_at, id LIMIT 100",
        number.as_i64()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| AppealId(row.id)).collect())
}

/// Where an appeal was sent on to, as names in both languages; the caller has authorised it.
pub async fn redirected_to(
    connection: &mut PgConnection,
    appeal: AppealId,
) -> Result<Vec<(OrganisationId, String, String)>> {
    let rows = sqlx::query!(
        "SELECT organisations.id, name_ru, name_be FROM appeals JOIN organisations ON organisations.id = organisation_id
         WHERE redirected_from = $1 ORDER BY appeals.id",
        appeal.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (OrganisationId(row.id), row.name_ru, row.name_be))
        .collect())
}

/// Marks an appeal as a repeat of another one. False: changed since `version`.
pub async fn set_repeat_of(
    connection: &mut PgConnection,
    appeal: AppealId,
    version: i32,
    first: AppealId,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeals SET repeat_of = $3, version = version + 1 WHERE id = $1 AND version = $2",
        appeal.0,
        version,
        first.0,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}


/// Keeps of which questions an instance was made, and the letter it came with (CTL-03).
pub async fn insert_partial(
    connection: &mut PgConnection,
    instance: AppealId,
    questions: &str,
    explanation: &str,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO partial_redirections (appeal_id, questions, explanation) VALUES ($1, $2, $3)",
        instance.0,
        questions,
        explanation,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The questions of which an instance was made, and the letter it came with; the caller has authorised the appeal.
pub async fn partial(
    connection: &mut PgConnection,
    instance: AppealId,
) -> Result<Option<(String, String)>> {
    let row = sqlx::query!(
        "SELECT questions, explanation FROM partial_redirections WHERE appeal_id = $1",
        instance.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.questions, row.explanation)))
}
