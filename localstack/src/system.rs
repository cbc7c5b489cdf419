//! The whole system on top of its infrastructure: migrations and demo data by
//! `zvarot-admin`, all functions in one process, and the words that tell a newcomer where to go.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;
use zvarot_machine::http;
use zvarot_machine::ports::require_free;

use crate::infrastructure::{ourselves, programs};
use crate::settings::Settings;
use crate::supervise::{Service, Supervisor};

/// The name of the process with all functions.
pub const FUNCTIONS: &str = "functions";

/// The accounts that the demo data have: what is shown here and what `zvarot-admin seed` loads.
const ACCOUNTS: &str = include_str!("../demo-accounts.csv");

/// Migrates, loads the demo data where they are missing, and starts the functions.
///
/// # Errors
/// When a port is taken or `zvarot-admin` refuses; with its own words.
pub fn start(supervisor: &mut Supervisor, settings: &Settings) -> Result<()> {
    let ports = &settings.ports;
    require_free(&[("the pages", ports.front), ("the API", ports.api), ("metrics", ports.metrics)])?;
    administer(settings, &["migrate"])?;
    let accounts = programs().join("demo-accounts.csv");
    administer(settings, &["seed", "--accounts", &accounts.to_string_lossy()])?;
    supervisor.start(functions(settings)?)
}

/// Runs `zvarot-admin`, which lies beside this program.
fn administer(settings: &Settings, arguments: &[&str]) -> Result<()> {
    let program = std::env::current_exe()?.with_file_name("zvarot-admin");
    let output = Command::new(&program)
        .args(arguments)
        .envs(settings.environment()?)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("starting {}", program.display()))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("zvarot-admin {} failed: {}", arguments.join(" "), words.trim());
    }
    Ok(())
}

fn functions(settings: &Settings) -> Result<Service> {
    let environment = settings.environment()?;
    let (front, api) = (settings.ports.front, settings.ports.api);
    let is_well = |port| matches!(http::get(port, "/health/ready"), Some((200, _)));
    Ok(Service {
        name: FUNCTIONS,
        command: Box::new(move || {
            let mut command = ourselves()?;
            command.arg("functions").envs(environment.iter().cloned());
            Ok(command)
        }),
        ready: Box::new(move || is_well(front) && is_well(api)),
        settle: Box::new(|| Ok(())),
        // Requests and jobs in hand are finished first.
        stop: (Signal::SIGTERM, Duration::from_secs(20)),
    })
}

/// Addresses and demo accounts, as printed when all is ready.
#[must_use]
pub fn summary(settings: &Settings) -> String {
    let ports = &settings.ports;
    let mut summary = String::from("\n");
    for (what, port) in [
        ("Pages", ports.front),
        ("API", ports.api),
        ("Letters that were sent", ports.mail_page),
        ("SMS that were sent", ports.sms),
    ] {
        let _ = writeln!(summary, "  {what:24} http://127.0.0.1:{port}/");
    }
    let _ = writeln!(summary, "  {:24} {}", "Data and logs", settings.data.display());
    summary.push_str("\nDemo accounts (localstack/demo-accounts.csv):\n");
    for account in ACCOUNTS.lines().skip(1) {
        let cells: Vec<&str> = account.split(',').collect();
        if let [role, organisation, login, password, page] = cells[..] {
            let role = role.replace('_', " ");
            let _ = writeln!(
                summary,
                "  {role:24} {login:20} {password:28} http://127.0.0.1:{}{page}  {organisation}",
                ports.front
            );
        }
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Stack;

    #[test]
    fn every_account_is_shown_with_the_page_of_this_system() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::new(folder.path(), 18080, Stack::Embedded, None).unwrap();
        let summary = summary(&settings);
        assert_eq!(ACCOUNTS.lines().next(), Some("role,organisation,login,password,sign_in_page"));
        assert_eq!(summary.matches("http://127.0.0.1:18080/sign-in").count(), ACCOUNTS.lines().count() - 1);
    }

    #[test]
    fn the_demo_has_every_role_it_promises() {
        let count = |role: &str| ACCOUNTS.lines().filter(|line| line.split(',').next() == Some(role)).count();
        for role in ["person", "entrepreneur", "legal_entity", "operator", "chief_administrator"] {
            assert!(count(role) >= 1, "{role}");
        }
        for role in ["clerk", "organisation_head", "executor", "external_administrator"] {
            assert_eq!(count(role), 2, "{role} of two organisations");
        }
    }
}
