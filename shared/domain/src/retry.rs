//! How patiently work is tried again: the waits between attempts, in seconds. After the last one the work has
//! failed for good and a person sees it (NOT-02, NOT-03).

/// Codes by SMS: whoever asked sits at the page, and the code lives a minute (ORG-06).
pub const CODES: [i64; 6] = [2, 5, 10, 20, 30, 30];

/// E-mail and SMS: about two days in all, longer than a mail server's bad weekend.
pub const MESSAGES: [i64; 14] = [
    5, 15, 30, 60, 120, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400,
];

/// Checks of files while the storage or the antivirus is down: soon at first, for the applicant watches; about two days in all.
pub const FILE_CHECKS: [i64; 14] = [
    2, 5, 10, 30, 60, 120, 300, 900, 1800, 3600, 14_400, 28_800, 43_200, 86_400,
];

/// A document that waits for the check of its files: longer than [`FILE_CHECKS`], so that it is formed whenever the check
/// comes to its end, and never two hours after it.
pub const AFTER_FILE_CHECKS: [i64; 38] = {
    let mut delays = [7200; 38];
    let soon = [2, 5, 10, 30, 60, 120, 300, 900, 1800, 3600];
    let mut place = 0;
    while place < soon.len() {
        delays[place] = soon[place];
        place += 1;
    }
    delays
};

/// Documents, exports and reports: about an hour in all; whoever asked can ask again.
pub const REPORTS: [i64; 6] = [5, 15, 60, 300, 900, 1800];

/// Calls to the router of СМДО: the first ones soon, for a package is to leave within a minute; about two days in all (SMD-02).
pub const EXCHANGE: [i64; 18] = [
    1, 2, 3, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 14_400, 28_800, 43_200, 86_400,
];

/// Messages to organisations' programs: a day in all (EDM-07).
pub const WEBHOOKS: [i64; 11] = [
    5, 30, 120, 300, 900, 1800, 3600, 7200, 14_400, 21_600, 36_000,
];

/// How long a program that fails is left alone by all messages, after each failure in a row; the last one then stays.
pub const WEBHOOK_PAUSES: [i64; 7] = [0, 5, 15, 30, 60, 120, 300];

/// The wait after the `attempt`-th failure (from 1), in seconds; `None`: there will be no other attempt.
#[must_use]
pub fn delay(delays: &[i64], attempt: u32) -> Option<i64> {
    let index = usize::try_from(attempt.checked_sub(1)?).ok()?;
    delays.get(index).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: NOT-02
    #[test]
    fn every_list_backs_off_and_ends() {
        for delays in [
            &CODES[..],
            &MESSAGES,
            &FILE_CHECKS,
            &AFTER_FILE_CHECKS,
            &REPORTS,
            &EXCHANGE,
        ] {
            assert!(delays.is_sorted() && delays[0] > 0);
            assert_eq!(delay(delays, 1), Some(delays[0]));
            assert_eq!(
                delay(delays, u32::try_from(delays.len()).unwrap()),
                delays.last().copied()
            );
            assert_eq!(
                delay(delays, u32::try_from(delays.len()).unwrap() + 1),
                None
            );
            assert_eq!(delay(delays, 0), None);
        }
        assert!(AFTER_FILE_CHECKS.iter().sum::<i64>() > FILE_CHECKS.iter().sum::<i64>() + 7200);
        let day = 24 * 60 * 60;
        assert!(
            MESSAGES.iter().sum::<i64>() > 2 * day && FILE_CHECKS.iter().sum::<i64>() > 2 * day && EXCHANGE.iter().sum::<i64>() > 2 * day
        );
    }
}
