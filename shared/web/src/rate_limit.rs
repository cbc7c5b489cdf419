//! How often something may be done by one address or one person. The buckets are in PostgreSQL, so
//! that they hold across processes.

use chrono::TimeDelta;
use zvarot_store::rate_limits;

use crate::{PageError, Visit};

/// A limit: up to `burst` at once, and `per_hour` in the long run.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Part of the bucket's key; one word.
    pub name: &'static str,
    /// How many at once.
    pub burst: u32,
    /// How many come back in an hour.
    pub per_hour: u32,
}

impl Limit {
    /// Takes one for `subject` (an account, a number of an appeal, a login). Error: `TooMany`.
    pub async fn take(&self, visit: &Visit, subject: &str) -> Result<(), PageError> {
        let per_second = f64::from(self.per_hour) / 3600.0;
        let key = self.key(subject);
        let mut connection = visit.web().store().pool().acquire().await?;
        let burst = f64::from(self.burst);
        let left = rate_limits::take(&mut connection, &key, burst, per_second, visit.now()).await?;
        if left >= 0.0 {
            return Ok(());
        }
        tracing::warn!(limit = self.name, "rate limit reached");
        let milliseconds = (-left / per_second * 1000.0).clamp(1000.0, 3_600_000.0);
        #[expect(clippy::cast_possible_truncation, reason = "it is at most an hour")]
        let wait = TimeDelta::milliseconds(milliseconds as i64);
        Err(PageError::TooMany(visit.now() + wait))
    }

    /// Takes one for the visitor's address; where that is not known there is no limit by address.
    pub async fn take_for_address(&self, visit: &Visit) -> Result<(), PageError> {
        match visit.address() {
            Some(address) => self.take(visit, &address.to_string()).await,
            None => Ok(()),
        }
    }

    /// Gives the visitor's address back what was taken: what it did does not count.
    pub async fn give_back_to_address(&self, visit: &Visit) -> Result<(), PageError> {
        let Some(address) = visit.address() else {
            return Ok(());
        };
        let mut connection = visit.web().store().pool().acquire().await?;
        let key = self.key(&address.to_string());
        Ok(rate_limits::give_back(&mut connection, &key, f64::from(self.burst)).await?)
    }

    fn key(&self, subject: &str) -> String {
        format!("{}:{subject}", self.name)
    }
}
