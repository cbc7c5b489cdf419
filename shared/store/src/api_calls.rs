//! Calls of the API: the answers kept for repeated ones (`Idempotency-Key`), and the journal of all of them (EDM-01).

use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
use sqlx::PgConnection;
use zvarot_domain::ApiClientId;

use crate::Result;

/// An answer that was given to a call with a key.
#[derive(Clone, Debug)]
pub struct KeptAnswer {
    /// SHA-256 of the request.
    pub request_hash: Vec<u8>,
    pub status: i16,
    pub response: serde_json::Value,
}

/// Takes a key for the call of this transaction. None: it is this call's now. A call with the same key at the same
/// time is waited for.
pub async fn take_key(
    connection: &mut PgConnection,
    client: ApiClientId,
    key: &str,
    request_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<KeptAnswer>> {
    let done = sqlx::query!(
        "INSERT INTO api_idempotency_keys (client_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        client.0,
        key,
        request_hash,
        now,
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 1 {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"SELECT request_hash, COALESCE(status, 500::smallint) AS "status!", COALESCE(response, 'null') AS "response!" FROM api_idempotency_keys
           WHERE client_id = $1 AND key = $2"#,
        client.0,
        key
    )
    .fetch_one(connection)
    .await?;
    Ok(Some(KeptAnswer {
        request_hash: row.request_hash,
        status: row.status,
        response: row.response,
    }))
}

/// Keeps the answer to the call that has the key.
pub async fn keep_answer(
    connection: &mut PgConnection,
    client: ApiClientId,
    key: &str,
    status: i16,
    response: &serde_json::Value,
) -> Result<()> {
    sqlx::query!(
        "UPDATE api_idempotency_keys SET status = $3, response = $4 WHERE client_id = $1 AND key = $2",
        client.0,
        key,
        status,
        response,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the keys of calls before a moment, so many at most. Returns how many it were.
pub async fn remove_old_keys(connection: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM api_idempotency_keys WHERE (client_id, key) IN
             (SELECT client_id, key FROM api_idempotency_keys WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        before,
        limit,
    );
    Ok(done.execute(connection).await?.rows_affected())
}

/// A call, for the journal.
pub struct NewCall<'a> {
    /// None: no valid token was shown.
    pub client: Option<ApiClientId>,
    pub method: &'a str,
    /// Without the query.
    pub path: &'a str,
    pub status: i16,
    pub milliseconds: i32,
    pub address: Option<IpNetwork>,
    pub trace_id: &'a str,
}

/// Writes a call into the journal.
pub async fn append(
    connection: &mut PgConnection,
    call: &NewCall<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO api_calls (at, client_id, method, path, status, milliseconds, address, trace_id) VALUES ($1, $2, $3, left($4, 300), $5, $6, $7, $8)",
        now,
        call.client.map(|id| id.0),
        call.method,
        call.path,
        call.status,
        call.milliseconds,
        call.address,
        call.trace_id,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A call of the journal.
#[derive(Clone, Debug)]
pub struct Call {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub client: Option<ApiClientId>,
    pub client_name: Option<String>,
    pub method: String,
    pub path: String,
    pub status: i16,
    pub milliseconds: i32,
    pub address: Option<IpNetwork>,
    pub trace_id: String,
}

/// The calls of a client, or of all, before a call (none: the newest), newest first.
pub async fn list(
    connection: &mut PgConnection,
    client: Option<ApiClientId>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Call>> {
    let rows = sqlx::query!(
        r#"SELECT api_calls.id, at, client_id, api_clients.name AS "client_name?", method, path, status, milliseconds, address, trace_id
           FROM api_calls LEFT JOIN api_clients ON api_clients.id = client_id
           WHERE ($1::uuid IS NULL OR client_id = $1) AND ($2::bigint IS NULL OR api_calls.id < $2)
           ORDER BY at DESC, api_calls.id DESC LIMIT $3"#,
        client.map(|id| id.0),
        before,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Call {
            id: row.id,
            at: row.at,
            client: row.client_id.map(ApiClientId),
            client_name: row.client_name,
            method: row.method,
            path: row.path,
            status: row.status,
            milliseconds: row.milliseconds,
            address: row.address,
            trace_id: row.trace_id,
        })
        .collect())
}

/// Forgets calls before a moment, so many at most. Returns how many it were.
pub async fn remove_old(connection: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM api_calls WHERE id = ANY (ARRAY(SELECT id FROM api_calls WHERE at < $1 ORDER BY at LIMIT $2))",
        before,
        limit,
    );
    Ok(done.execute(connection).await?.rows_affected())
}
