//! The files function as a program of its own.

use zvarot_integrations::antivirus::Scanner;
use zvarot_objects::{Objects, StorageConfig};

fn main() -> anyhow::Result<()> {
    zvarot_platform::run("files", |platform| async move {
        let lookup = platform.environment.lookup();
        let objects = Objects::connect(&StorageConfig::from_env(&lookup)?).await;
        let scanner = Scanner::from_env(&lookup)?;
        zvarot_platform::queue::run(&platform, zvarot_files::worker(objects, scanner)).await
    })
}
