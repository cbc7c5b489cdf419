//! The whole system on top of its infrastructure: migrations by `zvarot-admin`, all functions in one process, and the words that tell a newcomer where to go.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;
use zvarot_machine::http;
use zvarot_machine::ports::require_free;

use crate::functions;
use crate::infrastructure::{ourselves, programs};
use crate::settings::Settings;
use crate::supervise::{Service, Supervisor};

/// The name of the process with all functions.
pub const FUNCTIONS: &str = "functions";

/// The accounts that the demo data have: what a newcomer is shown.
const ACCOUNTS: &str = include_str!("../demo-accounts.csv");
/// The programs of its organisations that may call the API.
const API_CLIENTS: &str = include_str!("../demo-api-clients.csv");

/// Migrates, loads the demo data where they are not loaded yet, and starts the functions.
///
/// # Errors
/// When a port is taken or `zvarot-admin` refuses; with its own words.
pub fn start(supervisor: &mut Supervisor, settings: &Settings) -> Result<()> {
    let ports = &settings.ports;
    require_free(&[("the pages", ports.front), ("the API", ports.api), ("metrics", ports.metrics)])?;
    administer(settings, &["migrate"])?;
    let [accounts, api_clients, smdo] = ["demo-accounts.csv", "demo-api-clients.csv", "demo-smdo.csv"]
        .map(|table| programs().join(table).to_string_lossy().into_owned());
    administer(settings, &["seed", "--demo", &accounts, "--api-clients", &api_clients, "--smdo", &smdo])?;
    supervisor.start(joined(settings)?)
}

/// Runs `zvarot-admin`, which lies beside this program.
fn administer(settings: &Settings, arguments: &[&str]) -> Result<()> {
    let program = std::env::current_exe()?.with_file_name("zvarot-admin");
    let output = Command::new(&program)
        .args(arguments)
        .envs(settings.environment()?)
        // Its words are shown to people.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("starting {}", program.display()))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("zvarot-admin {} failed: {}", arguments.join(" "), words.trim());
    }
    Ok(())
}

fn joined(settings: &Settings) -> Result<Service> {
    let environment = settings.environment()?;
    let served = functions::served(&settings.ports);
    let is_well = |port: &u16| matches!(http::get(*port, "/health/ready"), Some((200, _)));
    Ok(Service {
        name: FUNCTIONS,
        command: Box::new(move || {
            let mut command = ourselves()?;
            command.arg("functions").envs(environment.iter().cloned());
            Ok(command)
        }),
        ready: Box::new(move || served.iter().all(is_well)),
        settle: Box::new(|| Ok(())),
        // Requests and jobs in hand are finished first.
        stop: (Signal::SIGTERM, Duration::from_secs(20)),
    })
}

/// The addresses, as printed when all is ready.
#[must_use]
pub fn addresses(settings: &Settings) -> String {
    let ports = &settings.ports;
    let mut text = String::from("\n");
    for (what, port) in [
        ("Pages", ports.front),
        ("API", ports.api),
        ("Letters that were sent", ports.mail_page),
        ("SMS that were sent", ports.sms),
        ("СМДО: what offices got", ports.router),
    ] {
        let _ = writeln!(text, "  {what:24} http://127.0.0.1:{port}/");
    }
    let _ = writeln!(text, "  {:24} {}", "Data and logs", settings.data.display());
    text
}

/// The demo accounts, as printed once they are loaded.
#[must_use]
pub fn accounts(settings: &Settings) -> String {
    let mut text = String::from("\nDemo accounts (localstack/demo-accounts.csv):\n");
    for account in ACCOUNTS.lines().skip(1) {
        let cells: Vec<&str> = account.split(',').collect();
        if let [role, organisation, login, password, page] = cells[..] {
            let role = role.replace('_', " ");
            let _ = writeln!(
                text,
                "  {role:24} {login:20} {password:28} http://127.0.0.1:{}{page}  {organisation}",
                settings.ports.front
            );
        }
    }
    text.push_str("\nDemo API clients (localstack/demo-api-clients.csv):\n");
    for client in API_CLIENTS.lines().skip(1) {
        let cells: Vec<&str> = client.split(',').collect();
        if let [organisation, _, id, secret] = cells[..] {
            let _ = writeln!(text, "  {id:38} {secret:26} {organisation}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Stack;

    #[test]
    fn every_account_is_shown_with_the_page_of_this_system() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::new(folder.path(), 18080, Stack::Embedded, None).unwrap();
        let summary = accounts(&settings);
        assert_eq!(ACCOUNTS.lines().next(), Some("role,organisation,login,password,sign_in_page"));
        assert_eq!(summary.matches("http://127.0.0.1:18080/sign-in").count(), ACCOUNTS.lines().count() - 1);
    }

    #[test]
    fn the_demo_has_every_role_it_promises() {
        let count = |role: &str| ACCOUNTS.lines().filter(|line| line.split(',').next() == Some(role)).count();
        for role in ["person", "entrepreneur", "legal_entity", "operator", "chief_administrator", "authorised_person", "official_use"] {
            assert!(count(role) >= 1, "{role}");
        }
        for role in ["clerk", "organisation_head", "executor", "external_administrator"] {
            assert_eq!(count(role), 2, "{role} of two organisations");
        }
    }
}
