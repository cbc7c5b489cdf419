//! Makes new appeals searchable by their words (REG-11), many at once, and published answers comparable (BEY-01).

use std::time::Duration;

use zvarot_actions::appeals::compare_publications;
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::search;

/// Appeals indexed in one transaction.
const AT_ONCE: i64 = 500;

pub struct Index;

#[async_trait::async_trait]
impl Task for Index {
    fn name(&self) -> &'static str {
        "index"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(2)
    }

    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        loop {
            let mut connection = platform.store.pool().acquire().await?;
            let mut transaction = zvarot_store::begin(&mut connection).await?;
            let indexed = search::index_waiting(&mut transaction, AT_ONCE).await?;
            transaction.commit().await?;
            if indexed == 0 {
                break;
            }
        }
        compare_publications(&platform.store, &platform.cause()).await?;
        Ok(())
    }
}
