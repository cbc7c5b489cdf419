//! What came by СМДО: kept first, confirmed then, looked at last.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, Fault, FileId, IncomingState, OrganisationId};

use crate::{Result, files::File, files::of_incoming, read_code, read_json};

/// The code of our own for a message that could not be handled here; its place is the reason.
pub const NOT_HANDLED: i32 = 900;

/// What is wrong with what came: the format's error code, and the field's fault where it has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncomingFault {
    /// An error code of the format, or of our own list where the format has none.
    pub code: i32,
    /// The place in the envelope, or the name of a file.
    pub place: String,
    /// The field's fault, in the zone «Expansion».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
}

/// A message that came.
#[derive(Clone, Debug)]
pub struct IncomingMessage {
    pub id: Uuid,
    pub sender_code: String,
    pub sender_name: String,
    pub msg_id: String,
    pub router_package_id: String,
    pub object_key: String,
    pub msg_type: Option<i16>,
    pub state: IncomingState,
    pub organisation_id: Option<OrganisationId>,
    pub appeal_id: Option<AppealId>,
    pub faults: Vec<IncomingFault>,
    pub received_at: DateTime<Utc>,
    pub handled_at: Option<DateTime<Utc>>,
    /// When its bytes were removed from the storage, since they were old.
    pub objects_removed_at: Option<DateTime<Utc>>,
}

struct Row {
    id: Uuid,
    sender_code: String,
    sender_name: String,
    msg_id: String,
    router_package_id: String,
    object_key: String,
    msg_type: Option<i16>,
    state: String,
    organisation_id: Option<Uuid>,
    appeal_id: Option<Uuid>,
    faults: serde_json::Value,
    received_at: DateTime<Utc>,
    handled_at: Option<DateTime<Utc>>,
    objects_removed_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for IncomingMessage {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            sender_code: row.sender_code,
            sender_name: row.sender_name,
            msg_id: row.msg_id,
            router_package_id: row.router_package_id,
            object_key: row.object_key,
            msg_type: row.msg_type,
            state: read_code("state", &row.state, IncomingState::from_code)?,
            organisation_id: row.organisation_id.map(OrganisationId),
            appeal_id: row.appeal_id.map(AppealId),
            faults: read_json("faults", row.faults)?,
            received_at: row.received_at,
            handled_at: row.handled_at,
            objects_removed_at: row.objects_removed_at,
        })
    }
}

macro_rules! select_incoming {
    ($rest:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            "SELECT id, sender_code, sender_name, msg_id, router_package_id, object_key, msg_type, state, organisation_id, appeal_id, faults,
                 received_at, handled_at, objects_removed_at FROM smdo_incoming " + $rest,
            $($argument),*
        )
    };
}

/// A message that is to be kept; its bytes lie in the storage already.
pub struct NewIncoming {
    pub id: Uuid,
    pub sender_code: String,
    pub sender_name: String,
    pub msg_id: String,
    pub router_package_id: String,
    pub object_key: String,
    pub files: Vec<IncomingFile>,
}

/// A file that came with a message.
#[derive(Clone, Debug)]
pub struct IncomingFile {
    pub position: i32,
    pub name: String,
    pub object_key: String,
    /// Bytes.
    pub size: i64,
    pub file_id: FileId,
}

/// Of these messages, by sender and id, those that are here already.
pub async fn known(
    connection: &mut PgConnection,
    messages: &[(&str, &str)],
) -> Result<HashSet<(String, String)>> {
    let (senders, ids): (Vec<String>, Vec<String>) =
        messages.iter().map(|(sender, id)| ((*sender).to_owned(), (*id).to_owned())).unzip();
    let rows = sqlx::query!(
        "SELECT sender_code, msg_id FROM smdo_incoming JOIN UNNEST($1::text[], $2::text[]) AS asked (sender, message) ON sender_code = sender AND msg_id = message",
        &senders,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.sender_code, row.msg_id)).collect())
}

/// Keeps messages with their files. Gives the ids of those that were not here already; nothing is written of the others.
pub async fn keep(
    connection: &mut PgConnection,
    new: &[NewIncoming],
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let texts = |field: fn(&NewIncoming) -> &str| -> Vec<String> {
        new.iter().map(|message| field(message).to_owned()).collect()
    };
    let ids: Vec<Uuid> = new.iter().map(|message| message.id).collect();
    let kept = sqlx::query_scalar!(
        "INSERT INTO smdo_incoming (id, sender_code, sender_name, msg_id, router_package_id, object_key, state, received_at)
         SELECT id, sender, left(sender_name, 500), message, package, key, 'stored', $7
         FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS new (id, sender, sender_name, message, package, key)
         ON CONFLICT (sender_code, msg_id) DO NOTHING RETURNING id",
        &ids,
        &texts(|message| &message.sender_code),
        &texts(|message| &message.sender_name),
        &texts(|message| &message.msg_id),
        &texts(|message| &message.router_package_id),
        &texts(|message| &message.object_key),
        now,
    )
    .fetch_all(&mut *connection)
    .await?;
    for message in new.iter().filter(|message| kept.contains(&message.id)) {
        for file in &message.files {
            sqlx::query!(
                "INSERT INTO smdo_incoming_files (incoming_id, position, name, object_key, size, file_id) VALUES ($1, $2, $3, $4, $5, $6)",
                message.id,
                file.position,
                file.name,
                file.object_key,
                file.size,
                file.file_id.0,
            )
            .execute(&mut *connection)
            .await?;
        }
    }
    Ok(kept)
}

/// A message that came, for workers and for those who have authorised it.
pub async fn incoming(connection: &mut PgConnection, id: Uuid) -> Result<Option<IncomingMessage>> {
    select_incoming!("WHERE id = $1", id)
        .fetch_optional(connection)
        .await?
        .map(IncomingMessage::try_from)
        .transpose()
}

/// The same, locked until the transaction ends.
pub async fn lock_incoming(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<IncomingMessage>> {
    select_incoming!("WHERE id = $1 FOR UPDATE", id)
        .fetch_optional(connection)
        .await?
        .map(IncomingMessage::try_from)
        .transpose()
}

/// The answers that came for an appeal, oldest first; the caller has authorised the appeal.
pub async fn incoming_of_appeal(
    connection: &mut PgConnection,
    appeal: AppealId,
) -> Result<Vec<IncomingMessage>> {
    select_incoming!(
        "WHERE appeal_id = $1 AND msg_type <> 0 ORDER BY received_at, id LIMIT 100",
        appeal.0
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(IncomingMessage::try_from)
    .collect()
}

/// The files that came with a message, in order.
pub async fn incoming_files(connection: &mut PgConnection, id: Uuid) -> Result<Vec<IncomingFile>> {
    let rows = sqlx::query!(
        "SELECT position, name, object_key, size, file_id FROM smdo_incoming_files WHERE incoming_id = $1 ORDER BY position",
        id
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| IncomingFile {
            position: row.position,
            name: row.name,
            object_key: row.object_key,
            size: row.size,
            file_id: FileId(row.file_id),
        })
        .collect())
}

/// What was found out about a message.
pub struct Finding<'a> {
    pub state: IncomingState,
    pub msg_type: Option<i16>,
    pub organisation: Option<OrganisationId>,
    pub appeal: Option<AppealId>,
    pub faults: &'a [IncomingFault],
}

/// Writes where a message stands now.
pub async fn found(
    connection: &mut PgConnection,
    id: Uuid,
    finding: &Finding<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE smdo_incoming SET state = $2, msg_type = $3, organisation_id = $4, appeal_id = $5, faults = $6,
             handled_at = CASE WHEN $2 <> 'checking' THEN $7::timestamptz END
         WHERE id = $1",
        id,
        finding.state.code(),
        finding.msg_type,
        finding.organisation.map(|organisation| organisation.0),
        finding.appeal.map(|appeal| appeal.0),
        serde_json::to_value(finding.faults).map_err(|error| sqlx::Error::Encode(error.into()))?,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A person has a message looked at again that could not be handled. False: it is none of those (any more).
pub async fn look_anew(connection: &mut PgConnection, id: Uuid) -> Result<bool> {
    let done = sqlx::query!("UPDATE smdo_incoming SET state = 'stored', faults = '[]', handled_at = NULL WHERE id = $1 AND state = 'failed'", id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes a file of what came, to be checked like any upload; its bytes lie under the upload's key already. Twice changes nothing.
/// Returns whether it is new.
pub async fn insert_file(
    connection: &mut PgConnection,
    incoming: Uuid,
    file: &IncomingFile,
    content_type: &str,
    owner: AccountId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO files (id, owner_id, smdo_incoming_id, name, content_type, size, state, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'checking', $7, $7) ON CONFLICT (id) DO NOTHING",
        file.file_id.0,
        owner.0,
        incoming,
        file.name,
        content_type,
        file.size,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The files of answers that came for an appeal and are no part of an answer yet (SMD-03); the caller has authorised the appeal.
pub async fn offered(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<File>> {
    of_incoming(connection, appeal).await
}

/// Puts a file that came into the answer that an official is writing. False: it is not offered for this appeal, or not clean.
pub async fn take_offered(
    connection: &mut PgConnection,
    appeal: AppealId,
    file: FileId,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE files SET owner_id = $3, answer_to_appeal_id = $2, purpose = 'answer', purpose_resolution_id = NULL, updated_at = $4
         WHERE id = $1 AND state = 'clean' AND answer_id IS NULL AND appeal_id IS NULL
             AND smdo_incoming_id IN (SELECT id FROM smdo_incoming WHERE appeal_id = $2)",
        file.0,
        appeal.0,
        by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The appeal for which a file came.
pub async fn appeal_of_file(
    connection: &mut PgConnection,
    file: FileId,
) -> Result<Option<AppealId>> {
    let row = sqlx::query!(
        r#"SELECT smdo_incoming.appeal_id AS "appeal_id!" FROM files JOIN smdo_incoming ON smdo_incoming.id = smdo_incoming_id
           WHERE files.id = $1 AND smdo_incoming.appeal_id IS NOT NULL"#,
        file.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| AppealId(row.appeal_id)))
}
