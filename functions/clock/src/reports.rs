//! Reports: their summaries are brought up to date soon after every change, scheduled ones are asked for when they are
//! due, once each, and files whose thirty days are over are removed (REP-04, REP-06).

use std::time::Duration;

use chrono::{TimeDelta, Timelike};
use zvarot_domain::minsk;
use zvarot_objects::Objects;
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::{
    jobs::{self, Job, Queue},
    reports::{NewReport, files, schedules, summaries},
};

/// How long the files are kept.
const KEPT: TimeDelta = TimeDelta::days(30);
/// From this hour of the day in Minsk scheduled reports come: the night's loads are done, the working day not begun.
const FROM_HOUR: u32 = 6;
/// Schedules taken in one transaction.
const TAKEN: i64 = 200;

/// Has the summaries brought up to date.
pub struct Summaries;

#[async_trait::async_trait]
impl Task for Summaries {
    fn name(&self) -> &'static str {
        "report_summaries"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(5)
    }

    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let mut work = platform.store.begin(&platform.cause()).await?;
        let under_way = jobs::is_under_way(work.connection(), Queue::Reports, "fold_summaries").await?;
        if !under_way && summaries::due(work.connection()).await? {
            work.enqueue(Job::FoldSummaries {}).await?;
        }
        Ok(work.commit().await?)
    }
}

/// Asks for the scheduled reports that are due.
pub struct Scheduled;

#[async_trait::async_trait]
impl Task for Scheduled {
    fn name(&self) -> &'static str {
        "scheduled_reports"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(60)
    }

    // REQ: REP-06
    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let cause = platform.cause();
        let now = minsk::local(cause.now);
        if now.hour() < FROM_HOUR {
            return Ok(());
        }
        let mut work = platform.store.begin(&cause).await?;
        for schedule in schedules::take_due(work.connection(), now.date(), TAKEN).await? {
            let report = NewReport {
                account: schedule.account_id,
                question: &schedule.question,
                period: schedule.rhythm.period(schedule.next_on),
                format: schedule.format,
                locale: schedule.locale,
                schedule: Some(schedule.id),
            };
            // None: another clock asked for it, whatever made it forget the next day.
            if let Some(report_id) = files::insert(work.connection(), &report, cause.now).await? {
                work.enqueue(Job::FormReport { report_id }).await?;
            }
            schedules::advance(work.connection(), schedule.id, schedule.rhythm.next_after(schedule.next_on)).await?;
        }
        Ok(work.commit().await?)
    }
}

/// Removes files whose days are over, and sums that have become nothing.
pub struct Outlived {
    pub objects: Objects,
}

#[async_trait::async_trait]
impl Task for Outlived {
    fn name(&self) -> &'static str {
        "outlived_reports"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(60 * 60)
    }

    // REQ: REP-04
    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let now = platform.clock.now();
        let mut connection = platform.store.pool().acquire().await?;
        summaries::remove_nothings(&mut connection).await?;
        for (id, key) in files::outlived(&mut connection, now - KEPT, 500).await? {
            self.objects.delete(&key).await?;
            files::removed(&mut connection, id).await?;
        }
        Ok(())
    }
}
