//! What becomes of an appeal in an organisation, and when.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::rngs::StdRng;
use zvarot_domain::{
    Calendar, CompletionResult, Outcome,
    deadlines::{self, Term},
    minsk,
};

use super::chance::{happens, hours, one_of};

/// How the work on an appeal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    pub result: CompletionResult,
    /// Of an answer.
    pub outcome: Option<Outcome>,
    pub at: DateTime<Utc>,
}

/// An appeal's registration with the terms that follow.
#[derive(Clone, Copy, Debug)]
pub struct Registration {
    pub at: DateTime<Utc>,
    pub on: NaiveDate,
    pub term: Term,
    pub due_on: NaiveDate,
    pub notice_due_on: NaiveDate,
}

/// What happens to an appeal that has come at a moment, were there no end of time.
#[derive(Clone, Copy, Debug)]
pub struct Life {
    pub registration: Registration,
    /// The head gives it to executors.
    pub resolved_at: Option<DateTime<Utc>>,
    /// An answer before the last one, or a question.
    pub message_at: Option<DateTime<Utc>>,
    pub controlled: bool,
    pub end: End,
}

impl Life {
    /// Draws a life; `may_go_on`: it may be sent on to another organisation.
    pub fn draw(lot: &mut StdRng, came_at: DateTime<Utc>, calendar: &Calendar, may_go_on: bool) -> Self {
        let registration = register(lot, came_at, calendar);
        let end = end(lot, &registration, may_go_on);
        let resolved = end.result == CompletionResult::AnswerGiven && happens(lot, 45);
        let resolved_at = resolved.then(|| registration.at + hours(lot, 1, 30)).filter(|at| *at + TimeDelta::hours(20) < end.at);
        let message_at = happens(lot, 3).then(|| registration.at + hours(lot, 24, 60)).filter(|at| *at < end.at);
        Self { registration, resolved_at, message_at, controlled: happens(lot, 6), end }
    }
}

/// Within two days, on a working one.
fn register(lot: &mut StdRng, came_at: DateTime<Utc>, calendar: &Calendar) -> Registration {
    let wished = came_at + hours(lot, 1, 40);
    let on = calendar.next_working_on_or_after(minsk::date(wished));
    let at = if on == minsk::date(wished) { wished } else { minsk::start_of(on) + hours(lot, 9, 17) };
    let term = if happens(lot, 85) { Term::FIFTEEN_DAYS } else { Term::ONE_MONTH };
    Registration {
        at,
        on,
        term,
        due_on: deadlines::of(on, term, calendar).date,
        notice_due_on: deadlines::of(on, Term::FIVE_WORKING_DAYS, calendar).date,
    }
}

fn end(lot: &mut StdRng, registration: &Registration, may_go_on: bool) -> End {
    let result = match *one_of(lot, &RESULTS) {
        CompletionResult::Redirected if !may_go_on => CompletionResult::AnswerGiven,
        result => result,
    };
    let days = match result {
        CompletionResult::Redirected => hours(lot, 4, 100),
        CompletionResult::AnswerGiven => {
            let allowed = (registration.due_on - registration.on).num_hours();
            match *one_of(lot, &PUNCTUALITY) {
                Punctuality::InTime => hours(lot, allowed / 3, allowed),
                Punctuality::Late => hours(lot, allowed, allowed * 2),
                Punctuality::Forgotten => hours(lot, allowed * 4, allowed * 8),
            }
        }
        _ => hours(lot, 20, 9 * 24),
    };
    let outcome = (result == CompletionResult::AnswerGiven).then(|| *one_of(lot, &OUTCOMES));
    End { result, outcome, at: registration.at + days }
}

#[derive(Clone, Copy)]
enum Punctuality {
    InTime,
    Late,
    Forgotten,
}

/// Of a hundred each.
const PUNCTUALITY: [Punctuality; 100] = {
    let mut all = [Punctuality::InTime; 100];
    let mut place = 0;
    while place < 5 {
        all[place] = Punctuality::Late;
        place += 1;
    }
    all[99] = Punctuality::Forgotten;
    all
};
const RESULTS: [CompletionResult; 20] = {
    let mut all = [CompletionResult::AnswerGiven; 20];
    all[0] = CompletionResult::Redirected;
    all[1] = CompletionResult::Redirected;
    all[2] = CompletionResult::LeftWithoutConsideration;
    all[3] = CompletionResult::TakenNote;
    all[4] = CompletionResult::Withdrawn;
    all
};
const OUTCOMES: [Outcome; 6] =
    [Outcome::Explained, Outcome::Explained, Outcome::Explained, Outcome::Satisfied, Outcome::PartlySatisfied, Outcome::Refused];
