//! Webhooks (EDM-07): an organisation's administrator or program names addresses to which its appeals' events are sent,
//! stops and replays them. A secret is computed, not stored: from the system's key, the address's id and a number.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use uuid::Uuid;
use zvarot_domain::{
    Actor, EventKind, Fault, FaultCode, Faults, OrganisationId,
    permissions::Permission,
    webhooks::{EndpointUrl, MOST, SECRETS_OVERLAP},
};
use zvarot_store::{
    Work,
    jobs::Job,
    webhooks::{self, NewWebhook, Webhook},
};

use crate::{ActionError, Actions, Cause, Result};

/// Characters of a name at most.
const NAME_LENGTH: usize = 100;
/// Events that one replay sends again at most; a longer time is replayed in parts.
pub const REPLAYED_AT_ONCE: i64 = 10_000;
/// Replays reach back so far.
pub const REPLAYED_DAYS: i64 = 90;

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct WebhookForm {
    pub url: String,
    pub name: String,
    /// Codes of events; none: all.
    pub events: Vec<String>,
}

/// The key that messages are signed with: `whsec_` and 32 bytes as base64.
#[must_use]
pub fn secret(actions: &Actions, webhook: Uuid, version: i32) -> SecretString {
    let key = key(&actions.secret, webhook, version);
    SecretString::from(format!("whsec_{}", STANDARD.encode(key)))
}

fn key(secret: &SecretString, webhook: Uuid, version: i32) -> [u8; 32] {
    let mut mac = mac(secret.expose_secret().as_bytes());
    mac.update(b"webhook\0");
    mac.update(webhook.as_bytes());
    mac.update(&version.to_be_bytes());
    mac.finalize().into_bytes().into()
}

fn mac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// `webhook-signature`: HMAC-SHA-256 over id, timestamp and body with points between, by the present secret and, while
/// that one still counts, by the one before.
#[must_use]
pub fn sign(
    actions: &Actions,
    webhook: &Webhook,
    id: &str,
    timestamp: DateTime<Utc>,
    body: &str,
) -> String {
    let both = webhook.previous_secret_until.is_some_and(|until| until > timestamp);
    let versions = [Some(webhook.secret_version), both.then_some(webhook.secret_version - 1)];
    let signed = format!("{id}.{}.{body}", timestamp.timestamp());
    let signatures = versions.into_iter().flatten().map(|version| {
        let mut mac = mac(&key(&actions.secret, webhook.id, version));
        mac.update(signed.as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    });
    signatures.collect::<Vec<_>>().join(" ")
}

/// Names an address. `private`: http and addresses that are not public are allowed.
///
/// # Errors
/// [`ActionError::NotFound`] without the permission, [`ActionError::Invalid`].
pub async fn subscribe(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    form: &WebhookForm,
    private: bool,
) -> Result<Uuid> {
    let mut work = actions.store.begin(cause).await?;
    let id = subscribe_in(&mut work, actor, form, private).await?;
    work.commit().await?;
    Ok(id)
}

/// The same in the caller's own transaction.
///
/// # Errors
/// As [`subscribe`].
pub async fn subscribe_in(
    work: &mut Work,
    actor: &Actor,
    form: &WebhookForm,
    private: bool,
) -> Result<Uuid> {
    let organisation = organisation(actor)?;
    let mut faults = Faults::new();
    let url = EndpointUrl::parse(&form.url, private);
    let name = form.name.trim();
    let length = name.chars().count();
    if length > NAME_LENGTH {
        let fault = Fault::new("name", FaultCode::TooLong);
        faults.push(fault.with("max", NAME_LENGTH).with("over", length - NAME_LENGTH));
    }
    if form.events.iter().any(|code| EventKind::from_code(code).is_none()) {
        faults.push(Fault::new("events", FaultCode::UnknownChoice));
    }
    if webhooks::list(work.connection(), organisation).await?.len() >= MOST {
        faults.push(Fault::new("url", FaultCode::OutOfRange).with("min", 0_i64).with("max", MOST));
    }
    let url = match url {
        Ok(url) if faults.is_empty() => url,
        Ok(_) => return Err(ActionError::Invalid(faults)),
        Err(code) => {
            faults.push(Fault::new("url", code));
            return Err(ActionError::Invalid(faults));
        }
    };
    let host = url.host();
    let webhook = NewWebhook {
        id: Uuid::now_v7(),
        organisation,
        url: url.as_str(),
        name: if name.is_empty() { &host } else { name },
        events: &form.events,
        created_by: actor.account(),
    };
    let now = work.now();
    webhooks::insert(work.connection(), &webhook, now).await?;
    Ok(webhook.id)
}

/// The addresses of the actor's organisation.
///
/// # Errors
/// [`ActionError::NotFound`] without the permission.
pub async fn list(actions: &Actions, actor: &Actor) -> Result<Vec<Webhook>> {
    let organisation = organisation(actor)?;
    let mut connection = actions.store.pool().acquire().await?;
    Ok(webhooks::list(&mut connection, organisation).await?)
}

/// One address, and its secret if it was not shown before.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn open(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: Uuid,
) -> Result<(Webhook, Option<SecretString>)> {
    let mut work = actions.store.begin(cause).await?;
    let opened = open_in(actions, &mut work, actor, id).await?;
    work.commit().await?;
    Ok(opened)
}

/// The same in the caller's own transaction.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn open_in(
    actions: &Actions,
    work: &mut Work,
    actor: &Actor,
    id: Uuid,
) -> Result<(Webhook, Option<SecretString>)> {
    let organisation = organisation(actor)?;
    let found = webhooks::lock(work.connection(), organisation, id).await?;
    let webhook = found.ok_or(ActionError::NotFound)?;
    let new = webhooks::show_secret(work.connection(), id).await?;
    let secret = new.then(|| secret(actions, id, webhook.secret_version));
    Ok((webhook, secret))
}

/// Makes a new secret; messages are signed by the one before as well for a day.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn rotate(actions: &Actions, cause: &Cause, actor: &Actor, id: Uuid) -> Result<()> {
    let (mut work, _) = begin(actions, cause, actor, id).await?;
    webhooks::rotate(work.connection(), id, cause.now + SECRETS_OVERLAP).await?;
    Ok(work.commit().await?)
}

/// What is done with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing is sent for a while; what happens meanwhile waits.
    Pause,
    /// What waits is sent.
    Resume,
    /// For good.
    Remove,
}

/// Stops an address, lets it go on, takes it away.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn change(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: Uuid,
    change: Change,
) -> Result<()> {
    let (mut work, _) = begin(actions, cause, actor, id).await?;
    let state = match change {
        Change::Pause => "paused",
        Change::Resume => "active",
        Change::Remove => "removed",
    };
    let changed = webhooks::set_state(work.connection(), id, state, cause.now).await?;
    if changed && change == Change::Resume {
        send_first(&mut work, id).await?;
    }
    Ok(work.commit().await?)
}

/// Has one message sent again.
///
/// # Errors
/// [`ActionError::NotFound`]: there is no such message, or it is still to be sent.
pub async fn replay_one(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: Uuid,
    message: Uuid,
) -> Result<()> {
    let (mut work, _) = begin_unlocked(actions, cause, actor, id).await?;
    if !webhooks::replay_one(work.connection(), id, message, cause.now).await? {
        return Err(ActionError::NotFound);
    }
    work.enqueue(Job::SendWebhook { delivery_id: message }).await?;
    Ok(work.commit().await?)
}

/// Has all that happened since a moment sent again, in the order of each appeal. Returns how many messages wait for it.
///
/// # Errors
/// [`ActionError::NotFound`]; [`ActionError::Invalid`]: the moment is more than 90 days ago.
pub async fn replay_since(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: Uuid,
    since: DateTime<Utc>,
) -> Result<u64> {
    if since < cause.now - TimeDelta::days(REPLAYED_DAYS) {
        let fault = Fault::new("since", FaultCode::OutOfRange);
        return Err(ActionError::Invalid(vec![fault.with("min", 0_i64).with("max", REPLAYED_DAYS)]));
    }
    let (mut work, webhook) = begin_unlocked(actions, cause, actor, id).await?;
    let (limit, now) = (REPLAYED_AT_ONCE, cause.now);
    let count = webhooks::replay_since(work.connection(), &webhook, since, limit, now).await?;
    send_first(&mut work, id).await?;
    work.commit().await?;
    Ok(count)
}

/// Jobs for the first message of each appeal; each brings the next one along.
async fn send_first(work: &mut Work, webhook: Uuid) -> Result<()> {
    for delivery_id in webhooks::first_of_each_appeal(work.connection(), webhook).await? {
        work.enqueue(Job::SendWebhook { delivery_id }).await?;
    }
    Ok(())
}

async fn begin(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: Uuid,
) -> Result<(Work, Webhook)> {
    let organisation = organisation(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let found = webhooks::lock(work.connection(), organisation, id).await?;
    Ok((work, found.ok_or(ActionError::NotFound)?))
}

/// The same without a lock: whoever sends a message locks it first and its address then, so who is to lock messages must not
/// hold the address.
async fn begin_unlocked(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: Uuid,
) -> Result<(Work, Webhook)> {
    let organisation = organisation(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let all = webhooks::list(work.connection(), organisation).await?;
    let found = all.into_iter().find(|webhook| webhook.id == id);
    Ok((work, found.ok_or(ActionError::NotFound)?))
}

/// A program acts for its organisation as its administrator does: it was given its key for that.
fn organisation(actor: &Actor) -> Result<OrganisationId> {
    match actor {
        Actor::Client { organisation, .. } => Ok(*organisation),
        Actor::Official { organisation, .. } if Permission::ManageWebhooks.is_given_to(actor) => {
            Ok(*organisation)
        }
        _ => Err(ActionError::NotFound),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: EDM-07
    #[test]
    fn each_address_and_version_has_its_own_key() {
        let system = SecretString::from("a key for tests");
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let keys = [key(&system, one, 1), key(&system, one, 2), key(&system, other, 1), key(&SecretString::from("another"), one, 1)];
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key));
        }
        assert_eq!(key(&system, one, 1), keys[0]);
    }
}
