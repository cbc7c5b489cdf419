//! `zvarot`: starts the servers of the local stack and keeps them alive.

mod command_line;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match command_line::Command::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
