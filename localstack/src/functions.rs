//! All functions joined in one process, each as it would run alone: what `zvarot up` starts
//! beside the infrastructure. A new function is one more line here.

use zvarot_objects::{Objects, StorageConfig};
use zvarot_platform::{Environment, Platform, http, schedule, telemetry};

/// Runs all functions until the process is told to stop.
///
/// # Errors
/// A variable of the configuration that is missing or wrong, or a port that is taken.
pub async fn run(environment: Environment) -> anyhow::Result<()> {
    telemetry::start("zvarot", &environment)?;
    let platform = Platform::start("zvarot", environment).await?;
    http::serve_metrics(&platform).await?;
    // The metrics are the process's, served once.
    let platform = with(&platform, "zvarot", [("METRICS_ADDRESS", String::new())]);
    tokio::try_join!(front(&platform), clock(&platform))?;
    Ok(())
}

fn with<const N: usize>(platform: &Platform, name: &'static str, changes: [(&'static str, String); N]) -> Platform {
    let mut platform = platform.clone();
    platform.name = name;
    platform.environment = platform.environment.with(changes);
    platform
}

async fn front(platform: &Platform) -> anyhow::Result<()> {
    let platform = with(platform, "front", []);
    http::serve(&platform, zvarot_front::router(&platform).await?).await
}

async fn clock(platform: &Platform) -> anyhow::Result<()> {
    let platform = with(platform, "clock", []);
    let objects = Objects::connect(&StorageConfig::from_env(platform.environment.lookup())?).await;
    schedule::run(&platform, zvarot_clock::tasks(objects)).await
}
