//! The files function: checks what was uploaded, keeps what is clean under keys that nobody outside can write, removes
//! what nobody needs (SUB-04, SEC-04). Queue `files`.

pub mod check;
mod check_file;
mod remove_file;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::TimeDelta;
use zvarot_integrations::antivirus::Scanner;
use zvarot_objects::{Objects, ObjectsError};
use zvarot_platform::queue::{Finished, Held, JobError, Worker};
use zvarot_store::{
    Work,
    jobs::{Job, Queue},
};

/// The worker of the queue `files`.
pub fn worker(objects: Objects, scanner: Scanner) -> Arc<dyn Worker> {
    Arc::new(Files { objects, scanner })
}

struct Files {
    objects: Objects,
    scanner: Scanner,
}

#[async_trait::async_trait]
impl Worker for Files {
    fn queue(&self) -> Queue {
        Queue::Files
    }

    async fn handle(&self, held: &Held) -> Result<Finished, JobError> {
        match held.job()? {
            Job::CheckFile { file_id } => self.check_file(held, *file_id).await,
            Job::RemoveFile { file_id } => self.remove_file(held, *file_id).await,
            _ => Err(JobError::fail("not a job of the queue files")),
        }
    }

    async fn failed(
        &self,
        held: &Held,
        work: &mut Work,
        _reason: &str,
    ) -> zvarot_store::Result<()> {
        match held.job() {
            Ok(Job::CheckFile { file_id }) => check_file::give_up(work, *file_id).await,
            _ => Ok(()),
        }
    }
}

/// The waits while storage or scanner are away, in seconds; the last one is repeated.
const WAITS: [i64; 8] = [2, 5, 15, 30, 60, 120, 300, 600];

/// Tries again for as long as it takes: the file waits unchecked, which is neither clean nor the user's fault.
fn wait(held: &Held, reason: impl std::fmt::Display) -> JobError {
    let begun = usize::try_from(held.attempts() - 1).unwrap_or(0);
    JobError::Retry {
        after: TimeDelta::seconds(WAITS[begun.min(WAITS.len() - 1)]),
        reason: reason.to_string(),
    }
}

/// What a failed call to the storage means for a job.
fn storage_error(held: &Held, error: &ObjectsError) -> JobError {
    match error {
        ObjectsError::Unavailable(_) => wait(held, error),
        _ => JobError::retry(held, error),
    }
}
