//! Resolutions on appeals (REV-02 to REV-06): each action is one transaction with its event and all that people are told.
//! The appeal is locked first, so what happens to its resolutions happens in a row.

mod cancel;
mod confirm;
mod consolidate;
mod draft;
mod enter_result;
mod files;
mod finish;
mod issue;
mod judge_result;
mod return_consolidated;
mod return_draft;
mod telling;
mod tree;

use chrono::NaiveDate;
use serde_json::{Value, json};
pub use cancel::cancel_resolution;
pub use confirm::confirm_result;
pub use consolidate::consolidate_results;
pub use draft::{DraftForm, draft_resolution};
pub use enter_result::enter_result;
pub use files::WorkForm;
pub use finish::finish_resolution;
pub use issue::issue_resolution;
pub use judge_result::{accept_result, return_result};
pub use return_consolidated::return_consolidated;
pub use return_draft::return_draft;
pub(super) use telling::end_all;
pub use tree::{Branch, Possible, Tree, heads, people, sees, tree};
use zvarot_domain::{
    AccountId, Action, Actor, AppealNumber, EventId, Faults, Refusal, ResolutionId, Role, Transition,
    answer_check::{AnswerWarning, Warned},
    machine,
    read_free, resolution::{self as rules, Candidate, FormContext, NewResolution, ResolutionForm, Step},
};
use zvarot_store::{
    Work, accounts,
    appeals::{self, Appeal},
    resolutions::{self, Resolution},
};

use super::{
    announce, lock_for, look_over::{complained, complained_head}, standing, terms, written,
};
use crate::{ActionError, Actions, Cause, Result, scope};

/// Who of the own organisation can be an executor.
pub const OWN_EXECUTORS: [Role; 5] =
    [Role::Executor, Role::UnitHead, Role::Head, Role::OrganisationDeputyHead, Role::AuthorisedPerson];
/// Who of a subordinate organisation: its heads and specialists (regulation 4.5).
pub const SUBORDINATE_EXECUTORS: [Role; 5] =
    [Role::OrganisationHead, Role::OrganisationDeputyHead, Role::Head, Role::UnitHead, Role::Executor];
/// Who gives resolutions (regulation 3.3).
pub const HEADS: [Role; 3] = [Role::OrganisationHead, Role::OrganisationDeputyHead, Role::Head];

/// On what a resolution is written.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// A new one on an appeal whose card was opened at this version.
    New { number: AppealNumber, version: i32 },
    /// A draft that was opened at this version.
    Draft { id: ResolutionId, version: i32 },
}

/// A resolution whose appeal is locked.
struct Opened {
    appeal: Appeal,
    resolution: Resolution,
    transition: Transition,
}

/// Locks the appeal of a resolution and asks the machine whether the action is allowed to the actor now.
async fn open(work: &mut Work, actor: &Actor, id: ResolutionId, action: Action) -> Result<Opened> {
    let appeal = resolutions::appeal_of(work.connection(), id).await?.ok_or(ActionError::NotFound)?;
    let appeal = appeals::lock_by_id(work.connection(), appeal, scope(actor)?)
        .await?
        .ok_or(ActionError::NotFound)?;
    let standing = standing(work, actor, &appeal).await?;
    let all = resolutions::of_appeal(work.connection(), appeal.id).await?;
    let resolution = all.into_iter().find(|one| one.id == id).ok_or(ActionError::NotFound)?;
    // Whoever sees the appeal for a task alone sees the resolutions with that task and no others (SEC-01).
    if !tree::sees(actor, &appeal, &resolution) {
        return Err(ActionError::NotFound);
    }
    let transition = machine::decide_in(Some(appeal.status), action, &standing)?;
    Ok(Opened { appeal, resolution, transition })
}

impl Opened {
    /// The resolution after a step.
    fn after(&self, step: Step, by: AccountId) -> Result<rules::Resolution> {
        let after = self.resolution.rules().after(step, by);
        Ok(after.map_err(|why| Refusal::Resolution { action: step.action(), why })?)
    }

    /// The same, if nobody changed the resolution since `version`. The refusal is told first.
    fn after_at(&self, version: i32, step: Step, by: AccountId) -> Result<rules::Resolution> {
        let after = self.after(step, by)?;
        if self.resolution.version == version { Ok(after) } else { Err(ActionError::Conflict) }
    }

    /// What its events name it by.
    fn facts(&self) -> Value {
        json!({ "resolution": self.resolution.id, "no": self.resolution.number })
    }

    /// Writes a step with its event and tells those who go on.
    async fn advance(
        &self,
        work: &mut Work,
        actor: &Actor,
        after: &rules::Resolution,
        reason: Option<&str>,
        data: Value,
    ) -> Result<EventId> {
        let now = work.now();
        written(resolutions::set_state(work.connection(), &self.resolution, after, reason, now).await?)?;
        let data = merged(self.facts(), data);
        let event = announce(work, actor, &self.appeal, self.transition.event(), data).await?;
        telling::next(work, actor, &self.appeal, &self.resolution, after, event).await?;
        Ok(event)
    }

    /// Writes a step that brings nothing but its reason, if nobody changed the resolution since `version`. The refusal is told
    /// first, then the conflict, then faults of `reason`.
    async fn go_back(&self, work: &mut Work, actor: &Actor, version: i32, step: Step, reason: &str) -> Result<()> {
        let after = self.after_at(version, step, actor.account())?;
        let reason = read_reason(reason)?;
        let data = json!({ "reason": reason });
        self.advance(work, actor, &after, Some(&reason), data).await?;
        Ok(())
    }
}

fn merged(mut facts: Value, more: Value) -> Value {
    if let (Some(facts), Value::Object(more)) = (facts.as_object_mut(), more) {
        facts.extend(more);
    }
    facts
}

/// Reads a resolution as typed for an appeal.
async fn read_form(work: &mut Work, appeal: &Appeal, form: &ResolutionForm) -> Result<NewResolution> {
    let accounts: Vec<AccountId> =
        form.executors.iter().filter_map(|one| one.account.trim().parse().ok()).collect();
    let (home, connection) = (appeal.organisation_id, work.connection());
    let candidates: Vec<Candidate> =
        resolutions::candidates(connection, home, &OWN_EXECUTORS, &SUBORDINATE_EXECUTORS, &accounts).await?;
    let calendar = terms::calendar_of(work, home).await?;
    let context = FormContext {
        candidates: &candidates,
        due_on: appeal.due_on,
        today: terms::minsk_date(work.now()),
        calendar: &calendar.calendar,
    };
    form.validate(&context).map_err(ActionError::Invalid)
}

/// What a head is warned of before a resolution is given (BEY-05; law, art. 10): a complaint is not considered by the one it is
/// about, nor by a `giver` it is about. The same rules as of [`draft_resolution`], nothing is written.
///
/// # Errors
/// Faults of [`ResolutionForm`]; refusals.
pub async fn check_resolution(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    form: &ResolutionForm,
    giver: Option<AccountId>,
) -> Result<Vec<Warned>> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, _) = lock_for(&mut work, actor, number, None, Action::DraftResolution).await?;
    if appeal.against_employee.is_none() {
        return Ok(Vec::new());
    }
    let new = read_form(&mut work, &appeal, form).await?;
    let executors: Vec<AccountId> = new.executors.iter().map(|one| one.executor).collect();
    let executors = accounts::names_of(work.connection(), &executors).await?;
    let executors = complained(&appeal, AnswerWarning::ComplainedExecutor, executors);
    let giver = complained_head(&mut work, &appeal, AnswerWarning::ComplainedHead, giver).await?;
    Ok(executors.into_iter().chain(giver).collect())
}

/// A reason as typed.
fn read_reason(typed: &str) -> Result<String> {
    let mut faults = Faults::new();
    let reason = read_free("reason", typed, rules::REASON_LENGTH, &mut faults);
    if faults.is_empty() { Ok(reason) } else { Err(ActionError::Invalid(faults)) }
}

/// The resolution's place: the appeal locked, and the draft where it is one.
async fn place(
    work: &mut Work,
    actor: &Actor,
    target: Target,
    action: Action,
    step: Step,
) -> Result<(Appeal, Transition, Option<Resolution>)> {
    match target {
        Target::New { number, version } => {
            let (appeal, transition) = lock_for(work, actor, number, Some(version), action).await?;
            Ok((appeal, transition, None))
        }
        Target::Draft { id, version } => {
            let opened = open(work, actor, id, action).await?;
            opened.after_at(version, step, actor.account())?;
            Ok((opened.appeal, opened.transition, Some(opened.resolution)))
        }
    }
}

/// The whole resolution after it was written.
async fn read_again(work: &mut Work, appeal: &Appeal, id: ResolutionId) -> Result<Resolution> {
    let all = resolutions::of_appeal(work.connection(), appeal.id).await?;
    all.into_iter().find(|one| one.id == id).ok_or(ActionError::NotFound)
}

/// The day of a term in an event.
fn day(date: Option<NaiveDate>) -> Value {
    json!(date)
}
