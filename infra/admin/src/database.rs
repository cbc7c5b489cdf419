//! The connection of a command: one, waited for while the server is still starting.

use std::time::Duration;

use anyhow::Context;
use tokio::time::{Instant, sleep};
use zvarot_platform::Environment;
use zvarot_store::{PgPool, PgPoolOptions, sqlx_error::Error};

/// How long a database that does not answer yet is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// PostgreSQL: the server is starting up or stopping.
const CANNOT_CONNECT_NOW: &str = "57P03";

/// Connects to `DATABASE_URL`, waiting up to a minute for a server that is still starting.
///
/// # Errors
/// The variable is missing, the server does not answer in time, or it refuses (wrong password, no such database).
pub async fn connect() -> anyhow::Result<PgPool> {
    let url = Environment::from_process().required("DATABASE_URL")?;
    let given_up_at = Instant::now() + PATIENCE;
    loop {
        let options = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE);
        match options.connect(&url).await {
            Ok(pool) => return Ok(pool),
            Err(error) if is_starting(&error) && Instant::now() < given_up_at => {
                sleep(Duration::from_millis(100)).await
            }
            Err(error) => return Err(error).context("connecting to the database of DATABASE_URL"),
        }
    }
}

fn is_starting(error: &Error) -> bool {
    match error {
        Error::Io(_) | Error::PoolTimedOut => true,
        Error::Database(refusal) => refusal.code().as_deref() == Some(CANNOT_CONNECT_NOW),
        _ => false,
    }
}
