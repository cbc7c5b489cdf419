//! A term that somebody chose for an executor or another organisation, day by day: how the day stands in the calendar and how
//! much of the term is left (BEY-06).

use chrono::NaiveDate;

use super::{Deadline, Finder, Step};
use crate::{
    Calendar,
    calendar::{Day, Working, next_day},
};

/// Of a longer way the days off are not named one by one.
const NAMED_WITHIN_DAYS: i64 = 62;

/// How a chosen day stands in the calendar; `today`: on what day it is asked, while the term runs.
#[must_use]
pub fn chosen(date: NaiveDate, today: Option<NaiveDate>, calendar: &Calendar) -> Deadline {
    let mut steps = vec![Step::Chosen { date }];
    steps.push(match calendar.day(date) {
        Day::Working(Working::Usual) => Step::WorkingDay { date },
        Day::Working(working) => Step::WorkedInstead { date, working },
        Day::NonWorking(why) => Step::NonWorkingDay { date, why },
    });
    if let Some(today) = today {
        left(date, today, calendar, &mut steps);
    }
    let registered = today.map_or(date, |today| today.min(date));
    Finder { calendar, registered, steps }.end(date)
}

fn left(date: NaiveDate, today: NaiveDate, calendar: &Calendar, steps: &mut Vec<Step>) {
    if date == today {
        steps.push(Step::LastDay { date });
        return;
    }
    let (from, to) = if date > today { (today, date) } else { (date, today) };
    let named = date > today && (to - from).num_days() <= NAMED_WITHIN_DAYS;
    let mut working_days = 0;
    let mut day = from;
    while day < to {
        day = next_day(day);
        match calendar.day(day) {
            Day::Working(_) => working_days += 1,
            Day::NonWorking(why) if named && day < date => steps.push(Step::NonWorkingDay { date: day, why }),
            Day::NonWorking(_) => {}
        }
    }
    steps.push(if date > today {
        Step::WorkingDaysLeft { days: working_days }
    } else {
        Step::Passed { days: working_days }
    });
}
