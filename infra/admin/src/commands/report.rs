//! `zvarot-admin report`: proves that the summaries behind reports equal the appeals, and mends them if they do not;
//! gives and takes the right to see the numbers of a region or of the republic (REP-01).

use std::io::Write;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use zvarot_domain::report::Region;
use zvarot_platform::Clock;
use zvarot_store::{
    PgConnection, accounts,
    reports::{rights, summaries},
};

use crate::database;

#[derive(Debug, Args)]
pub struct Report {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Compare every sum with a direct count, while the system works. Prints what differs. The exit status is 0 only if nothing
    /// does, 1 if anything does, 3 if there is nothing to compare: the summaries are to be made anew.
    Check {
        /// Make the summaries anew if anything differs.
        #[arg(long)]
        repair: bool,
    },
    /// Let a person see the numbers of a region, or of the republic where none is given.
    Grant(Whom),
    /// Take that right away.
    Revoke(Whom),
}

#[derive(Debug, Args)]
struct Whom {
    /// The person's login.
    #[arg(long)]
    login: String,
    /// brest, vitebsk, gomel, grodno, minsk, minsk_city or mogilev.
    #[arg(long, value_parser = region)]
    region: Option<Region>,
}

fn region(text: &str) -> Result<Region, String> {
    let known = || Region::ALL.map(Region::code).join(", ");
    Region::from_code(text).ok_or_else(|| format!("none of {}", known()))
}

/// Nothing could be compared.
#[derive(Debug)]
pub(super) struct Stale;

impl std::fmt::Display for Stale {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the summaries are to be made anew, so nothing was compared; --repair makes them")
    }
}

impl std::error::Error for Stale {}

impl Report {
    /// Does it.
    ///
    /// # Errors
    /// Sums that differ and were not to be repaired; a login that nobody has.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let pool = database::connect().await?;
        let mut connection = pool.acquire().await?;
        match self.action {
            Action::Check { repair } => check(&mut connection, repair, out).await,
            Action::Grant(whom) => {
                let account = account(&mut connection, &whom.login).await?;
                rights::give(&mut connection, account, whom.region, Clock::system().now()).await?;
                writeln!(out, "granted")?;
                Ok(())
            }
            Action::Revoke(whom) => {
                let account = account(&mut connection, &whom.login).await?;
                let taken = rights::take(&mut connection, account, whom.region).await?;
                writeln!(out, "{}", if taken { "revoked" } else { "there was no such right" })?;
                Ok(())
            }
        }
    }
}

async fn account(connection: &mut PgConnection, login: &str) -> anyhow::Result<zvarot_domain::AccountId> {
    let found = accounts::by_login(connection, login).await?;
    Ok(found.with_context(|| format!("nobody has the login {login}"))?.0)
}

/// Compares; repairs if asked to and needed.
pub(crate) async fn check(connection: &mut PgConnection, repair: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let found = summaries::check(connection).await?;
    writeln!(out, "sums: {}, changes that wait: {}", found.sums, found.waiting)?;
    if found.stale {
        writeln!(out, "reports count the appeals themselves meanwhile")?;
    } else {
        for difference in &found.differences {
            writeln!(out, "{}: counted {}, kept {}", difference.place, difference.counted, difference.kept)?;
        }
        if found.differences.is_empty() {
            writeln!(out, "all sums equal the appeals")?;
            return Ok(());
        }
    }
    if !repair {
        if found.stale {
            return Err(Stale.into());
        }
        bail!("the summaries differ from the appeals; --repair makes them anew");
    }
    if !summaries::rebuild(connection, Clock::system().now()).await? {
        bail!("somebody else is writing the summaries; try again");
    }
    writeln!(out, "made anew")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::process::ExitCode;

    use sqlx::PgPool;

    use super::*;
    use crate::commands::exit_status;

    // REQ: REP-01
    #[sqlx::test(migrator = "zvarot_store::MIGRATIONS")]
    async fn a_check_that_could_compare_nothing_has_an_exit_status_of_its_own(pool: PgPool) {
        let mut connection = pool.acquire().await.unwrap();
        let mut out = Vec::new();
        summaries::rebuild(&mut connection, Clock::system().now()).await.unwrap();
        assert_eq!(exit_status(&check(&mut connection, false, &mut out).await), ExitCode::SUCCESS);
        sqlx::query("UPDATE report_state SET stale = true").execute(&mut *connection).await.unwrap();
        let done = check(&mut connection, false, &mut out).await;
        assert_eq!(exit_status(&done), ExitCode::from(3));
        assert!(done.unwrap_err().to_string().contains("nothing was compared"));
        assert_eq!(exit_status(&Err(anyhow::anyhow!("another"))), ExitCode::FAILURE);
        assert_eq!(exit_status(&check(&mut connection, true, &mut out).await), ExitCode::SUCCESS, "made anew");
        assert_eq!(exit_status(&check(&mut connection, false, &mut out).await), ExitCode::SUCCESS);
    }
}
