//! All SQL of Zvarot: one file per table group, plain functions over a connection.
//!
//! Not found is `Option`; an update says how many rows it changed; every function that a person's
//! request reaches is given the actor's scope (account or organisation) and puts it into the query.

pub mod access;
pub mod accounts;
pub mod answer_drafts;
pub mod api_calls;
pub mod api_clients;
pub mod appeals;
pub mod assignments;
pub mod calendars;
pub mod cards;
pub mod confirmations;
pub mod conformance;
pub mod deliveries;
pub mod documents;
pub mod doorbell;
pub mod drafts;
pub mod employees;
pub mod entries;
pub mod files;
pub mod gathered;
pub mod jobs;
pub mod journals;
pub mod letter_templates;
pub mod loads;
pub mod migrations;
pub mod notices;
pub mod organisations;
pub mod publications;
pub mod rate_limits;
pub mod reminders;
pub mod questions;
pub mod reports;
pub mod resolutions;
pub mod samples;
pub mod search;
pub mod searches;
pub mod security;
pub mod sessions;
pub mod settings;
pub mod smdo;
pub mod stops;
pub mod topics;
pub mod versions;
pub mod webhooks;
mod work;

pub use sqlx::{PgConnection, PgPool, postgres::PgPoolOptions};
pub use work::{Cause, Store, TraceId, Work};

/// What every function here returns: the database's own error, nothing wrapped.
pub type Result<T> = std::result::Result<T, sqlx::Error>;

/// The migrations, embedded: applied by `zvarot-admin migrate`.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// Begins a transaction on a connection of one's own: for commands, whose work enqueues no jobs.
pub async fn begin(connection: &mut PgConnection) -> Result<sqlx::Transaction<'_, sqlx::Postgres>> {
    sqlx::Connection::begin(connection).await
}

/// Reads an enum's code out of a text column; a value the code does not know is a fault of the database.
fn read_code<T>(
    column: &'static str,
    value: &str,
    from_code: impl Fn(&str) -> Option<T>,
) -> Result<T> {
    from_code(value).ok_or_else(|| sqlx::Error::ColumnDecode {
        index: column.into(),
        source: format!("unknown code {value:?}").into(),
    })
}

/// Reads a JSON column into its type; what does not fit is a fault of the database.
fn read_json<T: serde::de::DeserializeOwned>(
    column: &'static str,
    value: serde_json::Value,
) -> Result<T> {
    serde_json::from_value(value).map_err(|error| sqlx::Error::ColumnDecode {
        index: column.into(),
        source: error.into(),
    })
}

/// Whether the error is a violation of the named constraint.
pub fn violates(error: &sqlx::Error, constraint: &str) -> bool {
    error
        .as_database_error()
        .and_then(|database| database.constraint())
        == Some(constraint)
}

/// The database's error, for crates that do not speak SQL themselves.
pub mod sqlx_error {
    pub use sqlx::Error;
}
