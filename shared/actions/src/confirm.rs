//! Confirmation of the phone by a code that lives one minute and of the e-mail address by a link (ORG-06).
//!
//! Asking writes a confirmation and a delivery; the code itself is made by [`make_code`] in the worker, in the very
//! transaction that says "handing over", so that it is never stored and its minute begins when it leaves.

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{AccountId, Actor, FaultCode};
use zvarot_store::{
    Work, accounts,
    confirmations::{self, Confirmation, Purpose},
    deliveries::{self, Channel, NewDelivery},
    jobs::Job,
};

use crate::{ActionError, Actions, Cause, Client, Result, secrets, sign_in};

/// How long a code by SMS lives from when it leaves (ORG-06).
pub const CODE_LIVES: TimeDelta = TimeDelta::minutes(1);
/// How long a link that confirms an e-mail address lives.
pub const LINK_LIVES: TimeDelta = TimeDelta::hours(24);
/// How long a link to set a new password lives.
pub const PASSWORD_LINK_LIVES: TimeDelta = TimeDelta::hours(1);
/// Another code can be asked for after this long.
pub const ASK_AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);
/// Wrong tries of one code before another must be asked for.
pub const TRIES: i32 = 5;

/// Asks for a code by SMS to the account's phone.
///
/// # Errors
/// [`ActionError::TooOften`] within a minute of the last; a fault of `phone` if there is none.
pub async fn ask_phone_code(actions: &Actions, cause: &Cause, actor: &Actor) -> Result<()> {
    ask(actions, cause, actor, Purpose::Phone).await
}

/// Asks for a link to the account's e-mail address.
///
/// # Errors
/// As [`ask_phone_code`], of `email`.
pub async fn ask_email_link(actions: &Actions, cause: &Cause, actor: &Actor) -> Result<()> {
    ask(actions, cause, actor, Purpose::Email).await
}

async fn ask(actions: &Actions, cause: &Cause, actor: &Actor, purpose: Purpose) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let account = accounts::get(work.connection(), actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    let (target, field) = match purpose {
        Purpose::Phone => (account.phone, "phone"),
        Purpose::Email | Purpose::Password => (account.email, "email"),
    };
    let target = target.ok_or_else(|| ActionError::field(field, FaultCode::Required))?;
    if let Some(newest) = confirmations::newest(work.connection(), account.id, purpose).await?
        && newest.target == target
        && newest.created_at + ASK_AGAIN_AFTER > cause.now
    {
        return Err(ActionError::TooOften(newest.created_at + ASK_AGAIN_AFTER));
    }
    request(&mut work, account.id, purpose, &target).await?;
    Ok(work.commit().await?)
}

/// Writes a confirmation with its message; part of sign-up and of a change of contacts.
pub(crate) async fn request(
    work: &mut Work,
    account: AccountId,
    purpose: Purpose,
    target: &str,
) -> Result<()> {
    request_with(work, account, purpose, target, json!({})).await
}

/// The same with facts for the message's text.
pub(crate) async fn request_with(
    work: &mut Work,
    account: AccountId,
    purpose: Purpose,
    target: &str,
    data: serde_json::Value,
) -> Result<()> {
    let now = work.now();
    let confirmation =
        confirmations::insert(work.connection(), account, purpose, target, now).await?;
    let (channel, kind) = match purpose {
        Purpose::Phone => (Channel::Sms, "phone_code"),
        Purpose::Email => (Channel::Email, "email_link"),
        Purpose::Password => (Channel::Email, "password_link"),
    };
    let delivery = NewDelivery {
        account,
        channel,
        kind,
        event: None,
        appeal: None,
        confirmation: Some(confirmation),
        data,
    };
    if let Some(delivery_id) = deliveries::insert(work.connection(), &delivery, now).await? {
        work.enqueue(Job::Deliver { delivery_id }).await?;
    }
    Ok(())
}

/// Makes the code (six digits) or the link's token (64 hexadecimal digits) of a confirmation that is about to be sent and
/// stores its hash. None: it is not wanted any more (used, or the contact was changed).
pub async fn make_code(
    actions: &Actions,
    work: &mut Work,
    confirmation: Uuid,
) -> Result<Option<(Confirmation, String)>> {
    let Some(found) = confirmations::get(work.connection(), confirmation)
        .await?
        .filter(|found| found.used_at.is_none())
    else {
        return Ok(None);
    };
    let account = accounts::get(work.connection(), found.account_id)
        .await?
        .ok_or(ActionError::NotFound)?;
    let current = match found.purpose {
        Purpose::Phone => account.phone,
        Purpose::Email | Purpose::Password => account.email,
    };
    if current.as_deref() != Some(found.target.as_str()) {
        return Ok(None);
    }
    let now = work.now();
    let (code, hash, lives) = match found.purpose {
        Purpose::Phone => {
            let code = secrets::six_digits();
            let hash = secrets::hash_code(&actions.secret, "phone", &found.target, &code);
            (code, hash, CODE_LIVES)
        }
        Purpose::Email | Purpose::Password => {
            let token: [u8; 32] = secrets::random();
            let code: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
            let hash = secrets::hash_token(code.as_bytes());
            let lives = match found.purpose {
                Purpose::Password => PASSWORD_LINK_LIVES,
                _ => LINK_LIVES,
            };
            (code, hash, lives)
        }
    };
    let wanted = confirmations::set_code(work.connection(), found.id, &hash, now + lives).await?;
    Ok(wanted.then_some((found, code)))
}

/// Confirms the phone by the code that came by SMS.
///
/// # Errors
/// Faults of `code`: wrong (with the tries left), expired.
pub async fn confirm_phone(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    code: &str,
) -> Result<()> {
    let code: String = code
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '-')
        .collect();
    let mut work = actions.store.begin(cause).await?;
    let account = actor.account();
    let newest = confirmations::newest(work.connection(), account, Purpose::Phone)
        .await?
        .filter(|newest| newest.used_at.is_none());
    let Some((newest, hash)) =
        newest.and_then(|newest| newest.code_hash.clone().map(|hash| (newest, hash)))
    else {
        return Err(ActionError::field("code", FaultCode::CodeExpired));
    };
    if newest.expires_at.is_none_or(|expires| expires < cause.now) || newest.wrong_tries >= TRIES {
        return Err(ActionError::field("code", FaultCode::CodeExpired));
    }
    if !secrets::equal(
        &hash,
        &secrets::hash_code(&actions.secret, "phone", &newest.target, &code),
    ) {
        confirmations::count_wrong(work.connection(), newest.id).await?;
        sign_in::journal(
            &mut work,
            client,
            "phone_confirmation",
            Some(account),
            false,
        )
        .await?;
        work.commit().await?;
        let fault = zvarot_domain::Fault::new("code", FaultCode::WrongCode)
            .with("left", i64::from(TRIES - newest.wrong_tries - 1));
        return Err(ActionError::Invalid(vec![fault]));
    }
    confirmations::use_up(work.connection(), newest.id, cause.now).await?;
    if !accounts::confirm_phone(work.connection(), account, &newest.target, cause.now).await? {
        return Err(ActionError::field("code", FaultCode::CodeExpired));
    }
    sign_in::journal(&mut work, client, "phone_confirmation", Some(account), true).await?;
    Ok(work.commit().await?)
}

/// Confirms the e-mail address by the token of the link; needs no session: the link may be opened on another device.
///
/// # Errors
/// [`ActionError::NotFound`]: used, expired, or of an address that was changed since.
pub async fn confirm_email(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    token: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let hash = secrets::hash_token(token.as_bytes());
    let found = confirmations::by_code(work.connection(), Purpose::Email, &hash, cause.now)
        .await?
        .ok_or(ActionError::NotFound)?;
    confirmations::use_up(work.connection(), found.id, cause.now).await?;
    if !accounts::confirm_email(
        work.connection(),
        found.account_id,
        &found.target,
        cause.now,
    )
    .await?
    {
        return Err(ActionError::NotFound);
    }
    sign_in::journal(
        &mut work,
        client,
        "email_confirmation",
        Some(found.account_id),
        true,
    )
    .await?;
    Ok(work.commit().await?)
}
