//! `migrate`: applies the migrations that the database does not have yet.

use std::io::Write;

use anyhow::Context as _;
use sqlx::{Connection as _, PgConnection};
use zvarot_platform::Environment;

pub async fn run(out: &mut impl Write) -> anyhow::Result<()> {
    let url = Environment::from_process().required("DATABASE_URL")?;
    let mut connection = PgConnection::connect(&url).await.context("the database does not answer")?;
    // Two of these at once wait for each other: the migrator takes a lock in the database.
    zvarot_store::MIGRATIONS.run(&mut connection).await?;
    let version: i64 = zvarot_store::MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0);
    writeln!(out, "{version}")?;
    connection.close().await?;
    Ok(())
}
