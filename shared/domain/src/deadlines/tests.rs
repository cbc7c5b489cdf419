use proptest::prelude::*;

use super::*;
use crate::calendar::{Change, Hours, NationalCalendar, Schedule, changed};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    Calendar::usual(NationalCalendar::seed())
}

#[derive(serde::Deserialize)]
struct Row {
    registered: NaiveDate,
    due_15_days: NaiveDate,
    due_1_month: NaiveDate,
    due_31_calendar_days: NaiveDate,
    due_5_working_days: NaiveDate,
}

/// The table of `testdata/deadlines.csv`: a lawyer can add a row.
// REQ: REG-06
// REQ: REG-06a
#[test]
fn the_table_of_terms_holds() {
    let calendar = calendar();
    let mut reader =
        csv::Reader::from_reader(include_str!("../../testdata/deadlines.csv").as_bytes());
    let mut rows = 0;
    for row in reader.deserialize() {
        let row: Row = row.unwrap();
        let registered = row.registered;
        assert_eq!(
            fifteen_days(registered, &calendar).date,
            row.due_15_days,
            "15 days from {registered}"
        );
        assert_eq!(
            one_month(registered, &calendar).date,
            row.due_1_month,
            "a month from {registered}"
        );
        assert_eq!(
            latest_term(registered, &calendar).date,
            row.due_31_calendar_days,
            "31 days from {registered}"
        );
        assert_eq!(
            working_days(registered, 5, &calendar).date,
            row.due_5_working_days,
            "5 working from {registered}"
        );
        rows += 1;
    }
    assert!(rows >= 9);
}

// REQ: REG-06
#[test]
fn a_month_ends_on_the_same_day_number_or_the_last_day() {
    let calendar = calendar();
    for (registered, due) in [
        ("2026-01-28", "2026-03-02"), // 28.02 is a Saturday
        ("2026-01-31", "2026-03-02"), // no 31.02
        ("2027-01-29", "2027-03-01"), // no 29.02.2027; 28.02 is a Sunday
        ("2028-01-29", "2028-02-29"), // a leap year
        ("2026-08-31", "2026-09-30"), // no 31.09
        ("2026-06-03", "2026-07-06"), // 03.07 is a holiday, 04 and 05 a weekend
        ("2026-12-31", "2027-02-01"), // 31.01.2027 is a Sunday
    ] {
        assert_eq!(
            one_month(date(registered), &calendar).date,
            date(due),
            "{registered}"
        );
    }
}

// REQ: BEY-06
#[test]
fn a_date_explains_itself_day_by_day() {
    let calendar = calendar();
    let act = "Постановление Совета Министров 22.07.2025 № 397".to_owned();
    let found = fifteen_days(date("2026-04-05"), &calendar);
    assert_eq!(
        found.explanation,
        [
            Step::Registered {
                date: date("2026-04-05")
            },
            Step::CountedFrom {
                date: date("2026-04-06")
            },
            Step::CalendarDays {
                days: 15,
                date: date("2026-04-20")
            },
            Step::NonWorkingDay {
                date: date("2026-04-20"),
                why: NonWorking::Transferred {
                    working: date("2026-04-25"),
                    act: act.clone()
                },
            },
            Step::NonWorkingDay {
                date: date("2026-04-21"),
                why: NonWorking::Holiday
            },
            Step::MovedTo {
                date: date("2026-04-22")
            },
        ]
    );
    let saturday = fifteen_days(date("2026-04-10"), &calendar);
    let working = Working::Transferred {
        day_off: date("2026-04-20"),
        act,
    };
    assert_eq!(
        saturday.explanation.last(),
        Some(&Step::WorkedInstead {
            date: date("2026-04-25"),
            working
        })
    );
    let month = one_month(date("2026-01-30"), &calendar);
    assert_eq!(
        month.explanation[2],
        Step::LastDayOfMonth {
            day_number: 30,
            date: date("2026-02-28")
        }
    );
    let five = working_days(date("2026-04-17"), 5, &calendar);
    let counted = five
        .explanation
        .iter()
        .filter(|step| matches!(step, Step::Counted { .. }))
        .count();
    let skipped = five
        .explanation
        .iter()
        .filter(|step| matches!(step, Step::NonWorkingDay { .. }))
        .count();
    assert_eq!((counted, skipped, five.explanation.len()), (5, 5, 12));
    let next_year = fifteen_days(date("2027-12-20"), &calendar);
    assert_eq!(
        next_year.explanation.last(),
        Some(&Step::YearNotPublished { year: 2028 })
    );
}

// REQ: REG-06
#[test]
fn a_clerk_sets_a_term_within_its_bounds_on_a_working_day() {
    let calendar = calendar();
    let check = |day: &str| check_term(date(day), date("2026-04-10"), &calendar);
    assert_eq!(check("2026-05-11"), Ok(()));
    assert_eq!(check("2026-04-25"), Ok(()));
    assert_eq!(check("2026-04-10"), Ok(()));
    assert_eq!(check("2026-04-09"), Err(FaultCode::TermBeforeRegistration));
    assert_eq!(check("2026-05-12"), Err(FaultCode::TermTooLate));
    assert_eq!(check("2026-04-26"), Err(FaultCode::TermOnNonWorkingDay));
}

// REQ: REG-07
#[test]
fn an_organisation_that_works_on_saturdays_has_its_own_dates() {
    let hours: Hours = "09:00-15:00".parse().unwrap();
    let week = [
        Some(hours),
        Some(hours),
        Some(hours),
        Some(hours),
        Some(hours),
        Some(hours),
        None,
    ];
    let schedule = Schedule::new(week, Default::default()).unwrap();
    let six_days = Calendar::new(NationalCalendar::seed(), schedule);
    assert_eq!(
        fifteen_days(date("2026-01-30"), &six_days).date,
        date("2026-02-14")
    );
    assert_eq!(
        working_days(date("2026-06-05"), 1, &six_days).date,
        date("2026-06-06")
    );
}

#[test]
fn a_term_is_read_as_it_is_written() {
    for text in ["15d", "1m", "5wd", "31d", "3wd"] {
        let term: Term = text.parse().unwrap();
        assert_eq!(term.to_string(), text);
        assert_eq!(
            serde_json::from_value::<Term>(serde_json::to_value(term).unwrap()).unwrap(),
            term
        );
    }
    for text in [
        "",
        "15",
        "d",
        "0d",
        "-1d",
        "15 d",
        "1y",
        "1001d",
        "37m",
        "99999999999d",
        "пд",
    ] {
        assert_eq!(text.parse::<Term>(), Err(TermError), "{text}");
    }
    let calendar = calendar();
    let registered = date("2026-04-10");
    assert_eq!(
        of(registered, Term::FIFTEEN_DAYS, &calendar),
        fifteen_days(registered, &calendar)
    );
    assert_eq!(
        of(registered, Term::ONE_MONTH, &calendar),
        one_month(registered, &calendar)
    );
    assert_eq!(
        of(registered, Term::FIVE_WORKING_DAYS, &calendar),
        working_days(registered, 5, &calendar)
    );
}

proptest! {
    // REQ: REG-06
    #[test]
    fn a_term_ends_on_the_first_working_day_not_before_its_lawful_end(offset in 0_u64..2500, days in 1_u16..60, months in 1_u8..4) {
        let calendar = calendar();
        let registered = date("2024-06-01") + Days::new(offset);
        for (term, lawful) in [
            (Term::Days(days), registered + Days::new(days.into())),
            (Term::Months(months), registered + Months::new(months.into())),
        ] {
            let due = of(registered, term, &calendar).date;
            prop_assert!(calendar.is_working(due));
            prop_assert!(due >= lawful);
            prop_assert!(lawful.iter_days().take_while(|day| *day < due).all(|day| !calendar.is_working(day)));
        }
    }

    // REQ: REG-06
    // REQ: REG-07
    #[test]
    fn whatever_days_become_holidays_no_term_ends_on_one_or_earlier_than_without(
        offset in 0_u64..330,
        more in proptest::collection::vec(0_u64..80, 0..12),
        number in 1_u32..12,
    ) {
        let registered = date("2026-01-05") + Days::new(offset);
        let mut data = serde_json::from_str(NationalCalendar::SEED).unwrap();
        for day in more {
            data = changed(&data, &Change::AddHoliday(registered + Days::new(day))).unwrap_or(data);
        }
        let (before, after) = (calendar(), Calendar::usual(NationalCalendar::from_value(data).unwrap()));
        for (term, lawful) in [
            (Term::FIFTEEN_DAYS, registered + Days::new(15)),
            (Term::ONE_MONTH, registered + Months::new(1)),
            (Term::WorkingDays(number.try_into().unwrap()), registered + Days::new(number.into())),
        ] {
            let due = of(registered, term, &after).date;
            prop_assert!(after.is_working(due), "{due} is a day off");
            prop_assert!(due >= lawful, "{due} comes before {lawful}");
            prop_assert!(due >= of(registered, term, &before).date, "a holiday more takes no time away");
        }
    }

    // REQ: REG-06a
    #[test]
    fn so_many_working_days_have_passed_when_the_second_clock_ends(offset in 0_u64..2500, number in 1_u32..40) {
        let calendar = calendar();
        let registered = date("2024-06-01") + Days::new(offset);
        let due = working_days(registered, number, &calendar).date;
        let passed = registered.iter_days().skip(1).take_while(|day| *day <= due).filter(|day| calendar.is_working(*day));
        prop_assert_eq!(passed.count(), usize::try_from(number).unwrap());
        prop_assert!(calendar.is_working(due));
    }
}

// REQ: BEY-06
#[test]
fn a_chosen_day_tells_how_it_stands_and_what_is_left() {
    let of = |day: &str, today: Option<&str>| {
        let found = chosen(date(day), today.map(date), &calendar());
        found.explanation.iter().map(Step::code).collect::<Vec<_>>().join(" ")
    };
    // Thursday, 16 April 2026: 20 and 21 April are off, Saturday 25 April is worked.
    for (day, today, expected) in [
        ("2026-04-17", Some("2026-04-16"), "chosen working_day working_days_left"),
        ("2026-04-25", Some("2026-04-24"), "chosen worked_instead working_days_left"),
        ("2026-04-22", Some("2026-04-17"), "chosen working_day non_working_day non_working_day non_working_day non_working_day working_days_left"),
        ("2026-04-19", Some("2026-04-17"), "chosen non_working_day non_working_day working_days_left"),
        ("2026-04-16", Some("2026-04-16"), "chosen working_day last_day"),
        ("2026-04-10", Some("2026-04-16"), "chosen working_day passed"),
        ("2026-04-22", None, "chosen working_day"),
        ("2026-04-12", None, "chosen non_working_day"),
    ] {
        assert_eq!(of(day, today), expected, "{day} {today:?}");
    }
    for (day, today, left) in [("2026-04-27", "2026-04-16", 6), ("2026-04-22", "2026-04-17", 1), ("2026-04-19", "2026-04-17", 0)] {
        let found = chosen(date(day), Some(date(today)), &calendar());
        assert!(found.explanation.contains(&Step::WorkingDaysLeft { days: left }), "{day}: {:?}", found.explanation);
    }
    let passed = chosen(date("2026-04-17"), Some(date("2026-04-22")), &calendar());
    assert!(passed.explanation.contains(&Step::Passed { days: 1 }), "{:?}", passed.explanation);
    let far = chosen(date("2026-07-16"), Some(date("2026-04-16")), &calendar());
    assert!(far.explanation.len() < 5, "of a long way the days off are not named: {:?}", far.explanation);
}
