//! Letters that carry an answer to the applicant, who asked for it by e-mail (REV-10, SUB-02).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, DeliveryId, EventId, MessageKind, ResolutionId};

use super::{Channel, Delivery, Row};
use crate::Result;

/// What a letter carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "carries", content = "id", rename_all = "snake_case")]
pub enum Carried {
    /// The answer, as a document and with its files.
    Answer(Uuid),
    /// A message that answers while the appeal is considered (REV-09).
    Message(Uuid),
    /// What an executed resolution answers (REV-06).
    Interim(ResolutionId),
    /// That the appeal was left without consideration, with the reasons (law, art. 15, point 4).
    Left,
}

/// A letter to be made.
pub struct AnswerLetter {
    /// By what the answer was given: whoever has a cabinet gets this letter and no other one of it.
    pub event: EventId,
    pub appeal: AppealId,
    /// None: the letter goes to the address that the appeal holds.
    pub account: Option<AccountId>,
    pub carried: Carried,
    /// What has to be formed before it leaves.
    pub document: Option<Uuid>,
}

/// Makes a letter. Its job is written by whoever has nothing more to wait for.
pub async fn insert_answer_letter(connection: &mut PgConnection, letter: &AnswerLetter, now: DateTime<Utc>) -> Result<DeliveryId> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO deliveries (id, account_id, channel, kind, event_id, appeal_id, data, document_id, state, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9)",
        id,
        letter.account.map(|id| id.0),
        Channel::Email.code(),
        MessageKind::AnswerLetter.code(),
        letter.event.0,
        letter.appeal.0,
        serde_json::json!(letter.carried),
        letter.document,
        now,
    )
    .execute(connection)
    .await?;
    Ok(DeliveryId(id))
}

/// The letters that wait for a document.
pub async fn waiting_for(connection: &mut PgConnection, document: Uuid) -> Result<Vec<DeliveryId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM deliveries WHERE document_id = $1 AND document_id IS NOT NULL AND state = 'waiting' ORDER BY id",
        document
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// Letters made before a moment that wait for nothing any more and for which no job is there, oldest first.
pub async fn forgotten_letters(connection: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> Result<Vec<DeliveryId>> {
    let ids = sqlx::query_scalar!(
        "SELECT deliveries.id FROM deliveries LEFT JOIN documents ON documents.id = document_id
         WHERE deliveries.kind = 'answer_letter' AND deliveries.state = 'waiting' AND deliveries.created_at < $1
             AND documents.state IS DISTINCT FROM 'forming'
             AND NOT EXISTS (SELECT FROM jobs WHERE queue = 'notify' AND jobs.kind = 'send_answer'
                                 AND payload ->> 'delivery_id' = deliveries.id::text)
         ORDER BY deliveries.created_at LIMIT $2",
        before,
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// The document that a letter carries.
pub async fn document_of(connection: &mut PgConnection, id: DeliveryId) -> Result<Option<Uuid>> {
    let row = sqlx::query!("SELECT document_id FROM deliveries WHERE id = $1", id.0).fetch_optional(connection).await?;
    Ok(row.and_then(|row| row.document_id))
}

/// The message, which nobody else changes until the transaction ends.
pub async fn lock(connection: &mut PgConnection, id: DeliveryId) -> Result<Option<Delivery>> {
    sqlx::query_as!(
        Row,
        "SELECT id, account_id, channel, kind, event_id, appeal_id, confirmation_id, data, state, created_at, handed_over_at, finished_at
         FROM deliveries WHERE id = $1 FOR UPDATE",
        id.0,
    )
    .fetch_optional(connection)
    .await?
    .map(Delivery::try_from)
    .transpose()
}

/// Whether the history of the appeal says what became of a letter.
pub async fn is_told(connection: &mut PgConnection, appeal: AppealId, id: DeliveryId) -> Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM appeal_events WHERE appeal_id = $1 AND kind IN ('answer_mailed', 'answer_not_mailed')
               AND data ->> 'delivery' = $2) AS "told!""#,
        appeal.0,
        id.to_string(),
    )
    .fetch_one(connection)
    .await
}
