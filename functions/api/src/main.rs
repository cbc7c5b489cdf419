//! The API as a process or a Lambda function; `zvarot-api openapi` prints its document instead.

use zvarot_platform::http;

fn main() -> anyhow::Result<()> {
    if std::env::args().nth(1).as_deref() == Some("openapi") {
        print!("{}", zvarot_api::document());
        return Ok(());
    }
    zvarot_platform::run("api", async |platform| {
        http::serve_metrics(&platform).await?;
        let platform = zvarot_api::at_own_address(&platform);
        let router = zvarot_api::router(&platform).await?;
        http::serve(&platform, router).await
    })
}
