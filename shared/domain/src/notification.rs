//! Who is told of what, and by which channels unless the person chose otherwise (NOT-01).

use crate::{EventKind, Role, coded::coded_enum};

coded_enum! {
    /// What a message says; its texts are the locale keys `notice-<code>`, and of the same name in letters and SMS.
    pub enum NotificationKind {
        /// To the applicant: the appeal was accepted, with its number.
        AppealSubmitted = "appeal_submitted",
        /// To the clerks: a new appeal has arrived.
        AppealArrived = "appeal_arrived",
        /// To the applicant: registered, with index and term.
        AppealRegistered = "appeal_registered",
        /// To the applicant: the term was changed, with the reason.
        TermChanged = "term_changed",
        /// To the applicant: the answer is there.
        AppealAnswered = "appeal_answered",
        /// To the clerks: the applicant has withdrawn the appeal.
        AppealWithdrawn = "appeal_withdrawn",
        /// To the applicant: the withdrawal is accepted.
        WithdrawalAccepted = "withdrawal_accepted",
        /// To whoever uploaded it: a file was refused by the check.
        FileRefused = "file_refused",
        /// To whoever asked for it: a document or archive is ready.
        DocumentReady = "document_ready",
    }
}

/// To whom an event is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The applicant whose appeal it is.
    Applicant,
    /// Everyone who holds the role in the appeal's organisation.
    Holders(Role),
}

/// A line of the table. The cabinet always gets its notice: it is the copy that is never lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    pub event: EventKind,
    pub recipient: Recipient,
    pub kind: NotificationKind,
    /// By e-mail unless chosen otherwise.
    pub email: bool,
    /// By SMS unless chosen otherwise.
    pub sms: bool,
}

const fn telling(
    event: EventKind,
    recipient: Recipient,
    kind: NotificationKind,
    email: bool,
    sms: bool,
) -> Telling {
    Telling {
        event,
        recipient,
        kind,
        email,
        sms,
    }
}

/// The whole table. Applicants are told of every change of status, officials of new work.
#[rustfmt::skip]
pub const TABLE: &[Telling] = &[
    //      event                       to whom                          what                                 e-mail  SMS
    telling(EventKind::Submitted,   Recipient::Applicant,            NotificationKind::AppealSubmitted,    true,  false),
    telling(EventKind::Submitted,   Recipient::Holders(Role::Clerk), NotificationKind::AppealArrived,      true,  false),
    telling(EventKind::Registered,  Recipient::Applicant,            NotificationKind::AppealRegistered,   true,  true),
    telling(EventKind::TermChanged, Recipient::Applicant,            NotificationKind::TermChanged,        true,  false),
    telling(EventKind::Completed,   Recipient::Applicant,            NotificationKind::AppealAnswered,     true,  true),
    telling(EventKind::Withdrawn,   Recipient::Applicant,            NotificationKind::WithdrawalAccepted, true,  false),
    telling(EventKind::Withdrawn,   Recipient::Holders(Role::Clerk), NotificationKind::AppealWithdrawn,    true,  false),
];

/// The lines of an event.
pub fn of(event: EventKind) -> impl Iterator<Item = &'static Telling> {
    TABLE.iter().filter(move |telling| telling.event == event)
}

/// The default of a kind, for the page of choices: (e-mail, SMS).
#[must_use]
pub fn defaults(kind: NotificationKind) -> (bool, bool) {
    TABLE
        .iter()
        .find(|telling| telling.kind == kind)
        .map_or((false, false), |telling| (telling.email, telling.sms))
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: NOT-01
    #[test]
    fn the_applicant_is_told_of_every_event_that_changes_the_status() {
        for event in [
            EventKind::Submitted,
            EventKind::Registered,
            EventKind::Completed,
            EventKind::Withdrawn,
        ] {
            assert!(
                of(event).any(|telling| telling.recipient == Recipient::Applicant),
                "{event}"
            );
        }
        assert!(
            of(EventKind::Submitted)
                .any(|telling| telling.recipient == Recipient::Holders(Role::Clerk))
        );
    }
}
