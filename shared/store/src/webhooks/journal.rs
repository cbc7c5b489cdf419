//! What became of the messages: every attempt, the list for administrators, sending again.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AppealNumber, EventId, EventKind};

use super::Webhook;
use crate::{Result, read_code};

/// An attempt: when, what came back, when next.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub at: DateTime<Utc>,
    /// The status of the answer. None: there was none.
    pub status: Option<i16>,
    /// Without addresses and contents.
    pub reason: String,
    pub milliseconds: i32,
    pub next_attempt_at: Option<DateTime<Utc>>,
}

/// Records an attempt.
pub async fn record_attempt(
    connection: &mut PgConnection,
    id: Uuid,
    attempt: &Attempt,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO webhook_attempts (delivery_id, at, status, reason, milliseconds, next_attempt_at) VALUES ($1, $2, $3, left($4, 300), $5, $6)",
        id,
        attempt.at,
        attempt.status,
        attempt.reason,
        attempt.milliseconds,
        attempt.next_attempt_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The attempts of a message, newest first.
pub async fn attempts(connection: &mut PgConnection, id: Uuid) -> Result<Vec<Attempt>> {
    sqlx::query_as!(
        Attempt,
        "SELECT at, status, reason, milliseconds, next_attempt_at FROM webhook_attempts WHERE delivery_id = $1 ORDER BY id DESC LIMIT 100",
        id
    )
    .fetch_all(connection)
    .await
}

/// Has one ended message sent again. Returns whether there was one.
pub async fn replay_one(
    connection: &mut PgConnection,
    webhook: Uuid,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, due_since = $3, next_attempt_at = NULL, finished_at = NULL
         WHERE id = $2 AND webhook_id = $1 AND state IN ('delivered', 'failed')",
        webhook,
        id,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Has everything that happened since a moment sent again, also what was never to be sent there; not what is addressed to
/// the head personally and not moderated yet (SUB-07). At most `limit` events,
/// the oldest first; returns how many messages wait because of it.
pub async fn replay_since(
    connection: &mut PgConnection,
    webhook: &Webhook,
    since: DateTime<Utc>,
    limit: i64,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "INSERT INTO webhook_deliveries AS own (id, webhook_id, event_id, appeal_id, state, due_since, created_at)
         SELECT gen_random_uuid(), $1, appeal_events.id, appeal_id, 'waiting', $5, $5
         FROM appeal_events WHERE organisation_id = $2 AND at >= $3 AND (cardinality($6::text[]) = 0 OR kind = ANY ($6))
             AND EXISTS (SELECT FROM appeals WHERE appeals.id = appeal_events.appeal_id AND to_head IS DISTINCT FROM 'addressed')
         ORDER BY appeal_events.id LIMIT $4
         ON CONFLICT (webhook_id, event_id) DO UPDATE SET state = 'waiting', attempts = 0, due_since = $5, next_attempt_at = NULL, finished_at = NULL
             WHERE own.state IN ('delivered', 'failed')",
        webhook.id,
        webhook.organisation_id.0,
        since,
        limit,
        now,
        &webhook.events,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// A message, as its administrators see it.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: Uuid,
    pub event: EventId,
    pub kind: EventKind,
    pub number: AppealNumber,
    pub state: String,
    pub attempts: i32,
    pub happened_at: DateTime<Utc>,
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// Of the last attempt.
    pub status: Option<i16>,
    pub reason: Option<String>,
}

/// The messages to an address, the newest event first, before a given one; of one state if given.
pub async fn messages(
    connection: &mut PgConnection,
    webhook: Uuid,
    state: Option<&str>,
    before: Option<EventId>,
    limit: i64,
) -> Result<Vec<Message>> {
    let rows = sqlx::query!(
        r#"SELECT own.id, own.event_id, own.state, own.attempts, own.next_attempt_at, own.finished_at, appeals.number,
               appeal_events.kind, appeal_events.at, last.status AS "status?", last.reason AS "reason?"
           FROM webhook_deliveries AS own JOIN appeals ON appeals.id = own.appeal_id JOIN appeal_events ON appeal_events.id = own.event_id
               LEFT JOIN LATERAL (SELECT status, reason FROM webhook_attempts WHERE delivery_id = own.id ORDER BY id DESC LIMIT 1) AS last ON true
           WHERE webhook_id = $1 AND own.event_id < $2 AND ($3::text IS NULL OR own.state = $3) ORDER BY own.event_id DESC LIMIT $4"#,
        webhook,
        before.map_or(i64::MAX, |id| id.0),
        state,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Message {
                id: row.id,
                event: EventId(row.event_id),
                kind: read_code("kind", &row.kind, EventKind::from_code)?,
                number: read_code("number", &format!("{:010}", row.number), |text| text.parse().ok())?,
                state: row.state,
                attempts: row.attempts,
                happened_at: row.at,
                next_attempt_at: row.next_attempt_at,
                finished_at: row.finished_at,
                status: row.status,
                reason: row.reason,
            })
        })
        .collect()
}
