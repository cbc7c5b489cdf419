//! The exchange function as a program of its own.

use zvarot_objects::{Objects, StorageConfig};

fn main() -> anyhow::Result<()> {
    zvarot_platform::run("exchange", |platform| async move {
        let config = StorageConfig::from_env(platform.environment.lookup())?;
        let objects = Objects::connect(&config).await;
        let (worker, tasks) = zvarot_exchange::start(&platform, objects)?;
        zvarot_platform::duty::run(&platform, worker, tasks).await
    })
}
