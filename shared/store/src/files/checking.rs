//! The way of a file from its declaration through the check: each step is taken once.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use zvarot_domain::{AccountId, FileId};

use crate::Result;

/// Sets the size of a file whose bytes came by a form that did not say it. False: it was not uploading any more.
pub async fn set_size(
    connection: &mut PgConnection,
    id: FileId,
    owner: AccountId,
    size: i64,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE files SET size = $3 WHERE id = $1 AND owner_id = $2 AND state = 'uploading'",
        id.0,
        owner.0,
        size,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// All chunks are there: the file goes to be checked. False: it was not uploading any more.
pub async fn begin_check(
    connection: &mut PgConnection,
    id: FileId,
    owner: AccountId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!("UPDATE files SET state = 'checking', updated_at = $3 WHERE id = $1 AND owner_id = $2 AND state = 'uploading'", id.0, owner.0, now)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// What the check found.
pub enum CheckResult<'a> {
    /// Checked bytes lie under the key of this digest.
    Clean {
        content_type: &'a str,
        sha256: &'a [u8],
        flags: &'a [String],
        has_preview: bool,
    },
    Infected {
        signature: &'a str,
    },
    Broken {
        fault: &'a str,
    },
}

/// Records the result, once. False: the file was not being checked (any more).
pub async fn record_check(
    connection: &mut PgConnection,
    id: FileId,
    result: CheckResult<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = match result {
        CheckResult::Clean { content_type, sha256, flags, has_preview } => {
            sqlx::query!(
                "UPDATE files SET state = 'clean', content_type = $2, sha256 = $3, flags = $4, has_preview = $5, checked_at = $6, updated_at = $6
                 WHERE id = $1 AND state = 'checking'",
                id.0,
                content_type,
                sha256,
                serde_json::json!(flags),
                has_preview,
                now,
            )
            .execute(connection)
            .await?
        }
        CheckResult::Infected { signature } => {
            sqlx::query!("UPDATE files SET state = 'infected', fault = $2, checked_at = $3, updated_at = $3 WHERE id = $1 AND state = 'checking'", id.0, signature, now)
                .execute(connection)
                .await?
        }
        CheckResult::Broken { fault } => {
            sqlx::query!("UPDATE files SET state = 'broken', fault = $2, checked_at = $3, updated_at = $3 WHERE id = $1 AND state = 'checking'", id.0, fault, now)
                .execute(connection)
                .await?
        }
    };
    Ok(done.rows_affected() == 1)
}
