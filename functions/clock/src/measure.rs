//! Measures what waits, what failed and what nobody knows about: gauges where Prometheus reads them, one log line
//! where the log is all there is (OPS-03). The alarms of `infra/` stand on both.

use std::time::Duration;

use chrono::TimeDelta;
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::{
    deliveries,
    jobs::{self, Queue, QueueState},
};

/// Messages of unknown fate count for this long.
const UNKNOWN_WITHIN: TimeDelta = TimeDelta::days(1);

pub struct Measure;

#[async_trait::async_trait]
impl Task for Measure {
    fn name(&self) -> &'static str {
        "measure"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(60)
    }

    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let now = platform.clock.now();
        let mut connection = platform.store.pool().acquire().await?;
        let states = jobs::states(&mut connection).await?;
        let unknown = deliveries::count_unknown(&mut connection, now - UNKNOWN_WITHIN).await?;
        drop(connection);
        let of = |queue: Queue, state: &str| -> Option<&QueueState> {
            let code = queue.code();
            states
                .iter()
                .find(|row| row.queue == code && row.state == state)
        };
        let (mut failed_jobs, mut overdue_seconds) = (0, 0);
        for queue in Queue::ALL {
            for state in ["waiting", "running", "failed"] {
                let jobs = of(queue, state).map_or(0, |row| row.jobs);
                metrics::gauge!("jobs_present", "queue" => queue.code(), "state" => state)
                    .set(jobs as f64);
            }
            failed_jobs += of(queue, "failed").map_or(0, |row| row.jobs);
            let due = of(queue, "waiting").and_then(|row| row.oldest);
            let overdue = due.map_or(0, |due| (now - due).num_seconds().max(0));
            metrics::gauge!("jobs_overdue_seconds", "queue" => queue.code()).set(overdue as f64);
            overdue_seconds = overdue_seconds.max(overdue);
        }
        metrics::gauge!("deliveries_unknown").set(unknown as f64);
        tracing::info!(
            overdue_seconds,
            failed_jobs,
            unknown_deliveries = unknown,
            "work measured"
        );
        Ok(())
    }
}
