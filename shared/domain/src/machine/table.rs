//! The lines of the machine, with the article of the law or the requirement that each comes from.

use super::{Action, EventKind, Party};
use crate::{Role, Status};

/// A line of the table.
pub(super) struct Rule {
    pub(super) action: Action,
    /// From which statuses; `None` is the appeal that does not exist yet.
    pub(super) from: &'static [Option<Status>],
    pub(super) by: &'static [Party],
    pub(super) to: To,
    pub(super) event: EventKind,
}

/// Where a line of the table leads.
pub(super) enum To {
    Status(Status),
    /// The status stays.
    Same,
}

const CLIENT: Party = Party::Client;
const CLERK: Party = Party::Official(Role::Clerk);
const ORGANISATION_HEAD: Party = Party::Official(Role::OrganisationHead);
const ORGANISATION_DEPUTY_HEAD: Party = Party::Official(Role::OrganisationDeputyHead);
const HEAD: Party = Party::Official(Role::Head);
const UNIT_HEAD: Party = Party::Official(Role::UnitHead);
const AUTHORISED_PERSON: Party = Party::Official(Role::AuthorisedPerson);

const NEW: Option<Status> = None;
const SUBMITTED: Option<Status> = Some(Status::Submitted);
const IN_MODERATION: Option<Status> = Some(Status::InModeration);
const REGISTERED: Option<Status> = Some(Status::Registered);
const IN_PROGRESS: Option<Status> = Some(Status::InProgress);
const ANSWERED: Option<Status> = Some(Status::Answered);
const LEFT: Option<Status> = Some(Status::LeftWithoutConsideration);
const WITHDRAWN: Option<Status> = Some(Status::Withdrawn);
const REDIRECTED: Option<Status> = Some(Status::Redirected);
const TAKEN_NOTE: Option<Status> = Some(Status::TakenNote);

/// Registered, and however it went on.
const AFTER_REGISTRATION: &[Option<Status>] =
    &[REGISTERED, IN_PROGRESS, ANSWERED, LEFT, WITHDRAWN, REDIRECTED, TAKEN_NOTE];

/// The whole machine. An action may have several lines: they are read from the top, the first that fits counts.
#[rustfmt::skip]
pub(super) const TABLE: &[Rule] = &[
    // Law, art. 13: an appeal handed in is accepted; there is no refusal.
    Rule { action: Action::Submit, from: &[NEW], by: &[Party::Applicant],
           to: To::Status(Status::Submitted), event: EventKind::Submitted },
    // SUB-07; regulation 4.3: it reaches the head after moderation only, and is registered like any other.
    Rule { action: Action::SubmitToHead, from: &[NEW], by: &[Party::Applicant],
           to: To::Status(Status::InModeration), event: EventKind::Submitted },
    Rule { action: Action::PassToHead, from: &[IN_MODERATION], by: &[AUTHORISED_PERSON],
           to: To::Status(Status::Submitted), event: EventKind::PassedToHead },
    Rule { action: Action::TakeIntoProcessing, from: &[IN_MODERATION], by: &[AUTHORISED_PERSON],
           to: To::Status(Status::Submitted), event: EventKind::TakenIntoProcessing },
    // REG-01: only the clerk registers.
    // EDM-04: an EDMS registers by acknowledging the receipt.
    Rule { action: Action::Register, from: &[SUBMITTED], by: &[CLERK, CLIENT],
           to: To::Status(Status::Registered), event: EventKind::Registered },
    Rule { action: Action::CorrectCard, from: &[REGISTERED, IN_PROGRESS], by: &[CLERK],
           to: To::Same, event: EventKind::CardCorrected },
    // REG-06: by the clerk up to the bound of `deadlines::latest_term`; further only by a resolution.
    Rule { action: Action::ChangeTerm, from: &[REGISTERED, IN_PROGRESS], by: &[CLERK, CLIENT],
           to: To::Same, event: EventKind::TermChanged },
    // BEY-09: until the answer, which gives each question its result.
    Rule { action: Action::SetQuestions, from: &[REGISTERED, IN_PROGRESS], by: &[CLERK],
           to: To::Same, event: EventKind::QuestionsSet },
    // REV-01: simplified completion starts from «Зарегистрировано» only: there is no resolution yet.
    Rule { action: Action::Complete, from: &[REGISTERED], by: &[CLERK],
           to: To::Status(Status::Answered), event: EventKind::Completed },
    // REV-06: after the resolutions, which `Refusal::OpenResolutions` watches over.
    Rule { action: Action::Complete, from: &[IN_PROGRESS], by: &[CLERK, Party::OwnResponsible],
           to: To::Status(Status::Answered), event: EventKind::Completed },
    // EDM-05: resolutions live in the EDMS, so its results come from any stage of consideration.
    Rule { action: Action::Complete, from: &[REGISTERED, IN_PROGRESS], by: &[CLIENT],
           to: To::Status(Status::Answered), event: EventKind::Completed },
    // Law, art. 15, item 3: the head or the officer who is authorised to sign answers decides, and so does the EDMS's.
    Rule { action: Action::Leave, from: &[REGISTERED, IN_PROGRESS], by: &[AUTHORISED_PERSON, ORGANISATION_HEAD, CLIENT],
           to: To::Status(Status::LeftWithoutConsideration), event: EventKind::LeftWithoutConsideration },
    // Law, art. 14, item 3: nothing is answered, so there is nothing to resolve: the simplified way.
    Rule { action: Action::TakeNote, from: &[REGISTERED], by: &[CLERK],
           to: To::Status(Status::TakenNote), event: EventKind::TakenNote },
    Rule { action: Action::TakeNote, from: &[REGISTERED, IN_PROGRESS], by: &[CLIENT],
           to: To::Status(Status::TakenNote), event: EventKind::TakenNote },
    // Law, art. 10: the appeal ends here and begins anew in each organisation that it goes to.
    Rule { action: Action::Redirect, from: &[REGISTERED, IN_PROGRESS], by: &[CLERK, ORGANISATION_HEAD, HEAD, CLIENT],
           to: To::Status(Status::Redirected), event: EventKind::Redirected },
    // Regulation 4.8: an executor too; the one who answers for the resolution, since the others' work ends by it.
    Rule { action: Action::Redirect, from: &[IN_PROGRESS], by: &[Party::OwnResponsible],
           to: To::Status(Status::Redirected), event: EventKind::Redirected },
    Rule { action: Action::Redirect, from: &[NEW], by: &[CLERK, ORGANISATION_HEAD, HEAD, CLIENT],
           to: To::Status(Status::Submitted), event: EventKind::Arrived },
    // Regulation 4.8: the rest of the questions stays in work.
    Rule { action: Action::RedirectPart, from: &[REGISTERED, IN_PROGRESS], by: &[CLERK, ORGANISATION_HEAD, HEAD],
           to: To::Same, event: EventKind::RedirectedPart },
    Rule { action: Action::RedirectPart, from: &[IN_PROGRESS], by: &[Party::OwnResponsible],
           to: To::Same, event: EventKind::RedirectedPart },
    Rule { action: Action::RedirectPart, from: &[NEW], by: &[CLERK, ORGANISATION_HEAD, HEAD],
           to: To::Status(Status::Submitted), event: EventKind::Arrived },
    // Regulation 3.3, 4.6, 4.7: clerks and heads ask and order while the appeal is considered.
    Rule { action: Action::SendRequest, from: &[REGISTERED, IN_PROGRESS],
           by: &[CLERK, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::AssignmentSent },
    Rule { action: Action::SendOrder, from: &[REGISTERED, IN_PROGRESS],
           by: &[CLERK, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::AssignmentSent },
    // Regulation 4.9: what was sent on under control is reported on when it is over here, so all this goes on after the end.
    Rule { action: Action::Report, from: AFTER_REGISTRATION, by: &[Party::Assignee],
           to: To::Same, event: EventKind::AssignmentReported },
    Rule { action: Action::RecordAnswer, from: AFTER_REGISTRATION,
           by: &[CLERK, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::AssignmentReported },
    Rule { action: Action::AcceptReport, from: AFTER_REGISTRATION,
           by: &[CLERK, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::ReportAccepted },
    Rule { action: Action::OrderAgain, from: AFTER_REGISTRATION,
           by: &[CLERK, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::OrderedAgain },
    Rule { action: Action::CallOff, from: AFTER_REGISTRATION,
           by: &[CLERK, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::AssignmentCalledOff },
    // SUB-12: the history only; a repeat goes its own way.
    Rule { action: Action::MarkRepeat, from: &[REGISTERED, IN_PROGRESS], by: &[CLERK, CLIENT],
           to: To::Same, event: EventKind::RepeatMarked },
    // BEY-02; law, art. 13: what is identical or clarifies is joined until the first one is answered.
    Rule { action: Action::Merge, from: &[REGISTERED, IN_PROGRESS], by: &[CLERK],
           to: To::Same, event: EventKind::Merged },
    Rule { action: Action::Unmerge, from: &[REGISTERED, IN_PROGRESS], by: &[CLERK],
           to: To::Same, event: EventKind::Unmerged },
    // REV-09: while the appeal is considered; the end of it is an answer.
    Rule { action: Action::SendMessage, from: &[REGISTERED, IN_PROGRESS], by: &[CLERK, AUTHORISED_PERSON, ORGANISATION_HEAD],
           to: To::Same, event: EventKind::MessageSent },
    Rule { action: Action::Reply, from: &[REGISTERED, IN_PROGRESS], by: &[Party::Applicant],
           to: To::Same, event: EventKind::ReplyReceived },
    // Law, art. 21: by the notice that a repeat is unfounded; BEY-04: the head decides.
    Rule { action: Action::StopCorrespondence, from: &[LEFT], by: &[ORGANISATION_HEAD],
           to: To::Same, event: EventKind::CorrespondenceStopped },
    Rule { action: Action::ResumeCorrespondence, from: &[LEFT], by: &[ORGANISATION_HEAD],
           to: To::Same, event: EventKind::CorrespondenceResumed },
    // REG-12, REG-13: an appeal comes off control and into its case when the work on it is over.
    Rule { action: Action::MarkControl,
           from: &[REGISTERED, IN_PROGRESS, ANSWERED, LEFT, WITHDRAWN, REDIRECTED, TAKEN_NOTE], by: &[CLERK],
           to: To::Same, event: EventKind::ControlMarked },
    // BEY-01; law, art. 28: of what was answered on the merits; by the clerk or by whoever signs answers.
    Rule { action: Action::PublishAnswer, from: &[ANSWERED], by: &[CLERK, AUTHORISED_PERSON, ORGANISATION_HEAD],
           to: To::Same, event: EventKind::AnswerPublished },
    Rule { action: Action::WithdrawPublication, from: &[ANSWERED], by: &[CLERK, AUTHORISED_PERSON, ORGANISATION_HEAD],
           to: To::Same, event: EventKind::PublicationWithdrawn },
    // EDM-03: on paper or at a reception; the law's duty to register holds for it as for any other.
    Rule { action: Action::Enter, from: &[NEW], by: &[CLERK, CLIENT],
           to: To::Status(Status::Submitted), event: EventKind::Entered },
    // REG-10; regulation 3.3: whatever was registered once can be taken out by whoever sees the card, also after the end.
    Rule { action: Action::Export,
           from: &[REGISTERED, IN_PROGRESS, ANSWERED, LEFT, WITHDRAWN, REDIRECTED, TAKEN_NOTE],
           by: &[CLERK, AUTHORISED_PERSON, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD, UNIT_HEAD],
           to: To::Same, event: EventKind::Exported },
    // SUB-10; law, art. 7 and 16: at any stage until the appeal is considered on the merits; on paper through the EDMS.
    Rule { action: Action::Withdraw, from: &[SUBMITTED, IN_MODERATION, REGISTERED, IN_PROGRESS],
           by: &[Party::Applicant, CLIENT],
           to: To::Status(Status::Withdrawn), event: EventKind::Withdrawn },
    // Law, art. 7 and 16: by a written statement too, where the applicant has no cabinet to withdraw it in.
    Rule { action: Action::RecordWithdrawal, from: &[SUBMITTED, REGISTERED, IN_PROGRESS], by: &[CLERK],
           to: To::Status(Status::Withdrawn), event: EventKind::Withdrawn },
    // REV-03: others prepare, the heads decide. What can be done with which resolution stands in `resolution`.
    Rule { action: Action::DraftResolution, from: &[REGISTERED, IN_PROGRESS],
           by: &[CLERK, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::ResolutionDrafted },
    // REV-02, REV-04: the first resolution issued takes the appeal into execution.
    Rule { action: Action::IssueResolution, from: &[REGISTERED, IN_PROGRESS],
           by: &[ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Status(Status::InProgress), event: EventKind::ResolutionIssued },
    Rule { action: Action::ReturnDraft, from: &[REGISTERED, IN_PROGRESS],
           by: &[ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::DraftReturned },
    Rule { action: Action::CancelResolution, from: &[REGISTERED, IN_PROGRESS],
           by: &[CLERK, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::ResolutionCancelled },
    // REV-05: by the executors themselves, whatever their roles.
    Rule { action: Action::EnterResult, from: &[IN_PROGRESS], by: &[Party::Tasked],
           to: To::Same, event: EventKind::ResultEntered },
    Rule { action: Action::AcceptResult, from: &[IN_PROGRESS], by: &[Party::Responsible],
           to: To::Same, event: EventKind::ResultAccepted },
    Rule { action: Action::ReturnResult, from: &[IN_PROGRESS], by: &[Party::Responsible],
           to: To::Same, event: EventKind::ResultReturned },
    Rule { action: Action::ConsolidateResults, from: &[IN_PROGRESS], by: &[Party::Responsible],
           to: To::Same, event: EventKind::ResultsConsolidated },
    Rule { action: Action::ConfirmResult, from: &[IN_PROGRESS], by: &[Party::Tasked],
           to: To::Same, event: EventKind::ResultConfirmed },
    // REV-06: a head who does not sign says why; `resolution` knows which head was chosen.
    Rule { action: Action::ReturnConsolidated, from: &[IN_PROGRESS],
           by: &[ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::ConsolidatedReturned },
    // REV-06: by the responsible executor, or by the head who was chosen to sign the result; which of the two, `resolution` says.
    Rule { action: Action::FinishResolution, from: &[IN_PROGRESS],
           by: &[Party::Responsible, ORGANISATION_HEAD, ORGANISATION_DEPUTY_HEAD, HEAD],
           to: To::Same, event: EventKind::ResolutionFinished },
];
