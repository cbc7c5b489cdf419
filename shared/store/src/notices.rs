//! Cabinet notices (NOT-01): the copy of every message that is never lost; and people's choices of channels.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, EventId, NoticeId};

use crate::Result;

/// A notice in the cabinet; its text is the locale key `notice-<kind>` with `data` as variables.
#[derive(Clone, Debug)]
pub struct Notice {
    pub id: NoticeId,
    pub kind: String,
    pub appeal_id: Option<AppealId>,
    /// № в СО of the appeal it is about.
    pub appeal_number: Option<i64>,
    pub data: serde_json::Value,
    pub created_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

/// A notice to be made.
pub struct NewNotice<'a> {
    pub account: AccountId,
    pub event: Option<EventId>,
    pub appeal: Option<AppealId>,
    pub kind: &'a str,
    pub data: serde_json::Value,
}

/// Makes a notice; a second one for the same person and event changes nothing.
pub async fn insert(connection: &mut PgConnection, notice: &NewNotice<'_>, now: DateTime<Utc>) -> Result<()> {
    insert_all(connection, std::slice::from_ref(notice), now).await
}

/// Makes notices; a second one for the same person and event changes nothing.
pub async fn insert_all(connection: &mut PgConnection, all: &[NewNotice<'_>], now: DateTime<Utc>) -> Result<()> {
    let ids: Vec<Uuid> = all.iter().map(|_| Uuid::now_v7()).collect();
    let accounts: Vec<Uuid> = all.iter().map(|new| new.account.0).collect();
    let events: Vec<Option<i64>> = all.iter().map(|new| new.event.map(|id| id.0)).collect();
    let appeals: Vec<Option<Uuid>> = all.iter().map(|new| new.appeal.map(|id| id.0)).collect();
    let kinds: Vec<&str> = all.iter().map(|new| new.kind).collect();
    let data: Vec<serde_json::Value> = all.iter().map(|new| new.data.clone()).collect();
    sqlx::query!(
        "INSERT INTO notices (id, account_id, event_id, appeal_id, kind, data, created_at)
         SELECT id, account_id, event_id, appeal_id, kind, data, $7
         FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::jsonb[]) AS made (id, account_id, event_id, appeal_id, kind, data)
         ON CONFLICT (event_id, account_id) DO NOTHING",
        &ids,
        &accounts,
        &events as &[Option<i64>],
        &appeals as &[Option<Uuid>],
        &kinds as &[&str],
        &data,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How an account can be reached, and which ways it chose for a kind.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    pub account: AccountId,
    /// Whether it has a confirmed address.
    pub email: bool,
    /// Whether it has a confirmed phone.
    pub phone: bool,
    /// None: it did not choose.
    pub wants_email: Option<bool>,
    /// None: it did not choose.
    pub wants_sms: Option<bool>,
}

/// How accounts can be reached with a message each of its own kind; what is asked and what is answered stand in one order.
pub async fn reach(connection: &mut PgConnection, whom: &[(AccountId, &str)]) -> Result<Vec<Reach>> {
    let ids: Vec<Uuid> = whom.iter().map(|(account, _)| account.0).collect();
    let kinds: Vec<&str> = whom.iter().map(|(_, kind)| *kind).collect();
    let rows = sqlx::query!(
        r#"SELECT asked.account_id AS "account_id!", COALESCE(email_confirmed_at IS NOT NULL, false) AS "email!", COALESCE(phone_confirmed_at IS NOT NULL, false) AS "phone!",
               (SELECT wanted FROM notification_choices chosen WHERE chosen.account_id = asked.account_id AND chosen.kind = asked.kind AND channel = 'email') AS wants_email,
               (SELECT wanted FROM notification_choices chosen WHERE chosen.account_id = asked.account_id AND chosen.kind = asked.kind AND channel = 'sms') AS wants_sms
           FROM UNNEST($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (account_id, kind, place) LEFT JOIN accounts ON accounts.id = asked.account_id
           ORDER BY asked.place"#,
        &ids,
        &kinds as &[&str],
    )
    .fetch_all(connection)
    .await?;
    let reached = rows.into_iter().map(|row| Reach {
        account: AccountId(row.account_id),
        email: row.email,
        phone: row.phone,
        wants_email: row.wants_email,
        wants_sms: row.wants_sms,
    });
    Ok(reached.collect())
}

/// The account's notices, newest first, before a given moment and id (keyset).
pub async fn list(
    connection: &mut PgConnection,
    account: AccountId,
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Notice>> {
    let (at, id) = before.unwrap_or((DateTime::<Utc>::MAX_UTC, Uuid::max()));
    let at = at.min(DateTime::from_timestamp(32_503_680_000, 0).expect("the year 3000"));
    let rows = sqlx::query!(
        "SELECT notices.id, notices.kind, notices.appeal_id, appeals.number AS \"appeal_number?\", notices.data, notices.created_at, notices.read_at
         FROM notices LEFT JOIN appeals ON appeals.id = notices.appeal_id
         WHERE notices.account_id = $1 AND (notices.created_at, notices.id) < ($2, $3) ORDER BY notices.created_at DESC, notices.id DESC LIMIT $4",
        account.0,
        at,
        id,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Notice {
            id: NoticeId(row.id),
            kind: row.kind,
            appeal_id: row.appeal_id.map(AppealId),
            appeal_number: row.appeal_number,
            data: row.data,
            created_at: row.created_at,
            read_at: row.read_at,
        })
        .collect())
}

/// How many notices the account has not read, counted up to a hundred.
pub async fn unread(connection: &mut PgConnection, account: AccountId) -> Result<i64> {
    let row = sqlx::query!(r#"SELECT count(*) AS "count!" FROM (SELECT 1 FROM notices WHERE account_id = $1 AND read_at IS NULL LIMIT 100) AS newest"#, account.0)
        .fetch_one(connection)
        .await?;
    Ok(row.count)
}

/// Marks the account's notices up to a moment as read.
pub async fn mark_read(
    connection: &mut PgConnection,
    account: AccountId,
    up_to: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!("UPDATE notices SET read_at = $3 WHERE account_id = $1 AND read_at IS NULL AND created_at <= $2", account.0, up_to, now)
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

/// What the account chose differently from the defaults: (kind, channel, wanted).
pub async fn choices(
    connection: &mut PgConnection,
    account: AccountId,
) -> Result<Vec<(String, String, bool)>> {
    let rows = sqlx::query!(
        "SELECT kind, channel, wanted FROM notification_choices WHERE account_id = $1",
        account.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.kind, row.channel, row.wanted))
        .collect())
}

/// Sets a choice.
pub async fn choose(
    connection: &mut PgConnection,
    account: AccountId,
    kind: &str,
    channel: &str,
    wanted: bool,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO notification_choices (account_id, kind, channel, wanted) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, kind, channel) DO UPDATE SET wanted = EXCLUDED.wanted",
        account.0,
        kind,
        channel,
        wanted,
    )
    .execute(connection)
    .await?;
    Ok(())
}
