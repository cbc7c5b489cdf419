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
    let filter = filter(environment.get("LOG"))?;
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

/// The SMPP codec writes whole messages at `debug`: numbers, texts, codes and the operator's password.
const NEVER_BELOW_INFO: [&str; 2] = ["rusmpp::codec::encode=info", "rusmpp::codec::decode=info"];

fn filter(log: Option<String>) -> anyhow::Result<EnvFilter> {
    let usual = || "info,sqlx=warn,aws=warn,hyper=warn,lettre=warn,s3s=warn".to_owned();
    let mut filter = EnvFilter::try_new(log.unwrap_or_else(usual))?;
    for directive in NEVER_BELOW_INFO {
        filter = filter.add_directive(directive.parse()?);
    }
    Ok(filter)
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

#[cfg(test)]
mod tests {
    use std::{
        io,
        sync::{Arc, Mutex},
    };

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0
                .lock()
                .expect("nobody panics holding it")
                .extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    // REQ: NOT-03
    #[test]
    fn no_filter_lets_the_smpp_codec_write_messages_into_the_log() {
        for log in ["trace", "debug,rusmpp=trace", "rusmpp::codec::encode=trace"] {
            let kept = Kept::default();
            let writer = kept.clone();
            let subscriber = tracing_subscriber::fmt()
                .with_env_filter(filter(Some(log.to_owned())).expect("it reads"))
                .with_writer(move || writer.clone())
                .finish();
            tracing::subscriber::with_default(subscriber, || {
                tracing::debug!(target: "rusmpp::codec::encode", "secret");
                tracing::debug!(target: "rusmpp::codec::decode", "secret");
                tracing::error!("said");
            });
            let text = String::from_utf8(kept.0.lock().expect("nobody panics holding it").clone());
            let text = text.expect("logs are text");
            assert!(!text.contains("secret"), "{log}: {text}");
            assert!(text.contains("said") || log.starts_with("rusmpp"), "{log}");
        }
    }
}
