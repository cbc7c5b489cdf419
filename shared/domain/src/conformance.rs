//! The check of an EDMS in the technological environment (EDM-02): what a program is to do with the appeals made for it,
//! and which of it it has done. What it did is known from its calls and from what became of the appeals, not from what
//! it says.

use crate::{CompletionResult, coded::coded_enum};

coded_enum! {
    /// What a program is to do with one of the appeals of a run.
    pub enum Task {
        /// Acknowledge it; the others as well.
        Acknowledge = "acknowledge",
        /// Change its term.
        Term = "term",
        /// Answer it, with a file.
        Answer = "answer",
        /// Send it on to the test addressee.
        Redirect = "redirect",
        /// Leave it without consideration.
        Leave = "leave",
        /// Take note of it.
        Note = "note",
        /// Say that it was withdrawn on paper.
        Withdraw = "withdraw",
        /// Say that it repeats the first one.
        Repeat = "repeat",
        /// Refuse the message about it: its signature is wrong.
        Forgery = "forgery",
    }
}

coded_enum! {
    /// A step of the check.
    pub enum Step {
        /// Asked for a dictionary with the `ETag` of its copy.
        Dictionary = "dictionary",
        /// Read the changes.
        Changes = "changes",
        /// Read each appeal of the run.
        Cards = "cards",
        /// Acknowledged each of them.
        Acknowledgement = "acknowledgement",
        /// Changed a term.
        Term = "term",
        /// The five results.
        Answer = "answer",
        /// The answer has a file.
        File = "file",
        /// Sent on.
        Redirect = "redirect",
        /// Left without consideration.
        Leave = "leave",
        /// Taken note of.
        Note = "note",
        /// Withdrawn.
        Withdraw = "withdraw",
        /// A repeated appeal.
        Repeat = "repeat",
        /// Entered an appeal.
        Entry = "entry",
        /// Sent the same record again.
        EntryAgain = "entry_again",
        /// Mended a call that was refused.
        Correction = "correction",
        /// Loaded a file with right and wrong records.
        Load = "load",
        /// Read what came of each record.
        LoadRecords = "load_records",
        /// Took a message about an event.
        Webhook = "webhook",
        /// Refused a message with a wrong signature.
        Signature = "signature",
    }
}

/// A call of the program since the run began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallMade {
    pub method: String,
    pub path: String,
    pub status: u16,
}

/// What became of an appeal of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealNow {
    pub task: Task,
    /// Ten digits.
    pub number: String,
    /// By the program itself.
    pub acknowledged: bool,
    pub term_changed: bool,
    pub result: Option<CompletionResult>,
    pub answer_files: i64,
    pub is_repeat: bool,
    /// Messages about it that were answered 2xx, and 4xx.
    pub taken: i64,
    pub refused: i64,
}

/// All that is known of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The oldest first.
    pub calls: Vec<CallMade>,
    pub appeals: Vec<AppealNow>,
    /// Finished loads with right and with wrong records.
    pub mixed_loads: i64,
}

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub step: Step,
    pub passed: bool,
    /// How many times it was done, of how many.
    pub done: i64,
    pub wanted: i64,
    /// The status of the last call that could have been it; none: there was no such call, or the step is none of calls.
    pub last_status: Option<u16>,
}

impl Facts {
    /// Every step in order.
    #[must_use]
    pub fn judge(&self) -> Vec<Outcome> {
        Step::ALL.map(|step| self.outcome(step)).into()
    }

    fn outcome(&self, step: Step) -> Outcome {
        let (done, wanted) = match step {
            Step::Dictionary => (self.calls_with(step, |status| status == 304), 1),
            Step::Changes | Step::LoadRecords => (self.calls_with(step, |status| status == 200), 1),
            Step::Entry => (self.calls_with(step, |status| status == 201), 1),
            Step::EntryAgain => (self.calls_with(step, |status| status == 200), 1),
            Step::Correction => (i64::from(self.has_mended()), 1),
            Step::Cards => (self.appeals_that(|appeal| self.was_read(appeal)), self.appeals_that(AppealNow::is_worked_on)),
            Step::Acknowledgement => (self.appeals_that(|appeal| appeal.acknowledged), self.appeals_that(AppealNow::is_worked_on)),
            Step::Term => (self.appeals_that(|appeal| appeal.task == Task::Term && appeal.term_changed), 1),
            Step::File => (self.appeals_that(|appeal| appeal.task == Task::Answer && appeal.answer_files > 0), 1),
            Step::Repeat => (self.appeals_that(|appeal| appeal.task == Task::Repeat && appeal.is_repeat), 1),
            Step::Answer => (self.ended(Task::Answer, CompletionResult::AnswerGiven), 1),
            Step::Redirect => (self.ended(Task::Redirect, CompletionResult::Redirected), 1),
            Step::Leave => (self.ended(Task::Leave, CompletionResult::LeftWithoutConsideration), 1),
            Step::Note => (self.ended(Task::Note, CompletionResult::TakenNote), 1),
            Step::Withdraw => (self.ended(Task::Withdraw, CompletionResult::Withdrawn), 1),
            Step::Load => (self.mixed_loads, 1),
            Step::Webhook => (self.appeals_that(|appeal| appeal.task != Task::Forgery && appeal.taken > 0), 1),
            // Whoever takes everything has checked nothing.
            Step::Signature => (self.appeals_that(|appeal| appeal.task == Task::Forgery && appeal.refused > 0 && appeal.taken == 0), 1),
        };
        let last = self.calls.iter().rev().find(|call| self.is_of(step, call));
        Outcome { step, passed: done >= wanted && wanted > 0, done: done.min(wanted), wanted, last_status: last.map(|call| call.status) }
    }

    fn appeals_that(&self, holds: impl Fn(&AppealNow) -> bool) -> i64 {
        let count = self.appeals.iter().filter(|appeal| holds(appeal)).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    fn ended(&self, task: Task, result: CompletionResult) -> i64 {
        self.appeals_that(|appeal| appeal.task == task && appeal.result == Some(result))
    }

    fn calls_with(&self, step: Step, fits: impl Fn(u16) -> bool) -> i64 {
        let calls = self.calls.iter().filter(|call| self.is_of(step, call) && fits(call.status));
        i64::try_from(calls.count()).unwrap_or(i64::MAX)
    }

    fn was_read(&self, appeal: &AppealNow) -> bool {
        let path = format!("/v1/appeals/{}", appeal.number);
        appeal.is_worked_on() && self.calls.iter().any(|call| call.method == "GET" && call.path == path && call.status == 200)
    }

    /// Whether a call that was refused with 422 was done after that.
    fn has_mended(&self) -> bool {
        let refused = self.calls.iter().enumerate().filter(|(_, call)| call.status == 422);
        let mut mended = refused.map(|(place, refused)| {
            let later = self.calls[place..].iter();
            later.filter(|call| call.method == refused.method && call.path == refused.path).any(|call| (200..300).contains(&call.status))
        });
        mended.any(|mended| mended)
    }

    /// Whether a call is one by which the step is done.
    fn is_of(&self, step: Step, call: &CallMade) -> bool {
        let number = |task: Task| self.appeals.iter().find(|appeal| appeal.task == task).map(|appeal| appeal.number.as_str());
        let acts_on = |task: Task, act: &str| number(task).is_some_and(|number| call.path == format!("/v1/appeals/{number}/{act}"));
        let (method, path) = match step {
            Step::Dictionary => ("GET", call.path.starts_with("/v1/dictionaries/")),
            Step::Changes => ("GET", call.path == "/v1/appeals"),
            Step::Cards => ("GET", self.appeals.iter().any(|appeal| call.path == format!("/v1/appeals/{}", appeal.number))),
            Step::Acknowledgement => ("POST", Task::ALL.iter().any(|task| acts_on(*task, "acknowledgement"))),
            Step::Term => ("POST", acts_on(Task::Term, "term")),
            Step::Answer | Step::File => ("POST", acts_on(Task::Answer, "completion")),
            Step::Redirect => ("POST", acts_on(Task::Redirect, "completion")),
            Step::Leave => ("POST", acts_on(Task::Leave, "completion")),
            Step::Note => ("POST", acts_on(Task::Note, "completion")),
            Step::Withdraw => ("POST", acts_on(Task::Withdraw, "withdrawal") || acts_on(Task::Withdraw, "completion")),
            Step::Repeat => ("POST", acts_on(Task::Repeat, "repeat-of")),
            Step::Entry | Step::EntryAgain => ("POST", call.path == "/v1/appeals"),
            Step::Load => ("POST", call.path.starts_with("/v1/loads")),
            Step::LoadRecords => ("GET", call.path.starts_with("/v1/loads/") && call.path.ends_with("/records")),
            Step::Correction | Step::Webhook | Step::Signature => return false,
        };
        call.method == method && path
    }
}

impl AppealNow {
    /// The forged message is about an appeal of its own.
    fn is_worked_on(&self) -> bool {
        self.task != Task::Forgery
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appeal(task: Task) -> AppealNow {
        AppealNow {
            task,
            number: format!("{:010}", task as u8),
            acknowledged: false,
            term_changed: false,
            result: None,
            answer_files: 0,
            is_repeat: false,
            taken: 0,
            refused: 0,
        }
    }

    fn call(method: &str, path: &str, status: u16) -> CallMade {
        CallMade { method: method.to_owned(), path: path.to_owned(), status }
    }

    fn passed(facts: &Facts) -> Vec<Step> {
        let outcomes = facts.judge().into_iter().filter(|outcome| outcome.passed);
        outcomes.map(|outcome| outcome.step).collect()
    }

    // REQ: EDM-02
    #[test]
    fn a_program_that_did_nothing_has_passed_nothing() {
        assert_eq!(passed(&Facts::default()), []);
        let appeals = Task::ALL.map(appeal).into();
        assert_eq!(passed(&Facts { appeals, ..Facts::default() }), []);
    }

    // REQ: EDM-02
    #[test]
    fn a_result_counts_on_its_own_appeal_only() {
        let mut facts = Facts { appeals: Task::ALL.map(appeal).into(), ..Facts::default() };
        for appeal in &mut facts.appeals {
            appeal.result = Some(CompletionResult::TakenNote);
        }
        assert_eq!(passed(&facts), [Step::Note]);
    }

    // REQ: EDM-02
    #[test]
    fn who_takes_a_forged_message_has_not_checked_signatures() {
        let mut facts = Facts { appeals: Task::ALL.map(appeal).into(), ..Facts::default() };
        let forgery = facts.appeals.iter().position(|appeal| appeal.task == Task::Forgery).unwrap();
        facts.appeals[0].taken = 1;
        facts.appeals[forgery].taken = 1;
        assert_eq!(passed(&facts), [Step::Webhook]);
        facts.appeals[forgery].refused = 1;
        assert_eq!(passed(&facts), [Step::Webhook]);
        facts.appeals[forgery].taken = 0;
        assert_eq!(passed(&facts), [Step::Webhook, Step::Signature]);
    }

    // REQ: EDM-02
    #[test]
    fn calls_are_recognised_by_what_came_of_them() {
        let refused = call("POST", "/v1/appeals", 422);
        let mut facts = Facts { calls: vec![call("POST", "/v1/appeals", 201), refused], ..Facts::default() };
        assert_eq!(passed(&facts), [Step::Entry]);
        assert_eq!(facts.judge().into_iter().find(|outcome| outcome.step == Step::Entry).unwrap().last_status, Some(422));
        facts.calls.push(call("POST", "/v1/appeals", 200));
        facts.calls.push(call("GET", "/v1/dictionaries/topics", 200));
        assert_eq!(passed(&facts), [Step::Entry, Step::EntryAgain, Step::Correction]);
        facts.calls.push(call("GET", "/v1/dictionaries/topics", 304));
        assert_eq!(passed(&facts)[0], Step::Dictionary);
    }
}
