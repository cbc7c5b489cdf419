//! What of the exchange has lain long enough in the storage: envelopes and files as they came and went. The rows stay, with what
//! became of each; the files of answers and of appeals have been copied to places of their own.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Result;

/// At most `limit` packages that went out, or came to their end, before `than`, and whose objects are still there.
pub async fn old_packages(connection: &mut PgConnection, than: DateTime<Utc>, limit: i64) -> Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT id FROM smdo_packages
         WHERE objects_removed_at IS NULL AND created_at < $1 AND COALESCE(finished_at, sent_at) < $1
             AND state NOT IN ('forming', 'created', 'attached')
         ORDER BY created_at LIMIT $2",
        than,
        limit,
    )
    .fetch_all(connection)
    .await
}

/// At most `limit` messages that came and were done with before `than`, and whose objects are still there. What could not be
/// handled is kept: a person may have it tried again.
pub async fn old_incoming(connection: &mut PgConnection, than: DateTime<Utc>, limit: i64) -> Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT id FROM smdo_incoming
         WHERE objects_removed_at IS NULL AND handled_at < $1 AND state NOT IN ('stored', 'checking', 'failed')
         ORDER BY handled_at LIMIT $2",
        than,
        limit,
    )
    .fetch_all(connection)
    .await
}

/// The objects of these packages are removed.
pub async fn packages_removed(connection: &mut PgConnection, ids: &[Uuid], now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE smdo_packages SET objects_removed_at = $2 WHERE id = ANY ($1)", ids, now).execute(connection).await?;
    Ok(())
}

/// The objects of these messages are removed.
pub async fn incoming_removed(connection: &mut PgConnection, ids: &[Uuid], now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE smdo_incoming SET objects_removed_at = $2 WHERE id = ANY ($1)", ids, now).execute(connection).await?;
    Ok(())
}
