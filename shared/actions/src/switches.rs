//! The switches of the whole system (SUB-03, SUB-05, SUB-10), set by those who manage its settings; the journal of security
//! keeps who did it, what was and what is.

use serde_json::json;
use zvarot_domain::{Actor, Permission, Switch};
use zvarot_store::{PgConnection, settings};

use crate::{ActionError, Actions, Cause, Client, Result, security_journal};

/// The switches that are on.
///
/// # Errors
/// [`ActionError::NotFound`] without the right.
pub async fn on(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Switch>> {
    Permission::ManageSettings.require(actor).map_err(|_| ActionError::NotFound)?;
    read(connection).await
}

async fn read(connection: &mut PgConnection) -> Result<Vec<Switch>> {
    let names = settings::flags(connection, &Switch::ALL.map(Switch::code)).await?;
    Ok(Switch::ALL.into_iter().filter(|switch| names.iter().any(|name| name == switch.code())).collect())
}

/// Switches on what is given and off all else.
///
/// # Errors
/// [`ActionError::NotFound`] without the right.
pub async fn set(actions: &Actions, cause: &Cause, client: &Client, actor: &Actor, is: &[Switch]) -> Result<()> {
    Permission::ManageSettings.require(actor).map_err(|_| ActionError::NotFound)?;
    let mut work = actions.store.begin(cause).await?;
    let was = read(work.connection()).await?;
    for switch in Switch::ALL {
        settings::set(work.connection(), switch.code(), &is.contains(&switch).into()).await?;
    }
    let is: Vec<Switch> = Switch::ALL.into_iter().filter(|switch| is.contains(switch)).collect();
    if was != is {
        let data = json!({ "was": was, "is": is });
        security_journal::record(&mut work, client, actor.account(), "settings_changed", data).await?;
    }
    Ok(work.commit().await?)
}
