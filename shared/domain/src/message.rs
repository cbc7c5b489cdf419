//! What people are told of: the kinds of messages, whom each event concerns, by which ways a message goes unless the
//! person chose otherwise (NOT-01), and how patiently it is sent (NOT-02).

use crate::{EventKind, Role, Status, coded::coded_enum, retry};

coded_enum! {
    /// A kind of message. Its texts have the keys `notice-<code>`, `mail-<code>-…` and `sms-<code>`, with dashes.
    pub enum MessageKind {
        /// The code that activates a cabinet or confirms a changed phone (ORG-06).
        PhoneCode = "phone_code",
        /// The link that confirms an e-mail address (ORG-06).
        EmailLink = "email_link",
        /// The link to set a new password.
        PasswordLink = "password_link",
        /// The password was changed: its owner should know, whoever did it.
        PasswordChanged = "password_changed",
        /// Too many failed sign-ins: the account is locked for a while (IDN-04).
        SignInLocked = "sign_in_locked",
        /// To the applicant: the appeal is handed in.
        Submitted = "submitted",
        /// To the applicant: it is registered, with index and term.
        Registered = "registered",
        /// To the applicant: the term was changed (REG-06).
        TermChanged = "term_changed",
        /// To the applicant: an answer was given.
        Completed = "completed",
        /// To the applicant: left without consideration on the merits (law, art. 15).
        LeftWithoutConsideration = "left_without_consideration",
        /// To the applicant: sent on to the organisations that are competent (law, art. 10).
        Redirected = "redirected",
        /// To the applicant: taken note of, there will be no answer (law, art. 14).
        TakenNote = "taken_note",
        /// To the applicant: two appeals are considered together and answered once (BEY-02; law, art. 13).
        Merged = "merged",
        /// To the applicant: they are considered apart again.
        Unmerged = "unmerged",
        /// To the applicant: the correspondence on a question was stopped (BEY-04; law, art. 21).
        CorrespondenceStopped = "correspondence_stopped",
        /// To the applicant: it is held again.
        CorrespondenceResumed = "correspondence_resumed",
        /// To the applicant: the organisation wrote, and may wait for a reply (REV-09).
        MessageReceived = "message_received",
        /// To the applicant: withdrawn at the own wish (law, art. 16).
        Withdrawn = "withdrawn",
        /// To the clerks: a new appeal is to be registered.
        AppealArrived = "appeal_arrived",
        /// To the clerks: several new appeals, in one letter.
        AppealsArrived = "appeals_arrived",
        /// To the clerks: an appeal was withdrawn, work on it stops (SUB-10).
        AppealWithdrawn = "appeal_withdrawn",
        /// To the applicant: it was given to executors (REV-04).
        SentForExecution = "sent_for_execution",
        /// To the applicant: a resolution was executed, its result can be read (REV-06).
        IntermediateAnswer = "intermediate_answer",
        /// To an executor: a task by a resolution (REV-04).
        TaskAssigned = "task_assigned",
        /// To an executor: the result came back (REV-05).
        TaskReturned = "task_returned",
        /// To an executor: the term of the appeal has moved with the calendar of working days (REG-07).
        TaskTermMoved = "task_term_moved",
        /// To whoever has to go on with a resolution; the facts say what is to be done.
        ResolutionWaits = "resolution_waits",
        /// To an executor: the resolution was taken back, or work on the appeal has ended.
        TaskCancelled = "task_cancelled",
        /// To clerks, heads and executors: terms that end soon, today or have ended; once a day, all in one (CTL-09).
        DeadlineReminder = "deadline_reminder",
        /// To whoever asked for a report, or scheduled it: it is ready (REP-04, REP-06).
        ReportReady = "report_ready",
        /// To the same: it could not be made.
        ReportFailed = "report_failed",
        /// To the clerks: the applicant replied to what they had asked (REV-09).
        ReplyReceived = "reply_received",
        /// To the authorised representatives: an appeal to the head is to be moderated (SUB-07).
        AppealToModerate = "appeal_to_moderate",
        /// To the head: an appeal to the head personally was moderated (SUB-07).
        AppealToHead = "appeal_to_head",
        /// To the clerks: another organisation asks, orders or orders again (CTL-01, CTL-02, CTL-04).
        AssignmentArrived = "assignment_arrived",
        /// To the clerks: what another organisation asked or ordered is not wanted any more.
        AssignmentCalledOff = "assignment_called_off",
        /// To the clerks: what they asked or ordered is answered (CTL-01, CTL-02, CTL-04).
        AssignmentReported = "assignment_reported",
        /// To the external administrator: another organisation asks for access to appeals (CTL-06).
        AccessAsked = "access_asked",
        /// To whoever asked: access was granted, refused or closed (CTL-06).
        AccessDecided = "access_decided",
        /// To the clerks: an answer came by СМДО and waits for them (SMD-03).
        AnswerReceived = "answer_received",
        /// To the clerks: a package of an appeal went wrong in СМДО (SMD-02, SMD-04).
        ExchangeFaulted = "exchange_faulted",
        /// To the applicant who asked for the answer by e-mail: the answer itself, with its files (REV-10).
        AnswerLetter = "answer_letter",
        /// To the clerks: an answer did not get to the applicant by e-mail (REV-10).
        AnswerNotMailed = "answer_not_mailed",
        /// To external administrators: a program that did not take messages for days gets none any more (EDM-07).
        WebhookDisabled = "webhook_disabled",
    }
}

/// Whoever asked for a code is waiting for it: one that could not leave within this time is not sent any more, in seconds.
pub const CODE_WORTH_SENDING_SECONDS: i64 = 180;

/// After a letter of a kind that is gathered the next one to the same person waits this long, in minutes.
pub const GATHERED_MINUTES: i64 = 10;

impl MessageKind {
    /// The code as it stands in keys of texts: `term-changed`.
    #[must_use]
    pub fn key(self) -> String {
        self.code().replace('_', "-")
    }

    /// Whether it holds a secret: such a message has one way and is never shown to anybody else (NOT-03).
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::PhoneCode | Self::EmailLink | Self::PasswordLink)
    }

    /// Whether it is about an official's work.
    #[must_use]
    pub const fn is_for_officials(self) -> bool {
        matches!(
            self,
            Self::AppealArrived
                | Self::AppealWithdrawn
                | Self::ReplyReceived
                | Self::AppealToModerate
                | Self::AppealToHead
                | Self::AssignmentArrived
                | Self::AssignmentCalledOff
                | Self::AccessAsked
                | Self::AccessDecided
                | Self::AssignmentReported
                | Self::DeadlineReminder
                | Self::TaskAssigned
                | Self::TaskReturned
                | Self::TaskTermMoved
                | Self::ResolutionWaits
                | Self::TaskCancelled
                | Self::AnswerNotMailed
        )
    }

    /// The kind of the letter that tells of several of these at once: officials get what comes in great numbers together,
    /// at most one letter in [`GATHERED_MINUTES`]. The notices in the cabinet come one by one.
    #[must_use]
    pub const fn gathered(self) -> Option<Self> {
        match self {
            Self::AppealArrived => Some(Self::AppealsArrived),
            _ => None,
        }
    }

    /// Whether it can go by e-mail.
    #[must_use]
    pub const fn has_email(self) -> bool {
        !matches!(self, Self::PhoneCode)
    }

    /// Whether it can go by SMS. Officials are told by e-mail and in the cabinet: SMS are paid for.
    #[must_use]
    pub const fn has_sms(self) -> bool {
        !matches!(
            self,
            Self::EmailLink
                | Self::PasswordLink
                | Self::PasswordChanged
                | Self::SignInLocked
                | Self::AppealArrived
                | Self::AppealsArrived
                | Self::AppealWithdrawn
                | Self::ReplyReceived
                | Self::AppealToModerate
                | Self::AppealToHead
                | Self::AssignmentArrived
                | Self::AssignmentCalledOff
                | Self::AccessAsked
                | Self::AccessDecided
                | Self::AssignmentReported
                | Self::DeadlineReminder
                | Self::TaskAssigned
                | Self::TaskReturned
                | Self::TaskTermMoved
                | Self::ResolutionWaits
                | Self::TaskCancelled
                | Self::ReportReady
                | Self::ReportFailed
                | Self::AnswerReceived
                | Self::ExchangeFaulted
                | Self::AnswerLetter
                | Self::AnswerNotMailed
                | Self::WebhookDisabled
        )
    }

    /// Whether it goes by e-mail where the person chose nothing.
    #[must_use]
    pub const fn email_unless_chosen(self) -> bool {
        self.has_email()
    }

    /// Whether it goes by SMS where the person chose nothing: what starts or ends a term.
    #[must_use]
    pub const fn sms_unless_chosen(self) -> bool {
        matches!(
            self,
            Self::PhoneCode
                | Self::Registered
                | Self::Completed
                | Self::LeftWithoutConsideration
                | Self::Redirected
        )
    }

    /// The waits between attempts, in seconds; after the last one the message has failed.
    #[must_use]
    pub const fn delays(self) -> &'static [i64] {
        match self {
            Self::PhoneCode => &retry::CODES,
            _ => &retry::MESSAGES,
        }
    }
}

/// Whom an event concerns and what they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The applicant, told of every change of status (NOT-01).
    pub applicant: Option<MessageKind>,
    /// The clerks of the organisation, told of new work and of work that ends.
    pub clerks: Option<MessageKind>,
    /// The clerks of the organisation that the event names as its `receiver`.
    pub receivers: Option<MessageKind>,
    /// Those who have a role in the organisation.
    pub holders: Option<(Role, MessageKind)>,
}

/// Who is told of an event of an appeal that has this status after it.
#[must_use]
pub const fn told(event: EventKind, status: Status) -> Told {
    let (applicant, clerks) = match event {
        EventKind::Submitted => (
            Some(MessageKind::Submitted),
            match status {
                // The clerks have nothing to do yet (SUB-07).
                Status::InModeration => None,
                _ => Some(MessageKind::AppealArrived),
            },
        ),
        EventKind::PassedToHead | EventKind::TakenIntoProcessing => {
            (None, Some(MessageKind::AppealArrived))
        }
        EventKind::Registered => (Some(MessageKind::Registered), None),
        EventKind::TermChanged => (Some(MessageKind::TermChanged), None),
        EventKind::Completed => match status {
            Status::LeftWithoutConsideration => (Some(MessageKind::LeftWithoutConsideration), None),
            _ => (Some(MessageKind::Completed), None),
        },
        EventKind::Withdrawn => (
            Some(MessageKind::Withdrawn),
            Some(MessageKind::AppealWithdrawn),
        ),
        EventKind::LeftWithoutConsideration => (Some(MessageKind::LeftWithoutConsideration), None),
        // Law, art. 10: of whatever is sent on.
        EventKind::Redirected | EventKind::RedirectedPart => (Some(MessageKind::Redirected), None),
        EventKind::AssignmentReported => (None, Some(MessageKind::AssignmentReported)),
        EventKind::TakenNote => (Some(MessageKind::TakenNote), None),
        EventKind::CorrespondenceStopped => (Some(MessageKind::CorrespondenceStopped), None),
        EventKind::CorrespondenceResumed => (Some(MessageKind::CorrespondenceResumed), None),
        EventKind::Merged | EventKind::OtherMerged => (Some(MessageKind::Merged), None),
        EventKind::Unmerged | EventKind::OtherUnmerged => (Some(MessageKind::Unmerged), None),
        EventKind::MessageSent => (Some(MessageKind::MessageReceived), None),
        EventKind::ReplyReceived => (None, Some(MessageKind::ReplyReceived)),
        // The applicant is told by the organisation that sent it on.
        EventKind::Arrived => (None, Some(MessageKind::AppealArrived)),
        // They change nothing for the applicant; the history shows them.
        EventKind::CardCorrected
        | EventKind::NoticeTermChanged
        | EventKind::QuestionsSet
        | EventKind::Exported
        | EventKind::Entered
        | EventKind::RepeatMarked
        | EventKind::AnswerPublished
        | EventKind::PublicationWithdrawn
        | EventKind::ControlMarked => (None, None),
        EventKind::Exchanged
        | EventKind::AssignmentSent
        | EventKind::OrderedAgain
        | EventKind::ReportAccepted
        | EventKind::AssignmentCalledOff => (None, None),
        EventKind::ResolutionIssued => (Some(MessageKind::SentForExecution), None),
        EventKind::ResolutionFinished => (Some(MessageKind::IntermediateAnswer), None),
        // Executors and heads are told by the action itself, which knows who goes on.
        EventKind::ResolutionDrafted
        | EventKind::DraftReturned
        | EventKind::ResolutionCancelled
        | EventKind::ResultEntered
        | EventKind::ResultAccepted
        | EventKind::ResultReturned
        | EventKind::ResultsConsolidated
        | EventKind::ResultConfirmed
        | EventKind::ConsolidatedReturned => (None, None),
        EventKind::AnswerReceived => (None, Some(MessageKind::AnswerReceived)),
        EventKind::ExchangeFaulted => (None, Some(MessageKind::ExchangeFaulted)),
        // The letter is in the applicant's mailbox already.
        EventKind::AnswerMailed => (None, None),
        EventKind::AnswerNotMailed => (None, Some(MessageKind::AnswerNotMailed)),
    };
    let receivers = match event {
        EventKind::AssignmentSent | EventKind::OrderedAgain => Some(MessageKind::AssignmentArrived),
        EventKind::AssignmentCalledOff => Some(MessageKind::AssignmentCalledOff),
        _ => None,
    };
    let holders = match (event, status) {
        (EventKind::Submitted, Status::InModeration) => {
            Some((Role::AuthorisedPerson, MessageKind::AppealToModerate))
        }
        (EventKind::PassedToHead, _) => {
            Some((Role::OrganisationHead, MessageKind::AppealToHead))
        }
        _ => None,
    };
    Told { applicant, clerks, receivers, holders }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: NOT-01
    #[test]
    fn applicants_are_told_of_every_status_and_clerks_of_new_work() {
        use EventKind as Event;
        use MessageKind as Kind;
        let answered = Status::Answered;
        let cases = [
            (
                Event::Submitted,
                Status::Submitted,
                Some(Kind::Submitted),
                Some(Kind::AppealArrived),
            ),
            (
                Event::Registered,
                Status::Registered,
                Some(Kind::Registered),
                None,
            ),
            (
                Event::TermChanged,
                Status::Registered,
                Some(Kind::TermChanged),
                None,
            ),
            (Event::Completed, answered, Some(Kind::Completed), None),
            (
                Event::Completed,
                Status::LeftWithoutConsideration,
                Some(Kind::LeftWithoutConsideration),
                None,
            ),
            (
                Event::Withdrawn,
                Status::Withdrawn,
                Some(Kind::Withdrawn),
                Some(Kind::AppealWithdrawn),
            ),
            (
                Event::LeftWithoutConsideration,
                Status::LeftWithoutConsideration,
                Some(Kind::LeftWithoutConsideration),
                None,
            ),
            (
                Event::Redirected,
                Status::Redirected,
                Some(Kind::Redirected),
                None,
            ),
            (
                Event::TakenNote,
                Status::TakenNote,
                Some(Kind::TakenNote),
                None,
            ),
            (
                Event::Arrived,
                Status::Submitted,
                None,
                Some(Kind::AppealArrived),
            ),
            (Event::MessageSent, Status::Registered, Some(Kind::MessageReceived), None),
            (Event::ReplyReceived, Status::Registered, None, Some(Kind::ReplyReceived)),
            (Event::RedirectedPart, Status::Registered, Some(Kind::Redirected), None),
            (Event::AssignmentReported, Status::Registered, None, Some(Kind::AssignmentReported)),
            (Event::ResolutionIssued, Status::InProgress, Some(Kind::SentForExecution), None),
            (Event::ResolutionFinished, Status::InProgress, Some(Kind::IntermediateAnswer), None),
            (Event::ResultEntered, Status::InProgress, None, None),
            (Event::CardCorrected, Status::Registered, None, None),
            (Event::Exported, answered, None, None),
            (Event::Exchanged, Status::Registered, None, None),
            (Event::AnswerReceived, Status::Registered, None, Some(Kind::AnswerReceived)),
            (Event::ExchangeFaulted, Status::Registered, None, Some(Kind::ExchangeFaulted)),
            (Event::AnswerMailed, answered, None, None),
            (Event::AnswerNotMailed, answered, None, Some(Kind::AnswerNotMailed)),
        ];
        for (event, status, applicant, clerks) in cases {
            assert_eq!(told(event, status), Told { applicant, clerks, receivers: None, holders: None }, "{event}");
        }
        for (event, kind) in [
            (Event::AssignmentSent, Kind::AssignmentArrived),
            (Event::OrderedAgain, Kind::AssignmentArrived),
            (Event::AssignmentCalledOff, Kind::AssignmentCalledOff),
        ] {
            let receivers = Some(kind);
            let expected = Told { applicant: None, clerks: None, receivers, holders: None };
            assert_eq!(told(event, Status::Registered), expected, "{event}");
        }
    }

    // REQ: SUB-07
    #[test]
    fn what_is_addressed_to_the_head_is_told_to_who_moderates_and_then_to_the_head() {
        let moderated = told(EventKind::Submitted, Status::InModeration);
        let moderators = Some((Role::AuthorisedPerson, MessageKind::AppealToModerate));
        assert_eq!((moderated.clerks, moderated.holders), (None, moderators));
        let passed = told(EventKind::PassedToHead, Status::Submitted);
        let head = Some((Role::OrganisationHead, MessageKind::AppealToHead));
        assert_eq!((passed.clerks, passed.holders), (Some(MessageKind::AppealArrived), head));
        assert_eq!(told(EventKind::TakenIntoProcessing, Status::Submitted).holders, None);
    }

    #[test]
    fn every_kind_has_a_way_and_waits_that_grow() {
        for kind in MessageKind::ALL {
            assert!(kind.has_email() || kind.has_sms(), "{kind}");
            assert!(!kind.email_unless_chosen() || kind.has_email(), "{kind}");
            assert!(!kind.sms_unless_chosen() || kind.has_sms(), "{kind}");
            assert!(kind.delays().is_sorted(), "{kind}");
            assert_eq!(MessageKind::from_code(kind.code()), Some(kind));
        }
        let secrets = MessageKind::ALL.into_iter().filter(|kind| kind.is_secret());
        for kind in secrets {
            assert!(kind.has_email() != kind.has_sms(), "{kind} has one way");
        }
    }
}
