//! Legal dates are dates in Minsk (Europe/Minsk, UTC+3 all year): the only place where instants become them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::Minsk;

/// What clocks in Minsk show at an instant.
#[must_use]
pub fn local(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&Minsk).naive_local()
}

/// The date in Minsk at an instant.
#[must_use]
pub fn date(instant: DateTime<Utc>) -> NaiveDate {
    local(instant).date()
}

/// The instant at which clocks in Minsk show this; of two (clocks were last put back in 2010) the earlier.
#[must_use]
pub fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    let found = Minsk.from_local_datetime(&local).earliest();
    found.map_or_else(
        || local.and_utc() - chrono::TimeDelta::hours(3),
        |time| time.with_timezone(&Utc),
    )
}

/// The instant at which a day begins in Minsk.
#[must_use]
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    instant(day.and_time(chrono::NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_in_minsk_begins_three_hours_before_the_day_in_greenwich() {
        let late_evening: DateTime<Utc> = "2026-04-24T21:00:00Z".parse().unwrap();
        assert_eq!(date(late_evening).to_string(), "2026-04-25");
        assert_eq!(instant(local(late_evening)), late_evening);
        let summer: DateTime<Utc> = "2026-07-24T20:59:59Z".parse().unwrap();
        assert_eq!(local(summer).to_string(), "2026-07-24 23:59:59");
    }
}
