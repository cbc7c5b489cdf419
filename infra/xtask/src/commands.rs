//! Running other programs: shown as they run, or quietly with their words only when they fail.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("xtask lies two folders deep").to_owned()
}

/// A command in the repository's root.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Cargo, for building.
pub fn cargo() -> Command {
    let mut command = command("cargo");
    // The committed description of the queries is used, never a database that happens to be named.
    command.env("SQLX_OFFLINE", "true").env_remove("DATABASE_URL");
    command
}

/// Runs it with its output shown.
pub fn show(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = command.status().with_context(|| format!("{name} cannot be started"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}

/// Runs it quietly; its words are in the error when it fails, else returned.
pub fn quietly(command: &mut Command) -> Result<String> {
    let name = name(command);
    let output = command.output().with_context(|| format!("{name} cannot be started"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let words = format!("{said}{}", String::from_utf8_lossy(&output.stderr));
        let lines: Vec<&str> = words.lines().collect();
        let end = lines[lines.len().saturating_sub(20)..].join("\n");
        bail!("{name} failed ({}):\n{end}", output.status);
    }
    Ok(said)
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// The folder where cargo puts programs: where this one lies.
pub fn built(program: &str) -> Result<PathBuf> {
    let here = std::env::current_exe().context("finding this program's file")?;
    Ok(here.parent().context("this program lies in no folder")?.join(program))
}
