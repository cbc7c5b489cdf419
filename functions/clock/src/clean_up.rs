//! Removes what nobody needs any more: ended sessions, expired codes, old locks and limits, files that nobody holds, stray objects.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use zvarot_domain::minsk;
use zvarot_objects::Objects;
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::{
    answer_drafts, api_calls, api_clients, confirmations, files, jobs::Job, loads, rate_limits, reminders,
    security, sessions,
};

/// Chunks of uploads never finished are kept this long; checked bytes lie elsewhere.
const STRAY_UPLOADS_KEPT: TimeDelta = TimeDelta::days(2);
/// The answer to a call with an `Idempotency-Key` is given again for this long.
const KEYS_KEPT: TimeDelta = TimeDelta::days(2);
/// The journal of the API's calls is kept this long.
const CALLS_KEPT: TimeDelta = TimeDelta::days(400);
/// An upload that belongs to nothing is kept this long.
const UNHELD_FILES_KEPT: TimeDelta = TimeDelta::days(1);
/// What came of the records of a load is kept this long, with the wrong ones to be corrected; the appeals stay.
const LOADS_KEPT: TimeDelta = TimeDelta::days(90);
/// Reminders of closed appeals are shown on their day's page for so long.
const REMINDERS_KEPT: TimeDelta = TimeDelta::days(400);
/// An answer that nobody goes on writing is kept this long.
const ANSWERS_BEGUN_KEPT: TimeDelta = TimeDelta::days(90);

/// Rows removed at one time, and how often in one run.
const BATCH: i64 = 5_000;
const BATCHES: usize = 100;

pub struct CleanUp {
    pub objects: Objects,
}

#[async_trait::async_trait]
impl Task for CleanUp {
    fn name(&self) -> &'static str {
        "clean_up"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(10 * 60)
    }

    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let cause = platform.cause();
        let mut work = platform.store.begin(&cause).await?;
        let day = cause.now - TimeDelta::days(1);
        sessions::remove_ended(work.connection(), cause.now - TimeDelta::minutes(15)).await?;
        security::remove_old_locks(work.connection(), day).await?;
        api_clients::remove_expired_tokens(work.connection(), cause.now).await?;
        api_clients::remove_old_locks(work.connection(), day).await?;
        rate_limits::remove_old(work.connection(), day).await?;
        confirmations::forget_codes(work.connection(), day).await?;
        let reminded = minsk::date(cause.now - REMINDERS_KEPT);
        reminders::remove_old(work.connection(), reminded, 10_000).await?;
        for file_id in files::unheld(work.connection(), cause.now - UNHELD_FILES_KEPT, 500).await? {
            work.enqueue(Job::RemoveFile { file_id }).await?;
        }
        answer_drafts::remove_old(work.connection(), cause.now - ANSWERS_BEGUN_KEPT).await?;
        loads::remove_old(work.connection(), cause.now - LOADS_KEPT, 20).await?;
        work.commit().await?;
        shorten(platform, Growing::Keys, cause.now - KEYS_KEPT).await?;
        shorten(platform, Growing::Calls, cause.now - CALLS_KEPT).await?;
        self.remove_older("uploads/", cause.now - STRAY_UPLOADS_KEPT).await?;
        self.remove_older("loads/", cause.now - LOADS_KEPT).await
    }
}

/// What grows with every call of the API.
#[derive(Clone, Copy)]
enum Growing {
    Keys,
    Calls,
}

/// Removes batch after batch, each in a transaction of its own: so much is not to be locked, nor written into the log of
/// the database, all at once.
async fn shorten(platform: &Platform, what: Growing, before: DateTime<Utc>) -> anyhow::Result<()> {
    for _ in 0..BATCHES {
        let mut connection = platform.store.pool().acquire().await?;
        let removed = match what {
            Growing::Keys => api_calls::remove_old_keys(&mut connection, before, BATCH).await?,
            Growing::Calls => api_calls::remove_old(&mut connection, before, BATCH).await?,
        };
        if removed < BATCH.unsigned_abs() {
            break;
        }
    }
    Ok(())
}

impl CleanUp {
    async fn remove_older(&self, folder: &str, than: DateTime<Utc>) -> anyhow::Result<()> {
        for stray in self.objects.list_older_than(folder, than, 1000).await? {
            self.objects.delete(&stray.key).await?;
        }
        Ok(())
    }
}
