//! `zvarot-admin seed`: loads what a system begins with.

use std::{io::Write, path::PathBuf};

use anyhow::Context;
use clap::Args;
use zvarot_platform::Clock;

use crate::{database, seed};

#[derive(Debug, Args)]
pub struct Seed {
    /// Load the demonstration too: seven thousand organisations and the accounts of this table (role, organisation,
    /// login, password, sign_in_page).
    #[arg(long, value_name = "FILE", alias = "accounts")]
    demo: Option<PathBuf>,
}

impl Seed {
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let accounts = match &self.demo {
            Some(path) => Some(
                std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read {}", path.display()))?,
            ),
            None => None,
        };
        let pool = database::connect().await?;
        let mut connection = pool.acquire().await?;
        let loaded = seed::load(&mut connection, accounts.as_deref(), &Clock::system()).await?;
        let said = if loaded {
            "loaded"
        } else {
            "was loaded before"
        };
        writeln!(out, "{said}")?;
        Ok(())
    }
}
