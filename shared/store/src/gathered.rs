//! Letters that wait to leave together (NOT-01): what came in great numbers for one person.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use zvarot_domain::{AccountId, AppealId, EventId, Role};

use crate::Result;

/// One thing that a letter will tell of.
#[derive(Clone, Debug)]
pub struct Item {
    pub event: EventId,
    pub appeal: Option<AppealId>,
    pub data: serde_json::Value,
}

/// Has something told later, together with what else there is by then. Nothing is written where a letter tells of the
/// event already.
pub async fn add(
    connection: &mut PgConnection,
    account: AccountId,
    kind: &str,
    item: &Item,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO gathered_letters (account_id, kind, event_id, appeal_id, data, created_at)
         SELECT $1, $2, $3, $4, $5, $6
         WHERE NOT EXISTS (SELECT FROM deliveries WHERE event_id = $3 AND account_id = $1 AND channel = 'email')
         ON CONFLICT (account_id, kind, event_id) DO NOTHING",
        account.0,
        kind,
        item.event.0,
        item.appeal.map(|id| id.0),
        item.data,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// For whom something of which kind waits. Steps from one person to the next: the many things of each are not read.
pub async fn waiting(connection: &mut PgConnection) -> Result<Vec<(AccountId, String)>> {
    let rows = sqlx::query!(
        r#"WITH RECURSIVE steps AS (
               (SELECT account_id, kind FROM gathered_letters ORDER BY account_id, kind LIMIT 1)
               UNION ALL
               SELECT next.account_id, next.kind FROM steps, LATERAL (
                   SELECT account_id, kind FROM gathered_letters
                   WHERE (gathered_letters.account_id, gathered_letters.kind) > (steps.account_id, steps.kind)
                   ORDER BY account_id, kind LIMIT 1) AS next)
           SELECT account_id AS "account_id!", kind AS "kind!" FROM steps"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (AccountId(row.account_id), row.kind)).collect())
}

/// Whether a letter of one of the kinds was made for the person after `since`.
pub async fn was_written(
    connection: &mut PgConnection,
    account: AccountId,
    kinds: [&str; 2],
    since: DateTime<Utc>,
) -> Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM deliveries WHERE account_id = $1 AND created_at > $4 AND channel = 'email' AND kind IN ($2, $3)) AS "written!""#,
        account.0,
        kinds[0],
        kinds[1],
        since,
    )
    .fetch_one(connection)
    .await
}

/// Takes all that waits for a person: the first of it in the order of events, and how many there are in all. An appeal that
/// does not wait to be registered any more is taken without being told of, and so is one of an organisation where the person
/// has lost the role since. The caller's transaction makes the letter.
pub async fn take(connection: &mut PgConnection, account: AccountId, kind: &str, listed: i64) -> Result<(Vec<Item>, i64)> {
    let rows = sqlx::query!(
        r#"WITH taken AS (
               DELETE FROM gathered_letters WHERE account_id = $1 AND kind = $2 RETURNING event_id, appeal_id, data)
           SELECT event_id, appeal_id, data, count(*) OVER () AS "count!" FROM taken
           WHERE EXISTS (SELECT FROM appeals JOIN account_roles ON account_roles.organisation_id = appeals.organisation_id
               JOIN accounts ON accounts.id = account_roles.account_id
               WHERE appeals.id = appeal_id AND status = 'submitted' AND account_roles.account_id = $1 AND role = $4 AND blocked_at IS NULL)
           ORDER BY event_id LIMIT $3"#,
        account.0,
        kind,
        listed,
        Role::Clerk.code(),
    )
    .fetch_all(connection)
    .await?;
    let count = rows.first().map_or(0, |row| row.count);
    let items = rows.into_iter().map(|row| Item { event: EventId(row.event_id), appeal: row.appeal_id.map(AppealId), data: row.data });
    Ok((items.collect(), count))
}
