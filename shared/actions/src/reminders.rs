//! Reminding officials of terms (CTL-09): once a day an organisation's steps that are due are written down and told, all
//! in one transaction, to each official in one message. And the ladders that say when.

mod assigned;
mod silence;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use zvarot_domain::{
    AccountId, Actor, AppealId, AssignmentId, Calendar, Locale, MessageKind, OrganisationId, minsk,
    permissions::Permission,
    reminders::{Ladder, REMINDED, TermClock},
};
use zvarot_store::{
    Store, Work, organisations,
    reminders::{self, Running, Step},
};

use crate::{
    ActionError, Actions, Cause, Result,
    messages::{self, Told},
    secrets::fingerprint,
};

/// Appeals looked at in one go.
const PAGE: usize = 1000;
/// Terms that a message lists; the page lists all.
const LISTED: usize = 40;

/// Reminds the officials of an organisation of the terms whose steps are due today. Returns how many terms there were;
/// `None`: today's are done already, by whomever.
///
/// # Errors
/// The database's; nothing is written then and the next run begins anew.
pub async fn remind(
    store: &Store,
    cause: &Cause,
    organisation: OrganisationId,
    calendar: &Calendar,
) -> Result<Option<usize>> {
    let today = minsk::date(cause.now);
    let mut work = store.begin(cause).await?;
    if !reminders::take_day(work.connection(), organisation, today, cause.now).await? {
        return Ok(None);
    }
    let due = due(&mut work, organisation, today, calendar).await?;
    if !due.is_empty() {
        tell(&mut work, organisation, &due, today).await?;
    }
    let count = due.len();
    work.commit().await?;
    Ok(Some(count))
}

/// A term that officials are reminded of today.
struct Due {
    appeal: AppealId,
    /// Whether those are told who are reminded by their roles; an executor's own term is not theirs.
    by_role: bool,
    /// Whom it concerns besides.
    concerned: Vec<AccountId>,
    /// What the message says of it.
    line: Line,
}

/// The facts of a line. Sorted as they are read: the earliest last day first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    due_on: NaiveDate,
    number: String,
    clock: TermClock,
    index: Option<String>,
    /// What organisations want of one another about the appeal, where the term is one of that.
    assignment: Option<AssignmentId>,
}

/// The steps that are due and were not said before; they are written down.
async fn due(
    work: &mut Work,
    organisation: OrganisationId,
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<Vec<Due>> {
    let now = work.now();
    let ladders = reminders::ladders(work.connection(), organisation).await?;
    let horizons = ladders.iter().map(|(_, ladder)| ladder.horizon(today));
    let horizon = horizons.max().unwrap_or(today);
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let (mut due, mut after) = (Vec::new(), None);
    loop {
        let connection = work.connection();
        let page =
            reminders::running(connection, organisation, horizon, now, after, limit).await?;
        let reached: Vec<Step> = page
            .iter()
            .flat_map(|running| steps(running, &ladders, today, calendar))
            .collect();
        let new = reminders::record(connection, organisation, &reached, today, now).await?;
        let by_appeal: HashMap<AppealId, &Running> =
            page.iter().map(|running| (running.appeal, running)).collect();
        due.extend(new.into_iter().filter_map(|step| {
            let running = by_appeal.get(&step.appeal)?;
            Some(Due {
                appeal: step.appeal,
                by_role: true,
                concerned: Vec::new(),
                line: Line {
                    due_on: step.due_on,
                    number: running.number.to_string(),
                    clock: step.clock,
                    index: running.registration_index.clone(),
                    assignment: None,
                },
            })
        }));
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.appeal),
            _ => break,
        }
    }
    due.extend(due_tasks(work, organisation, &ladders, horizon, today, calendar).await?);
    due.extend(assigned::due_assignments(work, organisation, &ladders, today, calendar).await?);
    due.extend(silence::due_silent(work, organisation, today).await?);
    due.sort_by(|one, other| one.line.cmp(&other.line));
    Ok(due)
}

/// The steps of executors' own terms by resolutions.
async fn due_tasks(
    work: &mut Work,
    organisation: OrganisationId,
    ladders: &[(TermClock, Ladder)],
    horizon: NaiveDate,
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<Vec<Due>> {
    let clock = TermClock::Execution;
    let now = work.now();
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let (mut due, mut after) = (Vec::new(), None);
    let Some((_, ladder)) = ladders.iter().find(|(of, _)| *of == clock) else { return Ok(due) };
    loop {
        let connection = work.connection();
        let page = reminders::running_tasks(connection, organisation, horizon, after, limit).await?;
        let reached: Vec<Step> = page
            .iter()
            .filter_map(|task| {
                let set_on = minsk::date(task.assigned_at);
                let step = ladder.step(clock, task.due_on, set_on, today, calendar)?;
                Some(Step { appeal: task.appeal, clock, due_on: task.due_on, step })
            })
            .collect();
        let new = reminders::record(connection, organisation, &reached, today, now).await?;
        let said: HashSet<(AppealId, NaiveDate)> =
            new.into_iter().map(|step| (step.appeal, step.due_on)).collect();
        let end = page.last().map(|last| (last.appeal, last.due_on));
        let full = page.len() == PAGE;
        let said = page.into_iter().filter(|task| said.contains(&(task.appeal, task.due_on)));
        due.extend(said.map(|task| Due {
            appeal: task.appeal,
            by_role: false,
            concerned: task.concerned,
            line: Line {
                due_on: task.due_on,
                number: task.number.to_string(),
                clock,
                index: task.registration_index,
                assignment: None,
            },
        }));
        match end {
            Some(end) if full => after = Some(end),
            _ => return Ok(due),
        }
    }
}

/// The steps that the terms of an appeal have reached today.
fn steps(
    running: &Running,
    ladders: &[(TermClock, Ladder)],
    today: NaiveDate,
    calendar: &Calendar,
) -> Vec<Step> {
    let day = |moment: Option<DateTime<Utc>>| moment.map_or(NaiveDate::MIN, minsk::date);
    let entered = day(running.entered_at);
    let term = |clock: TermClock| match clock {
        TermClock::Registration => running
            .status
            .is_before_registration()
            .then(|| (minsk::date(running.registration_limit_at), entered)),
        _ if !running.status.is_under_review() => None,
        TermClock::Review => Some((running.due_on?, entered.max(day(running.term_changed_at)))),
        TermClock::Notice => Some((running.notice_due_on?, entered)),
        TermClock::Execution | TermClock::Assignment | TermClock::Control | TermClock::Silence => None,
    };
    let reached = ladders.iter().filter_map(|(clock, ladder)| {
        let (due_on, set_on) = term(*clock)?;
        Some(Step {
            appeal: running.appeal,
            clock: *clock,
            due_on,
            step: ladder.step(*clock, due_on, set_on, today, calendar)?,
        })
    });
    reached.collect()
}

/// One notice and one message to each official, with all that concerns the one.
async fn tell(
    work: &mut Work,
    organisation: OrganisationId,
    due: &[Due],
    today: NaiveDate,
) -> Result<()> {
    let by_role: Vec<usize> = (0..due.len()).filter(|index| due[*index].by_role).collect();
    let mut appeals: Vec<AppealId> = by_role.iter().map(|index| due[*index].appeal).collect();
    appeals.sort_unstable();
    appeals.dedup();
    let connection = work.connection();
    let pairs = reminders::recipients(connection, organisation, &REMINDED, &appeals).await?;
    let found = organisations::get(connection, organisation).await?;
    let name = |locale| found.as_ref().map_or("", |found| found.name(locale));
    let name = json!({ "ru": name(Locale::Ru), "be": name(Locale::Be) });
    let mut of_account: BTreeMap<AccountId, BTreeSet<usize>> = BTreeMap::new();
    let mut lines_of: HashMap<AppealId, Vec<usize>> = HashMap::new();
    for index in by_role {
        lines_of.entry(due[index].appeal).or_default().push(index);
    }
    for (account, appeal) in pairs {
        let lines = lines_of.get(&appeal).into_iter().flatten();
        of_account.entry(account).or_default().extend(lines);
    }
    // Executors read their terms among their tasks: the page of reminders is not everybody's.
    let officials: BTreeSet<AccountId> = of_account.keys().copied().collect();
    for (index, one) in due.iter().enumerate() {
        for account in &one.concerned {
            of_account.entry(*account).or_default().insert(index);
        }
    }
    // Those who are reminded of everything share one text.
    let all = facts(due.iter().map(|due| &due.line), &name, today);
    for (account, concerns) in of_account {
        let mut own;
        let facts = if concerns.len() == due.len() && officials.contains(&account) {
            &all
        } else {
            own = facts(concerns.iter().map(|index| &due[*index].line), &name, today);
            if !officials.contains(&account) {
                own.0["tasks"] = true.into();
                own.1["tasks"] = true.into();
            }
            &own
        };
        let told = Told {
            kind: MessageKind::DeadlineReminder,
            event: None,
            appeal: None,
            notice: &facts.0,
            message: &facts.1,
            trace_id: None,
        };
        messages::tell(work, account, &told).await?;
    }
    Ok(())
}

/// What the notice and the message say: how many terms of each sort; the message also which. Nothing of what appeals
/// contain, nobody's name.
fn facts<'a>(
    lines: impl Iterator<Item = &'a Line>,
    organisation: &Value,
    today: NaiveDate,
) -> (Value, Value) {
    let lines: Vec<&Line> = lines.collect();
    let count = |sort: std::cmp::Ordering| {
        let terms = lines.iter().filter(|line| line.clock != TermClock::Silence);
        terms.filter(|line| line.due_on.cmp(&today) == sort).count()
    };
    let notice = json!({
        "day": today,
        "organisation": organisation,
        "overdue": count(std::cmp::Ordering::Less),
        "today": count(std::cmp::Ordering::Equal),
        "soon": count(std::cmp::Ordering::Greater),
        "silent": lines.iter().filter(|line| line.clock == TermClock::Silence).count(),
    });
    let mut message = notice.clone();
    let listed = lines.iter().take(LISTED).map(|line| {
        json!({
            "number": line.number,
            "index": line.index,
            "clock": line.clock,
            "assignment": line.assignment,
            "due_on": line.due_on,
            "days": (line.due_on - today).num_days(),
        })
    });
    message["terms"] = listed.collect();
    message["more"] = lines.len().saturating_sub(LISTED).into();
    (notice, message)
}

/// What was typed for one clock.
#[derive(Clone, Debug, Default)]
pub struct LadderForm {
    /// `5, 2, 0`
    pub before: String,
    /// A number of days, or nothing.
    pub after: String,
}

/// Sets the ladders of the actor's organisation; they count from its next run.
///
/// # Errors
/// [`ActionError::NotFound`] without the permission, [`ActionError::Invalid`] with the faults of all clocks; a conflict: the
/// ladders are not those of `version` any more.
pub async fn set_ladders(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    version: &str,
    forms: &[(TermClock, LadderForm)],
) -> Result<()> {
    let organisation = organisation(actor)?;
    let (mut ladders, mut faults) = (Vec::new(), Vec::new());
    for (clock, form) in forms {
        match Ladder::read(*clock, &form.before, &form.after) {
            Ok(ladder) => ladders.push((*clock, ladder)),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let mut work = actions.store.begin(cause).await?;
    organisations::lock(work.connection(), organisation).await?;
    if version != version_of(&reminders::ladders(work.connection(), organisation).await?) {
        return Err(ActionError::Conflict);
    }
    for (clock, ladder) in ladders {
        let (connection, by) = (work.connection(), actor.account());
        reminders::set_ladder(connection, organisation, clock, &ladder, by, cause.now).await?;
    }
    Ok(work.commit().await?)
}

/// Which ladders somebody has seen: other ones have another version.
#[must_use]
pub fn version_of(ladders: &[(TermClock, Ladder)]) -> String {
    let facts: Vec<Value> = ladders.iter().map(|(clock, ladder)| json!([clock.code(), ladder.before(), ladder.every_after()])).collect();
    fingerprint(&Value::Array(facts))
}

/// The ladders of the actor's organisation.
///
/// # Errors
/// [`ActionError::NotFound`] without the permission.
pub async fn ladders(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
) -> Result<Vec<(TermClock, Ladder)>> {
    let organisation = organisation(actor)?;
    let mut work = actions.store.begin(cause).await?;
    Ok(reminders::ladders(work.connection(), organisation).await?)
}

fn organisation(actor: &Actor) -> Result<OrganisationId> {
    match actor.organisation() {
        Some(organisation) if Permission::ManageReminders.is_given_to(actor) => Ok(organisation),
        _ => Err(ActionError::NotFound),
    }
}
