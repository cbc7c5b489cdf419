//! What may happen to a call on its way: it is lost before or after it was done, done twice, late, or refused.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt as _;
use tower::util::BoxCloneSyncService;

use crate::Simulator;

const LIMIT: usize = 64 * 1024 * 1024;

/// The fate of one call.
#[derive(Default)]
struct Fate {
    refused: bool,
    lost_before: bool,
    lost_after: bool,
    twice: bool,
    wait: Duration,
}

impl Simulator {
    fn fate(&self) -> Fate {
        use rand::RngExt as _;
        let mut state = self.state();
        state.calls += 1;
        let behaviour = state.behaviour.clone();
        let lost = state.chance(behaviour.lose);
        let before = lost && state.chance(0.5);
        let late = state.chance(behaviour.delay);
        let most = behaviour.delay_milliseconds.max(1);
        Fate {
            refused: state.chance(behaviour.refuse),
            lost_before: before,
            lost_after: lost && !before,
            twice: state.chance(behaviour.repeat),
            wait: Duration::from_millis(if late { state.chances.random_range(0..most) } else { 0 }),
        }
    }
}

/// Puts the chances between the callers and the calls.
pub(crate) fn between(simulator: Simulator, calls: Router) -> BoxCloneSyncService<Request, Response, Infallible> {
    let service = tower::service_fn(move |request: Request| {
        let (simulator, calls) = (simulator.clone(), calls.clone());
        async move { Ok::<_, Infallible>(answer(&simulator, calls, request).await) }
    });
    BoxCloneSyncService::new(service)
}

async fn answer(simulator: &Simulator, calls: Router, request: Request) -> Response {
    let fate = simulator.fate();
    let (parts, body) = request.into_parts();
    // Read in any case: a caller that is cut off while it sends notices another thing.
    let Ok(body) = to_bytes(body, LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    tokio::time::sleep(fate.wait).await;
    if fate.refused {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if fate.lost_before {
        return broken_off();
    }
    let mut last = None;
    for _ in 0..if fate.twice { 2 } else { 1 } {
        let request = Request::from_parts(parts.clone(), Body::from(body.clone()));
        last = calls.clone().oneshot(request).await.ok();
    }
    if fate.lost_after {
        return broken_off();
    }
    last.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// An answer whose body fails at once: the connection closes before a whole answer went out.
fn broken_off() -> Response {
    let nothing = futures_util::stream::once(async { Err::<bytes::Bytes, _>(std::io::Error::other("lost")) });
    let mut response = Response::new(Body::from_stream(nothing));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("1000"));
    response
}
