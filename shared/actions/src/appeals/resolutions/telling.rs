//! Who is told of what happens to a resolution: executors of their tasks, and whoever has to go on. Applicants are told by
//! the event itself.

use serde_json::{Value, json};
use zvarot_domain::{
    AccountId, Actor, EventId, Locale, MessageKind, resolution::{self as rules, Awaited, ResolutionState},
};
use zvarot_store::{
    Work,
    appeals::Appeal,
    organisations,
    resolutions::{self, Resolution},
};

use crate::{Result, messages::{self, Told}};

/// What texts say: which appeal, by when, what is to be done; nothing of what it contains.
async fn facts(work: &mut Work, appeal: &Appeal) -> Result<Value> {
    let organisation = organisations::get(work.connection(), appeal.organisation_id).await?;
    let name = |locale| organisation.as_ref().map_or("", |found| found.name(locale));
    Ok(json!({
        "number": appeal.number.to_string(),
        "organisation": { "ru": name(Locale::Ru), "be": name(Locale::Be) },
        "index": appeal.registration_index,
        "due_on": appeal.due_on,
    }))
}

/// Somebody, what kind of message, the facts that are special to it.
type Line = (AccountId, MessageKind, Value);

async fn tell(work: &mut Work, appeal: &Appeal, event: Option<EventId>, lines: Vec<Line>) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let common = facts(work, appeal).await?;
    let mut own: Vec<(AccountId, MessageKind, Value)> = Vec::new();
    for (account, kind, more) in lines {
        // One message of one event to one person: the first says what is to be done first.
        if own.iter().all(|(other, _, _)| *other != account) {
            own.push((account, kind, super::merged(common.clone(), more)));
        }
    }
    let all: Vec<(AccountId, Told<'_>)> = own
        .iter()
        .map(|(account, kind, facts)| {
            let told = Told { kind: *kind, event, appeal: Some(appeal.id), notice: facts, message: facts, trace_id: None };
            (*account, told)
        })
        .collect();
    Ok(messages::tell_all(work, &all).await?)
}

fn waits(account: AccountId, what: &str) -> Line {
    (account, MessageKind::ResolutionWaits, json!({ "what": what }))
}

/// REV-04: each executor of a resolution that was just issued.
pub(super) async fn assigned(work: &mut Work, appeal: &Appeal, issued: &Resolution, event: EventId) -> Result<()> {
    let lines = issued
        .tasks
        .iter()
        .map(|task| (task.account_id, MessageKind::TaskAssigned, json!({ "due_on": task.due_on })));
    tell(work, appeal, Some(event), lines.collect()).await
}

/// REV-03: the head for whom a draft was prepared.
pub(super) async fn approval(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    draft: &Resolution,
    event: EventId,
) -> Result<()> {
    let head = (draft.head_id != actor.account()).then(|| waits(draft.head_id, "approve"));
    tell(work, appeal, Some(event), head.into_iter().collect()).await
}

/// Those for whom something new is to do after a step.
pub(super) async fn next(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    before: &Resolution,
    after: &rules::Resolution,
    event: EventId,
) -> Result<()> {
    let mut lines: Vec<Line> = Vec::new();
    let awaited_before = before.rules().awaits();
    if after.state == ResolutionState::Cancelled && before.state.is_under_way() {
        let executors = before.tasks.iter().map(|task| task.account_id);
        let signers = awaited_before.iter().filter_map(|awaited| match awaited {
            Awaited::Signature(account) => Some(*account),
            _ => None,
        });
        lines.extend(executors.chain(signers).map(|account| (account, MessageKind::TaskCancelled, json!({}))));
    }
    let responsible = after.responsible();
    // After an edit of the consolidated result everybody is asked anew.
    let edited = before.state == after.state && after.state == ResolutionState::Consolidated;
    for awaited in after.awaits() {
        let anew = matches!(awaited, Awaited::Confirmation(_)) && edited && Some(actor.account()) == responsible;
        if awaited_before.contains(&awaited) && !anew {
            continue;
        }
        lines.extend(match awaited {
            Awaited::Approval => Some(waits(before.head_id, "approve")),
            Awaited::Rework => Some(waits(before.author_id, "rework")),
            Awaited::Result(account) => {
                let due_on = before.task_of(account).map(|task| task.due_on);
                Some((account, MessageKind::TaskReturned, json!({ "due_on": due_on })))
            }
            Awaited::Judgement(_) => responsible.map(|account| waits(account, "judge")),
            Awaited::Consolidation => {
                let what = if before.state == ResolutionState::Confirmed { "redo" } else { "consolidate" };
                responsible.map(|account| waits(account, what))
            }
            Awaited::Confirmation(account) => Some(waits(account, "confirm")),
            Awaited::Signature(account) => Some(waits(account, "sign")),
            Awaited::Finish => responsible.map(|account| waits(account, "finish")),
        });
    }
    // The responsible executor goes on with the appeal after the head has signed.
    if after.state == ResolutionState::Finished {
        lines.extend(responsible.map(|account| waits(account, "signed")));
    }
    lines.retain(|(account, _, _)| *account != actor.account());
    tell(work, appeal, Some(event), lines).await
}

/// The life of an appeal has ended, whatever its resolutions were at: they are taken back, and the executors and the heads who
/// were to sign are told (SUB-10).
///
/// # Errors
/// The database's.
pub(in crate::appeals) async fn end_all(work: &mut Work, actor: &Actor, appeal: &Appeal) -> Result<()> {
    let now = work.now();
    let concerned = resolutions::end_all(work.connection(), appeal.id, now).await?;
    let others = concerned.into_iter().filter(|account| *account != actor.account());
    let lines = others.map(|account| (account, MessageKind::TaskCancelled, json!({})));
    tell(work, appeal, None, lines.collect()).await
}
