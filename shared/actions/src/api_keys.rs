//! Keys of programs, as their administrator manages them (EDM-01): given, renewed with an overlap, revoked. Each change is
//! in the security journal (SEC-02).

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{
    Actor, ApiClientId, Fault, FaultCode, Faults, OrganisationId, permissions::Permission,
};
use zvarot_store::{
    Work,
    api_clients::{self, ApiClient, NewApiClient},
    security::{self, SecurityEvent},
};

use crate::{
    ActionError, Actions, Cause, Client, Result,
    api_access::{Credentials, hash, new_secret},
    conformance,
};

/// How long the secret so far holds beside a new one, unless another time is chosen.
pub const OVERLAP: TimeDelta = TimeDelta::days(7);
/// Characters of a program's name at most.
const NAME_LENGTH: usize = 100;
/// Programs of an organisation that are not revoked, at most.
const CLIENTS_AT_MOST: usize = 20;

/// The external administrator behind a change; none: the command line of the system's own machine.
#[derive(Clone, Copy)]
pub struct By<'a> {
    pub actor: &'a Actor,
    pub client: &'a Client,
}

/// The organisation whose programs the actor manages.
///
/// # Errors
/// [`ActionError::NotFound`]: has not the permission.
fn organisation(actor: &Actor) -> Result<OrganisationId> {
    let organisation = actor.organisation().ok_or(ActionError::NotFound)?;
    if Permission::ManageApiClients.is_given_to(actor) {
        Ok(organisation)
    } else {
        Err(ActionError::NotFound)
    }
}

/// The programs of the actor's organisation.
///
/// # Errors
/// [`ActionError::NotFound`]: has not the permission.
pub async fn list(actions: &Actions, cause: &Cause, actor: &Actor) -> Result<Vec<ApiClient>> {
    let organisation = organisation(actor)?;
    let mut connection = actions.store.pool().acquire().await?;
    Ok(api_clients::of_organisation(&mut connection, organisation, cause.now).await?)
}

/// The program that the form with this mark was given a key of, where it is the actor's organisation's.
///
/// # Errors
/// [`ActionError::NotFound`]: has not the permission.
pub async fn of_mark(actions: &Actions, cause: &Cause, actor: &Actor, mark: Uuid) -> Result<Option<ApiClient>> {
    let organisation = organisation(actor)?;
    let mut connection = actions.store.pool().acquire().await?;
    let found = api_clients::of_mark(&mut connection, mark).await?;
    let known = api_clients::of_organisation(&mut connection, organisation, cause.now).await?;
    Ok(known.into_iter().find(|client| Some(client.id) == found))
}

/// Registers a program of the actor's organisation; its secret is shown this once. One that is tried out (`is_test`) works
/// in the organisation's twin (EDM-02). `mark` is the form's: sent twice, a form gives one key.
///
/// # Errors
/// Faults of `name`; [`ActionError::Conflict`]: the form was given a key before; [`ActionError::NotFound`]: has not the
/// permission.
pub async fn create(
    actions: &Actions,
    cause: &Cause,
    by: By<'_>,
    name: &str,
    is_test: bool,
    mark: Uuid,
) -> Result<Credentials> {
    let organisation = organisation(by.actor)?;
    let name = read_name(name).map_err(ActionError::Invalid)?;
    let mut work = actions.store.begin(cause).await?;
    if api_clients::of_mark(work.connection(), mark).await?.is_some() {
        return Err(ActionError::Conflict);
    }
    let known = api_clients::of_organisation(work.connection(), organisation, cause.now).await?;
    let alive = known.iter().filter(|client| client.revoked_at.is_none());
    if alive.count() >= CLIENTS_AT_MOST {
        let fault = Fault::new("name", FaultCode::TooManyItems).with("max", CLIENTS_AT_MOST);
        return Err(ActionError::Invalid(vec![fault]));
    }
    let works_in = if is_test { conformance::twin(&mut work, organisation).await? } else { organisation };
    let client = NewApiClient {
        id: ApiClientId(Uuid::new_v4()),
        organisation: works_in,
        name: &name,
        created_by: Some(by.actor.account()),
    };
    let secret = new_secret();
    api_clients::insert(work.connection(), &client, cause.now).await?;
    add_secret(&mut work, client.id, mark, &secret).await?;
    journal(&mut work, Some(by), "api_client_registered", client.id).await?;
    work.commit().await?;
    Ok(Credentials {
        client: client.id,
        secret,
    })
}

fn read_name(name: &str) -> std::result::Result<String, Faults> {
    let name = name.trim();
    let length = name.chars().count();
    let fault = if name.is_empty() {
        Fault::new("name", FaultCode::Required)
    } else if length > NAME_LENGTH {
        let fault = Fault::new("name", FaultCode::TooLong).with("max", NAME_LENGTH);
        fault.with("over", length - NAME_LENGTH)
    } else if name.chars().any(char::is_control) {
        Fault::new("name", FaultCode::ControlCharacters).with("count", 1_usize)
    } else {
        return Ok(name.to_owned());
    };
    Err(vec![fault])
}

/// Gives a program a new secret; those so far hold for `overlap` more, so that nothing stops while it is changed over. Without
/// an overlap the tokens given for them end at once as well. `mark` is the form's: sent twice, a form gives one key.
///
/// # Errors
/// [`ActionError::Conflict`]: the form was given a key before; [`ActionError::NotFound`]: not the organisation's, revoked,
/// or no permission.
pub async fn rotate(
    actions: &Actions,
    cause: &Cause,
    by: Option<By<'_>>,
    client: ApiClientId,
    overlap: TimeDelta,
    mark: Uuid,
) -> Result<SecretString> {
    let mut work = begin(actions, cause, by, client).await?;
    let secret = new_secret();
    let until: DateTime<Utc> = cause.now + overlap;
    api_clients::end_secrets(work.connection(), client, until).await?;
    if until <= cause.now {
        // Whoever has the old secret may have a token by it.
        api_clients::end_tokens(work.connection(), client, until).await?;
    }
    add_secret(&mut work, client, mark, &secret).await?;
    journal(&mut work, by, "api_client_rotated", client).await?;
    work.commit().await?;
    Ok(secret)
}

async fn add_secret(work: &mut Work, client: ApiClientId, mark: Uuid, secret: &SecretString) -> Result<()> {
    let now = work.now();
    if api_clients::add_secret(work.connection(), client, mark, &hash(secret), now).await? {
        Ok(())
    } else {
        Err(ActionError::Conflict)
    }
}

/// Takes the access from a program: its secrets and tokens are worth nothing from now on.
///
/// # Errors
/// [`ActionError::NotFound`]: not the organisation's, revoked before, or no permission.
pub async fn revoke(
    actions: &Actions,
    cause: &Cause,
    by: Option<By<'_>>,
    client: ApiClientId,
) -> Result<()> {
    let mut work = begin(actions, cause, by, client).await?;
    api_clients::revoke(work.connection(), client, cause.now).await?;
    journal(&mut work, by, "api_client_revoked", client).await?;
    Ok(work.commit().await?)
}

async fn begin(
    actions: &Actions,
    cause: &Cause,
    by: Option<By<'_>>,
    client: ApiClientId,
) -> Result<Work> {
    let mine = by.map(|by| organisation(by.actor)).transpose()?;
    let mut work = actions.store.begin(cause).await?;
    let found = api_clients::lock(work.connection(), client).await?;
    match found {
        Some(organisation) if mine.is_none_or(|mine| mine == organisation) => Ok(work),
        _ => Err(ActionError::NotFound),
    }
}

async fn journal(
    work: &mut Work,
    by: Option<By<'_>>,
    kind: &str,
    client: ApiClientId,
) -> Result<()> {
    let now = work.now();
    let event = SecurityEvent {
        kind,
        account_id: by.map(|by| by.actor.account()),
        address: by.and_then(|by| by.client.network()),
        computer: by.map_or("", |by| &by.client.computer),
        succeeded: true,
        data: json!({ "client": client }),
    };
    Ok(security::append(work.connection(), event, now).await?)
}
