//! `zvarot-admin generate`: appeals for load tests.

use std::io::Write;

use anyhow::bail;
use clap::Args;
use zvarot_platform::Clock;
use zvarot_store::samples;

use crate::{
    database,
    samples::{Order, generate},
};

#[derive(Debug, Args)]
pub struct Generate {
    /// How many appeals.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    appeals: u32,
    /// Other seeds make other appeals; the same one always the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write them into a system that has appeals already. Nobody can work in it meanwhile.
    #[arg(long)]
    beside_others: bool,
}

impl Generate {
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let pool = database::connect().await?;
        let mut connection = pool.acquire().await?;
        if !self.beside_others && samples::has_appeals(&mut connection).await? {
            bail!("there are appeals in this system; --beside-others writes made-up ones beside them");
        }
        let order = Order { appeals: self.appeals, seed: self.seed, until: Clock::system().now() };
        generate(&mut connection, order).await?;
        writeln!(out, "{} appeals were made", self.appeals)?;
        Ok(())
    }
}
