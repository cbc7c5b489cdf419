//! The mail server of the local stack: maildev takes every letter by SMTP, keeps it
//! in a directory and shows it on its inbox page; nothing leaves the machine.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use zvarot_machine::ports::Ports;

/// The command that serves SMTP and the inbox page. `programs` is the folder with `node_modules`.
///
/// # Errors
/// When the npm packages are not installed there.
pub fn command(programs: &Path, directory: &Path, ports: &Ports) -> Result<Command> {
    let program = programs.join("node_modules/maildev/bin/maildev");
    if !program.exists() {
        bail!("maildev is not installed: run `npm ci` in {}", programs.display());
    }
    std::fs::create_dir_all(directory)?;
    let mut command = Command::new("node");
    command
        .arg(program)
        .args(["--ip", "127.0.0.1", "--web-ip", "127.0.0.1", "--smtp"])
        .arg(ports.smtp.to_string())
        .arg("--web")
        .arg(ports.mail_page.to_string())
        .arg("--mail-directory")
        .arg(directory);
    Ok(command)
}
