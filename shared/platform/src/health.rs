//! `/health/live`, `/health/ready` and `/metrics`.

use std::{pin::Pin, sync::Arc};

use axum::{Json, Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use serde_json::json;

use crate::{Platform, telemetry};

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

/// The route `/metrics`, for a port that the public does not reach (`METRICS_ADDRESS`).
pub fn metrics_router() -> Router {
    Router::new().route("/metrics", get(async || telemetry::metrics_text()))
}

async fn ready(State(health): State<Health>) -> impl IntoResponse {
    let database = zvarot_store::PgPool::acquire(health.platform.store.pool());
    let mut results = serde_json::Map::new();
    let mut all = match tokio::time::timeout(std::time::Duration::from_secs(3), database).await {
        Ok(Ok(mut connection)) => sqlx::Connection::ping(&mut *connection).await.is_ok(),
        _ => false,
    };
    results.insert("database".to_owned(), all.into());
    for (name, run) in health.checks.iter() {
        let passes = tokio::time::timeout(std::time::Duration::from_secs(3), run())
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
