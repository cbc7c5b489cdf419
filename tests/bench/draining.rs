//! The job table drained by the workers' own loop with jobs that are taken and finished and do nothing between, beside a bare
//! batch of 100 by `SKIP LOCKED` under pgbench. Jobs that are done together end in the transaction that takes them, as the bare
//! batch that takes and forgets; those that are done alone have a lease written between, as the other bare one.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use zvarot_platform::queue::{self, Finished, Held, JobError, Worker};
use zvarot_platform::{Environment, Platform};
use zvarot_store::{
    Work,
    jobs::{Job, Queue},
};
use zvarot_tests::{System, setting};

use crate::{Line, line};

/// Jobs of one measure; `ZVAROT_BENCH_JOBS` makes them fewer.
const JOBS: i64 = 100_000;
const BATCH: i64 = 100;
const GOAL: f64 = 0.5;

/// Does nothing with a job but end it, and counts down those that are left: asking the table all the time would cost more
/// than the loop that is measured.
struct Idle {
    left: Arc<AtomicI64>,
    together: bool,
}

#[async_trait::async_trait]
impl Worker for Idle {
    fn queue(&self) -> Queue {
        Queue::Load
    }

    /// Half of them are asked for at a time: a batch.
    fn ahead(&self) -> usize {
        2 * usize::try_from(BATCH).expect("small") - self.at_once() as usize
    }

    async fn handle(&self, held: &Held) -> Result<Finished, JobError> {
        self.left.fetch_sub(1, Ordering::Relaxed);
        held.finish_without_writing().await
    }

    fn is_done_together(&self, _: &Job) -> bool {
        self.together
    }

    async fn handle_together(&self, several: &[Held], work: Work) -> Result<Finished, JobError> {
        let finished = Held::finish_together(several, work).await?;
        self.left.fetch_sub(i64::try_from(several.len()).expect("few"), Ordering::Relaxed);
        Ok(finished)
    }
}

pub async fn measure(system: &System) -> Vec<Line> {
    let jobs: i64 = setting("ZVAROT_BENCH_JOBS").and_then(|count| count.parse().ok()).unwrap_or(JOBS);
    let jobs = jobs / BATCH * BATCH;
    let beside = |what: &str, ours: f64, bare: f64| {
        let ratio = ours / bare;
        line(what, format!("{ratio:.2} ({ours:.0} / {bare:.0} a second)"), ">= 0.5", ratio >= GOAL)
    };
    let forgotten = bare(system, jobs, FORGOTTEN).await;
    let together = ours(system, jobs, true).await;
    let leased = bare(system, jobs, LEASED).await;
    let alone = ours(system, jobs, false).await;
    println!("draining: jobs done alone {:.2} of bare batches without leases", alone / forgotten);
    vec![
        beside("draining jobs done together, beside bare batches of 100", together, forgotten),
        beside("draining jobs done alone, beside bare batches of 100 with leases", alone, leased),
    ]
}

/// Takes and removes at once: what is lost when its taker dies.
const FORGOTTEN: &str = "DELETE FROM jobs WHERE id = ANY (ARRAY(SELECT id FROM jobs WHERE queue = 'load' AND state = 'waiting' AND run_at <= now() \
    ORDER BY run_at LIMIT 100 FOR UPDATE SKIP LOCKED));\n";
/// The same with what a worker's death must leave behind: the lease, committed before the work.
const LEASED: &str = "UPDATE jobs SET lease = gen_random_uuid(), leased_until = now() + interval '1 minute', attempts = attempts + 1 \
    WHERE id = ANY (ARRAY(SELECT id FROM jobs WHERE queue = 'load' AND state = 'waiting' AND lease IS NULL AND run_at <= now() ORDER BY run_at LIMIT 100 FOR UPDATE SKIP LOCKED)) \
    RETURNING id, kind, payload, lease, attempts, trace_id, created_at;\nDELETE FROM jobs WHERE id = ANY (ARRAY(SELECT id FROM jobs \
    WHERE queue = 'load' AND state = 'waiting' ORDER BY run_at LIMIT 100));\n";

/// Jobs a second of a script that handles 100 in each of its runs.
async fn bare(system: &System, jobs: i64, script: &str) -> f64 {
    fill(system, jobs).await;
    let path = system.data().join("drain.sql");
    std::fs::write(&path, script).expect("the script can be written");
    let mut command = Command::new(zvarot_machine::postgres::installed().expect("PostgreSQL is installed").join("pgbench"));
    command.args(["-n", "-M", "prepared", "-c", "1", "-t"]).arg((jobs / BATCH).to_string()).arg("-f").arg(&path).arg(system.variable("DATABASE_URL"));
    let begun = Instant::now();
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("it ran").expect("pgbench is part of PostgreSQL");
    let took = begun.elapsed();
    assert!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr));
    assert!(!any_left(system).await, "all are taken");
    jobs as f64 / took.as_secs_f64()
}

/// Jobs a second of the workers' loop, from its start to the last job's end.
async fn ours(system: &System, jobs: i64, together: bool) -> f64 {
    fill(system, jobs).await;
    let variables = system.variables().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let quiet = std::iter::once(("METRICS_ADDRESS".to_owned(), String::new()));
    let environment = Environment::from_map(variables.chain(quiet).collect());
    let platform = Platform::start("load", environment).await.expect("the system's own variables are right");
    let begun = Instant::now();
    let left = Arc::new(AtomicI64::new(jobs));
    let worker = Arc::new(Idle { left: left.clone(), together });
    let running = tokio::spawn(async move { queue::run(&platform, worker).await });
    while left.load(Ordering::Relaxed) > 0 || any_left(system).await {
        assert!(!running.is_finished(), "the loop goes on");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = begun.elapsed();
    running.abort();
    jobs as f64 / took.as_secs_f64()
}

async fn any_left(system: &System) -> bool {
    system.count("SELECT count(*) FROM (SELECT FROM jobs WHERE queue = 'load' LIMIT 1) AS waiting").await > 0
}

async fn fill(system: &System, jobs: i64) {
    sqlx::query(
        "INSERT INTO jobs (id, queue, kind, payload, run_at, rung_at, created_at)
         SELECT gen_random_uuid(), 'load', 'load', jsonb_build_object('load_id', gen_random_uuid()), now() - interval '1 minute', now(), now() FROM generate_series(1, $1)",
    )
    .bind(jobs)
    .execute(&system.database)
    .await
    .expect("jobs can be written");
    sqlx::raw_sql("VACUUM ANALYZE jobs").execute(&system.database).await.expect("tidied");
}
