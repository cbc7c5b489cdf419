//! What makes an appeal a repeated one (law, art. 1): the same applicant, question and organisation, within three years
//! of the first one's arrival, and the first was answered or its applicant was notified. Until then a second one is an
//! identical or a clarifying one (art. 13). Sameness is the clerk's to judge; the rest is told from the dates.

use chrono::{Months, NaiveDate};

use crate::{FaultCode, Status};

/// Within so many years of the first one's arrival.
pub const YEARS: u32 = 3;

/// Whether an appeal that arrived on `arrived` can repeat one that arrived on `first_arrived` and now has the status `first`.
///
/// # Errors
/// `RepeatTooLate`, `FirstNotAnswered`.
pub fn check(first_arrived: NaiveDate, first: Status, arrived: NaiveDate) -> Result<(), FaultCode> {
    if arrived > last_day(first_arrived) {
        return Err(FaultCode::RepeatTooLate);
    }
    // Taking note and withdrawal end an appeal without a word to the applicant (art. 14, item 3, and art. 16).
    match first {
        Status::Answered | Status::LeftWithoutConsideration | Status::Redirected => Ok(()),
        _ => Err(FaultCode::FirstNotAnswered),
    }
}

/// The last day on which an appeal can come as a repeat of one that arrived on this day.
#[must_use]
pub fn last_day(first_arrived: NaiveDate) -> NaiveDate {
    first_arrived + Months::new(12 * YEARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SUB-12
    #[test]
    fn a_repeat_comes_within_three_years_of_a_first_one_that_was_answered() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (first, status, second, verdict) in [
            ("2026-04-10", Status::Answered, "2029-04-10", Ok(())),
            ("2026-04-10", Status::Answered, "2029-04-11", Err(FaultCode::RepeatTooLate)),
            ("2024-02-29", Status::Answered, "2027-02-28", Ok(())),
            ("2024-02-29", Status::Answered, "2027-03-01", Err(FaultCode::RepeatTooLate)),
            ("2026-04-10", Status::LeftWithoutConsideration, "2026-06-01", Ok(())),
            ("2026-04-10", Status::Redirected, "2026-06-01", Ok(())),
            ("2026-04-10", Status::InProgress, "2026-04-11", Err(FaultCode::FirstNotAnswered)),
            ("2026-04-10", Status::Withdrawn, "2026-06-01", Err(FaultCode::FirstNotAnswered)),
            ("2026-04-10", Status::TakenNote, "2026-06-01", Err(FaultCode::FirstNotAnswered)),
        ] {
            assert_eq!(check(date(first), status, date(second)), verdict, "{first} {status} {second}");
        }
    }
}
