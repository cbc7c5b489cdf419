//! Reminding of what organisations want of one another (CTL-09): those who are to answer, and those who wait for the answer.

use std::collections::HashSet;

use chrono::NaiveDate;
use zvarot_domain::{
    AssignmentId, Calendar, OrganisationId, minsk,
    reminders::{Ladder, TermClock},
};
use zvarot_store::{Work, reminders};

use super::{Due, Line, PAGE};
use crate::Result;

/// The steps of both sides that were not said before; they are written down.
pub(super) async fn due_assignments(
    work: &mut Work,
    organisation: OrganisationId,
    ladders: &[(TermClock, Ladder)],
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<Vec<Due>> {
    let mut due = Vec::new();
    for (clock, ladder) in ladders {
        if matches!(clock, TermClock::Assignment | TermClock::Control) {
            due.extend(of_side(work, organisation, *clock, ladder, today, calendar).await?);
        }
    }
    Ok(due)
}

async fn of_side(
    work: &mut Work,
    organisation: OrganisationId,
    clock: TermClock,
    ladder: &Ladder,
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<Vec<Due>> {
    let (now, horizon) = (work.now(), ladder.horizon(today));
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let (mut due, mut after) = (Vec::new(), None);
    let connection = work.connection();
    loop {
        let page = reminders::running_assignments(connection, organisation, clock, horizon, after, limit).await?;
        let reached: Vec<(AssignmentId, NaiveDate, i32)> = page
            .iter()
            .filter_map(|one| Some((one.id, one.due_on, ladder.step(clock, one.due_on, minsk::date(one.set_at), today, calendar)?)))
            .collect();
        let new = reminders::record_assignments(connection, organisation, clock, &reached, today, now).await?;
        let new: HashSet<AssignmentId> = new.into_iter().collect();
        let last = page.last().map(|last| last.id).filter(|_| page.len() == PAGE);
        due.extend(page.into_iter().filter(|one| new.contains(&one.id)).map(|one| Due {
            appeal: one.appeal,
            by_role: true,
            concerned: Vec::new(),
            line: Line { due_on: one.due_on, number: one.number.to_string(), clock, index: None, assignment: Some(one.id) },
        }));
        match last {
            Some(last) => after = Some(last),
            None => return Ok(due),
        }
    }
}
