//! Terms of open appeals after the national calendar has changed (REG-07): computed anew, with an event in each history.

use std::collections::HashMap;

use serde_json::json;
use zvarot_domain::{
    EventKind, OrganisationId,
    deadlines::{self, Term},
};
use zvarot_locale::Texts;
use zvarot_store::{
    Store, Work,
    appeals::{self, Outdated},
    jobs::Job,
};

use super::terms::{self, OrganisationCalendar};
use crate::{Cause, Result};

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
        for appeal in &page {
            let organisation = appeal.organisation_id;
            if !calendars.contains_key(&organisation) {
                calendars.insert(organisation, terms::calendar_of(&mut work, organisation).await?);
            }
            moved += usize::from(recompute(&mut work, appeal, &calendars[&organisation]).await?);
        }
        work.commit().await?;
    }
}

/// True: a term has moved, which the history and, where it is the term of the answer, the applicant are told.
async fn recompute(work: &mut Work, appeal: &Outdated, calendar: &OrganisationCalendar) -> Result<bool> {
    let due_on = match appeal.term.parse::<Term>() {
        Ok(term) => deadlines::of(appeal.registered_on, term, &calendar.calendar).date,
        // Set by hand: it stays, but for a day that has become a day off.
        Err(_) => calendar.calendar.next_working_on_or_after(appeal.due_on),
    };
    let notice = appeal.notice_due_on.map(|_| terms::notice_due(appeal.registered_on, calendar).date);
    appeals::set_recomputed(work.connection(), appeal.id, due_on, notice, calendar.version).await?;
    if due_on == appeal.due_on && notice == appeal.notice_due_on {
        return Ok(false);
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
    Ok(true)
}
