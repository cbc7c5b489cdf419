//! Sign-in by login and password (IDN-01), locks after failures (IDN-04). The session itself is the web layer's.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::json;
use zvarot_domain::{AccountId, MessageKind};
use zvarot_store::{
    Work,
    accounts::{self, Account},
    deliveries::{self, Channel, NewDelivery},
    jobs::Job,
    notices::{self, NewNotice},
    security::{self, SecurityEvent},
};

use crate::{ActionError, Actions, Cause, Client, Result, passwords};

/// IDN-04: more than this many failures in a row lock the account and the address.
pub const ALLOWED_FAILURES: i32 = 5;
/// IDN-04: how long a lock lasts.
pub const LOCKED_FOR: TimeDelta = TimeDelta::minutes(15);

/// Checks login and password; the caller then begins the session. All outcomes go into the security journal.
///
/// # Errors
/// [`ActionError::Locked`], [`ActionError::WrongCredentials`].
pub async fn sign_in(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    login: &str,
    password: SecretString,
) -> Result<AccountId> {
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
        let account_lock = account
            .as_ref()
            .and_then(|account| account.locked_until)
            .filter(|until| *until > cause.now);
        let blocked = account.is_some_and(|account| account.blocked_at.is_some());
        work.commit().await?;
        (found.filter(|_| !blocked), address_lock.max(account_lock))
    };
    if let Some(until) = locked {
        journal_alone(
            actions,
            cause,
            client,
            "sign_in_locked",
            found.map(|(id, _)| id),
            false,
        )
        .await?;
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
            work.commit().await?;
            Ok(account)
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
async fn count_failure(
    work: &mut Work,
    client: &Client,
    account: Option<AccountId>,
) -> Result<Option<DateTime<Utc>>> {
    let (now, until) = (work.now(), work.now() + LOCKED_FOR);
    let by_account = match account {
        Some(account) => {
            // A lock that has run out starts the count anew.
            let expired = accounts::get(work.connection(), account)
                .await?
                .and_then(|account| account.locked_until)
                .is_some_and(|until| until <= now);
            if expired {
                accounts::clear_failures(work.connection(), account).await?;
            }
            accounts::count_failure(work.connection(), account, ALLOWED_FAILURES, until).await?
        }
        None => None,
    };
    if let (Some(account), Some(until)) = (account, by_account) {
        tell_owner(work, account, until).await?;
    }
    let by_address = match client.network() {
        Some(address) => {
            security::count_address_failure(
                work.connection(),
                address,
                ALLOWED_FAILURES,
                now,
                until,
            )
            .await?
        }
        None => None,
    };
    let locked = by_account.max(by_address);
    if locked.is_some() {
        journal(work, client, "locked", account, false).await?;
    }
    Ok(locked)
}

/// Tells the account's owner of the lock, in the cabinet and by e-mail: it may be somebody else who tries.
async fn tell_owner(work: &mut Work, id: AccountId, until: DateTime<Utc>) -> Result<()> {
    // The failure that locks it, and not those that come at the same moment.
    let Some(account) = accounts::get(work.connection(), id)
        .await?
        .filter(|account| account.failed_sign_ins == ALLOWED_FAILURES + 1)
    else {
        return Ok(());
    };
    let data = json!({ "until": until });
    tell(work, &account, MessageKind::SignInLocked, data).await
}

/// Tells an account's owner of what concerns its safety: in the cabinet, and by e-mail to the confirmed address.
pub(crate) async fn tell(
    work: &mut Work,
    account: &Account,
    kind: MessageKind,
    data: serde_json::Value,
) -> Result<()> {
    let (now, kind) = (work.now(), kind.code());
    let notice = NewNotice {
        account: account.id,
        event: None,
        appeal: None,
        kind,
        data: data.clone(),
    };
    notices::insert(work.connection(), &notice, now).await?;
    if account.email_confirmed_at.is_none() {
        return Ok(());
    }
    let delivery = NewDelivery {
        account: account.id,
        channel: Channel::Email,
        kind,
        event: None,
        appeal: None,
        confirmation: None,
        data,
    };
    if let Some(delivery_id) = deliveries::insert(work.connection(), &delivery, now).await? {
        work.enqueue(Job::Deliver { delivery_id }).await?;
    }
    Ok(())
}

/// Notes in the security journal that a session, or all of an account's sessions, were ended by its owner.
pub async fn signed_out(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    account: AccountId,
    everywhere: bool,
) -> Result<()> {
    let kind = if everywhere {
        "sign_out_everywhere"
    } else {
        "sign_out"
    };
    journal_alone(actions, cause, client, kind, Some(account), true).await
}

/// Appends to the security journal (SEC-02).
pub(crate) async fn journal(
    work: &mut Work,
    client: &Client,
    kind: &str,
    account: Option<AccountId>,
    succeeded: bool,
) -> Result<()> {
    let now = work.now();
    let event = SecurityEvent {
        kind,
        account_id: account,
        address: client.network(),
        computer: &client.computer,
        succeeded,
        data: json!({}),
    };
    Ok(security::append(work.connection(), event, now).await?)
}

async fn journal_alone(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    kind: &str,
    account: Option<AccountId>,
    succeeded: bool,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    journal(&mut work, client, kind, account, succeeded).await?;
    Ok(work.commit().await?)
}
