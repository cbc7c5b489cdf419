//! The unit of work: one transaction with its events and jobs; the doorbell rings after the commit.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use zvarot_domain::{JobId, topics::Topics};

use crate::{
    Result,
    doorbell::Doorbell,
    jobs::{self, Job, Queue},
    topics::{self, Topic},
};

/// When something is done and which request caused it.
#[derive(Clone, Debug)]
pub struct Cause {
    pub now: DateTime<Utc>,
    /// Goes from the request into the jobs it makes, so that logs can be followed.
    pub trace_id: String,
}

/// The id that ties a request to its logs and its jobs: 32 hexadecimal digits. The entry point puts it into the
/// request's extensions.
#[derive(Clone, Debug)]
pub struct TraceId(pub Arc<str>);

/// The database with its doorbell.
#[derive(Clone)]
pub struct Store {
    pool: PgPool,
    doorbell: Arc<dyn Doorbell>,
    classifier: Arc<topics::Kept>,
}

impl Store {
    pub fn new(pool: PgPool, doorbell: Arc<dyn Doorbell>) -> Self {
        Self { pool, doorbell, classifier: Arc::default() }
    }

    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub fn doorbell(&self) -> &Arc<dyn Doorbell> {
        &self.doorbell
    }

    /// The sections of the classifier, as they were at most a minute ago: nearly every list offers them.
    pub async fn sections(&self) -> Result<Arc<[Topic]>> {
        self.classifier.sections(&self.pool).await
    }

    /// The entries of the classifier valid on a day, as they were at most a minute ago: each form reads what was chosen of them.
    pub async fn classifier(&self, day: NaiveDate) -> Result<Arc<Topics>> {
        self.classifier.valid_on(&self.pool, day).await
    }

    /// Begins a transaction. What is not committed is rolled back when the value is dropped.
    pub async fn begin(&self, cause: &Cause) -> Result<Work> {
        Ok(Work {
            transaction: self.pool.begin().await?,
            cause: cause.clone(),
            doorbell: self.doorbell.clone(),
            rings: Vec::new(),
        })
    }
}

/// One transaction and the jobs written in it.
pub struct Work {
    transaction: Transaction<'static, Postgres>,
    cause: Cause,
    doorbell: Arc<dyn Doorbell>,
    rings: Vec<(Queue, JobId)>,
}

impl Work {
    /// Sets what caused the transaction, where that is known only after it began.
    pub fn caused_by(&mut self, cause: Cause) {
        self.cause = cause;
    }

    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.cause.now
    }

    /// Writes a job into this transaction, to be run at once after the commit.
    pub async fn enqueue(&mut self, job: Job) -> Result<JobId> {
        let now = self.cause.now;
        let id = jobs::insert(&mut self.transaction, &job, now, now, &self.cause.trace_id).await?;
        self.rings.push((job.queue(), id));
        Ok(id)
    }

    /// Writes jobs into this transaction, to be run at once after the commit.
    pub async fn enqueue_all(&mut self, all: &[Job]) -> Result<()> {
        let all: Vec<(Job, Option<&str>)> = all.iter().map(|job| (job.clone(), None)).collect();
        self.enqueue_traced(&all).await
    }

    /// The same, each followed in the logs by its own trace where it has one.
    pub async fn enqueue_traced(&mut self, all: &[(Job, Option<&str>)]) -> Result<()> {
        let own = self.cause.trace_id.as_str();
        let traced: Vec<(&Job, &str)> = all.iter().map(|(job, trace)| (job, trace.unwrap_or(own))).collect();
        let ids = jobs::insert_all(&mut self.transaction, &traced, self.cause.now).await?;
        self.rings.extend(all.iter().map(|(job, _)| job.queue()).zip(ids));
        Ok(())
    }

    /// Writes a job to be run at a later moment; the sweep rings for it then.
    pub async fn enqueue_at(&mut self, job: Job, run_at: DateTime<Utc>) -> Result<JobId> {
        jobs::insert(
            &mut self.transaction,
            &job,
            run_at,
            self.cause.now,
            &self.cause.trace_id,
        )
        .await
    }

    /// Has a failed job run again at once after the commit. False: it is no failed job.
    pub async fn revive(&mut self, id: JobId) -> Result<bool> {
        let queue = jobs::revive(&mut self.transaction, id, self.cause.now).await?;
        self.rings.extend(queue.map(|queue| (queue, id)));
        Ok(queue.is_some())
    }

    /// Ends the transaction with nothing written; what it locked is free when this returns.
    pub async fn roll_back(self) -> Result<()> {
        self.transaction.rollback().await
    }

    /// Commits, then rings for every job written.
    pub async fn commit(self) -> Result<()> {
        self.transaction.commit().await?;
        if !self.rings.is_empty() {
            self.doorbell.ring(&self.rings).await;
        }
        Ok(())
    }
}
