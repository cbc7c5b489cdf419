//! Files: what was declared, how far the upload and the check are, who holds them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, AssignmentId, DraftId, FileId, FileState, ResolutionId, UploadPurpose, resolution::ResolutionPart,
};

use crate::{Result, read_code, read_json};

/// A file.
#[derive(Clone, Debug)]
pub struct File {
    pub id: FileId,
    pub owner_id: AccountId,
    pub draft_id: Option<DraftId>,
    pub appeal_id: Option<AppealId>,
    pub answer_id: Option<Uuid>,
    /// The message that it belongs to (REV-09).
    pub message_id: Option<Uuid>,
    /// A letter of the organisation that came with a result which is no answer.
    pub letter: bool,
    /// Of a resolution, with what it belongs to there.
    pub resolution: Option<(ResolutionId, ResolutionPart)>,
    pub participants_list: bool,
    pub name: String,
    pub content_type: String,
    /// Bytes, as declared; the presigned requests enforce it and the check proves it.
    pub size: i64,
    pub fingerprint: String,
    pub state: FileState,
    /// The code of a `FileFault` when the state is broken, the signature's name when infected.
    pub fault: Option<String>,
    /// What a reader should know: `macros`, `encrypted` …
    pub flags: Vec<String>,
    pub sha256: Option<Vec<u8>>,
    pub has_preview: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl File {
    /// Whether it is the applicant's own, not the organisation's to it.
    #[must_use]
    pub fn is_applicants(&self) -> bool {
        self.answer_id.is_none() && self.message_id.is_none() && !self.letter && self.resolution.is_none()
    }
}

struct Row {
    id: Uuid,
    owner_id: Uuid,
    draft_id: Option<Uuid>,
    appeal_id: Option<Uuid>,
    answer_id: Option<Uuid>,
    message_id: Option<Uuid>,
    letter: bool,
    resolution_id: Option<Uuid>,
    resolution_part: Option<String>,
    participants_list: bool,
    name: String,
    content_type: String,
    size: i64,
    fingerprint: String,
    state: String,
    fault: Option<String>,
    flags: serde_json::Value,
    sha256: Option<Vec<u8>>,
    has_preview: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl TryFrom<Row> for File {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: FileId(row.id),
            owner_id: AccountId(row.owner_id),
            draft_id: row.draft_id.map(DraftId),
            appeal_id: row.appeal_id.map(AppealId),
            answer_id: row.answer_id,
            message_id: row.message_id,
            letter: row.letter,
            resolution: match (row.resolution_id, row.resolution_part) {
                (Some(id), Some(part)) => {
                    Some((ResolutionId(id), read_code("resolution_part", &part, ResolutionPart::from_code)?))
                }
                _ => None,
            },
            participants_list: row.participants_list,
            name: row.name,
            content_type: row.content_type,
            size: row.size,
            fingerprint: row.fingerprint,
            state: read_code("state", &row.state, FileState::from_code)?,
            fault: row.fault,
            flags: read_json("flags", row.flags)?,
            sha256: row.sha256,
            has_preview: row.has_preview,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// Who will hold a new file.
#[derive(Clone, Copy, Debug)]
pub enum Holder {
    /// An applicant's draft.
    Draft(DraftId),
    /// A form about an appeal: bound to what the form sends when it is sent.
    Form(AppealId, UploadPurpose),
    /// A correction of the card of what officials entered: a scan that was missing.
    ScanOf(AppealId),
    /// The next step of a request, an order or a control.
    Assignment(AssignmentId),
    /// Nobody yet: a program uploads first and names the file in a later call.
    Nobody,
}

/// A file to be uploaded.
pub struct NewFile<'a> {
    pub owner: AccountId,
    pub holder: Holder,
    pub participants_list: bool,
    pub name: &'a str,
    pub content_type: &'a str,
    pub size: i64,
    pub fingerprint: &'a str,
}

macro_rules! select_files {
    ($rest:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            "SELECT id, owner_id, draft_id, appeal_id, answer_id, message_id, letter, resolution_id, resolution_part, participants_list, name, content_type, size,
                 fingerprint, state, fault, flags, sha256, has_preview, created_at, updated_at FROM files " + $rest,
            $($argument),*
        )
    };
}

mod assigned;
mod checking;
mod holding;
pub use assigned::*;
pub use checking::*;
pub use holding::*;

/// Declares a file; its chunks may come now. The caller has counted that the holder has room (SUB-04).
pub async fn insert(
    connection: &mut PgConnection,
    file: &NewFile<'_>,
    now: DateTime<Utc>,
) -> Result<FileId> {
    let id = FileId(Uuid::now_v7());
    insert_under(connection, id, file, now).await?;
    Ok(id)
}

/// Declares a file under an id chosen before, when its bytes came first.
pub async fn insert_under(
    connection: &mut PgConnection,
    id: FileId,
    file: &NewFile<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let (mut draft, mut answer_to, mut scan_of, mut assignment) = (None, None, None, None);
    let mut of_purpose = UploadPurpose::Answer;
    match file.holder {
        Holder::Draft(id) => draft = Some(id.0),
        Holder::Form(appeal, purpose) => {
            answer_to = Some(appeal.0);
            of_purpose = purpose;
        }
        Holder::ScanOf(appeal) => scan_of = Some(appeal.0),
        Holder::Assignment(id) => assignment = Some(id.0),
        Holder::Nobody => {}
    }
    sqlx::query!(
        "INSERT INTO files (id, owner_id, draft_id, answer_to_appeal_id, participants_list, name, content_type, size, fingerprint, state, created_at, updated_at, assignment_id,
             scan_of_appeal_id, purpose, purpose_resolution_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'uploading', $10, $10, $11, $12, $13, $14)",
        id.0,
        file.owner.0,
        draft,
        answer_to,
        file.participants_list,
        file.name,
        file.content_type,
        file.size,
        file.fingerprint,
        now,
        assignment,
        scan_of,
        of_purpose.code(),
        of_purpose.resolution().map(|id| id.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A file by id, for workers.
pub async fn get(connection: &mut PgConnection, id: FileId) -> Result<Option<File>> {
    select_files!("WHERE id = $1", id.0)
        .fetch_optional(connection)
        .await?
        .map(File::try_from)
        .transpose()
}

/// A file that the account itself uploaded and may still change.
pub async fn of_owner(
    connection: &mut PgConnection,
    id: FileId,
    owner: AccountId,
) -> Result<Option<File>> {
    select_files!("WHERE id = $1 AND owner_id = $2", id.0, owner.0)
        .fetch_optional(connection)
        .await?
        .map(File::try_from)
        .transpose()
}

/// The files of a draft of the account, in the order they were added.
pub async fn of_draft(
    connection: &mut PgConnection,
    draft: DraftId,
    owner: AccountId,
) -> Result<Vec<File>> {
    select_files!(
        "WHERE draft_id = $1 AND owner_id = $2 ORDER BY created_at, id",
        draft.0,
        owner.0
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(File::try_from)
    .collect()
}

/// What the account has uploaded for a form about an appeal and not yet sent (REV-12).
pub async fn for_form(
    connection: &mut PgConnection,
    appeal: AppealId,
    purpose: UploadPurpose,
    owner: AccountId,
) -> Result<Vec<File>> {
    select_files!(
        "WHERE answer_to_appeal_id = $1 AND answer_id IS NULL AND appeal_id IS NULL AND owner_id = $2 AND purpose = $3
             AND purpose_resolution_id IS NOT DISTINCT FROM $4
         ORDER BY created_at, id",
        appeal.0,
        owner.0,
        purpose.code(),
        purpose.resolution().map(|id| id.0),
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(File::try_from)
    .collect()
}

/// The scans that an official has uploaded to be added to a card.
pub async fn scans_for(connection: &mut PgConnection, appeal: AppealId, owner: AccountId) -> Result<Vec<File>> {
    select_files!("WHERE scan_of_appeal_id = $1 AND owner_id = $2 ORDER BY created_at, id", appeal.0, owner.0)
        .fetch_all(connection)
        .await?
        .into_iter()
        .map(File::try_from)
        .collect()
}

/// The files of an appeal and of its answers, and what came with it from the organisation that sent it on: what the
/// applicant gave and the letters of that time. The caller has authorised the appeal.
pub async fn of_appeal(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<File>> {
    select_files!(
        "WHERE appeal_id = ANY (ARRAY(SELECT unnest(ARRAY[id, origin_id, redirected_from]) FROM appeals WHERE id = $1))
             AND (appeal_id = $1 OR (answer_id IS NULL AND message_id IS NULL
                                     AND NOT (letter AND updated_at > (SELECT submitted_at FROM appeals WHERE id = $1)))) ORDER BY position, created_at, id",
        appeal.0
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(File::try_from)
    .collect()
}

/// Those of the answer to an appeal, or the letters of the decision on it: they are of all that are joined to it (BEY-02).
pub async fn of_answer(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<File>> {
    let mut files = of_appeal(connection, appeal).await?;
    files.retain(|file| file.appeal_id == Some(appeal) && (file.answer_id.is_some() || file.letter));
    Ok(files)
}

/// The applicants' files and the letters that came along, of many appeals by one query: each with the appeal that it is
/// shown at. The caller has authorised the appeals.
pub async fn of_appeals(
    connection: &mut PgConnection,
    appeals: &[AppealId],
) -> Result<Vec<(AppealId, File)>> {
    let ids: Vec<Uuid> = appeals.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT shown.id AS shown_at, files.id, owner_id, files.draft_id, files.appeal_id, answer_id, message_id, letter, participants_list, name, content_type, size,
             fingerprint, state, fault, flags, sha256, has_preview, created_at, updated_at
         FROM appeals shown JOIN files ON files.appeal_id = ANY (ARRAY[shown.id, shown.origin_id, shown.redirected_from])
         WHERE shown.id = ANY ($1) AND answer_id IS NULL AND message_id IS NULL AND (files.appeal_id = shown.id OR NOT (letter AND updated_at > shown.submitted_at)) ORDER BY shown.id, position, created_at, files.id",
        &ids,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let file = Row {
                id: row.id,
                owner_id: row.owner_id,
                draft_id: row.draft_id,
                appeal_id: row.appeal_id,
                answer_id: row.answer_id,
                message_id: row.message_id,
                letter: row.letter,
                resolution_id: None,
                resolution_part: None,
                participants_list: row.participants_list,
                name: row.name,
                content_type: row.content_type,
                size: row.size,
                fingerprint: row.fingerprint,
                state: row.state,
                fault: row.fault,
                flags: row.flags,
                sha256: row.sha256,
                has_preview: row.has_preview,
                created_at: row.created_at,
                updated_at: row.updated_at,
            };
            Ok((AppealId(row.shown_at), File::try_from(file)?))
        })
        .collect()
}

/// The files that came by СМДО for an appeal and are no part of an answer yet; the caller has authorised the appeal.
pub async fn of_incoming(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<File>> {
    select_files!(
        "WHERE smdo_incoming_id IN (SELECT id FROM smdo_incoming WHERE smdo_incoming.appeal_id = $1) AND answer_id IS NULL AND appeal_id IS NULL
         ORDER BY created_at, id",
        appeal.0
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(File::try_from)
    .collect()
}

/// The files of resolutions, in the order in which they were given; the caller has authorised the resolutions.
pub async fn of_resolutions(connection: &mut PgConnection, resolutions: &[ResolutionId]) -> Result<Vec<File>> {
    let ids: Vec<Uuid> = resolutions.iter().map(|id| id.0).collect();
    select_files!("WHERE resolution_id = ANY ($1) ORDER BY position, created_at, id", &ids)
        .fetch_all(connection)
        .await?
        .into_iter()
        .map(File::try_from)
        .collect()
}
