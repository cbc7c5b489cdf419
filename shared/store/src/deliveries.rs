//! Messages to people by e-mail and SMS, and every attempt to send them (NOT-02, NOT-03).

mod answers;

pub use answers::*;
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, QueryBuilder};
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, DeliveryId, EventId, Locale};

use crate::{Result, accounts::Account, read_code};

/// By which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    Email,
    Sms,
}

impl Channel {
    pub const ALL: [Self; 2] = [Self::Email, Self::Sms];

    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// How far a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    Waiting,
    /// Committed right before the bytes leave; found later, it is never sent again by itself.
    HandingOver,
    Sent,
    Failed,
    /// Handed over, but whether it was taken is not known; the operator sees it.
    Unknown,
    Cancelled,
}

impl DeliveryState {
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::HandingOver,
        Self::Sent,
        Self::Failed,
        Self::Unknown,
        Self::Cancelled,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::HandingOver => "handing_over",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A message to be sent.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub id: DeliveryId,
    /// None: an applicant without a cabinet ([`AnswerLetter`]).
    pub account_id: Option<AccountId>,
    pub channel: Channel,
    pub kind: String,
    pub event_id: Option<EventId>,
    pub appeal_id: Option<AppealId>,
    pub confirmation_id: Option<Uuid>,
    pub data: serde_json::Value,
    pub state: DeliveryState,
    pub created_at: DateTime<Utc>,
    pub handed_over_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

struct Row {
    id: Uuid,
    account_id: Option<Uuid>,
    channel: String,
    kind: String,
    event_id: Option<i64>,
    appeal_id: Option<Uuid>,
    confirmation_id: Option<Uuid>,
    data: serde_json::Value,
    state: String,
    created_at: DateTime<Utc>,
    handed_over_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Delivery {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: DeliveryId(row.id),
            account_id: row.account_id.map(AccountId),
            channel: read_code("channel", &row.channel, Channel::from_code)?,
            kind: row.kind,
            event_id: row.event_id.map(EventId),
            appeal_id: row.appeal_id.map(AppealId),
            confirmation_id: row.confirmation_id,
            data: row.data,
            state: read_code("state", &row.state, DeliveryState::from_code)?,
            created_at: row.created_at,
            handed_over_at: row.handed_over_at,
            finished_at: row.finished_at,
        })
    }
}

/// A message to be made.
pub struct NewDelivery<'a> {
    pub account: AccountId,
    pub channel: Channel,
    pub kind: &'a str,
    pub event: Option<EventId>,
    pub appeal: Option<AppealId>,
    pub confirmation: Option<Uuid>,
    pub data: serde_json::Value,
}

/// Makes a message. None: there is one already for this event, person and channel.
pub async fn insert(
    connection: &mut PgConnection,
    delivery: &NewDelivery<'_>,
    now: DateTime<Utc>,
) -> Result<Option<DeliveryId>> {
    let made = insert_all(connection, std::slice::from_ref(delivery), now).await?.pop();
    Ok(made.map(|(id, _)| id))
}

/// Makes messages; those that there are already for their event, person and channel are left out. Gives each with its event.
pub async fn insert_all(
    connection: &mut PgConnection,
    all: &[NewDelivery<'_>],
    now: DateTime<Utc>,
) -> Result<Vec<(DeliveryId, Option<EventId>)>> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = all.iter().map(|_| Uuid::now_v7()).collect();
    let accounts: Vec<Uuid> = all.iter().map(|new| new.account.0).collect();
    let channels: Vec<&str> = all.iter().map(|new| new.channel.code()).collect();
    let kinds: Vec<&str> = all.iter().map(|new| new.kind).collect();
    let events: Vec<Option<i64>> = all.iter().map(|new| new.event.map(|id| id.0)).collect();
    let appeals: Vec<Option<Uuid>> = all.iter().map(|new| new.appeal.map(|id| id.0)).collect();
    let confirmations: Vec<Option<Uuid>> = all.iter().map(|new| new.confirmation).collect();
    let data: Vec<serde_json::Value> = all.iter().map(|new| new.data.clone()).collect();
    let rows = sqlx::query!(
        "INSERT INTO deliveries (id, account_id, channel, kind, event_id, appeal_id, confirmation_id, data, state, created_at)
         SELECT id, account_id, channel, kind, event_id, appeal_id, confirmation_id, data, 'waiting', $9
         FROM UNNEST($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::uuid[], $7::uuid[], $8::jsonb[])
             AS made (id, account_id, channel, kind, event_id, appeal_id, confirmation_id, data)
         ON CONFLICT (event_id, account_id, channel) DO NOTHING RETURNING id, event_id",
        &ids,
        &accounts,
        &channels as &[&str],
        &kinds as &[&str],
        &events as &[Option<i64>],
        &appeals as &[Option<Uuid>],
        &confirmations as &[Option<Uuid>],
        &data,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (DeliveryId(row.id), row.event_id.map(EventId))).collect())
}

/// Messages and whom they go to, in one look. One that cannot be read (a newer version wrote it) does not hide the others.
pub async fn with_accounts(connection: &mut PgConnection, ids: &[DeliveryId]) -> Result<Vec<(DeliveryId, Result<(Delivery, Account)>)>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT deliveries.id, deliveries.account_id AS "account_id!", channel, kind, event_id, appeal_id, confirmation_id, data, state, deliveries.created_at, handed_over_at, finished_at,
             login, display_name, locale, phone, phone_confirmed_at, email, email_confirmed_at, failed_sign_ins, locked_until, blocked_at
         FROM deliveries JOIN accounts ON accounts.id = deliveries.account_id WHERE deliveries.id = ANY ($1)"#,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    let found = rows.into_iter().map(|row| {
        let id = DeliveryId(row.id);
        let read = || {
            let account = Account {
                id: AccountId(row.account_id),
                login: row.login,
                display_name: row.display_name,
                locale: read_code("locale", &row.locale, Locale::from_code)?,
                phone: row.phone,
                phone_confirmed_at: row.phone_confirmed_at,
                email: row.email,
                email_confirmed_at: row.email_confirmed_at,
                failed_sign_ins: row.failed_sign_ins,
                locked_until: row.locked_until,
                blocked_at: row.blocked_at,
            };
            let delivery = Row {
                id: row.id,
                account_id: Some(row.account_id),
                channel: row.channel,
                kind: row.kind,
                event_id: row.event_id,
                appeal_id: row.appeal_id,
                confirmation_id: row.confirmation_id,
                data: row.data,
                state: row.state,
                created_at: row.created_at,
                handed_over_at: row.handed_over_at,
                finished_at: row.finished_at,
            };
            Ok((Delivery::try_from(delivery)?, account))
        };
        (id, read())
    });
    Ok(found.collect())
}

/// The message.
pub async fn get(connection: &mut PgConnection, id: DeliveryId) -> Result<Option<Delivery>> {
    sqlx::query_as!(
        Row,
        "SELECT id, account_id, channel, kind, event_id, appeal_id, confirmation_id, data, state, created_at, handed_over_at, finished_at FROM deliveries WHERE id = $1",
        id.0,
    )
    .fetch_optional(connection)
    .await?
    .map(Delivery::try_from)
    .transpose()
}

/// The step right before the bytes leave. False: somebody else took it or it is not due any more; do not send.
pub async fn begin_handover(
    connection: &mut PgConnection,
    id: DeliveryId,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(!begin_handovers(connection, &[id], now).await?.is_empty())
}

/// The same for several: gives those that are to be sent.
pub async fn begin_handovers(connection: &mut PgConnection, ids: &[DeliveryId], now: DateTime<Utc>) -> Result<Vec<DeliveryId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let taken = sqlx::query_scalar!(
        "UPDATE deliveries SET state = 'handing_over', handed_over_at = $2 WHERE id = ANY ($1) AND state = 'waiting' RETURNING id",
        &ids,
        now
    )
    .fetch_all(connection)
    .await?;
    Ok(taken.into_iter().map(DeliveryId).collect())
}

/// Back to waiting: the other side surely did not take it.
pub async fn take_back(connection: &mut PgConnection, id: DeliveryId) -> Result<bool> {
    let done = sqlx::query!("UPDATE deliveries SET state = 'waiting', handed_over_at = NULL WHERE id = $1 AND state = 'handing_over'", id.0).execute(connection).await?;
    Ok(done.rows_affected() == 1)
}

/// How a message ended.
#[derive(Clone, Debug)]
pub struct End {
    /// Sent, failed, unknown or cancelled.
    pub state: DeliveryState,
    /// The word in the list of attempts: sent, refused, unknown, cancelled. None: it ended without one.
    pub result: Option<&'static str>,
    /// Without addresses and contents.
    pub reason: String,
    /// The other side's own name for the message.
    pub reference: Option<String>,
}

/// Ends messages that are not ended yet, and records the attempts that ended them.
pub async fn end_all(connection: &mut PgConnection, all: &[(DeliveryId, End)], now: DateTime<Utc>) -> Result<()> {
    let ids: Vec<Uuid> = all.iter().map(|(id, _)| id.0).collect();
    let states: Vec<&str> = all.iter().map(|(_, end)| end.state.code()).collect();
    let results: Vec<Option<&str>> = all.iter().map(|(_, end)| end.result).collect();
    // What the other side says may hold anything; the database takes no zero bytes.
    let reasons: Vec<String> = all.iter().map(|(_, end)| end.reason.replace('\0', "")).collect();
    let references: Vec<Option<String>> = all.iter().map(|(_, end)| end.reference.as_ref().map(|text| text.replace('\0', ""))).collect();
    sqlx::query!(
        "WITH ended AS (
             UPDATE deliveries SET state = made.state, provider_reference = COALESCE(reference, provider_reference), finished_at = $6
             FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS made (id, state, result, reason, reference)
             WHERE deliveries.id = made.id AND deliveries.state IN ('waiting', 'handing_over')
             RETURNING deliveries.id, result, reason)
         INSERT INTO delivery_attempts (delivery_id, at, result, reason)
         SELECT id, $6, result, left(reason, 500) FROM ended WHERE result IS NOT NULL",
        &ids,
        &states as &[&str],
        &results as &[Option<&str>],
        &reasons,
        &references as &[Option<String>],
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Messages handed over before `before` whose worker never said what came of it become unknown. Returns how many.
pub async fn give_up_handovers(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!("UPDATE deliveries SET state = 'unknown', finished_at = $2 WHERE state = 'handing_over' AND handed_over_at < $1", before, now)
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

/// How many messages made since `since` are of unknown fate.
pub async fn count_unknown(connection: &mut PgConnection, since: DateTime<Utc>) -> Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM deliveries WHERE state = 'unknown' AND created_at >= $1"#,
        since
    )
    .fetch_one(connection)
    .await
}

/// Records an attempt. The reason holds no address and no content.
pub async fn record_attempt(
    connection: &mut PgConnection,
    id: DeliveryId,
    result: &str,
    reason: &str,
    next_attempt_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO delivery_attempts (delivery_id, at, result, reason, next_attempt_at) VALUES ($1, $2, $3, left($4, 500), $5)",
        id.0,
        now,
        result,
        reason,
        next_attempt_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An attempt, as the operator sees it.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub at: DateTime<Utc>,
    pub result: String,
    pub reason: String,
    pub next_attempt_at: Option<DateTime<Utc>>,
}

/// The attempts of a message, oldest first.
pub async fn attempts(connection: &mut PgConnection, id: DeliveryId) -> Result<Vec<Attempt>> {
    sqlx::query_as!(Attempt, "SELECT at, result, reason, next_attempt_at FROM delivery_attempts WHERE delivery_id = $1 ORDER BY id LIMIT 100", id.0)
        .fetch_all(connection)
        .await
}

/// A row of the operator's page.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DeliveryRecord {
    #[sqlx(try_from = "Uuid")]
    pub id: DeliveryId,
    /// None: an applicant without a cabinet.
    pub login: Option<String>,
    pub channel: String,
    pub kind: String,
    pub state: String,
    pub appeal_number: Option<i64>,
    pub attempts: i64,
    pub created_at: DateTime<Utc>,
    pub handed_over_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

const RECORDS: &str = "SELECT deliveries.id, accounts.login, channel, deliveries.kind, deliveries.state, appeals.number AS appeal_number,
        deliveries.created_at, handed_over_at, finished_at,
        (SELECT count(*) FROM delivery_attempts WHERE delivery_id = deliveries.id) AS attempts
    FROM deliveries LEFT JOIN accounts ON accounts.id = deliveries.account_id LEFT JOIN appeals ON appeals.id = deliveries.appeal_id
    WHERE true";

/// The delivery records, newest first, by state and account if given, after a keyset position. Each condition stands in
/// the text only where it is asked for, so that its index is used.
pub async fn records(
    connection: &mut PgConnection,
    state: Option<DeliveryState>,
    account: Option<AccountId>,
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<DeliveryRecord>> {
    let mut query = QueryBuilder::new(RECORDS);
    if let Some(state) = state {
        query
            .push(" AND deliveries.state = ")
            .push_bind(state.code());
    }
    if let Some(account) = account {
        query
            .push(" AND deliveries.account_id = ")
            .push_bind(account.0);
    }
    if let Some((at, id)) = before {
        query
            .push(" AND (deliveries.created_at, deliveries.id) < (")
            .push_bind(at)
            .push(", ")
            .push_bind(id)
            .push(")");
    }
    query
        .push(" ORDER BY deliveries.created_at DESC, deliveries.id DESC LIMIT ")
        .push_bind(limit);
    query.build_query_as().fetch_all(connection).await
}

/// One record.
pub async fn record(
    connection: &mut PgConnection,
    id: DeliveryId,
) -> Result<Option<DeliveryRecord>> {
    let mut query = QueryBuilder::new(RECORDS);
    query.push(" AND deliveries.id = ").push_bind(id.0);
    query.build_query_as().fetch_optional(connection).await
}
