//! The programs of the demonstration's organisations, with credentials that are known to everybody: never loaded
//! but for a demonstration. A client that exists already is left as it is.

use anyhow::Context;
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::Deserialize;
use zvarot_actions::api_access;
use zvarot_domain::ApiClientId;
use zvarot_store::{
    PgConnection,
    api_clients::{self, NewApiClient},
    organisations,
};

/// A line of the table of clients.
#[derive(Deserialize)]
struct Line {
    organisation: String,
    name: String,
    client_id: ApiClientId,
    client_secret: String,
}

/// Loads the clients of a table.
///
/// # Errors
/// A line that cannot be read, or an organisation that does not exist.
pub async fn load(
    connection: &mut PgConnection,
    table: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    for line in super::table::<Line>(table).context("the table of API clients")? {
        let organisation = organisations::by_name(connection, &line.organisation).await?;
        let client = NewApiClient {
            id: line.client_id,
            organisation: organisation
                .with_context(|| format!("no organisation is called {}", line.organisation))?,
            name: &line.name,
            created_by: None,
        };
        if api_clients::insert(connection, &client, now).await? {
            let hash = api_access::hash(&SecretString::from(line.client_secret));
            api_clients::add_secret(connection, client.id, uuid::Uuid::now_v7(), &hash, now).await?;
        }
    }
    Ok(())
}
