//! Webhooks (EDM-07): the addresses, the messages to them in the order of each appeal's events, every attempt.

mod journal;

pub use journal::{Attempt, Message, attempts, messages, record_attempt, replay_one, replay_since};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, AppealNumber, EventId, EventKind, OrganisationId};

use crate::{Result, read_code};

/// An address that an organisation has events sent to.
#[derive(Clone, Debug)]
pub struct Webhook {
    pub id: Uuid,
    pub organisation_id: OrganisationId,
    pub url: String,
    pub name: String,
    /// Codes of events; empty: all.
    pub events: Vec<String>,
    pub secret_version: i32,
    pub previous_secret_until: Option<DateTime<Utc>>,
    /// `active`, `paused`, `disabled` or `removed`.
    pub state: String,
    pub failures: i32,
    pub failing_since: Option<DateTime<Utc>>,
    pub resume_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub state_changed_at: DateTime<Utc>,
}

struct WebhookRow {
    id: Uuid,
    organisation_id: Uuid,
    url: String,
    name: String,
    events: Vec<String>,
    secret_version: i32,
    previous_secret_until: Option<DateTime<Utc>>,
    state: String,
    failures: i32,
    failing_since: Option<DateTime<Utc>>,
    resume_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    state_changed_at: DateTime<Utc>,
}

impl From<WebhookRow> for Webhook {
    fn from(row: WebhookRow) -> Self {
        Self {
            id: row.id,
            organisation_id: OrganisationId(row.organisation_id),
            url: row.url,
            name: row.name,
            events: row.events,
            secret_version: row.secret_version,
            previous_secret_until: row.previous_secret_until,
            state: row.state,
            failures: row.failures,
            failing_since: row.failing_since,
            resume_at: row.resume_at,
            created_at: row.created_at,
            state_changed_at: row.state_changed_at,
        }
    }
}

/// An address to be added.
pub struct NewWebhook<'a> {
    pub id: Uuid,
    pub organisation: OrganisationId,
    pub url: &'a str,
    pub name: &'a str,
    pub events: &'a [String],
    pub created_by: AccountId,
}

/// Adds an address; it gets events that come from now on.
pub async fn insert(
    connection: &mut PgConnection,
    webhook: &NewWebhook<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO webhooks (id, organisation_id, url, name, events, after_event, created_by, created_at, state_changed_at)
         VALUES ($1, $2, $3, $4, $5, COALESCE((SELECT max(id) FROM appeal_events), 0), $6, $7, $7)",
        webhook.id,
        webhook.organisation.0,
        webhook.url,
        webhook.name,
        webhook.events,
        webhook.created_by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The addresses of an organisation, oldest first.
pub async fn list(
    connection: &mut PgConnection,
    organisation: OrganisationId,
) -> Result<Vec<Webhook>> {
    let rows = sqlx::query_as!(
        WebhookRow,
        "SELECT id, organisation_id, url, name, events, secret_version, previous_secret_until, state, failures, failing_since, resume_at,
             created_at, state_changed_at
         FROM webhooks WHERE organisation_id = $1 AND state <> 'removed' ORDER BY created_at, id LIMIT 100",
        organisation.0,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Webhook::from).collect())
}

/// One address of an organisation, locked.
pub async fn lock(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    id: Uuid,
) -> Result<Option<Webhook>> {
    let row = sqlx::query_as!(
        WebhookRow,
        "SELECT id, organisation_id, url, name, events, secret_version, previous_secret_until, state, failures, failing_since, resume_at,
             created_at, state_changed_at
         FROM webhooks WHERE organisation_id = $1 AND id = $2 AND state <> 'removed' FOR NO KEY UPDATE",
        organisation.0,
        id,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Webhook::from))
}

/// Sets the state; failures are forgotten.
pub async fn set_state(
    connection: &mut PgConnection,
    id: Uuid,
    state: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE webhooks SET state = $2, state_changed_at = $3, failures = 0, failing_since = NULL, resume_at = NULL
         WHERE id = $1 AND state <> $2",
        id,
        state,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes another secret count; the one before counts beside it until `until`.
pub async fn rotate(
    connection: &mut PgConnection,
    id: Uuid,
    until: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("UPDATE webhooks SET secret_version = secret_version + 1, previous_secret_until = $2 WHERE id = $1", id, until)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that the present secret is shown. False: it was shown before.
pub async fn show_secret(connection: &mut PgConnection, id: Uuid) -> Result<bool> {
    let done = sqlx::query!("UPDATE webhooks SET secret_shown = secret_version WHERE id = $1 AND secret_shown < secret_version", id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether events of an organisation go, or will go, to any address.
pub async fn any_takes(connection: &mut PgConnection, organisation: OrganisationId) -> Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM webhooks WHERE organisation_id = $1 AND state IN ('active', 'paused')) AS "any!""#,
        organisation.0,
    )
    .fetch_one(connection)
    .await
}

/// Makes the messages of an appeal's events up to this one, for every address that wants them and has none yet: also
/// of events before it whose turn has not come, so that a later one never overtakes. What is addressed to the
/// head personally is told of after moderation, all of it then (SUB-07). Returns the new ones in order.
pub async fn expect(
    connection: &mut PgConnection,
    announced: &[(OrganisationId, AppealId, EventId)],
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, EventId)>> {
    let organisations: Vec<Uuid> = announced.iter().map(|(organisation, _, _)| organisation.0).collect();
    let appeals: Vec<Uuid> = announced.iter().map(|(_, appeal, _)| appeal.0).collect();
    let events: Vec<i64> = announced.iter().map(|(_, _, event)| event.0).collect();
    let rows = sqlx::query!(
        "INSERT INTO webhook_deliveries (id, webhook_id, event_id, appeal_id, state, due_since, created_at)
         SELECT gen_random_uuid(), webhooks.id, appeal_events.id, appeal_events.appeal_id, 'waiting', $4, $4
         FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[]) AS announced (organisation_id, appeal_id, event_id)
             JOIN webhooks ON webhooks.organisation_id = announced.organisation_id
             JOIN appeal_events ON appeal_events.appeal_id = announced.appeal_id AND appeal_events.id > after_event AND appeal_events.id <= announced.event_id
         WHERE webhooks.state IN ('active', 'paused')
             AND (webhooks.events = '{}' OR appeal_events.kind = ANY (webhooks.events))
             AND EXISTS (SELECT FROM appeals WHERE appeals.id = announced.appeal_id AND to_head IS DISTINCT FROM 'addressed')
         ORDER BY appeal_events.id
         ON CONFLICT (webhook_id, event_id) DO NOTHING
         RETURNING id, event_id",
        &organisations,
        &appeals,
        &events,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, EventId(row.event_id))).collect())
}

/// A message with all that sending it needs.
#[derive(Clone, Debug)]
pub struct Due {
    pub id: Uuid,
    pub webhook: Webhook,
    pub appeal: AppealId,
    pub number: AppealNumber,
    pub event: EventId,
    pub kind: EventKind,
    pub happened_at: DateTime<Utc>,
    /// `waiting`, `sending`, `delivered` or `failed`.
    pub state: String,
    /// Attempts begun since it is due.
    pub attempts: i32,
    pub due_since: DateTime<Utc>,
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub taken_until: Option<DateTime<Utc>>,
    /// Whether an earlier event of the appeal is still to be sent there.
    pub must_wait: bool,
    /// How many others are being sent there now.
    pub others: i64,
    /// It is about the appeal of a check that is to be sent with a wrong signature (EDM-02).
    pub forged: bool,
}

/// The message by id.
pub async fn due(
    connection: &mut PgConnection,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Due>> {
    let row = sqlx::query!(
        r#"SELECT own.id, own.appeal_id, own.event_id, own.state, own.attempts, own.due_since, own.next_attempt_at, own.taken_until,
               appeals.number, appeal_events.kind, appeal_events.at,
               webhooks.id AS webhook_id, webhooks.organisation_id, url, name, events, secret_version, previous_secret_until,
               webhooks.state AS webhook_state, failures, failing_since, resume_at, webhooks.created_at, state_changed_at,
               EXISTS (SELECT FROM webhook_deliveries AS earlier
                   WHERE earlier.webhook_id = own.webhook_id AND earlier.appeal_id = own.appeal_id AND earlier.event_id < own.event_id
                       AND earlier.state IN ('waiting', 'sending')) AS "must_wait!",
               (SELECT count(*) FROM webhook_deliveries AS other
                   WHERE other.webhook_id = own.webhook_id AND other.id <> own.id AND other.state = 'sending' AND other.taken_until > $2) AS "others!",
               EXISTS (SELECT FROM conformance_appeals WHERE appeal_id = own.appeal_id AND task = 'forgery') AS "forged!"
           FROM webhook_deliveries AS own JOIN webhooks ON webhooks.id = own.webhook_id
               JOIN appeals ON appeals.id = own.appeal_id JOIN appeal_events ON appeal_events.id = own.event_id
           WHERE own.id = $1"#,
        id,
        now,
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Due {
            id: row.id,
            appeal: AppealId(row.appeal_id),
            number: read_code("number", &format!("{:010}", row.number), |text| text.parse().ok())?,
            event: EventId(row.event_id),
            kind: read_code("kind", &row.kind, EventKind::from_code)?,
            happened_at: row.at,
            state: row.state,
            attempts: row.attempts,
            due_since: row.due_since,
            next_attempt_at: row.next_attempt_at,
            taken_until: row.taken_until,
            must_wait: row.must_wait,
            others: row.others,
            forged: row.forged,
            webhook: Webhook {
                id: row.webhook_id,
                organisation_id: OrganisationId(row.organisation_id),
                url: row.url,
                name: row.name,
                events: row.events,
                secret_version: row.secret_version,
                previous_secret_until: row.previous_secret_until,
                state: row.webhook_state,
                failures: row.failures,
                failing_since: row.failing_since,
                resume_at: row.resume_at,
                created_at: row.created_at,
                state_changed_at: row.state_changed_at,
            },
        })
    })
    .transpose()
}

/// Takes a message for sending until a moment. False: somebody else has it, or it came to its end.
pub async fn take(
    connection: &mut PgConnection,
    id: Uuid,
    lease: Uuid,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE webhook_deliveries SET state = 'sending', lease = $2, taken_until = $3, attempts = attempts + 1, next_attempt_at = NULL
         WHERE id = $1 AND (state = 'waiting' OR state = 'sending' AND taken_until <= $4)",
        id,
        lease,
        until,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What came of sending: `delivered`, `failed`, or `waiting` for another attempt. False: the message was taken by
/// somebody else meanwhile.
pub async fn conclude(
    connection: &mut PgConnection,
    id: Uuid,
    lease: Option<Uuid>,
    state: &str,
    next_attempt_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE webhook_deliveries SET state = $3, lease = NULL, taken_until = NULL, next_attempt_at = $4,
             finished_at = CASE WHEN $3 = 'waiting' THEN NULL ELSE $5::timestamptz END
         WHERE id = $1 AND lease IS NOT DISTINCT FROM $2 AND state IN ('waiting', 'sending')",
        id,
        lease,
        state,
        next_attempt_at,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The address answered: failures are forgotten.
pub async fn succeeded(connection: &mut PgConnection, webhook: Uuid) -> Result<()> {
    sqlx::query!(
        "UPDATE webhooks SET failures = 0, failing_since = NULL, resume_at = NULL WHERE id = $1 AND (failures > 0 OR failing_since IS NOT NULL)",
        webhook
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The address failed once more; until `resume_at` it is left alone.
pub async fn failed(
    connection: &mut PgConnection,
    webhook: Uuid,
    resume_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE webhooks SET failures = failures + 1, failing_since = COALESCE(failing_since, $3), resume_at = $2 WHERE id = $1",
        webhook,
        resume_at,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The message of an appeal whose turn it is now.
pub async fn next_of_appeal(
    connection: &mut PgConnection,
    webhook: Uuid,
    appeal: AppealId,
) -> Result<Option<Uuid>> {
    let row = sqlx::query!(
        "SELECT id FROM webhook_deliveries WHERE webhook_id = $1 AND appeal_id = $2 AND state IN ('waiting', 'sending') ORDER BY event_id LIMIT 1",
        webhook,
        appeal.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.id))
}

/// The messages of an address whose turn it is: the first of each appeal that waits.
pub async fn first_of_each_appeal(connection: &mut PgConnection, webhook: Uuid) -> Result<Vec<Uuid>> {
    let rows = sqlx::query!(
        "SELECT DISTINCT ON (appeal_id) id FROM webhook_deliveries WHERE webhook_id = $1 AND state IN ('waiting', 'sending') ORDER BY appeal_id, event_id",
        webhook
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
