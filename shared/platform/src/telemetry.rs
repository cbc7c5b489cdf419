//! Logs as JSON lines without personal data, and Prometheus metrics (OPS-03).

use std::{sync::OnceLock, time::Duration};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use metrics_util::MetricKindMask;
use tracing_subscriber::EnvFilter;

use crate::Environment;

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts logging (`LOG`: a filter, default `info`; `LOG_FORMAT`: `json` or `text`) and, where they are served
/// (`METRICS_ADDRESS`), metrics, once a process: without a reader they would only pile up.
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
        && environment.get("METRICS_ADDRESS").is_some()
        && let Ok(handle) = PrometheusBuilder::new()
            .set_buckets(&[
                0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
            ])
            .map_err(anyhow::Error::from)
            // What another instance measures since it leads is no longer told by this one.
            .map(|builder| {
                builder.idle_timeout(MetricKindMask::GAUGE, Some(Duration::from_secs(150)))
            })
            .and_then(|builder| builder.install_recorder().map_err(anyhow::Error::from))
    {
        let _ = METRICS.set(handle);
    }
    tracing::info!(function = name, "starting");
    Ok(())
}

/// Sums up what was measured since the last time, so that it takes no more room when nobody asks for it.
pub(crate) async fn keep_up() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        if let Some(handle) = METRICS.get() {
            handle.run_upkeep();
        }
    }
}

/// The metrics in Prometheus's text form.
pub fn metrics_text() -> String {
    METRICS
        .get()
        .map(PrometheusHandle::render)
        .unwrap_or_default()
}
