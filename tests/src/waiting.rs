//! Waiting for what must come: long enough for a slow machine, no longer than needed.

use std::time::{Duration, Instant};

/// How long anything may take that must happen. No test asserts speed.
const PATIENCE: Duration = Duration::from_secs(240);
const STEP: Duration = Duration::from_millis(100);

/// Asks again and again until there is an answer.
///
/// # Panics
/// When `what` has not come within minutes.
pub async fn wait_for<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited {} seconds in vain: {what}", PATIENCE.as_secs());
        tokio::time::sleep(STEP).await;
    }
}

/// Asks again and again until it is so.
///
/// # Panics
/// As [`wait_for`].
pub async fn until(what: &str, mut ask: impl AsyncFnMut() -> bool) {
    wait_for(what, async || ask().await.then_some(())).await;
}
