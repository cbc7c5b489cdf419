//! The load function as a program of its own.

fn main() -> anyhow::Result<()> {
    zvarot_platform::run("load", |platform| async move {
        let config = zvarot_objects::StorageConfig::from_env(platform.environment.lookup())?;
        let objects = zvarot_objects::Objects::connect(&config).await;
        zvarot_platform::queue::run(&platform, zvarot_load::worker(&platform, objects)?).await
    })
}
