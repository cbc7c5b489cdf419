//! Reading the fields of a result: what is wrong is collected, field by field.

use chrono::NaiveDate;

use super::{CompletionContext, EXECUTORS, NUMBER_LENGTH, RECEIVERS, SignatoryForm, TEXT_LENGTH};
use crate::{
    Fault, FaultCode, Faults, FileState, Form, Outcome, Signatory, alphabet::Lines, assignment, attachment, questions::QUESTIONS_AT_MOST,
    signatory::SIGNATORY_LENGTH, text_field::read_bounded,
};

pub(super) fn text(value: Option<&str>) -> &str {
    value.unwrap_or_default().trim()
}

pub(super) struct Reader<'a> {
    pub(super) context: &'a CompletionContext<'a>,
    pub(super) faults: Faults,
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, field: &str, code: FaultCode) {
        self.faults.push(Fault::new(field, code));
    }

    pub(super) fn choice<T>(
        &mut self,
        field: &str,
        value: Option<&str>,
        from_code: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let typed = text(value);
        let found = from_code(typed);
        if found.is_none() {
            let code = if typed.is_empty() {
                FaultCode::Required
            } else {
                FaultCode::UnknownChoice
            };
            self.fault(field, code);
        }
        found
    }

    pub(super) fn bounded(&mut self, field: &str, value: &str, longest: usize, lines: bool) -> String {
        let lines = if lines { Lines::Many } else { Lines::One };
        read_bounded(field, value, longest, lines, &mut self.faults)
    }

    pub(super) fn long(&mut self, field: &str, value: Option<&str>) -> String {
        self.bounded(field, text(value), TEXT_LENGTH, true)
    }

    pub(super) fn number(&mut self, field: &str, value: Option<&str>) -> String {
        self.bounded(field, text(value), NUMBER_LENGTH, false)
    }

    /// A day from the registration to today; none where nothing was given, which only some results allow.
    pub(super) fn day(&mut self, field: &str, value: Option<&str>) -> Option<NaiveDate> {
        let typed = text(value);
        if typed.is_empty() {
            return None;
        }
        let Ok(day) = typed.parse::<NaiveDate>() else {
            self.fault(field, FaultCode::NotADate);
            return None;
        };
        if self
            .context
            .registered_on
            .is_some_and(|registered| day < registered)
        {
            self.fault(field, FaultCode::DayBeforeRegistration);
        } else if day > self.context.today {
            self.fault(field, FaultCode::DateInFuture);
        }
        Some(day)
    }

    /// A day that is not before `earliest` and not ahead; none where nothing was given.
    pub(super) fn past(&mut self, field: &str, value: Option<&str>, earliest: NaiveDate) -> Option<NaiveDate> {
        let typed = text(value);
        if typed.is_empty() {
            return None;
        }
        let day = typed.parse::<NaiveDate>().ok();
        match day {
            None => self.fault(field, FaultCode::NotADate),
            Some(day) if day < earliest => self.fault(field, FaultCode::DayBeforeSubmission),
            Some(day) if day > self.context.today => self.fault(field, FaultCode::DateInFuture),
            Some(_) => {}
        }
        day
    }

    pub(super) fn executors(&mut self, names: &[String]) -> Vec<String> {
        if names.len() > EXECUTORS {
            let fault = Fault::new("executors", FaultCode::TooManyItems);
            self.faults.push(fault.with("max", EXECUTORS));
            return Vec::new();
        }
        let mut read = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let field = format!("executors/{index}");
            if name.trim().is_empty() {
                self.fault(&field, FaultCode::Required);
            } else {
                read.push(self.bounded(&field, name, 200, false));
            }
        }
        read
    }

    /// Position and name, both of them (REV-10; law, art. 18).
    pub(super) fn signatory(&mut self, form: &SignatoryForm) -> Signatory {
        let mut read = |field: &str, value: Option<&str>| {
            if text(value).is_empty() {
                self.fault(field, FaultCode::Required);
            }
            self.bounded(field, text(value), SIGNATORY_LENGTH, false)
        };
        let position = read("signatory/position", form.position.as_deref());
        let name = read("signatory/name", form.name.as_deref());
        Signatory { account: None, position, name }
    }

    /// One for each question of an appeal (BEY-09).
    pub(super) fn question_outcomes(&mut self, codes: &[String]) -> Vec<Outcome> {
        if codes.len() > QUESTIONS_AT_MOST {
            let fault = Fault::new("question_outcomes", FaultCode::TooManyItems);
            self.faults.push(fault.with("max", QUESTIONS_AT_MOST));
            return Vec::new();
        }
        let codes = codes.iter().enumerate();
        codes.filter_map(|(index, code)| self.choice(&format!("question_outcomes/{index}"), Some(code.as_str()), Outcome::from_code)).collect()
    }

    /// An organisation outside of the system: it gets the appeal on paper or by СМДО, with the letter (CTL-03; law, art. 3).
    pub(super) fn outside(&mut self, typed: Option<&str>) -> Option<String> {
        let outside = assignment::outside("outside", text(typed), &mut self.faults)?;
        if self.context.form == Form::Electronic {
            self.fault("outside", FaultCode::OutsideForWrittenOnly);
        }
        if self.context.files.is_empty() {
            self.fault("files", FaultCode::Required);
        }
        Some(outside)
    }

    /// The term of the report, where somebody of the system is to report (CTL-04).
    pub(super) fn control(&mut self, typed: Option<&str>, receivers: bool) -> Option<NaiveDate> {
        let (typed, calendar) = typed.zip(self.context.calendar)?;
        if !receivers {
            self.fault("control_until", FaultCode::ControlNeedsReceiver);
        }
        // The receiver has a term of its own from its registration on: the sender's does not bound it (law, art. 17).
        let window = assignment::Window { today: self.context.today, calendar, appeal_due_on: None };
        assignment::term("control_until", typed, &window, &mut self.faults)
    }

    /// The questions that are sent on, where the rest stays (CTL-03).
    pub(super) fn questions(&mut self, typed: Option<&str>) -> Option<String> {
        typed.map(|typed| assignment::text("questions", typed, &mut self.faults))
    }

    pub(super) fn receivers(&mut self, receivers: &[String], outside: bool) -> Vec<String> {
        if receivers.is_empty() && !outside {
            self.fault("redirected_to", FaultCode::Required);
        } else if receivers.len() > RECEIVERS {
            let fault = Fault::new("redirected_to", FaultCode::TooManyItems);
            self.faults.push(fault.with("max", RECEIVERS));
            return Vec::new();
        }
        receivers
            .iter()
            .map(|receiver| receiver.trim().to_owned())
            .collect()
    }

    /// A result is sent once and for all: its files must have passed the check (SEC-04), at most five (REV-12).
    pub(super) fn files(&mut self, ids: &[String]) {
        if ids.len() > attachment::FILES_AT_MOST {
            let fault = Fault::new("files", FaultCode::TooManyFiles);
            self.faults
                .push(fault.with("max", attachment::FILES_AT_MOST));
            return;
        }
        for (index, id) in ids.iter().enumerate() {
            let field = format!("files/{index}");
            let repeated = ids[..index].iter().any(|other| other.trim() == id.trim());
            let Some((name, state)) = self
                .context
                .files
                .get(index)
                .and_then(Option::as_ref)
                .filter(|_| !repeated)
            else {
                self.fault(&field, FaultCode::FileUnknown);
                continue;
            };
            let code = match state {
                FileState::Clean => continue,
                FileState::Uploading => FaultCode::FileNotUploaded,
                FileState::Checking => FaultCode::FileBeingChecked,
                FileState::Infected | FileState::Broken => FaultCode::FileRefused,
            };
            self.faults
                .push(Fault::new(field, code).with("name", name.as_str()));
        }
    }
}
