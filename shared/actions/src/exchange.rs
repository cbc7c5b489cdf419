//! What people do about the exchange by СМДО: consent to it (SMD-01), have a package sent anew (SMD-02), put a file that
//! came into the answer they write (SMD-03).

use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{
    Action, Actor, AppealNumber, FaultCode, FileId, OrganisationId, UploadPurpose, attachment, machine,
    permissions::Permission,
};
use zvarot_store::{
    Work, appeals, files,
    jobs::Job,
    smdo::{self, Package},
};

use crate::{ActionError, Actions, Cause, Client, Result, scope, security_journal};

/// What the external administrator fills in.
#[derive(Clone, Debug, Default)]
pub struct SubscriptionForm {
    /// The organisation's code in СМДО.
    pub code: String,
    pub consent: bool,
}

/// Characters of a code at most.
const CODE_LENGTH: usize = 50;

/// Writes the organisation's consent to the exchange, or its end; the security journal says who gave it.
///
/// # Errors
/// Faults of `code`; [`ActionError::NotFound`]: the actor has not the permission.
pub async fn subscribe(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    form: &SubscriptionForm,
) -> Result<()> {
    let organisation = allowed(actor, Permission::ManageExchange)?;
    let code = form.code.trim();
    let is_code = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if code.is_empty() {
        return Err(ActionError::field("code", FaultCode::Required));
    }
    if code.len() > CODE_LENGTH || !code.chars().all(is_code) {
        return Err(ActionError::field("code", FaultCode::UnknownChoice));
    }
    let mut work = actions.store.begin(cause).await?;
    let (by, active) = (actor.account(), form.consent);
    let written = smdo::subscribe(work.connection(), organisation, code, active, by, cause.now);
    written.await.map_err(|error| {
        if zvarot_store::violates(&error, "smdo_subscriptions_code") {
            ActionError::field("code", FaultCode::CodeTaken)
        } else {
            error.into()
        }
    })?;
    let kind = if active { "smdo_subscribed" } else { "smdo_unsubscribed" };
    security_journal::record(&mut work, client, by, kind, json!({ "organisation": organisation, "code": code })).await?;
    Ok(work.commit().await?)
}

/// A package that the actor may see: the organisation's, or any for the chief administrator.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn package(work: &mut Work, actor: &Actor, id: Uuid) -> Result<Package> {
    let package = smdo::package(work.connection(), id).await?;
    let package = package.ok_or(ActionError::NotFound)?;
    may_see(actor, package.organisation_id)?;
    Ok(package)
}

/// Whether the actor may see what concerns an organisation (none: what could be given to no organisation).
///
/// # Errors
/// [`ActionError::NotFound`].
pub fn may_see(actor: &Actor, organisation: Option<OrganisationId>) -> Result<()> {
    if Permission::SeeAllExchange.is_given_to(actor) {
        return Ok(());
    }
    let own = allowed(actor, Permission::SeeExchange)?;
    if organisation == Some(own) { Ok(()) } else { Err(ActionError::NotFound) }
}

/// Has a package made and sent anew, as another message, that was refused, failed, or of which no word has come. In the last
/// case it may arrive twice.
///
/// # Errors
/// [`ActionError::NotFound`]; [`ActionError::Conflict`]: it is none of those (any more).
pub async fn send_anew(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    id: Uuid,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    package(&mut work, actor, id).await?;
    if !smdo::repeat(work.connection(), id).await? {
        return Err(ActionError::Conflict);
    }
    smdo::record_step(work.connection(), id, "asked", "asked", "", None, cause.now).await?;
    work.enqueue(Job::SendPackage { package_id: id }).await?;
    security_journal::record(&mut work, client, actor.account(), "smdo_sent_anew", json!({ "package": id })).await?;
    Ok(work.commit().await?)
}

/// Has a message looked at again that came and could not be handled.
///
/// # Errors
/// [`ActionError::NotFound`]; [`ActionError::Conflict`]: it is none of those (any more).
pub async fn look_anew(actions: &Actions, cause: &Cause, client: &Client, actor: &Actor, id: Uuid) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let message = smdo::incoming(work.connection(), id).await?.ok_or(ActionError::NotFound)?;
    may_see(actor, message.organisation_id)?;
    if !smdo::look_anew(work.connection(), id).await? {
        return Err(ActionError::Conflict);
    }
    work.enqueue(Job::HandleIncoming { incoming_id: id }).await?;
    security_journal::record(&mut work, client, actor.account(), "smdo_looked_anew", json!({ "incoming": id })).await?;
    Ok(work.commit().await?)
}

/// Puts a checked file that came by СМДО into the answer that the actor is writing.
///
/// # Errors
/// [`ActionError::NotFound`]: no such file for this appeal; too many files; refusals of the machine.
pub async fn take_offered(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    file: FileId,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let appeal = appeals::lock(work.connection(), number, scope(actor)?).await?;
    let appeal = appeal.ok_or(ActionError::NotFound)?;
    let standing = crate::appeals::standing(&mut work, actor, &appeal).await?;
    let _ = machine::decide_in(Some(appeal.status), Action::Complete, &standing)?;
    let by = actor.account();
    let present = files::for_form(work.connection(), appeal.id, UploadPurpose::Answer, by).await?;
    if present.iter().any(|present| present.id == file) {
        return Ok(());
    }
    if present.len() >= attachment::FILES_AT_MOST {
        return Err(ActionError::field("files", FaultCode::TooManyFiles));
    }
    if !smdo::take_offered(work.connection(), appeal.id, file, by, cause.now).await? {
        return Err(ActionError::NotFound);
    }
    Ok(work.commit().await?)
}

/// Notes in the security journal that somebody from outside the organisation looked at what a package holds.
///
/// # Errors
/// The database's.
pub async fn note_look(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    what: serde_json::Value,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    security_journal::record(&mut work, client, actor.account(), "smdo_looked_at", what).await?;
    Ok(work.commit().await?)
}

fn allowed(actor: &Actor, permission: Permission) -> Result<OrganisationId> {
    permission.require(actor).map_err(|_| ActionError::NotFound)?;
    actor.organisation().ok_or(ActionError::NotFound)
}
