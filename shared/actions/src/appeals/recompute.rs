//! Terms of open appeals after the national calendar has changed (REG-07): computed anew, with an event in each history.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use zvarot_domain::{
    AppealId, EventId, EventKind, MessageKind, OrganisationId,
    deadlines::{self, Term},
};
use zvarot_locale::Texts;
use zvarot_store::{
    Store, Work,
    appeals::{self, Outdated},
    jobs::Job,
};

use super::terms::{self, OrganisationCalendar};
use crate::{Cause, Result, messages::{self, Told}};

/// Appeals of one transaction.
const AT_ONCE: i64 = 200;

/// Brings every open appeal to the newest national calendar; gives how many terms have moved. Done twice it changes nothing.
///
/// # Errors
/// The database's, or a calendar that cannot be read; what was committed before stays.
pub async fn recompute_terms(store: &Store, cause: &Cause) -> Result<usize> {
    let mut moved = 0;
    loop {
        let mut work = store.begin(cause).await?;
        let page = appeals::outdated(work.connection(), AT_ONCE).await?;
        if page.is_empty() {
            return Ok(moved);
        }
        let mut calendars: HashMap<OrganisationId, OrganisationCalendar> = HashMap::new();
        let mut told = HashMap::new();
        for appeal in &page {
            let organisation = appeal.organisation_id;
            if !calendars.contains_key(&organisation) {
                calendars.insert(organisation, terms::calendar_of(&mut work, organisation).await?);
            }
            if let Some(change) = recompute(&mut work, appeal, &calendars[&organisation]).await? {
                moved += 1;
                told.extend(change.due_on.map(|due_on| (appeal.id, (change.event, due_on))));
            }
        }
        tell_executors(&mut work, &told).await?;
        work.commit().await?;
    }
}

/// A term that has moved.
struct Moved {
    event: EventId,
    /// The new term of the answer, where it is that one.
    due_on: Option<NaiveDate>,
}

/// What has moved, which the history and, where it is the term of the answer, the applicant are told.
async fn recompute(work: &mut Work, appeal: &Outdated, calendar: &OrganisationCalendar) -> Result<Option<Moved>> {
    let due_on = match appeal.term.parse::<Term>() {
        Ok(term) => deadlines::of(appeal.registered_on, term, &calendar.calendar).date,
        // Set by hand: it stays, but for a day that has become a day off.
        Err(_) => calendar.calendar.next_working_on_or_after(appeal.due_on),
    };
    let notice = appeal.notice_due_on.map(|_| terms::notice_due(appeal.registered_on, calendar).date);
    appeals::set_recomputed(work.connection(), appeal.id, due_on, notice, calendar.version).await?;
    if due_on == appeal.due_on && notice == appeal.notice_due_on {
        return Ok(None);
    }
    let reason = Texts::of(appeal.locale).get("term-changed-by-calendar").into_owned();
    let data = json!({
        "from": appeal.due_on, "due_on": due_on, "reason": reason, "notice_from": appeal.notice_due_on, "notice_due_on": notice,
        "calendar_version": calendar.version,
    });
    let now = work.now();
    let event_id = appeals::append_event(work.connection(), appeal.id, EventKind::TermChanged, None, data, now).await?;
    if due_on != appeal.due_on {
        work.enqueue(Job::Announce { event_id }).await?;
    }
    Ok(Some(Moved { event: event_id, due_on: Some(due_on).filter(|due_on| *due_on != appeal.due_on) }))
}

/// Tells those who work on appeals whose terms have moved. Their own terms stay as the head has signed them.
async fn tell_executors(work: &mut Work, moved: &HashMap<AppealId, (EventId, NaiveDate)>) -> Result<()> {
    let appeals: Vec<AppealId> = moved.keys().copied().collect();
    let concerned = appeals::executors_at_work(work.connection(), &appeals).await?;
    let facts: Vec<Value> = concerned
        .iter()
        .map(|one| {
            json!({
                "number": one.number.to_string(), "organisation": { "ru": one.organisation_name_ru, "be": one.organisation_name_be },
                "index": one.registration_index, "due_on": moved[&one.appeal].1,
            })
        })
        .collect();
    let told = concerned.iter().zip(&facts).map(|(one, facts)| {
        let event = Some(moved[&one.appeal].0);
        (one.account, Told { kind: MessageKind::TaskTermMoved, event, appeal: Some(one.appeal), notice: facts, message: facts, trace_id: None })
    });
    Ok(messages::tell_all(work, &told.collect::<Vec<_>>()).await?)
}
