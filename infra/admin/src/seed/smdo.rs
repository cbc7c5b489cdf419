//! The organisations of the demonstration that take part in the exchange by СМДО, in the name of their external
//! administrator. A consent that was given or taken back before is left as it is.

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use zvarot_domain::Role;
use zvarot_store::{PgConnection, accounts, organisations, smdo};

/// A line of the table.
#[derive(Deserialize)]
struct Line {
    organisation: String,
    code: String,
}

/// Loads the consents of a table.
///
/// # Errors
/// A line that cannot be read, an organisation that does not exist or has no external administrator.
pub async fn load(
    connection: &mut PgConnection,
    table: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    for line in super::table::<Line>(table).context("the table of СМДО")? {
        let organisation = organisations::by_name(connection, &line.organisation).await?;
        let organisation = organisation
            .with_context(|| format!("no organisation is called {}", line.organisation))?;
        if smdo::subscription(connection, organisation).await?.is_some() {
            continue;
        }
        let administrators =
            accounts::holders(connection, organisation, Role::ExternalAdministrator).await?;
        let by = administrators
            .first()
            .with_context(|| format!("{} has no external administrator", line.organisation))?;
        smdo::subscribe(connection, organisation, &line.code, true, *by, now).await?;
    }
    Ok(())
}
