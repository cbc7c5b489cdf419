//! The rules of appeals (обращения) as the law and the regulation state them, and nothing else:
//! no I/O, no async, no clock. What the time is and what is stored comes in as arguments.
//! `glossary.md` beside this crate pairs each Russian and Belarusian term with its one English name.
//! The appeal's whole life is the table in [`machine`]; who may do what is the table in `permissions`.

mod coded;
mod explanation;

pub mod access;
pub mod access_code;
pub mod actor;
pub mod alphabet;
pub mod answer_check;
pub mod appeal;
pub mod applicant;
pub mod assignment;
pub mod attachment;
pub mod calendar;
pub mod complained;
pub mod completion;
pub mod conformance;
pub mod deadlines;
pub mod entry;
pub mod exchange;
pub mod fault;
pub mod file_name;
pub mod files;
pub mod identifiers;
pub mod ids;
pub mod job_title;
pub mod kinds;
pub mod letter;
pub mod locale;
pub mod machine;
pub mod merging;
pub mod message;
pub mod minsk;
pub mod number;
pub mod permissions;
pub mod publication;
pub mod registration;
pub mod reminders;
pub mod questions;
pub mod repeats;
pub mod report;
pub mod resolution;
pub mod retry;
pub mod role;
pub mod search;
pub mod signatory;
pub mod status;
pub mod switch;
mod text_field;
pub mod topics;
pub mod webhooks;

pub use access_code::AccessCode;
pub use actor::Actor;
pub use assignment::{AssignmentKind, AssignmentState, AssignmentStep};
pub use attachment::{FileFlag, FileFormat, Upload, UploadPurpose};
pub use calendar::{Calendar, NationalCalendar, Schedule};
pub use completion::{CompletionResult, LeaveReason, NoteReason};
pub use deadlines::{Deadline, Term};
pub use exchange::{IncomingState, PackageKind, PackageState};
pub use fault::{Fault, FaultCode, Faults, Param};
pub use file_name::FileName;
pub use files::{FileFault, FileState};
pub use identifiers::{EmailAddress, IdentificationNumber, Phone, PostalCode, TaxpayerNumber};
pub use ids::{
    AccountId, ApiClientId, AppealId, ApplicantId, AssignmentId, DeliveryId, DraftId, EventId, FileId, JobId, NoticeId,
    OrganisationId, ResolutionId, TaskId, UploadId,
};
pub use job_title::JobTitle;
pub use kinds::{AnswerWay, ApplicantKind, Form, Kind, Outcome};
pub use locale::Locale;
pub use machine::{Action, EventKind, Refusal, Transition};
pub use message::MessageKind;
pub use number::AppealNumber;
pub use permissions::Permission;
pub use registration::RegistrationIndex;
pub use role::{Role, RoleSet};
pub use signatory::Signatory;
pub use status::Status;
pub use switch::Switch;
pub use text_field::read_free;
pub use topics::{Topic, Topics};
