//! The `jobs` table: written in the caller's transaction, leased by workers, removed when done.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{DeliveryId, EventId, FileId, JobId};

use crate::{Result, read_code};

/// The queues, one per worker function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    Files,
    Notify,
    Reports,
    Load,
    Exchange,
}

impl Queue {
    pub const ALL: [Self; 5] = [Self::Files, Self::Notify, Self::Reports, Self::Load, Self::Exchange];

    pub fn code(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Notify => "notify",
            Self::Reports => "reports",
            Self::Load => "load",
            Self::Exchange => "exchange",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.code() == code)
    }

    /// The PostgreSQL channel of the doorbell.
    pub fn channel(self) -> String {
        format!("zvarot_{}", self.code())
    }
}

/// Everything that is done in the background.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Job {
    /// Check an upload whose chunks are all there.
    CheckFile { file_id: FileId },
    /// Remove the objects of an upload: its chunks, and the checked bytes too when nobody holds the file any more.
    RemoveFile { file_id: FileId },
    /// Tell those whom an appeal's event concerns: makes their notices and deliveries.
    Announce { event_id: EventId },
    /// Send one message to one person.
    Deliver { delivery_id: DeliveryId },
    /// Send an answer to the applicant by e-mail, with what it carries.
    SendAnswer { delivery_id: DeliveryId },
    /// Send an event of an appeal to a program of its organisation, if it is its turn.
    SendWebhook { delivery_id: Uuid },
    /// Form a PDF or an archive.
    FormDocument { document_id: Uuid },
    /// Enter the records of an uploaded file.
    Load { load_id: Uuid },
    /// Form a statistical report.
    FormReport { report_id: Uuid },
    /// Bring the summaries of reports up to date.
    FoldSummaries {},
    /// Tell whoever asked for a report that it is ready, or that it could not be made.
    AnnounceReport { report_id: Uuid },
    /// Bring a package to the router of СМДО, step by step.
    SendPackage { package_id: Uuid },
    /// Look at a package that came by СМДО.
    HandleIncoming { incoming_id: Uuid },
}

impl Job {
    pub fn queue(&self) -> Queue {
        match self {
            Self::CheckFile { .. } | Self::RemoveFile { .. } => Queue::Files,
            Self::Announce { .. }
            | Self::Deliver { .. }
            | Self::SendAnswer { .. }
            | Self::AnnounceReport { .. }
            | Self::SendWebhook { .. } => Queue::Notify,
            Self::FormDocument { .. } | Self::FormReport { .. } | Self::FoldSummaries { .. } => Queue::Reports,
            Self::Load { .. } => Queue::Load,
            Self::SendPackage { .. } | Self::HandleIncoming { .. } => Queue::Exchange,
        }
    }

    fn parts(&self) -> (String, serde_json::Value) {
        let mut value = serde_json::to_value(self).expect("a job is plain data");
        let kind = value["kind"].as_str().expect("tagged by kind").to_owned();
        (kind, value["payload"].take())
    }
}

/// A job that a worker holds.
#[derive(Clone, Debug)]
pub struct Leased {
    pub id: JobId,
    /// None: of a kind this version does not know (written by a newer one); it is put back.
    pub job: Option<Job>,
    pub kind: String,
    /// Nil: it is held by a transaction ([`take_for_transaction`]).
    pub lease: Uuid,
    /// How many times it has been begun under a lease, this one counted.
    pub attempts: i32,
    pub trace_id: String,
    pub created_at: DateTime<Utc>,
}

/// Writes a job.
pub async fn insert(
    connection: &mut PgConnection,
    job: &Job,
    run_at: DateTime<Utc>,
    now: DateTime<Utc>,
    trace_id: &str,
) -> Result<JobId> {
    let id = Uuid::now_v7();
    let (kind, payload) = job.parts();
    sqlx::query!(
        "INSERT INTO jobs (id, queue, kind, payload, run_at, rung_at, trace_id, created_at)
         VALUES ($1, $2, $3, $4, $5, CASE WHEN $5 <= $6::timestamptz THEN $6 END, $7, $6)",
        id,
        job.queue().code(),
        kind,
        payload,
        run_at,
        now,
        trace_id,
    )
    .execute(connection)
    .await?;
    Ok(JobId(id))
}

/// Writes jobs to be run at once, each with the trace that it is followed by; their ids in the same order.
pub async fn insert_all(connection: &mut PgConnection, all: &[(&Job, &str)], now: DateTime<Utc>) -> Result<Vec<JobId>> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = all.iter().map(|_| Uuid::now_v7()).collect();
    let queues: Vec<&str> = all.iter().map(|(job, _)| job.queue().code()).collect();
    let traces: Vec<&str> = all.iter().map(|(_, trace)| *trace).collect();
    let (kinds, payloads): (Vec<String>, Vec<serde_json::Value>) = all.iter().map(|(job, _)| job.parts()).unzip();
    sqlx::query!(
        "INSERT INTO jobs (id, queue, kind, payload, run_at, rung_at, trace_id, created_at)
         SELECT id, queue, kind, payload, $6, $6, trace_id, $6
         FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::text[]) AS new (id, queue, kind, payload, trace_id)",
        &ids,
        &queues as &[&str],
        &kinds,
        &payloads,
        &traces as &[&str],
        now,
    )
    .execute(connection)
    .await?;
    Ok(ids.into_iter().map(JobId).collect())
}

struct LeasedRow {
    id: Uuid,
    kind: String,
    payload: serde_json::Value,
    lease: Option<Uuid>,
    attempts: i32,
    trace_id: String,
    created_at: DateTime<Utc>,
}

impl From<LeasedRow> for Leased {
    fn from(row: LeasedRow) -> Self {
        let job =
            serde_json::from_value(serde_json::json!({ "kind": row.kind, "payload": row.payload }))
                .ok();
        Self {
            id: JobId(row.id),
            job,
            kind: row.kind,
            lease: row.lease.unwrap_or_default(),
            attempts: row.attempts,
            trace_id: row.trace_id,
            created_at: row.created_at,
        }
    }
}

/// Takes one job by id, if it waits and is due: the way of a queue message. None: nothing to do, the message is spent.
pub async fn claim(
    connection: &mut PgConnection,
    id: JobId,
    now: DateTime<Utc>,
    lease_for: TimeDelta,
) -> Result<Option<Leased>> {
    let row = sqlx::query_as!(
        LeasedRow,
        "UPDATE jobs SET lease = $2, leased_until = $4, attempts = attempts + 1
         WHERE id = $1 AND state = 'waiting' AND lease IS NULL AND run_at <= $3
         RETURNING id, kind, payload, lease, attempts, trace_id, created_at",
        id.0,
        Uuid::new_v4(),
        now,
        now + lease_for,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Leased::from))
}

/// Takes up to `limit` due jobs of a queue, oldest first, skipping those that others are taking.
///
/// The commit does not wait for the disk: a claim that a crash of the database forgets is a job that waits again, and its
/// worker finds the lease lost.
pub async fn claim_batch(
    connection: &mut PgConnection,
    queue: Queue,
    limit: i64,
    now: DateTime<Utc>,
    lease_for: TimeDelta,
) -> Result<Vec<Leased>> {
    let rows = sqlx::query_as!(
        LeasedRow,
        "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
         UPDATE jobs SET lease = gen_random_uuid(), leased_until = $4, attempts = attempts + 1
         WHERE EXISTS (SELECT FROM relaxed) AND id = ANY (ARRAY(
             SELECT id FROM jobs WHERE queue = $1 AND state = 'waiting' AND lease IS NULL AND run_at <= $3
             ORDER BY run_at LIMIT $2 FOR UPDATE SKIP LOCKED))
         RETURNING id, kind, payload, lease, attempts, trace_id, created_at",
        queue.code(),
        limit,
        now,
        now + lease_for,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Leased::from).collect())
}

/// Takes up to `limit` due jobs of a queue, oldest first, for as long as the caller's transaction lasts: others skip them, no lease
/// is written, and without a commit they wait as before. A server that hears nothing of the caller for `at_most` ends the transaction.
pub async fn take_for_transaction(
    connection: &mut PgConnection,
    queue: Queue,
    limit: i64,
    now: DateTime<Utc>,
    at_most: TimeDelta,
) -> Result<Vec<Leased>> {
    let rows = sqlx::query_as!(
        LeasedRow,
        "WITH limited AS MATERIALIZED (SELECT set_config('idle_in_transaction_session_timeout', $4, true))
         SELECT id, kind, payload, lease, attempts, trace_id, created_at FROM jobs
         WHERE EXISTS (SELECT FROM limited) AND queue = $1 AND state = 'waiting' AND lease IS NULL AND run_at <= $3
         ORDER BY run_at LIMIT $2 FOR UPDATE OF jobs SKIP LOCKED",
        queue.code(),
        limit,
        now,
        format!("{}ms", at_most.num_milliseconds().max(1)),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Leased::from).collect())
}

/// Prolongs a lease while the work goes on. False: it was lost, stop.
///
/// Here and below the lease alone says that the job runs: no other state has one, and no two jobs have the same. With the state
/// in the statement the server would read all that run (and what is left of those that did) to find one.
pub async fn extend(
    connection: &mut PgConnection,
    id: JobId,
    lease: Uuid,
    until: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE jobs SET leased_until = $3 WHERE id = $1 AND lease = $2",
        id.0,
        lease,
        until
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a finished job; written in the transaction that holds its result. False: the lease was lost, roll back.
pub async fn finish(connection: &mut PgConnection, id: JobId, lease: Uuid) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM jobs WHERE id = $1 AND lease = $2",
        id.0,
        lease
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes finished jobs; written in the transaction that holds their results, or that took them ([`take_for_transaction`]): those
/// have the nil lease. Gives how many leases still held: where that is not each of them, roll back.
pub async fn finish_together(connection: &mut PgConnection, done: &[(JobId, Uuid)]) -> Result<u64> {
    let (ids, mut leases): (Vec<Uuid>, Vec<Uuid>) = done.iter().map(|(id, lease)| (id.0, *lease)).unzip();
    leases.dedup();
    let done = sqlx::query!(
        "DELETE FROM jobs WHERE id = ANY ($1) AND COALESCE(lease, '00000000-0000-0000-0000-000000000000') = ANY ($2)",
        &ids,
        &leases
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Removes finished jobs that have written nothing, each if its lease is still the one it was done under. Gives how many were.
///
/// The commit does not wait for the disk: a job that comes back after a crash of the database is done once more, in vain.
pub async fn finish_all(connection: &mut PgConnection, done: &[(JobId, Uuid)]) -> Result<u64> {
    let (ids, leases): (Vec<Uuid>, Vec<Uuid>) = done.iter().map(|(id, lease)| (id.0, *lease)).unzip();
    let done = sqlx::query!(
        "WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
         DELETE FROM jobs WHERE EXISTS (SELECT FROM relaxed) AND id = ANY ($1) AND lease = ANY ($2)",
        &ids,
        &leases
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Puts a job back to be run again at `run_at`. The reason holds no personal data.
pub async fn retry(
    connection: &mut PgConnection,
    id: JobId,
    lease: Uuid,
    run_at: DateTime<Utc>,
    reason: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE jobs SET state = 'waiting', lease = NULL, leased_until = NULL, run_at = $3, rung_at = NULL, last_error = $4
         WHERE id = $1 AND lease = $2",
        id.0,
        lease,
        run_at,
        reason,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a job without success: it stays for an operator to see.
pub async fn fail(
    connection: &mut PgConnection,
    id: JobId,
    lease: Uuid,
    reason: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE jobs SET state = 'failed', lease = NULL, leased_until = NULL, last_error = $3 WHERE id = $1 AND lease = $2",
        id.0,
        lease,
        reason,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Frees the jobs whose worker is gone; they wait again.
pub async fn free_expired(connection: &mut PgConnection, now: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE jobs SET state = 'waiting', lease = NULL, leased_until = NULL, run_at = $1, rung_at = NULL, last_error = 'the worker did not finish in its time'
         WHERE leased_until < $1",
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// The due jobs for which the doorbell last rang before `rung_before` or never; marks them as rung now.
pub async fn to_ring(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    rung_before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(Queue, JobId)>> {
    let rows = sqlx::query!(
        "UPDATE jobs SET rung_at = $1
         WHERE id = ANY (ARRAY(
             SELECT id FROM jobs WHERE state = 'waiting' AND lease IS NULL AND run_at <= $1 AND (rung_at IS NULL OR rung_at < $2)
             ORDER BY run_at LIMIT $3 FOR UPDATE SKIP LOCKED))
         RETURNING id, queue",
        now,
        rung_before,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                read_code("queue", &row.queue, Queue::from_code)?,
                JobId(row.id),
            ))
        })
        .collect()
}

/// What waits, runs and failed, per queue, for health pages and metrics.
pub struct QueueState {
    pub queue: String,
    pub state: String,
    pub jobs: i64,
    pub oldest: Option<DateTime<Utc>>,
}

/// Counts the jobs by queue and state.
pub async fn states(connection: &mut PgConnection) -> Result<Vec<QueueState>> {
    sqlx::query_as!(
        QueueState,
        r#"SELECT queue, CASE WHEN lease IS NULL THEN state ELSE 'running' END AS "state!", count(*) AS "jobs!", min(run_at) AS oldest
           FROM jobs GROUP BY 1, 2 ORDER BY 1, 2"#
    )
    .fetch_all(connection)
    .await
}

/// A job that ended without success, for the operator.
#[derive(Clone, Debug)]
pub struct FailedJob {
    pub id: JobId,
    pub queue: String,
    pub kind: String,
    pub attempts: i32,
    /// Without personal data.
    pub last_error: Option<String>,
    pub trace_id: String,
    pub created_at: DateTime<Utc>,
}

/// The failed jobs, newest first.
pub async fn failed(connection: &mut PgConnection, limit: i64) -> Result<Vec<FailedJob>> {
    let rows = sqlx::query!(
        "SELECT id, queue, kind, attempts, last_error, trace_id, created_at FROM jobs WHERE state = 'failed' ORDER BY created_at DESC, id DESC LIMIT $1",
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| FailedJob {
            id: JobId(row.id),
            queue: row.queue,
            kind: row.kind,
            attempts: row.attempts,
            last_error: row.last_error,
            trace_id: row.trace_id,
            created_at: row.created_at,
        })
        .collect())
}

/// Has a failed job wait again; its attempts count from nothing. None: it is no failed job any more.
pub async fn revive(
    connection: &mut PgConnection,
    id: JobId,
    now: DateTime<Utc>,
) -> Result<Option<Queue>> {
    let row = sqlx::query!(
        "UPDATE jobs SET state = 'waiting', attempts = 0, run_at = $2, rung_at = NULL WHERE id = $1 AND state = 'failed' RETURNING queue",
        id.0,
        now,
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| read_code("queue", &row.queue, Queue::from_code))
        .transpose()
}

/// Whether a job of this kind waits or runs.
pub async fn is_under_way(connection: &mut PgConnection, queue: Queue, kind: &str) -> Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM jobs WHERE queue = $1 AND kind = $2 AND state IN ('waiting', 'running')) AS "any!""#,
        queue.code(),
        kind
    )
    .fetch_one(connection)
    .await
}
