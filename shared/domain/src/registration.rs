//! Registration: until when (REG-04), on which date (REG-05) and under which index (REG-03).

mod index;
mod limit;
mod rules;

use chrono::NaiveDate;

pub use index::{IndexTemplate, IndexTemplateError, RegistrationIndex, Series, Sign};
pub use rules::{JournalForm, JournalRules, read_next};
pub use limit::{Limit, LimitStep, limit, limit_local};

use crate::FaultCode;

/// Whether an appeal submitted on one date may be registered on another (REG-05; regulation 4.4).
///
/// # Errors
/// `RegistrationBeforeSubmission` or `RegistrationInFuture`.
pub fn check_date(
    date: NaiveDate,
    submitted: NaiveDate,
    today: NaiveDate,
) -> Result<(), FaultCode> {
    if date < submitted {
        Err(FaultCode::RegistrationBeforeSubmission)
    } else if date > today {
        Err(FaultCode::RegistrationInFuture)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: REG-05
    #[test]
    fn an_appeal_is_registered_between_its_submission_and_today() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 4, day).unwrap();
        assert_eq!(check_date(day(10), day(10), day(10)), Ok(()));
        assert_eq!(check_date(day(11), day(10), day(13)), Ok(()));
        assert_eq!(
            check_date(day(9), day(10), day(13)),
            Err(FaultCode::RegistrationBeforeSubmission)
        );
        assert_eq!(
            check_date(day(14), day(10), day(13)),
            Err(FaultCode::RegistrationInFuture)
        );
    }
}
