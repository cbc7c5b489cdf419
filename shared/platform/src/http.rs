//! HTTP entry point: `axum::serve` with a graceful stop, or `lambda_http` on Lambda. Trace ids, access log, metrics, panics.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use axum::{
    Router,
    extract::{ConnectInfo, MatchedPath, Request},
    middleware::{self, Next},
    response::Response,
    serve::ListenerExt,
};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

use crate::Platform;

pub use zvarot_store::TraceId;

/// A new trace id: 32 hexadecimal digits, as W3C traces have.
pub fn new_trace_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// Serves the router until the process is told to stop.
///
/// # Errors
/// The address of `HTTP_ADDRESS` cannot be used.
pub async fn serve(platform: &Platform, router: Router) -> anyhow::Result<()> {
    let router = observed(platform.name, router);
    if platform.on_lambda() {
        let router = router.layer(middleware::map_request(with_peer_of_gateway));
        return lambda_http::run(router)
            .await
            .map_err(|error| anyhow::anyhow!("{error}"));
    }
    let address: SocketAddr = platform
        .environment
        .parsed("HTTP_ADDRESS", SocketAddr::from(([127, 0, 0, 1], 8080)))?;
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("HTTP_ADDRESS: {address} cannot be listened on"))?;
    tracing::info!(%address, "listening");
    // Nagle's algorithm with delayed acknowledgements costs 40 ms an answer.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(stop_signal())
    .await?;
    Ok(())
}

/// Behind API Gateway the peer is not a socket's but the one that the gateway names.
async fn with_peer_of_gateway(mut request: Request) -> Request {
    use lambda_http::request::RequestContext;
    let peer = match request.extensions().get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.as_deref(),
        _ => None,
    };
    if let Some(address) = peer.and_then(|peer| peer.parse::<IpAddr>().ok()) {
        let peer = ConnectInfo(SocketAddr::new(address, 0));
        request.extensions_mut().insert(peer);
    }
    request
}

/// Serves `/metrics` and health on `METRICS_ADDRESS`, if it is set, beside whatever else the process does.
pub async fn serve_metrics(platform: &Platform) -> anyhow::Result<()> {
    let Some(address) = platform.environment.get("METRICS_ADDRESS") else {
        return Ok(());
    };
    let listener = tokio::net::TcpListener::bind(&address)
        .await
        .with_context(|| format!("METRICS_ADDRESS: {address} cannot be listened on"))?;
    tokio::spawn(crate::telemetry::keep_up());
    let router = crate::health::metrics_router(platform);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

/// Resolves when the process is asked to end (SIGTERM, Ctrl-C).
pub async fn stop_signal() {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("signals can be listened to");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Adds trace id, log line, metrics and the catching of panics to a router.
pub fn observed(name: &'static str, router: Router) -> Router {
    router
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            observe(name, request, next)
        }))
}

async fn observe(name: &'static str, mut request: Request, next: Next) -> Response {
    let trace_id: Arc<str> = incoming_trace_id(&request)
        .unwrap_or_else(new_trace_id)
        .into();
    request.extensions_mut().insert(TraceId(trace_id.clone()));
    // The route's pattern, not the path: a path may hold the number of an appeal.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let span = tracing::info_span!("request", trace_id = %trace_id, function = name);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    if !route.starts_with("/health") {
        span.in_scope(|| tracing::info!(%method, route, status, milliseconds = took.as_millis() as u64, "request served"));
    }
    metrics::histogram!("http_request_seconds", "function" => name, "route" => route, "method" => method.to_string(), "status" => status.to_string())
        .record(took);
    if let Ok(value) = trace_id.parse() {
        response.headers_mut().insert("x-trace-id", value);
    }
    response
}

/// The trace id of the caller (W3C `traceparent` or AWS), if it looks like one.
fn incoming_trace_id(request: &Request) -> Option<String> {
    let headers = request.headers();
    if let Some(parent) = headers
        .get("traceparent")
        .and_then(|value| value.to_str().ok())
    {
        let id = parent.split('-').nth(1)?;
        return (id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .then(|| id.to_owned());
    }
    let amazon = headers
        .get("x-amzn-trace-id")
        .and_then(|value| value.to_str().ok())?;
    let id: String = amazon
        .strip_prefix("Root=1-")?
        .chars()
        .take(33)
        .filter(|character| *character != '-')
        .collect();
    (id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(id)
}

/// How long a request may take before it is given up, where nothing streams.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
