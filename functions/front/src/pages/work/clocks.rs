//! The clocks of an appeal in words: the limit of registration and the two terms, each with its state and, on the
//! card, with the way it was found (BEY-06). States are judged now, from stored dates.

use chrono::{DateTime, NaiveDate, Utc};
use zvarot_actions::appeals::Clocks;
use zvarot_domain::deadlines::{self, Deadline, RegistrationState, TermState};
use zvarot_domain::minsk;
use zvarot_locale::Texts;
use zvarot_store::appeals::Appeal;

/// A date with how it stands.
#[derive(Clone, Debug)]
pub struct ShownTerm {
    pub date: NaiveDate,
    pub state: String,
    /// The tag's colour; `soft` stands for no tag at all: what asks for nothing does not catch the eye.
    pub tone: &'static str,
}

impl ShownTerm {
    /// The review term until `due`; `done` stops the clock.
    pub fn of_review(
        due: NaiveDate,
        done: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
        texts: &Texts,
    ) -> Self {
        let state = deadlines::term_state(due, done, now, deadlines::SOON_DAYS);
        Self::of_term(due, state, texts)
    }

    /// The five working days for redirecting and notices, while they run.
    pub fn of_notice(due: NaiveDate, now: DateTime<Utc>, texts: &Texts) -> Self {
        let state = deadlines::term_state(due, None, now, deadlines::NOTICE_SOON_DAYS);
        Self::of_term(due, state, texts)
    }

    fn of_term(due: NaiveDate, state: TermState, texts: &Texts) -> Self {
        let counted = |key: &str, days: i64| texts.with(key, &[("days", days)]);
        let (state, tone) = match state {
            TermState::Fresh { days } => (counted("term-fresh", days), "soft"),
            TermState::Soon { days } => (counted("term-soon", days), "warn"),
            TermState::Today => (texts.get("term-today").into_owned(), "warn"),
            TermState::Overdue { days } => (counted("term-overdue", days), "bad"),
            TermState::Met => (texts.get("term-met").into_owned(), "soft"),
            TermState::Missed { days } => (counted("term-missed", days), "bad"),
        };
        Self {
            date: due,
            state,
            tone,
        }
    }

    /// The limit of registration.
    pub fn of_registration(
        limit: DateTime<Utc>,
        registered_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
        texts: &Texts,
    ) -> Self {
        let (key, tone) = match deadlines::registration_state(limit, registered_at, now) {
            RegistrationState::InTime => ("registration-in-time", "soft"),
            RegistrationState::Today => ("registration-today", "warn"),
            RegistrationState::Late => ("registration-late", "bad"),
            RegistrationState::Met => ("registration-met", "soft"),
            RegistrationState::Missed => ("registration-missed", "bad"),
        };
        Self {
            date: minsk::date(limit),
            state: texts.get(key).into_owned(),
            tone,
        }
    }
}

/// A clock on the card.
pub struct ShownClock {
    pub name: String,
    pub term: ShownTerm,
    pub steps: Vec<String>,
    /// Why the date is not the one that the steps lead to.
    pub remark: Option<String>,
}

/// The clocks that run or ran: registration, then the review term, then the notice's.
pub fn of_card(
    appeal: &Appeal,
    clocks: &Clocks,
    now: DateTime<Utc>,
    texts: &Texts,
) -> Vec<ShownClock> {
    let name = |key: &str| texts.get(key).into_owned();
    let (limit, registered_at) = (appeal.registration_limit_at, appeal.registered_at);
    let mut shown = Vec::new();
    if let Some(due) = appeal.due_on {
        let found = clocks.due.as_ref();
        shown.push(ShownClock {
            name: name("work-clock-due"),
            term: ShownTerm::of_review(due, appeal.completed_at, now, texts),
            steps: found.map_or_else(Vec::new, |found| words(found, texts)),
            remark: match found {
                None => Some(name("work-clock-by-hand")),
                Some(found) => differs(found.date, due, texts),
            },
        });
    }
    // Once the appeal is considered there is nothing left to redirect or to leave without consideration.
    if let (Some(due), None) = (appeal.notice_due_on, appeal.completed_at) {
        let found = clocks.notice.as_ref();
        shown.push(ShownClock {
            name: name("work-clock-notice"),
            term: ShownTerm::of_notice(due, now, texts),
            steps: found.map_or_else(Vec::new, |found| words(found, texts)),
            remark: found.and_then(|found| differs(found.date, due, texts)),
        });
    }
    let withdrawn = registered_at.is_none() && appeal.completed_at.is_some();
    if !withdrawn {
        let found = clocks.limit.until.date();
        shown.push(ShownClock {
            name: name("work-clock-registration"),
            term: ShownTerm::of_registration(limit, registered_at, now, texts),
            steps: {
                let steps = clocks.limit.explanation.iter();
                steps
                    .map(|step| texts.about(&step.locale_key(), &step.facts()))
                    .collect()
            },
            remark: differs(found, minsk::date(limit), texts),
        });
    }
    shown
}

/// How a term was found, in words.
pub fn words(found: &Deadline, texts: &Texts) -> Vec<String> {
    let steps = found.explanation.iter();
    steps
        .map(|step| texts.about(&step.locale_key(), &step.facts()))
        .collect()
}

fn differs(found: NaiveDate, stored: NaiveDate, texts: &Texts) -> Option<String> {
    (found != stored).then(|| texts.get("work-clock-differs").into_owned())
}
