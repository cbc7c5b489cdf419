//! A job in a worker's hands, and how it ends.

use chrono::{DateTime, TimeDelta, Utc};
use zvarot_domain::JobId;
use zvarot_store::{
    Cause, Store, Work,
    jobs::{self, Job, Leased},
};

use crate::Clock;

/// Why a job did not end well. Reasons hold no personal data: they are kept and shown.
#[derive(Debug)]
pub enum JobError {
    /// Try again after a while.
    Retry { after: TimeDelta, reason: String },
    /// Trying again is of no use; the job stays as failed for an operator.
    Fail { reason: String },
    /// Somebody else holds the job now: nothing was written.
    LeaseLost,
}

/// The waits between attempts where a job has no list of its own: seconds. After the last the job has failed.
pub const DELAYS: [i64; 12] = [2, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400];

impl JobError {
    /// Try again, after a wait that grows with the attempts; after the last of [`DELAYS`] it has failed.
    pub fn retry(held: &Held, reason: impl std::fmt::Display) -> Self {
        Self::retry_by(held, &DELAYS, reason)
    }

    /// The same with a list of waits in seconds.
    pub fn retry_by(held: &Held, delays: &[i64], reason: impl std::fmt::Display) -> Self {
        match delays.get(usize::try_from(held.attempts() - 1).unwrap_or(0)) {
            Some(seconds) => Self::Retry {
                after: TimeDelta::seconds(*seconds),
                reason: reason.to_string(),
            },
            None => Self::fail(reason),
        }
    }

    /// Of no use to try again.
    pub fn fail(reason: impl std::fmt::Display) -> Self {
        Self::Fail {
            reason: reason.to_string(),
        }
    }
}

impl From<sqlx::Error> for JobError {
    fn from(error: sqlx::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&sqlx::Error> for JobError {
    /// The database's trouble passes; the reason names its kind only, since its text may quote data.
    fn from(error: &sqlx::Error) -> Self {
        let reason = match error
            .as_database_error()
            .and_then(|database| database.code())
        {
            Some(code) => format!("database error {code}"),
            None => "database out of reach".to_owned(),
        };
        tracing::warn!(reason, "a job met a database error");
        Self::Retry {
            after: TimeDelta::seconds(5),
            reason,
        }
    }
}

/// A job that this worker holds.
pub struct Held {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) leased: Leased,
}

/// Proof that a job's end was committed, or that nothing is left to be written but the end itself.
#[must_use]
pub struct Finished(pub(super) End);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Committed,
    /// The worker's loop writes it, together with others'.
    Unwritten,
}

impl Held {
    /// What is to be done. Err: of a kind that this version does not know.
    pub fn job(&self) -> Result<&Job, JobError> {
        // A newer version wrote it: wait for a worker that knows it.
        self.leased.job.as_ref().ok_or_else(|| JobError::Retry {
            after: TimeDelta::minutes(1),
            reason: format!("unknown kind {}", self.leased.kind),
        })
    }

    /// How many times it was begun, this one counted.
    pub fn attempts(&self) -> i32 {
        self.leased.attempts
    }

    /// When it was asked for.
    pub fn created_at(&self) -> DateTime<Utc> {
        self.leased.created_at
    }

    /// The present moment, and the trace of the request that asked for it.
    pub fn cause(&self) -> Cause {
        Cause {
            now: self.clock.now(),
            trace_id: self.leased.trace_id.clone(),
        }
    }

    /// What the job is followed by in the logs.
    pub fn trace_id(&self) -> &str {
        &self.leased.trace_id
    }

    /// The database with what is kept of it for a minute.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Begins a transaction.
    pub async fn begin(&self) -> Result<Work, JobError> {
        Ok(self.store.begin(&self.cause()).await?)
    }

    /// A connection without a transaction: for work that makes its own.
    pub async fn connection(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Postgres>, JobError> {
        Ok(self.store.pool().acquire().await?)
    }

    /// Commits what was written together with the job's end.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`]: nothing was written.
    pub async fn finish(&self, mut work: Work) -> Result<Finished, JobError> {
        if !jobs::finish(work.connection(), self.leased.id, self.leased.lease).await? {
            return Err(JobError::LeaseLost);
        }
        work.commit().await?;
        Ok(Finished(End::Committed))
    }

    /// Commits what was written for several jobs together with their ends.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`]: one of them is somebody else's by now; nothing was written.
    pub async fn finish_together(several: &[Self], mut work: Work) -> Result<Finished, JobError> {
        let leases: Vec<(JobId, uuid::Uuid)> = several.iter().map(|held| (held.leased.id, held.leased.lease)).collect();
        let held = jobs::finish_together(work.connection(), &leases).await?;
        if usize::try_from(held).ok() != Some(several.len()) {
            return Err(JobError::LeaseLost);
        }
        work.commit().await?;
        Ok(Finished(End::Committed))
    }

    /// Ends a job that wrote nothing. The end is written soon, with those of other jobs; a worker that dies before has it done
    /// once more, in vain.
    #[expect(clippy::unused_async, reason = "the ways to end a job are called alike")]
    pub async fn finish_without_writing(&self) -> Result<Finished, JobError> {
        Ok(Finished(End::Unwritten))
    }
}
