//! Says in plain words what is being done and how long it has taken so far.

use std::sync::LazyLock;
use std::time::Instant;

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Prints one step.
pub fn step(what: &str) {
    println!("{:6.1} s  {what}", BEGUN.elapsed().as_secs_f32());
}
