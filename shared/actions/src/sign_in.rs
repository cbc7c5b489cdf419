//! Sign-in by login and password, sessions and their end (IDN-01, IDN-03, IDN-04).

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::json;
use zvarot_domain::AccountId;
use zvarot_store::{
    PgConnection, Work, accounts,
    security::{self, SecurityEvent},
    sessions,
};

use crate::{ActionError, Actions, Cause, Client, Result, passwords, secrets};

/// IDN-03: a session ends after this long without activity.
pub const INACTIVITY: TimeDelta = TimeDelta::minutes(15);
/// IDN-04: more than this many failures in a row lock the account and the address.
pub const ALLOWED_FAILURES: i32 = 5;
/// IDN-04: how long a lock lasts.
pub const LOCKED_FOR: TimeDelta = TimeDelta::minutes(15);

/// A new session: the cookie's token, known to nobody else.
pub struct SignedIn {
    pub account: AccountId,
    /// 32 random bytes; only their hash is kept.
    pub token: [u8; 32],
}

/// A session as a request finds it.
#[derive(Clone, Debug)]
pub struct Session {
    pub account: AccountId,
    pub csrf_secret: Vec<u8>,
    pub token_hash: Vec<u8>,
}

/// Signs in. All outcomes go into the security journal.
///
/// # Errors
/// [`ActionError::Locked`], [`ActionError::WrongCredentials`].
pub async fn sign_in(actions: &Actions, cause: &Cause, client: &Client, login: &str, password: SecretString) -> Result<SignedIn> {
    let (found, locked) = {
        let mut work = actions.store.begin(cause).await?;
        let address_lock = match client.network() {
            Some(address) => security::address_lock(work.connection(), address, cause.now).await?,
            None => None,
        };
        let found = accounts::by_login(work.connection(), login.trim()).await?;
        let account = match &found {
            Some((id, _)) => accounts::get(work.connection(), *id).await?,
            None => None,
        };
        let account_lock = account.as_ref().and_then(|account| account.locked_until).filter(|until| *until > cause.now);
        let blocked = account.is_some_and(|account| account.blocked_at.is_some());
        work.commit().await?;
        (found.filter(|_| !blocked), address_lock.max(account_lock))
    };
    if let Some(until) = locked {
        journal_alone(actions, cause, client, "sign_in_locked", found.map(|(id, _)| id), false).await?;
        return Err(ActionError::Locked(until));
    }
    let account = found.as_ref().map(|(id, _)| *id);
    // No connection is held while the password is hashed.
    let fits = passwords::verify(password, found.map(|(_, hash)| hash)).await?;
    let mut work = actions.store.begin(cause).await?;
    match account.filter(|_| fits) {
        Some(account) => {
            accounts::clear_failures(work.connection(), account).await?;
            if let Some(address) = client.network() {
                security::clear_address(work.connection(), address).await?;
            }
            journal(&mut work, client, "sign_in", Some(account), true).await?;
            let signed_in = begin_session(&mut work, client, account).await?;
            work.commit().await?;
            Ok(signed_in)
        }
        None => {
            let locked = count_failure(&mut work, client, account).await?;
            journal(&mut work, client, "sign_in", account, false).await?;
            work.commit().await?;
            Err(locked.map_or(ActionError::WrongCredentials, ActionError::Locked))
        }
    }
}

/// Counts a failure for the account and the address; returns until when one of them is locked now.
async fn count_failure(work: &mut Work, client: &Client, account: Option<AccountId>) -> Result<Option<DateTime<Utc>>> {
    let (now, until) = (work.now(), work.now() + LOCKED_FOR);
    let by_account = match account {
        Some(account) => {
            // A lock that has run out starts the count anew.
            let expired = accounts::get(work.connection(), account).await?.and_then(|account| account.locked_until).is_some_and(|until| until <= now);
            if expired {
                accounts::clear_failures(work.connection(), account).await?;
            }
            accounts::count_failure(work.connection(), account, ALLOWED_FAILURES, until).await?
        }
        None => None,
    };
    let by_address = match client.network() {
        Some(address) => security::count_address_failure(work.connection(), address, ALLOWED_FAILURES, now, until).await?,
        None => None,
    };
    let locked = by_account.max(by_address);
    if locked.is_some() {
        journal(work, client, "locked", account, false).await?;
    }
    Ok(locked)
}

/// Begins a session for an account that has just proved itself.
pub async fn begin_session(work: &mut Work, client: &Client, account: AccountId) -> Result<SignedIn> {
    let token: [u8; 32] = secrets::random();
    let csrf_secret: [u8; 32] = secrets::random();
    let now = work.now();
    sessions::insert(work.connection(), &secrets::hash_token(&token), account, &csrf_secret, client.network(), &shorten(&client.computer), now).await?;
    Ok(SignedIn { account, token })
}

/// The session of a cookie's token, if it is alive; activity is noted, at most once a minute.
pub async fn session(connection: &mut PgConnection, token: &[u8], now: DateTime<Utc>) -> Result<Option<Session>> {
    let token_hash = secrets::hash_token(token);
    let Some(found) = sessions::get(connection, &token_hash, now - INACTIVITY).await? else { return Ok(None) };
    if now - found.last_seen_at > TimeDelta::minutes(1) {
        sessions::touch(connection, &token_hash, now).await?;
    }
    Ok(Some(Session { account: found.account_id, csrf_secret: found.csrf_secret, token_hash }))
}

/// Ends this session.
pub async fn sign_out(actions: &Actions, cause: &Cause, client: &Client, session: &Session) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    sessions::end(work.connection(), &session.token_hash).await?;
    journal(&mut work, client, "sign_out", Some(session.account), true).await?;
    Ok(work.commit().await?)
}

/// Ends all sessions of the account, everywhere at once (IDN-03).
pub async fn sign_out_everywhere(actions: &Actions, cause: &Cause, client: &Client, session: &Session) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    sessions::end_all(work.connection(), session.account).await?;
    journal(&mut work, client, "sign_out_everywhere", Some(session.account), true).await?;
    Ok(work.commit().await?)
}

/// Appends to the security journal (SEC-02).
pub(crate) async fn journal(work: &mut Work, client: &Client, kind: &str, account: Option<AccountId>, succeeded: bool) -> Result<()> {
    let now = work.now();
    let event = SecurityEvent { kind, account_id: account, address: client.network(), computer: &client.computer, succeeded, data: json!({}) };
    Ok(security::append(work.connection(), event, now).await?)
}

async fn journal_alone(actions: &Actions, cause: &Cause, client: &Client, kind: &str, account: Option<AccountId>, succeeded: bool) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    journal(&mut work, client, kind, account, succeeded).await?;
    Ok(work.commit().await?)
}

fn shorten(text: &str) -> String {
    text.chars().take(300).collect()
}
