//! What one organisation wants of another about an appeal: a request (запрос), an order (поручение), the report on an
//! appeal sent on under control (CTL-01, CTL-02, CTL-04, CTL-07). Who may begin one stands in [`crate::machine`]; here is how
//! it goes on, and what must be typed.

use chrono::NaiveDate;

use crate::{
    Calendar, Fault, FaultCode, Faults,
    alphabet::{Lines, Strictness},
    coded::coded_enum,
    text_field::{TextRule, read_text},
};

/// Characters of what either side writes at most.
pub const TEXT_LENGTH: usize = 10_000;
/// Characters of the name of an organisation outside of the system at most.
pub const NAME_LENGTH: usize = 300;
/// Days that a term can lie ahead at most.
const FARTHEST: u64 = 366;

coded_enum! {
    /// What is wanted.
    pub enum AssignmentKind {
        /// Запрос: an answer, by an organisation that owes none otherwise.
        Request = "request",
        /// Поручение: a report by a subordinate organisation.
        Order = "order",
        /// Контроль перенаправленного обращения: a report by the organisation that it was sent on to.
        Control = "control",
    }
}

coded_enum! {
    /// Whose turn it is.
    pub enum AssignmentState {
        /// The receiver's: an answer or a report is due.
        Open = "open",
        /// The sender's: the report is to be accepted, or ordered again.
        Reported = "reported",
        /// Nobody's.
        Closed = "closed",
    }
}

coded_enum! {
    /// What either side did.
    pub enum AssignmentStep {
        /// Asked, ordered, put under control.
        Sent = "sent",
        /// Answered or reported.
        Reported = "reported",
        /// The report is accepted.
        Accepted = "accepted",
        /// The report does not satisfy: ordered again with a new term.
        OrderedAgain = "ordered_again",
        /// Nothing is wanted any more.
        CalledOff = "called_off",
    }
}

impl AssignmentState {
    /// The state after a step; none: the step is not possible now. A request is over with its answer, all else when the
    /// report is accepted, as often as it takes (CTL-04).
    #[must_use]
    pub const fn after(self, kind: AssignmentKind, step: AssignmentStep) -> Option<Self> {
        match (self, step) {
            (Self::Open, AssignmentStep::Reported) => match kind {
                AssignmentKind::Request => Some(Self::Closed),
                AssignmentKind::Order | AssignmentKind::Control => Some(Self::Reported),
            },
            (Self::Reported, AssignmentStep::Accepted) => Some(Self::Closed),
            (Self::Reported, AssignmentStep::OrderedAgain) => Some(Self::Open),
            (Self::Open | Self::Reported, AssignmentStep::CalledOff) => Some(Self::Closed),
            _ => None,
        }
    }
}

/// What a request or an order says, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssignmentForm {
    pub text: String,
    /// `yyyy-mm-dd`.
    pub due_on: String,
    /// The name of an organisation outside of the system, where none of the system is chosen.
    pub outside: String,
}

/// What may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAssignment {
    pub text: String,
    pub due_on: NaiveDate,
    /// None: to an organisation of the system.
    pub outside: Option<String>,
}

/// The days that a term may be.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    pub today: NaiveDate,
    /// Of the organisation that sets the term.
    pub calendar: &'a Calendar,
    /// The last day of the appeal's own consideration, which waits for what is wanted; none where nothing waits for it: the
    /// report on an appeal that was sent on comes after a term of the receiver's own (law, art. 17).
    pub appeal_due_on: Option<NaiveDate>,
}

impl AssignmentForm {
    /// Reads what is sent. `chosen`: an organisation of the system is.
    ///
    /// # Errors
    /// Faults of `text`, `due_on`, `receiver`, `outside`.
    pub fn validate(&self, chosen: bool, window: &Window<'_>) -> Result<NewAssignment, Faults> {
        let mut faults = Faults::new();
        let outside = outside("outside", &self.outside, &mut faults);
        match (chosen, outside.is_some()) {
            (false, false) => faults.push(Fault::new("receiver", FaultCode::Required)),
            (true, true) => faults.push(Fault::new("outside", FaultCode::EitherReceiver)),
            _ => {}
        }
        let text = text("text", &self.text, &mut faults);
        match term("due_on", &self.due_on, window, &mut faults) {
            Some(due_on) if faults.is_empty() => Ok(NewAssignment { text, due_on, outside }),
            _ => Err(faults),
        }
    }
}

/// The name of an organisation outside of the system, none where nothing was typed.
pub fn outside(field: &str, typed: &str, faults: &mut Faults) -> Option<String> {
    let strictness = Some(Strictness::Warn);
    let rule = TextRule { strictness, ..TextRule::line(NAME_LENGTH).optional() };
    let name = read_text(field, typed, rule, faults);
    (!name.is_empty()).then_some(name)
}

/// What one side writes to the other.
pub fn text(field: &str, typed: &str, faults: &mut Faults) -> String {
    let rule = TextRule {
        required: true,
        longest: TEXT_LENGTH,
        lines: Lines::Many,
        letters: true,
        strictness: Some(Strictness::Warn),
    };
    read_text(field, typed, rule, faults)
}

impl Window<'_> {
    /// The last day: today where the appeal's own term is over, for the work must be done even then.
    #[must_use]
    pub fn latest(&self) -> Option<NaiveDate> {
        self.appeal_due_on.map(|due| due.max(self.today))
    }
}

/// A term that is set: a working day, today at the earliest, a year ahead and the end of the appeal's own at the latest.
pub fn term(field: &str, typed: &str, window: &Window<'_>, faults: &mut Faults) -> Option<NaiveDate> {
    let typed = typed.trim();
    let day = typed.parse::<NaiveDate>().ok();
    let farthest = window.today + chrono::Days::new(FARTHEST);
    let fault = match day {
        None if typed.is_empty() => Fault::new(field, FaultCode::Required),
        None => Fault::new(field, FaultCode::NotADate),
        Some(day) if day < window.today => Fault::new(field, FaultCode::TermPast),
        Some(day) => match window.latest() {
            Some(latest) if day > latest => Fault::new(field, FaultCode::TermAfterAppeals).with("max", latest.to_string()),
            _ if day > farthest => Fault::new(field, FaultCode::TermTooLate).with("max", farthest.to_string()),
            _ if !window.calendar.is_working(day) => Fault::new(field, FaultCode::TermOnNonWorkingDay),
            _ => return Some(day),
        },
    };
    faults.push(fault);
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NationalCalendar, Schedule};

    // REQ: CTL-01
    // REQ: CTL-02
    // REQ: CTL-04
    #[test]
    fn a_request_ends_with_its_answer_and_a_report_is_accepted_or_ordered_again() {
        use AssignmentKind::{Control, Order, Request};
        use AssignmentState::{Closed, Open, Reported};
        use AssignmentStep as Step;
        let mut allowed = Vec::new();
        for kind in AssignmentKind::ALL {
            for state in AssignmentState::ALL {
                for step in AssignmentStep::ALL {
                    if let Some(next) = state.after(kind, step) {
                        allowed.push((kind, state, step, next));
                    }
                }
            }
        }
        let reported = |kind| {
            [
                (kind, Open, Step::Reported, Reported),
                (kind, Open, Step::CalledOff, Closed),
                (kind, Reported, Step::Accepted, Closed),
                (kind, Reported, Step::OrderedAgain, Open),
                (kind, Reported, Step::CalledOff, Closed),
            ]
        };
        let mut expected = vec![
            (Request, Open, Step::Reported, Closed),
            (Request, Open, Step::CalledOff, Closed),
            // Nothing leads a request there; what stands there by itself is treated like the others.
            (Request, Reported, Step::Accepted, Closed),
            (Request, Reported, Step::OrderedAgain, Open),
            (Request, Reported, Step::CalledOff, Closed),
        ];
        expected.extend(reported(Order));
        expected.extend(reported(Control));
        assert_eq!(allowed, expected);
    }

    // REQ: CTL-01
    // REQ: CTL-07
    #[test]
    fn a_request_has_one_receiver_a_text_and_a_term_that_is_not_past() {
        let calendar = Calendar::new(NationalCalendar::seed(), Schedule::usual());
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        let window = Window { today: day("2026-04-14"), calendar: &calendar, appeal_due_on: None };
        let form = AssignmentForm {
            text: "Сообщите, когда отремонтируют крышу.".to_owned(),
            due_on: "2026-04-24".to_owned(),
            outside: String::new(),
        };
        assert!(form.validate(true, &window).is_ok());
        let faults = |form: &AssignmentForm, chosen| {
            let faults = form.validate(chosen, &window).unwrap_err();
            faults.into_iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>()
        };
        let fault = |field: &str, code| vec![(field.to_owned(), code)];
        assert_eq!(faults(&form, false), fault("receiver", FaultCode::Required));
        let outside = AssignmentForm { outside: "ОАО «Лифт»".to_owned(), ..form.clone() };
        assert_eq!(outside.validate(false, &window).unwrap().outside.as_deref(), Some("ОАО «Лифт»"));
        assert_eq!(faults(&outside, true), fault("outside", FaultCode::EitherReceiver));
        for (due_on, code) in [
            ("", FaultCode::Required),
            ("завтра", FaultCode::NotADate),
            ("2026-04-13", FaultCode::TermPast),
            ("2028-04-13", FaultCode::TermTooLate),
            // A Sunday, Radunitsa, and the Friday whose work was moved.
            ("2026-04-19", FaultCode::TermOnNonWorkingDay),
            ("2026-04-21", FaultCode::TermOnNonWorkingDay),
            ("2026-04-20", FaultCode::TermOnNonWorkingDay),
        ] {
            let form = AssignmentForm { due_on: due_on.to_owned(), ..form.clone() };
            assert_eq!(faults(&form, true), fault("due_on", code), "{due_on}");
        }
        let empty = AssignmentForm { text: " ".to_owned(), ..form };
        assert_eq!(faults(&empty, true), fault("text", FaultCode::Required));
    }

    // REQ: CTL-01
    // REQ: CTL-02
    #[test]
    fn what_an_appeal_waits_for_comes_within_its_term() {
        let calendar = Calendar::new(NationalCalendar::seed(), Schedule::usual());
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        for (today, appeal_due_on, typed, expected) in [
            ("2026-04-14", Some("2026-04-29"), "2026-04-29", None),
            ("2026-04-14", Some("2026-04-29"), "2026-04-30", Some((FaultCode::TermAfterAppeals, "2026-04-29"))),
            ("2026-04-14", None, "2026-04-30", None),
            // A Saturday that is worked.
            ("2026-04-14", Some("2026-04-29"), "2026-04-25", None),
            // The appeal's own term is over.
            ("2026-05-05", Some("2026-04-29"), "2026-05-05", None),
            ("2026-05-05", Some("2026-04-29"), "2026-05-06", Some((FaultCode::TermAfterAppeals, "2026-05-05"))),
        ] {
            let window = Window { today: day(today), calendar: &calendar, appeal_due_on: appeal_due_on.map(day) };
            let mut faults = Faults::new();
            let read = term("due_on", typed, &window, &mut faults);
            assert_eq!(read, expected.is_none().then(|| day(typed)), "{typed}");
            let expected: Faults = expected.into_iter().map(|(code, max)| Fault::new("due_on", code).with("max", max)).collect();
            assert_eq!(faults, expected, "{typed}");
        }
    }
}
