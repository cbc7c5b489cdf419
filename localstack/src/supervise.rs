//! Keeps servers alive: each is a child process in a group of its own, logs to
//! `<data>/log/<name>.log`, is recorded under `<data>/run`, and is started again
//! with growing pauses when it dies. Threads and plain waits: no runtime needed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;
use zvarot_machine::processes::{Process, Records};

/// Tells whoever started it. That one may have gone: what is running is to be stopped all the same.
pub fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

const STEP: Duration = Duration::from_millis(20);
const IDLE_STEP: Duration = Duration::from_millis(100);
const LONGEST_STEP: Duration = Duration::from_millis(250);
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// A server that lived this long is healthy: its next pause is the first again.
const HEALTHY: Duration = Duration::from_secs(20);
/// A server that dies this often before it was ever ready will not come up by itself.
const HOPELESS: u32 = 4;
const LARGEST_LOG: u64 = 20 * 1024 * 1024;

type Step<T> = Box<dyn Fn() -> T + Send>;

/// One server to keep alive.
pub struct Service {
    /// Its short name, for the log and the record.
    pub name: &'static str,
    /// Prepares what it needs and gives the command; called before every start.
    pub command: Step<Result<Command>>,
    /// Whether it serves now; asked again and again until it does.
    pub ready: Step<bool>,
    /// What is to be done each time it became ready, before others may rely on it.
    pub settle: Step<Result<()>>,
    /// The signal that stops it in good order, and how long that may take.
    pub stop: (Signal, Duration),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Starting { deaths: u32 },
    Ready,
    Hopeless,
}

struct Watched {
    name: &'static str,
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// The servers kept alive for one data directory.
pub struct Supervisor {
    data: PathBuf,
    states: Arc<Mutex<BTreeMap<&'static str, State>>>,
    watched: Vec<Watched>,
    begun: Instant,
}

impl Supervisor {
    /// Takes over `data`: what an earlier supervisor left running is stopped first.
    ///
    /// # Errors
    /// When the folders for logs and records cannot be made.
    pub fn new(data: &Path) -> Result<Self> {
        for folder in ["log", "run"] {
            fs::create_dir_all(data.join(folder)).with_context(|| format!("making {}/{folder}", data.display()))?;
        }
        for name in Records::of(data).stop_everything() {
            say(&format!("{name}, left running by an earlier start, is stopped"));
        }
        Ok(Self {
            data: data.to_owned(),
            states: Arc::default(),
            watched: Vec::new(),
            begun: Instant::now(),
        })
    }

    /// Starts `service` and keeps it alive from now on.
    ///
    /// # Errors
    /// When its log cannot be opened.
    pub fn start(&mut self, service: Service) -> Result<()> {
        let stopping = Arc::new(AtomicBool::new(false));
        let name = service.name;
        self.states.lock().unwrap_or_else(PoisonError::into_inner).insert(name, State::Starting { deaths: 0 });
        let watch = Watch {
            log: open_log(&self.data.join("log").join(format!("{name}.log")))?,
            records: Records::of(&self.data),
            states: Arc::clone(&self.states),
            stopping: Arc::clone(&stopping),
            begun: self.begun,
            service,
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || watch.keep_alive())?;
        self.watched.push(Watched { name, stopping, thread });
        Ok(())
    }

    /// Waits until every server started so far is ready.
    ///
    /// # Errors
    /// When one does not come up, with the end of its log.
    pub fn wait_ready(&self, patience: Duration, given_up: impl Fn() -> bool) -> Result<()> {
        let started = Instant::now();
        loop {
            let states = self.states.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let waiting: Vec<_> = states.iter().filter(|(_, state)| **state != State::Ready).collect();
            if waiting.is_empty() {
                return Ok(());
            }
            let hopeless = waiting.iter().find(|(_, state)| **state == State::Hopeless);
            if hopeless.is_some() || started.elapsed() > patience {
                let (name, _) = hopeless.unwrap_or(&waiting[0]);
                bail!("{name} does not come up; the end of its log:\n{}", self.end_of_log(name));
            }
            if given_up() {
                bail!("stopped before everything was ready");
            }
            thread::sleep(STEP);
        }
    }

    fn end_of_log(&self, name: &str) -> String {
        let log = fs::read(self.data.join("log").join(format!("{name}.log"))).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }

    /// Stops one server in good order and waits until it is gone.
    pub fn stop_one(&mut self, name: &str) {
        let Some(index) = self.watched.iter().position(|watched| watched.name == name) else { return };
        let watched = self.watched.remove(index);
        watched.stopping.store(true, Ordering::Relaxed);
        if watched.thread.join().is_err() {
            tracing::error!(name, "its watch has failed");
        }
    }

    /// Stops all servers at once and waits until they are gone.
    pub fn stop_all(mut self) {
        for watched in &self.watched {
            watched.stopping.store(true, Ordering::Relaxed);
        }
        while let Some(name) = self.watched.last().map(|watched| watched.name) {
            self.stop_one(name);
        }
    }
}

fn open_log(path: &Path) -> Result<File> {
    if fs::metadata(path).is_ok_and(|file| file.len() > LARGEST_LOG) {
        fs::rename(path, path.with_extension("log.1")).context("putting a long log aside")?;
    }
    File::options().create(true).append(true).open(path).with_context(|| format!("opening {}", path.display()))
}

struct Watch {
    service: Service,
    log: File,
    records: Records,
    states: Arc<Mutex<BTreeMap<&'static str, State>>>,
    stopping: Arc<AtomicBool>,
    begun: Instant,
}

impl Watch {
    fn keep_alive(self) {
        let mut pause = FIRST_PAUSE;
        let mut deaths = 0;
        let mut was_ready = false;
        while !self.stopping() {
            let started = Instant::now();
            match self.live_once(&mut was_ready) {
                Ok(()) if self.stopping() => break,
                Ok(()) => {}
                Err(error) => self.say(&format!("{error:#}")),
            }
            deaths += 1;
            let hopeless = !was_ready && deaths >= HOPELESS;
            self.set(if hopeless { State::Hopeless } else { State::Starting { deaths } });
            if started.elapsed() > HEALTHY {
                pause = FIRST_PAUSE;
            }
            self.sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        self.records.forget(self.service.name);
    }

    /// One life: from start to death or to the wish to stop.
    fn live_once(&self, was_ready: &mut bool) -> Result<()> {
        let mut command = (self.service.command)()?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(self.log.try_clone()?)
            .stderr(self.log.try_clone()?)
            .process_group(0)
            .spawn()
            .with_context(|| format!("starting {}", command.get_program().to_string_lossy()))?;
        let id = i32::try_from(child.id()).context("a process id beyond the system's range")?;
        if let Some(process) = Process::find(id) {
            self.records.remember(self.service.name, process)?;
        }
        let (started, mut ready) = (Instant::now(), false);
        loop {
            if let Some(status) = child.try_wait()? {
                self.say(&format!("has ended ({status})"));
                return Ok(());
            }
            if self.stopping() {
                self.end(&mut child, id)?;
                return Ok(());
            }
            if !ready && (self.service.ready)() {
                if let Err(error) = (self.service.settle)() {
                    self.end(&mut child, id)?;
                    return Err(error);
                }
                ready = true;
                *was_ready = true;
                self.set(State::Ready);
                self.say("is ready");
            }
            // A quick server is asked often, a slow one not so.
            thread::sleep(if ready { IDLE_STEP } else { (started.elapsed() / 10).clamp(STEP, LONGEST_STEP) });
        }
    }

    fn end(&self, child: &mut Child, id: i32) -> Result<()> {
        let (signal, patience) = self.service.stop;
        let asked = Instant::now();
        if let Some(process) = Process::find(id) {
            process.signal(signal);
            while child.try_wait()?.is_none() {
                if asked.elapsed() > patience {
                    self.say("does not stop and is killed");
                    process.signal(Signal::SIGKILL);
                    break;
                }
                thread::sleep(STEP);
            }
        }
        child.wait()?;
        Ok(())
    }

    fn sleep(&self, pause: Duration) {
        let started = Instant::now();
        while started.elapsed() < pause && !self.stopping() {
            thread::sleep(STEP);
        }
    }

    fn stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    fn set(&self, state: State) {
        self.states.lock().unwrap_or_else(PoisonError::into_inner).insert(self.service.name, state);
    }

    fn say(&self, what: &str) {
        say(&format!("{:6.1} s  {} {what}", self.begun.elapsed().as_secs_f32(), self.service.name));
    }
}
