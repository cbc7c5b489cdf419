//! The load function: enters the records of uploaded files, thousands each, in batches (EDM-03). Queue `load`.
//! A file is looked through as a whole first: one that breaks off or is in another encoding enters nothing. Then each batch
//! is one transaction with its results and the place in the file, so that a worker that dies repeats and loses nothing.

mod check_file;
mod enter_records;
pub mod split;
#[cfg(test)]
mod tests;
mod wrong_records;

use std::sync::Arc;

use chrono::TimeDelta;
use uuid::Uuid;
use zvarot_actions::Actions;
use zvarot_domain::{Fault, FaultCode, FileId};
use zvarot_objects::{Objects, ObjectsError};
use zvarot_platform::{
    Platform,
    queue::{Finished, Held, JobError, Worker},
};
use zvarot_store::{
    Work,
    jobs::{Job, Queue},
    loads::{self, Load, LoadState},
};

/// Records of one file at most.
pub const RECORDS_AT_MOST: u64 = 50_000;

/// The worker of the queue `load`.
///
/// # Errors
/// A variable of the configuration that is missing.
pub fn worker(platform: &Platform, objects: Objects) -> anyhow::Result<Arc<dyn Worker>> {
    let actions = Actions {
        store: platform.store.clone(),
        secret: platform.environment.secret("SECRET_KEY")?,
    };
    Ok(Arc::new(Loader { actions, objects }))
}

struct Loader {
    actions: Actions,
    objects: Objects,
}

#[async_trait::async_trait]
impl Worker for Loader {
    fn queue(&self) -> Queue {
        Queue::Load
    }

    async fn handle(&self, held: &Held) -> Result<Finished, JobError> {
        match held.job()? {
            Job::Load { load_id } => self.load(held, *load_id).await,
            _ => Err(JobError::fail("not a job of the queue load")),
        }
    }

    async fn failed(
        &self,
        held: &Held,
        work: &mut Work,
        _reason: &str,
    ) -> zvarot_store::Result<()> {
        let Ok(Job::Load { load_id }) = held.job() else { return Ok(()) };
        let now = work.now();
        let fault = Fault::new("", FaultCode::LoadFailed);
        loads::refuse(work.connection(), *load_id, &fault, now).await?;
        Ok(())
    }
}

/// How a step of a load ended.
enum Stop {
    /// The file as a whole is refused.
    Refused(Fault),
    /// The job is put back or fails.
    Job(JobError),
}

impl From<JobError> for Stop {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

impl Loader {
    async fn load(&self, held: &Held, id: Uuid) -> Result<Finished, JobError> {
        let Some(load) = find(held, id).await? else {
            return held.finish_without_writing().await;
        };
        match self.go_on(held, load).await {
            Ok(finished) => Ok(finished),
            Err(Stop::Job(error)) => Err(error),
            Err(Stop::Refused(fault)) => {
                tracing::info!(fault = fault.code.code(), "a load file was refused");
                let mut work = held.begin().await?;
                let now = work.now();
                loads::refuse(work.connection(), id, &fault, now).await?;
                self.finish(held, work, id).await
            }
        }
    }

    /// From wherever it stands to its end.
    async fn go_on(&self, held: &Held, load: Load) -> Result<Finished, Stop> {
        let load = match load.state {
            LoadState::Checking => self.check_file(held, load).await?,
            _ => load,
        };
        let mut work = match load.state {
            LoadState::Entering => {
                self.enter_records(held, &load).await?;
                let kept = self.keep_wrong_records(held, &load).await?;
                let mut work = held.begin().await?;
                let now = work.now();
                loads::finish(work.connection(), load.id, kept.parts, kept.omitted, now)
                    .await
                    .map_err(JobError::from)?;
                work
            }
            // Done by a worker that died before it could say so.
            _ => held.begin().await?,
        };
        enter_records::tell(&mut work, load.id).await.map_err(JobError::from)?;
        Ok(self.finish(held, work, load.id).await?)
    }

    /// The job's end; then the uploaded file is of no use any more.
    async fn finish(&self, held: &Held, work: Work, id: Uuid) -> Result<Finished, JobError> {
        let finished = held.finish(work).await?;
        if let Err(error) = self.objects.delete_upload(FileId(id)).await {
            tracing::warn!(%error, "the file of an ended load was left behind");
        }
        Ok(finished)
    }
}

async fn find(held: &Held, id: Uuid) -> Result<Option<Load>, JobError> {
    let mut work = held.begin().await?;
    Ok(loads::get(work.connection(), id).await?)
}

/// The waits while the storage is away, in seconds; the last one is repeated.
const WAITS: [i64; 8] = [2, 5, 15, 30, 60, 120, 300, 600];

/// What a failed call to the storage means: it is waited for; a file that is not there was never uploaded whole.
fn storage_error(held: &Held, error: &ObjectsError) -> Stop {
    match error {
        ObjectsError::Unavailable(_) => {
            let begun = usize::try_from(held.attempts() - 1).unwrap_or(0);
            Stop::Job(JobError::Retry {
                after: TimeDelta::seconds(WAITS[begun.min(WAITS.len() - 1)]),
                reason: error.to_string(),
            })
        }
        ObjectsError::NotFound | ObjectsError::Incomplete(_) => {
            Stop::Refused(Fault::new("", FaultCode::FileChanged))
        }
        _ => Stop::Job(JobError::retry(held, error)),
    }
}
