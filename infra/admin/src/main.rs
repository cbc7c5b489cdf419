//! `zvarot-admin`: what operators do from the command line. Each command has its own file under `commands`.

mod commands;

use clap::Parser;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    commands::Cli::parse()
        .run(&mut std::io::stdout().lock())
        .await
}
