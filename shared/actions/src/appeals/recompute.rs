//! Terms of open appeals after a calendar has changed (REG-07): computed anew, with an event in each history.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};
use zvarot_domain::{
    AppealId, EventId, EventKind, Locale, MessageKind, OrganisationId,
    registration,
};
use zvarot_locale::Texts;
use zvarot_store::{
    Store, Work,
    appeals::{self, AlikeTerms, Joined, Outdated, RunningTerms},
    calendars,
    jobs::Job,
};

use super::{hearing::Hearing, merge, terms::{self, OrganisationCalendar}};
use crate::{ActionError, Cause, Result, messages::{self, Told}};

/// Appeals of one transaction.
const AT_ONCE: i64 = 200;
/// How long ago hours were set that all who work now have read: an action that read the ones before has ended by then.
const SETTLED: TimeDelta = TimeDelta::seconds(30);

/// Brings every open appeal to the newest calendars; gives how many terms have moved. Done twice it changes nothing.
/// Appeals of an organisation whose own calendar cannot be read wait; those of the others do not.
///
/// # Errors
/// The database's, or a calendar that cannot be read; what was committed before stays.
pub async fn recompute_terms(store: &Store, cause: &Cause) -> Result<usize> {
    follow_schedules(store, cause).await?;
    let (mut moved, mut unreadable, mut broken) = (0, None, Vec::new());
    loop {
        let mut work = store.begin(cause).await?;
        let page = appeals::outdated(work.connection(), &broken, AT_ONCE).await?;
        if page.is_empty() {
            return unreadable.map_or(Ok(moved), Err);
        }
        let others = joined(&mut work, &page).await?;
        let mut calendars: HashMap<OrganisationId, OrganisationCalendar> = HashMap::new();
        let mut told = HashMap::new();
        for appeal in &page {
            let organisation = appeal.organisation_id;
            if broken.contains(&organisation) {
                continue;
            }
            if !calendars.contains_key(&organisation) {
                match terms::calendar_of(&mut work, organisation).await {
                    Ok(calendar) => calendars.insert(organisation, calendar),
                    Err(error @ ActionError::Internal(_)) => {
                        tracing::error!(%organisation, "the calendar of an organisation cannot be read");
                        broken.push(organisation);
                        unreadable = Some(error);
                        continue;
                    }
                    Err(error) => return Err(error),
                };
            }
            let (calendar, terms) = (&calendars[&organisation], &appeal.running);
            let Some(running) = terms else {
                let limit = registration::limit(appeal.submitted_at, &calendar.calendar).until_instant();
                appeals::set_registration_limit(work.connection(), appeal.id, limit, calendar.version).await?;
                moved += usize::from(limit != appeal.registration_limit_at);
                continue;
            };
            let change = recompute(&mut work, appeal, running, calendar, others.get(&appeal.id)).await?;
            moved += usize::from(change.moved);
            told.extend(change.due_on.map(|due_on| (appeal.id, due_on)));
        }
        tell_joined(&mut work, &told, &others).await?;
        tell_executors(&mut work, &told).await?;
        work.commit().await?;
    }
}

/// Has the open appeals of organisations with new hours follow them.
async fn follow_schedules(store: &Store, cause: &Cause) -> Result<()> {
    let mut work = store.begin(cause).await?;
    calendars::follow_schedules(work.connection(), cause.now - SETTLED, cause.now).await?;
    Ok(work.commit().await?)
}

/// What is joined to some appeals, by those.
async fn joined(work: &mut Work, page: &[Outdated]) -> Result<HashMap<AppealId, Vec<Joined>>> {
    let firsts: Vec<AppealId> = page.iter().map(|appeal| appeal.id).collect();
    let mut others: HashMap<AppealId, Vec<Joined>> = HashMap::new();
    for other in appeals::joined(work.connection(), &firsts).await? {
        others.entry(other.first).or_default().push(other);
    }
    Ok(others)
}

/// Who hears of what becomes of an appeal and of those that are joined to it (NOT-02); none: it stands alone.
fn hearing(others: Option<&Vec<Joined>>) -> Option<Hearing> {
    let first = others?.first()?;
    Some(merge::hearing(first.first_number, first.first_account_id, others?))
}

/// What has moved.
#[derive(Default)]
struct Moved {
    moved: bool,
    /// The term of the answer, where it is that one.
    due_on: Option<MovedTerm>,
}

/// A new term of the answer.
struct MovedTerm {
    event: EventId,
    from: NaiveDate,
    due_on: NaiveDate,
    calendar_version: i32,
}

impl MovedTerm {
    /// What the histories hold, in the language of the appeal.
    fn data(from: Option<NaiveDate>, until: Option<NaiveDate>, calendar_version: i32, locale: Locale) -> Value {
        let reason = Texts::of(locale).get("term-changed-by-calendar").into_owned();
        json!({ "from": from, "due_on": until, "reason": reason, "calendar_version": calendar_version })
    }
}

/// What has moved, which the history and, where it is the term of the answer, the applicant are told.
async fn recompute(
    work: &mut Work,
    appeal: &Outdated,
    terms: &RunningTerms,
    calendar: &OrganisationCalendar,
    others: Option<&Vec<Joined>>,
) -> Result<Moved> {
    let (due_on, notice) = terms_by(terms, calendar);
    appeals::set_recomputed(work.connection(), appeal.id, due_on, notice, calendar.version).await?;
    let mut change = Moved { moved: due_on != terms.due_on || notice != terms.notice_due_on, due_on: None };
    let now = work.now();
    let data = |from, until| MovedTerm::data(from, until, calendar.version, appeal.locale);
    if notice != terms.notice_due_on {
        let data = data(terms.notice_due_on, notice);
        appeals::append_event(work.connection(), appeal.id, EventKind::NoticeTermChanged, None, data, now).await?;
    }
    if due_on != terms.due_on {
        let mut data = data(Some(terms.due_on), Some(due_on));
        if let Some((first, hearing)) = others.and_then(|others| others.first()).zip(hearing(others)) {
            data = hearing.mark(first.first_number, data);
        }
        let event_id = appeals::append_event(work.connection(), appeal.id, EventKind::TermChanged, None, data, now).await?;
        work.enqueue(Job::Announce { event_id }).await?;
        change.due_on = Some(MovedTerm { event: event_id, from: terms.due_on, due_on, calendar_version: calendar.version });
    }
    Ok(change)
}

/// Both terms as a calendar gives them. What was set by hand stays, but for a day that has become a day off, and comes back
/// to its day when that is one no more.
fn terms_by(terms: &RunningTerms, calendar: &OrganisationCalendar) -> (NaiveDate, Option<NaiveDate>) {
    let due = terms::due(&terms.term, terms.registered_on, terms.set_due_on.unwrap_or(terms.due_on), calendar);
    (due.date, terms.notice_due_on.map(|_| terms::notice_due(terms.registered_on, calendar).date))
}

/// How many of some terms other calendars would move: a look before it is done.
pub(crate) fn would_move(terms: &[AlikeTerms], calendar: &OrganisationCalendar) -> i64 {
    let moved = |of: &&AlikeTerms| terms_by(&of.terms, calendar) != (of.terms.due_on, of.terms.notice_due_on);
    terms.iter().filter(moved).map(|of| of.count).sum()
}

/// Tells the histories and the applicants of what is joined to appeals whose terms have moved (BEY-02): the term is theirs too.
async fn tell_joined(work: &mut Work, moved: &HashMap<AppealId, MovedTerm>, others: &HashMap<AppealId, Vec<Joined>>) -> Result<()> {
    if moved.is_empty() {
        return Ok(());
    }
    let (now, firsts) = (work.now(), moved.keys().copied().collect::<Vec<_>>());
    for other in appeals::touch_joined(work.connection(), &firsts).await? {
        let Some(term) = moved.get(&other.first) else { continue };
        let data = MovedTerm::data(Some(term.from), Some(term.due_on), term.calendar_version, other.locale);
        let mut data = merge::of_the_first(&data, &other);
        if let Some(hearing) = hearing(others.get(&other.first)) {
            data = hearing.mark(other.number, data);
        }
        let event_id = appeals::append_event(work.connection(), other.id, EventKind::TermChanged, None, data, now).await?;
        work.enqueue(Job::Announce { event_id }).await?;
    }
    Ok(())
}

/// Tells those who work on appeals whose terms have moved. Their own terms stay as the head has signed them.
async fn tell_executors(work: &mut Work, moved: &HashMap<AppealId, MovedTerm>) -> Result<()> {
    let appeals: Vec<AppealId> = moved.keys().copied().collect();
    let concerned = appeals::executors_at_work(work.connection(), &appeals).await?;
    let facts: Vec<Value> = concerned
        .iter()
        .map(|one| {
            json!({
                "number": one.number.to_string(), "organisation": { "ru": one.organisation_name_ru, "be": one.organisation_name_be },
                "index": one.registration_index, "due_on": moved[&one.appeal].due_on, "own_due_on": one.own_due_on,
                "own": if one.own_due_on > moved[&one.appeal].due_on { "late" } else { "fits" },
            })
        })
        .collect();
    let told = concerned.iter().zip(&facts).map(|(one, facts)| {
        let event = Some(moved[&one.appeal].event);
        (one.account, Told { kind: MessageKind::TaskTermMoved, event, appeal: Some(one.appeal), notice: facts, message: facts, trace_id: None })
    });
    Ok(messages::tell_all(work, &told.collect::<Vec<_>>()).await?)
}
