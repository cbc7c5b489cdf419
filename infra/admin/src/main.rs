//! `zvarot-admin`: what operators do from the command line.

use std::process::ExitCode;

use clap::Parser;
use zvarot_admin::commands::{Cli, exit_status};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let done = Cli::parse().run(&mut std::io::stdout().lock()).await;
    if let Err(error) = &done {
        eprintln!("Error: {error:?}");
    }
    exit_status(&done)
}
