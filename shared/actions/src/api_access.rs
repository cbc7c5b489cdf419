//! Access of organisations' programs (EDM-01): a client proves itself by its secret and gets a token for a quarter of
//! an hour; whoever shows the token acts in the name of the client's organisation and of no other.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use zvarot_domain::{AccountId, Actor, ApiClientId, AppealNumber, OrganisationId};
use zvarot_store::{
    Work,
    api_clients::{self, NewApiClient},
    appeals::{self, Appeal, Event, Scope},
    security::{self, SecurityEvent},
};

use crate::{ActionError, Actions, Cause, Client, Result, secrets, sign_in};

/// How long a token holds.
pub const TOKEN_LIVES: TimeDelta = TimeDelta::minutes(15);

/// A program that has shown a valid token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiActor {
    client: ApiClientId,
    organisation: OrganisationId,
}

impl ApiActor {
    /// Which program it is.
    pub fn client(&self) -> ApiClientId {
        self.client
    }

    /// In whose name it acts.
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// The program as actions know it: under its own account.
    pub fn actor(&self) -> Actor {
        Actor::Client {
            account: AccountId(self.client.0),
            organisation: self.organisation,
        }
    }

    /// Which appeals it may see: its organisation's (SEC-01).
    pub fn scope(&self) -> Scope {
        Scope::Organisation(self.organisation)
    }
}

/// A token just given: shown once, kept hashed.
pub struct Token {
    pub secret: SecretString,
    pub expires_at: DateTime<Utc>,
}

/// A client's id and its first secret: shown once, kept hashed.
pub struct Credentials {
    pub client: ApiClientId,
    pub secret: SecretString,
}

/// A new Secret Access Key: 64 hexadecimal digits of 256 random bits.
pub fn new_secret() -> SecretString {
    let bytes: [u8; 32] = secrets::random();
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    SecretString::from(digits)
}

/// Registers a program of an organisation and gives its credentials.
pub async fn register_client(
    actions: &Actions,
    cause: &Cause,
    organisation: OrganisationId,
    name: &str,
    created_by: Option<AccountId>,
) -> Result<Credentials> {
    let client = NewApiClient {
        id: ApiClientId(uuid::Uuid::new_v4()),
        organisation,
        name,
        created_by,
    };
    let secret = new_secret();
    let mut work = actions.store.begin(cause).await?;
    api_clients::insert(work.connection(), &client, cause.now).await?;
    api_clients::add_secret(work.connection(), client.id, uuid::Uuid::now_v7(), &hash(&secret), cause.now).await?;
    journal(
        &mut work,
        &Client::default(),
        "api_client_registered",
        client.id,
        true,
    )
    .await?;
    work.commit().await?;
    Ok(Credentials {
        client: client.id,
        secret,
    })
}

/// The hash under which a secret or a token is kept.
pub fn hash(secret: &SecretString) -> Vec<u8> {
    secrets::hash_token(secret.expose_secret().as_bytes())
}

/// Gives a token to a client that knows its secret. More than five failures in a row lock the address for a quarter of
/// an hour, as at sign-in (IDN-04); every outcome goes into the security journal (SEC-02).
///
/// # Errors
/// [`ActionError::Locked`]; [`ActionError::WrongCredentials`]: which of the two is wrong is not said.
pub async fn issue_token(
    actions: &Actions,
    cause: &Cause,
    caller: &Client,
    client: ApiClientId,
    secret: &SecretString,
) -> Result<Token> {
    let mut work = actions.store.begin(cause).await?;
    if let Some(address) = caller.network()
        && let Some(until) =
            api_clients::address_lock(work.connection(), address, cause.now).await?
    {
        journal(&mut work, caller, "api_token_locked", client, false).await?;
        work.commit().await?;
        return Err(ActionError::Locked(until));
    }
    let known = api_clients::secrets(work.connection(), client, cause.now).await?;
    let shown = hash(secret);
    // All are compared, whichever fits: the time says nothing.
    let fits = known
        .iter()
        .fold(false, |fits, known| fits | secrets::equal(known, &shown));
    if !fits {
        return Err(count_failure(work, caller, client).await?);
    }
    if let Some(address) = caller.network() {
        api_clients::clear_address(work.connection(), address).await?;
    }
    let token = Token {
        secret: new_secret(),
        expires_at: cause.now + TOKEN_LIVES,
    };
    api_clients::insert_token(
        work.connection(),
        &hash(&token.secret),
        client,
        token.expires_at,
        cause.now,
    )
    .await?;
    journal(&mut work, caller, "api_token", client, true).await?;
    work.commit().await?;
    Ok(token)
}

async fn count_failure(
    mut work: Work,
    caller: &Client,
    client: ApiClientId,
) -> Result<ActionError> {
    let now = work.now();
    let until = now + sign_in::LOCKED_FOR;
    let locked = match caller.network() {
        Some(address) => {
            api_clients::count_address_failure(
                work.connection(),
                address,
                sign_in::ALLOWED_FAILURES,
                now,
                until,
            )
            .await?
        }
        None => None,
    };
    journal(&mut work, caller, "api_token", client, false).await?;
    work.commit().await?;
    Ok(locked.map_or(ActionError::WrongCredentials, ActionError::Locked))
}

/// Who shows a token.
///
/// # Errors
/// [`ActionError::WrongCredentials`]: unknown, over, or of a client that was revoked.
pub async fn authenticate(
    actions: &Actions,
    cause: &Cause,
    token: &SecretString,
) -> Result<ApiActor> {
    let mut connection = actions.store.pool().acquire().await?;
    let found = api_clients::by_token(&mut connection, &hash(token), cause.now).await?;
    let (client, organisation) = found.ok_or(ActionError::WrongCredentials)?;
    Ok(ApiActor {
        client,
        organisation,
    })
}

/// An appeal of the client's organisation with its history, oldest first.
///
/// # Errors
/// [`ActionError::NotFound`]: there is none, or it is another organisation's (SEC-01).
pub async fn appeal(
    actions: &Actions,
    cause: &Cause,
    actor: &ApiActor,
    number: AppealNumber,
) -> Result<(Appeal, Vec<Event>)> {
    let mut work = actions.store.begin(cause).await?;
    let appeal = appeals::by_number(work.connection(), number, actor.scope())
        .await?
        .ok_or(ActionError::NotFound)?;
    let history = appeals::history(work.connection(), appeal.id).await?;
    Ok((appeal, history))
}

async fn journal(
    work: &mut Work,
    caller: &Client,
    kind: &str,
    client: ApiClientId,
    succeeded: bool,
) -> Result<()> {
    let now = work.now();
    let event = SecurityEvent {
        kind,
        account_id: None,
        address: caller.network(),
        computer: &caller.computer,
        succeeded,
        data: json!({ "client": client }),
    };
    Ok(security::append(work.connection(), event, now).await?)
}
