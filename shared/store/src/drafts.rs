//! Drafts: an unfinished appeal as typed (SUB-11). Every query is scoped by the account.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, DraftId};

use crate::Result;

/// A draft; `form` is the domain's `AppealForm`.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: DraftId,
    pub form: serde_json::Value,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

struct Row {
    id: Uuid,
    form: serde_json::Value,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<Row> for Draft {
    fn from(row: Row) -> Self {
        Self {
            id: DraftId(row.id),
            form: row.form,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Begins a draft under an id chosen by the caller; beginning it again changes nothing.
pub async fn insert(
    connection: &mut PgConnection,
    id: DraftId,
    account: AccountId,
    form: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO drafts (id, account_id, form, created_at, updated_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT (id) DO NOTHING",
        id.0,
        account.0,
        form,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Saves what is typed, if the draft is still at `version`; returns the new version. None: gone, or saved from elsewhere meanwhile.
pub async fn save(
    connection: &mut PgConnection,
    id: DraftId,
    account: AccountId,
    version: i32,
    form: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<Option<i32>> {
    let row = sqlx::query!(
        "UPDATE drafts SET form = $4, version = version + 1, updated_at = $5 WHERE id = $1 AND account_id = $2 AND version = $3 RETURNING version",
        id.0,
        account.0,
        version,
        form,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.version))
}

/// A draft of the account.
pub async fn get(
    connection: &mut PgConnection,
    id: DraftId,
    account: AccountId,
) -> Result<Option<Draft>> {
    let row = sqlx::query_as!(Row, "SELECT id, form, version, created_at, updated_at FROM drafts WHERE id = $1 AND account_id = $2", id.0, account.0)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(Draft::from))
}

/// A draft of the account, locked until the transaction ends: for submitting it once.
pub async fn lock(
    connection: &mut PgConnection,
    id: DraftId,
    account: AccountId,
) -> Result<Option<Draft>> {
    let row = sqlx::query_as!(Row, "SELECT id, form, version, created_at, updated_at FROM drafts WHERE id = $1 AND account_id = $2 FOR UPDATE", id.0, account.0)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(Draft::from))
}

/// The account's drafts, newest first, at most fifty.
pub async fn list(connection: &mut PgConnection, account: AccountId) -> Result<Vec<Draft>> {
    let rows = sqlx::query_as!(Row, "SELECT id, form, version, created_at, updated_at FROM drafts WHERE account_id = $1 ORDER BY updated_at DESC, id LIMIT 50", account.0)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(Draft::from).collect())
}

/// Removes a draft; its files lose their holder and are cleaned up after a day.
pub async fn remove(
    connection: &mut PgConnection,
    id: DraftId,
    account: AccountId,
) -> Result<bool> {
    Ok(sqlx::query!(
        "DELETE FROM drafts WHERE id = $1 AND account_id = $2",
        id.0,
        account.0
    )
    .execute(connection)
    .await?
    .rows_affected()
        == 1)
}
