//! Jobs that are done by one transaction when several of them wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::Instrument;
use zvarot_store::{
    Cause, Work,
    jobs::{self, Leased},
};

use super::{Finished, Held, JobError, Permits, Runner, span_of};

/// How many jobs are done by the transaction that takes them.
const TAKEN: i64 = 200;
/// How many such transactions there are at once: one is taken while another is done and a third waits for the disk.
const AT_ONCE: usize = 3;
/// What the server waits for a worker that says nothing in such a transaction; and that a worker waits for its own work.
const AT_MOST: TimeDelta = TimeDelta::seconds(30);

/// Whether jobs are worth to be taken by the transaction that does them, which writes no leases: where so many wait that a claim
/// brings nothing else. After a start, a failure or a pause the next ones are claimed, so that one that kills its worker has its
/// attempts counted.
pub(super) struct Taking {
    worth_it: AtomicBool,
    places: Arc<Semaphore>,
}

impl Default for Taking {
    fn default() -> Self {
        Self { worth_it: AtomicBool::new(false), places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Taking {
    pub(super) fn is_worth_it(&self) -> bool {
        self.worth_it.load(Ordering::Relaxed)
    }

    pub(super) fn look_at(&self, worth_it: bool) {
        self.worth_it.store(worth_it, Ordering::Relaxed);
    }
}

impl Runner {
    /// Takes many jobs and begins to do them by the transaction that took them. Where there is another job among them, or one
    /// that was begun before, they are left to be claimed. False: none waits.
    pub(super) async fn take_together(&self) -> sqlx::Result<bool> {
        let (Ok(place), Ok(slot)) = (self.taking.places.clone().acquire_owned().await, self.slots.clone().acquire_owned().await) else {
            return Ok(false);
        };
        let now = self.clock.now();
        let mut work = self.store.begin(&Cause { now, trace_id: String::new() }).await?;
        let taken = jobs::take_for_transaction(work.connection(), self.worker.queue(), TAKEN, now, AT_MOST).await?;
        let fits = |leased: &Leased| leased.attempts == 0 && self.is_done_together(leased);
        if taken.len() < 2 || !taken.iter().all(fits) {
            work.roll_back().await?;
            self.taking.look_at(false);
            return Ok(!taken.is_empty());
        }
        if taken.len() < TAKEN as usize {
            self.taking.look_at(false);
        }
        let runner = self.clone();
        tokio::spawn(async move {
            if !runner.do_together(&taken, Some(work)).await {
                runner.taking.look_at(false);
            }
            drop((place, slot));
        });
        Ok(true)
    }

    /// Does several jobs by one transaction. Gives back those that are to be done alone: all, where it did not succeed.
    pub(super) async fn perform_together(&self, several: Vec<Leased>) -> Vec<Leased> {
        if several.len() < 2 || !self.do_together(&several, None).await { several } else { Vec::new() }
    }

    /// Does several jobs by one transaction, begun or not. False: nothing was written.
    async fn do_together(&self, several: &[Leased], work: Option<Work>) -> bool {
        let began = std::time::Instant::now();
        let held = |leased| Held { store: self.store.clone(), clock: self.clock.clone(), leased };
        let (worker, jobs): (_, Vec<Held>) = (self.worker.clone(), several.iter().cloned().map(held).collect());
        let span = tracing::info_span!("jobs", queue = worker.queue().code(), jobs = jobs.len());
        let doing = tokio::spawn(doing(worker, jobs, work).instrument(span.clone()));
        let failed = match doing.await {
            Ok(Ok(_)) => None,
            Ok(Err(error)) => Some(format!("{error:?}")),
            Err(error) => Some(error.to_string()),
        };
        if let Some(reason) = failed {
            span.in_scope(|| tracing::warn!(reason, "jobs could not be done together, each is done alone"));
            return false;
        }
        for leased in several {
            span_of(leased).in_scope(|| self.count(&leased.kind, "done", began.elapsed()));
        }
        true
    }

    /// The same in a slot, its own or the next that is free; what is left is begun as slots come free.
    pub(super) async fn begin_together(self, several: Vec<Leased>, slot: Option<OwnedSemaphorePermit>, places: Permits) {
        let taken = std::time::Instant::now();
        let slot = match slot {
            Some(slot) => Some(slot),
            None => self.slots.clone().acquire_owned().await.ok(),
        };
        drop(places);
        let alone = self.perform_together(several).await;
        drop(slot);
        for leased in alone {
            tokio::spawn(self.clone().perform_later(leased, taken, None));
        }
    }

    /// Whether a job can be done together with others.
    pub(super) fn is_done_together(&self, leased: &Leased) -> bool {
        leased.job.as_ref().is_some_and(|job| self.worker.is_done_together(job))
    }
}

async fn doing(worker: Arc<dyn super::Worker>, jobs: Vec<Held>, work: Option<Work>) -> Result<Finished, JobError> {
    let Some(first) = jobs.first() else {
        return Err(JobError::fail("no job"));
    };
    let work = match work {
        Some(mut work) => {
            work.caused_by(first.cause());
            work
        }
        None => first.begin().await?,
    };
    let at_most = AT_MOST.to_std().unwrap_or_default();
    let late = JobError::Retry { after: TimeDelta::zero(), reason: "took too long".to_owned() };
    tokio::time::timeout(at_most, worker.handle_together(&jobs, work)).await.unwrap_or(Err(late))
}
