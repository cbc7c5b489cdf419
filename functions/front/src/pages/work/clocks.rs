//! The clocks of an appeal in words: the limit of registration and the two terms, each with its state and, on the
//! card, with the way it was found (BEY-06). States are judged now, from stored dates.

use chrono::{DateTime, NaiveDate, Utc};
use zvarot_actions::appeals::Clocks;
use zvarot_domain::deadlines::{self, Deadline, RegistrationState, TermState};
use zvarot_domain::registration::Limit;
use zvarot_domain::{Calendar, minsk};
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
    /// Whether something is still to be done by it: such stand above the card too.
    pub runs: bool,
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
            runs: appeal.completed_at.is_none(),
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
            runs: minsk::date(now) <= due,
        });
    }
    let withdrawn = registered_at.is_none() && appeal.completed_at.is_some();
    if !withdrawn {
        let found = clocks.limit.until.date();
        shown.push(ShownClock {
            name: name("work-clock-registration"),
            term: ShownTerm::of_registration(limit, registered_at, now, texts),
            steps: limit_words(&clocks.limit, texts),
            remark: differs(found, minsk::date(limit), texts),
            runs: registered_at.is_none(),
        });
    }
    shown
}

/// How a chosen day stands in the calendar, in words; `running`: the term is not met yet (BEY-06).
pub fn chosen(date: NaiveDate, running: bool, calendar: &Calendar, now: DateTime<Utc>, texts: &Texts) -> Vec<String> {
    let today = running.then(|| minsk::date(now));
    words(&deadlines::chosen(date, today, calendar), texts)
}

/// How the limit of registration was found, in words.
pub fn limit_words(limit: &Limit, texts: &Texts) -> Vec<String> {
    limit.explanation.iter().map(|step| texts.about(&step.locale_key(), &step.facts())).collect()
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

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use zvarot_domain::{Locale, NationalCalendar};

    use super::*;

    // REQ: BEY-06
    #[test]
    fn a_chosen_day_is_explained_in_both_languages() {
        let calendar = Calendar::usual(NationalCalendar::seed());
        let now = Utc.with_ymd_and_hms(2026, 4, 16, 9, 0, 0).single().expect("it exists");
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("it exists");
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            // Ahead over days off, on a worked Saturday, today, on a day off, behind.
            for date in [day(4, 27), day(4, 25), day(4, 16), day(4, 19), day(4, 10)] {
                let said = chosen(date, true, &calendar, now, texts);
                assert!(said.len() >= 2 && said.iter().all(|line| !line.contains('⟦')), "{said:?}");
            }
        }
        let said = chosen(day(4, 27), true, &calendar, now, Texts::of(Locale::Ru)).join("; ");
        assert!(said.contains("21.04.2026") && said.contains("осталось 6 рабочих дней"), "{said}");
        let over = chosen(day(4, 27), false, &calendar, now, Texts::of(Locale::Ru));
        assert_eq!(over.len(), 2, "what is met has nothing left: {over:?}");
    }
}
