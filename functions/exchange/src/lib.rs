//! The exchange function: packages by СМДО (SMD-02 to SMD-04). Queue `exchange`, and two tasks each minute at least.
//!
//! Going out, a package is a row whose steps are written one by one; coming in, bytes and row are kept before the router
//! is told, and looked at by a job. Everything may happen twice; in effect it happens once.

mod answer;
mod appeal;
mod failed;
mod incoming;
mod receive;
mod recent;
mod room;
mod send;
#[cfg(test)]
mod tests;
mod watch;
mod words;

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use zvarot_domain::retry;
use zvarot_integrations::smdo::{HttpRouter, Router, RouterError, SmdoSettings};
use zvarot_objects::{Objects, ObjectsError};
use zvarot_platform::{
    Platform,
    queue::{Finished, Held, JobError, Worker},
    schedule::Task,
};
use zvarot_store::{
    Work,
    jobs::{Job, Queue},
    smdo,
};

use self::{recent::Recent, room::Room};

/// What the function runs: its worker and its tasks. Without `SMDO_URL` nothing is collected and nothing fetched.
///
/// # Errors
/// A variable that is missing or wrong.
pub fn start(
    platform: &Platform,
    objects: Objects,
) -> anyhow::Result<(Arc<dyn Worker>, Vec<Arc<dyn Task>>)> {
    let lookup = platform.environment.lookup();
    let seconds = platform.environment.parsed("SMDO_PERIOD_SECONDS", 30_u64)?;
    let Some(settings) = SmdoSettings::from_env(&lookup)? else {
        return Ok((Arc::new(Idle), Vec::new()));
    };
    let silent_hours = platform.environment.parsed("SMDO_SILENT_HOURS", 24_u16)?.max(1);
    let router = Arc::new(HttpRouter::new(settings.clone())?);
    let exchange = Arc::new(Exchange { objects, router, settings, room: Room::new(), recent: Recent::default() });
    let period = Duration::from_secs(seconds.clamp(1, 60));
    let tasks: Vec<Arc<dyn Task>> = vec![
        Arc::new(receive::Collect { period }),
        Arc::new(receive::Receive { exchange: exchange.clone(), period }),
        Arc::new(watch::Watch { patience: TimeDelta::hours(silent_hours.into()) }),
    ];
    Ok((exchange, tasks))
}

struct Exchange {
    objects: Objects,
    router: Arc<dyn Router>,
    settings: SmdoSettings,
    room: Room,
    recent: Recent,
}

#[async_trait::async_trait]
impl Worker for Exchange {
    fn queue(&self) -> Queue {
        Queue::Exchange
    }

    /// They wait for the router most of the time.
    fn at_once(&self) -> u32 {
        16
    }

    fn ahead(&self) -> usize {
        16
    }

    async fn handle(&self, held: &Held) -> Result<Finished, JobError> {
        match held.job()? {
            Job::SendPackage { package_id } => self.send_package(held, *package_id).await,
            Job::HandleIncoming { incoming_id } => self.handle_incoming(held, *incoming_id).await,
            _ => Err(JobError::fail("not a job of the queue exchange")),
        }
    }

    async fn failed(&self, held: &Held, work: &mut Work, reason: &str) -> zvarot_store::Result<()> {
        match held.job() {
            Ok(Job::SendPackage { package_id }) => send::give_up(work, *package_id, reason).await,
            Ok(Job::HandleIncoming { incoming_id }) => self.incoming_failed(held, work, *incoming_id, reason).await,
            _ => Ok(()),
        }
    }
}

/// Where СМДО is not set up: jobs wait for a place where it is.
struct Idle;

#[async_trait::async_trait]
impl Worker for Idle {
    fn queue(&self) -> Queue {
        Queue::Exchange
    }

    async fn handle(&self, _held: &Held) -> Result<Finished, JobError> {
        Err(JobError::Retry {
            after: TimeDelta::minutes(10),
            reason: "SMDO_URL is not set".to_owned(),
        })
    }
}

/// Tries again by the one list of waits; after the last the package has failed and a person sees it.
fn again(held: &Held, reason: impl std::fmt::Display) -> JobError {
    JobError::retry_by(held, &retry::EXCHANGE, reason)
}

fn storage_error(held: &Held, error: &ObjectsError) -> JobError {
    again(held, format!("storage: {error}"))
}

/// Notes a call that brought nothing, with when the next is due, and says the same to the queue.
async fn trouble(held: &Held, package: uuid::Uuid, step: &str, error: &RouterError) -> JobError {
    let again = again(held, error);
    let (result, next) = match &again {
        JobError::Retry { after, .. } => ("retry", Some(held.cause().now + *after)),
        _ => ("failed", None),
    };
    let reason = error.to_string();
    let noted = async {
        let mut work = held.begin().await?;
        let now = work.now();
        smdo::record_step(work.connection(), package, step, result, &reason, next, now).await?;
        smdo::trouble(work.connection(), package, &reason).await?;
        work.commit().await?;
        Ok::<_, JobError>(())
    };
    match noted.await {
        Ok(()) => again,
        Err(error) => error,
    }
}
