//! Telling officials of appeals to which nothing happens (BEY-07): each silence once.

use std::collections::HashMap;

use chrono::NaiveDate;
use zvarot_domain::{AppealId, OrganisationId, minsk, reminders::TermClock};
use zvarot_store::{
    Work, appeals,
    reminders::{self, Step},
};

use super::{Due, Line, PAGE};
use crate::Result;

/// The silences that were not told before; they are written down.
pub(super) async fn due_silent(work: &mut Work, organisation: OrganisationId, today: NaiveDate) -> Result<Vec<Due>> {
    let (clock, now) = (TermClock::Silence, work.now());
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let (mut due, mut after) = (Vec::new(), None);
    let connection = work.connection();
    let Some(before) = appeals::silence_begins(connection, organisation, today).await? else { return Ok(due) };
    loop {
        let page = appeals::silent(connection, organisation, before, after, limit).await?;
        // The day of the last event names the silence: after another event there may be another one.
        let of = |silent: &appeals::Silent| Step { appeal: silent.appeal, clock, due_on: minsk::date(silent.last_at), step: 0 };
        let reached: Vec<Step> = page.iter().map(of).collect();
        let new = reminders::record(connection, organisation, &reached, today, now).await?;
        let full = (page.len() == PAGE).then(|| page.last().map(|last| last.appeal)).flatten();
        let mut by_appeal: HashMap<AppealId, appeals::Silent> = page.into_iter().map(|silent| (silent.appeal, silent)).collect();
        due.extend(new.into_iter().filter_map(|step| {
            let silent = by_appeal.remove(&step.appeal)?;
            Some(Due {
                appeal: step.appeal,
                by_role: true,
                concerned: silent.executors,
                line: Line { due_on: step.due_on, number: silent.number.to_string(), clock, index: silent.registration_index, assignment: None },
            })
        }));
        match full {
            Some(last) => after = Some(last),
            None => return Ok(due),
        }
    }
}
