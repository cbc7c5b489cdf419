//! Letters of what was gathered for officials: one of many instead of many (NOT-01). Letters with answers that nobody sends (REV-10).

use std::time::Duration;

use chrono::TimeDelta;
use zvarot_actions::messages;
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::{deliveries, jobs::Job};

/// Whoever forms the document of an answer writes the job of its letter with the same transaction: a letter that is without one
/// so long after was missed, by a worker of an earlier version.
const MISSED_AFTER: TimeDelta = TimeDelta::minutes(5);
/// So many of them at once.
const MISSED: i64 = 200;

pub struct Letters;

#[async_trait::async_trait]
impl Task for Letters {
    fn name(&self) -> &'static str {
        "letters"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(10)
    }

    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        messages::tell_gathered(&platform.store, &platform.cause()).await?;
        send_missed(platform).await
    }
}

async fn send_missed(platform: &Platform) -> anyhow::Result<()> {
    let mut work = platform.store.begin(&platform.cause()).await?;
    let before = work.now() - MISSED_AFTER;
    let missed = deliveries::forgotten_letters(work.connection(), before, MISSED).await?;
    let jobs: Vec<Job> = missed.into_iter().map(|delivery_id| Job::SendAnswer { delivery_id }).collect();
    if !jobs.is_empty() {
        tracing::warn!(letters = jobs.len(), "letters with answers had no job");
    }
    work.enqueue_all(&jobs).await?;
    Ok(work.commit().await?)
}
