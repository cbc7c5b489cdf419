//! The sweep on a real database: nothing is lost with the queue, and nothing is rung for without end.

use std::sync::{Arc, Mutex};

use chrono::{TimeDelta, TimeZone, Utc};
use sqlx::PgPool;
use uuid::Uuid;
use zvarot_domain::{FileId, JobId};
use zvarot_platform::schedule::Task as _;
use zvarot_platform::{Clock, Environment, Platform};
use zvarot_store::Store;
use zvarot_store::doorbell::Doorbell;
use zvarot_store::jobs::{self, Job, Queue};

use crate::sweep::Sweep;

/// A queue that loses everything and remembers what it was rung for.
#[derive(Default)]
struct Lossy(Mutex<Vec<JobId>>);

#[async_trait::async_trait]
impl Doorbell for Lossy {
    async fn ring(&self, rings: &[(Queue, JobId)]) {
        let rings = rings.iter().map(|(_, id)| *id);
        self.0.lock().expect("whole").extend(rings);
    }
}

struct Place {
    platform: Platform,
    bell: Arc<Lossy>,
}

impl Place {
    fn new(pool: PgPool) -> Self {
        let start = Utc.with_ymd_and_hms(2026, 11, 23, 7, 0, 0).single();
        let clock = Clock::frozen(start.expect("it exists"));
        let bell = Arc::new(Lossy::default());
        let environment = Environment::from_map(Default::default());
        let store = Store::new(pool, bell.clone());
        Self {
            platform: Platform::of_parts("clock", environment, store, clock),
            bell,
        }
    }

    async fn enqueue(&self, in_seconds: i64) -> JobId {
        let file_id = FileId(Uuid::now_v7());
        let job = Job::RemoveFile { file_id };
        let store = &self.platform.store;
        let mut work = store.begin(&self.platform.cause()).await.expect("begun");
        let id = match in_seconds {
            0 => work.enqueue(job).await,
            later => {
                let at = self.platform.clock.now() + TimeDelta::seconds(later);
                work.enqueue_at(job, at).await
            }
        };
        work.commit().await.expect("committed");
        id.expect("written")
    }

    fn pass(&self, seconds: i64) {
        self.platform.clock.advance(TimeDelta::seconds(seconds));
    }

    /// What is rung for by a sweep now.
    async fn sweep(&self) -> Vec<JobId> {
        self.bell.0.lock().expect("whole").clear();
        Sweep.run(&self.platform).await.expect("swept");
        self.bell.0.lock().expect("whole").clone()
    }
}

// REQ: SEC-05
// REQ: NOT-02
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn a_lost_ring_is_rung_again_every_half_minute_and_not_more(pool: PgPool) {
    let place = Place::new(pool);
    let id = place.enqueue(0).await;
    assert_eq!(*place.bell.0.lock().expect("whole"), [id], "it is rung for after the commit");
    place.pass(30);
    assert!(place.sweep().await.is_empty(), "a worker may be about to take it");
    place.pass(1);
    assert_eq!(place.sweep().await, [id]);
    assert!(place.sweep().await.is_empty(), "twice changes nothing");
    place.pass(31);
    assert_eq!(place.sweep().await, [id], "until somebody comes");
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_is_to_be_done_later_is_rung_for_when_its_time_has_come(pool: PgPool) {
    let place = Place::new(pool);
    let later = place.enqueue(600).await;
    assert!(place.sweep().await.is_empty());
    place.pass(599);
    assert!(place.sweep().await.is_empty());
    place.pass(1);
    assert_eq!(place.sweep().await, [later]);
}

// REQ: SEC-05
#[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
async fn what_a_dead_worker_held_is_freed_and_rung_for_at_once(pool: PgPool) {
    let place = Place::new(pool);
    let id = place.enqueue(0).await;
    let mut connection = place.platform.store.pool().acquire().await.expect("connected");
    let now = place.platform.clock.now();
    let claimed = jobs::claim(&mut connection, id, now, TimeDelta::seconds(60)).await;
    assert!(claimed.expect("asked").is_some());
    place.pass(59);
    assert!(place.sweep().await.is_empty(), "it may live");
    place.pass(2);
    assert_eq!(place.sweep().await, [id]);
    let (state, held): (String, bool) = sqlx::query_as("SELECT state, lease IS NOT NULL FROM jobs").fetch_one(&mut *connection).await.expect("read");
    assert_eq!((state.as_str(), held), ("waiting", false));
}
