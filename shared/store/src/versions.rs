//! Which database this is, for the operator's page.

use sqlx::PgConnection;

use crate::Result;

/// The server's version, and the last migration that `zvarot-admin migrate` applied.
#[derive(Clone, Debug)]
pub struct Versions {
    pub server: String,
    pub migration: Option<i64>,
}

/// Reads both. The table of migrations is made by the first of them, so it may not be there.
pub async fn versions(connection: &mut PgConnection) -> Result<Versions> {
    let server = sqlx::query_scalar("SHOW server_version")
        .fetch_one(&mut *connection)
        .await?;
    let migrated: bool =
        sqlx::query_scalar("SELECT to_regclass('public._sqlx_migrations') IS NOT NULL")
            .fetch_one(&mut *connection)
            .await?;
    let migration = if migrated {
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success")
            .fetch_one(connection)
            .await?
    } else {
        None
    };
    Ok(Versions { server, migration })
}
