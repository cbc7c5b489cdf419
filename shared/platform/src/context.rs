//! What every function has: configuration, database, doorbell, clock. Storage and the rest are opened by those who need them.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use sqlx::postgres::PgPoolOptions;
use zvarot_store::{
    Cause, Store,
    doorbell::{Doorbell, PostgresDoorbell},
};

use crate::{Clock, Environment, sqs::SqsQueues};

/// The running place of one function. Cheap to clone.
#[derive(Clone)]
pub struct Platform {
    pub name: &'static str,
    pub environment: Environment,
    pub store: Store,
    pub clock: Clock,
    pub(crate) sqs: Option<SqsQueues>,
}

impl Platform {
    /// Opens the database (`DATABASE_URL`, `DATABASE_CONNECTIONS` default 10) and the doorbell (`DOORBELL` = `postgres` or `sqs`).
    /// The database need not answer yet: connections are made when needed.
    ///
    /// # Errors
    /// A variable that is missing or wrong.
    pub async fn start(name: &'static str, environment: Environment) -> anyhow::Result<Self> {
        // Two providers are linked in by different libraries; one is chosen for all.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let pool = PgPoolOptions::new()
            .max_connections(environment.parsed("DATABASE_CONNECTIONS", 10)?)
            .acquire_timeout(Duration::from_secs(10))
            // A connection that died is found by the query that uses it; a test before each use costs a round trip.
            .test_before_acquire(false)
            .max_lifetime(Duration::from_secs(30 * 60))
            .connect_lazy(&environment.required("DATABASE_URL")?)
            .context("the variable DATABASE_URL is not an address of PostgreSQL")?;
        let doorbell = environment
            .get("DOORBELL")
            .unwrap_or_else(|| "postgres".to_owned());
        let (doorbell, sqs): (Arc<dyn Doorbell>, Option<SqsQueues>) = match doorbell.as_str() {
            "postgres" => (PostgresDoorbell::start(pool.clone()), None),
            "sqs" => {
                let queues = SqsQueues::open(&environment).await?;
                (Arc::new(queues.clone()), Some(queues))
            }
            _ => anyhow::bail!("the variable DOORBELL is neither postgres nor sqs"),
        };
        Ok(Self {
            name,
            environment,
            store: Store::new(pool, doorbell),
            clock: Clock::system(),
            sqs,
        })
    }

    /// A platform over parts made elsewhere: for tests.
    pub fn of_parts(
        name: &'static str,
        environment: Environment,
        store: Store,
        clock: Clock,
    ) -> Self {
        Self {
            name,
            environment,
            store,
            clock,
            sqs: None,
        }
    }

    /// The moment and a new trace id, for work that no request caused.
    pub fn cause(&self) -> Cause {
        Cause {
            now: self.clock.now(),
            trace_id: crate::http::new_trace_id(),
        }
    }

    /// How long a request's body may be, in bytes: on Lambda as much as it hands over; elsewhere the five files of 15 MB
    /// that a form may bring where scripts are off, and room for the form (SUB-04).
    pub fn body_limit(&self) -> usize {
        let mebibytes = if self.on_lambda() { 6 } else { 96 };
        mebibytes * 1024 * 1024
    }

    /// Whether this process is a Lambda function.
    pub fn on_lambda(&self) -> bool {
        self.environment.get("AWS_LAMBDA_RUNTIME_API").is_some()
    }
}
