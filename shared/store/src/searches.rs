//! Filters of the list that an official used last or keeps under a name (REG-11, BEY-14): queries of the list's address.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::AccountId;

use crate::Result;

/// The query used last.
pub async fn last(connection: &mut PgConnection, account: AccountId) -> Result<Option<String>> {
    sqlx::query_scalar!("SELECT query FROM last_filters WHERE account_id = $1", account.0)
        .fetch_optional(connection)
        .await
}

/// Remembers a query as the one used last; nothing is written where it was that already.
pub async fn remember(connection: &mut PgConnection, account: AccountId, query: &str) -> Result<()> {
    sqlx::query!(
        "INSERT INTO last_filters AS kept (account_id, query) VALUES ($1, $2)
         ON CONFLICT (account_id) DO UPDATE SET query = EXCLUDED.query WHERE kept.query <> EXCLUDED.query",
        account.0,
        query,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the query used last.
pub async fn forget(connection: &mut PgConnection, account: AccountId) -> Result<()> {
    sqlx::query!("DELETE FROM last_filters WHERE account_id = $1", account.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// A search kept under a name.
#[derive(Clone, Debug)]
pub struct SavedSearch {
    pub id: Uuid,
    pub name: String,
    pub query: String,
    pub created_at: DateTime<Utc>,
}

/// The account's searches by name.
pub async fn saved(connection: &mut PgConnection, account: AccountId) -> Result<Vec<SavedSearch>> {
    sqlx::query_as!(
        SavedSearch,
        "SELECT id, name, query, created_at FROM saved_searches WHERE account_id = $1 ORDER BY name LIMIT 200",
        account.0
    )
    .fetch_all(connection)
    .await
}

/// Keeps a search, unless the account has `at_most` already; one of the same name gets the new query. False: too many.
pub async fn save(
    connection: &mut PgConnection,
    account: AccountId,
    name: &str,
    query: &str,
    at_most: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO saved_searches (id, account_id, name, query, created_at)
         SELECT $1, $2, $3, $4, $6
         WHERE (SELECT count(*) FROM saved_searches WHERE account_id = $2) < $5 OR EXISTS (SELECT FROM saved_searches WHERE account_id = $2 AND name = $3)
         ON CONFLICT (account_id, name) DO UPDATE SET query = EXCLUDED.query",
        Uuid::now_v7(),
        account.0,
        name,
        query,
        at_most,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a search of the account. False: it has none of this id.
pub async fn remove(connection: &mut PgConnection, account: AccountId, id: Uuid) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM saved_searches WHERE id = $1 AND account_id = $2", id, account.0)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
