//! Who holds a file: drafts, appeals, answers and messages are given files, and what nobody holds is removed.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, AppealNumber, DraftId, FileId, ResolutionId, UploadPurpose, resolution::ResolutionPart,
};

use super::{File, Row};
use crate::{Result, appeals::read_number};

/// Gives to a message what its author has uploaded for it. Returns how many.
pub async fn give_to_message(
    connection: &mut PgConnection,
    appeal: AppealId,
    purpose: UploadPurpose,
    owner: AccountId,
    message: Uuid,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "WITH ordered AS (SELECT id, row_number() OVER (ORDER BY created_at, id) AS position FROM files
                          WHERE answer_to_appeal_id = $1 AND answer_id IS NULL AND appeal_id IS NULL AND owner_id = $2 AND purpose = $5)
         UPDATE files SET message_id = $3, appeal_id = $1, answer_to_appeal_id = NULL, position = ordered.position, updated_at = $4
         FROM ordered WHERE files.id = ordered.id",
        appeal.0,
        owner.0,
        message,
        now,
        purpose.code(),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Gives a draft's files to the appeal made of it, in order. Returns how many.
pub async fn give_to_appeal(
    connection: &mut PgConnection,
    draft: DraftId,
    appeal: AppealId,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "WITH ordered AS (SELECT id, row_number() OVER (ORDER BY created_at, id) AS position FROM files WHERE draft_id = $1)
         UPDATE files SET appeal_id = $2, draft_id = NULL, position = ordered.position, updated_at = $3 FROM ordered WHERE files.id = ordered.id",
        draft.0,
        appeal.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Gives the scans that an official has uploaded for a card to the appeal, behind those that it has.
pub async fn give_scans(connection: &mut PgConnection, appeal: AppealId, owner: AccountId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "WITH ordered AS (SELECT id, row_number() OVER (ORDER BY created_at, id) AS position FROM files WHERE scan_of_appeal_id = $1 AND owner_id = $2)
         UPDATE files SET appeal_id = $1, scan_of_appeal_id = NULL, updated_at = $3,
             position = ordered.position + (SELECT count(*) FROM files before WHERE before.appeal_id = $1)
         FROM ordered WHERE files.id = ordered.id",
        appeal.0,
        owner.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Of the ids, the files that the account has uploaded and nobody holds yet, locked until the transaction ends.
pub async fn lock_unheld(
    connection: &mut PgConnection,
    ids: &[FileId],
    owner: AccountId,
) -> Result<Vec<File>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    select_files!(
        "WHERE id = ANY ($1) AND owner_id = $2 AND appeal_id IS NULL AND answer_id IS NULL AND draft_id IS NULL AND answer_to_appeal_id IS NULL AND scan_of_appeal_id IS NULL AND assignment_id IS NULL
             AND resolution_id IS NULL
         ORDER BY id FOR UPDATE",
        &ids,
        owner.0
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(File::try_from)
    .collect()
}

/// Gives files that were locked by [`lock_unheld`] to an appeal, in the order of their ids in the list: as the
/// applicant's (`answer` none, not `letter`), as an answer's, or as the letter of another result. Returns how many.
pub async fn hand_over(
    connection: &mut PgConnection,
    ids: &[FileId],
    appeal: AppealId,
    answer: Option<Uuid>,
    letter: bool,
    now: DateTime<Utc>,
) -> Result<u64> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let done = sqlx::query!(
        "UPDATE files SET appeal_id = $2, answer_id = $3, letter = $4, answer_to_appeal_id = NULL, position = given.position, updated_at = $5
         FROM unnest($1::uuid[]) WITH ORDINALITY AS given (id, position) WHERE files.id = given.id",
        &ids,
        appeal.0,
        answer,
        letter,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// The appeal for whose answer a file was uploaded that nothing has yet.
pub async fn answered_with(
    connection: &mut PgConnection,
    id: FileId,
) -> Result<Option<AppealNumber>> {
    let number = sqlx::query_scalar!(
        "SELECT appeals.number FROM files JOIN appeals ON appeals.id = files.answer_to_appeal_id
         WHERE files.id = $1 AND answer_id IS NULL AND purpose = 'answer'",
        id.0,
    )
    .fetch_optional(connection)
    .await?;
    number.map(read_number).transpose()
}

/// Gives to the answer what an official has uploaded for it. Returns how many.
pub async fn give_to_answer(
    connection: &mut PgConnection,
    appeal: AppealId,
    owner: AccountId,
    answer: Uuid,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "WITH ordered AS (SELECT id, row_number() OVER (ORDER BY created_at, id) AS position FROM files
                          WHERE answer_to_appeal_id = $1 AND answer_id IS NULL AND appeal_id IS NULL AND owner_id = $2 AND purpose = 'answer')
         UPDATE files SET answer_id = $3, appeal_id = $1, position = ordered.position, updated_at = $4 FROM ordered WHERE files.id = ordered.id",
        appeal.0,
        owner.0,
        answer,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Lets go of a file that its owner removes from a draft or an unsent answer. False: not theirs, or already part of an appeal.
pub async fn release(
    connection: &mut PgConnection,
    id: FileId,
    owner: AccountId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE files SET draft_id = NULL, answer_to_appeal_id = NULL, scan_of_appeal_id = NULL, assignment_id = NULL, updated_at = $3
         WHERE id = $1 AND owner_id = $2 AND appeal_id IS NULL AND answer_id IS NULL AND assignment_step_id IS NULL AND resolution_id IS NULL",
        id.0,
        owner.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes the row of an own file that nobody holds. False: there is none.
pub async fn forget(connection: &mut PgConnection, id: FileId, owner: AccountId) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM files WHERE id = $1 AND owner_id = $2 AND appeal_id IS NULL AND answer_id IS NULL AND draft_id IS NULL AND scan_of_appeal_id IS NULL AND assignment_id IS NULL AND resolution_id IS NULL",
        id.0,
        owner.0,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Files that nobody holds since `before`, and uploads of answers never sent: for the clean-up.
pub async fn unheld(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<FileId>> {
    let rows = sqlx::query!(
        "SELECT id FROM files WHERE appeal_id IS NULL AND answer_id IS NULL AND smdo_incoming_id IS NULL AND assignment_step_id IS NULL AND resolution_id IS NULL AND updated_at < $1 AND draft_id IS NULL ORDER BY updated_at LIMIT $2",
        before,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| FileId(row.id)).collect())
}

/// Removes the row of a file that nobody holds; its objects were removed before.
pub async fn remove(connection: &mut PgConnection, id: FileId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM files WHERE id = $1 AND appeal_id IS NULL AND answer_id IS NULL AND draft_id IS NULL AND smdo_incoming_id IS NULL AND assignment_step_id IS NULL AND resolution_id IS NULL", id.0).execute(connection).await?;
    Ok(done.rows_affected() == 1)
}

/// Gives what an official has uploaded for a form to a part of a resolution, after the files that it has. Returns how many.
pub async fn give_to_resolution(
    connection: &mut PgConnection,
    (appeal, purpose): (AppealId, UploadPurpose),
    owner: AccountId,
    resolution: ResolutionId,
    part: ResolutionPart,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "WITH ordered AS (SELECT id, row_number() OVER (ORDER BY created_at, id) AS position FROM files
                          WHERE answer_to_appeal_id = $1 AND answer_id IS NULL AND appeal_id IS NULL AND owner_id = $2 AND purpose = $6
                              AND purpose_resolution_id IS NOT DISTINCT FROM $7)
         UPDATE files SET resolution_id = $3, resolution_part = $4, answer_to_appeal_id = NULL, updated_at = $5,
             position = ordered.position + (SELECT count(*) FROM files before WHERE before.resolution_id = $3)
         FROM ordered WHERE files.id = ordered.id",
        appeal.0,
        owner.0,
        resolution.0,
        part.code(),
        now,
        purpose.code(),
        purpose.resolution().map(|id| id.0),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Takes files out of a resolution whose owner does not keep them; nobody holds them then.
pub async fn take_from_resolution(
    connection: &mut PgConnection,
    resolution: ResolutionId,
    ids: &[FileId],
    now: DateTime<Utc>,
) -> Result<()> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    sqlx::query!(
        "UPDATE files SET resolution_id = NULL, resolution_part = NULL, updated_at = $3 WHERE resolution_id = $1 AND id = ANY ($2)",
        resolution.0,
        &ids,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}
