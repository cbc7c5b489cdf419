//! Removes from the storage what packages of СМДО carried, a season after they came to their end: the rows stay, and what became of
//! them; the files of appeals and of answers lie elsewhere.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::{StreamExt, TryStreamExt, stream};
use uuid::Uuid;
use zvarot_objects::{Objects, ObjectsError, keys};
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::smdo;

/// The contents of packages are kept so long after their end, for questions between the systems' people.
const KEPT: TimeDelta = TimeDelta::days(90);
/// Packages of each direction cleaned in one run; what is left comes with the next. A run is short: the clock's other tasks wait.
const BATCH: i64 = 200;
/// Folders removed beside each other.
const BESIDE: usize = 8;

pub struct OldPackages {
    pub objects: Objects,
}

#[async_trait::async_trait]
impl Task for OldPackages {
    fn name(&self) -> &'static str {
        "old_packages"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(2 * 60)
    }

    // REQ: OPS-01
    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let now = platform.cause().now;
        let (out, came) = {
            let mut connection = platform.store.pool().acquire().await?;
            let out = smdo::old_packages(&mut connection, now - KEPT, BATCH).await?;
            (out, smdo::old_incoming(&mut connection, now - KEPT, BATCH).await?)
        };
        // The objects first: what a run leaves behind the next one removes.
        self.remove(&out, keys::exchange_out_folder).await?;
        self.remove(&came, keys::exchange_in_folder).await?;
        let mut connection = platform.store.pool().acquire().await?;
        smdo::packages_removed(&mut connection, &out, now).await?;
        smdo::incoming_removed(&mut connection, &came, now).await?;
        Ok(())
    }
}

impl OldPackages {
    async fn remove(&self, ids: &[Uuid], folder: fn(Uuid) -> String) -> Result<(), ObjectsError> {
        let mut removing = Vec::new();
        for id in ids {
            let folder = folder(*id);
            removing.push(async move { self.objects.delete_folder(&folder).await });
        }
        stream::iter(removing).buffer_unordered(BESIDE).try_collect().await
    }
}
