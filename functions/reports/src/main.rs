//! The reports function as a program of its own.

fn main() -> anyhow::Result<()> {
    zvarot_platform::run("reports", |platform| async move {
        let config = zvarot_objects::StorageConfig::from_env(platform.environment.lookup())?;
        let objects = zvarot_objects::Objects::connect(&config).await;
        let address = platform.environment.required("PUBLIC_URL")?;
        zvarot_platform::queue::run(&platform, zvarot_reports::worker(objects, &address)).await
    })
}
