//! `zvarot-admin seed`: loads what a system begins with.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Args;
use zvarot_platform::Clock;

use crate::{
    database,
    seed::{self, Demonstration},
};

#[derive(Debug, Args)]
pub struct Seed {
    /// Load the demonstration too: seven thousand organisations and the accounts of this table (role, organisation,
    /// login, password, sign_in_page).
    #[arg(long, value_name = "FILE")]
    demo: Option<PathBuf>,
    /// The API clients of the demonstration (organisation, name, client_id, client_secret).
    #[arg(long, value_name = "FILE", requires = "demo")]
    api_clients: Option<PathBuf>,
    /// The organisations of the demonstration that exchange by СМДО (organisation, code).
    #[arg(long, value_name = "FILE", requires = "demo")]
    smdo: Option<PathBuf>,
}

impl Seed {
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let accounts = self.demo.as_deref().map(read).transpose()?;
        let api_clients = self.api_clients.as_deref().map(read).transpose()?;
        let smdo = self.smdo.as_deref().map(read).transpose()?;
        let demonstration = accounts.as_deref().map(|accounts| Demonstration {
            accounts,
            api_clients: api_clients.as_deref().unwrap_or_default(),
            smdo: smdo.as_deref().unwrap_or_default(),
        });
        let pool = database::connect().await?;
        let mut connection = pool.acquire().await?;
        let loaded = seed::load(&mut connection, demonstration, &Clock::system()).await?;
        let said = if loaded {
            "loaded"
        } else {
            "was loaded before"
        };
        writeln!(out, "{said}")?;
        Ok(())
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
