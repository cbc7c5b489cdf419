//! The results with which an organisation ends its work on an appeal (REV-07, EDM-05), and what each of them must say.
//! The same form comes from an EDMS through the API and from СМДО; whatever is wrong with it is told field by field.

mod read;
mod reasons;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Action, AnswerWay, Calendar, FaultCode, Faults, FileState, Form, Kind, Outcome, Signatory,
    coded::coded_enum,
};

coded_enum! {
    /// Результат рассмотрения.
    pub enum CompletionResult {
        /// Предоставлен ответ.
        AnswerGiven = "answer_given",
        /// Оставлено без рассмотрения по существу (law, art. 15).
        LeftWithoutConsideration = "left_without_consideration",
        /// Отозвано: the applicant's statement came on paper (law, art. 16).
        Withdrawn = "withdrawn",
        /// Перенаправлено в другую организацию (law, art. 10).
        Redirected = "redirected",
        /// Принято к сведению (law, art. 14).
        TakenNote = "taken_note",
    }
}

impl CompletionResult {
    /// The action of the machine that leads to it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::AnswerGiven => Action::Complete,
            Self::LeftWithoutConsideration => Action::Leave,
            Self::Withdrawn => Action::Withdraw,
            Self::Redirected => Action::Redirect,
            Self::TakenNote => Action::TakeNote,
        }
    }
}

use read::{Reader, text};
pub use reasons::{LeaveReason, NoteReason};

/// Characters of an answer, an explanation or a resolution at most: some ten pages.
pub const TEXT_LENGTH: usize = 20_000;
/// Characters of a number (of an answer, of a case) at most.
pub const NUMBER_LENGTH: usize = 50;
/// Executors at most.
pub const EXECUTORS: usize = 50;
/// Organisations to which an appeal can be sent on at once.
pub const RECEIVERS: usize = 20;

/// A result as it comes: everything is text and may be missing; nothing is believed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct CompletionForm {
    /// A code of [`CompletionResult`].
    pub result: Option<String>,
    /// A code of [`Outcome`]: only where an answer was given.
    pub outcome: Option<String>,
    /// Codes of [`Outcome`], one for each question of an appeal that was split, in their order; empty: `outcome` is of all.
    pub question_outcomes: Vec<String>,
    /// A code of [`LeaveReason`] or of [`NoteReason`], as the result is.
    pub reason: Option<String>,
    /// The reason in words, for the applicant.
    pub explanation: Option<String>,
    /// The answer, unless it is in the files.
    pub answer_text: Option<String>,
    /// № ответа.
    pub answer_number: Option<String>,
    /// `yyyy-mm-dd`.
    pub answer_date: Option<String>,
    /// A code of [`Form`].
    pub answer_form: Option<String>,
    /// Who signs the answer, as it stands under it (REV-10). On the pages an official is chosen instead.
    pub signatory: Option<SignatoryForm>,
    /// Исполнители, by name.
    pub executors: Vec<String>,
    /// Дата исполнения, `yyyy-mm-dd`.
    pub executed_on: Option<String>,
    /// Резолюция, with what its tasks reported.
    pub resolution: Option<String>,
    /// Дело № (REG-12).
    pub case_number: Option<String>,
    /// Organisations by id or by УНП.
    pub redirected_to: Vec<String>,
    /// Дата направления, `yyyy-mm-dd`.
    pub redirect_date: Option<String>,
    /// An organisation outside of the system that it goes to besides: on the pages only.
    #[serde(skip)]
    pub outside: Option<String>,
    /// The term of the report where it is sent on under control, `yyyy-mm-dd`; none: without control. On the pages only.
    #[serde(skip)]
    pub control_until: Option<String>,
    /// The questions that are sent on where the rest stays in work; none: the whole appeal. On the pages only.
    #[serde(skip)]
    pub questions: Option<String>,
    /// The positions of the appeal's own questions that are sent on; they are written before `questions`. On the pages only.
    #[serde(skip)]
    pub sent: Vec<i16>,
    /// The date of the applicant's statement of withdrawal, `yyyy-mm-dd`. On the pages only.
    #[serde(skip)]
    pub withdrawn_on: Option<String>,
    /// Ids of uploaded files: the answer's, or the letter that goes with the result (REV-12).
    pub files: Vec<String>,
}

/// Who signs an answer, as it comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct SignatoryForm {
    pub position: Option<String>,
    pub name: Option<String>,
}

/// What the rules ask besides the form.
#[derive(Clone, Copy, Debug)]
pub struct CompletionContext<'a> {
    pub kind: Kind,
    pub form: Form,
    pub submitted_on: NaiveDate,
    pub registered_on: Option<NaiveDate>,
    /// In Belarus.
    pub today: NaiveDate,
    /// Of the organisation. None: a program's result, which puts nothing under control.
    pub calendar: Option<&'a Calendar>,
    /// How the applicant wants the answer.
    pub answer_way: AnswerWay,
    /// One for each of the form's `files`; none: there is no such file, or it is used already.
    pub files: &'a [Option<(String, FileState)>],
}

/// A result that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub details: Details,
    pub explanation: String,
    pub executors: Vec<String>,
    pub executed_on: Option<NaiveDate>,
    pub resolution: String,
    pub case_number: Option<String>,
}

/// What only one of the results has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Details {
    AnswerGiven {
        outcome: Outcome,
        /// Empty: it is in the files.
        text: String,
        number: String,
        dated: NaiveDate,
        form: Option<Form>,
        /// None: nobody was named.
        signatory: Option<Signatory>,
        /// Of each question, or none; whether they are as many as the questions is the caller's to look up.
        questions: Vec<Outcome>,
    },
    Left(LeaveReason),
    /// With the date of the applicant's statement, where an official recorded it.
    Withdrawn(Option<NaiveDate>),
    /// The receivers as written, at least one; whether they exist is the caller's to look up.
    Redirected {
        to: Vec<String>,
        on: NaiveDate,
        /// An organisation outside of the system (CTL-03).
        outside: Option<String>,
        /// Until when the receivers report (CTL-04).
        control_until: Option<NaiveDate>,
        /// Only these questions.
        questions: Option<String>,
    },
    TakenNote(NoteReason),
}

impl Completion {
    /// Which result it is.
    #[must_use]
    pub const fn result(&self) -> CompletionResult {
        match self.details {
            Details::AnswerGiven { .. } => CompletionResult::AnswerGiven,
            Details::Left(_) => CompletionResult::LeftWithoutConsideration,
            Details::Withdrawn(_) => CompletionResult::Withdrawn,
            Details::Redirected { .. } => CompletionResult::Redirected,
            Details::TakenNote(_) => CompletionResult::TakenNote,
        }
    }

    /// The code of the reason, where the result has one.
    #[must_use]
    pub const fn reason(&self) -> Option<&'static str> {
        match self.details {
            Details::Left(reason) => Some(reason.code()),
            Details::TakenNote(reason) => Some(reason.code()),
            _ => None,
        }
    }
}

impl CompletionForm {
    /// An empty form of a result.
    #[must_use]
    pub fn of(result: CompletionResult) -> Self {
        Self { result: Some(result.code().to_owned()), ..Self::default() }
    }

    /// The result that is meant, if it can be read: which action of the machine is asked for.
    #[must_use]
    pub fn meant(&self) -> Option<CompletionResult> {
        CompletionResult::from_code(text(self.result.as_deref()))
    }

    /// Reads the form (REV-07, REV-12, EDM-05).
    ///
    /// # Errors
    /// Every fault, by the names of the form's fields.
    pub fn validate(&self, context: &CompletionContext<'_>) -> Result<Completion, Faults> {
        let mut reader = Reader {
            context,
            faults: Faults::new(),
        };
        let result = reader.choice(
            "result",
            self.result.as_deref(),
            CompletionResult::from_code,
        );
        reader.files(&self.files);
        let explanation = reader.long("explanation", self.explanation.as_deref());
        let resolution = reader.long("resolution", self.resolution.as_deref());
        let case_number = reader.number("case_number", self.case_number.as_deref());
        let executed_on = reader.day("executed_on", self.executed_on.as_deref());
        let executors = reader.executors(&self.executors);
        let details = result.and_then(|result| self.details(result, &mut reader));
        if let Some(result) = result {
            self.required(result, &mut reader);
        }
        match details {
            Some(details) if reader.faults.is_empty() => Ok(Completion {
                details,
                explanation,
                executors,
                executed_on,
                resolution,
                case_number: Some(case_number).filter(|number| !number.is_empty()),
            }),
            _ => Err(reader.faults),
        }
    }

    fn details(&self, result: CompletionResult, reader: &mut Reader<'_>) -> Option<Details> {
        self.refuse_foreign(result, reader);
        let reason = self.reason.as_deref();
        match result {
            CompletionResult::AnswerGiven => {
                let outcome = reader.choice("outcome", self.outcome.as_deref(), Outcome::from_code);
                let text = reader.long("answer_text", self.answer_text.as_deref());
                if text.is_empty() && self.files.is_empty() {
                    reader.fault("answer_text", FaultCode::Required);
                }
                if lacks_electronic_version(reader.context.answer_way, self.files.len()) {
                    reader.fault("files", FaultCode::PaperAnswerNeedsFile);
                }
                let number = reader.number("answer_number", self.answer_number.as_deref());
                let dated = reader.day("answer_date", self.answer_date.as_deref());
                let form = self
                    .answer_form
                    .as_deref()
                    .filter(|form| !form.trim().is_empty());
                let form =
                    form.and_then(|form| reader.choice("answer_form", Some(form), Form::from_code));
                let signatory = self.signatory.as_ref().map(|form| reader.signatory(form));
                let questions = reader.question_outcomes(&self.question_outcomes);
                Some(Details::AnswerGiven {
                    outcome: outcome?,
                    text,
                    number,
                    dated: dated?,
                    form,
                    signatory,
                    questions,
                })
            }
            CompletionResult::LeftWithoutConsideration => {
                let reason = reader.choice("reason", reason, LeaveReason::from_code)?;
                if reason == LeaveReason::ComplaintLate && reader.context.kind != Kind::Complaint {
                    reader.fault("reason", FaultCode::OnlyForComplaints);
                }
                Some(Details::Left(reason))
            }
            CompletionResult::TakenNote => {
                let reason = reader.choice("reason", reason, NoteReason::from_code)?;
                Some(Details::TakenNote(reason))
            }
            CompletionResult::Withdrawn => {
                let on = reader.past("withdrawn_on", self.withdrawn_on.as_deref(), reader.context.submitted_on);
                Some(Details::Withdrawn(on))
            }
            CompletionResult::Redirected => {
                let outside = reader.outside(self.outside.as_deref());
                let to = reader.receivers(&self.redirected_to, outside.is_some());
                let control_until = reader.control(self.control_until.as_deref(), !to.is_empty());
                let questions = reader.questions(self.questions.as_deref());
                let on = reader.day("redirect_date", self.redirect_date.as_deref())?;
                Some(Details::Redirected { to, on, outside, control_until, questions })
            }
        }
    }

    /// What the result cannot be without (S, «Описание статусов»).
    fn required(&self, result: CompletionResult, reader: &mut Reader<'_>) {
        let mut filled = |name: &str, value: &Option<String>| {
            if text(value.as_deref()).is_empty() {
                reader.fault(name, FaultCode::Required);
            }
        };
        match result {
            CompletionResult::AnswerGiven => {
                filled("answer_number", &self.answer_number);
                filled("answer_date", &self.answer_date);
                filled("case_number", &self.case_number);
                filled("resolution", &self.resolution);
                if self.executors.iter().all(|name| name.trim().is_empty()) {
                    reader.fault("executors", FaultCode::Required);
                }
            }
            CompletionResult::LeftWithoutConsideration => filled("explanation", &self.explanation),
            CompletionResult::Redirected => filled("redirect_date", &self.redirect_date),
            CompletionResult::Withdrawn | CompletionResult::TakenNote => {}
        }
    }

    /// A field of another result is a sign of a wrong choice: nothing is guessed.
    fn refuse_foreign(&self, result: CompletionResult, reader: &mut Reader<'_>) {
        use CompletionResult as Of;
        let one = |name: &'static str, value: &Option<String>, of: &'static [Of]| {
            (name, !text(value.as_deref()).is_empty(), of)
        };
        let fields = [
            one("outcome", &self.outcome, &[Of::AnswerGiven]),
            one("answer_text", &self.answer_text, &[Of::AnswerGiven]),
            one("answer_number", &self.answer_number, &[Of::AnswerGiven]),
            one("answer_date", &self.answer_date, &[Of::AnswerGiven]),
            one("answer_form", &self.answer_form, &[Of::AnswerGiven]),
            one(
                "reason",
                &self.reason,
                &[Of::LeftWithoutConsideration, Of::TakenNote],
            ),
            one("redirect_date", &self.redirect_date, &[Of::Redirected]),
            ("question_outcomes", !self.question_outcomes.is_empty(), &[Of::AnswerGiven]),
            ("signatory", self.signatory.is_some(), &[Of::AnswerGiven]),
            (
                "redirected_to",
                !self.redirected_to.is_empty(),
                &[Of::Redirected],
            ),
        ];
        for (name, given, of) in fields {
            if given && !of.contains(&result) {
                reader.fault(name, FaultCode::NotOfThisResult);
            }
        }
    }
}

/// Regulation 4.5: what goes to the applicant by post is attached in its electronic version; a mark alone is refused (REV-08).
#[must_use]
pub const fn lacks_electronic_version(answer_way: AnswerWay, files: usize) -> bool {
    matches!(answer_way, AnswerWay::Post) && files == 0
}

#[cfg(test)]
mod tests;
