//! Loads: files of records on their way, and what came of each record (EDM-03).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealNumber, Fault, Faults, OrganisationId};

use crate::{Result, appeals::read_number, read_code, read_json};

/// How far a load is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadState {
    /// Its bytes are being uploaded.
    Uploading,
    /// The file is looked through as a whole: nothing is entered before that is over.
    Checking,
    /// Its records are entered.
    Entering,
    /// Every record has its result.
    Done,
    /// The file as a whole was refused; nothing was entered.
    Refused,
}

impl LoadState {
    pub const ALL: [Self; 5] =
        [Self::Uploading, Self::Checking, Self::Entering, Self::Done, Self::Refused];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Checking => "checking",
            Self::Entering => "entering",
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing more will happen.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Refused)
    }
}

/// A load.
#[derive(Clone, Debug)]
pub struct Load {
    pub id: Uuid,
    pub organisation_id: OrganisationId,
    pub created_by: AccountId,
    pub created_by_name: String,
    pub source_id: Uuid,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub state: LoadState,
    /// Why the file was refused.
    pub fault: Option<Fault>,
    pub layout: Option<String>,
    /// None: not looked through yet.
    pub total: Option<i32>,
    pub done: i32,
    /// The byte after the last record worked on.
    pub position: i64,
    pub entered: i32,
    pub repeated: i32,
    pub wrong: i32,
    /// In how many objects the wrong records lie.
    pub wrong_parts: i32,
    /// Wrong records that are too large to be in them.
    pub omitted: i32,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

struct Row {
    id: Uuid,
    organisation_id: Uuid,
    created_by: Uuid,
    created_by_name: String,
    source_id: Uuid,
    name: String,
    size: i64,
    state: String,
    fault: Option<serde_json::Value>,
    layout: Option<String>,
    total: Option<i32>,
    done: i32,
    position: i64,
    entered: i32,
    repeated: i32,
    wrong: i32,
    wrong_parts: i32,
    omitted: i32,
    created_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Load {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            organisation_id: OrganisationId(row.organisation_id),
            created_by: AccountId(row.created_by),
            created_by_name: row.created_by_name,
            source_id: row.source_id,
            name: row.name,
            size: row.size,
            state: read_code("state", &row.state, LoadState::from_code)?,
            fault: row.fault.map(|fault| read_json("fault", fault)).transpose()?,
            layout: row.layout,
            total: row.total,
            done: row.done,
            position: row.position,
            entered: row.entered,
            repeated: row.repeated,
            wrong: row.wrong,
            wrong_parts: row.wrong_parts,
            omitted: row.omitted,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
        })
    }
}

impl Load {
    /// What a file of its wrong records is called, and of which media type it is: they stand in it as in the file that came,
    /// so that one that is no JSON spoils nothing but its own line.
    #[must_use]
    pub fn wrong_records_file(&self, part: i32) -> (String, &'static str) {
        let (extension, kind) = match self.layout.as_deref() {
            Some("lines") => ("jsonl", "application/jsonl"),
            _ => ("json", "application/json"),
        };
        (format!("records-to-correct-{part}.{extension}"), kind)
    }
}

macro_rules! select_loads {
    ($rest:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT loads.id, organisation_id, created_by, display_name AS created_by_name, source_id, name, size, state, fault, layout, total, done,
                 position, entered, repeated, wrong, wrong_parts, omitted, loads.created_at, started_at, finished_at
             FROM loads JOIN accounts ON accounts.id = created_by "# + $rest,
            $($argument),*
        )
    };
}

/// A load to be written.
pub struct NewLoad<'a> {
    pub id: Uuid,
    pub organisation: OrganisationId,
    pub created_by: AccountId,
    pub source: Uuid,
    pub name: &'a str,
    /// Bytes.
    pub size: i64,
}

/// Announces a load; its bytes may come now.
pub async fn insert(
    connection: &mut PgConnection,
    load: &NewLoad<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO loads (id, organisation_id, created_by, source_id, name, size, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'uploading', $7)",
        load.id,
        load.organisation.0,
        load.created_by.0,
        load.source,
        load.name,
        load.size,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A load by id, for workers.
pub async fn get(connection: &mut PgConnection, id: Uuid) -> Result<Option<Load>> {
    select_loads!("WHERE loads.id = $1", id)
        .fetch_optional(connection)
        .await?
        .map(Load::try_from)
        .transpose()
}

/// The same, locked until the transaction ends.
pub async fn lock(connection: &mut PgConnection, id: Uuid) -> Result<Option<Load>> {
    select_loads!("WHERE loads.id = $1 FOR UPDATE OF loads", id)
        .fetch_optional(connection)
        .await?
        .map(Load::try_from)
        .transpose()
}

/// A load of an organisation; another's looks like one that does not exist (SEC-01).
pub async fn of_organisation(
    connection: &mut PgConnection,
    id: Uuid,
    organisation: OrganisationId,
) -> Result<Option<Load>> {
    select_loads!("WHERE loads.id = $1 AND organisation_id = $2", id, organisation.0)
        .fetch_optional(connection)
        .await?
        .map(Load::try_from)
        .transpose()
}

/// Loads of an organisation, newest first, from the one after `after`.
pub async fn list(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Load>> {
    let (at, id) = after.unzip();
    select_loads!(
        "WHERE organisation_id = $1 AND ($2::timestamptz IS NULL OR (loads.created_at, loads.id) < ($2, $3::uuid))
         ORDER BY loads.created_at DESC, loads.id DESC LIMIT $4",
        organisation.0,
        at,
        id,
        limit,
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(Load::try_from)
    .collect()
}

/// All bytes are there: the file goes to be worked on. False: it was begun before.
pub async fn start(connection: &mut PgConnection, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE loads SET state = 'checking', started_at = $2 WHERE id = $1 AND state = 'uploading'",
        id,
        now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the size of a load whose bytes came by a form that did not say it. False: it was begun already.
pub async fn set_size(connection: &mut PgConnection, id: Uuid, size: i64) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE loads SET size = $2 WHERE id = $1 AND state = 'uploading'",
        id,
        size
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets a load that was not begun. False: it was.
pub async fn remove(connection: &mut PgConnection, id: Uuid) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM loads WHERE id = $1 AND state = 'uploading'", id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The file is whole: its records are entered from now on. False: somebody else has said so.
pub async fn begin_entering(
    connection: &mut PgConnection,
    id: Uuid,
    layout: &str,
    total: i32,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE loads SET state = 'entering', layout = $2, total = $3 WHERE id = $1 AND state = 'checking'",
        id,
        layout,
        total,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What came of one record.
#[derive(Clone, Debug)]
pub struct RecordResult {
    /// From 1.
    pub place: i32,
    /// Bytes in the file.
    pub begins: i64,
    pub length: i64,
    pub external_id: String,
    /// None: not entered.
    pub number: Option<AppealNumber>,
    /// It was there before.
    pub repeated: bool,
    /// Empty: entered.
    pub faults: Faults,
}

/// Writes the results of a batch and how far the load is now. False: the load is not where it was, nothing may be kept.
pub async fn record_batch(
    connection: &mut PgConnection,
    id: Uuid,
    from: i64,
    to: i64,
    results: &[RecordResult],
) -> Result<bool> {
    let count = |test: fn(&RecordResult) -> bool| -> i32 {
        i32::try_from(results.iter().filter(|result| test(result)).count()).unwrap_or(i32::MAX)
    };
    let done = sqlx::query!(
        "UPDATE loads SET position = $3, done = done + $4, entered = entered + $5, repeated = repeated + $6, wrong = wrong + $7
         WHERE id = $1 AND position = $2 AND state = 'entering'",
        id,
        from,
        to,
        count(|_| true),
        count(|result| result.number.is_some() && !result.repeated),
        count(|result| result.repeated),
        count(|result| result.number.is_none()),
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    insert_results(connection, id, results).await?;
    Ok(true)
}

/// Faults quote what came.
fn kept(faults: &Faults) -> serde_json::Value {
    let faults: Faults = faults.iter().cloned().map(Fault::without_control_characters).collect();
    serde_json::json!(faults)
}

async fn insert_results(connection: &mut PgConnection, id: Uuid, results: &[RecordResult]) -> Result<()> {
    let places: Vec<i32> = results.iter().map(|result| result.place).collect();
    let begins: Vec<i64> = results.iter().map(|result| result.begins).collect();
    let lengths: Vec<i64> = results.iter().map(|result| result.length).collect();
    let external: Vec<String> = results.iter().map(|result| result.external_id.clone()).collect();
    let numbers: Vec<Option<i64>> =
        results.iter().map(|result| result.number.map(AppealNumber::as_i64)).collect();
    let repeated: Vec<bool> = results.iter().map(|result| result.repeated).collect();
    let faults: Vec<Option<serde_json::Value>> = results
        .iter()
        .map(|result| (result.number.is_none()).then(|| kept(&result.faults)))
        .collect();
    sqlx::query!(
        "INSERT INTO load_records (load_id, place, begins, length, external_id, number, repeated, faults)
         SELECT $1, * FROM UNNEST($2::integer[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::boolean[], $8::jsonb[])",
        id,
        &places,
        &begins,
        &lengths,
        &external,
        &numbers as &[Option<i64>],
        &repeated,
        &faults as &[Option<serde_json::Value>],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Refuses the file as a whole. False: it was not being checked any more.
pub async fn refuse(
    connection: &mut PgConnection,
    id: Uuid,
    fault: &Fault,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE loads SET state = 'refused', fault = $2, finished_at = $3 WHERE id = $1 AND state IN ('checking', 'entering')",
        id,
        serde_json::json!(fault),
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Every record has its result; those that are wrong lie in so many objects, but for the omitted ones. False: it was not
/// being entered any more.
pub async fn finish(
    connection: &mut PgConnection,
    id: Uuid,
    wrong_parts: i32,
    omitted: i32,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE loads SET state = 'done', wrong_parts = $2, omitted = $3, finished_at = $4 WHERE id = $1 AND state = 'entering'",
        id,
        wrong_parts,
        omitted,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

struct ResultRow {
    place: i32,
    begins: i64,
    length: i64,
    external_id: String,
    number: Option<i64>,
    repeated: bool,
    faults: Option<serde_json::Value>,
}

impl TryFrom<ResultRow> for RecordResult {
    type Error = sqlx::Error;

    fn try_from(row: ResultRow) -> Result<Self> {
        Ok(Self {
            place: row.place,
            begins: row.begins,
            length: row.length,
            external_id: row.external_id,
            number: row.number.map(read_number).transpose()?,
            repeated: row.repeated,
            faults: row
                .faults
                .map(|faults| read_json("faults", faults))
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

/// Results of a load's records from the one after `after`, in the order of the file; the caller has authorised the load.
pub async fn results(
    connection: &mut PgConnection,
    id: Uuid,
    after: i32,
    wrong_only: bool,
    limit: i64,
) -> Result<Vec<RecordResult>> {
    let rows = if wrong_only {
        sqlx::query_as!(
            ResultRow,
            "SELECT place, begins, length, external_id, number, repeated, faults FROM load_records
             WHERE load_id = $1 AND place > $2 AND faults IS NOT NULL ORDER BY place LIMIT $3",
            id,
            after,
            limit,
        )
        .fetch_all(connection)
        .await?
    } else {
        sqlx::query_as!(
            ResultRow,
            "SELECT place, begins, length, external_id, number, repeated, faults FROM load_records
             WHERE load_id = $1 AND place > $2 ORDER BY place LIMIT $3",
            id,
            after,
            limit,
        )
        .fetch_all(connection)
        .await?
    };
    rows.into_iter().map(RecordResult::try_from).collect()
}

/// Removes loads never begun and ended ones older than so. Gives each with its number of objects, which are to be removed too.
pub async fn remove_old(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(Uuid, i32)>> {
    let rows = sqlx::query!(
        "DELETE FROM loads WHERE id = ANY (ARRAY(SELECT id FROM loads WHERE created_at < $1 AND state IN ('uploading', 'done', 'refused') ORDER BY created_at LIMIT $2))
         RETURNING id, wrong_parts",
        before,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.wrong_parts)).collect())
}
