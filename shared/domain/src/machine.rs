//! The life of an appeal as one table: action × status × who → next status and the event of the history.
//! What the table does not allow is refused with a reason and changes nothing (REV-13).
//! A [`Transition`] can only come from here, and the store changes a status only by one.

mod standing;
mod table;

pub use self::standing::Standing;
use self::table::{TABLE, To};
use crate::{Actor, Role, Status, coded::coded_enum, resolution::Obstacle};

coded_enum! {
    /// What can be done with an appeal.
    pub enum Action {
        /// The applicant hands the appeal in.
        Submit = "submit",
        /// The same, to the head personally: it is moderated first (SUB-07).
        SubmitToHead = "submit_to_head",
        /// The authorised representative passes it to the head (SUB-07).
        PassToHead = "pass_to_head",
        /// The authorised representative takes it into ordinary processing with the head's agreement (SUB-07).
        TakeIntoProcessing = "take_into_processing",
        /// The clerk registers it (REG-01).
        Register = "register",
        /// The clerk corrects the registration card (REG-08).
        CorrectCard = "correct_card",
        /// The review term is changed, with a reason (REG-06).
        ChangeTerm = "change_term",
        /// The clerk splits it into questions, each with its own topic and result (BEY-09; law, art. 14).
        SetQuestions = "set_questions",
        /// The clerk gives the answer without a resolution: the simplified way (REV-01).
        Complete = "complete",
        /// The card is taken out with its files (REG-10).
        Export = "export",
        /// The applicant withdraws the appeal (SUB-10; law, art. 7 and 16).
        Withdraw = "withdraw",
        /// The clerk records that an applicant without a cabinet has withdrawn it in writing (SUB-10, REV-07; law, art. 7, 16).
        RecordWithdrawal = "record_withdrawal",
        /// A written or oral appeal is entered for somebody without a cabinet (EDM-03).
        Enter = "enter",
        /// It is left without consideration on the merits (REV-07; law, art. 15).
        Leave = "leave",
        /// It goes to the organisations that are competent for it (REV-07; law, art. 10); each gets it as a new one.
        Redirect = "redirect",
        /// A part of its questions goes to the organisations that are competent for it; the rest stays in work (CTL-03).
        RedirectPart = "redirect_part",
        /// Another organisation is asked about it (CTL-01, CTL-07).
        SendRequest = "send_request",
        /// A subordinate organisation is ordered to do something about it and to report (CTL-02).
        SendOrder = "send_order",
        /// The organisation that was asked or ordered answers or reports (CTL-01, CTL-02, CTL-04).
        Report = "report",
        /// What an organisation outside of the system answered is recorded (CTL-07).
        RecordAnswer = "record_answer",
        /// A report is accepted (CTL-04).
        AcceptReport = "accept_report",
        /// A report does not satisfy: ordered again with a new term (CTL-04).
        OrderAgain = "order_again",
        /// Nothing more is wanted of the other organisation.
        CallOff = "call_off",
        /// It needs no answer (REV-07; law, art. 14).
        TakeNote = "take_note",
        /// It is marked as a repeat of an earlier one (SUB-12).
        MarkRepeat = "mark_repeat",
        /// It is joined to an earlier one of the same applicant that it repeats or clarifies before the answer (BEY-02; law, art. 13).
        Merge = "merge",
        /// It goes its own way again (BEY-02).
        Unmerge = "unmerge",
        /// The applicant is written to: asked for details, or told something before the answer (REV-09).
        SendMessage = "send_message",
        /// The applicant replies to what the organisation wrote (REV-09).
        Reply = "reply",
        /// The head stops the correspondence on the question of a repeat that was unfounded (BEY-04; law, art. 21).
        StopCorrespondence = "stop_correspondence",
        /// The head annuls that (BEY-04).
        ResumeCorrespondence = "resume_correspondence",
        /// It is taken under control or off it, and filed (REG-12, REG-13).
        MarkControl = "mark_control",
        /// Its answer is published without anybody's personal data (BEY-01).
        PublishAnswer = "publish_answer",
        /// What was published of it is shown no more (BEY-01).
        WithdrawPublication = "withdraw_publication",
        /// A draft of a resolution is prepared, or prepared anew, for a head (REV-03).
        DraftResolution = "draft_resolution",
        /// A resolution is issued: written by the head, or approved as drafted (REV-02, REV-03).
        IssueResolution = "issue_resolution",
        /// The head returns a draft with a reason (REV-03).
        ReturnDraft = "return_draft",
        /// A resolution or its draft is taken back with a reason.
        CancelResolution = "cancel_resolution",
        /// An executor enters the own result (REV-05).
        EnterResult = "enter_result",
        /// The responsible executor accepts another's result (REV-05).
        AcceptResult = "accept_result",
        /// The responsible executor returns another's result with a reason (REV-05).
        ReturnResult = "return_result",
        /// The responsible executor writes the consolidated result, or edits it (REV-05, REV-06).
        ConsolidateResults = "consolidate_results",
        /// An executor confirms the consolidated result (REV-05).
        ConfirmResult = "confirm_result",
        /// The chosen head returns the consolidated result with a reason instead of signing it (REV-06).
        ReturnConsolidated = "return_consolidated",
        /// The resolution is executed, by the chosen head's signing the consolidated result or by its responsible executor: the
        /// applicant sees the result (REV-06).
        FinishResolution = "finish_resolution",
    }
}

coded_enum! {
    /// What happened: an entry of the appeal's history (ход рассмотрения, REG-09).
    pub enum EventKind {
        /// Handed in.
        Submitted = "submitted",
        /// Moderated and passed to the head.
        PassedToHead = "passed_to_head",
        /// Moderated and taken into ordinary processing, as the head agreed.
        TakenIntoProcessing = "taken_into_processing",
        /// Registered.
        Registered = "registered",
        /// The card was corrected; the entry holds what was and what is.
        CardCorrected = "card_corrected",
        /// The term was changed; the entry holds both dates and the reason.
        TermChanged = "term_changed",
        /// The five working days for redirecting and for notices (REG-06a) have moved with the calendar; the entry holds both dates.
        NoticeTermChanged = "notice_term_changed",
        /// Split into questions, or put together again; the entry holds them.
        QuestionsSet = "questions_set",
        /// An answer was given.
        Completed = "completed",
        /// The card was taken out.
        Exported = "exported",
        /// Withdrawn by the applicant.
        Withdrawn = "withdrawn",
        /// Entered on the applicant's behalf.
        Entered = "entered",
        /// Left without consideration on the merits; the entry holds the reason.
        LeftWithoutConsideration = "left_without_consideration",
        /// Sent on to other organisations; the entry names them.
        Redirected = "redirected",
        /// Arrived from another organisation, which the entry names.
        Arrived = "arrived",
        /// Sent on in part; the entry names the organisations and the questions.
        RedirectedPart = "redirected_part",
        /// A request or an order was sent; the entry names which, to whom and until when.
        AssignmentSent = "assignment_sent",
        /// It was answered or reported on; the entry names by whom.
        AssignmentReported = "assignment_reported",
        /// The report was accepted.
        ReportAccepted = "report_accepted",
        /// It was ordered again; the entry holds the new term.
        OrderedAgain = "ordered_again",
        /// It was called off.
        AssignmentCalledOff = "assignment_called_off",
        /// Taken note of without an answer; the entry holds the reason.
        TakenNote = "taken_note",
        /// Found to repeat an earlier appeal; the entry names it.
        RepeatMarked = "repeat_marked",
        /// Joined to an earlier one, which the entry names: one answer, in the earlier one's term.
        Merged = "merged",
        /// A later one, which the entry names, was joined to this one.
        OtherMerged = "other_merged",
        /// No longer joined; the entry names the earlier one and holds the reason.
        Unmerged = "unmerged",
        /// A later one is no longer joined to this one.
        OtherUnmerged = "other_unmerged",
        /// The organisation wrote to the applicant; the entry says for what.
        MessageSent = "message_sent",
        /// The applicant replied.
        ReplyReceived = "reply_received",
        /// The correspondence on a question was stopped; the entry holds the question.
        CorrespondenceStopped = "correspondence_stopped",
        /// It is held again; the entry holds the question and the reason.
        CorrespondenceResumed = "correspondence_resumed",
        /// Control and filing were marked; the entry holds what was and what is.
        ControlMarked = "control_marked",
        /// The answer was published; the entry holds its title.
        AnswerPublished = "answer_published",
        /// What was published is shown no more.
        PublicationWithdrawn = "publication_withdrawn",
        /// Something became of its package in СМДО; the entry says what (SMD-02).
        Exchanged = "exchanged",
        /// An answer came by СМДО (SMD-03).
        AnswerReceived = "answer_received",
        /// The exchange by СМДО went wrong and a clerk is to look at it (SMD-04).
        ExchangeFaulted = "exchange_faulted",
        /// An answer went to the applicant by e-mail; the entry holds the masked address and how many files went along (REV-10).
        AnswerMailed = "answer_mailed",
        /// It did not, or nobody knows; the entry holds how the letter ended.
        AnswerNotMailed = "answer_not_mailed",
        /// A draft of a resolution was prepared; this entry and those below name the resolution.
        ResolutionDrafted = "resolution_drafted",
        /// A draft was returned; the entry holds the reason.
        DraftReturned = "draft_returned",
        /// A resolution was issued; the entry names the executors.
        ResolutionIssued = "resolution_issued",
        /// A resolution was taken back; the entry holds the reason.
        ResolutionCancelled = "resolution_cancelled",
        /// An executor entered a result.
        ResultEntered = "result_entered",
        /// A result was accepted; the entry names whose.
        ResultAccepted = "result_accepted",
        /// A result was returned; the entry names whose and holds the reason.
        ResultReturned = "result_returned",
        /// The consolidated result was written or edited.
        ResultsConsolidated = "results_consolidated",
        /// An executor confirmed the consolidated result.
        ResultConfirmed = "result_confirmed",
        /// The chosen head returned the consolidated result; the entry holds the reason.
        ConsolidatedReturned = "consolidated_returned",
        /// The resolution is executed.
        ResolutionFinished = "resolution_finished",
    }
}

/// Who does it, as the table sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The applicant whose appeal it is.
    Applicant,
    /// An official of the organisation that the appeal is in, by role.
    Official(Role),
    /// A program that acts for the organisation that the appeal is in.
    Client,
    /// An official of the organisation that was asked or ordered about the appeal ([`crate::assignment`]).
    Assignee,
    /// An executor of a resolution on the appeal, from wherever (REV-02).
    Tasked,
    /// The one who answers for a resolution: its responsible or only executor.
    Responsible,
    /// The same, serving in the organisation that the appeal is in.
    OwnResponsible,
}

/// A permitted step of an appeal's life. Its fields are private: only this module's table makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Transition {
    action: Action,
    from: Option<Status>,
    to: Status,
    event: EventKind,
}

impl Transition {
    /// What is done.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// The status that the appeal must still have when the step is stored; `None` for a new appeal.
    #[must_use]
    pub const fn from(&self) -> Option<Status> {
        self.from
    }

    /// The status after the step.
    #[must_use]
    pub const fn to(&self) -> Status {
        self.to
    }

    /// The entry that the step leaves in the history.
    #[must_use]
    pub const fn event(&self) -> EventKind {
        self.event
    }

    /// Whether the step changes the status at all.
    #[must_use]
    pub fn changes_status(&self) -> bool {
        self.from != Some(self.to)
    }
}

/// Why an action was refused. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The appeal's life is over.
    #[error("{action} is not possible: the appeal is {status}, which is final")]
    AlreadyFinal {
        /// What was tried.
        action: Action,
        /// The final status.
        status: Status,
    },
    /// The appeal is not, or no longer, in a status from which this can be done.
    #[error("{action} is not possible while the appeal is {}", status.map_or("not submitted", Status::code))]
    WrongStatus {
        /// What was tried.
        action: Action,
        /// The status the appeal has.
        status: Option<Status>,
    },
    /// The status allows it, but not to this actor.
    #[error("{action} is not allowed to this role")]
    WrongRole {
        /// What was tried.
        action: Action,
    },
    /// A resolution is not executed yet, or a draft of one waits (REV-01, REV-06).
    #[error("{action} is not possible while a resolution is open")]
    OpenResolutions {
        /// What was tried.
        action: Action,
    },
    /// The appeal is joined to an earlier one, with which it is considered and answered (BEY-02).
    #[error("{action} is not possible: the appeal is joined to an earlier one")]
    Merged {
        /// What was tried.
        action: Action,
    },
    /// The appeal is not joined to any other.
    #[error("{action} is not possible: the appeal is not joined to an earlier one")]
    NotMerged {
        /// What was tried.
        action: Action,
    },
    /// The applicant does it in the own cabinet (SUB-10).
    #[error("{action} is not possible: the applicant has a cabinet")]
    OwnCabinet {
        /// What was tried.
        action: Action,
    },
    /// Nobody is named who could ask for it (law, art. 7 and 23).
    #[error("{action} is not possible: the appeal is anonymous")]
    Anonymous {
        /// What was tried.
        action: Action,
    },
    /// The resolution is not where this can be done, or not by this executor (REV-05).
    #[error("{action} is not possible with the resolution: {why}")]
    Resolution {
        /// What was tried.
        action: Action,
        /// What stands in the way.
        why: Obstacle,
    },
}

impl Refusal {
    /// The stable code; the text is the locale key `refusal-<code>` with dashes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyFinal { .. } => "already_final",
            Self::WrongStatus { .. } => "wrong_status",
            Self::WrongRole { .. } => "wrong_role",
            Self::OpenResolutions { .. } => "open_resolutions",
            Self::Merged { .. } => "merged",
            Self::NotMerged { .. } => "not_merged",
            Self::OwnCabinet { .. } => "own_cabinet",
            Self::Anonymous { .. } => "anonymous",
            Self::Resolution { why, .. } => why.code(),
        }
    }
}

/// The status that an event leads to; none for events that leave it as it is.
#[must_use]
pub fn status_after(event: EventKind) -> Option<Status> {
    let mut rules = TABLE.iter().filter(|rule| rule.event == event);
    rules.find_map(|rule| match rule.to {
        To::Status(status) => Some(status),
        To::Same => None,
    })
}

/// Decides on one action of one party (REV-13).
///
/// `status` is the appeal's present one, `None` for an appeal that is about to be made.
///
/// # Errors
/// A [`Refusal`] that names why; nothing is changed.
pub fn decide_for(
    status: Option<Status>,
    action: Action,
    party: Party,
) -> Result<Transition, Refusal> {
    let mut status_fits = false;
    for rule in TABLE
        .iter()
        .filter(|rule| rule.action == action && rule.from.contains(&status))
    {
        status_fits = true;
        if !rule.by.contains(&party) {
            continue;
        }
        let to = match (&rule.to, status) {
            (To::Status(to), _) => *to,
            (To::Same, Some(same)) => same,
            (To::Same, None) => continue,
        };
        return Ok(Transition {
            action,
            from: status,
            to,
            event: rule.event,
        });
    }
    match status {
        _ if status_fits => Err(Refusal::WrongRole { action }),
        Some(status) if status.is_final() => Err(Refusal::AlreadyFinal { action, status }),
        _ => Err(Refusal::WrongStatus { action, status }),
    }
}

/// Decides on one action of an actor, who may hold several roles: one that allows it is enough.
///
/// That the appeal is the applicant's own, or the official's organisation's, is the caller's to know:
/// a foreign appeal is not found at all (SEC-01).
///
/// # Errors
/// A [`Refusal`] that names why; nothing is changed.
pub fn decide(
    status: Option<Status>,
    action: Action,
    actor: &Actor,
) -> Result<Transition, Refusal> {
    decide_in(status, action, &Standing::own(*actor))
}

/// Decides on one action by how the actor stands to the appeal.
///
/// # Errors
/// A [`Refusal`] that names why; nothing is changed.
pub fn decide_in(
    status: Option<Status>,
    action: Action,
    standing: &Standing,
) -> Result<Transition, Refusal> {
    let mut refusal = Refusal::WrongRole { action };
    for party in standing.parties() {
        match decide_for(status, action, party) {
            Ok(transition) => {
                standing.check(action)?;
                return Ok(transition);
            }
            Err(other) => refusal = other,
        }
    }
    Err(refusal)
}

/// What an actor may do now: the buttons of the card.
#[must_use]
pub fn possible(status: Status, actor: &Actor) -> Vec<Action> {
    Action::ALL
        .iter()
        .copied()
        .filter(|action| decide(Some(status), *action, actor).is_ok())
        .collect()
}

#[cfg(test)]
mod tests;
