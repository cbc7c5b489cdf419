//! What organisations want of one another: the lists of both sides, the page of one, its part of the card (CTL-01, CTL-02,
//! CTL-04, CTL-07).

mod list;
mod one;

use chrono::{DateTime, NaiveDate, Utc};
pub use list::{control, incoming};
pub use one::{page, submit};
use zvarot_domain::{AssignmentKind, AssignmentState, AssignmentStep, Calendar};
use zvarot_locale::Texts;
use zvarot_store::assignments::{Assignment, Side, Step};

use super::clocks::{self, ShownTerm};

/// An assignment in a list or on a card, as one side sees it.
pub struct ShownAssignment {
    pub path: String,
    pub kind: String,
    /// The appeal's number.
    pub number: String,
    /// The other side.
    pub other: String,
    pub state: String,
    pub tone: &'static str,
    pub term: ShownTerm,
    /// How the term stands in the calendar (BEY-06); a list does without.
    pub how: Vec<String>,
    pub steps: Vec<ShownStep>,
}

impl ShownAssignment {
    /// The same with how its term stands in the calendar.
    pub fn explained(mut self, of: &Assignment, calendar: &Calendar, now: DateTime<Utc>, texts: &Texts) -> Self {
        self.how = clocks::chosen(of.due_on, of.state == AssignmentState::Open, calendar, now, texts);
        self
    }
}

/// A step in words.
pub struct ShownStep {
    pub id: uuid::Uuid,
    pub at: DateTime<Utc>,
    pub what: String,
    pub who: String,
    pub text: String,
    /// The term that it set.
    pub due: Option<NaiveDate>,
}

/// Where an assignment's page is.
pub fn path(assignment: &Assignment) -> String {
    format!("/work/assignments/{}", assignment.id)
}

/// A code as it stands in keys of texts.
fn key(code: &str) -> String {
    code.replace('_', "-")
}

/// The kind in words.
pub fn kind(kind: AssignmentKind, texts: &Texts) -> String {
    texts.get(&format!("assignment-kind-{}", key(kind.code()))).into_owned()
}

/// A step in words.
pub fn step(step: AssignmentStep, of: AssignmentKind, texts: &Texts) -> String {
    texts.get(&format!("assignment-step-{}-{}", key(step.code()), key(of.code()))).into_owned()
}

/// The steps in words.
pub fn steps(assignment: &Assignment, steps: &[Step], texts: &Texts) -> Vec<ShownStep> {
    let of = steps.iter().filter(|taken| taken.assignment == assignment.id);
    of.map(|taken| {
        // Whoever calls it off by hand says why; a withdrawal does without words, and the applicant's name is nobody's here.
        let withdrawn = taken.kind == AssignmentStep::CalledOff && taken.text.is_empty();
        let text = if withdrawn { texts.get("assignment-appeal-withdrawn").into_owned() } else { taken.text.clone() };
        ShownStep {
            id: taken.id,
            at: taken.at,
            what: step(taken.kind, assignment.kind, texts),
            who: if withdrawn { String::new() } else { taken.account_name.clone() },
            text,
            due: taken.due_on,
        }
    })
    .collect()
}

/// An assignment as one side sees it.
pub fn shown(
    assignment: &Assignment,
    all: &[Step],
    side: Side,
    now: DateTime<Utc>,
    texts: &Texts,
) -> ShownAssignment {
    let of = match side {
        Side::Received => "received",
        Side::Sent => "sent",
    };
    let reported = all.iter().rev().find(|step| {
        step.assignment == assignment.id && step.kind == AssignmentStep::Reported
    });
    // The clock stands while nothing is owed.
    let done = match assignment.state {
        AssignmentState::Open => None,
        AssignmentState::Reported | AssignmentState::Closed => {
            reported.map(|step| step.at).or(assignment.closed_at)
        }
    };
    let (state, asks) = match (assignment.state, side) {
        (AssignmentState::Open, Side::Received) | (AssignmentState::Reported, Side::Sent) => {
            (assignment.state, "warn")
        }
        (AssignmentState::Closed, _) => (assignment.state, "calm"),
        (state, _) => (state, ""),
    };
    let other = match side {
        Side::Received => assignment.sender_in(texts.locale()),
        Side::Sent => assignment.receiver_in(texts.locale()),
    };
    ShownAssignment {
        path: path(assignment),
        kind: kind(assignment.kind, texts),
        number: assignment.number.to_string(),
        other: other.to_owned(),
        state: texts.get(&format!("assignment-state-{}-{of}", state.code())).into_owned(),
        tone: asks,
        term: ShownTerm::of_review(assignment.due_on, done, now, texts),
        how: Vec::new(),
        steps: steps(assignment, all, texts),
    }
}

#[cfg(test)]
mod tests {
    use zvarot_domain::Locale;

    use super::*;

    // REQ: CTL-04
    #[test]
    fn every_kind_state_and_step_has_words() {
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            for kind in AssignmentKind::ALL {
                let kind = key(kind.code());
                assert!(texts.has(&format!("assignment-kind-{kind}")), "{kind}");
                for step in AssignmentStep::ALL {
                    let key = format!("assignment-step-{}-{kind}", key(step.code()));
                    assert!(texts.has(&key), "{key}");
                }
            }
            for state in AssignmentState::ALL {
                for side in ["sent", "received"] {
                    let key = format!("assignment-state-{}-{side}", state.code());
                    assert!(texts.has(&key), "{key}");
                }
            }
        }
    }
}
