//! The notify function as a program of its own.

fn main() -> anyhow::Result<()> {
    zvarot_platform::run("notify", |platform| async move {
        let config = zvarot_objects::StorageConfig::from_env(platform.environment.lookup())?;
        let objects = zvarot_objects::Objects::connect(&config).await;
        let worker = zvarot_notify::worker(&platform, objects)?;
        zvarot_platform::queue::run(&platform, worker).await
    })
}
