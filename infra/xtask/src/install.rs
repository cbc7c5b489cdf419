//! Installs what is missing, or says what to install where it cannot.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use nix::unistd::geteuid;
use zvarot_machine::{postgres, privileges::find_program};

use crate::commands::{quietly, root};
use crate::progress::step;

/// Refuses services to start while their packages are installed: the system has servers of its own.
const NO_SERVICES: &str = "/usr/sbin/policy-rc.d";

/// PostgreSQL 15 or newer.
pub fn postgresql() -> Result<()> {
    if postgres::installed().is_some() {
        return Ok(());
    }
    packages("PostgreSQL", &["postgresql"])?;
    postgres::installed().map(|_| ()).context("the package postgresql brought no PostgreSQL 15 or newer")
}

/// ClamAV's scanner.
pub fn scanner() -> Result<()> {
    if find_program("clamd").is_some() {
        return Ok(());
    }
    packages("the virus scanner", &["clamav-daemon"])
}

/// A browser for the browser tests.
pub fn browser() -> Result<()> {
    if find_program("chromium").is_some() {
        return Ok(());
    }
    packages("the browser", &["chromium"])
}

/// What reads the text of PDF files, for the browser tests.
pub fn pdf_reader() -> Result<()> {
    if find_program("pdftotext").is_some() {
        return Ok(());
    }
    packages("the reader of PDF files", &["poppler-utils"])
}

/// The npm packages of `folder`, exactly those of its lock file.
pub fn npm_packages(folder: &str, what: &str) -> Result<()> {
    let folder = root().join(folder);
    let wanted = fs::read_to_string(folder.join("package-lock.json"))
        .with_context(|| format!("reading package-lock.json in {}", folder.display()))?;
    let stamp = folder.join("node_modules/.installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if !runs("node", "--version") || !runs("npm", "--version") {
        packages("Node.js", &["nodejs", "npm"])?;
    }
    step(&format!("installing {what} (npm ci in {})", folder.display()));
    quietly(Command::new("npm").args(["ci", "--no-fund", "--no-audit"]).current_dir(&folder))?;
    fs::write(&stamp, wanted).context("noting what was installed")
}

/// LocalStack in a Python environment of its own.
pub fn localstack() -> Result<()> {
    let python = || {
        python((3, 12)).context(
            "LocalStack needs Python 3.12 or newer with venv, and none was found in /usr/bin, /usr/local/bin or ~/.pyenv/versions. \
             Install one (Debian 13, Ubuntu 24.04: apt-get install python3 python3-venv; elsewhere: pyenv install 3.13)",
        )
    };
    python_environment("LocalStack", "localstack", &["requirements.txt", "constraints.txt"], python)
}

/// What checks the AWS templates and runs the functions as Lambda does, in a Python environment of its own.
pub fn aws_tools() -> Result<()> {
    let python = || {
        if python((3, 10)).is_none() {
            packages("Python", &["python3", "python3-venv"])?;
        }
        python((3, 10)).context("the package python3 brought no Python 3.10 or newer with venv")
    };
    python_environment("the tools for AWS", "infra/aws", &["requirements.txt"], python)
}

/// What tries the API by its document, in a Python environment of its own.
pub fn schemathesis() -> Result<()> {
    let python = || {
        if python((3, 10)).is_none() {
            packages("Python", &["python3", "python3-venv"])?;
        }
        python((3, 10)).context("the package python3 brought no Python 3.10 or newer with venv")
    };
    python_environment("Schemathesis", "tests/openapi", &["requirements.txt", "constraints.txt"], python)
}

/// `folder/.venv` with what the files say: requirements first, then constraints if there are any.
fn python_environment(what: &str, folder: &str, files: &[&str], python: impl Fn() -> Result<PathBuf>) -> Result<()> {
    let folder = root().join(folder);
    let mut wanted = String::new();
    for name in files {
        let path = folder.join(name);
        wanted += &fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    }
    let environment = folder.join(".venv");
    let stamp = environment.join("installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let python = python()?;
    step(&format!("installing {what} with {} (about half a minute)", python.display()));
    quietly(Command::new(&python).args(["-m", "venv", "--clear"]).arg(&environment))?;
    let mut pip = Command::new(environment.join("bin/python"));
    pip.current_dir(&folder).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    for (flag, name) in ["-r", "-c"].iter().zip(files) {
        pip.args([flag, name]);
    }
    quietly(&mut pip)?;
    fs::write(&stamp, wanted).context("noting what was installed")
}

/// The best Python: 3.13 or 3.12, which LocalStack was tried with, else the nearest.
fn python(at_least: (u32, u32)) -> Option<PathBuf> {
    let mut found: Vec<((u32, u32), PathBuf)> = candidates()
        .into_iter()
        .filter_map(|path| Some((version(&path)?, path)))
        .filter(|(version, _)| *version >= at_least)
        .collect();
    found.sort_by_key(|(version, _)| if *version <= (3, 13) { (0, u32::MAX - version.1) } else { (1, version.1) });
    found.into_iter().next().map(|(_, path)| path)
}

fn candidates() -> Vec<PathBuf> {
    let names = ["python3", "python3.12", "python3.13", "python3.14"];
    let mut candidates: Vec<PathBuf> = ["/usr/bin", "/usr/local/bin"]
        .iter()
        .flat_map(|folder| names.map(|name| Path::new(folder).join(name)))
        .collect();
    let versions = std::env::home_dir().map(|home| home.join(".pyenv/versions"));
    if let Some(entries) = versions.and_then(|folder| fs::read_dir(folder).ok()) {
        candidates.extend(entries.flatten().map(|entry| entry.path().join("bin/python")));
    }
    candidates.retain(|path| path.exists());
    candidates
}

fn version(python: &Path) -> Option<(u32, u32)> {
    let script = "import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1])";
    let output = Command::new(python).args(["-c", script]).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = text.trim().split_once(' ')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// Debian packages, by apt-get.
fn packages(what: &str, names: &[&str]) -> Result<()> {
    let names = names.join(" ");
    if !runs("apt-get", "--version") {
        bail!("{what} is missing, and this is no Debian or Ubuntu: install what they call {names}, then try again");
    }
    let prefix: &[&str] = if geteuid().is_root() {
        &[]
    } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
        &["sudo", "-n"]
    } else {
        bail!("{what} is missing and only root can install it. Run `sudo apt-get install {names}`, then try again");
    };
    step(&format!("installing {what} (apt-get install {names})"));
    let quiet = NoServices::begin(prefix.is_empty());
    let install = || {
        let mut arguments = vec!["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q"];
        arguments.push("--no-install-recommends");
        arguments.extend(names.split(' '));
        privileged(prefix, &arguments)
    };
    // The lists of packages may be missing (fresh containers) or old.
    let installed = install().or_else(|_| {
        privileged(prefix, &["apt-get", "update", "-q"])?;
        install()
    });
    drop(quiet);
    installed.map(|_| ()).with_context(|| format!("{what} could not be installed; install {names} by hand, then try again"))
}

fn privileged(prefix: &[&str], arguments: &[&str]) -> Result<String> {
    let words = [prefix, arguments].concat();
    quietly(Command::new(words[0]).args(&words[1..]).stdin(Stdio::null()))
}

/// While it lives, no package starts a service.
struct NoServices {
    made: bool,
}

impl NoServices {
    fn begin(is_root: bool) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let path = Path::new(NO_SERVICES);
        let made = is_root
            && !path.exists()
            && fs::write(path, "#!/bin/sh\nexit 101\n").is_ok()
            && fs::set_permissions(path, fs::Permissions::from_mode(0o755)).is_ok();
        Self { made }
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if self.made {
            // Left behind it would keep the machine's own services from starting.
            if let Err(error) = fs::remove_file(NO_SERVICES) {
                eprintln!("please remove {NO_SERVICES}: {error}");
            }
        }
    }
}

fn runs(program: &str, argument: &str) -> bool {
    succeeds(Command::new(program).arg(argument))
}

fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
