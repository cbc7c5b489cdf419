//! Outgoing packages: their steps, files, attempts, and the other side's words.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AppealId, FileId, OrganisationId, PackageKind, PackageState};

use crate::{Result, read_code};

/// An outgoing package.
#[derive(Clone, Debug)]
pub struct Package {
    pub id: Uuid,
    pub kind: PackageKind,
    pub organisation_id: Option<OrganisationId>,
    pub appeal_id: Option<AppealId>,
    pub incoming_id: Option<Uuid>,
    /// The acknowledgement it carries, of the envelope's shape.
    pub acknowledgement: Option<serde_json::Value>,
    pub receiver_code: String,
    pub receiver_name: String,
    pub msg_id: Uuid,
    pub state: PackageState,
    pub repeats: i32,
    /// The envelope in the storage, once formed.
    pub object_key: Option<String>,
    pub router_package_id: Option<String>,
    pub last_error: Option<String>,
    pub error_code: Option<i32>,
    pub reg_number: Option<String>,
    pub reg_date: Option<String>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// When its envelope was removed from the storage, since it was old.
    pub objects_removed_at: Option<DateTime<Utc>>,
}

pub(super) struct Row {
    id: Uuid,
    kind: String,
    organisation_id: Option<Uuid>,
    appeal_id: Option<Uuid>,
    incoming_id: Option<Uuid>,
    acknowledgement: Option<serde_json::Value>,
    receiver_code: String,
    receiver_name: String,
    msg_id: Uuid,
    state: String,
    repeats: i32,
    object_key: Option<String>,
    router_package_id: Option<String>,
    last_error: Option<String>,
    error_code: Option<i32>,
    reg_number: Option<String>,
    reg_date: Option<String>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    delivered_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    objects_removed_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Package {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            kind: read_code("kind", &row.kind, PackageKind::from_code)?,
            organisation_id: row.organisation_id.map(OrganisationId),
            appeal_id: row.appeal_id.map(AppealId),
            incoming_id: row.incoming_id,
            acknowledgement: row.acknowledgement,
            receiver_code: row.receiver_code,
            receiver_name: row.receiver_name,
            msg_id: row.msg_id,
            state: read_code("state", &row.state, PackageState::from_code)?,
            repeats: row.repeats,
            object_key: row.object_key,
            router_package_id: row.router_package_id,
            last_error: row.last_error,
            error_code: row.error_code,
            reg_number: row.reg_number,
            reg_date: row.reg_date,
            created_at: row.created_at,
            sent_at: row.sent_at,
            delivered_at: row.delivered_at,
            finished_at: row.finished_at,
            objects_removed_at: row.objects_removed_at,
        })
    }
}

macro_rules! select_packages {
    ($rest:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            "SELECT id, kind, organisation_id, appeal_id, incoming_id, acknowledgement, receiver_code, receiver_name, msg_id, state, repeats,
                 object_key, router_package_id, last_error, error_code, reg_number, reg_date, created_at, sent_at, delivered_at, finished_at,
                 objects_removed_at FROM smdo_packages " + $rest,
            $($argument),*
        )
    };
}

/// A package, for workers and for those who have authorised it.
pub async fn package(connection: &mut PgConnection, id: Uuid) -> Result<Option<Package>> {
    select_packages!("WHERE id = $1", id)
        .fetch_optional(connection)
        .await?
        .map(Package::try_from)
        .transpose()
}

/// The package, locked until the transaction ends.
pub async fn lock_package(connection: &mut PgConnection, id: Uuid) -> Result<Option<Package>> {
    select_packages!("WHERE id = $1 FOR UPDATE", id)
        .fetch_optional(connection)
        .await?
        .map(Package::try_from)
        .transpose()
}

/// The package that carries a message, locked: the one that an acknowledgement is about.
pub async fn lock_by_message(
    connection: &mut PgConnection,
    msg_id: Uuid,
) -> Result<Option<Package>> {
    select_packages!("WHERE msg_id = $1 FOR UPDATE", msg_id)
        .fetch_optional(connection)
        .await?
        .map(Package::try_from)
        .transpose()
}

/// The package of an appeal; the caller has authorised the appeal.
pub async fn package_of_appeal(
    connection: &mut PgConnection,
    appeal: AppealId,
) -> Result<Option<Package>> {
    select_packages!("WHERE appeal_id = $1", appeal.0)
        .fetch_optional(connection)
        .await?
        .map(Package::try_from)
        .transpose()
}

/// An acknowledgement that is to go out.
pub struct NewAcknowledgement<'a> {
    pub incoming: Uuid,
    pub organisation: Option<OrganisationId>,
    pub acknowledgement: serde_json::Value,
    pub receiver_code: &'a str,
    pub receiver_name: &'a str,
}

/// Makes the package of an acknowledgement. None: one of this kind is there for what came.
pub async fn insert_acknowledgement(
    connection: &mut PgConnection,
    new: &NewAcknowledgement<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>> {
    let row = sqlx::query!(
        "INSERT INTO smdo_packages (id, kind, organisation_id, incoming_id, acknowledgement, receiver_code, receiver_name, msg_id, state, created_at)
         VALUES ($1, 'acknowledgement', $2, $3, $4, $5, $6, $7, 'forming', $8) ON CONFLICT DO NOTHING RETURNING id",
        Uuid::now_v7(),
        new.organisation.map(|id| id.0),
        new.incoming,
        new.acknowledgement,
        new.receiver_code,
        new.receiver_name,
        Uuid::new_v4(),
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.id))
}

/// A file that goes with a package.
#[derive(Clone, Debug)]
pub struct PackageFile {
    pub position: i32,
    pub reference: String,
    pub name: String,
    pub file_id: Option<FileId>,
    pub object_key: String,
    pub router_attachment_id: Option<String>,
}

/// The files of a package in order.
pub async fn package_files(connection: &mut PgConnection, id: Uuid) -> Result<Vec<PackageFile>> {
    let rows = sqlx::query!(
        "SELECT position, reference, name, file_id, object_key, router_attachment_id FROM smdo_package_files
         WHERE package_id = $1 ORDER BY position",
        id,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PackageFile {
            position: row.position,
            reference: row.reference,
            name: row.name,
            file_id: row.file_id.map(FileId),
            object_key: row.object_key,
            router_attachment_id: row.router_attachment_id,
        })
        .collect())
}

/// What the router has of a package.
#[derive(Clone, Debug)]
pub struct Made {
    /// The router's id of it.
    pub router_package: String,
    /// The envelope in the storage.
    pub object_key: String,
    /// All its files, with the router's ids of those that it has.
    pub files: Vec<PackageFile>,
}

/// The router has made the package, and all up to `to` has been done: which one it is, what it carries, which files the router
/// has; the attempts are noted. One statement, so that no transaction is needed. Gives where the package stands then: that is not
/// `to` where a word has come before. None: another worker was quicker; what this one made counts for nothing.
pub async fn made(
    connection: &mut PgConnection,
    package: &Package,
    made: &Made,
    to: PackageState,
    now: DateTime<Utc>,
) -> Result<Option<PackageState>> {
    let files = &made.files;
    let texts = |field: fn(&PackageFile) -> &str| -> Vec<String> {
        files.iter().map(|file| field(file).to_owned()).collect()
    };
    let positions: Vec<i32> = files.iter().map(|file| file.position).collect();
    let ids: Vec<Option<Uuid>> = files.iter().map(|file| file.file_id.map(|id| id.0)).collect();
    let attached: Vec<Option<String>> = files.iter().map(|file| file.router_attachment_id.clone()).collect();
    let mut steps = vec!["create"];
    steps.extend((to != PackageState::Created && !files.is_empty()).then_some("attach"));
    steps.extend((to == PackageState::Sent).then_some("send"));
    let state = sqlx::query_scalar!(
        r#"WITH made AS (
               UPDATE smdo_packages SET router_package_id = $3, object_key = $4, state = CASE state WHEN 'forming' THEN $13 ELSE state END,
                   last_error = CASE state WHEN 'forming' THEN NULL ELSE last_error END,
                   sent_at = CASE $13 WHEN 'sent' THEN COALESCE(sent_at, $5) ELSE sent_at END
               WHERE id = $1 AND msg_id = $2 AND (state = 'forming' OR ($13 = 'sent' AND router_package_id IS NULL)) RETURNING id, state),
           noted AS (
               INSERT INTO smdo_attempts (package_id, at, step, result)
               SELECT id, $5, step, 'done' FROM made, UNNEST($12::text[]) WITH ORDINALITY AS done (step, place) ORDER BY place),
           gone AS (
               DELETE FROM smdo_package_files WHERE package_id = (SELECT id FROM made) AND position <> ALL ($6)),
           listed AS (
               INSERT INTO smdo_package_files (package_id, position, reference, name, file_id, object_key, router_attachment_id)
               SELECT made.id, file.* FROM made, UNNEST($6::integer[], $7::text[], $8::text[], $9::uuid[], $10::text[], $11::text[]) AS file
               ON CONFLICT (package_id, position) DO UPDATE SET reference = EXCLUDED.reference, name = EXCLUDED.name, file_id = EXCLUDED.file_id,
                   object_key = EXCLUDED.object_key, router_attachment_id = EXCLUDED.router_attachment_id)
           SELECT state AS "state!" FROM made"#,
        package.id,
        package.msg_id,
        made.router_package,
        made.object_key,
        now,
        &positions,
        &texts(|file| &file.reference),
        &texts(|file| &file.name),
        &ids as &[Option<Uuid>],
        &texts(|file| &file.object_key),
        &attached as &[Option<String>],
        &steps as &[&str],
        to.code(),
    )
    .fetch_optional(connection)
    .await?;
    state.map(|state| read_code("state", &state, PackageState::from_code)).transpose()
}

/// The router has a file of this very package of the router's.
pub async fn file_attached(
    connection: &mut PgConnection,
    package: &Package,
    position: i32,
    attachment: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE smdo_package_files SET router_attachment_id = $4
         WHERE package_id = $1 AND position = $2 AND EXISTS (SELECT FROM smdo_packages WHERE id = $1 AND router_package_id = $3)",
        package.id,
        position,
        package.router_package_id,
        attachment,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The router has all files of the package, the last one under this id of the router's; noted where there are any. False: the
/// package does not stand there any more.
pub async fn attached(
    connection: &mut PgConnection,
    package: &Package,
    last: Option<(i32, &str)>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let (position, attachment) = last.unzip();
    sqlx::query_scalar!(
        r#"WITH step AS (
               UPDATE smdo_packages SET state = 'attached', last_error = NULL
               WHERE id = $1 AND msg_id = $2 AND router_package_id = $3 AND state = 'created' RETURNING id),
           named AS (
               UPDATE smdo_package_files SET router_attachment_id = $5 WHERE package_id = (SELECT id FROM step) AND position = $4),
           noted AS (
               INSERT INTO smdo_attempts (package_id, at, step, result)
               SELECT id, $6, 'attach', 'done' FROM step WHERE EXISTS (SELECT FROM smdo_package_files WHERE package_id = $1))
           SELECT EXISTS (SELECT FROM step) AS "stepped!""#,
        package.id,
        package.msg_id,
        package.router_package_id,
        position,
        attachment,
        now,
    )
    .fetch_one(connection)
    .await
}

/// The router has sent the package off; the attempt is noted. False: the package does not stand there any more.
pub async fn sent(
    connection: &mut PgConnection,
    package: &Package,
    now: DateTime<Utc>,
) -> Result<bool> {
    sqlx::query_scalar!(
        r#"WITH step AS (
               UPDATE smdo_packages SET state = 'sent', last_error = NULL, sent_at = $3
               WHERE id = $1 AND msg_id = $2 AND state = 'attached' RETURNING id),
           noted AS (
               INSERT INTO smdo_attempts (package_id, at, step, result) SELECT id, $3, 'send', 'done' FROM step)
           SELECT EXISTS (SELECT FROM step) AS "stepped!""#,
        package.id,
        package.msg_id,
        now,
    )
    .fetch_one(connection)
    .await
}

/// The router has lost the package before it was sent: it is made anew, with the same message.
pub async fn make_anew(connection: &mut PgConnection, package: &Package) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE smdo_packages SET state = 'forming', router_package_id = NULL
         WHERE id = $1 AND msg_id = $2 AND state IN ('created', 'attached')",
        package.id,
        package.msg_id,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes the last trouble on the package.
pub async fn trouble(connection: &mut PgConnection, id: Uuid, reason: &str) -> Result<()> {
    sqlx::query!("UPDATE smdo_packages SET last_error = left($2, 500) WHERE id = $1", id, reason)
        .execute(connection)
        .await?;
    Ok(())
}

/// It did not go through after all attempts. False: it went on meanwhile.
pub async fn give_up(
    connection: &mut PgConnection,
    id: Uuid,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE smdo_packages SET state = 'failed', last_error = left($2, 500), finished_at = $3
         WHERE id = $1 AND state IN ('forming', 'created', 'attached')",
        id,
        reason,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks at most `limit` packages that were sent before `than` and of which no word has come; gives their appeals.
pub async fn fall_silent(connection: &mut PgConnection, than: DateTime<Utc>, limit: i64) -> Result<Vec<AppealId>> {
    let rows = sqlx::query_scalar!(
        r#"UPDATE smdo_packages SET state = 'silent'
           WHERE id = ANY (ARRAY(
               SELECT id FROM smdo_packages WHERE state = 'sent' AND kind = 'appeal' AND sent_at < $1
               ORDER BY sent_at LIMIT $2 FOR UPDATE SKIP LOCKED))
           RETURNING appeal_id AS "appeal_id!""#,
        than,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(AppealId).collect())
}

/// A person has a package made anew that was refused, failed, or of which no word has come. It is another message then:
/// receivers pass over one that they know.
pub async fn repeat(connection: &mut PgConnection, id: Uuid) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE smdo_packages SET state = 'forming', msg_id = $2, repeats = repeats + 1, router_package_id = NULL, object_key = NULL,
             error_code = NULL, sent_at = NULL, delivered_at = NULL, finished_at = NULL, objects_removed_at = NULL
         WHERE id = $1 AND state IN ('silent', 'refused', 'failed')",
        id,
        Uuid::new_v4(),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Records an attempt at a step. The reason holds no personal data.
pub async fn record_step(
    connection: &mut PgConnection,
    id: Uuid,
    step: &str,
    result: &str,
    reason: &str,
    next_attempt_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO smdo_attempts (package_id, at, step, result, reason, next_attempt_at) VALUES ($1, $2, $3, $4, left($5, 500), $6)",
        id,
        now,
        step,
        result,
        reason,
        next_attempt_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}
