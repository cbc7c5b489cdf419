//! `/health/live`, `/health/ready` and `/metrics`, and asking for them.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use axum::{Json, Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{Environment, Platform, telemetry};

/// A further check of readiness: its name and whether it passes now.
pub type Check = (
    &'static str,
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>,
);

/// Makes a [`Check`] of an async closure.
pub fn check<Checking>(
    name: &'static str,
    run: impl Fn() -> Checking + Send + Sync + 'static,
) -> Check
where
    Checking: Future<Output = bool> + Send + 'static,
{
    (name, Arc::new(move || Box::pin(run())))
}

#[derive(Clone)]
struct Health {
    platform: Platform,
    checks: Arc<Vec<Check>>,
}

/// The routes `/health/live` and `/health/ready`; ready means: the database answers and all checks pass.
pub fn router(platform: &Platform, checks: Vec<Check>) -> Router {
    Router::new()
        .route("/health/live", get(async || Json(json!({ "live": true }))))
        .route("/health/ready", get(ready))
        .with_state(Health {
            platform: platform.clone(),
            checks: Arc::new(checks),
        })
}

/// The route `/metrics` and, since workers have no other port, the routes of health: for a port that the public does not
/// reach (`METRICS_ADDRESS`).
pub fn metrics_router(platform: &Platform) -> Router {
    Router::new()
        .route("/metrics", get(async || telemetry::metrics_text()))
        .merge(router(platform, Vec::new()))
}

/// Asks the process beside this one whether it is ready: what a container's health check runs, since its image holds no
/// other program. It is found by `HTTP_ADDRESS`, else by `METRICS_ADDRESS`.
///
/// # Errors
/// It is not ready, or cannot be reached.
pub async fn probe(environment: &Environment) -> anyhow::Result<()> {
    let address: SocketAddr = environment
        .get("HTTP_ADDRESS")
        .or_else(|| environment.get("METRICS_ADDRESS"))
        .context("neither HTTP_ADDRESS nor METRICS_ADDRESS is set")?
        .parse()?;
    let asking = async {
        let mut stream = TcpStream::connect(reachable(address)).await?;
        stream
            .write_all(b"GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n")
            .await?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await?;
        anyhow::Ok(answer)
    };
    let answer = tokio::time::timeout(Duration::from_secs(5), asking).await??;
    anyhow::ensure!(answer.ends_with(b" 200"), "not ready");
    Ok(())
}

/// One listens on all addresses, but cannot connect to them.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => (Ipv4Addr::LOCALHOST, address.port()).into(),
        IpAddr::V6(ip) if ip.is_unspecified() => (Ipv6Addr::LOCALHOST, address.port()).into(),
        _ => address,
    }
}

async fn ready(State(health): State<Health>) -> impl IntoResponse {
    let database = zvarot_store::PgPool::acquire(health.platform.store.pool());
    let mut results = serde_json::Map::new();
    let mut all = match tokio::time::timeout(Duration::from_secs(3), database).await {
        Ok(Ok(mut connection)) => sqlx::Connection::ping(&mut *connection).await.is_ok(),
        _ => false,
    };
    results.insert("database".to_owned(), all.into());
    for (name, run) in health.checks.iter() {
        let passes = tokio::time::timeout(Duration::from_secs(3), run())
            .await
            .unwrap_or(false);
        all &= passes;
        results.insert((*name).to_owned(), passes.into());
    }
    let status = if all {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(json!({ "ready": all, "checks": results })))
}
