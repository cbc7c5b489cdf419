//! The closed lists of reasons for which an appeal ends without an answer: law, art. 14, 15, 23 and 24.

use crate::{FaultCode, Form, Kind, coded::coded_enum};

coded_enum! {
    /// Why an appeal is left without consideration: the closed list of the law, art. 15, 23 and 24.
    pub enum LeaveReason {
        /// It does not meet the requirements of art. 12 or 25.
        RequirementsNotMet = "requirements_not_met",
        /// It falls under other legislation: not under law № 300-З.
        OtherLegislation = "other_legislation",
        /// Its questions are outside the organisation's competence.
        NotCompetent = "not_competent",
        /// A complaint whose three years are over, without a good reason.
        ComplaintLate = "complaint_late",
        /// A repeat without new circumstances.
        RepeatWithoutNew = "repeat_without_new",
        /// The correspondence on its questions was stopped.
        CorrespondenceStopped = "correspondence_stopped",
        /// Threats, incitement, or another abuse of the right.
        ThreatsOrAbuse = "threats_or_abuse",
        /// Anonymous (art. 23).
        Anonymous = "anonymous",
        /// An entry of the book of remarks that is not about the organisation's work (art. 24).
        BookOffTopic = "book_off_topic",
    }
}

impl LeaveReason {
    /// Whether the applicant must be told within five working days (law, art. 15, point 4).
    #[must_use]
    pub const fn must_be_told(self) -> bool {
        !matches!(
            self,
            Self::CorrespondenceStopped | Self::Anonymous | Self::BookOffTopic
        )
    }

    /// Whether the explanation must say where and how to apply instead (law, art. 10, item 3, and art. 15, item 4).
    #[must_use]
    pub const fn says_where_to_apply(self) -> bool {
        matches!(self, Self::OtherLegislation | Self::NotCompetent)
    }

    /// Whether a repeat that is left for this reason is unfounded, so that the correspondence on it can stop (law, art. 21).
    #[must_use]
    pub const fn can_stop_correspondence(self) -> bool {
        matches!(self, Self::OtherLegislation | Self::NotCompetent | Self::RepeatWithoutNew)
    }

    /// Whether an appeal of this kind and form can be left for this reason: the words of art. 15 and 24. `repeated`: it is
    /// marked as a repeat; `stopped`: the register of stopped correspondence has its applicant (BEY-04).
    ///
    /// # Errors
    /// `OnlyForComplaints`, `OnlyForRepeats`, `CorrespondenceNotStopped` or `OnlyForWritten`.
    pub fn check(self, kind: Kind, form: Form, repeated: bool, stopped: bool) -> Result<(), FaultCode> {
        match self {
            Self::ComplaintLate if kind != Kind::Complaint => Err(FaultCode::OnlyForComplaints),
            Self::RepeatWithoutNew if !repeated => Err(FaultCode::OnlyForRepeats),
            Self::CorrespondenceStopped if !stopped => Err(FaultCode::CorrespondenceNotStopped),
            Self::BookOffTopic if form != Form::Written => Err(FaultCode::OnlyForWritten),
            _ => Ok(()),
        }
    }
}

coded_enum! {
    /// Why an appeal is taken note of without an answer: law, art. 14, point 3.
    pub enum NoteReason {
        /// It recommends, demands, asks and reports nothing.
        NothingAsked = "nothing_asked",
        /// It only thanks.
        OnlyThanks = "only_thanks",
        /// The applicant asked not to be answered.
        NoAnswerWanted = "no_answer_wanted",
    }
}
