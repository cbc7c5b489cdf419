//! Working days and hours (REG-07): the national calendar with its holidays and transferred days, and over it
//! an organisation's own hours and exceptions. The law's «нерабочий день» (art. 17) is read off here.
//! Years that the national calendar does not have yet are told by the permanent rules: weekends and the holidays
//! of Decree № 157; the explanation of a date says so.

mod change;
mod hours;
mod national;
mod schedule;
mod schedule_form;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

pub use change::{Change, ChangeForm, ChangeKind, changed};
pub use hours::Hours;
pub use national::{CalendarError, CountDifference, NationalCalendar, Transfer, radunitsa};
pub use schedule::{Exception, Schedule, ScheduleError};
pub use schedule_form::{ScheduleChange, ScheduleForm};

/// Why a day is a working one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Working {
    /// By the week.
    Usual,
    /// A Saturday that is worked for a day off elsewhere.
    Transferred {
        /// The day off that it is worked for.
        day_off: NaiveDate,
        /// The act that transferred it.
        act: String,
    },
    /// By the organisation's own schedule.
    ByOrganisation,
}

/// Why a day is not a working one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NonWorking {
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday.
    Holiday,
    /// A day off for which another day is worked.
    Transferred {
        /// The day that is worked instead.
        working: NaiveDate,
        /// The act that transferred it.
        act: String,
    },
    /// By the organisation's own schedule.
    ByOrganisation,
}

/// What a day is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    /// A working day.
    Working(Working),
    /// A non-working day.
    NonWorking(NonWorking),
}

/// The days and hours of one organisation.
#[derive(Clone, Debug)]
pub struct Calendar {
    national: NationalCalendar,
    schedule: Schedule,
}

impl Calendar {
    /// The national calendar seen through an organisation's schedule.
    #[must_use]
    pub const fn new(national: NationalCalendar, schedule: Schedule) -> Self {
        Self { national, schedule }
    }

    /// The national calendar with the usual week: for organisations that have not set their hours.
    #[must_use]
    pub fn usual(national: NationalCalendar) -> Self {
        Self {
            national,
            schedule: Schedule::usual(),
        }
    }

    /// The national calendar.
    #[must_use]
    pub const fn national(&self) -> &NationalCalendar {
        &self.national
    }

    /// What a day is and why. The organisation's exceptions go before transfers, transfers before holidays,
    /// holidays before the week.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Day {
        match self.schedule.exception(date) {
            Some(Exception::DayOff) => return Day::NonWorking(NonWorking::ByOrganisation),
            Some(Exception::Hours(_)) => return Day::Working(Working::ByOrganisation),
            None => {}
        }
        if let Some(transfer) = self.national.day_off(date) {
            let (working, act) = (transfer.working_saturday, transfer.act.clone());
            return Day::NonWorking(NonWorking::Transferred { working, act });
        }
        if let Some(transfer) = self.national.worked_instead(date) {
            let (day_off, act) = (transfer.day_off, transfer.act.clone());
            return match self.schedule.week_hours(day_off.weekday()) {
                Some(_) => Day::Working(Working::Transferred { day_off, act }),
                None => Day::NonWorking(NonWorking::ByOrganisation),
            };
        }
        if self.national.is_holiday(date) {
            return Day::NonWorking(NonWorking::Holiday);
        }
        match (
            self.national.is_weekend(date.weekday()),
            self.schedule.week_hours(date.weekday()),
        ) {
            (false, Some(_)) => Day::Working(Working::Usual),
            (true, Some(_)) => Day::Working(Working::ByOrganisation),
            (true, None) => Day::NonWorking(NonWorking::Weekend),
            (false, None) => Day::NonWorking(NonWorking::ByOrganisation),
        }
    }

    /// Whether a day is a working one.
    #[must_use]
    pub fn is_working(&self, date: NaiveDate) -> bool {
        matches!(self.day(date), Day::Working(_))
    }

    /// The day itself if it is a working one, else the first working day after it (law, art. 17, item 4).
    #[must_use]
    pub fn next_working_on_or_after(&self, date: NaiveDate) -> NaiveDate {
        // Ends: a schedule has a working weekday, and holidays, transfers and exceptions are finite.
        let mut date = date;
        while !self.is_working(date) {
            date = next_day(date);
        }
        date
    }

    /// The day itself if it is a working one, else the last working day before it: what must be said before a row of
    /// days off (CTL-09).
    #[must_use]
    pub fn last_working_on_or_before(&self, date: NaiveDate) -> NaiveDate {
        // Ends as above.
        let mut date = date;
        while !self.is_working(date) {
            date = date
                .pred_opt()
                .expect("dates of appeals are far from the beginning of the calendar");
        }
        date
    }

    /// The first working day after a day.
    #[must_use]
    pub fn next_working_after(&self, date: NaiveDate) -> NaiveDate {
        self.next_working_on_or_after(next_day(date))
    }

    /// The hours of a working day; none on others. A transferred Saturday has the hours of the day off that it is worked for.
    /// The day right before a holiday is one hour shorter (Labour Code, art. 116), unless the organisation set its hours itself.
    #[must_use]
    pub fn hours(&self, date: NaiveDate) -> Option<Hours> {
        if let Some(Exception::Hours(hours)) = self.schedule.exception(date) {
            return Some(hours);
        }
        let weekday = match self.day(date) {
            Day::NonWorking(_) => return None,
            Day::Working(Working::Transferred { day_off, .. }) => day_off.weekday(),
            Day::Working(_) => date.weekday(),
        };
        let hours = self.schedule.week_hours(weekday)?;
        Some(if self.national.is_holiday(next_day(date)) {
            hours.one_hour_shorter()
        } else {
            hours
        })
    }
}

/// The day after.
pub(crate) fn next_day(date: NaiveDate) -> NaiveDate {
    date.succ_opt()
        .expect("dates of appeals are far from the end of the calendar")
}

#[cfg(test)]
mod tests;
