//! The employees of an organisation, as its external administrator sees them, and what each is called there (ORG-03, REV-10).

use serde_json::json;
use zvarot_domain::{AccountId, Actor, OrganisationId, job_title::JobTitleForm, permissions::Permission};
use zvarot_store::{
    PgConnection,
    employees::{self, Employee},
};

use crate::{ActionError, Actions, Cause, Client, Result, security_journal};

/// So many are shown at once; the others are found.
pub const EMPLOYEES_SHOWN: usize = 200;

/// The organisation whose employees the actor manages.
///
/// # Errors
/// [`ActionError::NotFound`]: none's.
fn organisation(actor: &Actor) -> Result<OrganisationId> {
    actor.organisation().filter(|_| Permission::ManageEmployees.is_given_to(actor)).ok_or(ActionError::NotFound)
}

/// The first of the organisation's employees by name, one more than are shown; `search` is looked for in names and titles.
///
/// # Errors
/// [`ActionError::NotFound`] without the right.
pub async fn list(connection: &mut PgConnection, actor: &Actor, search: &str) -> Result<Vec<Employee>> {
    let limit = i64::try_from(EMPLOYEES_SHOWN + 1).unwrap_or(i64::MAX);
    Ok(employees::employees(connection, organisation(actor)?, search, limit).await?)
}

/// One of them.
///
/// # Errors
/// [`ActionError::NotFound`]: not of the actor's organisation, or no right.
pub async fn one(connection: &mut PgConnection, actor: &Actor, account: AccountId) -> Result<Employee> {
    employees::employee(connection, organisation(actor)?, account).await?.ok_or(ActionError::NotFound)
}

/// Sets what an employee is called, or, where nothing is typed, takes it away; answers that were given keep what stands under
/// them. The journal of security says whose it was. `version` is that on which it was decided.
///
/// # Errors
/// Faults of `title_ru` and `title_be`; a conflict: it was set meanwhile; [`ActionError::NotFound`]: not of the actor's
/// organisation, or no right.
pub async fn set_job_title(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    account: AccountId,
    version: i32,
    form: &JobTitleForm,
) -> Result<()> {
    let organisation = organisation(actor)?;
    let mut work = actions.store.begin(cause).await?;
    one(work.connection(), actor, account).await?;
    let title = form.read().map_err(ActionError::Invalid)?;
    if !employees::set_job_title(work.connection(), organisation, account, title.as_ref(), version, cause.now).await? {
        return Err(ActionError::Conflict);
    }
    let data = json!({ "organisation": organisation, "account": account });
    security_journal::record(&mut work, client, actor.account(), "job_title_changed", data).await?;
    Ok(work.commit().await?)
}
