//! Rings again for all that waits, frees what a dead worker held: losing the whole queue loses nothing (SEC-05).

use std::time::Duration;

use chrono::TimeDelta;
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::{deliveries, jobs};

/// A job still waiting this long after its ring is rung for again.
const RING_AGAIN_AFTER: TimeDelta = TimeDelta::seconds(30);
/// A message handed over this long ago, of which no worker said what came, is left to the operator. Longer than the
/// ten minutes that a mail server may take to answer.
const HANDOVER_GIVEN_UP_AFTER: TimeDelta = TimeDelta::minutes(15);

pub struct Sweep;

#[async_trait::async_trait]
impl Task for Sweep {
    fn name(&self) -> &'static str {
        "sweep"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(1)
    }

    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let now = platform.clock.now();
        let mut connection = platform.store.pool().acquire().await?;
        let freed = jobs::free_expired(&mut connection, now).await?;
        let given_up =
            deliveries::give_up_handovers(&mut connection, now - HANDOVER_GIVEN_UP_AFTER, now)
                .await?;
        let rings = jobs::to_ring(&mut connection, now, now - RING_AGAIN_AFTER, 1000).await?;
        drop(connection);
        if freed > 0 || given_up > 0 {
            tracing::warn!(freed, given_up, "workers left work unfinished");
        }
        platform.store.doorbell().ring(&rings).await;
        Ok(())
    }
}
