//! Changes of an organisation's own hours (REG-07): its week, days off, days that are worked in other hours. The result is a
//! new version of the schedule; the version before stays as it was.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, Weekday};

use super::{Exception, Hours, Schedule};
use crate::{Fault, FaultCode, Faults, coded::coded_enum};

/// Days that are set in one go at most.
const DAYS_AT_MOST: usize = 62;
/// Days that a schedule names at most.
const EXCEPTIONS_AT_MOST: usize = 400;

coded_enum! {
    /// What is done to a schedule.
    pub enum ScheduleChange {
        /// The hours of the weekdays are set.
        SetWeek = "set_week",
        /// Days are not worked.
        AddDaysOff = "add_days_off",
        /// Days are worked in other hours, whatever days they are.
        AddHours = "add_hours",
        /// A day is again what the week and the national calendar say.
        RemoveDay = "remove_day",
    }
}

/// A change as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScheduleForm {
    /// A code of [`ScheduleChange`].
    pub kind: String,
    /// `09:00-18:00` from Monday; empty: not worked.
    pub week: [String; 7],
    /// `yyyy-mm-dd`; the last one empty: one day.
    pub first: String,
    pub last: String,
    /// `09:00-13:00`
    pub hours: String,
}

impl Schedule {
    /// The fields of the weekdays' hours, from Monday.
    pub const WEEKDAYS: [&str; 7] = super::schedule::WEEKDAYS;

    /// The hours of the week from Monday.
    #[must_use]
    pub fn week(&self) -> [Option<Hours>; 7] {
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun].map(|day| self.week_hours(day))
    }
}

impl ScheduleForm {
    /// The schedule after the change. Days that are over stay as they were: terms have been counted over them.
    ///
    /// # Errors
    /// Faults of `kind`, `mon` … `sun`, `first`, `last`, `hours`.
    pub fn change(&self, before: &Schedule, today: NaiveDate) -> Result<Schedule, Faults> {
        let Some(kind) = ScheduleChange::from_code(&self.kind) else {
            return Err(vec![Fault::new("kind", FaultCode::UnknownChoice)]);
        };
        let (mut week, mut exceptions) = (before.week(), before.exceptions().clone());
        match kind {
            ScheduleChange::SetWeek => week = self.read_week()?,
            ScheduleChange::AddDaysOff => exceptions.extend(self.read_days(today)?.into_iter().map(|day| (day, Exception::DayOff))),
            ScheduleChange::AddHours => {
                let hours = read_hours("hours", &self.hours);
                let hours = hours.and_then(|hours| hours.ok_or_else(|| Fault::new("hours", FaultCode::Required)));
                match (self.read_days(today), hours) {
                    (Ok(days), Ok(hours)) => exceptions.extend(days.into_iter().map(|day| (day, Exception::Hours(hours)))),
                    (days, hours) => return Err(days.err().into_iter().flatten().chain(hours.err()).collect()),
                }
            }
            ScheduleChange::RemoveDay => self.remove(&mut exceptions)?,
        }
        if exceptions.len() > EXCEPTIONS_AT_MOST {
            return Err(vec![Fault::new("first", FaultCode::TooManyItems).with("max", EXCEPTIONS_AT_MOST)]);
        }
        Schedule::new(week, exceptions).map_err(|_| vec![Fault::new("mon", FaultCode::NoWorkingDay)])
    }

    /// The days between which open terms may move: none of a change of the whole week.
    #[must_use]
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.first.trim().parse().ok()?;
        (ScheduleChange::from_code(&self.kind)? != ScheduleChange::SetWeek).then(|| (first, self.last.trim().parse().unwrap_or(first)))
    }

    fn read_week(&self) -> Result<[Option<Hours>; 7], Faults> {
        let mut faults = Faults::new();
        let mut week = [None; 7];
        for ((hours, field), typed) in week.iter_mut().zip(Schedule::WEEKDAYS).zip(&self.week) {
            match read_hours(field, typed) {
                Ok(read) => *hours = read,
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(week) } else { Err(faults) }
    }

    fn read_days(&self, today: NaiveDate) -> Result<Vec<NaiveDate>, Faults> {
        let first = read_day("first", &self.first)?;
        let last = if self.last.trim().is_empty() { first } else { read_day("last", &self.last)? };
        if first < today {
            return Err(vec![Fault::new("first", FaultCode::DayIsOver)]);
        }
        let longest = first + Days::new(DAYS_AT_MOST as u64 - 1);
        if last < first || last > longest {
            let fault = Fault::new("last", FaultCode::OutOfRange).with("min", first.to_string());
            return Err(vec![fault.with("max", longest.to_string())]);
        }
        Ok(first.iter_days().take_while(|day| *day <= last).collect())
    }

    fn remove(&self, exceptions: &mut BTreeMap<NaiveDate, Exception>) -> Result<(), Faults> {
        let day = read_day("first", &self.first)?;
        let gone = exceptions.remove(&day);
        gone.map(|_| ()).ok_or_else(|| vec![Fault::new("first", FaultCode::NotInCalendar)])
    }
}

fn read_hours(field: &str, typed: &str) -> Result<Option<Hours>, Fault> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Fault::new(field, FaultCode::NotHours)),
    }
}

fn read_day(field: &str, typed: &str) -> Result<NaiveDate, Faults> {
    let typed = typed.trim();
    let code = if typed.is_empty() { FaultCode::Required } else { FaultCode::NotADate };
    typed.parse().map_err(|_| vec![Fault::new(field, code)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Calendar, NationalCalendar};

    fn form(kind: &str, first: &str, last: &str, hours: &str) -> ScheduleForm {
        let text = |text: &str| text.to_owned();
        ScheduleForm { kind: text(kind), first: text(first), last: text(last), hours: text(hours), ..ScheduleForm::default() }
    }

    fn today() -> NaiveDate {
        "2026-11-23".parse().unwrap()
    }

    fn hours_of(schedule: &Schedule, day: &str) -> String {
        let national = NationalCalendar::from_value(serde_json::from_str(NationalCalendar::SEED).unwrap()).unwrap();
        let hours = Calendar::new(national, schedule.clone()).hours(day.parse().unwrap());
        hours.map_or_else(String::new, |hours| hours.to_string())
    }

    // REQ: REG-07
    #[test]
    fn an_organisation_sets_its_week() {
        let week = ["08:00-17:00", "08:00-17:00", "08:00-20:00", "08:00-17:00", "08:00 – 16:00", "09:00-13:00", ""].map(str::to_owned);
        let set = ScheduleForm { kind: "set_week".into(), week: week.clone(), ..ScheduleForm::default() };
        let schedule = set.change(&Schedule::usual(), today()).unwrap();
        for (day, hours) in [("2026-11-25", "08:00-20:00"), ("2026-11-27", "08:00-16:00"), ("2026-11-28", "09:00-13:00"), ("2026-11-29", "")] {
            assert_eq!(hours_of(&schedule, day), hours, "{day}");
        }
        let none = ScheduleForm { week: Default::default(), ..set.clone() };
        assert_eq!(none.change(&schedule, today()), Err(vec![Fault::new("mon", FaultCode::NoWorkingDay)]));
        let mut wrong = set;
        wrong.week[2] = "20:00-08:00".into();
        wrong.week[5] = "с утра".into();
        assert_eq!(wrong.change(&schedule, today()), Err(vec![Fault::new("wed", FaultCode::NotHours), Fault::new("sat", FaultCode::NotHours)]));
    }

    // REQ: REG-07
    #[test]
    fn days_off_and_days_in_other_hours_are_added_and_taken_back() {
        let off = form("add_days_off", "2026-12-01", "2026-12-02", "").change(&Schedule::usual(), today()).unwrap();
        let short = form("add_hours", "2026-12-05", "", "10:00-14:00").change(&off, today()).unwrap();
        for (day, hours) in [("2026-12-01", ""), ("2026-12-02", ""), ("2026-12-03", "09:00-18:00"), ("2026-12-05", "10:00-14:00")] {
            assert_eq!(hours_of(&short, day), hours, "{day}");
        }
        let back = form("remove_day", "2026-12-02", "", "").change(&short, today()).unwrap();
        assert_eq!((hours_of(&back, "2026-12-01").as_str(), hours_of(&back, "2026-12-02").as_str()), ("", "09:00-18:00"));
        for (kind, first, last, hours, field, code) in [
            ("add_days_off", "", "", "", "first", FaultCode::Required),
            ("add_days_off", "завтра", "", "", "first", FaultCode::NotADate),
            ("add_days_off", "2026-11-22", "", "", "first", FaultCode::DayIsOver),
            ("add_days_off", "2026-12-02", "2026-12-01", "", "last", FaultCode::OutOfRange),
            ("add_days_off", "2026-12-02", "2027-12-01", "", "last", FaultCode::OutOfRange),
            ("add_hours", "2026-12-02", "", "", "hours", FaultCode::Required),
            ("add_hours", "2026-12-02", "", "утром", "hours", FaultCode::NotHours),
            ("remove_day", "2026-12-03", "", "", "first", FaultCode::NotInCalendar),
            ("burn", "2026-12-03", "", "", "kind", FaultCode::UnknownChoice),
        ] {
            let fault = form(kind, first, last, hours).change(&short, today()).unwrap_err().remove(0);
            assert_eq!((fault.field.as_str(), fault.code), (field, code), "{kind} {first} {last} {hours}");
        }
    }
}
