//! Formed documents: the answer and the receipt as PDF, the appeal's export as ZIP.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, Locale};

use crate::{Result, read_code};

/// What is formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    AnswerPdf,
    ReceiptPdf,
    AppealExport,
}

impl DocumentKind {
    pub const ALL: [Self; 3] = [Self::AnswerPdf, Self::ReceiptPdf, Self::AppealExport];

    pub fn code(self) -> &'static str {
        match self {
            Self::AnswerPdf => "answer_pdf",
            Self::ReceiptPdf => "receipt_pdf",
            Self::AppealExport => "appeal_export",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentState {
    Forming,
    Ready,
    Failed,
}

impl DocumentState {
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "forming" => Some(Self::Forming),
            "ready" => Some(Self::Ready),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }
}

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    pub id: Uuid,
    pub appeal_id: AppealId,
    pub answer_id: Option<Uuid>,
    pub kind: DocumentKind,
    pub locale: Locale,
    pub state: DocumentState,
    pub object_key: Option<String>,
    pub sha256: Option<Vec<u8>>,
    pub size: Option<i64>,
    pub requested_by: Option<AccountId>,
    pub created_at: DateTime<Utc>,
}

struct Row {
    id: Uuid,
    appeal_id: Uuid,
    answer_id: Option<Uuid>,
    kind: String,
    locale: String,
    state: String,
    object_key: Option<String>,
    sha256: Option<Vec<u8>>,
    size: Option<i64>,
    requested_by: Option<Uuid>,
    created_at: DateTime<Utc>,
}

impl TryFrom<Row> for Document {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            appeal_id: AppealId(row.appeal_id),
            answer_id: row.answer_id,
            kind: read_code("kind", &row.kind, DocumentKind::from_code)?,
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            state: read_code("state", &row.state, DocumentState::from_code)?,
            object_key: row.object_key,
            sha256: row.sha256,
            size: row.size,
            requested_by: row.requested_by.map(AccountId),
            created_at: row.created_at,
        })
    }
}

/// A document to be formed.
pub struct NewDocument {
    pub appeal: AppealId,
    pub answer: Option<Uuid>,
    pub kind: DocumentKind,
    pub locale: Locale,
    /// The appeal's version that it shows (0 where it does not change).
    pub appeal_version: i32,
    pub requested_by: Option<AccountId>,
}

/// Asks for a document. Returns its id and whether it is new: only then a job is to be written. A failed one is asked for anew.
pub async fn ask(
    connection: &mut PgConnection,
    document: &NewDocument,
    now: DateTime<Utc>,
) -> Result<(Uuid, bool)> {
    let id = Uuid::now_v7();
    let row = sqlx::query!(
        "INSERT INTO documents (id, appeal_id, answer_id, kind, locale, appeal_version, state, requested_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'forming', $7, $8)
         ON CONFLICT (appeal_id, kind, locale, answer_id, appeal_version) DO UPDATE SET state = 'forming', created_at = $8 WHERE documents.state = 'failed'
         RETURNING id",
        id,
        document.appeal.0,
        document.answer,
        document.kind.code(),
        document.locale.code(),
        document.appeal_version,
        document.requested_by.map(|id| id.0),
        now,
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = row {
        return Ok((row.id, true));
    }
    let row = sqlx::query!(
        "SELECT id FROM documents WHERE appeal_id = $1 AND kind = $2 AND locale = $3 AND answer_id IS NOT DISTINCT FROM $4 AND appeal_version = $5",
        document.appeal.0,
        document.kind.code(),
        document.locale.code(),
        document.answer,
        document.appeal_version,
    )
    .fetch_one(connection)
    .await?;
    Ok((row.id, false))
}

/// A document by id; the caller authorises its appeal.
pub async fn get(connection: &mut PgConnection, id: Uuid) -> Result<Option<Document>> {
    sqlx::query_as!(Row, "SELECT id, appeal_id, answer_id, kind, locale, state, object_key, sha256, size, requested_by, created_at FROM documents WHERE id = $1", id)
        .fetch_optional(connection)
        .await?
        .map(Document::try_from)
        .transpose()
}

/// The documents of an appeal, newest first; the caller authorises the appeal.
pub async fn of_appeal(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<Document>> {
    sqlx::query_as!(
        Row,
        "SELECT id, appeal_id, answer_id, kind, locale, state, object_key, sha256, size, requested_by, created_at
         FROM documents WHERE appeal_id = $1 ORDER BY created_at DESC, id DESC LIMIT 50",
        appeal.0,
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(Document::try_from)
    .collect()
}

/// Notes that the document lies in the storage.
pub async fn ready(
    connection: &mut PgConnection,
    id: Uuid,
    object_key: &str,
    sha256: &[u8],
    size: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE documents SET state = 'ready', object_key = $2, sha256 = $3, size = $4, ready_at = $5 WHERE id = $1 AND state = 'forming'",
        id,
        object_key,
        sha256,
        size,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that it could not be formed.
pub async fn failed(connection: &mut PgConnection, id: Uuid) -> Result<bool> {
    Ok(sqlx::query!(
        "UPDATE documents SET state = 'failed' WHERE id = $1 AND state = 'forming'",
        id
    )
    .execute(connection)
    .await?
    .rows_affected()
        == 1)
}
