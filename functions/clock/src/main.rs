//! The clock function as a program of its own.

fn main() -> anyhow::Result<()> {
    zvarot_platform::run("clock", |platform| async move {
        let config = zvarot_objects::StorageConfig::from_env(platform.environment.lookup())?;
        let objects = zvarot_objects::Objects::connect(&config).await;
        zvarot_platform::schedule::run(&platform, zvarot_clock::tasks(objects)).await
    })
}
