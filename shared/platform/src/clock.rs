//! The clock: the one place where the time is read. Tests freeze and move it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};

/// The system's clock, or one that stands still until it is moved.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The real time.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at `moment`.
    pub fn frozen(moment: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(AtomicI64::new(moment.timestamp_micros()))))
    }

    /// Now, to the microsecond (what PostgreSQL keeps).
    pub fn now(&self) -> DateTime<Utc> {
        let micros = match &self.0 {
            Some(frozen) => frozen.load(Ordering::SeqCst),
            None => {
                #[expect(
                    clippy::disallowed_methods,
                    reason = "the one place where the time is read"
                )]
                let now = Utc::now();
                now.timestamp_micros()
            }
        };
        DateTime::from_timestamp_micros(micros).expect("a clock within chrono's range")
    }

    /// Moves a frozen clock; the system's clock does not move.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(frozen) = &self.0 {
            frozen.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }

    /// Sets a frozen clock.
    pub fn set(&self, moment: DateTime<Utc>) {
        if let Some(frozen) = &self.0 {
            frozen.store(moment.timestamp_micros(), Ordering::SeqCst);
        }
    }
}
