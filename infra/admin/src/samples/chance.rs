//! What is drawn by lot: always the same for the same seed.

use chrono::{DateTime, TimeDelta, Utc};
use rand::{Rng, RngExt as _, rngs::StdRng};
use uuid::Uuid;

/// Places of which the first are drawn most often: the weight of place n is 1/n.
#[derive(Debug)]
pub struct Skewed {
    /// The sum of the weights up to each place.
    bounds: Vec<f64>,
}

impl Skewed {
    #[must_use]
    pub fn new(count: usize) -> Self {
        let mut sum = 0.0;
        let bounds = (1..=count).map(|place| {
            sum += 1.0 / f64::from(u32::try_from(place).unwrap_or(u32::MAX));
            sum
        });
        Self { bounds: bounds.collect() }
    }

    /// A place, from 0.
    pub fn pick(&self, lot: &mut StdRng) -> usize {
        let all = self.bounds.last().copied().unwrap_or_default();
        let drawn = lot.random_range(0.0..all);
        self.bounds.partition_point(|bound| *bound <= drawn).min(self.bounds.len() - 1)
    }
}

/// One of several.
pub fn one_of<'a, T>(lot: &mut StdRng, all: &'a [T]) -> &'a T {
    &all[lot.random_range(0..all.len())]
}

/// True so many times of a hundred.
pub fn happens(lot: &mut StdRng, percent: u32) -> bool {
    lot.random_range(0..100) < percent
}

/// A time between two numbers of hours.
pub fn hours(lot: &mut StdRng, from: i64, to: i64) -> TimeDelta {
    TimeDelta::seconds(lot.random_range(from * 3600..to * 3600))
}

/// An id as the system makes them: those made later are greater.
pub fn id_at(lot: &mut StdRng, at: DateTime<Utc>) -> Uuid {
    let mut random = [0; 10];
    lot.fill_bytes(&mut random);
    uuid::Builder::from_unix_timestamp_millis(at.timestamp_millis().unsigned_abs(), &random).into_uuid()
}

/// An id that says nothing.
pub fn id(lot: &mut StdRng) -> Uuid {
    let mut random = [0; 16];
    lot.fill_bytes(&mut random);
    uuid::Builder::from_random_bytes(random).into_uuid()
}
