//! The hours of a working day.

use std::{fmt, str::FromStr};

use chrono::{NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// From when to when a day is worked, to the minute: `09:00-18:00`. The break is not counted out: registration does not depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    start: NaiveTime,
    end: NaiveTime,
}

/// The text is not the hours of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("hours are written as 09:00-18:00, the beginning before the end")]
pub struct HoursError;

impl Hours {
    /// Hours from a beginning to a later end of the same day.
    ///
    /// # Errors
    /// [`HoursError`] if the end is not after the beginning.
    pub fn new(start: NaiveTime, end: NaiveTime) -> Result<Self, HoursError> {
        if start < end {
            Ok(Self { start, end })
        } else {
            Err(HoursError)
        }
    }

    /// From hour to hour of a usual working day.
    #[must_use]
    pub fn usual() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour of the day");
        Self {
            start: hour(9),
            end: hour(18),
        }
    }

    /// When the day begins.
    #[must_use]
    pub const fn start(self) -> NaiveTime {
        self.start
    }

    /// When the day ends.
    #[must_use]
    pub const fn end(self) -> NaiveTime {
        self.end
    }

    /// Labour Code, art. 116: the day before a holiday ends an hour earlier; a day of an hour or less stays as it is.
    #[must_use]
    pub fn one_hour_shorter(self) -> Self {
        let (end, overflow) = self.end.overflowing_sub_signed(TimeDelta::hours(1));
        if overflow == 0 && end > self.start {
            Self { end, ..self }
        } else {
            self
        }
    }
}

impl FromStr for Hours {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Self, HoursError> {
        let (start, end) = text.split_once(['-', '–']).ok_or(HoursError)?;
        let time =
            |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| HoursError);
        Self::new(time(start)?, time(end)?)
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = (self.start, self.end);
        write!(
            formatter,
            "{:02}:{:02}-{:02}:{:02}",
            start.hour(),
            start.minute(),
            end.hour(),
            end.minute()
        )
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
