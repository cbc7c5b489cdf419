//! The servers the system needs, as services to keep alive: PostgreSQL, storage (or
//! LocalStack), mail, SMS, virus scanner. Each is a process of its own, so that each
//! can die alone, as in real life.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signal::Signal;
use zvarot_machine::http::accepts;
use zvarot_machine::ports::require_free;

use crate::settings::{BUCKET, Settings, Stack};
use crate::supervise::{Service, Supervisor};
use crate::{antivirus, emulator, mail};

/// One of the servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    Postgres,
    Storage,
    Mail,
    Sms,
    Antivirus,
    Router,
}

/// The folder of the programs that come from npm and PyPI, and of the hooks: this crate's own.
#[must_use]
pub fn programs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Starts `parts` (those a database of the user's own makes needless are left out).
///
/// # Errors
/// When a port is taken, with its holder, or a part cannot be prepared.
pub fn start(supervisor: &mut Supervisor, settings: &Settings, parts: &[Part]) -> Result<()> {
    let parts: Vec<Part> = parts
        .iter()
        .copied()
        .filter(|part| *part != Part::Postgres || settings.database_url.is_none())
        .collect();
    if settings.database_url.is_some() {
        crate::supervise::say("the database is the one that DATABASE_URL names, not one of this system's own");
    }
    if parts.contains(&Part::Postgres) {
        // Holds the port until it is gone, so before the ports are looked at.
        settings.cluster()?.clear_leftovers();
    }
    let wanted: Vec<(&str, u16)> = parts.iter().flat_map(|part| ports(*part, settings)).collect();
    require_free(&wanted)?;
    for part in parts {
        supervisor.start(service(part, settings)?)?;
    }
    Ok(())
}

fn ports(part: Part, settings: &Settings) -> Vec<(&'static str, u16)> {
    let ports = &settings.ports;
    match (part, settings.stack) {
        (Part::Postgres, _) => vec![("PostgreSQL", ports.postgres)],
        (Part::Storage, Stack::Embedded) => vec![("the storage", ports.storage)],
        (Part::Storage, Stack::Localstack) => vec![("LocalStack", ports.localstack)],
        (Part::Mail, _) => vec![("mail (SMTP)", ports.smtp), ("the mail inbox page", ports.mail_page)],
        (Part::Sms, _) => vec![("the SMS gateway", ports.sms), ("SMPP", ports.smpp)],
        (Part::Antivirus, _) => vec![("the virus scanner", ports.antivirus)],
        (Part::Router, _) => vec![("the router of СМДО", ports.router)],
    }
}

fn service(part: Part, settings: &Settings) -> Result<Service> {
    match (part, settings.stack) {
        (Part::Postgres, _) => postgres(settings),
        (Part::Storage, Stack::Embedded) => storage(settings),
        (Part::Storage, Stack::Localstack) => Ok(localstack(settings)),
        (Part::Mail, _) => {
            let (directory, ports) = (settings.data.join("mail"), settings.ports);
            let ready = move || accepts(ports.smtp) && accepts(ports.mail_page);
            let command = move || mail::command(&programs(), &directory, &ports);
            Ok(plain("mail", Box::new(command), Box::new(ready)))
        }
        (Part::Sms, _) => sms(settings),
        (Part::Antivirus, _) => {
            let (directory, port) = (settings.data.join("antivirus"), settings.ports.antivirus);
            let command = move || antivirus::command(&directory, port);
            Ok(plain("antivirus", Box::new(command), Box::new(move || accepts(port))))
        }
        (Part::Router, _) => router(settings),
    }
}

type Start = Box<dyn Fn() -> Result<Command> + Send>;

fn plain(name: &'static str, command: Start, ready: Box<dyn Fn() -> bool + Send>) -> Service {
    Service {
        name,
        command,
        ready,
        settle: Box::new(|| Ok(())),
        stop: (Signal::SIGTERM, Duration::from_secs(5)),
    }
}

fn postgres(settings: &Settings) -> Result<Service> {
    let cluster = settings.cluster()?;
    let (to_start, to_ask) = (cluster.clone(), cluster.clone());
    Ok(Service {
        name: "postgres",
        command: Box::new(move || {
            to_start.prepare()?;
            Ok(to_start.server())
        }),
        ready: Box::new(move || to_ask.is_ready()),
        settle: Box::new(move || cluster.ensure_database()),
        // A fast shutdown: ends connections, writes a checkpoint.
        stop: (Signal::SIGINT, Duration::from_secs(30)),
    })
}

fn storage(settings: &Settings) -> Result<Service> {
    let port = settings.ports.storage;
    let (id, secret) = settings.access_key()?;
    let directory = settings.data.join("storage");
    let origins = settings.origins();
    let command = move || {
        let mut command = ourselves()?;
        command
            .args(["serve", "storage", "--bucket", BUCKET, "--address"])
            .arg(format!("127.0.0.1:{port}"))
            .arg("--directory")
            .arg(&directory)
            .args(origins.iter().flat_map(|origin| ["--origin", origin]))
            .env("STORAGE_ACCESS_KEY_ID", &id)
            .env("STORAGE_SECRET_ACCESS_KEY", &secret);
        Ok(command)
    };
    Ok(plain("storage", Box::new(command), Box::new(move || accepts(port))))
}

fn sms(settings: &Settings) -> Result<Service> {
    let ports = settings.ports;
    let directory = settings.data.join("sms");
    let environment: Vec<_> = settings
        .environment()?
        .into_iter()
        .filter(|(name, _)| matches!(*name, "SMS_HTTP_TOKEN" | "SMPP_SYSTEM_ID" | "SMPP_PASSWORD"))
        .collect();
    let command = move || {
        let mut command = ourselves()?;
        command
            .args(["serve", "sms", "--address"])
            .arg(format!("127.0.0.1:{}", ports.sms))
            .arg("--smpp-address")
            .arg(format!("127.0.0.1:{}", ports.smpp))
            .arg("--directory")
            .arg(&directory)
            .envs(environment.iter().map(|(name, value)| (*name, value)));
        Ok(command)
    };
    let ready = move || accepts(ports.sms) && accepts(ports.smpp);
    Ok(plain("sms", Box::new(command), Box::new(ready)))
}

fn router(settings: &Settings) -> Result<Service> {
    let port = settings.ports.router;
    let environment: Vec<_> = settings
        .environment()?
        .into_iter()
        .filter(|(name, _)| matches!(*name, "SMDO_KEY" | "SMDO_SECRET"))
        .collect();
    let command = move || {
        let mut command = ourselves()?;
        command
            .args(["serve", "router", "--address"])
            .arg(format!("127.0.0.1:{port}"))
            .envs(environment.iter().map(|(name, value)| (*name, value)));
        Ok(command)
    };
    Ok(plain("router", Box::new(command), Box::new(move || accepts(port))))
}

fn localstack(settings: &Settings) -> Service {
    let port = settings.ports.localstack;
    let settings = settings.clone();
    let command = move || emulator::command(&programs(), &settings);
    plain("localstack", Box::new(command), Box::new(move || emulator::is_ready(port)))
}

/// A command that runs this very program.
///
/// # Errors
/// When the system does not tell where it is.
pub fn ourselves() -> Result<Command> {
    let program = std::env::current_exe().context("finding this program's file")?;
    Ok(Command::new(undeleted(&program)))
}

/// A rebuild replaces the file of a running program; the system then names it `… (deleted)`.
fn undeleted(program: &Path) -> PathBuf {
    let name = program.to_string_lossy();
    PathBuf::from(name.strip_suffix(" (deleted)").unwrap_or(&name))
}
