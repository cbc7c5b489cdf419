//! Letters of what was gathered for officials: one of many instead of many (NOT-01).

use std::time::Duration;

use zvarot_actions::messages;
use zvarot_platform::{Platform, schedule::Task};

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
        Ok(())
    }
}
