//! Logs as JSON lines without personal data, and Prometheus metrics (OPS-03).

use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::Environment;

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts logging (`LOG`: a filter, default `info`; `LOG_FORMAT`: `json` or `text`) and metrics, once a process.
///
/// # Errors
/// A filter that cannot be read.
pub fn start(name: &'static str, environment: &Environment) -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_new(environment.get("LOG").unwrap_or_else(|| {
            "info,sqlx=warn,aws=warn,hyper=warn,lettre=warn,s3s=warn".to_owned()
        }))?;
    let base = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first one's settings.
    let _ = if environment.get("LOG_FORMAT").as_deref() == Some("text") {
        base.with_target(false).compact().try_init()
    } else {
        base.json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .try_init()
    };
    if METRICS.get().is_none()
        && let Ok(handle) = PrometheusBuilder::new()
            .set_buckets(&[
                0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
            ])
            .map_err(anyhow::Error::from)
            .and_then(|builder| builder.install_recorder().map_err(anyhow::Error::from))
    {
        let _ = METRICS.set(handle);
    }
    tracing::info!(function = name, "starting");
    Ok(())
}

/// The metrics in Prometheus's text form.
pub fn metrics_text() -> String {
    METRICS
        .get()
        .map(PrometheusHandle::render)
        .unwrap_or_default()
}
