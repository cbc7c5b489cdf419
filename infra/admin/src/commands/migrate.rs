//! `zvarot-admin migrate`: brings the database up to what this program knows (OPS-04).

use std::io::Write;

use clap::Args;
use zvarot_store::migrations::{self, State};

use crate::database;

#[derive(Debug, Args)]
pub struct Migrate {
    /// Change nothing, say what is not applied; the exit status is 1 if anything is not.
    #[arg(long)]
    check: bool,
}

impl Migrate {
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let pool = database::connect().await?;
        let mut connection = pool.acquire().await?;
        let before = migrations::state(&mut connection).await?;
        warn_of_newer(&before);
        if self.check {
            for (version, name) in &before.pending {
                writeln!(out, "not applied: {version} {name}")?;
            }
            let count = before.pending.len();
            anyhow::ensure!(count == 0, "{count} migrations are not applied");
            writeln!(out, "all migrations are applied")?;
            return Ok(());
        }
        migrations::apply(&mut connection).await?;
        for (version, name) in &before.pending {
            writeln!(out, "applied: {version} {name}")?;
        }
        if before.pending.is_empty() {
            writeln!(out, "all migrations were applied before")?;
        }
        Ok(())
    }
}

/// During an update the older version still runs beside the newer database: that is no fault, but it is to be seen.
fn warn_of_newer(state: &State) {
    if !state.unknown.is_empty() {
        let versions: Vec<String> = state.unknown.iter().map(i64::to_string).collect();
        eprintln!(
            "warning: a newer version of the system has changed this database: it holds migrations that this program \
             does not know ({}). They are left as they are; update this program too.",
            versions.join(", ")
        );
    }
}
