//! Jobs on a real database: leases, retries, what a dead worker left.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{FileId, JobId};
use zvarot_platform::queue::{self, DELAYS, Finished, Held, JobError, Worker};
use zvarot_platform::{Clock, Environment, Platform};
use zvarot_store::doorbell::SilentDoorbell;
use zvarot_store::jobs::{self, Job, Leased, Queue};
use zvarot_store::{Store, Work};

/// What a worker does with the next job.
type Act = fn(&Held) -> Result<(), JobError>;

/// A worker that follows a script, one line a job; without one it does the job.
struct Scripted {
    script: Mutex<Vec<Act>>,
    failed: Mutex<Vec<String>>,
}

#[async_trait::async_trait]
impl Worker for Scripted {
    fn queue(&self) -> Queue {
        Queue::Files
    }

    async fn handle(&self, held: &Held) -> Result<Finished, JobError> {
        let act = self.script.lock().expect("whole").pop();
        if let Some(act) = act {
            act(held)?;
        }
        held.finish_without_writing().await
    }

    async fn failed(&self, _: &Held, _: &mut Work, reason: &str) -> zvarot_store::Result<()> {
        self.failed.lock().expect("whole").push(reason.to_owned());
        Ok(())
    }
}

struct Place {
    platform: Platform,
    scripted: Arc<Scripted>,
}

impl Place {
    fn new(pool: PgPool) -> Self {
        let start = Utc.with_ymd_and_hms(2026, 11, 23, 7, 0, 0).single();
        let clock = Clock::frozen(start.expect("it exists"));
        let store = Store::new(pool, Arc::new(SilentDoorbell));
        let environment = Environment::from_map(Default::default());
        Self {
            platform: Platform::of_parts("files", environment, store, clock),
            scripted: Arc::new(Scripted {
                script: Mutex::default(),
                failed: Mutex::default(),
            }),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.platform.clock.now()
    }

    fn then(&self, act: Act) {
        self.scripted.script.lock().expect("whole").push(act);
    }

    async fn enqueue(&self) -> JobId {
        let file_id = FileId(Uuid::now_v7());
        let store = &self.platform.store;
        let mut work = store.begin(&self.platform.cause()).await.expect("begun");
        let id = work.enqueue(Job::RemoveFile { file_id }).await;
        work.commit().await.expect("committed");
        id.expect("written")
    }

    async fn run(&self) -> usize {
        let worker: Arc<dyn Worker> = self.scripted.clone();
        let done = queue::run_waiting(&self.platform, &worker).await;
        done.expect("run")
    }

    async fn claim(&self, id: JobId, lease: i64) -> Option<Leased> {
        let mut connection = self.platform.store.pool().acquire().await.expect("connected");
        let lease = TimeDelta::seconds(lease);
        let claimed = jobs::claim(&mut connection, id, self.now(), lease).await;
        claimed.expect("asked")
    }

    async fn free_expired(&self) -> u64 {
        let mut connection = self.platform.store.pool().acquire().await.expect("connected");
        let freed = jobs::free_expired(&mut connection, self.now()).await;
        freed.expect("asked")
    }

    /// State, attempts, seconds until it runs, the last error.
    async fn job(&self) -> Option<(String, i32, i64, Option<String>)> {
        let row: Option<(String, i32, DateTime<Utc>, Option<String>)> =
            sqlx::query_as("SELECT CASE WHEN lease IS NULL THEN state ELSE 'running' END, attempts, run_at, last_error FROM jobs")
                .fetch_optional(self.platform.store.pool())
                .await
                .expect("read");
        row.map(|(state, attempts, at, error)| {
            let seconds = (at - self.now()).num_seconds();
            (state, attempts, seconds, error)
        })
    }
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_job_is_held_by_one_worker_and_only_its_lease_writes(pool: PgPool) {
    let place = Place::new(pool);
    let id = place.enqueue().await;
    let held = place.claim(id, 60).await.expect("it waits");
    assert!(place.claim(id, 60).await.is_none(), "nobody else gets it");
    assert_eq!(place.run().await, 0);
    place.platform.clock.advance(TimeDelta::seconds(59));
    assert_eq!(place.free_expired().await, 0, "its worker is still at it");

    let store = &place.platform.store;
    let mut connection = store.pool().acquire().await.expect("connected");
    let until = place.now() + TimeDelta::seconds(60);
    assert!(jobs::extend(&mut connection, id, held.lease, until).await.expect("asked"));
    place.platform.clock.advance(TimeDelta::seconds(59));
    assert_eq!(place.free_expired().await, 0, "it was prolonged");
    place.platform.clock.advance(TimeDelta::seconds(2));
    assert_eq!(place.free_expired().await, 1, "its worker is gone");

    let second = place.claim(id, 60).await.expect("it waits again");
    assert_eq!(second.attempts, 2);
    // The first worker wakes up: nothing of its counts.
    let (lease, now) = (held.lease, place.now());
    assert!(!jobs::extend(&mut connection, id, lease, until).await.expect("asked"));
    assert!(!jobs::finish(&mut connection, id, lease).await.expect("asked"));
    assert!(!jobs::retry(&mut connection, id, lease, now, "late").await.expect("asked"));
    assert!(!jobs::fail(&mut connection, id, lease, "late").await.expect("asked"));
    assert_eq!(place.job().await.expect("there").0, "running");
    assert!(jobs::finish(&mut connection, id, second.lease).await.expect("asked"));
    assert!(place.job().await.is_none());
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_a_worker_wrote_after_it_lost_its_lease_is_undone(pool: PgPool) {
    let place = Place::new(pool);
    place.enqueue().await;
    // While it works, its lease runs out and another takes the job.
    place.then(|held| {
        held.job()?;
        Err(JobError::LeaseLost)
    });
    assert_eq!(place.run().await, 1);
    let (state, attempts, ..) = place.job().await.expect("it is kept");
    assert_eq!((state.as_str(), attempts), ("running", 1), "nothing is recorded for it");
    place.platform.clock.advance(TimeDelta::seconds(61));
    assert_eq!(place.free_expired().await, 1);
    assert_eq!(place.run().await, 1);
    assert!(place.job().await.is_none());
}

// REQ: NOT-02
// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_job_is_tried_again_after_waits_that_grow_until_a_person_sees_it(pool: PgPool) {
    let place = Place::new(pool);
    let id = place.enqueue().await;
    for (before, delay) in DELAYS.into_iter().enumerate() {
        place.then(|held| Err(JobError::retry(held, "the other side is away")));
        assert_eq!(place.run().await, 1, "attempt {}", before + 1);
        let (state, attempts, seconds, reason) = place.job().await.expect("it is kept");
        assert_eq!(state, "waiting");
        assert_eq!(usize::try_from(attempts).expect("small"), before + 1);
        assert_eq!(seconds, delay, "attempt {attempts}");
        assert_eq!(reason.as_deref(), Some("the other side is away"));
        place.platform.clock.advance(TimeDelta::seconds(delay - 1));
        assert_eq!(place.run().await, 0, "not before its time");
        place.platform.clock.advance(TimeDelta::seconds(1));
    }
    place.then(|held| Err(JobError::retry(held, "the other side is away")));
    assert_eq!(place.run().await, 1);
    assert_eq!(place.job().await.expect("it is kept").0, "failed");
    assert_eq!(*place.scripted.failed.lock().expect("whole"), ["the other side is away"]);
    place.platform.clock.advance(TimeDelta::days(30));
    assert_eq!((place.free_expired().await, place.run().await), (0, 0), "it waits for a person");

    // The operator has it tried again: from the first delay on.
    let store = &place.platform.store;
    let mut work = store.begin(&place.platform.cause()).await.expect("begun");
    assert!(work.revive(id).await.expect("asked"));
    work.commit().await.expect("committed");
    assert_eq!(place.run().await, 1);
    assert!(place.job().await.is_none(), "and is done");
}

/// Counts how many jobs are being done at once.
#[derive(Default)]
struct Counting {
    now: AtomicUsize,
    most: AtomicUsize,
    done: AtomicUsize,
}

#[async_trait::async_trait]
impl Worker for Counting {
    fn queue(&self) -> Queue {
        Queue::Files
    }

    fn ahead(&self) -> usize {
        8
    }

    async fn handle(&self, held: &Held) -> Result<Finished, JobError> {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        self.now.fetch_sub(1, Ordering::SeqCst);
        self.done.fetch_add(1, Ordering::SeqCst);
        held.finish_without_writing().await
    }
}

async fn most_at_once(pool: PgPool, begun_before: i32) -> usize {
    let place = Place::new(pool);
    for _ in 0..12 {
        place.enqueue().await;
    }
    let database = place.platform.store.pool();
    sqlx::query("UPDATE jobs SET attempts = $1").bind(begun_before).execute(database).await.expect("set");
    let counting = Arc::new(Counting::default());
    let until_done = async {
        while counting.done.load(Ordering::SeqCst) < 12 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        ended = queue::run(&place.platform, counting.clone()) => ended.expect("it runs until it is told to stop"),
        () = until_done => {}
    }
    counting.most.load(Ordering::SeqCst)
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn jobs_whose_worker_died_again_and_again_are_done_one_at_a_time(pool: PgPool) {
    assert_eq!(most_at_once(pool, 8).await, 1);
}

#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn other_jobs_are_done_side_by_side(pool: PgPool) {
    assert!(most_at_once(pool, 0).await > 1);
}

/// Does its jobs together; what was taken without a lease is held until it is let go.
#[derive(Default)]
struct Together {
    done: AtomicUsize,
    /// Batches that came without leases, and what becomes of the first of them.
    taken: AtomicUsize,
    first: Option<First>,
    alone: AtomicUsize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Fails,
    Panics,
    LosesItsConnection,
}

#[async_trait::async_trait]
impl Worker for Together {
    fn queue(&self) -> Queue {
        Queue::Files
    }

    fn is_done_together(&self, _: &Job) -> bool {
        true
    }

    async fn handle(&self, held: &Held) -> Result<Finished, JobError> {
        self.alone.fetch_add(1, Ordering::SeqCst);
        self.done.fetch_add(1, Ordering::SeqCst);
        held.finish_without_writing().await
    }

    async fn handle_together(&self, several: &[Held], mut work: Work) -> Result<Finished, JobError> {
        if several.iter().all(|held| held.attempts() == 0) && self.taken.fetch_add(1, Ordering::SeqCst) == 0 {
            match self.first {
                Some(First::Fails) => return Err(JobError::fail("one of them cannot be read")),
                Some(First::Panics) => panic!("a test's own panic"),
                Some(First::LosesItsConnection) => {
                    let _ = sqlx::query("SELECT pg_terminate_backend(pg_backend_pid())").execute(work.connection()).await;
                }
                None => {}
            }
        }
        let finished = Held::finish_together(several, work).await?;
        self.done.fetch_add(several.len(), Ordering::SeqCst);
        Ok(finished)
    }
}

async fn drained(pool: PgPool, first: Option<First>) -> Arc<Together> {
    const JOBS: usize = 800;
    let place = Place::new(pool);
    let database = place.platform.store.pool();
    sqlx::query(
        "INSERT INTO jobs (id, queue, kind, payload, run_at, created_at)
         SELECT gen_random_uuid(), 'files', 'remove_file', jsonb_build_object('file_id', gen_random_uuid()), $1, $1 FROM generate_series(1, $2)",
    )
    .bind(place.now())
    .bind(JOBS as i64)
    .execute(database)
    .await
    .expect("written");
    let together = Arc::new(Together { first, ..Together::default() });
    let until_done = async {
        while together.done.load(Ordering::SeqCst) < JOBS {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        ended = queue::run(&place.platform, together.clone()) => ended.expect("it runs until it is told to stop"),
        () = until_done => {}
    }
    assert_eq!(together.done.load(Ordering::SeqCst), JOBS, "each once");
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM jobs").fetch_one(database).await.expect("read");
    assert_eq!(left, 0);
    together
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn many_jobs_that_are_done_together_end_in_the_transaction_that_took_them(pool: PgPool) {
    let together = drained(pool, None).await;
    assert!(together.taken.load(Ordering::SeqCst) >= 3, "after the first claims");
    assert_eq!(together.alone.load(Ordering::SeqCst), 0);
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn jobs_whose_transaction_fails_wait_again_and_are_done_under_leases(pool: PgPool) {
    assert!(drained(pool, Some(First::Fails)).await.taken.load(Ordering::SeqCst) > 0);
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn jobs_whose_handler_panics_in_their_transaction_wait_again(pool: PgPool) {
    assert!(drained(pool, Some(First::Panics)).await.taken.load(Ordering::SeqCst) > 0);
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn jobs_whose_transaction_loses_its_connection_wait_again(pool: PgPool) {
    assert!(drained(pool, Some(First::LosesItsConnection)).await.taken.load(Ordering::SeqCst) > 0);
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_handler_that_panics_is_tried_again_and_one_that_kills_its_workers_is_given_up(pool: PgPool) {
    let place = Place::new(pool);
    let id = place.enqueue().await;
    place.then(|_| panic!("a test's own panic"));
    assert_eq!(place.run().await, 1);
    let (state, _, seconds, reason) = place.job().await.expect("it is kept");
    assert_eq!((state.as_str(), seconds), ("waiting", DELAYS[0]));
    assert_eq!(reason.as_deref(), Some("the handler panicked"));

    // Forty times a worker takes it and dies.
    for _ in 0..40 {
        place.platform.clock.advance(TimeDelta::hours(5));
        if place.claim(id, 60).await.is_none() {
            break;
        }
        place.platform.clock.advance(TimeDelta::seconds(61));
        assert_eq!(place.free_expired().await, 1);
    }
    assert_eq!(place.run().await, 1);
    let (state, _, _, reason) = place.job().await.expect("it is kept");
    assert_eq!(state, "failed", "{reason:?}");
    assert_eq!(place.scripted.failed.lock().expect("whole").len(), 1);
}

// REQ: OPS-04
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_job_of_a_newer_version_waits_for_a_worker_that_knows_it(pool: PgPool) {
    let place = Place::new(pool);
    place.enqueue().await;
    sqlx::query("UPDATE jobs SET kind = 'fold_paper'")
        .execute(place.platform.store.pool())
        .await
        .expect("done");
    place.then(|held| held.job().map(|_| ()));
    assert_eq!(place.run().await, 1);
    let (state, _, seconds, reason) = place.job().await.expect("it is kept");
    assert_eq!((state.as_str(), seconds), ("waiting", 60));
    assert_eq!(reason.as_deref(), Some("unknown kind fold_paper"));
}
