//! Packages that were sent and of which no word has come: after a day (SMD-02) they are marked, the clerks are told, and a person
//! may have them sent anew. A word that comes later still counts.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use zvarot_domain::{EventKind, PackageState};
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::{appeals, jobs::Job, smdo};

/// Packages marked in one transaction.
const BATCH: i64 = 100;
/// Transactions of one run; what is left comes with the next.
const BATCHES: usize = 20;

/// Marks packages of which nobody has said a word.
pub(crate) struct Watch {
    /// How long a word is waited for.
    pub patience: TimeDelta,
}

#[async_trait::async_trait]
impl Task for Watch {
    fn name(&self) -> &'static str {
        "watch_packages"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(60)
    }

    // REQ: SMD-02
    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let cause = platform.cause();
        for _ in 0..BATCHES {
            let mut work = platform.store.begin(&cause).await?;
            let silent = smdo::fall_silent(work.connection(), cause.now - self.patience, BATCH).await?;
            for appeal in &silent {
                let (data, connection) = (json!({ "state": PackageState::Silent.code() }), work.connection());
                let event_id = appeals::append_event(connection, *appeal, EventKind::ExchangeFaulted, None, data, cause.now).await?;
                work.enqueue(Job::Announce { event_id }).await?;
            }
            work.commit().await?;
            if silent.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
                break;
            }
        }
        Ok(())
    }
}
