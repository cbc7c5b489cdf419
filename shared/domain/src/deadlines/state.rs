//! How far a clock has run: judgements from stored dates and now, never stored themselves.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::minsk;

/// From so many calendar days before its end the review term is called due soon.
pub const SOON_DAYS: i64 = 5;
/// The same of the five working days for redirecting and notices.
pub const NOTICE_SOON_DAYS: i64 = 2;

/// How a term stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermState {
    /// More than the days of `soon` are left.
    Fresh {
        /// Calendar days until the last day.
        days: i64,
    },
    /// Few days are left.
    Soon {
        /// Calendar days until the last day, at least one.
        days: i64,
    },
    /// Today is the last day.
    Today,
    /// The last day is over and nothing was done.
    Overdue {
        /// Calendar days since the last day.
        days: i64,
    },
    /// Done on the last day or before.
    Met,
    /// Done after the last day.
    Missed {
        /// Calendar days from the last day to the day when it was done.
        days: i64,
    },
}

/// How a term stands (REG-06, REG-06a): `due` is its last day, `done` when what it asks for was done, `soon` from how
/// many days before the end it is called due soon.
#[must_use]
pub fn term_state(
    due: NaiveDate,
    done: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    soon: i64,
) -> TermState {
    if let Some(done) = done {
        let days = (minsk::date(done) - due).num_days();
        return if days <= 0 {
            TermState::Met
        } else {
            TermState::Missed { days }
        };
    }
    match (due - minsk::date(now)).num_days() {
        days if days < 0 => TermState::Overdue { days: -days },
        0 => TermState::Today,
        days if days <= soon => TermState::Soon { days },
        days => TermState::Fresh { days },
    }
}

/// How registration stands (REG-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationState {
    /// Not registered; the limit is on a later day.
    InTime,
    /// Not registered; today is the last day, or its hour of grace runs.
    Today,
    /// Not registered, and late.
    Late,
    /// Registered in time.
    Met,
    /// Registered late.
    Missed,
}

/// How registration stands: `limit` is the last moment, an hour of grace follows it (REG-04).
#[must_use]
pub fn registration_state(
    limit: DateTime<Utc>,
    registered_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> RegistrationState {
    let late = registered_at.unwrap_or(now) > limit + TimeDelta::hours(1);
    match (registered_at.is_some(), late) {
        (true, false) => RegistrationState::Met,
        (true, true) => RegistrationState::Missed,
        (false, true) => RegistrationState::Late,
        (false, false) if minsk::date(now) >= minsk::date(limit) => RegistrationState::Today,
        (false, false) => RegistrationState::InTime,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    // REQ: REG-06 REG-06a
    #[test]
    fn a_term_stands_as_the_days_of_minsk_say() {
        let due = NaiveDate::from_ymd_opt(2026, 4, 20).unwrap();
        for (now, state) in [
            ("2026-04-10T09:00:00Z", TermState::Fresh { days: 10 }),
            ("2026-04-14T20:59:59Z", TermState::Fresh { days: 6 }),
            ("2026-04-14T21:00:00Z", TermState::Soon { days: 5 }),
            ("2026-04-19T12:00:00Z", TermState::Soon { days: 1 }),
            ("2026-04-19T21:00:00Z", TermState::Today),
            ("2026-04-20T20:59:59Z", TermState::Today),
            ("2026-04-20T21:00:00Z", TermState::Overdue { days: 1 }),
        ] {
            assert_eq!(term_state(due, None, at(now), SOON_DAYS), state, "{now}");
        }
        let now = at("2026-04-17T09:00:00Z");
        let notice = term_state(due, None, now, NOTICE_SOON_DAYS);
        assert_eq!(notice, TermState::Fresh { days: 3 });
        let now = at("2026-06-01T09:00:00Z");
        for (done, state) in [
            ("2026-04-20T20:59:59Z", TermState::Met),
            ("2026-04-20T21:00:00Z", TermState::Missed { days: 1 }),
        ] {
            assert_eq!(
                term_state(due, Some(at(done)), now, SOON_DAYS),
                state,
                "{done}"
            );
        }
    }

    // REQ: REG-04
    #[test]
    fn registration_is_late_after_the_hour_of_grace() {
        let limit = at("2026-04-24T20:59:59.999Z");
        for (now, state) in [
            ("2026-04-23T20:59:59Z", RegistrationState::InTime),
            ("2026-04-23T21:00:00Z", RegistrationState::Today),
            ("2026-04-24T21:59:59.999Z", RegistrationState::Today),
            ("2026-04-24T22:00:00Z", RegistrationState::Late),
        ] {
            assert_eq!(registration_state(limit, None, at(now)), state, "{now}");
        }
        let now = at("2026-06-01T09:00:00Z");
        for (registered, state) in [
            ("2026-04-24T21:59:59Z", RegistrationState::Met),
            ("2026-04-24T22:00:00Z", RegistrationState::Missed),
        ] {
            let registered = Some(at(registered));
            assert_eq!(registration_state(limit, registered, now), state);
        }
    }
}
