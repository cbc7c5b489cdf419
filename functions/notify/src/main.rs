//! The notify function as a program of its own.

fn main() -> anyhow::Result<()> {
    zvarot_platform::run("notify", |platform| async move {
        let worker = zvarot_notify::worker(&platform)?;
        zvarot_platform::queue::run(&platform, worker).await
    })
}
