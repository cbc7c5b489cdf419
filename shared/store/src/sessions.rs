//! Sessions of the browser pages (IDN-03): the cookie's token is kept hashed, 15 minutes of inactivity end a session.

use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, ApplicantId, Locale, OrganisationId, Role};

use crate::{Result, read_code};

/// A session that is still alive.
#[derive(Clone, Debug)]
pub struct Session {
    pub account_id: AccountId,
    pub csrf_secret: Vec<u8>,
    pub last_seen_at: DateTime<Utc>,
}

/// Begins a session.
pub async fn insert(
    connection: &mut PgConnection,
    token_hash: &[u8],
    account: AccountId,
    csrf_secret: &[u8],
    address: Option<IpNetwork>,
    computer: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO sessions (token_hash, account_id, csrf_secret, address, computer, created_at, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6)",
        token_hash,
        account.0,
        csrf_secret,
        address,
        computer,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The session of a token, unless it was last seen before `alive_since` or its account is blocked.
pub async fn get(
    connection: &mut PgConnection,
    token_hash: &[u8],
    alive_since: DateTime<Utc>,
) -> Result<Option<Session>> {
    let row = sqlx::query!(
        "SELECT account_id, csrf_secret, last_seen_at FROM sessions JOIN accounts ON accounts.id = account_id
         WHERE token_hash = $1 AND last_seen_at > $2 AND blocked_at IS NULL",
        token_hash,
        alive_since,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Session {
        account_id: AccountId(row.account_id),
        csrf_secret: row.csrf_secret,
        last_seen_at: row.last_seen_at,
    }))
}

/// A living session with what every page needs to know of its account.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub account_id: AccountId,
    pub csrf_secret: Vec<u8>,
    pub last_seen_at: DateTime<Utc>,
    pub display_name: String,
    pub locale: Locale,
    /// Whether the phone is confirmed (ORG-06); officials' accounts are ready as they are.
    pub activated: bool,
    pub applicant_id: Option<ApplicantId>,
    pub roles: Vec<(Role, Option<OrganisationId>)>,
    /// Unread notices, at most 100.
    pub unread: i64,
}

/// The visitor whose session a token opens, in one query; conditions as in [`get`].
pub async fn visitor(
    connection: &mut PgConnection,
    token_hash: &[u8],
    alive_since: DateTime<Utc>,
) -> Result<Option<Visitor>> {
    let row = sqlx::query!(
        r#"SELECT sessions.account_id, csrf_secret, last_seen_at, display_name, locale, phone_confirmed_at IS NOT NULL AS "confirmed!",
             (SELECT id FROM applicants WHERE applicants.account_id = accounts.id) AS "applicant_id?",
             ARRAY(SELECT role FROM account_roles WHERE account_roles.account_id = accounts.id ORDER BY role, organisation_id) AS "roles!",
             ARRAY(SELECT organisation_id FROM account_roles WHERE account_roles.account_id = accounts.id ORDER BY role, organisation_id) AS "organisations!: Vec<Option<Uuid>>",
             (SELECT count(*) FROM (SELECT FROM notices WHERE notices.account_id = accounts.id AND read_at IS NULL LIMIT 100) AS unread) AS "unread!"
         FROM sessions JOIN accounts ON accounts.id = sessions.account_id
         WHERE token_hash = $1 AND last_seen_at > $2 AND blocked_at IS NULL"#,
        token_hash,
        alive_since,
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let roles = row.roles.iter().zip(row.organisations);
        let roles = roles.map(|(role, organisation)| {
            Ok((
                read_code("role", role, Role::from_code)?,
                organisation.map(OrganisationId),
            ))
        });
        Ok(Visitor {
            account_id: AccountId(row.account_id),
            csrf_secret: row.csrf_secret,
            last_seen_at: row.last_seen_at,
            display_name: row.display_name,
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            activated: row.confirmed || row.applicant_id.is_none(),
            applicant_id: row.applicant_id.map(ApplicantId),
            roles: roles.collect::<Result<_>>()?,
            unread: row.unread,
        })
    })
    .transpose()
}

/// Notes activity. The caller spares the write when the last one is less than a minute old.
pub async fn touch(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE sessions SET last_seen_at = GREATEST(last_seen_at, $2) WHERE token_hash = $1",
        token_hash,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends one session.
pub async fn end(connection: &mut PgConnection, token_hash: &[u8]) -> Result<()> {
    sqlx::query!("DELETE FROM sessions WHERE token_hash = $1", token_hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends all sessions of an account: sign-out everywhere at once.
pub async fn end_all(connection: &mut PgConnection, account: AccountId) -> Result<u64> {
    Ok(
        sqlx::query!("DELETE FROM sessions WHERE account_id = $1", account.0)
            .execute(connection)
            .await?
            .rows_affected(),
    )
}

/// Ends the sessions of an account but one.
pub async fn end_others(
    connection: &mut PgConnection,
    account: AccountId,
    kept: &[u8],
) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE account_id = $1 AND token_hash <> $2",
        account.0,
        kept
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Removes the sessions that ended by themselves.
pub async fn remove_ended(
    connection: &mut PgConnection,
    alive_since: DateTime<Utc>,
) -> Result<u64> {
    Ok(
        sqlx::query!("DELETE FROM sessions WHERE last_seen_at <= $1", alive_since)
            .execute(connection)
            .await?
            .rows_affected(),
    )
}
