//! Queue entry point: takes jobs, holds their lease while they are done, records the outcome.
//!
//! On Lambda the messages come as an SQS event with partial failures; in a container by long polling;
//! with the PostgreSQL doorbell by LISTEN and a look every few seconds.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use sqlx::postgres::PgListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tracing::Instrument;
use zvarot_domain::JobId;
use zvarot_store::{
    Store, Work,
    jobs::{self, Job, Leased, Queue},
};

mod ends;
mod held;
mod lambda;
mod together;

use self::{ends::UnwrittenEnd, held::End};
pub use self::held::{DELAYS, Finished, Held, JobError};
pub(crate) use self::lambda::answer_event;
use crate::{Clock, Platform};

/// A function that does the jobs of one queue.
#[async_trait::async_trait]
pub trait Worker: Send + Sync + 'static {
    /// The queue it works for.
    fn queue(&self) -> Queue;

    /// How many jobs it does at once where `JOB_CONCURRENCY` does not say it.
    fn at_once(&self) -> u32 {
        8
    }

    /// How many jobs more than it has hands for the worker takes in one go. For jobs that are quick: they wait in this
    /// process under their leases, and a busy worker asks the database once for many.
    fn ahead(&self) -> usize {
        0
    }

    /// Does one job. Doing it twice changes nothing.
    async fn handle(&self, held: &Held) -> Result<Finished, JobError>;

    /// Whether a job can be done together with others of its kind: by one transaction, when several of them wait.
    fn is_done_together(&self, _job: &Job) -> bool {
        false
    }

    /// Does several such jobs by one transaction, which it ends with them ([`Held::finish_together`]). When it does not succeed
    /// nothing was written, and each is done alone.
    async fn handle_together(&self, _several: &[Held], _work: Work) -> Result<Finished, JobError> {
        Err(JobError::fail("no jobs of this queue are done together"))
    }

    /// The job has finally failed (its last attempt, or a reason to give up): leaves a state that people see.
    async fn failed(
        &self,
        _held: &Held,
        _work: &mut Work,
        _reason: &str,
    ) -> zvarot_store::Result<()> {
        Ok(())
    }
}

/// How many times a job may be begun before it counts as poisoned: it kills its worker or never ends in its time.
const POISONED_AFTER: i32 = 40;
/// A job begun so often without an end is under suspicion, together with those that were in hand when their worker died. They
/// are done one at a time: the innocent come to their end, and whichever kills its worker takes no others with it.
const SUSPECTED_AFTER: i32 = 5;

/// Runs a worker until the process is told to stop (jobs in hand are finished first), or as a Lambda function.
///
/// # Errors
/// The configuration is wrong. A database or queue that does not answer is waited for.
pub async fn run(platform: &Platform, worker: Arc<dyn Worker>) -> anyhow::Result<()> {
    if platform.on_lambda() {
        return Box::pin(lambda::run(platform.clone(), worker)).await;
    }
    crate::http::serve_metrics(platform).await?;
    let runner = Runner::new(platform, worker)?.with_ends_together();
    tokio::select! {
        () = Box::pin(runner.clone().take_jobs(platform)) => {}
        () = crate::http::stop_signal() => {}
    }
    runner.drain().await;
    Ok(())
}

/// Does all that waits now and returns how many jobs were done: for tests.
pub async fn run_waiting(platform: &Platform, worker: &Arc<dyn Worker>) -> anyhow::Result<usize> {
    let runner = Runner::new(platform, worker.clone())?;
    let mut done = 0;
    loop {
        let batch = {
            let mut connection = runner.store.pool().acquire().await?;
            jobs::claim_batch(
                &mut connection,
                worker.queue(),
                16,
                runner.clock.now(),
                runner.lease,
            )
            .await?
        };
        if batch.is_empty() {
            return Ok(done);
        }
        done += batch.len();
        let (together, mut alone): (Vec<Leased>, Vec<Leased>) = batch.into_iter().partition(|leased| runner.is_done_together(leased));
        alone.extend(runner.perform_together(together).await);
        for leased in alone {
            runner.perform(leased).await;
        }
    }
}

type Permits = Vec<OwnedSemaphorePermit>;

#[derive(Clone)]
pub(crate) struct Runner {
    store: Store,
    clock: Clock,
    worker: Arc<dyn Worker>,
    sqs: Option<crate::sqs::SqsQueues>,
    slots: Arc<Semaphore>,
    concurrency: u32,
    /// Places of jobs that are taken ahead.
    ahead: Arc<Semaphore>,
    lease: TimeDelta,
    /// Where ends are written together; None: each at once.
    ends: Option<mpsc::UnboundedSender<UnwrittenEnd>>,
    ends_waiting: Arc<Semaphore>,
    /// Held by the one suspected job that is being done.
    suspected: Arc<Semaphore>,
    taking: Arc<together::Taking>,
}

impl Runner {
    /// `JOB_CONCURRENCY` (default [`Worker::at_once`]) jobs at once, each under a lease of `JOB_LEASE_SECONDS` (default 60) that is prolonged while it is done.
    pub(crate) fn new(platform: &Platform, worker: Arc<dyn Worker>) -> anyhow::Result<Self> {
        let concurrency = platform
            .environment
            .parsed("JOB_CONCURRENCY", worker.at_once())?
            .max(1);
        Ok(Self {
            store: platform.store.clone(),
            clock: platform.clock.clone(),
            ahead: Arc::new(Semaphore::new(worker.ahead())),
            worker,
            sqs: platform.sqs.clone(),
            slots: Arc::new(Semaphore::new(concurrency as usize)),
            concurrency,
            lease: TimeDelta::seconds(
                platform
                    .environment
                    .parsed("JOB_LEASE_SECONDS", 60_i64)?
                    .max(1),
            ),
            ends: None,
            ends_waiting: Arc::new(Semaphore::new(ends::WAITING as usize)),
            suspected: Arc::new(Semaphore::new(1)),
            taking: Arc::default(),
        })
    }

    /// From now on the ends of jobs that wrote nothing are written together.
    pub(crate) fn with_ends_together(mut self) -> Self {
        let (sender, ends) = mpsc::unbounded_channel();
        tokio::spawn(ends::write(self.store.clone(), ends));
        self.ends = Some(sender);
        self
    }

    pub(crate) async fn take_jobs(self, platform: &Platform) {
        match platform.sqs.clone() {
            Some(queues) => self.take_from_sqs(queues).await,
            None => self.take_from_postgres().await,
        }
    }

    /// Waits for the jobs in hand and for their ends.
    pub(crate) async fn drain(&self) {
        let all = async {
            let _slots = self.slots.acquire_many(self.concurrency).await;
            let _ends = self.ends_waiting.acquire_many(ends::WAITING).await;
        };
        let _ = tokio::time::timeout(Duration::from_secs(25), all).await;
    }

    async fn take_from_postgres(self) {
        let mut listener = None;
        loop {
            if listener.is_none() {
                listener = self.listen().await;
            }
            let taken = if self.taking.is_worth_it() { self.take_together().await } else { self.claim_free_slots().await.map(|taken| taken > 0) };
            match taken {
                Ok(false) => {}
                Ok(true) => continue,
                Err(error) => {
                    tracing::warn!(reason = error.to_string(), "jobs could not be taken");
                    listener = None;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    continue;
                }
            }
            match &mut listener {
                // A lost connection ends the wait with an error; the look every two seconds needs no ring at all.
                Some(open) => {
                    if let Ok(Err(_)) =
                        tokio::time::timeout(Duration::from_secs(2), open.recv()).await
                    {
                        listener = None;
                    }
                }
                None => tokio::time::sleep(Duration::from_secs(1)).await,
            }
        }
    }

    async fn listen(&self) -> Option<PgListener> {
        let mut listener = PgListener::connect_with(self.store.pool()).await.ok()?;
        listener.listen(&self.worker.queue().channel()).await.ok()?;
        Some(listener)
    }

    /// Takes as many due jobs as there are free slots, and [`Worker::ahead`] more, and begins them as slots come free.
    /// Returns how many.
    async fn claim_free_slots(&self) -> sqlx::Result<usize> {
        let Some((mut slots, mut places)) = self.room().await else {
            return Ok(0);
        };
        let asked = slots.len() + places.len();
        let batch = {
            let mut connection = self.store.pool().acquire().await?;
            jobs::claim_batch(&mut connection, self.worker.queue(), asked as i64, self.clock.now(), self.lease).await?
        };
        let taken = batch.len();
        self.taking.look_at(taken == asked && batch.iter().all(|leased| self.is_done_together(leased)));
        let (mut suspected, trusted): (Vec<Leased>, Vec<Leased>) =
            batch.into_iter().partition(|leased| leased.attempts > SUSPECTED_AFTER);
        // Another order each time, so that each of them comes before the one that kills at last.
        suspected.sort_by_key(|leased| leased.lease);
        for leased in suspected {
            tokio::spawn(self.clone().perform_alone(leased));
        }
        let (together, trusted): (Vec<Leased>, Vec<Leased>) = trusted.into_iter().partition(|leased| self.is_done_together(leased));
        if !together.is_empty() {
            // Without a slot they keep their places until they have one.
            let kept = if slots.is_empty() { together.len().min(places.len()) } else { 0 };
            tokio::spawn(self.clone().begin_together(together, slots.pop(), places.split_off(places.len() - kept)));
        }
        for leased in trusted {
            let runner = self.clone();
            match slots.pop() {
                Some(slot) => {
                    tokio::spawn(async move {
                        runner.perform(leased).await;
                        drop(slot);
                    });
                }
                // Slots are given out in the order in which they are asked for: these come before the next batch.
                None => {
                    tokio::spawn(runner.perform_later(leased, std::time::Instant::now(), places.pop()));
                }
            }
        }
        Ok(taken)
    }

    /// Waits until there is room for jobs: a free slot, or half of the places ahead, so that a busy worker's next jobs are
    /// on their way while it does the last ones. None: no more are to be taken.
    async fn room(&self) -> Option<(Permits, Permits)> {
        let half = self.worker.ahead().div_ceil(2);
        let (mut slots, mut places) = (Vec::new(), Vec::new());
        tokio::select! {
            biased;
            slot = self.slots.clone().acquire_owned() => slots.push(slot.ok()?),
            several = self.ahead.clone().acquire_many_owned(half as u32), if half > 0 => {
                let mut several = several.ok()?;
                places.extend(std::iter::from_fn(|| several.split(1)));
            }
        }
        slots.extend(std::iter::from_fn(|| self.slots.clone().try_acquire_owned().ok()));
        places.extend(std::iter::from_fn(|| self.ahead.clone().try_acquire_owned().ok()));
        Some((slots, places))
    }

    async fn perform_alone(self, leased: Leased) {
        let taken = std::time::Instant::now();
        let suspected = self.suspected.clone();
        if let Ok(_alone) = suspected.acquire().await {
            self.perform_later(leased, taken, None).await;
        }
    }

    /// Does a job that was taken ahead when a slot comes free, if it is still ours by then. Its place is free from then on.
    async fn perform_later(self, leased: Leased, taken: std::time::Instant, place: Option<OwnedSemaphorePermit>) {
        let Ok(_slot) = self.slots.clone().acquire_owned().await else {
            return;
        };
        drop(place);
        let old = taken.elapsed() >= (self.lease / 3).to_std().unwrap_or_default();
        if old && !self.still_ours(&leased).await {
            return;
        }
        self.perform(leased).await;
    }

    /// Prolongs the lease of a job that has waited. False: it was lost, or the database does not say.
    async fn still_ours(&self, leased: &Leased) -> bool {
        let Ok(mut connection) = self.store.pool().acquire().await else {
            return false;
        };
        let until = self.clock.now() + self.lease;
        matches!(jobs::extend(&mut connection, leased.id, leased.lease, until).await, Ok(true))
    }

    async fn take_from_sqs(self, queues: crate::sqs::SqsQueues) {
        let queue = self.worker.queue();
        loop {
            let Ok(first) = self.slots.clone().acquire_owned().await else {
                return;
            };
            let rings = match queues
                .receive(
                    queue,
                    i32::try_from(self.slots.available_permits() + 1).unwrap_or(10),
                )
                .await
            {
                Ok(rings) => rings,
                Err(error) => {
                    tracing::warn!(%error, queue = queue.code(), "queue does not answer");
                    drop(first);
                    // The queue is only a doorbell: what waits is done without it.
                    if let Err(error) = self.claim_free_slots().await {
                        tracing::warn!(reason = error.to_string(), "jobs could not be taken");
                    }
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    continue;
                }
            };
            drop(first);
            for ring in rings {
                let Ok(permit) = self.slots.clone().acquire_owned().await else {
                    return;
                };
                let (runner, queues) = (self.clone(), queues.clone());
                tokio::spawn(async move {
                    if runner.answer_ring(ring.job).await {
                        queues.remove(queue, &ring.receipt).await;
                    }
                    drop(permit);
                });
            }
        }
    }

    /// Answers one message. True: it is spent. False: leave it to come again, and to the dead letters in the end.
    async fn answer_ring(&self, job: Option<JobId>) -> bool {
        let Some(job) = job else {
            tracing::warn!(
                queue = self.worker.queue().code(),
                "a message that names no job"
            );
            return false;
        };
        let claimed = async {
            let mut connection = self.store.pool().acquire().await?;
            jobs::claim(&mut connection, job, self.clock.now(), self.lease).await
        };
        match claimed.await {
            // Done, being done, or not due: another ring will come for it.
            Ok(None) => true,
            Ok(Some(leased)) => {
                self.perform(leased).await;
                true
            }
            Err(error) => {
                tracing::warn!(reason = error.to_string(), "a job could not be taken");
                false
            }
        }
    }

    /// Does one job under its lease and records how it ended.
    async fn perform(&self, leased: Leased) {
        let span = span_of(&leased);
        let held = Arc::new(Held {
            store: self.store.clone(),
            clock: self.clock.clone(),
            leased,
        });
        let began = std::time::Instant::now();
        let result = if held.attempts() > POISONED_AFTER {
            Err(JobError::fail("begun too many times without an end"))
        } else {
            let (worker, job) = (self.worker.clone(), held.clone());
            let mut doing = tokio::spawn(async move { worker.handle(&job).await }.instrument(span.clone()));
            let done = tokio::select! {
                biased;
                done = &mut doing => done,
                () = self.keep_lease(&held.leased) => doing.await,
            };
            done.unwrap_or_else(|_| Err(JobError::retry(&held, "the handler panicked")))
        };
        let outcome = match &result {
            Ok(Finished(_)) => "done",
            Err(JobError::Retry { .. }) => "retry",
            Err(JobError::Fail { .. }) => "failed",
            Err(JobError::LeaseLost) => "lease_lost",
        };
        span.in_scope(|| self.count(&held.leased.kind, outcome, began.elapsed()));
        if let Err(error) = self.record(&held, result).instrument(span).await {
            // The lease runs out and the sweep frees the job.
            tracing::warn!(
                reason = error.to_string(),
                "the end of a job could not be recorded"
            );
        }
    }

    fn count(&self, kind: &str, outcome: &'static str, took: Duration) {
        let queue = self.worker.queue().code();
        metrics::counter!("jobs", "queue" => queue, "kind" => kind.to_owned(), "outcome" => outcome).increment(1);
        metrics::histogram!("job_seconds", "queue" => queue, "kind" => kind.to_owned()).record(took);
        tracing::info!(outcome, milliseconds = took.as_millis() as u64, "job ended");
    }

    /// Prolongs a lease at each third of its length; ends when it is lost.
    async fn keep_lease(&self, leased: &Leased) {
        let pause = (self.lease / 3).to_std().unwrap_or(Duration::from_secs(20));
        loop {
            tokio::time::sleep(pause).await;
            let Ok(mut connection) = self.store.pool().acquire().await else {
                continue;
            };
            let until = self.clock.now() + self.lease;
            if let Ok(false) = jobs::extend(&mut connection, leased.id, leased.lease, until).await {
                return;
            }
        }
    }

    async fn record(&self, held: &Held, result: Result<Finished, JobError>) -> sqlx::Result<()> {
        let (id, lease) = (held.leased.id, held.leased.lease);
        match result {
            Ok(Finished(End::Committed)) | Err(JobError::LeaseLost) => Ok(()),
            Ok(Finished(End::Unwritten)) => {
                if let Some(ends) = &self.ends
                    && let Ok(waiting) = self.ends_waiting.clone().acquire_owned().await
                {
                    let _ = ends.send(UnwrittenEnd { id, lease, waiting });
                    return Ok(());
                }
                let mut connection = self.store.pool().acquire().await?;
                jobs::finish_all(&mut connection, &[(id, lease)]).await?;
                Ok(())
            }
            Err(JobError::Retry { after, reason }) => {
                let mut connection = self.store.pool().acquire().await?;
                let run_at = self.clock.now() + after;
                if jobs::retry(&mut connection, id, lease, run_at, &reason).await?
                    && let Some(sqs) = &self.sqs
                {
                    drop(connection);
                    sqs.ring_later(self.worker.queue(), id, after.to_std().unwrap_or_default())
                        .await;
                }
                Ok(())
            }
            Err(JobError::Fail { reason }) => {
                tracing::error!(reason, "job failed for good");
                let mut work = self.store.begin(&held.cause()).await?;
                if jobs::fail(work.connection(), id, lease, &reason).await? {
                    self.worker.failed(held, &mut work, &reason).await?;
                    work.commit().await?;
                }
                Ok(())
            }
        }
    }
}

/// By which the logs of a job are found from the request that caused it.
fn span_of(leased: &Leased) -> tracing::Span {
    tracing::info_span!("job", trace_id = leased.trace_id, job = %leased.id, kind = leased.kind, attempt = leased.attempts)
}
