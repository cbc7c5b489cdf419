//! Another password: by a link to the confirmed e-mail address for whoever forgot it, or by the old one. Sessions end and
//! the owner is told, so that a change by somebody else does not go unnoticed.

use chrono::TimeDelta;
use secrecy::SecretString;
use serde_json::json;
use zvarot_domain::{Actor, FaultCode, Faults, MessageKind};
use zvarot_store::{
    Work,
    accounts::{self, Account},
    confirmations::{self, Purpose},
    sessions,
};

use crate::{
    ActionError, Actions, Cause, Client, Result, confirm, passwords, secrets,
    sign_in::{journal, tell},
};

/// Another link can be asked for after this long; asked for earlier, none is sent and nothing is said.
const ASK_AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);
/// As many accounts of one address get a letter each.
const ACCOUNTS_OF_ONE_ADDRESS: i64 = 5;

/// A new password, typed twice.
pub struct NewPassword {
    pub password: SecretString,
    pub again: SecretString,
}

/// Sends a link to the accounts that have this login or e-mail address. Whether there are any is not told: the answer is the
/// same. Only an address that was confirmed gets a link: any other may be a stranger's by a slip of the hand.
///
/// # Errors
/// Only those of the database.
pub async fn ask(actions: &Actions, cause: &Cause, client: &Client, typed: &str) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let found =
        accounts::by_login_or_email(work.connection(), typed.trim(), ACCOUNTS_OF_ONE_ADDRESS)
            .await?;
    for account in &found {
        ask_for(&mut work, account).await?;
    }
    let account = found.first().map(|account| account.id);
    let known = account.is_some();
    journal(&mut work, client, "password_link", account, known).await?;
    Ok(work.commit().await?)
}

async fn ask_for(work: &mut Work, account: &Account) -> Result<()> {
    let Some(email) = account.email.as_deref() else {
        return Ok(());
    };
    let newest = confirmations::newest(work.connection(), account.id, Purpose::Password).await?;
    if newest.is_some_and(|newest| newest.created_at + ASK_AGAIN_AFTER > work.now()) {
        return Ok(());
    }
    let data = json!({ "login": account.login });
    confirm::request_with(work, account.id, Purpose::Password, email, data).await
}

/// The account whose password a link sets.
///
/// # Errors
/// [`ActionError::NotFound`]: used, over, replaced, or of an address that is not the account's any more.
pub async fn of_link(actions: &Actions, cause: &Cause, token: &str) -> Result<Account> {
    let mut work = actions.store.begin(cause).await?;
    by_link(&mut work, token).await
}

async fn by_link(work: &mut Work, token: &str) -> Result<Account> {
    let (hash, now) = (secrets::hash_token(token.as_bytes()), work.now());
    let found = confirmations::by_code(work.connection(), Purpose::Password, &hash, now)
        .await?
        .ok_or(ActionError::NotFound)?;
    accounts::get(work.connection(), found.account_id)
        .await?
        .filter(|account| account.blocked_at.is_none())
        .filter(|account| account.email_confirmed_at.is_some())
        .filter(|account| account.email.as_ref() == Some(&found.target))
        .ok_or(ActionError::NotFound)
}

/// Sets the password by a link, once; every link and every session of the account ends. A lock after failed sign-ins stays
/// until its time is over (IDN-04).
///
/// # Errors
/// As [`of_link`]; faults of `password`, `password_again`.
pub async fn set(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    token: &str,
    new: NewPassword,
) -> Result<()> {
    let account = of_link(actions, cause, token).await?;
    check(&account, &new)?;
    // Nothing is held while the password is hashed.
    let hash = passwords::hash(new.password).await?;
    let mut work = actions.store.begin(cause).await?;
    let account = by_link(&mut work, token).await?;
    let ended = sessions::end_all(work.connection(), account.id).await?;
    replace(&mut work, client, &account, &hash).await?;
    tracing::info!(sessions = ended, "a password was set by a link");
    Ok(work.commit().await?)
}

/// Changes the own password. The session whose token has the hash `kept` lives on, all others end.
///
/// # Errors
/// Faults of `password_old`, `password`, `password_again`.
pub async fn change(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    old: SecretString,
    new: NewPassword,
    kept: &[u8],
) -> Result<()> {
    let (account, hash) = {
        let mut work = actions.store.begin(cause).await?;
        let account = accounts::get(work.connection(), actor.account()).await?;
        let hash = accounts::password_hash(work.connection(), actor.account()).await?;
        (account.ok_or(ActionError::NotFound)?, hash)
    };
    check(&account, &new)?;
    if !passwords::verify(old, hash.clone()).await? {
        let mut work = actions.store.begin(cause).await?;
        journal(&mut work, client, "password_changed", Some(account.id), false).await?;
        work.commit().await?;
        return Err(ActionError::field("password_old", FaultCode::WrongPassword));
    }
    let new_hash = passwords::hash(new.password).await?;
    let mut work = actions.store.begin(cause).await?;
    // Somebody may have set another one while these were hashed.
    if accounts::password_hash(work.connection(), account.id).await? != hash {
        return Err(ActionError::field("password_old", FaultCode::WrongPassword));
    }
    sessions::end_others(work.connection(), account.id, kept).await?;
    replace(&mut work, client, &account, &new_hash).await?;
    Ok(work.commit().await?)
}

fn check(account: &Account, new: &NewPassword) -> Result<()> {
    let mut own: Vec<&str> = account.display_name.split_whitespace().collect();
    own.push(&account.login);
    own.extend(account.phone.as_deref());
    own.extend(account.email.as_deref());
    let mut faults = Faults::new();
    passwords::check(&new.password, &new.again, &own, &mut faults);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ActionError::Invalid(faults))
    }
}

async fn replace(work: &mut Work, client: &Client, account: &Account, hash: &str) -> Result<()> {
    let now = work.now();
    accounts::set_password_hash(work.connection(), account.id, hash).await?;
    confirmations::use_up_all(work.connection(), account.id, Purpose::Password, now).await?;
    let data = json!({ "at": now });
    tell(work, account, MessageKind::PasswordChanged, data).await?;
    journal(work, client, "password_changed", Some(account.id), true).await
}
