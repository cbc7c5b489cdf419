//! Messages between an organisation and an applicant while an appeal is considered (REV-09).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, appeal::CorrespondenceKind};

use crate::{Result, read_code};

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: Uuid,
    /// The instance of the number that it was written on: of the organisation that asks or is replied to.
    pub appeal: AppealId,
    pub kind: CorrespondenceKind,
    pub text: String,
    pub author_name: String,
    pub created_at: DateTime<Utc>,
}

/// Writes a message.
pub async fn insert_message(
    connection: &mut PgConnection,
    appeal: AppealId,
    kind: CorrespondenceKind,
    text: &str,
    author: AccountId,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO appeal_messages (id, appeal_id, kind, text, author_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        appeal.0,
        kind.code(),
        text,
        author.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// The messages of an appeal, oldest first, the newest two hundred; the caller has authorised the appeal.
pub async fn messages(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<Message>> {
    let rows = sqlx::query!(
        "SELECT appeal_messages.id, kind, text, display_name, appeal_messages.created_at FROM appeal_messages JOIN accounts ON accounts.id = author_id
         WHERE appeal_id = $1 ORDER BY appeal_messages.created_at DESC, appeal_messages.id DESC LIMIT 200",
        appeal.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .rev()
        .map(|row| {
            Ok(Message {
                id: row.id,
                appeal,
                kind: read_code("kind", &row.kind, CorrespondenceKind::from_code)?,
                text: row.text,
                author_name: row.display_name,
                created_at: row.created_at,
            })
        })
        .collect()
}
