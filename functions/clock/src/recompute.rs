//! Brings the terms of open appeals to the national calendar after it has changed (REG-07).

use std::time::Duration;

use zvarot_actions::appeals::recompute_terms;
use zvarot_platform::{Platform, schedule::Task};

pub struct Recompute;

#[async_trait::async_trait]
impl Task for Recompute {
    fn name(&self) -> &'static str {
        "recompute"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(60)
    }

    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let moved = recompute_terms(&platform.store, &platform.cause()).await?;
        if moved > 0 {
            tracing::info!(moved, "terms follow the changed calendar");
        }
        Ok(())
    }
}
