//! The only crate that knows where the program runs: on Lambda, as a container, or all in one process.
//!
//! It holds the configuration from the environment, telemetry, the clock, and the three entry points:
//! HTTP ([`http`]), queue ([`queue`]) and schedule ([`schedule`]).

pub mod clock;
mod context;
pub mod duty;
pub mod environment;
pub mod health;
pub mod http;
pub mod queue;
pub mod schedule;
mod sqs;
pub mod telemetry;
pub mod together;

pub use clock::Clock;
pub use context::Platform;
pub use environment::Environment;

/// Runs a function's `main`: telemetry, configuration, context, then `body` until it ends or the process is told to stop.
/// With the argument `health` it only asks the one that runs here already whether it is ready ([`health::probe`]).
///
/// # Errors
/// What `body` returns, and a configuration that is missing or wrong, named by its variable.
pub fn run<Body, Running>(name: &'static str, body: Body) -> anyhow::Result<()>
where
    Body: FnOnce(Platform) -> Running,
    Running: Future<Output = anyhow::Result<()>>,
{
    let environment = Environment::from_process();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(async {
            if std::env::args().nth(1).as_deref() == Some("health") {
                return health::probe(&environment).await;
            }
            telemetry::start(name, &environment)?;
            let platform = Platform::start(name, environment).await?;
            body(platform).await
        })
}
