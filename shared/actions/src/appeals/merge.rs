//! Joining identical and clarifying appeals of an applicant to the first one (BEY-02; law, art. 13): one answer in the first
//! one's term. What becomes of the first becomes of all; only a withdrawal is of one appeal alone (art. 16).

use std::collections::HashMap;

use serde_json::{Value, json};
use zvarot_domain::{
    AccountId, Action, Actor, AppealId, AppealNumber, EventId, EventKind, Fault, FaultCode, LeaveReason, Outcome, Status, Transition,
    merging::{self, Compared, MergeKind},
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal, CompletionRecord, Joined},
    jobs::Job,
    stops,
};

use super::{announce, change_term::read_reason, end_life, hearing::Hearing, lock_for, mail_answer::{self, Mailed}, record, redirect::{self, Redirection}, terms, written};
use crate::{ActionError, Actions, Cause, Result, scope};

/// What is chosen.
#[derive(Clone, Debug, Default)]
pub struct MergeForm {
    /// The number of the first appeal.
    pub first_number: String,
    /// A code of [`MergeKind`].
    pub kind: String,
}

/// A joining that nothing is wrong with.
#[derive(Clone, Debug)]
pub struct CheckedMerge {
    pub first: Appeal,
    pub kind: MergeKind,
}

/// Joins an appeal to an earlier one of the same applicant; the applicant is told.
///
/// # Errors
/// Faults of `first_number` and `kind`; refusals; a conflict; [`ActionError::NotFound`].
pub async fn merge(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &MergeForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition, checked) = decide(&mut work, actor, number, version, form).await?;
    let CheckedMerge { first, kind } = &checked;
    let (now, by, connection) = (work.now(), actor.account(), work.connection());
    written(appeals::merge(&mut *connection, appeal.id, appeal.version, first.id, *kind, by, now).await?)?;
    written(appeals::touch(connection, first.id, first.version).await?)?;
    record(&mut work, actor, &appeal, &transition, joined_to(first, *kind)).await?;
    announce(&mut work, actor, first, EventKind::OtherMerged, held_by(first, &appeal, *kind)).await?;
    Ok(work.commit().await?)
}

/// What would be joined, for the look at it before: the same rules as of [`merge`], nothing is written.
///
/// # Errors
/// As of [`merge`].
pub async fn check_merge(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &MergeForm,
) -> Result<CheckedMerge> {
    let mut work = actions.store.begin(cause).await?;
    let (_, _, checked) = decide(&mut work, actor, number, version, form).await?;
    Ok(checked)
}

async fn decide(
    work: &mut Work,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &MergeForm,
) -> Result<(Appeal, Transition, CheckedMerge)> {
    // The first is locked before the later one, as by whoever ends the first.
    let first = match form.first_number.parse::<AppealNumber>() {
        Ok(first) => {
            lock_the_earlier(work, actor, first, number).await?;
            appeals::lock(work.connection(), first, scope(actor)?).await?
        }
        Err(_) => None,
    };
    let (appeal, transition) = lock_for(work, actor, number, Some(version), Action::Merge).await?;
    let fault = |code| ActionError::field("first_number", code);
    if form.first_number.trim().is_empty() {
        return Err(fault(FaultCode::Required));
    }
    // A task shows an official appeals of other organisations too.
    let first = first.filter(|first| first.organisation_id == appeal.organisation_id);
    let first = first.ok_or_else(|| fault(FaultCode::UnknownAppeal))?;
    let links = appeals::merged_with(work.connection(), appeal.id).await?;
    let later = Compared { holds_others: links.iter().any(|link| !link.is_first), ..compared(&appeal) };
    merging::compare(&compared(&first), &later).map_err(fault)?;
    let kind = match form.kind.trim() {
        "" => Err(FaultCode::Required),
        code => MergeKind::from_code(code).ok_or(FaultCode::UnknownChoice),
    };
    let kind = kind.map_err(|code| ActionError::field("kind", code))?;
    Ok((appeal, transition, CheckedMerge { first, kind }))
}

/// Where the one named as the first came later, the two are locked in the order of coming all the same: two clerks who join
/// the same two to each other do not wait for one another for ever.
async fn lock_the_earlier(work: &mut Work, actor: &Actor, first: AppealNumber, later: AppealNumber) -> Result<()> {
    let scope = scope(actor)?;
    let first = appeals::by_number(work.connection(), first, scope).await?;
    let later = appeals::by_number(work.connection(), later, scope).await?;
    let came = |appeal: &Appeal| (appeal.submitted_at, appeal.id);
    if let (Some(first), Some(later)) = (first, later)
        && later.merged_into.is_none()
        && came(&later) < came(&first)
    {
        appeals::lock_by_id(work.connection(), later.id, scope).await?;
    }
    Ok(())
}

fn compared(appeal: &Appeal) -> Compared<'_> {
    Compared {
        id: appeal.id,
        account: appeal.account_id,
        applicant: &appeal.applicant_name,
        submitted_at: appeal.submitted_at,
        status: appeal.status,
        merged: appeal.merged_into.is_some(),
        holds_others: false,
    }
}

/// What the later one's history says.
fn joined_to(first: &Appeal, kind: MergeKind) -> Value {
    json!({ "first": first.number.to_string(), "merge_kind": kind, "due_on": first.due_on })
}

/// What the first one's history says: numbers, and the day on which the later one came (РКК, line 6).
fn held_by(first: &Appeal, later: &Appeal, kind: MergeKind) -> Value {
    json!({
        "other": later.number.to_string(),
        "index": later.registration_index,
        "came_on": terms::minsk_date(later.submitted_at),
        "merge_kind": kind,
        "due_on": first.due_on,
        "same_applicant": later.account_id == first.account_id,
    })
}

/// Lets a joined appeal go its own way again, in its own terms; the applicant is told.
///
/// # Errors
/// Faults of `reason`; refusals; a conflict; [`ActionError::NotFound`].
pub async fn unmerge(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    reason: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let seen = appeals::by_number(work.connection(), number, scope(actor)?).await?;
    let into = seen.ok_or(ActionError::NotFound)?.merged_into;
    let first = match into {
        Some(first) => appeals::lock_by_id(work.connection(), first, scope(actor)?).await?,
        None => None,
    };
    let (appeal, transition) = lock_for(&mut work, actor, number, Some(version), Action::Unmerge).await?;
    let first = first.filter(|first| appeal.merged_into == Some(first.id)).ok_or(ActionError::Conflict)?;
    let reason = read_reason(reason).map_err(|fault| ActionError::Invalid(vec![fault]))?;
    appeals::unmerge(work.connection(), appeal.id).await?;
    written(appeals::touch(work.connection(), first.id, first.version).await?)?;
    let own = appeals::get(work.connection(), appeal.id).await?.ok_or(ActionError::NotFound)?;
    let data = json!({ "first": first.number.to_string(), "reason": reason, "due_on": own.due_on });
    record(&mut work, actor, &appeal, &transition, data).await?;
    let same_applicant = appeal.account_id == first.account_id;
    let data = json!({ "other": appeal.number.to_string(), "reason": reason, "same_applicant": same_applicant });
    announce(&mut work, actor, &first, EventKind::OtherUnmerged, data).await?;
    Ok(work.commit().await?)
}

/// How the first one ended.
pub(super) struct Ending<'a> {
    pub transition: &'a Transition,
    pub outcome: Option<Outcome>,
    /// What the result says besides the answer.
    pub kept: Option<&'a CompletionRecord>,
    /// What its event holds.
    pub data: &'a Value,
    /// Where it was sent on to.
    pub redirection: Option<Redirection<'a>>,
    /// What goes to whoever asked for the answer by e-mail.
    pub mailed: Option<Mailed>,
}

/// Records how an appeal ended, and ends those that are joined to it as it was ended: one answer, or one decision, is for all. What
/// was sent on goes on with all of them, so that their receivers read each and have them joined too. Whose several of them are
/// hears of it once (NOT-02).
///
/// # Errors
/// Faults of the receivers of one of them.
pub(super) async fn end_all(work: &mut Work, actor: &Actor, first: &Appeal, ending: &Ending<'_>) -> Result<()> {
    let others = appeals::lock_merged(work.connection(), first.id).await?;
    let hearing = Hearing::of(std::iter::once(first).chain(&others).map(|one| (one.number, one.account_id)));
    let event = announce(work, actor, first, ending.transition.event(), hearing.mark(first.number, ending.data.clone())).await?;
    let mut reached = vec![mail_answer::reached(work, first).await?];
    if let Some(mailed) = ending.mailed {
        mail_answer::mail(work, first, event, mailed).await?;
    }
    // By which event each applicant hears of it.
    let mut tellers: HashMap<AccountId, EventId> = first.account_id.map(|account| (account, event)).into_iter().collect();
    for other in others {
        if let Some(redirection) = &ending.redirection {
            let redirection = Redirection { joined_to: Some(first.number), ..*redirection };
            redirect::send_on(work, actor, &other, &redirection).await?;
            appeals::merge_when_registered(work.connection(), other.id, first.id).await?;
        }
        end_life(work, actor, &other, ending.transition.to(), ending.outcome).await?;
        if let Some(kept) = ending.kept {
            let (now, by) = (work.now(), actor.account());
            appeals::insert_completion(work.connection(), other.id, kept, by, now).await?;
        }
        let mut data = ending.data.clone();
        if ending.redirection.is_some() {
            data["control_until"] = Value::Null;
        }
        data["first"] = json!(first.number.to_string());
        let event = announce(work, actor, &other, ending.transition.event(), hearing.mark(other.number, data)).await?;
        let event = other.account_id.map_or(event, |account| *tellers.entry(account).or_insert(event));
        if let Some(mailed) = ending.mailed {
            let reader = mail_answer::reached(work, &other).await?;
            if reader.is_none() || !reached.contains(&reader) {
                // The letter stands for the one that says that there is an answer.
                mail_answer::mail(work, &other, event, mailed).await?;
                reached.push(reader);
            }
        }
    }
    Ok(())
}

/// An appeal was registered: what came joined with it, and is registered too, is joined here. A program has rules of its own for
/// what it answers together, and is left them.
///
/// # Errors
/// The database's; a conflict.
pub(super) async fn join_arrived(work: &mut Work, actor: &Actor, registered: AppealId) -> Result<()> {
    if actor.is_client() {
        return Ok(());
    }
    let mut joined: Vec<(Appeal, Appeal, MergeKind)> = Vec::new();
    for arrived in appeals::arrived_merged(work.connection(), registered).await? {
        // The first is locked before the later one, as by whoever ends the first.
        let first = appeals::lock_by_id(work.connection(), arrived.first, scope(actor)?).await?;
        let later = appeals::lock_by_id(work.connection(), arrived.appeal, scope(actor)?).await?;
        let (Some(first), Some(later)) = (first, later) else { continue };
        // What was done with one of the two meanwhile may have made it another matter.
        let open = matches!(later.status, Status::Registered | Status::InProgress) && later.merged_into.is_none();
        let links = appeals::merged_with(work.connection(), later.id).await?;
        let holds_others = links.iter().any(|link| !link.is_first);
        if !open || merging::compare(&compared(&first), &Compared { holds_others, ..compared(&later) }).is_err() {
            continue;
        }
        let (now, by, connection) = (work.now(), actor.account(), work.connection());
        written(appeals::merge(&mut *connection, later.id, later.version, first.id, arrived.kind, by, now).await?)?;
        written(appeals::touch(connection, first.id, first.version).await?)?;
        joined.push((first, later, arrived.kind));
    }
    tell_joined(work, actor, &joined).await
}

/// Says in the histories of several at once what was joined to what, each the first and the later one; whose several of them are
/// hears of it once (NOT-02).
async fn tell_joined(work: &mut Work, actor: &Actor, joined: &[(Appeal, Appeal, MergeKind)]) -> Result<()> {
    let later = Hearing::of(joined.iter().map(|(_, later, _)| (later.number, later.account_id)));
    // Whose both are hears of it by the later one.
    let others = |first: &Appeal, later: &Appeal| first.account_id.filter(|_| later.account_id != first.account_id);
    let first = Hearing::of(joined.iter().map(|(first, later, _)| (later.number, others(first, later))));
    for (one, other, kind) in joined {
        announce(work, actor, other, EventKind::Merged, later.mark(other.number, joined_to(one, *kind))).await?;
        announce(work, actor, one, EventKind::OtherMerged, first.mark(other.number, held_by(one, other, *kind))).await?;
    }
    Ok(())
}

/// The term of an appeal was changed, which those that are joined to it have in common: each one's history says so, and each
/// applicant is told once. `data` is what the first one's event holds.
pub(super) async fn tell_term(work: &mut Work, actor: &Actor, first: &Appeal, data: Value) -> Result<()> {
    let (now, by) = (work.now(), Some(actor.account()));
    let others = appeals::touch_joined(work.connection(), &[first.id]).await?;
    let hearing = hearing(first.number, first.account_id, &others);
    announce(work, actor, first, EventKind::TermChanged, hearing.mark(first.number, data.clone())).await?;
    for other in others {
        let data = hearing.mark(other.number, of_the_first(&data, &other));
        let event_id = appeals::append_event(work.connection(), other.id, EventKind::TermChanged, by, data, now).await?;
        work.enqueue(Job::Announce { event_id }).await?;
    }
    Ok(())
}

/// Who hears of what becomes of an appeal and of those that are joined to it.
pub(super) fn hearing(first: AppealNumber, account: Option<AccountId>, others: &[Joined]) -> Hearing {
    Hearing::of(std::iter::once((first, account)).chain(others.iter().map(|other| (other.number, other.account_id))))
}

/// What an event of the first holds, for one that is joined to it.
pub(super) fn of_the_first(data: &Value, other: &Joined) -> Value {
    let mut data = data.clone();
    data["first"] = json!(other.first_number.to_string());
    data
}

/// Whether an appeal and those that are joined to it can all be left without consideration for a reason.
///
/// # Errors
/// A fault of `reason` that names the first of them which it does not fit.
pub(super) async fn check_reason(work: &mut Work, actor: &Actor, first: &Appeal, reason: LeaveReason) -> Result<()> {
    for other in appeals::lock_merged(work.connection(), first.id).await? {
        // An EDMS keeps its marks of repeats and what it has stopped itself.
        let repeated = actor.is_client() || other.repeat_of.is_some();
        let stopped = actor.is_client() || !stops::concerning(work.connection(), &other).await?.is_empty();
        if reason.check(other.kind, other.form, repeated, stopped).is_err() {
            let fault = Fault::new("reason", FaultCode::ReasonNotOfMerged).with("number", other.number.to_string());
            return Err(ActionError::Invalid(vec![fault]));
        }
    }
    Ok(())
}

/// An appeal was withdrawn: if it was joined, it is so no more; if others were joined to it, the oldest of them goes on in its
/// own term and holds the rest (law, art. 16: what was not withdrawn is considered).
pub(super) async fn part_withdrawn(work: &mut Work, actor: &Actor, withdrawn: &Appeal) -> Result<()> {
    if let Some(first) = withdrawn.merged_into {
        appeals::unmerge(work.connection(), withdrawn.id).await?;
        // The first one is not touched: who ends it meanwhile holds it and waits for this one.
        if let Some(first) = appeals::get(work.connection(), first).await? {
            let data = json!({
                "other": withdrawn.number.to_string(),
                "withdrawn": true,
                "same_applicant": withdrawn.account_id == first.account_id,
            });
            announce(work, actor, &first, EventKind::OtherUnmerged, data).await?;
        }
        return Ok(());
    }
    let mut rest = appeals::lock_merged(work.connection(), withdrawn.id).await?.into_iter();
    let Some(next) = rest.next() else { return Ok(()) };
    appeals::unmerge(work.connection(), next.id).await?;
    let next = appeals::get(work.connection(), next.id).await?.ok_or(ActionError::NotFound)?;
    let data = json!({
        "first": withdrawn.number.to_string(),
        "withdrawn": true,
        "due_on": next.due_on,
        "same_applicant": withdrawn.account_id == next.account_id,
    });
    announce(work, actor, &next, EventKind::Unmerged, data).await?;
    let mut joined = Vec::new();
    for (version, other) in (next.version..).zip(rest) {
        let links = appeals::merged_with(work.connection(), other.id).await?;
        let kind = links.first().map_or(MergeKind::Clarifying, |link| link.kind);
        appeals::move_to(work.connection(), other.id, next.id).await?;
        // Each is a change of the card for whoever has it open.
        written(appeals::touch(work.connection(), next.id, version).await?)?;
        joined.push((next.clone(), other, kind));
    }
    tell_joined(work, actor, &joined).await
}
