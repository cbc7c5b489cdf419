//! The whole system as processes of its own: `zvarot infrastructure` with its servers, and each function's own
//! program. Every one of them can be killed, stopped, held and started again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use zvarot_machine::http;
use zvarot_machine::ports::Ports;
use zvarot_machine::processes::{Process, Records, working_in};

use crate::binaries::{program, setting, workspace};
use crate::guard::Guard;
use crate::slots::{self, Slot};
use crate::waiting::until;

/// Of each log, after a failure.
const LINES_SHOWN: usize = 12;

/// Which servers stand in for S3 and SQS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stack {
    Embedded,
    Localstack,
}

/// One server of the infrastructure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Postgres,
    Storage,
    Mail,
    Sms,
    Antivirus,
    Router,
    Localstack,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Storage => "storage",
            Self::Mail => "mail",
            Self::Sms => "sms",
            Self::Antivirus => "antivirus",
            Self::Router => "router",
            Self::Localstack => "localstack",
        }
    }
}

/// One deployable function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    Front,
    Api,
    Files,
    Notify,
    Reports,
    Load,
    Exchange,
    Clock,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Front,
        Self::Api,
        Self::Files,
        Self::Notify,
        Self::Reports,
        Self::Load,
        Self::Exchange,
        Self::Clock,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Api => "api",
            Self::Files => "files",
            Self::Notify => "notify",
            Self::Reports => "reports",
            Self::Load => "load",
            Self::Exchange => "exchange",
            Self::Clock => "clock",
        }
    }
}

/// How a system is to be started.
pub struct Builder {
    stack: Stack,
    functions: Vec<Function>,
    settings: Vec<(String, String)>,
}

impl Builder {
    /// The stack; embedded when not said.
    #[must_use]
    pub fn stack(mut self, stack: Stack) -> Self {
        self.stack = stack;
        self
    }

    /// The functions to start; all when not said.
    #[must_use]
    pub fn functions(mut self, functions: &[Function]) -> Self {
        self.functions = functions.to_vec();
        self
    }

    /// A variable for all functions.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts it all: servers, migrations, demo data, functions.
    ///
    /// # Panics
    /// When something does not come up; with the end of its log.
    pub async fn start(self) -> System {
        let slot = Slot::take();
        let data = slots::folder().join(format!("{}-{}", slot.ports.front, uuid::Uuid::new_v4().simple()));
        fs::create_dir_all(data.join("log")).expect("the data directory can be made");
        File::create(data.join("processes")).expect("the list of processes can be made");
        let guard = Guard::watch(&data);
        let infrastructure = start_infrastructure(&data, slot.ports.front, self.stack);
        let mut environment = read_environment(&data);
        environment.extend(self.settings);
        let database = PgPoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(60))
            .connect_lazy(&environment["DATABASE_URL"])
            .expect("the infrastructure gives the address of its database");
        let system = System {
            ports: slot.ports,
            stack: self.stack,
            data,
            environment,
            database,
            infrastructure: Mutex::new(infrastructure),
            running: Mutex::default(),
            guard,
            _slot: slot,
        };
        system.administer(&["migrate"]);
        let accounts = workspace().join("localstack/demo-accounts.csv");
        let clients = workspace().join("localstack/demo-api-clients.csv");
        let (accounts, clients) = (accounts.to_string_lossy(), clients.to_string_lossy());
        system.administer(&["seed", "--demo", &accounts, "--api-clients", &clients]);
        for function in self.functions {
            system.start(function);
        }
        system.until_front_is_ready().await;
        system
    }
}

/// A running system; dropping it stops everything and removes its data.
pub struct System {
    /// Where its servers listen.
    pub ports: Ports,
    /// Its database, for what no page shows.
    pub database: PgPool,
    stack: Stack,
    data: PathBuf,
    environment: BTreeMap<String, String>,
    infrastructure: Mutex<Child>,
    running: Mutex<BTreeMap<String, Child>>,
    guard: Guard,
    _slot: Slot,
}

impl System {
    /// A system to be started.
    #[must_use]
    pub fn builder() -> Builder {
        Builder { stack: Stack::Embedded, functions: Function::ALL.to_vec(), settings: Vec::new() }
    }

    /// The value of a variable that every function is started with.
    #[must_use]
    pub fn variable(&self, name: &str) -> &str {
        self.environment.get(name).map_or("", String::as_str)
    }

    /// Every variable that functions are started with.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.environment.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The address of the pages.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.front)
    }

    /// The directory of its data.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The server that keeps the objects.
    #[must_use]
    pub fn storage_part(&self) -> Part {
        match self.stack {
            Stack::Embedded => Part::Storage,
            Stack::Localstack => Part::Localstack,
        }
    }

    /// Starts a function's program.
    pub fn start(&self, function: Function) {
        self.start_as(function, function.name(), &[]);
    }

    /// Starts a function's program under a name of its own, with variables of its own.
    ///
    /// # Panics
    /// When it cannot be started, or something runs under that name.
    pub fn start_as(&self, function: Function, name: &str, changes: &[(&str, &str)]) {
        let log = open_log(&self.data, name);
        let mut command = Command::new(program(&format!("zvarot-{}", function.name())));
        self.prepare(&mut command, log);
        command.envs(changes.iter().copied());
        let child = command.spawn().expect("a function's program can be started");
        self.note(&child);
        let before = self.running().insert(name.to_owned(), child);
        assert!(before.is_none(), "{name} runs already");
    }

    /// Kills it (SIGKILL) and waits until it is gone.
    pub fn kill(&self, function: Function) {
        self.kill_named(function.name());
    }

    /// The same for what was started under a name.
    ///
    /// # Panics
    /// When nothing runs under that name.
    pub fn kill_named(&self, name: &str) {
        let mut child = self.running().remove(name).unwrap_or_else(|| panic!("{name} does not run"));
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Holds a function where it is (SIGSTOP).
    pub fn freeze(&self, name: &str) {
        self.signal(name, Signal::SIGSTOP);
    }

    /// Lets it go on (SIGCONT).
    pub fn thaw(&self, name: &str) {
        self.signal(name, Signal::SIGCONT);
    }

    /// The process id of what was started under a name.
    ///
    /// # Panics
    /// When nothing runs under that name.
    #[must_use]
    pub fn id(&self, name: &str) -> u32 {
        self.running().get(name).unwrap_or_else(|| panic!("{name} does not run")).id()
    }

    fn signal(&self, name: &str, signal: Signal) {
        kill(pid(self.id(name)), signal).expect("a process of one's own takes signals");
    }

    /// Kills a server (SIGKILL, with all its processes). It is started again at once.
    pub fn kill_part(&self, part: Part) {
        if let Some(process) = Records::of(&self.data).alive(part.name()) {
            process.signal(Signal::SIGKILL);
        }
        if part == Part::Postgres {
            for process in working_in(&self.data.join("postgres/cluster")) {
                let _ = kill(Pid::from_raw(process.id), Signal::SIGKILL);
            }
        }
    }

    /// Kills servers and keeps them down until [`System::bring_back`].
    pub fn take_down(&self, parts: &[Part]) {
        // Who would start them again is held meanwhile; the other servers live on without it.
        self.signal_infrastructure(Signal::SIGSTOP);
        for part in parts {
            self.kill_part(*part);
        }
    }

    /// Has servers that were taken down started again and waits until they serve.
    pub async fn bring_back(&self, parts: &[Part]) {
        self.signal_infrastructure(Signal::SIGCONT);
        for part in parts {
            self.until_serves(*part).await;
        }
    }

    /// Waits until a server accepts connections.
    pub async fn until_serves(&self, part: Part) {
        let ports = match part {
            Part::Postgres => vec![self.ports.postgres],
            Part::Storage => vec![self.ports.storage],
            Part::Mail => vec![self.ports.smtp, self.ports.mail_page],
            Part::Sms => vec![self.ports.sms],
            Part::Antivirus => vec![self.ports.antivirus],
            Part::Router => vec![self.ports.router],
            Part::Localstack => vec![self.ports.localstack],
        };
        until(part.name(), async || {
            let alive = Records::of(&self.data).alive(part.name()).is_some();
            let served = ports.iter().all(|port| http::accepts(*port));
            let healthy = part != Part::Localstack
                || http::get(self.ports.localstack, "/_localstack/init/ready")
                    .is_some_and(|(status, body)| status == 200 && body.contains("\"completed\": true"));
            alive && served && healthy
        })
        .await;
    }

    /// Holds a server where it is (SIGSTOP): it accepts and never answers.
    pub fn freeze_part(&self, part: Part) {
        self.signal_part(part, Signal::SIGSTOP);
    }

    /// Lets it go on (SIGCONT).
    pub fn thaw_part(&self, part: Part) {
        self.signal_part(part, Signal::SIGCONT);
    }

    fn signal_part(&self, part: Part, signal: Signal) {
        let process = Records::of(&self.data).alive(part.name());
        process.unwrap_or_else(|| panic!("{} does not run", part.name())).signal(signal);
    }

    fn signal_infrastructure(&self, signal: Signal) {
        let id = self.infrastructure.lock().unwrap_or_else(PoisonError::into_inner).id();
        kill(pid(id), signal).expect("a process of one's own takes signals");
    }

    /// Waits until the front says that it is ready.
    pub async fn until_front_is_ready(&self) {
        if !self.running().contains_key("front") {
            return;
        }
        until("the front is ready", async || matches!(http::get(self.ports.front, "/health/ready"), Some((200, _)))).await;
    }

    /// The largest resident memory that a function has had, in bytes.
    ///
    /// # Panics
    /// When it does not run.
    #[must_use]
    pub fn peak_memory(&self, name: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id(name))).expect("the process lives");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the system tells the peak");
        let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().expect("a number of kilobytes");
        kilobytes * 1024
    }

    /// One number out of the database; asked again while the database is being restarted.
    ///
    /// # Panics
    /// When the query is wrong.
    pub async fn count(&self, query: &'static str) -> i64 {
        loop {
            match sqlx::query_scalar::<_, i64>(query).fetch_one(&self.database).await {
                Ok(count) => return count,
                Err(sqlx::Error::Database(error)) if !error.code().is_some_and(|code| code.starts_with("57P")) => {
                    panic!("{query}: {error}")
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        }
    }

    /// What a function has written to its log.
    #[must_use]
    pub fn log(&self, name: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.data.join(format!("log/{name}.log"))).unwrap_or_default()).into_owned()
    }

    fn running(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Child>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn prepare(&self, command: &mut Command, log: File) {
        command
            .env_clear()
            .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .env("METRICS_ADDRESS", "")
            .env("NO_COLOR", "1")
            .envs(self.environment.iter().filter(|(name, _)| *name != "METRICS_ADDRESS"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file can be opened twice"))
            .stderr(log)
            .process_group(0);
    }

    /// `zvarot-admin` with these arguments, to be started.
    pub(crate) fn administration(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("zvarot-admin"));
        self.prepare(&mut command, open_log(&self.data, "admin"));
        command.args(arguments);
        command
    }

    /// Runs `zvarot-admin` with these arguments.
    ///
    /// # Panics
    /// When it fails; with its log.
    pub fn administer(&self, arguments: &[&str]) {
        let status = self.administration(arguments).status().expect("zvarot-admin can be started");
        assert!(status.success(), "zvarot-admin {arguments:?} failed:\n{}", self.log("admin"));
    }

    /// For the guard.
    fn note(&self, child: &Child) {
        let mut list = File::options().append(true).open(self.data.join("processes")).expect("the list can be opened");
        list.write_all(identity(child).as_bytes()).expect("the list can be written");
    }

    fn stop(&mut self) {
        for (_, mut child) in std::mem::take(&mut *self.running()) {
            let _ = child.kill();
            let _ = child.wait();
        }
        let child = self.infrastructure.get_mut().unwrap_or_else(PoisonError::into_inner);
        for signal in [Signal::SIGTERM, Signal::SIGCONT] {
            let _ = kill(pid(child.id()), signal);
        }
        for part in Records::of(&self.data).all_alive() {
            // One that is held cannot hear that it is to stop.
            part.1.signal(Signal::SIGCONT);
        }
        let _ = child.wait();
    }
}

impl Drop for System {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.show_logs();
        }
        self.stop();
        if setting("ZVAROT_KEEP_DATA").is_some() {
            eprintln!("the data are kept in {}", self.data.display());
        } else {
            let _ = fs::remove_dir_all(&self.data);
        }
        self.guard.dismiss();
    }
}

impl System {
    fn show_logs(&self) {
        for entry in fs::read_dir(self.data.join("log")).into_iter().flatten().flatten() {
            let text = String::from_utf8_lossy(&fs::read(entry.path()).unwrap_or_default()).into_owned();
            let all: Vec<&str> = text.lines().collect();
            let last = all.len().saturating_sub(LINES_SHOWN);
            let wrong = all[..last].iter().filter(|line| line.contains("WARN") || line.contains("ERROR"));
            let wrong: Vec<_> = wrong.copied().collect();
            eprintln!("--- {}", entry.file_name().to_string_lossy());
            for line in wrong[wrong.len().saturating_sub(LINES_SHOWN)..].iter().chain(&all[last..]) {
                eprintln!("{line}");
            }
        }
    }
}

fn start_infrastructure(data: &Path, port: u16, stack: Stack) -> Child {
    let mut command = Command::new(program("zvarot"));
    command.arg("infrastructure").arg("--data-dir").arg(data).arg("--port").arg(port.to_string()).args([
        "--stack",
        match stack {
            Stack::Embedded => "embedded",
            Stack::Localstack => "localstack",
        },
    ]);
    let mut child = command
        // A database of the one who runs the tests is not ours.
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(open_log(data, "infrastructure"))
        .process_group(0)
        .spawn()
        .expect("zvarot can be started");
    fs::write(data.join("supervisor"), identity(&child)).expect("the record can be written");
    let mut said = Vec::new();
    let mut lines = BufReader::new(child.stdout.take().expect("its output is ours")).lines();
    let ready = lines.by_ref().map_while(Result::ok).any(|line| {
        let ready = line.starts_with("READY");
        said.push(line);
        ready
    });
    if !ready {
        let _ = child.wait();
        let errors = fs::read_to_string(data.join("log/infrastructure.log")).unwrap_or_default();
        panic!("the infrastructure did not come up:\n{}\n{errors}", said.join("\n"));
    }
    // What it says later goes to a log, or it would wait for a reader.
    let mut log = open_log(data, "supervisor");
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let _ = writeln!(log, "{line}");
        }
    });
    child
}

fn read_environment(data: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(data.join("environment")).expect("the infrastructure has written it");
    text.lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.trim_matches('\'').to_owned()))
        .collect()
}

fn open_log(data: &Path, name: &str) -> File {
    let path = data.join(format!("log/{name}.log"));
    File::options().create(true).append(true).open(path).expect("a log can be opened")
}

fn pid(id: u32) -> Pid {
    Pid::from_raw(i32::try_from(id).expect("a process id"))
}

/// Id and start time, as the guard compares them.
fn identity(child: &Child) -> String {
    let id = i32::try_from(child.id()).expect("a process id");
    Process::find(id).map_or_else(String::new, |process| format!("{} {}\n", process.id, process.started))
}
