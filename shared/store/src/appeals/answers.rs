//! Answers to appeals.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, Outcome};

use crate::{Result, read_code};

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub id: Uuid,
    pub text: String,
    pub outcome: Outcome,
    pub number: String,
    pub dated: NaiveDate,
    pub created_by: AccountId,
    pub created_by_name: String,
    pub created_at: DateTime<Utc>,
}

/// An answer to be written.
pub struct NewAnswer<'a> {
    pub appeal: AppealId,
    pub text: &'a str,
    pub outcome: Outcome,
    pub number: &'a str,
    pub dated: NaiveDate,
    pub created_by: AccountId,
}

/// Writes an answer.
pub async fn insert_answer(
    connection: &mut PgConnection,
    answer: &NewAnswer<'_>,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO answers (id, appeal_id, text, outcome, number, dated, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        answer.appeal.0,
        answer.text,
        answer.outcome.code(),
        answer.number,
        answer.dated,
        answer.created_by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// The answers to an appeal, newest first; the caller has authorised the appeal.
pub async fn answers(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<Answer>> {
    let rows = sqlx::query!(
        "SELECT answers.id, text, outcome, number, dated, created_by, accounts.display_name AS created_by_name, answers.created_at
         FROM answers JOIN accounts ON accounts.id = created_by WHERE appeal_id = $1 ORDER BY answers.created_at DESC LIMIT 50",
        appeal.0,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Answer {
                id: row.id,
                text: row.text,
                outcome: read_code("outcome", &row.outcome, Outcome::from_code)?,
                number: row.number,
                dated: row.dated,
                created_by: AccountId(row.created_by),
                created_by_name: row.created_by_name,
                created_at: row.created_at,
            })
        })
        .collect()
}
