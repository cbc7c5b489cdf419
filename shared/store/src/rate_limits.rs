//! Rate limits: a token bucket per key in PostgreSQL, so that it holds across processes.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::Result;

/// Takes one token of the bucket `key` that holds up to `burst` and refills at `per_second`.
/// Returns the tokens left, or negative: how many are missing (over the limit).
pub async fn take(
    connection: &mut PgConnection,
    key: &str,
    burst: f64,
    per_second: f64,
    now: DateTime<Utc>,
) -> Result<f64> {
    let row = sqlx::query!(
        r#"INSERT INTO rate_limits AS bucket (key, tokens, refilled_at) VALUES ($1, $2::double precision - 1, $4)
         ON CONFLICT (key) DO UPDATE SET
             tokens = GREATEST(-1, LEAST($2::double precision, GREATEST(bucket.tokens, 0) + $3::double precision * GREATEST(0, extract(epoch FROM $4 - bucket.refilled_at)::double precision)) - 1),
             refilled_at = $4
         RETURNING tokens"#,
        key,
        burst,
        per_second,
        now,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.tokens)
}

/// Puts a token taken back into the bucket `key`; it never holds more than `burst`.
pub async fn give_back(connection: &mut PgConnection, key: &str, burst: f64) -> Result<()> {
    sqlx::query!(
        "UPDATE rate_limits SET tokens = LEAST($2::double precision, GREATEST(tokens, 0) + 1) WHERE key = $1",
        key,
        burst,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes buckets that are long full again.
pub async fn remove_old(connection: &mut PgConnection, before: DateTime<Utc>) -> Result<u64> {
    Ok(
        sqlx::query!("DELETE FROM rate_limits WHERE refilled_at < $1", before)
            .execute(connection)
            .await?
            .rows_affected(),
    )
}
