//! Until when an appeal must be registered (REG-04; regulation 4.4): one hour is added to the moment of
//! submission; if that falls on a working day before its end, registration is due that day, else the next
//! working day. One more hour passes before it counts as late.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::Serialize;

use crate::{
    Calendar,
    calendar::{Day, Hours, NonWorking, Working, next_day},
    explanation::facts,
    minsk,
};

/// The registration limit, in the time of Minsk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// The last moment: 23:59:59.999 of the day.
    pub until: NaiveDateTime,
    /// The last moment at which registration does not count as late yet: an hour later.
    pub grace_until: NaiveDateTime,
    /// How it was found, in order.
    pub explanation: Vec<LimitStep>,
}

/// A step of the explanation. Its text is the locale key `limit-step-<code>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum LimitStep {
    /// The moment of submission.
    Submitted {
        /// When.
        at: DateTime<Utc>,
    },
    /// An hour later.
    HourAdded {
        /// When.
        at: DateTime<Utc>,
    },
    /// That is on a working day, not after its end: also when before its beginning.
    BeforeEndOfDay {
        /// The day.
        date: NaiveDate,
        /// Its hours.
        hours: Hours,
    },
    /// That is after the end of the working day.
    AfterEndOfDay {
        /// The day.
        date: NaiveDate,
        /// Its hours.
        hours: Hours,
    },
    /// The day is not a working one.
    NonWorkingDay {
        /// The day.
        date: NaiveDate,
        /// Why it is not.
        #[serde(flatten)]
        why: NonWorking,
    },
    /// The end of the hour of grace.
    Grace {
        /// When.
        at: DateTime<Utc>,
    },
    /// The next working day.
    MovedTo {
        /// The day.
        date: NaiveDate,
        /// Why it is a working day.
        #[serde(flatten)]
        working: Working,
    },
}

impl LimitStep {
    /// The stable code; the text is the locale key `limit-step-<code>` with dashes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::HourAdded { .. } => "hour_added",
            Self::BeforeEndOfDay { .. } => "before_end_of_day",
            Self::AfterEndOfDay { .. } => "after_end_of_day",
            Self::NonWorkingDay { .. } => "non_working_day",
            Self::MovedTo { .. } => "moved_to",
            Self::Grace { .. } => "grace",
        }
    }

    /// The key of the step's text in the locale files.
    #[must_use]
    pub fn locale_key(&self) -> String {
        format!("limit-step-{}", self.code().replace('_', "-"))
    }

    /// What the text is filled in with.
    #[must_use]
    pub fn facts(&self) -> serde_json::Value {
        facts(self)
    }
}

impl Limit {
    /// The limit as an instant.
    #[must_use]
    pub fn until_instant(&self) -> DateTime<Utc> {
        minsk::instant(self.until)
    }

    /// Whether a registration at this instant is late: after the hour of grace.
    #[must_use]
    pub fn is_late(&self, registered_at: DateTime<Utc>) -> bool {
        minsk::local(registered_at) > self.grace_until
    }
}

/// The registration limit of an appeal submitted at an instant.
#[must_use]
pub fn limit(submitted_at: DateTime<Utc>, calendar: &Calendar) -> Limit {
    limit_local(minsk::local(submitted_at), calendar)
}

/// The registration limit of an appeal submitted when clocks in Minsk showed this.
#[must_use]
pub fn limit_local(submitted: NaiveDateTime, calendar: &Calendar) -> Limit {
    let later = submitted + TimeDelta::hours(1);
    let mut steps = vec![
        LimitStep::Submitted {
            at: minsk::instant(submitted),
        },
        LimitStep::HourAdded {
            at: minsk::instant(later),
        },
    ];
    let date = later.date();
    let due = match calendar.hours(date) {
        Some(hours) if later.time() <= hours.end() => {
            steps.push(LimitStep::BeforeEndOfDay { date, hours });
            date
        }
        Some(hours) => {
            steps.push(LimitStep::AfterEndOfDay { date, hours });
            next_working(next_day(date), calendar, &mut steps)
        }
        None => next_working(date, calendar, &mut steps),
    };
    let end_of_day = NaiveTime::from_hms_milli_opt(23, 59, 59, 999).expect("a time of the day");
    let until = due.and_time(end_of_day);
    let grace_until = until + TimeDelta::hours(1);
    steps.push(LimitStep::Grace {
        at: minsk::instant(grace_until),
    });
    Limit {
        until,
        grace_until,
        explanation: steps,
    }
}

fn next_working(from: NaiveDate, calendar: &Calendar, steps: &mut Vec<LimitStep>) -> NaiveDate {
    let mut date = from;
    loop {
        match calendar.day(date) {
            Day::NonWorking(why) => steps.push(LimitStep::NonWorkingDay { date, why }),
            Day::Working(working) => {
                steps.push(LimitStep::MovedTo { date, working });
                return date;
            }
        }
        date = next_day(date);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{NationalCalendar, Schedule};

    fn calendar() -> Calendar {
        Calendar::usual(NationalCalendar::seed())
    }

    fn moment(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    // REQ: REG-04
    #[test]
    fn the_limit_is_the_day_itself_or_the_next_working_day() {
        let calendar = calendar();
        for (submitted, due) in [
            ("2026-06-10T10:00:00", "2026-06-10"),     // in hours
            ("2026-06-10T17:00:00", "2026-06-10"),     // exactly an hour before the end
            ("2026-06-10T17:00:00.001", "2026-06-11"), // a moment later
            ("2026-06-10T20:15:00", "2026-06-11"),
            ("2026-06-10T03:00:00", "2026-06-10"), // before the day begins
            ("2026-06-10T22:59:59", "2026-06-11"),
            ("2026-06-10T23:30:00", "2026-06-11"), // the added hour leads into the next day, before its beginning
            ("2026-06-12T17:30:00", "2026-06-15"), // Friday evening
            ("2026-06-12T23:30:00", "2026-06-15"), // leads into Saturday
            ("2026-06-14T23:30:00", "2026-06-15"), // Sunday night leads into Monday
            ("2026-04-24T16:30:00", "2026-04-24"),
            ("2026-04-24T17:30:00", "2026-04-25"), // a working Saturday
            ("2026-04-17T17:30:00", "2026-04-22"), // weekend, transferred day off, Радуница
            ("2026-04-30T15:59:00", "2026-04-30"), // the day before a holiday ends at 17:00
            ("2026-04-30T16:30:00", "2026-05-04"),
            ("2026-12-31T18:00:00", "2027-01-04"),
        ] {
            let limit = limit_local(moment(submitted), &calendar);
            assert_eq!(
                limit.until.to_string(),
                format!("{due} 23:59:59.999"),
                "{submitted}"
            );
        }
    }

    // REQ: REG-04
    #[test]
    fn one_more_hour_passes_before_it_is_late() {
        let submitted: DateTime<Utc> = "2026-06-10T07:00:00Z".parse().unwrap();
        let limit = limit(submitted, &calendar());
        assert_eq!(limit.grace_until, moment("2026-06-11T00:59:59.999"));
        assert_eq!(
            limit.until_instant().to_rfc3339(),
            "2026-06-10T20:59:59.999+00:00"
        );
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert!(!limit.is_late(at("2026-06-10T21:59:59.999Z")));
        assert!(limit.is_late(at("2026-06-10T22:00:00Z")));
    }

    // REQ: REG-04
    #[test]
    fn the_organisations_own_hours_count() {
        let schedule = Schedule::five_days("08:00-13:00".parse().unwrap());
        let short = Calendar::new(NationalCalendar::seed(), schedule);
        assert_eq!(
            limit_local(moment("2026-06-10T12:30:00"), &short).until,
            moment("2026-06-11T23:59:59.999")
        );
        assert_eq!(
            limit_local(moment("2026-06-10T12:00:00"), &short).until,
            moment("2026-06-10T23:59:59.999")
        );
    }

    // REQ: BEY-06
    #[test]
    fn the_limit_explains_itself() {
        let limit = limit_local(moment("2026-05-01T10:00:00"), &calendar());
        let codes: Vec<_> = limit.explanation.iter().map(LimitStep::code).collect();
        assert_eq!(
            codes,
            [
                "submitted",
                "hour_added",
                "non_working_day",
                "non_working_day",
                "non_working_day",
                "moved_to",
                "grace",
            ]
        );
    }

    proptest! {
        // REQ: REG-04
        #[test]
        fn the_limit_is_never_before_the_submission_nor_on_a_day_off(minutes in 0_i64..4_000_000) {
            let calendar = calendar();
            let submitted = moment("2024-01-01T00:00:00") + TimeDelta::minutes(minutes);
            let limit = limit_local(submitted, &calendar);
            prop_assert!(limit.until > submitted);
            prop_assert!(calendar.is_working(limit.until.date()));
        }
    }
}
