//! A private PostgreSQL cluster: its own directory, port and passwords, run as a
//! user that is not root, reachable over 127.0.0.1 only (scram). Survives `kill -9`
//! of itself, of whoever started it, and of its own making half-way.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;

use crate::privileges::RunAs;
use crate::processes::working_in;
use crate::secrets;

const OLDEST: u32 = 15;
const SUPERUSER: &str = "postgres";
/// The role that owns the system's database; no superuser.
const ROLE: &str = "zvarot";
const INSTALLED_IN: &str = "/usr/lib/postgresql";

/// The newest installed version's folder of programs; `None` when none is new enough.
#[must_use]
pub fn installed() -> Option<PathBuf> {
    versions().into_iter().max().map(|version| programs_of(version))
}

fn versions() -> Vec<u32> {
    fs::read_dir(INSTALLED_IN)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|version| *version >= OLDEST && programs_of(*version).join("initdb").exists())
        .collect()
}

fn programs_of(version: u32) -> PathBuf {
    Path::new(INSTALLED_IN).join(version.to_string()).join("bin")
}

/// One private cluster.
#[derive(Debug, Clone)]
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
    durable: bool,
    run_as: RunAs,
}

impl Cluster {
    /// The cluster kept under `folder`, to listen on `port`. `durable` is false for
    /// test runs only: what they write need not survive a power cut.
    ///
    /// # Errors
    /// When no PostgreSQL fits, or its user cannot come to `folder`.
    pub fn new(folder: &Path, port: u16, durable: bool) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        let folder = folder.canonicalize()?;
        let programs = programs_for(&folder.join("cluster"))?;
        let run_as = RunAs::owner_of(&folder, "postgres")?;
        Ok(Self { folder, programs, port, durable, run_as })
    }

    fn data(&self) -> PathBuf {
        self.folder.join("cluster")
    }

    /// Where the system's database is, password included.
    ///
    /// # Errors
    /// When the password can be neither read nor made.
    pub fn url(&self) -> Result<String> {
        let password = secrets::kept_in(&self.folder.join("role-password"))?;
        Ok(format!("postgres://{ROLE}:{password}@127.0.0.1:{}/{ROLE}", self.port))
    }

    /// Makes the cluster when there is none and clears what a killed one left,
    /// so that [`Cluster::server`] can start. Idempotent.
    ///
    /// # Errors
    /// When `initdb` refuses; with its own words.
    pub fn prepare(&self) -> Result<()> {
        self.clear_leftovers();
        if self.data().join("PG_VERSION").exists() {
            return Ok(());
        }
        // Made beside and then renamed: a half-made cluster is never taken for a whole one.
        let unfinished = self.folder.join("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).context("removing a half-made cluster")?;
        }
        let password = secrets::kept_in(&self.folder.join("superuser-password"))?;
        let password_file = self.folder.join("password-for-initdb");
        secrets::write_private(&password_file, &password)?;
        self.run_as.give(&password_file)?;
        let mut command = self.run_as.command(self.programs.join("initdb"));
        command.arg("-D").arg(&unfinished).args(["-U", SUPERUSER]).arg("--pwfile").arg(&password_file);
        command.args(["-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"]);
        if !self.durable {
            command.arg("--no-sync");
        }
        let made = run(&mut command);
        let _ = fs::remove_file(&password_file);
        made?;
        fs::rename(&unfinished, self.data()).context("putting the new cluster in its place")
    }

    /// The server in the foreground; prepare first. SIGINT stops it fast and clean.
    pub fn server(&self) -> Command {
        let mut command = self.run_as.command(self.programs.join("postgres"));
        command.arg("-D").arg(self.data());
        let mut settings = vec![
            format!("port={}", self.port),
            "listen_addresses=127.0.0.1".to_owned(),
            // Paths of sockets are limited to 107 bytes, data directories are not.
            "unix_socket_directories=".to_owned(),
            "max_connections=200".to_owned(),
            "timezone=UTC".to_owned(),
            "log_timezone=UTC".to_owned(),
        ];
        if !self.durable {
            settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
        }
        for setting in settings {
            command.arg("-c").arg(setting);
        }
        command.current_dir("/").env_remove("PGDATA").stdin(Stdio::null());
        command
    }

    /// Whether the server accepts connections now.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        Command::new(self.programs.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-d", "postgres", "-p"])
            .arg(self.port.to_string())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// Waits until the server accepts connections.
    ///
    /// # Errors
    /// When it does not within `patience`.
    pub fn wait_ready(&self, patience: Duration) -> Result<()> {
        let started = Instant::now();
        while !self.is_ready() {
            if started.elapsed() > patience {
                bail!("PostgreSQL did not accept connections within {} seconds", patience.as_secs());
            }
            std::thread::sleep(Duration::from_millis(30));
        }
        Ok(())
    }

    /// Makes the role and its database where they are missing, and sets the role's password.
    ///
    /// # Errors
    /// When the server refuses; with its own words.
    pub fn ensure_database(&self) -> Result<()> {
        let password = secrets::kept_in(&self.folder.join("role-password"))?;
        let missing = |table: &str, column: &str| format!("WHERE NOT EXISTS (SELECT FROM {table} WHERE {column} = '{ROLE}') \\gexec\n");
        self.sql(&format!(
            "SELECT 'CREATE ROLE {ROLE} LOGIN CREATEDB' {}ALTER ROLE {ROLE} PASSWORD '{password}';\n\
             SELECT 'CREATE DATABASE {ROLE} OWNER {ROLE}' {}",
            missing("pg_roles", "rolname"),
            missing("pg_database", "datname"),
        ))
    }

    /// Runs the files, in their order, each whole or not at all, as the role in its database.
    ///
    /// # Errors
    /// The server's own words about the first statement it refuses.
    pub fn apply(&self, files: &[PathBuf]) -> Result<()> {
        for file in files {
            let mut command = Command::new(self.programs.join("psql"));
            command.args(["-qX", "-v", "ON_ERROR_STOP=1"]);
            // An index that is made while others write is made in no transaction.
            if !fs::read_to_string(file)?.starts_with("-- no-transaction") {
                command.arg("--single-transaction");
            }
            command.arg("-f").arg(file).arg(self.url()?);
            checked("psql", &command.env("PGOPTIONS", "-c client_min_messages=warning").output()?)?;
        }
        Ok(())
    }

    fn sql(&self, script: &str) -> Result<()> {
        let password = secrets::kept_in(&self.folder.join("superuser-password"))?;
        let mut child = Command::new(self.programs.join("psql"))
            .args(["-qX", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", SUPERUSER, "-d", "postgres", "-p"])
            .arg(self.port.to_string())
            .env("PGPASSWORD", password)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("starting psql")?;
        child.stdin.take().context("psql's input")?.write_all(script.as_bytes())?;
        checked("psql", &child.wait_with_output()?)
    }

    /// Ends what still works in the data directory and removes the lock file of a dead server.
    /// Only when nothing is left there is the file of no use: two servers on one
    /// directory would destroy it.
    pub fn clear_leftovers(&self) {
        let data = self.data();
        for (signal, patience) in [(Signal::SIGINT, 15), (Signal::SIGQUIT, 5), (Signal::SIGKILL, 5)] {
            let left = working_in(&data);
            for process in &left {
                // One by one: a backend is no leader of a group.
                let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(process.id), signal);
            }
            for process in &left {
                let _ = process.wait(Duration::from_secs(patience));
            }
        }
        if working_in(&data).is_empty() {
            let _ = fs::remove_file(data.join("postmaster.pid"));
        }
    }
}

/// The programs that fit the data in `data`: of its own version, or the newest when there is none.
fn programs_for(data: &Path) -> Result<PathBuf> {
    let Ok(version) = fs::read_to_string(data.join("PG_VERSION")) else {
        return installed().with_context(|| format!("PostgreSQL {OLDEST} or newer is not installed (Debian: apt-get install postgresql)"));
    };
    let version: u32 = version.trim().parse().context("reading PG_VERSION")?;
    if !versions().contains(&version) {
        bail!(
            "{} was made by PostgreSQL {version}, which is not installed: install postgresql-{version}, or start anew with --fresh",
            data.display()
        );
    }
    Ok(programs_of(version))
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.current_dir("/").stdin(Stdio::null()).output().with_context(|| format!("starting {name}"))?;
    checked(&name, &output)
}

fn checked(name: &str, output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    bail!("{name} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::any_free;
    use crate::processes::Process;

    fn started(cluster: &Cluster) -> std::process::Child {
        cluster.prepare().unwrap();
        let server = cluster.server().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        cluster.wait_ready(Duration::from_secs(60)).unwrap();
        cluster.ensure_database().unwrap();
        server
    }

    // REQ: OPS-02
    #[test]
    fn a_killed_cluster_starts_again_with_its_data() {
        let folder = tempfile::tempdir().unwrap();
        let cluster = Cluster::new(&folder.path().join("postgres"), any_free().unwrap(), true).unwrap();
        let mut server = started(&cluster);
        cluster.sql("CREATE TABLE kept (line text); INSERT INTO kept VALUES ('here');").unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
        assert!(cluster.data().join("postmaster.pid").exists());

        // A lock file that names a process of someone else must not stop the start.
        let lock = fs::read_to_string(cluster.data().join("postmaster.pid")).unwrap();
        let (_, rest) = lock.split_once('\n').unwrap();
        fs::write(cluster.data().join("postmaster.pid"), format!("1\n{rest}")).unwrap();

        let mut server = started(&cluster);
        cluster.sql("SELECT 1 / count(*) FROM kept WHERE line = 'here'").unwrap();

        // Left running by a killed supervisor: found by its directory and stopped.
        let left = Process::find(i32::try_from(server.id()).unwrap()).unwrap();
        let clearing = std::thread::spawn({
            let cluster = cluster.clone();
            move || cluster.clear_leftovers()
        });
        server.wait().unwrap();
        clearing.join().unwrap();
        assert!(!left.is_alive());
        assert_eq!(working_in(&cluster.data()), vec![]);
    }

    #[test]
    fn the_role_is_no_superuser_and_its_password_is_needed() {
        let folder = tempfile::tempdir().unwrap();
        let cluster = Cluster::new(&folder.path().join("postgres"), any_free().unwrap(), false).unwrap();
        let mut server = started(&cluster);
        let ask = |url: &str, query: &str| Command::new("psql").args(["-AtXwc", query, url]).output().unwrap();
        let answer = ask(&cluster.url().unwrap(), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
        assert_eq!(String::from_utf8_lossy(&answer.stdout).trim(), "f");
        let open = format!("postgres://{ROLE}@127.0.0.1:{}/{ROLE}", cluster.port);
        assert!(!ask(&open, "SELECT 1").status.success());
        server.kill().unwrap();
        server.wait().unwrap();
        cluster.clear_leftovers();
    }
}
