use std::collections::BTreeMap;

use chrono::NaiveTime;
use proptest::prelude::*;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn usual() -> Calendar {
    Calendar::usual(NationalCalendar::seed())
}

fn hours(text: &str) -> Hours {
    text.parse().unwrap()
}

// REQ: REG-07
#[test]
fn the_calendar_of_the_country_agrees_with_its_own_counts() {
    let national = NationalCalendar::seed();
    assert_eq!(national.count_differences(), []);
    let sum = |year| {
        (1..=12)
            .map(|month| national.working_days(year, month))
            .sum::<u32>()
    };
    assert_eq!([sum(2025), sum(2026), sum(2027)], [252, 254, 257]);
}

// REQ: REG-07
#[test]
fn each_kind_of_day_is_told_with_its_reason() {
    let calendar = usual();
    let act = "Постановление Совета Министров 22.07.2025 № 397".to_owned();
    let (off, worked) = (date("2026-04-20"), date("2026-04-25"));
    let cases = [
        ("2026-04-17", Day::Working(Working::Usual)),
        ("2026-04-18", Day::NonWorking(NonWorking::Weekend)),
        (
            "2026-04-20",
            Day::NonWorking(NonWorking::Transferred {
                working: worked,
                act: act.clone(),
            }),
        ),
        ("2026-04-21", Day::NonWorking(NonWorking::Holiday)),
        (
            "2026-04-25",
            Day::Working(Working::Transferred { day_off: off, act }),
        ),
        // A holiday on a weekend is not moved.
        ("2026-11-07", Day::NonWorking(NonWorking::Holiday)),
        ("2026-11-09", Day::Working(Working::Usual)),
    ];
    for (day, expected) in cases {
        assert_eq!(calendar.day(date(day)), expected, "{day}");
    }
    assert_eq!(
        calendar.next_working_on_or_after(date("2026-04-18")),
        date("2026-04-22")
    );
    assert_eq!(calendar.next_working_after(date("2026-04-24")), worked);
}

// REQ: REG-04
#[test]
fn the_day_before_a_holiday_is_an_hour_shorter() {
    let calendar = usual();
    let cases = [
        ("2026-04-22", Some("09:00-18:00")),
        ("2026-04-30", Some("09:00-17:00")), // before 1 May
        ("2026-05-08", Some("09:00-17:00")), // Friday before 9 May, a Saturday
        ("2026-05-09", None),
        ("2026-04-25", Some("09:00-18:00")), // a transferred Saturday, with Monday's hours
        ("2026-04-20", None),
        ("2026-03-06", Some("09:00-18:00")), // 8 March is Sunday: Saturday, not Friday, is the day before
        ("2026-12-31", Some("09:00-17:00")),
    ];
    for (day, expected) in cases {
        assert_eq!(calendar.hours(date(day)), expected.map(hours), "{day}");
    }
}

// REQ: REG-07
#[test]
fn an_organisation_has_its_own_week_and_exceptions() {
    let json = r#"{
        "week": {"tue": "08:00-17:00", "wed": "08:00-17:00", "thu": "08:00-17:00", "fri": "08:00-17:00", "sat": "09:00-14:00"},
        "exceptions": {"2026-06-10": "day_off", "2026-07-03": {"hours": "10:00-12:00"}, "2026-05-08": {"hours": "08:00-17:00"}}
    }"#;
    let schedule: Schedule = serde_json::from_str(json).unwrap();
    let back: Schedule = serde_json::from_value(serde_json::to_value(&schedule).unwrap()).unwrap();
    assert_eq!(back, schedule);
    let calendar = Calendar::new(NationalCalendar::seed(), schedule);
    let cases = [
        ("2026-06-08", None),                // Monday is not worked here
        ("2026-06-13", Some("09:00-14:00")), // Saturday is
        ("2026-06-14", None),
        ("2026-06-10", None),                // an exception
        ("2026-07-03", Some("10:00-12:00")), // on duty on a holiday
        ("2026-05-08", Some("08:00-17:00")), // hours that were set are not shortened
        ("2026-04-25", None),                // worked for a Monday, which is never worked here
        ("2026-05-01", None),
    ];
    for (day, expected) in cases {
        assert_eq!(calendar.hours(date(day)), expected.map(hours), "{day}");
        assert_eq!(calendar.is_working(date(day)), expected.is_some(), "{day}");
    }
}

#[test]
fn a_schedule_that_cannot_be_followed_is_refused() {
    let refused = |json: &str| {
        serde_json::from_str::<Schedule>(json)
            .unwrap_err()
            .to_string()
    };
    assert!(refused(r#"{"week": {}}"#).contains("at least one working weekday"));
    assert!(
        refused(r#"{"week": {"monday": "09:00-18:00"}}"#).contains("«monday» is not a weekday")
    );
    assert!(
        refused(r#"{"week": {"mon": "18:00-09:00"}}"#).contains("the beginning before the end")
    );
    assert_eq!(
        Schedule::new([None; 7], BTreeMap::new()),
        Err(ScheduleError::NoWorkingDay)
    );
}

#[test]
fn a_short_day_never_ends_before_it_begins() {
    assert_eq!(
        hours("09:00-18:00").one_hour_shorter(),
        hours("09:00-17:00")
    );
    assert_eq!(
        hours("00:10-00:50").one_hour_shorter(),
        hours("00:10-00:50")
    );
    assert_eq!(
        hours("09:00-10:00").one_hour_shorter(),
        hours("09:00-10:00")
    );
    assert_eq!(
        hours("8:30 – 17:30").end(),
        NaiveTime::from_hms_opt(17, 30, 0).unwrap()
    );
}

// REQ: REG-07
#[test]
fn holidays_of_years_not_published_yet_follow_the_permanent_rule() {
    let national = NationalCalendar::seed();
    for (year, expected) in [
        (2025, "2025-04-29"),
        (2026, "2026-04-21"),
        (2027, "2027-05-11"),
        (2028, "2028-04-25"),
    ] {
        assert_eq!(radunitsa(year), Some(date(expected)));
    }
    let without = r#"{"time_zone": "Europe/Minsk", "weekend": ["Sat", "Sun"], "holidays": {}}"#;
    let by_rule = NationalCalendar::from_json(without).unwrap();
    for year in 2025..=2027 {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        for day in first.iter_days().take(365) {
            assert_eq!(by_rule.is_holiday(day), national.is_holiday(day), "{day}");
        }
        assert!(national.is_published(year) && !by_rule.is_published(year));
    }
    assert!(!national.is_published(2028) && national.is_holiday(date("2028-07-03")));
}

// REQ: REG-07
#[test]
fn data_that_cannot_be_right_are_refused_with_the_place() {
    let calendar = |rest: &str| {
        let text = format!(r#"{{"time_zone": "Europe/Minsk", "weekend": ["Sat", "Sun"], {rest}}}"#);
        NationalCalendar::from_json(&text)
    };
    let transfer = |off: &str, worked: &str| {
        format!(r#"{{"day_off": "{off}", "working_saturday": "{worked}", "act": ""}}"#)
    };
    let transfers =
        |list: &[String]| format!(r#""holidays": {{}}, "transfers": [{}]"#, list.join(","));
    let good = transfer("2026-04-20", "2026-04-25");
    assert!(calendar(&transfers(std::slice::from_ref(&good))).is_ok());
    for (rest, message) in [
        (
            r#""holidays": {"2026": ["02-30"]}"#.to_owned(),
            "holidays of 2026: «02-30» is not a date",
        ),
        (
            r#""holidays": {"next": []}"#.to_owned(),
            "«next» is not a year",
        ),
        (r#""transfers": []"#.to_owned(), "missing field `holidays`"),
        (
            transfers(&[transfer("2026-04-18", "2026-04-25")]),
            "2026-04-18 is made a day off, but it is one already",
        ),
        (
            transfers(&[transfer("2026-04-20", "2026-04-24")]),
            "2026-04-24 is made a working day, but it is one already",
        ),
        (transfers(&[good.clone(), good]), "2026-04-20 stands twice"),
    ] {
        let error = calendar(&rest).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
    let read = |text: &str| NationalCalendar::from_json(text).unwrap_err().to_string();
    let zone = r#"{"time_zone": "Europe/Warsaw", "weekend": [], "holidays": {}}"#;
    assert!(read(zone).contains("it must be Europe/Minsk"));
    let weekday = r#"{"time_zone": "Europe/Minsk", "weekend": ["Samstag"], "holidays": {}}"#;
    assert!(read(weekday).contains("«Samstag» is not a weekday"));
    assert!(read("[]").contains("cannot be read"));
    let slip = r#""holidays": {"2026": []}, "working_days_per_month": {"2026": [21]}"#;
    assert_eq!(
        calendar(slip).unwrap().count_differences(),
        [CountDifference {
            year: 2026,
            month: 1,
            stated: 21,
            counted: 22
        }]
    );
}

proptest! {
    #[test]
    fn a_day_has_hours_exactly_when_it_is_worked(offset in 0_u64..3000) {
        let day = date("2024-01-01") + chrono::Days::new(offset);
        let calendar = usual();
        prop_assert_eq!(calendar.hours(day).is_some(), calendar.is_working(day));
        let next = calendar.next_working_on_or_after(day);
        prop_assert!(calendar.is_working(next) && next >= day);
        prop_assert!(day.iter_days().take_while(|skipped| *skipped < next).all(|skipped| !calendar.is_working(skipped)));
    }
}
