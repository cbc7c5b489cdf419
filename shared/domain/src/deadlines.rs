//! The terms of law № 300-З (art. 10, 15, 17): by when an appeal is considered and the applicant is told.
//! Each date comes with its explanation, step by step from the calendar (BEY-06), as values: the words are in
//! the locale files.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::Serialize;

use crate::{
    Calendar, FaultCode,
    calendar::{Day, NonWorking, Working, next_day},
    explanation::facts,
};

mod chosen;
mod state;
mod term;

pub use chosen::chosen;
pub use state::{
    NOTICE_SOON_DAYS, RegistrationState, SOON_DAYS, TermState, registration_state, term_state,
};
pub use term::{Term, TermError};

/// A date by which something must be done, with how it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The last day on which it is still done in time.
    pub date: NaiveDate,
    /// How the date was found, in order.
    pub explanation: Vec<Step>,
}

/// A step of the explanation. Its text is the locale key `deadline-step-<code>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// The day of registration itself is not counted.
    Registered {
        /// The day.
        date: NaiveDate,
    },
    /// Counting begins the day after (art. 17, item 1).
    CountedFrom {
        /// The day.
        date: NaiveDate,
    },
    /// The day that an official or another system has set (REG-06).
    SetByHand {
        /// The day.
        date: NaiveDate,
    },
    /// The last of so many calendar days (art. 17, item 2).
    CalendarDays {
        /// How many.
        days: u32,
        /// The last of them.
        date: NaiveDate,
    },
    /// The same day number of the last month (art. 17, item 3).
    SameDayNumber {
        /// The day.
        date: NaiveDate,
    },
    /// The last month has no such day number: its last day (art. 17, item 3).
    LastDayOfMonth {
        /// The day number that the month lacks.
        day_number: u32,
        /// The last day of the month.
        date: NaiveDate,
    },
    /// A working day that is counted.
    Counted {
        /// Which it is, from 1.
        number: u32,
        /// The day.
        date: NaiveDate,
        /// Why it is a working day.
        #[serde(flatten)]
        working: Working,
    },
    /// A day that is not a working one: passed over in counting, or not fit to end a term (art. 17, item 4).
    NonWorkingDay {
        /// The day.
        date: NaiveDate,
        /// Why it is not.
        #[serde(flatten)]
        why: NonWorking,
    },
    /// The term would end on a day off by the week, but that day is worked.
    WorkedInstead {
        /// The day.
        date: NaiveDate,
        /// Why it is a working day.
        #[serde(flatten)]
        working: Working,
    },
    /// The first working day after (art. 17, item 4).
    MovedTo {
        /// The day.
        date: NaiveDate,
    },
    /// The day that was chosen for an executor or another organisation (REV-02, CTL-04).
    Chosen {
        /// The day.
        date: NaiveDate,
    },
    /// It is an ordinary working day.
    WorkingDay {
        /// The day.
        date: NaiveDate,
    },
    /// It is today.
    LastDay {
        /// The day.
        date: NaiveDate,
    },
    /// So many working days are left, the last day counted and today not.
    WorkingDaysLeft {
        /// How many.
        days: u32,
    },
    /// So many working days have passed since.
    Passed {
        /// How many.
        days: u32,
    },
    /// The calendar of that year is not published: transfers of working days are not known, and the date is computed
    /// anew when they are.
    YearNotPublished {
        /// The year.
        year: i32,
    },
}

impl Step {
    /// The stable code; the text is the locale key `deadline-step-<code>` with dashes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "registered",
            Self::CountedFrom { .. } => "counted_from",
            Self::SetByHand { .. } => "set_by_hand",
            Self::CalendarDays { .. } => "calendar_days",
            Self::SameDayNumber { .. } => "same_day_number",
            Self::LastDayOfMonth { .. } => "last_day_of_month",
            Self::Counted { .. } => "counted",
            Self::NonWorkingDay { .. } => "non_working_day",
            Self::WorkedInstead { .. } => "worked_instead",
            Self::MovedTo { .. } => "moved_to",
            Self::Chosen { .. } => "chosen",
            Self::WorkingDay { .. } => "working_day",
            Self::LastDay { .. } => "last_day",
            Self::WorkingDaysLeft { .. } => "working_days_left",
            Self::Passed { .. } => "passed",
            Self::YearNotPublished { .. } => "year_not_published",
        }
    }

    /// The key of the step's text in the locale files.
    #[must_use]
    pub fn locale_key(&self) -> String {
        format!("deadline-step-{}", self.code().replace('_', "-"))
    }

    /// What the text is filled in with.
    #[must_use]
    pub fn facts(&self) -> serde_json::Value {
        facts(self)
    }
}

/// Law, art. 17, item 1: an appeal is considered not later than in fifteen days.
#[must_use]
pub fn fifteen_days(registered: NaiveDate, calendar: &Calendar) -> Deadline {
    calendar_days(registered, 15, calendar)
}

/// Law, art. 17, item 1: one that needs additional study and checking, not later than in a month.
#[must_use]
pub fn one_month(registered: NaiveDate, calendar: &Calendar) -> Deadline {
    months(registered, 1, calendar)
}

/// Law, art. 10, item 3, and art. 15, item 4: five working days to redirect and to notify (REG-06a). The day of
/// registration is not counted.
#[must_use]
pub fn working_days(registered: NaiveDate, number: u32, calendar: &Calendar) -> Deadline {
    let mut finder = Finder::new(registered, calendar);
    let mut date = registered;
    let mut counted = 0;
    while counted < number {
        date = next_day(date);
        match calendar.day(date) {
            Day::Working(working) => {
                counted += 1;
                finder.steps.push(Step::Counted {
                    number: counted,
                    date,
                    working,
                });
            }
            Day::NonWorking(why) => finder.steps.push(Step::NonWorkingDay { date, why }),
        }
    }
    finder.end(date)
}

/// Law, art. 17, items 1, 2 and 4: so many calendar days from the day after registration, moved off a non-working day.
#[must_use]
pub fn calendar_days(registered: NaiveDate, days: u32, calendar: &Calendar) -> Deadline {
    let mut finder = Finder::new(registered, calendar);
    let date = registered + Days::new(u64::from(days));
    finder.steps.push(Step::CalendarDays { days, date });
    finder.end_on_working_day(date)
}

/// Law, art. 17, items 3 and 4: so many months by the day number, moved off a non-working day.
#[must_use]
pub fn months(registered: NaiveDate, months: u32, calendar: &Calendar) -> Deadline {
    let mut finder = Finder::new(registered, calendar);
    let date = registered + Months::new(months);
    let day_number = registered.day();
    finder.steps.push(if date.day() == day_number {
        Step::SameDayNumber { date }
    } else {
        Step::LastDayOfMonth { day_number, date }
    });
    finder.end_on_working_day(date)
}

/// REG-06: a day that was set by hand, moved off one that has become a non-working day since (law, art. 17, item 4).
#[must_use]
pub fn set_by_hand(registered: NaiveDate, date: NaiveDate, calendar: &Calendar) -> Deadline {
    let steps = vec![Step::Registered { date: registered }, Step::SetByHand { date }];
    Finder { calendar, registered, steps }.end_on_working_day(date)
}

/// Regulation 4.4 (REG-06): the latest term that a clerk can set. Later only by a resolution with a new term.
/// It can be some days after the law's month (16.02 + 31 days is 19.03, the month ends on 16.03): whoever shows it
/// beside [`one_month`] lets the clerk see that.
#[must_use]
pub fn latest_term(registered: NaiveDate, calendar: &Calendar) -> Deadline {
    calendar_days(registered, 31, calendar)
}

/// Any term.
#[must_use]
pub fn of(registered: NaiveDate, term: Term, calendar: &Calendar) -> Deadline {
    match term {
        Term::Days(days) => calendar_days(registered, days.into(), calendar),
        Term::Months(number) => months(registered, number.into(), calendar),
        Term::WorkingDays(number) => working_days(registered, number.into(), calendar),
    }
}

/// Whether a clerk may set this date as the term (REG-06).
///
/// # Errors
/// `TermBeforeRegistration`, `TermTooLate` or `TermOnNonWorkingDay`.
pub fn check_term(
    date: NaiveDate,
    registered: NaiveDate,
    calendar: &Calendar,
) -> Result<(), FaultCode> {
    if date < registered {
        Err(FaultCode::TermBeforeRegistration)
    } else if date > latest_term(registered, calendar).date {
        Err(FaultCode::TermTooLate)
    } else if !calendar.is_working(date) {
        Err(FaultCode::TermOnNonWorkingDay)
    } else {
        Ok(())
    }
}

/// Collects the steps while a date is being found.
struct Finder<'a> {
    calendar: &'a Calendar,
    registered: NaiveDate,
    steps: Vec<Step>,
}

impl<'a> Finder<'a> {
    fn new(registered: NaiveDate, calendar: &'a Calendar) -> Self {
        let steps = vec![
            Step::Registered { date: registered },
            Step::CountedFrom {
                date: next_day(registered),
            },
        ];
        Self {
            calendar,
            registered,
            steps,
        }
    }

    /// Law, art. 17, item 4: a term whose last day is not a working one ends on the first working day after.
    fn end_on_working_day(mut self, last: NaiveDate) -> Deadline {
        let mut date = last;
        loop {
            match self.calendar.day(date) {
                Day::NonWorking(why) => self.steps.push(Step::NonWorkingDay { date, why }),
                Day::Working(working) => {
                    if date > last {
                        self.steps.push(Step::MovedTo { date });
                    }
                    if working != Working::Usual {
                        self.steps.push(Step::WorkedInstead { date, working });
                    }
                    return self.end(date);
                }
            }
            date = next_day(date);
        }
    }

    fn end(mut self, date: NaiveDate) -> Deadline {
        let years = self.registered.year()..=date.year();
        let unpublished = years.filter(|year| !self.calendar.national().is_published(*year));
        self.steps
            .extend(unpublished.map(|year| Step::YearNotPublished { year }));
        Deadline {
            date,
            explanation: self.steps,
        }
    }
}

#[cfg(test)]
mod tests;
