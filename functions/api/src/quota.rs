//! How often a client may call: a bucket of calls in PostgreSQL, and the headers that say what is left in it
//! (draft-ietf-httpapi-ratelimit-headers).

use std::sync::{Arc, OnceLock};

use http::{HeaderMap, HeaderName, HeaderValue};
use zvarot_store::{PgConnection, rate_limits};
use zvarot_web::Visit;

use crate::problem::ApiError;

/// A bucket: so many calls at once, so many come back each second.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    pub burst: u32,
    pub per_second: u32,
}

/// Address by address, before anybody is known: each token that is asked for costs writing.
pub const BY_ADDRESS: Bucket = Bucket {
    burst: 30,
    per_second: 1,
};

/// Address by address, calls without a valid token: each is looked up and written down. A program whose token is over makes
/// some before it has another one.
pub const STRANGERS: Bucket = Bucket {
    burst: 200,
    per_second: 1,
};

/// What is left of a bucket after a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    burst: u32,
    /// Seconds in which an empty bucket fills up.
    window: u32,
    left: u32,
    /// Seconds until it is full.
    full_in: u32,
}

/// Where a handler leaves what is left, for the answer's headers.
#[derive(Clone, Default)]
pub struct QuotaSlot(Arc<OnceLock<Quota>>);

impl Bucket {
    /// Takes one call of `subject` out of the bucket.
    ///
    /// # Errors
    /// [`ApiError::TooMany`] where it is empty.
    pub async fn take(
        self,
        connection: &mut PgConnection,
        visit: &Visit,
        subject: &str,
        slot: Option<&QuotaSlot>,
    ) -> Result<(), ApiError> {
        let (burst, per_second) = (f64::from(self.burst), f64::from(self.per_second.max(1)));
        let key = format!("api:{subject}");
        let left = rate_limits::take(connection, &key, burst, per_second, visit.now()).await?;
        if let Some(slot) = slot {
            let quota = Quota {
                burst: self.burst,
                window: seconds(burst / per_second),
                left: seconds(left.max(0.0).floor()),
                full_in: seconds((burst - left) / per_second),
            };
            // One call takes once.
            let _ = slot.0.set(quota);
        }
        if left >= 0.0 {
            return Ok(());
        }
        Err(ApiError::TooMany(seconds(-left / per_second).max(1)))
    }
}

impl QuotaSlot {
    /// Writes the headers, if a bucket was asked.
    pub fn write(&self, headers: &mut HeaderMap) {
        let Some(quota) = self.0.get() else { return };
        let policy = format!("\"client\";q={};w={}", quota.burst, quota.window);
        let left = format!("\"client\";r={};t={}", quota.left, quota.full_in);
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
            let value = HeaderValue::from_str(&value).expect("digits and quotes are ASCII");
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// Whole seconds, or whole calls, rounded up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies between 0 and a million"
)]
fn seconds(value: f64) -> u32 {
    value.ceil().clamp(0.0, 1_000_000.0) as u32
}
