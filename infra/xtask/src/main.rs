//! `cargo xtask …`: everything that is done with this repository, each with all its set-up.

mod bench;
mod commands;
mod down;
mod install;
mod openapi;
mod prepare;
mod progress;
mod requirements;
mod scratch;
mod test;
mod up;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Works with the repository and with the system it makes.
#[derive(Parser)]
enum Task {
    /// Starts the whole system on this machine; installs and builds what is missing.
    Up(up::Options),
    /// Stops everything that `up` started with the same --data-dir.
    Down {
        /// Where the system's data are.
        #[arg(long, default_value = ".data")]
        data_dir: PathBuf,
    },
    /// Runs every test, the browser's included; installs and builds what is missing.
    Test,
    /// Measures the release build beside its ceilings, in one run.
    Bench {
        /// Only these of: starting, submitting, lists, transfer, …; none: all.
        measures: Vec<String>,
    },
    /// Lists each requirement with the tests that cite it, then those that none cites.
    Requirements {
        /// Another list: Markdown with rows `| ID | text | …`.
        #[arg(long)]
        list: Option<PathBuf>,
    },
    /// Writes the API's OpenAPI document.
    Openapi {
        /// Only says whether the committed document is the right one.
        #[arg(long)]
        check: bool,
    },
    /// Writes what the checked SQL queries need to compile without a database.
    Prepare {
        /// Only says whether the committed files are the right ones.
        #[arg(long)]
        check: bool,
    },
}


fn main() -> ExitCode {
    let done = match Task::parse() {
        Task::Up(options) => up::run(&options),
        Task::Down { data_dir } => down::run(&data_dir),
        Task::Test => test::run(),
        Task::Bench { measures } => bench::run(&measures),
        Task::Requirements { list } => requirements::run(list),
        Task::Openapi { check } => openapi::run(check),
        Task::Prepare { check } => prepare::run(check),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
