//! The append-only events of appeals: who, when, what.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use zvarot_domain::{AccountId, AppealId, EventId, EventKind};

use crate::{Result, read_code};

/// An event, as the history shows it.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: EventId,
    pub appeal_id: AppealId,
    pub at: DateTime<Utc>,
    pub kind: EventKind,
    pub account_id: Option<AccountId>,
    pub account_name: Option<String>,
    pub data: serde_json::Value,
}

/// Appends an event.
pub async fn append_event(
    connection: &mut PgConnection,
    appeal: AppealId,
    kind: EventKind,
    by: Option<AccountId>,
    data: serde_json::Value,
    now: DateTime<Utc>,
) -> Result<EventId> {
    let row = sqlx::query!(
        "INSERT INTO appeal_events (appeal_id, at, kind, account_id, data) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        appeal.0,
        now,
        kind.code(),
        by.map(|id| id.0),
        data,
    )
    .fetch_one(connection)
    .await?;
    Ok(EventId(row.id))
}

/// The event by id, for workers.
pub async fn event(connection: &mut PgConnection, id: EventId) -> Result<Option<Event>> {
    Ok(events(connection, &[id]).await?.pop())
}

/// Events by their ids, in the order of them, for workers.
pub async fn events(connection: &mut PgConnection, ids: &[EventId]) -> Result<Vec<Event>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT appeal_events.id, appeal_id, at, kind, account_id, accounts.display_name AS "account_name?", data
           FROM appeal_events LEFT JOIN accounts ON accounts.id = account_id WHERE appeal_events.id = ANY ($1) ORDER BY appeal_events.id"#,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    let events = rows.into_iter().map(|row| {
        Ok(Event {
            id: EventId(row.id),
            appeal_id: AppealId(row.appeal_id),
            at: row.at,
            kind: read_code("kind", &row.kind, EventKind::from_code)?,
            account_id: row.account_id.map(AccountId),
            account_name: row.account_name,
            data: row.data,
        })
    });
    events.collect()
}

/// The history of an appeal, oldest first; the caller has authorised the appeal.
pub async fn history(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<Event>> {
    let rows = sqlx::query!(
        r#"SELECT appeal_events.id, appeal_id, at, kind, account_id, accounts.display_name AS "account_name?", data
           FROM appeal_events LEFT JOIN accounts ON accounts.id = account_id WHERE appeal_id = $1 ORDER BY appeal_events.id LIMIT 1000"#,
        appeal.0,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Event {
                id: EventId(row.id),
                appeal_id: AppealId(row.appeal_id),
                at: row.at,
                kind: read_code("kind", &row.kind, EventKind::from_code)?,
                account_id: row.account_id.map(AccountId),
                account_name: row.account_name,
                data: row.data,
            })
        })
        .collect()
}
