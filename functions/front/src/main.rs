//! The pages as a process or a Lambda function.

use zvarot_platform::http;

fn main() -> anyhow::Result<()> {
    zvarot_platform::run("front", async |platform| {
        http::serve_metrics(&platform).await?;
        let router = zvarot_front::router(&platform).await?;
        http::serve(&platform, router).await
    })
}
