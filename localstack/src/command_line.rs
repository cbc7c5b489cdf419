//! What `zvarot` can be asked to do.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use zvarot_localstack::infrastructure::{self, Part};
use zvarot_localstack::settings::{Settings, Stack};
use zvarot_localstack::sms::{self, Inbox, SmsAccess};
use zvarot_localstack::storage::{self, Origins, StorageSettings};
use zvarot_localstack::supervise::{Supervisor, say};
use zvarot_localstack::{exchange, functions, system};
use zvarot_platform::Environment;
use zvarot_machine::processes::{Process, Records, SUPERVISOR};

const PATIENCE: Duration = Duration::from_secs(120);

/// The local stack of Zvarot.
#[derive(Debug, Parser)]
#[command(version)]
pub enum Command {
    /// Starts the whole system: infrastructure, migrations, all functions.
    Up {
        #[command(flatten)]
        system: System,
    },
    /// Starts the servers the system needs, writes `<data-dir>/environment`, prints its
    /// path after the word READY, and keeps them alive until SIGTERM or Ctrl-C.
    Infrastructure {
        #[command(flatten)]
        system: System,
        /// Only these servers (separated by commas); all when not given.
        #[arg(long, value_delimiter = ',')]
        only: Vec<Part>,
    },
    /// All functions in one process, configured by the environment; what `up` starts.
    #[command(hide = true)]
    Functions,
    /// One server of the stack, in the foreground; what `infrastructure` starts.
    #[command(subcommand, hide = true)]
    Serve(Server),
}

/// Which system on this machine.
#[derive(Debug, Args)]
pub struct System {
    /// Where all its data are kept.
    #[arg(long, default_value = ".data")]
    data_dir: PathBuf,
    /// The port of the pages; all others move with it.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Which servers stand in for S3 and SQS.
    #[arg(long, value_enum, default_value = "embedded")]
    stack: Stack,
    /// A database to use instead of a private PostgreSQL.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Server {
    /// The object storage.
    Storage {
        #[arg(long)]
        address: SocketAddr,
        #[arg(long)]
        directory: PathBuf,
        #[arg(long)]
        bucket: String,
        /// An origin whose pages may use the storage; may be given several times.
        #[arg(long)]
        origin: Vec<String>,
        #[arg(long, env = "STORAGE_ACCESS_KEY_ID")]
        access_key_id: String,
        #[arg(long, env = "STORAGE_SECRET_ACCESS_KEY", hide_env_values = true)]
        secret_access_key: String,
    },
    /// The SMS gateway.
    Sms {
        #[arg(long)]
        address: SocketAddr,
        #[arg(long)]
        smpp_address: SocketAddr,
        #[arg(long)]
        directory: PathBuf,
        #[arg(long, env = "SMS_HTTP_TOKEN", hide_env_values = true)]
        token: String,
        #[arg(long, env = "SMPP_SYSTEM_ID")]
        smpp_system_id: String,
        #[arg(long, env = "SMPP_PASSWORD", hide_env_values = true)]
        smpp_password: String,
    },
    /// The router of СМДО.
    Router {
        #[arg(long)]
        address: SocketAddr,
        #[arg(long, env = "SMDO_KEY")]
        key: String,
        #[arg(long, env = "SMDO_SECRET", hide_env_values = true)]
        secret: String,
    },
}

impl Command {
    /// # Errors
    /// When what was asked for cannot be done; with what to do about it.
    pub fn run(self) -> Result<()> {
        match self {
            Self::Up { system } => keep_alive(system, Part::value_variants(), true),
            Self::Infrastructure { system, only } => {
                let parts = if only.is_empty() { Part::value_variants().to_vec() } else { only };
                keep_alive(system, &parts, false)
            }
            Self::Functions => {
                let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
                runtime.block_on(functions::run(Environment::from_process()))
            }
            Self::Serve(server) => runtime()?.block_on(server.run()),
        }
    }
}

fn keep_alive(system: System, parts: &[Part], with_functions: bool) -> Result<()> {
    let settings = Settings::new(&system.data_dir, system.port, system.stack, system.database_url)?;
    let _only_one = sole_supervisor(&settings.data)?;
    let asked_to_stop = Arc::new(AtomicBool::new(false));
    watch_signals(&asked_to_stop)?;
    let mut supervisor = Supervisor::new(&settings.data)?;
    let here = Process::find(i32::try_from(std::process::id())?).context("finding this process")?;
    Records::of(&settings.data).remember(SUPERVISOR, here)?;
    let wanted_no_more = || asked_to_stop.load(Ordering::Relaxed);
    let started = bring_up(&mut supervisor, &settings, parts, with_functions, &wanted_no_more);
    if let Ok(announcement) = &started {
        say(&announcement.to_string());
        while !wanted_no_more() {
            std::thread::sleep(Duration::from_millis(50));
        }
        say("stopping");
    }
    // The functions first: they finish what they have in hand, with the servers still there.
    supervisor.stop_one(system::FUNCTIONS);
    supervisor.stop_all();
    Records::of(&settings.data).forget(SUPERVISOR);
    if wanted_no_more() { Ok(()) } else { started.map(|_| ()) }
}

/// Starts everything and gives the words to say when it is ready.
fn bring_up(
    supervisor: &mut Supervisor,
    settings: &Settings,
    parts: &[Part],
    with_functions: bool,
    wanted_no_more: &dyn Fn() -> bool,
) -> Result<String> {
    infrastructure::start(supervisor, settings, parts)?;
    supervisor.wait_ready(PATIENCE, wanted_no_more)?;
    let environment = settings.write_environment()?;
    if !with_functions {
        return Ok(format!("READY {}", environment.display()));
    }
    system::start(supervisor, settings)?;
    supervisor.wait_ready(PATIENCE, wanted_no_more)?;
    let addresses = system::accounts(settings) + &system::addresses(settings);
    Ok(format!("{addresses}\nREADY http://127.0.0.1:{}/", settings.ports.front))
}

/// Two supervisors on one data directory would fight over it. The lock goes with the process.
fn sole_supervisor(data: &Path) -> Result<File> {
    let folder = data.join("run");
    std::fs::create_dir_all(&folder)?;
    let lock = File::create(folder.join("supervisor.lock"))?;
    if lock.try_lock().is_err() {
        bail!("the system in {} is running already (stop it with `cargo xtask down`)", data.display());
    }
    Ok(lock)
}

/// Sets `asked` at the first SIGTERM, SIGINT or SIGHUP; the second SIGINT ends the process at once.
fn watch_signals(asked: &Arc<AtomicBool>) -> Result<()> {
    let asked = Arc::clone(asked);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut terminate, mut interrupt, mut hang_up) = {
        let _inside = runtime.enter();
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?, signal(SignalKind::hangup())?)
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            loop {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                    _ = hang_up.recv() => {}
                }
                asked.store(true, Ordering::Relaxed);
            }
        });
    })?;
    Ok(())
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_max_level(tracing::Level::INFO)
        .init();
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

impl Server {
    async fn run(self) -> Result<()> {
        match self {
            Self::Storage { address, directory, bucket, origin, access_key_id, secret_access_key } => {
                let listener = TcpListener::bind(address).await?;
                std::fs::create_dir_all(&directory)?;
                let origins = Origins::new(origin.iter().map(String::as_str));
                let access_key = (access_key_id, secret_access_key);
                let serving = storage::serve(listener, StorageSettings { directory, bucket, access_key, origins });
                tokio::select! {
                    ended = serving => ended,
                    () = asked_to_stop() => Ok(()),
                }
            }
            Self::Router { address, key, secret } => {
                let listener = TcpListener::bind(address).await?;
                tokio::select! {
                    ended = exchange::serve(listener, &key, &secret) => ended.context("serving HTTP"),
                    () = asked_to_stop() => Ok(()),
                }
            }
            Self::Sms { address, smpp_address, directory, token, smpp_system_id, smpp_password } => {
                let inbox = Arc::new(Inbox::open(&directory.join("inbox.jsonl"))?);
                let access = SmsAccess { token, system_id: smpp_system_id, password: smpp_password };
                let pages = sms::router(Arc::clone(&inbox), access.clone());
                let http = TcpListener::bind(address).await?;
                let smpp = TcpListener::bind(smpp_address).await?;
                tokio::select! {
                    ended = async { axum::serve(http, pages).await } => ended.context("serving HTTP"),
                    () = sms::serve_smpp(smpp, inbox, access) => Ok(()),
                    () = asked_to_stop() => Ok(()),
                }
            }
        }
    }
}

async fn asked_to_stop() {
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}
