use proptest::prelude::*;

use super::*;
use crate::{NationalCalendar, Schedule};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn usual() -> Calendar {
    Calendar::usual(NationalCalendar::seed())
}

/// The days between two dates on which a scheduler that runs each working day has something new to say, and the step.
fn said(ladder: &Ladder, clock: TermClock, due: &str, set_on: &str, until: &str) -> Vec<String> {
    let calendar = usual();
    let (due, set_on, until) = (date(due), date(set_on), date(until));
    let mut last = None;
    let mut said = Vec::new();
    for day in set_on.iter_days().take_while(|day| *day <= until) {
        if !calendar.is_working(day) {
            continue;
        }
        let step = ladder.step(clock, due, set_on, day, &calendar);
        if step > last {
            last = step;
            said.push(format!("{day} {:+}", step.unwrap()));
        }
    }
    said
}

// REQ: CTL-09
#[test]
fn the_usual_ladder_reminds_before_on_and_after_the_last_day() {
    let review = Ladder::usual(TermClock::Review);
    // (what is special, the last day, the day when it was set, until, the days of reminders)
    let cases: [(&str, &str, &str, &str, &[&str]); 8] = [
        (
            "plain: registered on Wednesday 11 November 2026, 15 days end on Thursday 26",
            "2026-11-26",
            "2026-11-11",
            "2026-12-08",
            // 21.11 is a Saturday: the Friday before; 29.11 a Sunday: the Monday after
            &["2026-11-20 -5", "2026-11-24 -2", "2026-11-26 +0", "2026-11-30 +3", "2026-12-02 +6", "2026-12-07 +9", "2026-12-08 +12"],
        ),
        (
            "before a row of days off: 25 December is a holiday and a Friday",
            "2026-12-28",
            "2026-12-10",
            "2026-12-29",
            // 26.12 is a Saturday, 25.12 a holiday: Thursday
            &["2026-12-23 -5", "2026-12-24 -2", "2026-12-28 +0"],
        ),
        (
            "over the new year: 1, 2 and 7 January are holidays",
            "2027-01-11",
            "2026-12-10",
            "2027-01-14",
            // 6.1 is a Wednesday; 9.1 a Saturday: Friday 8
            &["2027-01-06 -5", "2027-01-08 -2", "2027-01-11 +0", "2027-01-14 +3"],
        ),
        (
            "the end of February",
            "2026-03-02",
            "2026-01-30",
            "2026-03-05",
            // 25.2; 28.2 is a Saturday: Friday 27
            &["2026-02-25 -5", "2026-02-27 -2", "2026-03-02 +0", "2026-03-05 +3"],
        ),
        (
            "a leap day: 29 February 2028 is a Tuesday",
            "2028-02-29",
            "2028-02-14",
            "2028-03-03",
            &["2028-02-24 -5", "2028-02-25 -2", "2028-02-29 +0", "2028-03-03 +3"],
        ),
        (
            "the day after a leap day: one month from Tuesday 1 February 2028",
            "2028-03-01",
            "2028-02-01",
            "2028-03-07",
            // 4.3 is a Saturday: Monday 6
            &["2028-02-25 -5", "2028-02-28 -2", "2028-03-01 +0", "2028-03-06 +3", "2028-03-07 +6"],
        ),
        (
            "the end of a month of 31 days: Monday 31 August 2026",
            "2026-08-31",
            "2026-07-31",
            "2026-09-07",
            // 29.8 is a Saturday: Friday 28; 6.9 a Sunday: Monday 7
            &["2026-08-26 -5", "2026-08-28 -2", "2026-08-31 +0", "2026-09-03 +3", "2026-09-07 +6"],
        ),
        (
            "a Saturday that is worked for a transferred Monday",
            "2026-04-25",
            "2026-04-10",
            "2026-04-28",
            // 20.4 is a transferred day off, 18 and 19 a weekend: Friday 17; 23.4
            &["2026-04-17 -5", "2026-04-23 -2", "2026-04-25 +0", "2026-04-28 +3"],
        ),
    ];
    for (what, due, set_on, until, expected) in cases {
        assert_eq!(said(&review, TermClock::Review, due, set_on, until), expected, "{what}");
    }
}

// REQ: CTL-09 REG-06a
#[test]
fn the_notices_clock_reminds_before_its_end_and_not_after() {
    // registered on Monday 23 November 2026: the fifth working day is Monday 30
    let notice = Ladder::usual(TermClock::Notice);
    let days = said(&notice, TermClock::Notice, "2026-11-30", "2026-11-23", "2026-12-31");
    assert_eq!(days, ["2026-11-25 -5", "2026-11-27 -2", "2026-11-30 +0"]);
}

// REQ: CTL-09 REG-04
#[test]
fn a_late_registration_is_told_on_the_next_morning_and_again() {
    let ladder = Ladder::usual(TermClock::Registration);
    // the limit was Friday 27 November 2026: Saturday is off
    let days = said(&ladder, TermClock::Registration, "2026-11-27", "2026-11-27", "2026-12-07");
    assert_eq!(days, ["2026-11-30 +1", "2026-12-01 +4", "2026-12-04 +7", "2026-12-07 +10"]);
}

// REQ: CTL-09
#[test]
fn after_days_without_service_only_the_latest_step_is_said() {
    let (review, calendar) = (Ladder::usual(TermClock::Review), usual());
    let step = |today: &str| review.step(TermClock::Review, date("2026-11-26"), date("2026-11-11"), date(today), &calendar);
    assert_eq!(step("2026-11-19"), None);
    assert_eq!(step("2026-11-23"), Some(-5), "missed on Friday, said on Monday");
    assert_eq!(step("2026-11-25"), Some(-2));
    assert_eq!(step("2026-11-27"), Some(0), "missed on the last day, said on the next");
    assert_eq!(step("2026-12-03"), Some(6));
}

// REQ: CTL-09
#[test]
fn what_was_to_be_said_before_the_term_was_set_is_not_said() {
    let (review, calendar) = (Ladder::usual(TermClock::Review), usual());
    let step = |set_on: &str, today: &str| {
        review.step(TermClock::Review, date("2026-11-26"), date(set_on), date(today), &calendar)
    };
    // the term was moved to the 26th on the 24th: whoever moved it knows that two days are left
    assert_eq!(step("2026-11-24", "2026-11-24"), None);
    assert_eq!(step("2026-11-24", "2026-11-25"), None);
    assert_eq!(step("2026-11-24", "2026-11-26"), Some(0));
    // an appeal that was overdue when it was entered
    assert_eq!(step("2026-12-03", "2026-12-04"), None);
    assert_eq!(step("2026-12-03", "2026-12-07"), Some(9));
}

// REQ: CTL-09
#[test]
fn two_steps_that_fall_on_one_day_are_one_reminder() {
    let (ladder, calendar) = (Ladder::new([2, 1, 0], None), usual());
    // due on Monday 30 November 2026: two days and one day before are a weekend
    let step = ladder.step(TermClock::Review, date("2026-11-30"), date("2026-11-16"), date("2026-11-27"), &calendar);
    assert_eq!(step, Some(-1));
}

// REQ: CTL-09
#[test]
fn reminders_go_out_in_the_morning_of_a_working_day() {
    // by Minsk, UTC+3
    let cases = [
        ("2026-11-26T04:59:59Z", false), // 07:59:59
        ("2026-11-26T05:00:00Z", true),  // 08:00
        ("2026-11-26T14:59:59Z", true),  // 17:59:59
        ("2026-11-26T15:00:00Z", false), // 18:00
        ("2026-11-25T21:00:00Z", false), // midnight
        ("2026-11-28T09:00:00Z", false), // Saturday
        ("2026-04-25T09:00:00Z", true),  // a Saturday that is worked
        ("2026-12-25T09:00:00Z", false), // a holiday
        ("2026-12-24T14:00:00Z", false), // 17:00 of the short day before it
        ("2026-12-24T13:59:59Z", true),
    ];
    for (now, expected) in cases {
        assert_eq!(is_time(at(now), &usual()), expected, "{now}");
    }
    let early: Schedule = serde_json::from_str(r#"{"week": {"mon": "07:00-11:00"}}"#).unwrap();
    let early = Calendar::new(NationalCalendar::seed(), early);
    assert!(is_time(at("2026-11-23T04:00:00Z"), &early), "07:00 where the day begins then");
    assert!(!is_time(at("2026-11-24T06:00:00Z"), &early), "not worked there on Tuesdays");
}

#[test]
fn a_typed_ladder_is_read_or_told_what_is_wrong() {
    let read = |before: &str, after: &str| Ladder::read(TermClock::Review, before, after);
    assert_eq!(read("0; 2,5 2", " 3 "), Ok(Ladder::usual(TermClock::Review)));
    assert_eq!(read("", ""), Ok(Ladder::new([], None)));
    let codes = |before: &str, after: &str| -> Vec<(String, FaultCode)> {
        let faults = read(before, after).unwrap_err();
        faults.into_iter().map(|fault| (fault.field, fault.code)).collect()
    };
    assert_eq!(codes("five", ""), [("review_before".to_owned(), FaultCode::NotANumber)]);
    assert_eq!(codes("5, -2", ""), [("review_before".to_owned(), FaultCode::NotANumber)]);
    assert_eq!(
        codes("31", "0"),
        [("review_before".to_owned(), FaultCode::OutOfRange), ("review_after".to_owned(), FaultCode::OutOfRange)]
    );
    assert_eq!(codes("1 2 3 4 5 6 7 8 9 10 11", "").len(), 1);
}

proptest! {
    // REQ: CTL-09
    #[test]
    fn each_step_is_reached_in_order_and_none_before_its_day(
        before in proptest::collection::vec(0_u16..=30, 0..6),
        every in proptest::option::of(1_u16..=30),
        due in 0_u64..1500,
    ) {
        let (ladder, calendar) = (Ladder::new(before, every), usual());
        let due = date("2025-01-02") + Days::new(due);
        let set_on = due - Days::new(60);
        let mut last = None;
        for day in set_on.iter_days().take(160) {
            let step = ladder.step(TermClock::Review, due, set_on, day, &calendar);
            prop_assert!(step >= last, "{day}: {step:?} after {last:?}");
            prop_assert!(step.is_none() || due <= ladder.horizon(day), "{day} is beyond the horizon");
            if let Some(step) = step.filter(|_| step > last) {
                let planned = due + chrono::TimeDelta::days(step.into());
                if planned > due {
                    prop_assert!(day >= planned);
                } else {
                    prop_assert!(day <= planned, "a step before the term is not late");
                }
            }
            last = step;
        }
    }
}

// REQ: BEY-07
#[test]
fn silence_is_counted_in_working_days() {
    // Monday 2026-11-23; 2026-12-25 is a holiday.
    for (today, days, first) in [
        ("2026-11-24", 1, "2026-11-23"),
        ("2026-11-24", 5, "2026-11-17"),
        ("2026-11-23", 1, "2026-11-20"),
        ("2026-11-22", 1, "2026-11-20"),
        ("2026-11-22", 5, "2026-11-16"),
        ("2026-12-28", 1, "2026-12-24"),
    ] {
        assert_eq!(silent_before(date(today), days, &usual()), date(first), "{today} {days}");
    }
}
