//! Processes known beyond the life of the one that started them: a process is
//! named by its id and its start time, so an id given to another is not mistaken.
//! What runs is recorded under `<data>/run/`; a later start finds what was left.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;

/// The record of the process that keeps the others alive.
pub const SUPERVISOR: &str = "supervisor";
const STEP: Duration = Duration::from_millis(20);

/// One process of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Process {
    /// The process id, which the system gives again after its death.
    pub id: i32,
    /// Clock ticks from the machine's start to the process's start.
    pub started: u64,
}

impl Process {
    /// The living process `id`; `None` when there is none or it only waits to be reaped.
    #[must_use]
    pub fn find(id: i32) -> Option<Self> {
        let line = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        started_if_alive(&line).map(|started| Self { id, started })
    }

    /// Whether this very process still lives.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        Self::find(self.id) == Some(*self)
    }

    /// Sends `signal` to the process's group when it leads one, else to the process alone.
    pub fn signal(&self, signal: Signal) {
        if !self.is_alive() {
            return;
        }
        let id = Pid::from_raw(self.id);
        if killpg(id, signal) == Err(Errno::ESRCH) {
            // Gone in the meantime, or never a leader: both are fine.
            let _ = kill(id, signal);
        }
    }

    /// Asks the process to end by `signal`, waits `patience`, then kills it.
    /// Returns whether it ended by itself.
    pub fn stop(&self, signal: Signal, patience: Duration) -> bool {
        self.signal(signal);
        if self.wait(patience) {
            return true;
        }
        self.signal(Signal::SIGKILL);
        let _ = self.wait(Duration::from_secs(5));
        false
    }

    /// Waits until the process is gone; `false` when it still lives after `patience`.
    #[must_use]
    pub fn wait(&self, patience: Duration) -> bool {
        let started = Instant::now();
        while self.is_alive() {
            if started.elapsed() > patience {
                return false;
            }
            sleep(STEP);
        }
        true
    }
}

/// The start time in a line of `/proc/<id>/stat`. The name, in brackets, may hold anything.
fn started_if_alive(line: &str) -> Option<u64> {
    let (_, fields) = line.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    let state = fields.next()?;
    if matches!(state, "Z" | "X") {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

/// The processes whose working directory is `folder` (of those this user may look at).
#[must_use]
pub fn working_in(folder: &Path) -> Vec<Process> {
    everyone()
        .filter(|id| fs::read_link(format!("/proc/{id}/cwd")).is_ok_and(|cwd| cwd == folder))
        .filter_map(Process::find)
        .collect()
}

pub(crate) fn everyone() -> impl Iterator<Item = i32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// The records of what runs for one data directory.
#[derive(Debug, Clone)]
pub struct Records {
    folder: PathBuf,
}

impl Records {
    /// Records kept in `<data>/run`.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("run") }
    }

    /// Remembers that `process` is what runs as `name`.
    ///
    /// # Errors
    /// When the record cannot be written.
    pub fn remember(&self, name: &str, process: Process) -> Result<()> {
        let path = self.folder.join(name);
        fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&path, format!("{} {}\n", process.id, process.started)))
            .with_context(|| format!("writing {}", path.display()))
    }

    /// Forgets `name`.
    pub fn forget(&self, name: &str) {
        // A record without a process is harmless: its start time fits no other.
        let _ = fs::remove_file(self.folder.join(name));
    }

    /// What runs as `name` and still lives.
    #[must_use]
    pub fn alive(&self, name: &str) -> Option<Process> {
        let line = fs::read_to_string(self.folder.join(name)).ok()?;
        let (id, started) = line.trim().split_once(' ')?;
        let recorded = Process { id: id.parse().ok()?, started: started.parse().ok()? };
        recorded.is_alive().then_some(recorded)
    }

    /// Stops the supervisor, which stops what it started; then whatever a killed one left.
    /// Returns the names of what was running.
    #[must_use]
    pub fn stop_everything(&self) -> Vec<String> {
        let running = self.all_alive();
        if let Some(supervisor) = self.alive(SUPERVISOR) {
            supervisor.stop(Signal::SIGTERM, Duration::from_secs(60));
        }
        for (name, left) in self.all_alive() {
            // To PostgreSQL SIGTERM means: wait until every client has gone.
            let signal = if name == "postgres" { Signal::SIGINT } else { Signal::SIGTERM };
            left.stop(signal, Duration::from_secs(10));
            self.forget(&name);
        }
        running.into_iter().map(|(name, _)| name).collect()
    }

    /// All that is recorded and still lives, by name.
    #[must_use]
    pub fn all_alive(&self) -> Vec<(String, Process)> {
        let mut found: Vec<_> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter_map(|name| self.alive(&name).map(|process| (name, process)))
            .collect();
        found.sort_by(|left, right| left.0.cmp(&right.0));
        found
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn the_start_time_is_read_past_any_name() {
        let line = "7 (a) b) R) S 1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4711 1 2 3";
        assert_eq!(started_if_alive(line), Some(4711));
        assert_eq!(started_if_alive(&line.replace(") S ", ") Z ")), None);
        assert_eq!(started_if_alive("rubbish"), None);
    }

    #[test]
    fn an_id_given_to_another_process_is_not_mistaken() {
        let here = Process::find(i32::try_from(std::process::id()).unwrap()).unwrap();
        assert!(here.is_alive());
        assert!(!Process { started: here.started + 1, ..here }.is_alive());
    }

    #[test]
    fn what_an_earlier_run_left_is_found_and_stopped() {
        let data = tempfile::tempdir().unwrap();
        let records = Records::of(data.path());
        let mut left = Command::new("sleep").arg("600").process_group(0).stdin(Stdio::null()).spawn().unwrap();
        let process = Process::find(i32::try_from(left.id()).unwrap()).unwrap();
        records.remember("antivirus", process).unwrap();
        fs::write(data.path().join("run/mail"), "1 1\n").unwrap();
        assert_eq!(records.all_alive(), vec![("antivirus".to_owned(), process)]);

        process.signal(Signal::SIGTERM);
        left.wait().unwrap();
        assert!(process.stop(Signal::SIGTERM, Duration::ZERO));
        assert_eq!(records.all_alive(), vec![]);
    }
}
