//! A resolution as typed, and what of it may be issued or kept as a draft (REV-02): text, executors with their terms, who
//! of them is responsible, a new term of the appeal (REG-06).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{EXECUTORS_AT_MOST, REASON_LENGTH, TEXT_LENGTH};
use crate::{AccountId, Calendar, Fault, FaultCode, Faults, OrganisationId, read_free};

/// How far ahead a new term of the appeal may lie, in days: farther is a slip of the pen.
const FARTHEST_DAYS: u64 = 366;

/// One executor as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExecutorForm {
    /// The id of an account.
    pub account: String,
    /// `yyyy-mm-dd`
    pub due_on: String,
}

/// A resolution as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResolutionForm {
    pub text: String,
    pub executors: Vec<ExecutorForm>,
    /// The account of the responsible one; of one executor it need not be said.
    pub responsible: String,
    /// A new term of the appeal, or nothing.
    pub new_due_on: String,
    /// Why the term is new.
    pub new_due_reason: String,
}

/// Somebody who can be an executor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub account: AccountId,
    /// In whose name: the organisation itself or a subordinate one.
    pub organisation: OrganisationId,
}

/// What the rules must know besides the form.
pub struct FormContext<'a> {
    /// Those of the typed executors who can be executors.
    pub candidates: &'a [Candidate],
    /// The appeal's present term.
    pub due_on: Option<NaiveDate>,
    pub today: NaiveDate,
    pub calendar: &'a Calendar,
}

/// What one executor is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub executor: AccountId,
    pub organisation: OrganisationId,
    pub responsible: bool,
    pub due_on: NaiveDate,
}

/// A resolution that may be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewResolution {
    pub text: String,
    /// At least one; exactly one is responsible.
    pub executors: Vec<Assignment>,
    /// The appeal's new term with its reason.
    pub new_term: Option<(NaiveDate, String)>,
}

impl ResolutionForm {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Faults of `text`, `executors`, `executors/<n>/account`, `executors/<n>/due_on`, `responsible`, `new_due_on`,
    /// `new_due_reason`.
    pub fn validate(&self, context: &FormContext<'_>) -> Result<NewResolution, Faults> {
        let mut faults = Faults::new();
        let text = read_free("text", &self.text, TEXT_LENGTH, &mut faults);
        let new_term = self.read_new_term(context, &mut faults);
        let new_due = new_term.as_ref().map(|(date, _)| *date);
        // The work must be done even where the appeal's own term is over: today is never too late for that.
        let latest = new_due.or(context.due_on).map(|due| due.max(context.today));
        let executors = self.read_executors(context, latest, &mut faults);
        if faults.is_empty() {
            Ok(NewResolution { text, executors, new_term })
        } else {
            Err(faults)
        }
    }

    fn read_new_term(&self, context: &FormContext<'_>, faults: &mut Faults) -> Option<(NaiveDate, String)> {
        let typed = self.new_due_on.trim();
        if typed.is_empty() {
            return None;
        }
        // REG-06: every change of the term has a reason.
        let reason = read_free("new_due_reason", &self.new_due_reason, REASON_LENGTH, faults);
        let latest = context.today + Days::new(FARTHEST_DAYS);
        let date = read_day("new_due_on", typed, context, faults)?;
        if date > latest {
            faults.push(Fault::new("new_due_on", FaultCode::TermTooLate).with("max", latest.to_string()));
        }
        Some((date, reason))
    }

    fn read_executors(
        &self,
        context: &FormContext<'_>,
        latest: Option<NaiveDate>,
        faults: &mut Faults,
    ) -> Vec<Assignment> {
        if self.executors.is_empty() {
            faults.push(Fault::new("executors", FaultCode::Required));
        } else if self.executors.len() > EXECUTORS_AT_MOST {
            let fault = Fault::new("executors", FaultCode::OutOfRange);
            faults.push(fault.with("min", 1_usize).with("max", EXECUTORS_AT_MOST));
            return Vec::new();
        }
        let mut found: Vec<Assignment> = Vec::new();
        for (index, typed) in self.executors.iter().enumerate() {
            let account = typed.account.trim().parse::<AccountId>().ok();
            let candidate = account.and_then(|account| {
                context.candidates.iter().find(|candidate| candidate.account == account)
            });
            let field = format!("executors/{index}/due_on");
            let due_on = read_day(&field, &typed.due_on, context, faults);
            if let (Some(date), Some(latest)) = (due_on, latest)
                && date > latest
            {
                faults.push(Fault::new(field, FaultCode::TermAfterAppeals).with("max", latest.to_string()));
            }
            let field = format!("executors/{index}/account");
            let Some(candidate) = candidate else {
                faults.push(Fault::new(field, FaultCode::UnknownExecutor));
                continue;
            };
            if found.iter().any(|other| other.executor == candidate.account) {
                faults.push(Fault::new(field, FaultCode::ExecutorTwice));
            }
            found.push(Assignment {
                executor: candidate.account,
                organisation: candidate.organisation,
                responsible: self.executors.len() == 1 || self.responsible.trim() == candidate.account.to_string(),
                due_on: due_on.unwrap_or(context.today),
            });
        }
        // REV-02: one of several answers for all.
        if self.executors.len() > 1 && !found.iter().any(|assignment| assignment.responsible) {
            faults.push(Fault::new("responsible", FaultCode::ResponsibleRequired));
        }
        found
    }
}

/// A working day from today on.
fn read_day(field: &str, typed: &str, context: &FormContext<'_>, faults: &mut Faults) -> Option<NaiveDate> {
    let code = match typed.trim() {
        "" => FaultCode::Required,
        typed => match typed.parse::<NaiveDate>() {
            Ok(date) if date < context.today => FaultCode::TermInPast,
            Ok(date) if !context.calendar.is_working(date) => FaultCode::TermOnNonWorkingDay,
            Ok(date) => return Some(date),
            Err(_) => FaultCode::NotADate,
        },
    };
    faults.push(Fault::new(field, code));
    None
}
