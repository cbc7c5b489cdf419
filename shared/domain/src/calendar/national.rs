//! The national calendar as data: holidays by year and transfers of working days by acts of the Council of Ministers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

use super::next_day;

/// Holidays with a fixed date: Decree № 157 of 26.03.1998.
const FIXED_HOLIDAYS: [(u32, u32); 9] = [
    (1, 1),
    (1, 2),
    (1, 7),
    (3, 8),
    (5, 1),
    (5, 9),
    (7, 3),
    (11, 7),
    (12, 25),
];

/// A day off and the day that is worked for it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Transfer {
    /// The working day that becomes a day off.
    pub day_off: NaiveDate,
    /// The Saturday that becomes a working day.
    pub working_saturday: NaiveDate,
    /// The act that says so.
    #[serde(default)]
    pub act: String,
}

/// Holidays, transfers and weekends of the country, for the years that were published.
#[derive(Clone, Debug)]
pub struct NationalCalendar {
    weekend: BTreeSet<u32>,
    holidays: BTreeMap<i32, BTreeSet<NaiveDate>>,
    days_off: BTreeMap<NaiveDate, Transfer>,
    worked_instead: BTreeMap<NaiveDate, Transfer>,
    stated_counts: BTreeMap<i32, Vec<u32>>,
}

/// The calendar's data cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Not JSON of this shape.
    #[error("the calendar cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// Legal dates are dates in Minsk.
    #[error("the calendar's time zone is «{0}», it must be Europe/Minsk")]
    TimeZone(String),
    /// Not one of Mon, Tue, Wed, Thu, Fri, Sat, Sun.
    #[error("weekend: «{0}» is not a weekday (Mon, Tue, Wed, Thu, Fri, Sat, Sun)")]
    Weekday(String),
    /// Every day of the week is a day off.
    #[error("weekend: at least one day of the week must be a working one")]
    NoWorkingDay,
    /// The key is not a year.
    #[error("holidays: «{0}» is not a year")]
    Year(String),
    /// Not a month and day of that year.
    #[error("holidays of {year}: «{text}» is not a date (MM-DD)")]
    Holiday {
        /// The year.
        year: i32,
        /// What stands there.
        text: String,
    },
    /// The day would be no working day without the transfer.
    #[error("transfers: {0} is made a day off, but it is one already")]
    AlreadyDayOff(NaiveDate),
    /// The day would be a working day without the transfer.
    #[error("transfers: {0} is made a working day, but it is one already")]
    AlreadyWorking(NaiveDate),
    /// The date is in two transfers.
    #[error("transfers: {0} stands twice")]
    Twice(NaiveDate),
}

/// A month in which the working days counted differ from those that the data state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountDifference {
    /// The year.
    pub year: i32,
    /// The month from 1.
    pub month: u32,
    /// Working days by the data's own table.
    pub stated: u32,
    /// Working days by holidays and transfers.
    pub counted: u32,
}

/// The data as written.
#[derive(Deserialize)]
struct Written {
    #[serde(default = "time_zone")]
    time_zone: String,
    #[serde(default = "weekend")]
    weekend: Vec<String>,
    holidays: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    transfers: Vec<Transfer>,
    #[serde(default)]
    working_days_per_month: BTreeMap<i32, Vec<u32>>,
}

/// Legal dates have no other.
fn time_zone() -> String {
    "Europe/Minsk".to_owned()
}

fn weekend() -> Vec<String> {
    ["Sat", "Sun"].map(str::to_owned).into()
}

impl NationalCalendar {
    /// Reads a calendar of the shape of `data/calendar.json`.
    ///
    /// # Errors
    /// A [`CalendarError`] that names the place.
    pub fn from_json(text: &str) -> Result<Self, CalendarError> {
        Self::from_written(serde_json::from_str(text)?)
    }

    /// The same from JSON that was parsed already.
    ///
    /// # Errors
    /// A [`CalendarError`] that names the place.
    pub fn from_value(value: serde_json::Value) -> Result<Self, CalendarError> {
        Self::from_written(serde_json::from_value(value)?)
    }

    /// The calendar of 2025 to 2027 that a new system starts with.
    #[must_use]
    pub fn seed() -> Self {
        Self::from_json(Self::SEED).expect("a test reads the same data")
    }

    /// The seed's data: what a new database is filled with.
    pub const SEED: &'static str = include_str!("../../data/calendar.json");

    fn from_written(written: Written) -> Result<Self, CalendarError> {
        if written.time_zone != "Europe/Minsk" {
            return Err(CalendarError::TimeZone(written.time_zone));
        }
        let mut weekend = BTreeSet::new();
        for name in written.weekend {
            let weekday: Weekday = name.parse().map_err(|_| CalendarError::Weekday(name))?;
            weekend.insert(weekday.num_days_from_monday());
        }
        if weekend.len() == 7 {
            return Err(CalendarError::NoWorkingDay);
        }
        let mut holidays = BTreeMap::new();
        for (year, dates) in written.holidays {
            let year: i32 = year.parse().map_err(|_| CalendarError::Year(year))?;
            let dates: Result<_, _> = dates.into_iter().map(|text| holiday(year, text)).collect();
            holidays.insert(year, dates?);
        }
        let mut calendar = Self {
            weekend,
            holidays,
            days_off: BTreeMap::new(),
            worked_instead: BTreeMap::new(),
            stated_counts: written.working_days_per_month,
        };
        written
            .transfers
            .into_iter()
            .try_for_each(|transfer| calendar.add(transfer))?;
        Ok(calendar)
    }

    fn add(&mut self, transfer: Transfer) -> Result<(), CalendarError> {
        let (day_off, working) = (transfer.day_off, transfer.working_saturday);
        for date in [day_off, working] {
            if self.days_off.contains_key(&date) || self.worked_instead.contains_key(&date) {
                return Err(CalendarError::Twice(date));
            }
        }
        if !self.is_working_by_rule(day_off) {
            return Err(CalendarError::AlreadyDayOff(day_off));
        }
        if self.is_working_by_rule(working) {
            return Err(CalendarError::AlreadyWorking(working));
        }
        self.days_off.insert(day_off, transfer.clone());
        self.worked_instead.insert(working, transfer);
        Ok(())
    }

    /// By week and holidays, before any transfer.
    fn is_working_by_rule(&self, date: NaiveDate) -> bool {
        !self.is_weekend(date.weekday()) && !self.is_holiday(date)
    }

    /// Whether the weekday is a day off.
    #[must_use]
    pub fn is_weekend(&self, weekday: Weekday) -> bool {
        self.weekend.contains(&weekday.num_days_from_monday())
    }

    /// Whether the holidays of a year were published; otherwise the permanent rule tells them, and no transfer is known.
    #[must_use]
    pub fn is_published(&self, year: i32) -> bool {
        self.holidays.contains_key(&year)
    }

    /// Whether the date is a public holiday. One that falls on a weekend is not moved.
    #[must_use]
    pub fn is_holiday(&self, date: NaiveDate) -> bool {
        match self.holidays.get(&date.year()) {
            Some(holidays) => holidays.contains(&date),
            None => {
                FIXED_HOLIDAYS.contains(&(date.month(), date.day()))
                    || radunitsa(date.year()) == Some(date)
            }
        }
    }

    /// The holidays of a year in their order.
    #[must_use]
    pub fn holidays(&self, year: i32) -> Vec<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1);
        let days = first.into_iter().flat_map(|first| first.iter_days()).take_while(|day| day.year() == year);
        days.filter(|day| self.is_holiday(*day)).collect()
    }

    /// The transfers of which a day lies in a year, in the order of their days off.
    pub fn transfers(&self, year: i32) -> impl Iterator<Item = &Transfer> {
        self.days_off.values().filter(move |transfer| transfer.day_off.year() == year || transfer.working_saturday.year() == year)
    }

    /// The transfer that makes the date a day off.
    pub(super) fn day_off(&self, date: NaiveDate) -> Option<&Transfer> {
        self.days_off.get(&date)
    }

    /// The transfer that makes the date a working day.
    pub(super) fn worked_instead(&self, date: NaiveDate) -> Option<&Transfer> {
        self.worked_instead.get(&date)
    }

    /// Months in which the data's own count of working days does not agree with its holidays and transfers:
    /// one of them has a slip.
    #[must_use]
    pub fn count_differences(&self) -> Vec<CountDifference> {
        let mut differences = Vec::new();
        for (year, stated) in &self.stated_counts {
            for (month, stated) in (1..=12).zip(stated) {
                let counted = self.working_days(*year, month);
                if counted != *stated {
                    differences.push(CountDifference {
                        year: *year,
                        month,
                        stated: *stated,
                        counted,
                    });
                }
            }
        }
        differences
    }

    /// Working days of a month of the five-day week.
    #[must_use]
    pub fn working_days(&self, year: i32, month: u32) -> u32 {
        let first = NaiveDate::from_ymd_opt(year, month, 1);
        let days = std::iter::successors(first, |date| Some(next_day(*date)))
            .take_while(|date| date.month() == month);
        let is_working = |date: &NaiveDate| {
            self.worked_instead(*date).is_some()
                || (self.is_working_by_rule(*date) && self.day_off(*date).is_none())
        };
        u32::try_from(days.filter(is_working).count()).expect("a month has at most 31 days")
    }
}

fn holiday(year: i32, text: String) -> Result<NaiveDate, CalendarError> {
    NaiveDate::parse_from_str(&format!("{year}-{text}"), "%Y-%m-%d")
        .map_err(|_| CalendarError::Holiday { year, text })
}

/// Радуница: the ninth day of Orthodox Easter, a Tuesday, which moves with it. `None` outside 1900 to 2099, where the
/// Julian calendar is not thirteen days behind.
#[must_use]
pub fn radunitsa(year: i32) -> Option<NaiveDate> {
    if !(1900..=2099).contains(&year) {
        return None;
    }
    // Easter by the Julian calendar after Meeus, «Astronomical Algorithms», chapter 8.
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    let julian =
        NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
    julian.checked_add_days(Days::new(13 + 9))
}
