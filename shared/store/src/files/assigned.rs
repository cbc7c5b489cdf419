//! Files of requests, orders and controls: of the next step until it is sent, of a step for good.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, AssignmentId, UploadPurpose};

use super::{File, Row};
use crate::Result;

/// What an official has uploaded for the next step of an assignment.
pub async fn for_step(
    connection: &mut PgConnection,
    assignment: AssignmentId,
    owner: AccountId,
) -> Result<Vec<File>> {
    select_files!(
        "WHERE assignment_id = $1 AND assignment_step_id IS NULL AND owner_id = $2 ORDER BY created_at, id",
        assignment.0,
        owner.0
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(File::try_from)
    .collect()
}

/// The files of the steps of an assignment, each with its step; the caller has authorised the assignment.
pub async fn of_steps(
    connection: &mut PgConnection,
    assignment: AssignmentId,
) -> Result<Vec<(Uuid, File)>> {
    let steps = sqlx::query!(
        r#"SELECT id, assignment_step_id AS "step!" FROM files WHERE assignment_id = $1 AND assignment_step_id IS NOT NULL"#,
        assignment.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let files = select_files!(
        "WHERE assignment_id = $1 AND assignment_step_id IS NOT NULL ORDER BY position, created_at, id",
        assignment.0
    )
    .fetch_all(connection)
    .await?;
    let of = |id: Uuid| steps.iter().find(|row| row.id == id).map(|row| row.step);
    let files = files.into_iter().filter_map(|row| of(row.id).map(|step| (step, row)));
    files.map(|(step, row)| Ok((step, File::try_from(row)?))).collect()
}

/// Gives to a step what its author has uploaded for the assignment. Returns how many.
pub async fn give_to_step(
    connection: &mut PgConnection,
    assignment: AssignmentId,
    owner: AccountId,
    step: Uuid,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE files SET assignment_step_id = $3, updated_at = $4 WHERE assignment_id = $1 AND assignment_step_id IS NULL AND owner_id = $2",
        assignment.0,
        owner.0,
        step,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Takes what an official has uploaded for a request or an order into its first step. Returns how many.
pub async fn give_to_first_step(
    connection: &mut PgConnection,
    (appeal, purpose): (AppealId, UploadPurpose),
    owner: AccountId,
    assignment: AssignmentId,
    step: Uuid,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE files SET answer_to_appeal_id = NULL, assignment_id = $3, assignment_step_id = $4, updated_at = $5
         WHERE answer_to_appeal_id = $1 AND answer_id IS NULL AND appeal_id IS NULL AND owner_id = $2 AND purpose = $6",
        appeal.0,
        owner.0,
        assignment.0,
        step,
        now,
        purpose.code(),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
