//! The security journal (SEC-02) and the locks of addresses after failed sign-ins (IDN-04).

use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
use sqlx::PgConnection;
use zvarot_domain::AccountId;

use crate::Result;

/// One entry of the journal. `data` holds no personal data.
pub struct SecurityEvent<'a> {
    pub kind: &'a str,
    pub account_id: Option<AccountId>,
    pub address: Option<IpNetwork>,
    /// The browser's user agent.
    pub computer: &'a str,
    pub succeeded: bool,
    pub data: serde_json::Value,
}

/// Appends to the journal.
pub async fn append(
    connection: &mut PgConnection,
    event: SecurityEvent<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO security_events (at, kind, account_id, address, computer, succeeded, data) VALUES ($1, $2, $3, $4, left($5, 300), $6, $7)",
        now,
        event.kind,
        event.account_id.map(|id| id.0),
        event.address,
        event.computer,
        event.succeeded,
        event.data,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// When the lock of an address ends, if it is locked now.
pub async fn address_lock(
    connection: &mut PgConnection,
    address: IpNetwork,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let row = sqlx::query!(
        "SELECT locked_until FROM address_locks WHERE address = $1 AND locked_until > $2",
        address,
        now
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|row| row.locked_until))
}

/// Counts a failed sign-in from an address and locks it from the one that exceeds `allowed`. A lock that has run out starts the count anew.
pub async fn count_address_failure(
    connection: &mut PgConnection,
    address: IpNetwork,
    allowed: i32,
    now: DateTime<Utc>,
    locked_until: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let row = sqlx::query!(
        "INSERT INTO address_locks AS locks (address, failed_sign_ins, last_failure_at) VALUES ($1, 1, $3)
         ON CONFLICT (address) DO UPDATE SET
             failed_sign_ins = CASE WHEN locks.locked_until <= $3 THEN 1 ELSE locks.failed_sign_ins + 1 END,
             locked_until = CASE WHEN locks.locked_until > $3 THEN locks.locked_until
                                 WHEN locks.locked_until <= $3 THEN NULL
                                 WHEN locks.failed_sign_ins + 1 > $2 THEN $4 END,
             last_failure_at = $3
         RETURNING locked_until",
        address,
        allowed,
        now,
        locked_until,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.locked_until)
}

/// Forgets an address's failures: after a good sign-in, or by an administrator.
pub async fn clear_address(connection: &mut PgConnection, address: IpNetwork) -> Result<()> {
    sqlx::query!("DELETE FROM address_locks WHERE address = $1", address)
        .execute(connection)
        .await?;
    Ok(())
}

/// Removes rows of addresses without failures since `before`.
pub async fn remove_old_locks(connection: &mut PgConnection, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!(
        "DELETE FROM address_locks WHERE last_failure_at < $1",
        before
    )
    .execute(connection)
    .await?
    .rows_affected())
}

/// Addresses that are locked now, the latest lock first: (address, failures in a row, end of the lock).
pub async fn locked_addresses(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(IpNetwork, i32, DateTime<Utc>)>> {
    let rows = sqlx::query!(
        r#"SELECT address, failed_sign_ins, locked_until AS "locked_until!" FROM address_locks WHERE locked_until > $1 ORDER BY locked_until DESC LIMIT $2"#,
        now,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.address, row.failed_sign_ins, row.locked_until))
        .collect())
}
