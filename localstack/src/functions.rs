//! All functions joined in one process, each as it would run alone: what `zvarot up` starts
//! beside the infrastructure. A new function is one more line here.

use zvarot_integrations::antivirus::Scanner;
use zvarot_machine::ports::Ports;
use zvarot_objects::{Objects, StorageConfig};
use zvarot_platform::{Environment, Platform, duty, http, queue, schedule, telemetry};

/// The ports on which the joined functions say by `/health/ready` that they are well.
#[must_use]
pub fn served(ports: &Ports) -> Vec<u16> {
    vec![ports.front, ports.api]
}

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
    tokio::try_join!(
        Box::pin(front(&platform)),
        Box::pin(api(&platform)),
        Box::pin(files(&platform)),
        Box::pin(notify(&platform)),
        Box::pin(reports(&platform)),
        Box::pin(load(&platform)),
        Box::pin(exchange(&platform)),
        Box::pin(clock(&platform)),
    )?;
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

async fn api(platform: &Platform) -> anyhow::Result<()> {
    let platform = zvarot_api::at_own_address(&with(platform, "api", []));
    http::serve(&platform, zvarot_api::router(&platform).await?).await
}

async fn files(platform: &Platform) -> anyhow::Result<()> {
    let platform = with(platform, "files", []);
    let scanner = Scanner::from_env(&platform.environment.lookup())?;
    let worker = zvarot_files::worker(objects(&platform).await?, scanner);
    queue::run(&platform, worker).await
}

async fn notify(platform: &Platform) -> anyhow::Result<()> {
    let platform = with(platform, "notify", []);
    let worker = zvarot_notify::worker(&platform, objects(&platform).await?)?;
    queue::run(&platform, worker).await
}

async fn reports(platform: &Platform) -> anyhow::Result<()> {
    let platform = with(platform, "reports", []);
    let address = platform.environment.required("PUBLIC_URL")?;
    let worker = zvarot_reports::worker(objects(&platform).await?, &address);
    queue::run(&platform, worker).await
}

async fn load(platform: &Platform) -> anyhow::Result<()> {
    let platform = with(platform, "load", []);
    let worker = zvarot_load::worker(&platform, objects(&platform).await?)?;
    queue::run(&platform, worker).await
}

async fn exchange(platform: &Platform) -> anyhow::Result<()> {
    let platform = with(platform, "exchange", []);
    let (worker, tasks) = zvarot_exchange::start(&platform, objects(&platform).await?)?;
    duty::run(&platform, worker, tasks).await
}

async fn clock(platform: &Platform) -> anyhow::Result<()> {
    let platform = with(platform, "clock", []);
    let objects = objects(&platform).await?;
    schedule::run(&platform, zvarot_clock::tasks(objects)).await
}

async fn objects(platform: &Platform) -> anyhow::Result<Objects> {
    let config = StorageConfig::from_env(platform.environment.lookup())?;
    Ok(Objects::connect(&config).await)
}
