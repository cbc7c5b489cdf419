//! Access to other organisations' appeals (CTL-06): asked for, decided by the one asked, opened and closed by the operator,
//! and looked through. Each step stands in the journal of security, each look in a journal that the owner reads.

use serde_json::{Value, json};
use uuid::Uuid;
use zvarot_domain::{
    Actor, AppealNumber, Fault, FaultCode, Faults, Locale, MessageKind, OrganisationId, Permission, Role,
    access::{self as rules, AccessState, AccessStep},
};
use zvarot_store::{
    Work,
    access::{self, Access, NewAccess},
    accounts,
    appeals::{self, Appeal, View},
    organisations,
};

use crate::{ActionError, Actions, Cause, Client, Result, messages::{self, Told}, security_journal};

/// The organisation for whose people the actor asks for access, or looks.
///
/// # Errors
/// [`ActionError::NotFound`]: the actor does neither.
pub fn viewer(actor: &Actor) -> Result<OrganisationId> {
    let asks = Permission::LookAtOthers.is_given_to(actor) || Permission::ManageAccess.is_given_to(actor);
    actor.organisation().filter(|_| asks).ok_or(ActionError::NotFound)
}

/// Asks an organisation for access to its appeals: its external administrators are told. Who only looks asks the own
/// subordinates, the external administrator anybody.
///
/// # Errors
/// Faults of `owner` and `reason`; [`ActionError::NotFound`] without the right.
pub async fn ask(actions: &Actions, cause: &Cause, client: &Client, actor: &Actor, owner: &str, reason: &str) -> Result<()> {
    let viewer = viewer(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let mut faults = Faults::new();
    let owner = organisation(&mut work, "owner", owner, &mut faults).await?;
    let reason = rules::text("reason", reason, true, &mut faults);
    if let Some(owner) = owner.filter(|_| !Permission::ManageAccess.is_given_to(actor))
        && !zvarot_store::assignments::is_subordinate(work.connection(), owner, viewer).await?
    {
        faults.push(Fault::new("owner", FaultCode::NotSubordinateForAccess));
    }
    let Some(owner) = owner.filter(|_| faults.is_empty()) else {
        return Err(ActionError::Invalid(faults));
    };
    let new = NewAccess { viewer, owner, state: AccessState::Requested, reason: &reason, by: actor.account() };
    let id = write(&mut work, &new).await?;
    let about = json!({ "access": id, "viewer": viewer, "owner": owner });
    security_journal::record(&mut work, client, actor.account(), "access_asked", about).await?;
    let asked = access::get(work.connection(), id).await?.ok_or(ActionError::NotFound)?;
    let administrators = accounts::holders_of(work.connection(), &[(owner, Role::ExternalAdministrator)]).await?;
    let facts = facts(&asked);
    let told: Vec<_> = administrators.into_iter().map(|(_, account)| (account, told(MessageKind::AccessAsked, &facts))).collect();
    messages::tell_all(&mut work, &told).await?;
    Ok(work.commit().await?)
}

/// Opens the appeals of one organisation to another by the operator's act; what was asked for is granted by it.
///
/// # Errors
/// Faults of `viewer`, `owner` and `reason`; [`ActionError::NotFound`] without the right.
pub async fn open(actions: &Actions, cause: &Cause, client: &Client, actor: &Actor, form: &OpenForm) -> Result<()> {
    Permission::ManageAccessMatrix.require(actor).map_err(|_| ActionError::NotFound)?;
    let mut work = actions.store.begin(cause).await?;
    let mut faults = Faults::new();
    let viewer = organisation(&mut work, "viewer", &form.viewer, &mut faults).await?;
    let owner = organisation(&mut work, "owner", &form.owner, &mut faults).await?;
    let reason = rules::text("reason", &form.reason, true, &mut faults);
    let (Some(viewer), Some(owner), true) = (viewer, owner, faults.is_empty()) else {
        return Err(ActionError::Invalid(faults));
    };
    let new = NewAccess { viewer, owner, state: AccessState::Open, reason: &reason, by: actor.account() };
    let id = write(&mut work, &new).await?;
    let about = json!({ "access": id, "viewer": viewer, "owner": owner, "reason": reason });
    security_journal::record(&mut work, client, actor.account(), "access_opened", about).await?;
    Ok(work.commit().await?)
}

/// What the operator types.
#[derive(Clone, Debug, Default)]
pub struct OpenForm {
    /// An organisation's id.
    pub viewer: String,
    /// An organisation's id.
    pub owner: String,
    /// By which act.
    pub reason: String,
}

async fn organisation(work: &mut Work, field: &str, typed: &str, faults: &mut Faults) -> Result<Option<OrganisationId>> {
    let typed = typed.trim();
    let found = match typed.parse::<OrganisationId>() {
        Ok(id) => organisations::get(work.connection(), id).await?.filter(|found| found.active),
        Err(_) => None,
    };
    if found.is_none() {
        let code = if typed.is_empty() { FaultCode::Required } else { FaultCode::UnknownOrganisation };
        faults.push(Fault::new(field, code));
    }
    Ok(found.map(|found| found.id))
}

async fn write(work: &mut Work, new: &NewAccess<'_>) -> Result<Uuid> {
    if new.viewer == new.owner {
        return Err(ActionError::field("owner", FaultCode::OwnOrganisation));
    }
    let now = work.now();
    let made = access::insert(work.connection(), new, now).await?;
    made.ok_or_else(|| ActionError::field("owner", FaultCode::AccessAskedBefore))
}

/// Grants or refuses what was asked for, or closes what is open: the owner's external administrator or the operator. Whoever
/// asked is told. A refusal says why.
///
/// # Errors
/// A fault of `answer`; [`ActionError::Conflict`]: decided meanwhile; [`ActionError::NotFound`]: not the actor's to decide.
pub async fn decide(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    id: Uuid,
    step: AccessStep,
    answer: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let access = access::get(work.connection(), id).await?.filter(|access| may_decide(actor, access));
    let access = access.ok_or(ActionError::NotFound)?;
    let Some(state) = access.state.after(step) else { return Err(ActionError::Conflict) };
    let mut faults = Faults::new();
    let answer = rules::text("answer", answer, step == AccessStep::Refuse, &mut faults);
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let now = work.now();
    if !access::decide(work.connection(), &access, state, actor.account(), &answer, now).await? {
        return Err(ActionError::Conflict);
    }
    let about = json!({ "access": id, "viewer": access.viewer, "owner": access.owner, "state": state });
    security_journal::record(&mut work, client, actor.account(), "access_decided", about).await?;
    let facts = facts(&Access { state, ..access.clone() });
    if access.asked_by != actor.account() {
        messages::tell(&mut work, access.asked_by, &told(MessageKind::AccessDecided, &facts)).await?;
    }
    Ok(work.commit().await?)
}

fn may_decide(actor: &Actor, access: &Access) -> bool {
    let owns = Permission::ManageAccess.is_given_to(actor) && actor.organisation() == Some(access.owner);
    owns || Permission::ManageAccessMatrix.is_given_to(actor)
}

fn facts(access: &Access) -> Value {
    let names = |name: fn(&Access, Locale) -> &str| json!({ "ru": name(access, Locale::Ru), "be": name(access, Locale::Be) });
    json!({ "viewer": names(Access::viewer_in), "organisation": names(Access::owner_in), "state": access.state })
}

fn told(kind: MessageKind, facts: &Value) -> Told<'_> {
    Told { kind, event: None, appeal: None, notice: facts, message: facts, trace_id: None }
}

/// The right to look at the list of an organisation's appeals; the look is journaled.
///
/// # Errors
/// [`ActionError::NotFound`]: no such organisation, or it is not open to the actor's; the two look the same (SEC-01).
pub async fn look(actions: &Actions, cause: &Cause, actor: &Actor, owner: OrganisationId) -> Result<View> {
    let mut work = actions.store.begin(cause).await?;
    let access = opened(&mut work, actor, owner).await?.ok_or(ActionError::NotFound)?;
    let now = work.now();
    access::look(work.connection(), access, owner, actor.account(), None, now).await?;
    work.commit().await?;
    Ok(View::moderated(owner))
}

async fn opened(work: &mut Work, actor: &Actor, owner: OrganisationId) -> Result<Option<Uuid>> {
    let Some(viewer) = actor.organisation().filter(|_| Permission::LookAtOthers.is_given_to(actor)) else {
        return Ok(None);
    };
    Ok(access::open_between(work.connection(), viewer, owner).await?)
}

/// An appeal of an organisation that is open to the actor's; the look is journaled in the transaction, which the caller
/// commits. None: there is none such.
pub(crate) async fn look_at(
    work: &mut Work,
    actor: &Actor,
    owner: OrganisationId,
    number: AppealNumber,
) -> Result<Option<Appeal>> {
    let Some(access) = opened(work, actor, owner).await? else { return Ok(None) };
    let found = appeals::by_number(work.connection(), number, appeals::Scope::Organisation(owner)).await?;
    if let Some(found) = &found {
        let now = work.now();
        access::look(work.connection(), access, owner, actor.account(), Some(found.id), now).await?;
    }
    Ok(found)
}
