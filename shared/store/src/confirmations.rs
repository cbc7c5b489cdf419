//! Confirmation of phones by code and of e-mail addresses by link (ORG-06). Only hashes are kept.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::AccountId;

use crate::{Result, read_code};

/// What is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Phone,
    Email,
    Password,
}

impl Purpose {
    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Password => "password",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Phone, Self::Email, Self::Password]
            .into_iter()
            .find(|purpose| purpose.code() == code)
    }
}

/// A confirmation asked for.
#[derive(Clone, Debug)]
pub struct Confirmation {
    pub id: Uuid,
    pub account_id: AccountId,
    pub purpose: Purpose,
    /// The phone (E.164) or address that it confirms.
    pub target: String,
    pub code_hash: Option<Vec<u8>>,
    pub wrong_tries: i32,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub used_at: Option<DateTime<Utc>>,
}

struct Row {
    id: Uuid,
    account_id: Uuid,
    purpose: String,
    target: String,
    code_hash: Option<Vec<u8>>,
    wrong_tries: i32,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    used_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Confirmation {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            account_id: AccountId(row.account_id),
            purpose: read_code("purpose", &row.purpose, Purpose::from_code)?,
            target: row.target,
            code_hash: row.code_hash,
            wrong_tries: row.wrong_tries,
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
        })
    }
}

/// Asks for a confirmation; its code is made when it is sent.
pub async fn insert(
    connection: &mut PgConnection,
    account: AccountId,
    purpose: Purpose,
    target: &str,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO confirmations (id, account_id, purpose, target, created_at) VALUES ($1, $2, $3, $4, $5)",
        id,
        account.0,
        purpose.code(),
        target,
        now,
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// Sets the hash of the code that is about to leave, and its end. False: it was used or replaced meanwhile.
pub async fn set_code(
    connection: &mut PgConnection,
    id: Uuid,
    code_hash: &[u8],
    expires_at: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!("UPDATE confirmations SET code_hash = $2, expires_at = $3 WHERE id = $1 AND used_at IS NULL", id, code_hash, expires_at)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The confirmation by id.
pub async fn get(connection: &mut PgConnection, id: Uuid) -> Result<Option<Confirmation>> {
    sqlx::query_as!(
        Row,
        "SELECT id, account_id, purpose, target, code_hash, wrong_tries, created_at, expires_at, used_at FROM confirmations WHERE id = $1",
        id,
    )
    .fetch_optional(connection)
    .await?
    .map(Confirmation::try_from)
    .transpose()
}

/// The newest one of an account and purpose, locked against a second try at the same moment.
pub async fn newest(
    connection: &mut PgConnection,
    account: AccountId,
    purpose: Purpose,
) -> Result<Option<Confirmation>> {
    sqlx::query_as!(
        Row,
        "SELECT id, account_id, purpose, target, code_hash, wrong_tries, created_at, expires_at, used_at
         FROM confirmations WHERE account_id = $1 AND purpose = $2 ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE",
        account.0,
        purpose.code(),
    )
    .fetch_optional(connection)
    .await?
    .map(Confirmation::try_from)
    .transpose()
}

/// The unused confirmation that a link's token hash belongs to, locked.
pub async fn by_code(
    connection: &mut PgConnection,
    purpose: Purpose,
    code_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Confirmation>> {
    sqlx::query_as!(
        Row,
        "SELECT id, account_id, purpose, target, code_hash, wrong_tries, created_at, expires_at, used_at
         FROM confirmations WHERE code_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 FOR UPDATE",
        code_hash,
        purpose.code(),
        now,
    )
    .fetch_optional(connection)
    .await?
    .map(Confirmation::try_from)
    .transpose()
}

/// Marks it as used: it confirms once.
pub async fn use_up(connection: &mut PgConnection, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE confirmations SET used_at = $2 WHERE id = $1 AND used_at IS NULL",
        id,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets the codes whose time was over before a moment: what is left says only that one was asked for.
pub async fn forget_codes(connection: &mut PgConnection, before: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE confirmations SET code_hash = NULL WHERE code_hash IS NOT NULL AND expires_at < $1",
        before
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Counts a wrong try.
pub async fn count_wrong(connection: &mut PgConnection, id: Uuid) -> Result<()> {
    sqlx::query!(
        "UPDATE confirmations SET wrong_tries = wrong_tries + 1 WHERE id = $1",
        id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks all of an account and purpose as used: links asked for before stop working too.
pub async fn use_up_all(
    connection: &mut PgConnection,
    account: AccountId,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE confirmations SET used_at = $3 WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL",
        account.0,
        purpose.code(),
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
