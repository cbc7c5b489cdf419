//! `up`: the whole system on this machine.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use zvarot_machine::http;
use zvarot_machine::ports::{Ports, require_free};
use zvarot_machine::processes::{Records, SUPERVISOR};

use crate::commands::{built, cargo, show};
use crate::install;
use crate::progress::step;

const PATIENCE: Duration = Duration::from_secs(180);

/// Which servers stand in for S3 and SQS.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stack {
    /// Storage and queue of our own: nothing else to install.
    Embedded,
    /// LocalStack 4.14.0, from PyPI.
    Localstack,
}

#[derive(Args)]
pub struct Options {
    /// Returns when the system is ready; `cargo xtask down` stops it.
    #[arg(long)]
    detach: bool,
    /// The port of the pages; the API gets the next one, all others move by the same distance.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where all data are kept.
    #[arg(long, default_value = ".data")]
    data_dir: PathBuf,
    /// Throws the data away first.
    #[arg(long)]
    fresh: bool,
    /// Which servers stand in for S3 and SQS.
    #[arg(long, value_enum, default_value = "embedded")]
    stack: Stack,
    /// The programs are built already: for tests, which have built the whole workspace.
    #[arg(long, hide = true)]
    built: bool,
}

pub fn run(options: &Options) -> Result<()> {
    let ports = Ports::from_front(options.port)?;
    let data = std::path::absolute(&options.data_dir)?;
    let records = Records::of(&data);
    if options.fresh {
        wipe(&data)?;
    } else if records.alive(SUPERVISOR).is_some() {
        if is_ready(&ports) {
            println!("The system in {} runs already: http://127.0.0.1:{}/", data.display(), ports.front);
            return Ok(());
        }
        bail!(
            "The system in {} is being started or does not answer on port {}. `cargo xtask down` stops it.",
            data.display(),
            ports.front
        );
    }
    for name in records.stop_everything() {
        step(&format!("{name}, left running by an earlier start, is stopped"));
    }
    require_free(&wanted(&ports, options.stack))?;
    prepare(options)?;
    start(options, &data, &ports)
}

fn wanted(ports: &Ports, stack: Stack) -> Vec<(&'static str, u16)> {
    let storage = match stack {
        Stack::Embedded => ("the storage", ports.storage),
        Stack::Localstack => ("LocalStack", ports.localstack),
    };
    vec![
        ("the pages", ports.front),
        ("the API", ports.api),
        ("metrics", ports.metrics),
        storage,
        ("mail (SMTP)", ports.smtp),
        ("the mail inbox page", ports.mail_page),
        ("the SMS gateway", ports.sms),
        ("SMPP", ports.smpp),
        ("the virus scanner", ports.antivirus),
    ]
}

/// Removes the data of a system that is stopped first; nothing that is not one.
fn wipe(data: &Path) -> Result<()> {
    if !data.exists() {
        return Ok(());
    }
    let is_ours = data.join("run").is_dir() && data.join("log").is_dir();
    if !is_ours && fs::read_dir(data)?.next().is_some() {
        bail!("--fresh: {} does not look like data of this system and is left alone", data.display());
    }
    for name in Records::of(data).stop_everything() {
        step(&format!("{name} is stopped"));
    }
    step(&format!("throwing away {}", data.display()));
    fs::remove_dir_all(data).with_context(|| format!("removing {}", data.display()))
}

fn prepare(options: &Options) -> Result<()> {
    step("looking for what the system needs");
    install::postgresql()?;
    install::scanner()?;
    install::npm_packages("localstack", "the mail server")?;
    if options.stack == Stack::Localstack {
        install::localstack()?;
    }
    if options.built {
        return Ok(());
    }
    step("building (the first time takes some minutes)");
    show(cargo().args(["build", "--package", "zvarot-localstack", "--package", "zvarot-admin"]))
}

fn start(options: &Options, data: &Path, ports: &Ports) -> Result<()> {
    step("starting");
    let mut command = Command::new(built("zvarot")?);
    command.arg("up").arg("--data-dir").arg(data).arg("--port").arg(options.port.to_string());
    command.arg("--stack").arg(match options.stack {
        Stack::Embedded => "embedded",
        Stack::Localstack => "localstack",
    });
    if !options.detach {
        // This process becomes the system: Ctrl-C stops it all.
        return Err(command.exec()).context("starting the system");
    }
    let log = data.join("log/system.log");
    fs::create_dir_all(data.join("log"))?;
    let output = File::options().create(true).append(true).open(&log)?;
    let mut shown = output.metadata()?.len();
    let mut system = command
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output)
        .process_group(0)
        .spawn()
        .context("starting the system")?;
    let begun = Instant::now();
    let mut announced = false;
    while !(announced && is_ready(ports)) {
        if let Some(status) = system.try_wait()? {
            relay(&log, &mut shown)?;
            bail!("the system did not come up ({status})");
        }
        if begun.elapsed() > PATIENCE {
            bail!("the system did not come up within {} seconds; see {}", PATIENCE.as_secs(), log.display());
        }
        announced |= relay(&log, &mut shown)?;
        sleep(Duration::from_millis(50));
    }
    println!("`cargo xtask down` stops the system; its log is {}", log.display());
    Ok(())
}

/// The front says that it is well; that the others are, the system has announced.
fn is_ready(ports: &Ports) -> bool {
    matches!(http::get(ports.front, "/health/ready"), Some((200, _)))
}

/// Prints what the system has said since `shown` (bytes), whole lines only; whether it said that it is ready.
fn relay(log: &Path, shown: &mut u64) -> Result<bool> {
    let mut file = File::open(log)?;
    file.seek(SeekFrom::Start(*shown))?;
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    let Some(end) = text.iter().rposition(|byte| *byte == b'\n') else { return Ok(false) };
    let lines = &text[..=end];
    std::io::stdout().write_all(lines)?;
    *shown += lines.len() as u64;
    Ok(lines.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"READY")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_leaves_alone_what_is_no_data_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.docx"), "").unwrap();
        assert!(wipe(folder.path()).is_err());
        assert!(folder.path().join("thesis.docx").exists());

        let ours = folder.path().join("data");
        fs::create_dir_all(ours.join("run")).unwrap();
        fs::create_dir_all(ours.join("log")).unwrap();
        wipe(&ours).unwrap();
        assert!(!ours.exists());
        wipe(&ours).unwrap();
    }

    #[test]
    fn the_log_is_shown_line_by_line() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        fs::write(&log, "one\nREAD").unwrap();
        let mut shown = 0;
        assert!(!relay(&log, &mut shown).unwrap());
        assert_eq!(shown, 4);
        fs::write(&log, "one\nREADY /x\n").unwrap();
        assert!(relay(&log, &mut shown).unwrap());
    }
}
