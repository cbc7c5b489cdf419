//! What the operator and the chief administrator do about the system itself: lift locks (IDN-04), have failed jobs tried
//! again, change the national calendar (REG-07). All of it is written into the security journal with them as its subject
//! (SEC-02).

use std::collections::BTreeMap;

use chrono::Days;
use ipnetwork::IpNetwork;
use serde_json::json;
use zvarot_domain::{
    AccountId, Actor, JobId, OrganisationId, Permission,
    calendar::{self, Calendar, ChangeForm, NationalCalendar, Schedule},
};
use zvarot_store::{
    Work, accounts,
    appeals::{self, AlikeTerms},
    calendars, security,
};

use crate::{
    ActionError, Actions, Cause, Client, Result,
    appeals::{OrganisationCalendar, would_move},
    hours::MOVED,
    security_journal,
};

/// Sorts of terms that are looked at.
const SORTS: i64 = 50_000;

/// Lifts the lock of an account after failed sign-ins.
///
/// # Errors
/// [`ActionError::NotFound`]: no such account, or the actor has not the permission.
pub async fn unlock_account(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    account: AccountId,
) -> Result<()> {
    let mut work = begin(actions, cause, actor, Permission::Unlock).await?;
    accounts::get(work.connection(), account)
        .await?
        .ok_or(ActionError::NotFound)?;
    accounts::clear_failures(work.connection(), account).await?;
    let data = json!({ "account": account });
    security_journal::record(&mut work, client, actor.account(), "account_unlocked", data).await?;
    Ok(work.commit().await?)
}

/// Lifts the lock of an address after failed sign-ins.
///
/// # Errors
/// [`ActionError::NotFound`]: the actor has not the permission.
pub async fn unlock_address(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    address: IpNetwork,
) -> Result<()> {
    let mut work = begin(actions, cause, actor, Permission::Unlock).await?;
    security::clear_address(work.connection(), address).await?;
    let data = json!({ "address": address.to_string() });
    security_journal::record(&mut work, client, actor.account(), "address_unlocked", data).await?;
    Ok(work.commit().await?)
}

/// Has a failed job tried again from the beginning of its delays.
///
/// # Errors
/// [`ActionError::NotFound`]: no failed job, or the actor has not the permission.
pub async fn try_job_again(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    job: JobId,
) -> Result<()> {
    let mut work = begin(actions, cause, actor, Permission::RetryWork).await?;
    if !work.revive(job).await? {
        return Err(ActionError::NotFound);
    }
    let data = json!({ "job": job });
    security_journal::record(&mut work, client, actor.account(), "job_tried_again", data).await?;
    Ok(work.commit().await?)
}

/// Changes the national calendar (REG-07): a new version, from which the clock computes the terms of open appeals anew, some
/// at a time. `version` is that on which the change was decided.
///
/// # Errors
/// Faults of the form's fields; [`ActionError::Conflict`]: the calendar has been changed meanwhile;
/// [`ActionError::NotFound`]: the actor has not the permission, or there is no calendar.
pub async fn change_calendar(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    version: i32,
    form: &ChangeForm,
) -> Result<()> {
    let mut work = begin(actions, cause, actor, Permission::ManageNationalCalendar).await?;
    let change = form.read().map_err(ActionError::Invalid)?;
    let newest = calendars::national(work.connection()).await?.ok_or(ActionError::NotFound)?;
    if newest.version != version {
        return Err(ActionError::Conflict);
    }
    let data = calendar::changed(&newest.data, &change).map_err(ActionError::Invalid)?;
    if !calendars::add_national_after(work.connection(), version, &data).await? {
        return Err(ActionError::Conflict);
    }
    let about = json!({ "after": version, "change": form.kind, "day": form.day, "working": form.working, "act": form.act });
    security_journal::record(&mut work, client, actor.account(), "calendar_changed", about).await?;
    Ok(work.commit().await?)
}

/// How many terms of open appeals the change would move, of all organisations: nothing is written.
///
/// # Errors
/// As [`change_calendar`], but for the conflict.
pub async fn look_at_calendar(actions: &Actions, cause: &Cause, actor: &Actor, form: &ChangeForm) -> Result<i64> {
    let mut work = begin(actions, cause, actor, Permission::ManageNationalCalendar).await?;
    let change = form.read().map_err(ActionError::Invalid)?;
    let newest = calendars::national(work.connection()).await?.ok_or(ActionError::NotFound)?;
    let data = calendar::changed(&newest.data, &change).map_err(ActionError::Invalid)?;
    let national = NationalCalendar::from_value(data).map_err(ActionError::internal)?;
    let (from, until) = change.days();
    let terms = appeals::open_terms(work.connection(), None, from, until + Days::new(MOVED), SORTS).await?;
    would_move_of_all(&mut work, &national, newest.version, terms).await
}

/// The same of terms of many organisations, each by its own hours.
async fn would_move_of_all(work: &mut Work, national: &NationalCalendar, version: i32, terms: Vec<AlikeTerms>) -> Result<i64> {
    let mut of_each: BTreeMap<OrganisationId, Vec<AlikeTerms>> = BTreeMap::new();
    for alike in terms {
        of_each.entry(alike.organisation).or_default().push(alike);
    }
    let organisations: Vec<OrganisationId> = of_each.keys().copied().collect();
    let own: BTreeMap<_, _> = calendars::schedules_of(work.connection(), &organisations).await?.into_iter().collect();
    let mut moved = 0;
    for (organisation, terms) in of_each {
        // Hours that cannot be read are told elsewhere; the look counts by the usual ones.
        let schedule = own.get(&organisation).and_then(|data| serde_json::from_value(data.clone()).ok()).unwrap_or_else(Schedule::usual);
        let calendar = Calendar::new(national.clone(), schedule);
        moved += would_move(&terms, &OrganisationCalendar { calendar, version });
    }
    Ok(moved)
}

async fn begin(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    permission: Permission,
) -> Result<Work> {
    if !permission.is_given_to(actor) {
        return Err(ActionError::NotFound);
    }
    Ok(actions.store.begin(cause).await?)
}
