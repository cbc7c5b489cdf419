//! The commands, one file each. Those that only compute need no database and no configuration.

mod api_client;
mod api_journal;
mod calendar;
mod calendar_load;
mod deadline;
mod generate;
mod job_title;
mod migrate;
mod registration_limit;
mod report;
mod seed;

use std::{io::Write, process::ExitCode};

use clap::{Parser, Subcommand};

/// Administration of Zvarot.
#[derive(Debug, Parser)]
#[command(name = "zvarot-admin", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Register a program of an organisation that calls the API; prints its credentials, which cannot be seen again.
    ApiClient(api_client::ApiClient),
    /// Give a program a new Secret Access Key; the old one holds for some days more. Prints it, once.
    ApiClientRotate(api_client::Rotate),
    /// Take the access from a program at once.
    ApiClientRevoke(api_client::Revoke),
    /// Print the newest calls of the API, of all programs or of one.
    ApiJournal(api_journal::ApiJournal),
    /// Put a national calendar in force; the terms of open appeals are computed anew.
    CalendarLoad(calendar_load::CalendarLoad),
    /// Print the date on which a term ends, then how it was found, day by day.
    Deadline(deadline::Deadline),
    /// Fill a system with made-up appeals, for load tests.
    Generate(generate::Generate),
    /// Set or take away what an employee of an organisation is called under letters, in Russian and Belarusian; prints what it is then.
    JobTitle(job_title::JobTitle),
    /// Bring the database of `DATABASE_URL` up to this version. Safe to repeat, and while the version before still runs.
    Migrate(migrate::Migrate),
    /// Print until when an appeal must be registered, then how that was found.
    RegistrationLimit(registration_limit::RegistrationLimit),
    /// Check the summaries behind reports, make them anew, and say who may see the numbers of a region or of the republic.
    Report(report::Report),
    /// Load what a system begins with: topics, the national calendar, and for a demonstration organisations and accounts.
    Seed(seed::Seed),
}

/// With what the program ends: 3 where a check found nothing to compare, 1 after any other error.
#[must_use]
pub fn exit_status(done: &anyhow::Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<report::Stale>() => ExitCode::from(3),
        Err(_) => ExitCode::FAILURE,
    }
}

impl Cli {
    /// Runs the command; what it says goes to `out`, warnings to the standard error output.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        match self.command {
            Command::ApiClient(command) => command.run(out).await,
            Command::ApiClientRotate(command) => command.run(out).await,
            Command::ApiClientRevoke(command) => command.run(out).await,
            Command::ApiJournal(command) => command.run(out).await,
            Command::CalendarLoad(command) => command.run(out).await,
            Command::Deadline(command) => command.run(out),
            Command::Generate(command) => command.run(out).await,
            Command::JobTitle(command) => command.run(out).await,
            Command::Migrate(command) => command.run(out).await,
            Command::RegistrationLimit(command) => command.run(out),
            Command::Report(command) => command.run(out).await,
            Command::Seed(command) => command.run(out).await,
        }
    }
}

#[cfg(test)]
mod tests;
