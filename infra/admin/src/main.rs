//! `zvarot-admin`: what operators do from the command line.

use clap::Parser;
use zvarot_admin::commands::Cli;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    Cli::parse().run(&mut std::io::stdout().lock()).await
}
