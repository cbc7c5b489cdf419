//! Removes what nobody needs any more: ended sessions, old locks and limits, files that nobody holds, stray objects.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use zvarot_objects::Objects;
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::{api_clients, files, jobs::Job, rate_limits, security, sessions};

/// Chunks of uploads never finished are kept this long; checked bytes lie elsewhere.
const STRAY_UPLOADS_KEPT: TimeDelta = TimeDelta::days(2);
/// An upload that belongs to nothing is kept this long.
const UNHELD_FILES_KEPT: TimeDelta = TimeDelta::days(1);

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
        for file_id in files::unheld(work.connection(), cause.now - UNHELD_FILES_KEPT, 500).await? {
            work.enqueue(Job::RemoveFile { file_id }).await?;
        }
        work.commit().await?;
        self.remove_stray_uploads(cause.now).await
    }
}

impl CleanUp {
    async fn remove_stray_uploads(&self, now: DateTime<Utc>) -> anyhow::Result<()> {
        for stray in self
            .objects
            .list_older_than("uploads/", now - STRAY_UPLOADS_KEPT, 1000)
            .await?
        {
            self.objects.delete(&stray.key).await?;
        }
        Ok(())
    }
}
