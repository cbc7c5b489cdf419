//! Programs that call the API (EDM-01): clients, their secrets, their tokens, the locks of addresses that fail.

use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, ApiClientId, OrganisationId};

use crate::Result;

/// A client to be made. Its id is given, so that a demonstration always has the same.
pub struct NewApiClient<'a> {
    pub id: ApiClientId,
    pub organisation: OrganisationId,
    pub name: &'a str,
    /// None: made at the command line.
    pub created_by: Option<AccountId>,
}

/// Makes a client and the account under which it acts, which has the same id; no password opens that account.
/// False: the id exists already, nothing was changed.
pub async fn insert(
    connection: &mut PgConnection,
    client: &NewApiClient<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "WITH account AS (
             INSERT INTO accounts (id, login, password_hash, display_name, blocked_at, created_at)
             VALUES ($1, 'api:' || $1::uuid, '', $3, $5, $5) ON CONFLICT DO NOTHING)
         INSERT INTO api_clients (id, organisation_id, name, created_by, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
        client.id.0,
        client.organisation.0,
        client.name,
        client.created_by.map(|id| id.0),
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Adds a secret to a client; its id is the mark of the form that asked for it. False: that form was given one before,
/// nothing was changed.
pub async fn add_secret(
    connection: &mut PgConnection,
    client: ApiClientId,
    mark: Uuid,
    secret_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO api_client_secrets (id, client_id, secret_hash, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        mark,
        client.0,
        secret_hash,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The client that a form with this mark was given a secret of.
pub async fn of_mark(connection: &mut PgConnection, mark: Uuid) -> Result<Option<ApiClientId>> {
    let client = sqlx::query_scalar!("SELECT client_id FROM api_client_secrets WHERE id = $1", mark);
    Ok(client.fetch_optional(connection).await?.map(ApiClientId))
}

/// The hashes of the secrets that a client may use now. Empty: no such client, or it was revoked.
pub async fn secrets(
    connection: &mut PgConnection,
    client: ApiClientId,
    now: DateTime<Utc>,
) -> Result<Vec<Vec<u8>>> {
    let rows = sqlx::query!(
        "SELECT secret_hash FROM api_client_secrets JOIN api_clients ON api_clients.id = client_id
         WHERE client_id = $1 AND (expires_at IS NULL OR expires_at > $2) AND revoked_at IS NULL",
        client.0,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.secret_hash).collect())
}

/// A client as its administrators see it: no secrets.
#[derive(Clone, Debug)]
pub struct ApiClient {
    pub id: ApiClientId,
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// When the newest secret was given.
    pub renewed_at: Option<DateTime<Utc>>,
    /// Until when an older secret still holds beside the newest.
    pub old_until: Option<DateTime<Utc>>,
    pub last_call_at: Option<DateTime<Utc>>,
    /// It works in the technological environment (EDM-02).
    pub is_test: bool,
}

/// The clients of an organisation, the newest first, revoked ones and those that are tried out too.
pub async fn of_organisation(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    now: DateTime<Utc>,
) -> Result<Vec<ApiClient>> {
    let rows = sqlx::query!(
        r#"SELECT id, name, created_at, revoked_at, organisation_id <> $1 AS "is_test!",
               (SELECT max(created_at) FROM api_client_secrets WHERE client_id = api_clients.id) AS renewed_at,
               (SELECT max(expires_at) FROM api_client_secrets WHERE client_id = api_clients.id AND expires_at > $2) AS old_until,
               (SELECT max(at) FROM api_calls WHERE client_id = api_clients.id) AS last_call_at
           FROM api_clients
           WHERE organisation_id = $1 OR organisation_id = (SELECT id FROM organisations WHERE test_of = $1) ORDER BY created_at DESC, id LIMIT 100"#,
        organisation.0,
        now,
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| ApiClient {
        id: ApiClientId(row.id),
        name: row.name,
        created_at: row.created_at,
        revoked_at: row.revoked_at,
        renewed_at: row.renewed_at,
        old_until: row.old_until,
        last_call_at: row.last_call_at,
        is_test: row.is_test,
    });
    Ok(rows.collect())
}

/// Whose client it is, if it is not revoked; of one that is tried out, whose twin it works in. Locked until the
/// transaction ends.
pub async fn lock(
    connection: &mut PgConnection,
    client: ApiClientId,
) -> Result<Option<OrganisationId>> {
    let row = sqlx::query!(
        r#"SELECT coalesce(organisations.test_of, organisation_id) AS "organisation_id!"
           FROM api_clients JOIN organisations ON organisations.id = organisation_id
           WHERE api_clients.id = $1 AND revoked_at IS NULL FOR UPDATE OF api_clients"#,
        client.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| OrganisationId(row.organisation_id)))
}

/// Lets the secrets that a client has end at a moment, unless they end before.
pub async fn end_secrets(
    connection: &mut PgConnection,
    client: ApiClientId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE api_client_secrets SET expires_at = $2 WHERE client_id = $1 AND (expires_at IS NULL OR expires_at > $2)",
        client.0,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets the tokens that a client has end at a moment, unless they end before.
pub async fn end_tokens(connection: &mut PgConnection, client: ApiClientId, at: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE api_tokens SET expires_at = $2 WHERE client_id = $1 AND expires_at > $2", client.0, at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Revokes a client: its secrets and tokens are worth nothing from now on. False: it does not exist or was revoked before.
pub async fn revoke(
    connection: &mut PgConnection,
    client: ApiClientId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE api_clients SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
        client.0,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps a token.
pub async fn insert_token(
    connection: &mut PgConnection,
    token_hash: &[u8],
    client: ApiClientId,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO api_tokens (token_hash, client_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        token_hash,
        client.0,
        now,
        expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose token it is, if it still holds and the client is not revoked.
pub async fn by_token(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<(ApiClientId, OrganisationId)>> {
    let row = sqlx::query!(
        "SELECT client_id, organisation_id FROM api_tokens JOIN api_clients ON api_clients.id = client_id
         WHERE token_hash = $1 AND expires_at > $2 AND revoked_at IS NULL",
        token_hash,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        (
            ApiClientId(row.client_id),
            OrganisationId(row.organisation_id),
        )
    }))
}

/// Removes tokens that no longer hold.
pub async fn remove_expired_tokens(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<u64> {
    Ok(
        sqlx::query!("DELETE FROM api_tokens WHERE expires_at <= $1", now)
            .execute(connection)
            .await?
            .rows_affected(),
    )
}

/// When the lock of an address ends, if it is locked now.
pub async fn address_lock(
    connection: &mut PgConnection,
    address: IpNetwork,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let row = sqlx::query!(
        "SELECT locked_until FROM api_address_locks WHERE address = $1 AND locked_until > $2",
        address,
        now
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|row| row.locked_until))
}

/// Counts a failure of an address and locks it from the one that exceeds `allowed`; a lock that has run out starts the
/// count anew. Returns the lock's end.
pub async fn count_address_failure(
    connection: &mut PgConnection,
    address: IpNetwork,
    allowed: i32,
    now: DateTime<Utc>,
    locked_until: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let row = sqlx::query!(
        "INSERT INTO api_address_locks AS locks (address, failures, last_failure_at) VALUES ($1, 1, $3)
         ON CONFLICT (address) DO UPDATE SET
             failures = CASE WHEN locks.locked_until <= $3 THEN 1 ELSE locks.failures + 1 END,
             locked_until = CASE WHEN locks.locked_until > $3 THEN locks.locked_until
                                 WHEN locks.locked_until <= $3 THEN NULL
                                 WHEN locks.failures + 1 > $2 THEN $4 END,
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

/// Forgets an address's failures.
pub async fn clear_address(connection: &mut PgConnection, address: IpNetwork) -> Result<()> {
    sqlx::query!("DELETE FROM api_address_locks WHERE address = $1", address)
        .execute(connection)
        .await?;
    Ok(())
}

/// Removes rows of addresses without failures since `before`.
pub async fn remove_old_locks(connection: &mut PgConnection, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!(
        "DELETE FROM api_address_locks WHERE last_failure_at < $1",
        before
    )
    .execute(connection)
    .await?
    .rows_affected())
}
