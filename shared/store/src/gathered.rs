//! Letters that wait to leave together (NOT-01): what came in great numbers for one person.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, EventId, Role};

use crate::Result;

/// One thing that a letter will tell of.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    pub event: EventId,
    pub appeal: Option<AppealId>,
    pub data: Cow<'a, serde_json::Value>,
}

/// Has things told later, each to a person in the letter of a kind, together with what else there is by then. Nothing is
/// written where a letter tells of the event already.
pub async fn add_all(connection: &mut PgConnection, all: &[(AccountId, &str, Item<'_>)], now: DateTime<Utc>) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let accounts: Vec<Uuid> = all.iter().map(|(account, _, _)| account.0).collect();
    let kinds: Vec<&str> = all.iter().map(|(_, kind, _)| *kind).collect();
    let events: Vec<i64> = all.iter().map(|(_, _, item)| item.event.0).collect();
    let appeals: Vec<Option<Uuid>> = all.iter().map(|(_, _, item)| item.appeal.map(|id| id.0)).collect();
    let data: Vec<serde_json::Value> = all.iter().map(|(_, _, item)| item.data.clone().into_owned()).collect();
    sqlx::query!(
        "INSERT INTO gathered_letters (account_id, kind, event_id, appeal_id, data, created_at)
         SELECT account_id, kind, event_id, appeal_id, data, $6
         FROM UNNEST($1::uuid[], $2::text[], $3::bigint[], $4::uuid[], $5::jsonb[]) AS made (account_id, kind, event_id, appeal_id, data)
         WHERE NOT EXISTS (
             SELECT FROM deliveries WHERE deliveries.event_id = made.event_id AND deliveries.account_id = made.account_id AND channel = 'email')
         ON CONFLICT (account_id, kind, event_id) DO NOTHING",
        &accounts,
        &kinds as &[&str],
        &events,
        &appeals as &[Option<Uuid>],
        &data,
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

/// To which of the people a letter of one of their two kinds was made after `since`: places in `asked`.
pub async fn were_written(connection: &mut PgConnection, asked: &[(AccountId, [&str; 2])], since: DateTime<Utc>) -> Result<Vec<usize>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let accounts: Vec<Uuid> = asked.iter().map(|(account, _)| account.0).collect();
    let firsts: Vec<&str> = asked.iter().map(|(_, [first, _])| *first).collect();
    let seconds: Vec<&str> = asked.iter().map(|(_, [_, second])| *second).collect();
    let places = sqlx::query_scalar!(
        r#"SELECT place AS "place!" FROM UNNEST($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (account_id, first, second, place)
           WHERE EXISTS (
               SELECT FROM deliveries WHERE deliveries.account_id = asked.account_id AND created_at > $4 AND channel = 'email' AND kind IN (first, second))"#,
        &accounts,
        &firsts as &[&str],
        &seconds as &[&str],
        since,
    )
    .fetch_all(connection)
    .await?;
    Ok(places.into_iter().filter_map(|place| usize::try_from(place - 1).ok()).collect())
}

/// Takes all that waits for a person: the first of it in the order of events, and how many there are in all. An appeal that
/// does not wait to be registered any more is taken without being told of, and so is one of an organisation where the person
/// has lost the role since. The caller's transaction makes the letter.
pub async fn take(connection: &mut PgConnection, account: AccountId, kind: &str, listed: i64) -> Result<(Vec<Item<'static>>, i64)> {
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
    let items = rows.into_iter().map(|row| Item { event: EventId(row.event_id), appeal: row.appeal_id.map(AppealId), data: Cow::Owned(row.data) });
    Ok((items.collect(), count))
}
