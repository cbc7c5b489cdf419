//! Applying the embedded migrations, and saying how a database stands to them (OPS-04).

use std::collections::BTreeMap;

use sqlx::{PgConnection, migrate::Migrator};

use crate::{MIGRATIONS, Result};

/// How a database stands to the migrations of this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Not applied yet: version and name, in their order.
    pub pending: Vec<(i64, String)>,
    /// Applied by a newer version of the system.
    pub unknown: Vec<i64>,
}

/// Compares a database with the embedded migrations; changes nothing.
pub async fn state(connection: &mut PgConnection) -> Result<State> {
    // Unchecked: the table is the migrator's own and need not exist.
    let (begun,): (bool,) = sqlx::query_as("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    let applied: Vec<(i64,)> = match begun {
        true => sqlx::query_as("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version").fetch_all(connection).await?,
        false => Vec::new(),
    };
    let mut pending: BTreeMap<i64, String> = MIGRATIONS
        .iter()
        .map(|migration| (migration.version, migration.description.to_string()))
        .collect();
    let unknown = applied
        .into_iter()
        .filter_map(|(version,)| pending.remove(&version).is_none().then_some(version))
        .collect();
    Ok(State { pending: pending.into_iter().collect(), unknown })
}

/// Applies what is pending, under the migrator's advisory lock. Migrations of a newer version are left as they are:
/// while an update is under way the older program runs beside the newer database.
///
/// # Errors
/// One fails (and is rolled back), or one that was applied has been altered since.
pub async fn apply(connection: &mut PgConnection) -> Result<()> {
    let mut migrator = Migrator::with_migrations(MIGRATIONS.iter().cloned().collect());
    migrator.set_ignore_missing(true);
    migrator.run(connection).await.map_err(|error| sqlx::Error::Migrate(Box::new(error)))
}
