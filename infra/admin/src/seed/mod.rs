//! What a system begins with: topics and the national calendar for every one; organisations and accounts for a
//! demonstration. Loading twice changes nothing, and what is loaded already costs one query.

mod accounts;
mod api_clients;
mod organisations;
mod smdo;
mod words;

use serde::de::DeserializeOwned;
use serde_json::json;
use sha2::{Digest, Sha256};
use zvarot_domain::{NationalCalendar, Topics};
use zvarot_platform::Clock;
use zvarot_store::{PgConnection, calendars, settings, topics};

/// The setting that holds the digest of what was loaded last.
const LOADED: &str = "seed";

/// Reads a table with a header.
pub(crate) fn table<T: DeserializeOwned>(text: &str) -> anyhow::Result<Vec<T>> {
    Ok(csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()?)
}

/// The tables of a demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Demonstration<'a> {
    /// role, organisation, login, password, sign_in_page
    pub accounts: &'a str,
    /// organisation, name, client_id, client_secret
    pub api_clients: &'a str,
    /// organisation, code
    pub smdo: &'a str,
}

/// Loads the data in one transaction. False: the same was loaded before.
///
/// # Errors
/// The database is out of reach or not migrated, or a table cannot be read.
pub async fn load(
    connection: &mut PgConnection,
    demonstration: Option<Demonstration<'_>>,
    clock: &Clock,
) -> anyhow::Result<bool> {
    let digest = digest(demonstration);
    if settings::get(connection, LOADED).await? == Some(digest.clone()) {
        return Ok(false);
    }
    let mut transaction = zvarot_store::begin(connection).await?;
    load_dictionaries(&mut transaction).await?;
    if let Some(tables) = demonstration {
        organisations::load(&mut transaction, &organisations::generate()?).await?;
        for account in accounts::read(tables.accounts)? {
            account.load(&mut transaction, clock.now()).await?;
        }
        api_clients::load(&mut transaction, tables.api_clients, clock.now()).await?;
        smdo::load(&mut transaction, tables.smdo, clock.now()).await?;
    }
    settings::set(&mut transaction, LOADED, &digest).await?;
    transaction.commit().await?;
    Ok(true)
}

async fn load_dictionaries(connection: &mut PgConnection) -> anyhow::Result<()> {
    for topic in Topics::seed().all() {
        let topic = topics::Topic {
            code: topic.code.clone(),
            parent_code: topic.parent_code.clone(),
            name_ru: topic.name_ru.clone(),
            name_be: topic.name_be.clone(),
        };
        topics::upsert(connection, &topic).await?;
    }
    calendars::add_national(connection, &serde_json::from_str(NationalCalendar::SEED)?).await?;
    Ok(())
}

/// What the data are made of: they are loaded again when any of it changes.
fn digest(demonstration: Option<Demonstration<'_>>) -> serde_json::Value {
    let mut hash = Sha256::new();
    hash.update(format!("{:?}", Topics::seed().all()));
    hash.update(NationalCalendar::SEED);
    if let Some(tables) = demonstration {
        for source in organisations::SOURCES
            .into_iter()
            .chain(accounts::SOURCES)
            .chain([tables.accounts, tables.api_clients, tables.smdo])
        {
            hash.update(source);
            hash.update([0]);
        }
    }
    let digest: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    json!(digest)
}
