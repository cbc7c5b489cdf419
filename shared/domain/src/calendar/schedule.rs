//! An organisation's own week and exceptions (REG-07): what its external administrator sets.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::Hours;

/// What an organisation decided of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exception {
    /// The day is not worked.
    DayOff,
    /// The day is worked in these hours, whatever day it is.
    Hours(Hours),
}

/// An organisation's week and exceptions. In JSON: `{"week": {"mon": "09:00-18:00", …}, "exceptions": {"2026-05-08":
/// {"hours": "09:00-13:00"}, "2026-05-11": "day_off"}}`; a weekday that is not there is not worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Schedule {
    week: [Option<Hours>; 7],
    exceptions: BTreeMap<NaiveDate, Exception>,
}

/// The schedule cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// No weekday has hours: nothing would ever fall due.
    #[error("a schedule needs at least one working weekday")]
    NoWorkingDay,
    /// Not one of mon, tue, wed, thu, fri, sat, sun.
    #[error("«{0}» is not a weekday: mon, tue, wed, thu, fri, sat, sun")]
    UnknownWeekday(String),
}

impl Schedule {
    /// A week, hours by weekday from Monday, and exceptions by date.
    ///
    /// # Errors
    /// [`ScheduleError::NoWorkingDay`] if no weekday has hours.
    pub fn new(
        week: [Option<Hours>; 7],
        exceptions: BTreeMap<NaiveDate, Exception>,
    ) -> Result<Self, ScheduleError> {
        if week.iter().all(Option::is_none) {
            return Err(ScheduleError::NoWorkingDay);
        }
        Ok(Self { week, exceptions })
    }

    /// The same hours from Monday to Friday, no exceptions.
    #[must_use]
    pub fn five_days(hours: Hours) -> Self {
        let week = std::array::from_fn(|weekday| (weekday < 5).then_some(hours));
        Self {
            week,
            exceptions: BTreeMap::new(),
        }
    }

    /// Nine to six from Monday to Friday.
    #[must_use]
    pub fn usual() -> Self {
        Self::five_days(Hours::usual())
    }

    /// The hours of a weekday.
    #[must_use]
    pub const fn week_hours(&self, weekday: Weekday) -> Option<Hours> {
        self.week[weekday.num_days_from_monday() as usize]
    }

    /// What was decided of a date.
    #[must_use]
    pub fn exception(&self, date: NaiveDate) -> Option<Exception> {
        self.exceptions.get(&date).copied()
    }

    /// All exceptions in the order of their dates.
    #[must_use]
    pub const fn exceptions(&self) -> &BTreeMap<NaiveDate, Exception> {
        &self.exceptions
    }
}

/// The schedule as it is written in JSON.
#[derive(Serialize, Deserialize)]
struct Written {
    week: BTreeMap<String, Hours>,
    #[serde(default)]
    exceptions: BTreeMap<NaiveDate, Exception>,
}

pub(super) const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl TryFrom<Written> for Schedule {
    type Error = ScheduleError;

    fn try_from(written: Written) -> Result<Self, ScheduleError> {
        let mut week = [None; 7];
        for (name, hours) in written.week {
            let weekday = WEEKDAYS.iter().position(|weekday| *weekday == name);
            week[weekday.ok_or(ScheduleError::UnknownWeekday(name))?] = Some(hours);
        }
        Self::new(week, written.exceptions)
    }
}

impl From<Schedule> for Written {
    fn from(schedule: Schedule) -> Self {
        let week = WEEKDAYS.iter().zip(schedule.week);
        let week = week
            .filter_map(|(name, hours)| hours.map(|hours| ((*name).to_owned(), hours)))
            .collect();
        Self {
            week,
            exceptions: schedule.exceptions,
        }
    }
}
