//! The ends of jobs that wrote nothing, written together: a busy worker asks the database once for many.

use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use zvarot_domain::JobId;
use zvarot_store::{Store, jobs};

/// Ends written by one statement at most.
const TOGETHER: usize = 200;
/// How many may wait for it.
pub(super) const WAITING: u32 = 1000;
/// How many times the end of jobs is tried to be written.
const TRIED: usize = 3;

/// A job that is done and still stands in the table.
pub(super) struct UnwrittenEnd {
    pub id: JobId,
    pub lease: uuid::Uuid,
    pub waiting: OwnedSemaphorePermit,
}

/// Writes the ends of jobs as they come: those that come while one statement runs are written by the next.
pub(super) async fn write(store: Store, mut ends: mpsc::UnboundedReceiver<UnwrittenEnd>) {
    let mut some = Vec::with_capacity(TOGETHER);
    while ends.recv_many(&mut some, TOGETHER).await > 0 {
        let done: Vec<(JobId, uuid::Uuid)> = some.iter().map(|end| (end.id, end.lease)).collect();
        for attempt in 1..=TRIED {
            let written = async {
                let mut connection = store.pool().acquire().await?;
                jobs::finish_all(&mut connection, &done).await
            };
            match written.await {
                Ok(_) => break,
                // The leases run out and the sweep frees the jobs.
                Err(error) => tracing::warn!(reason = error.to_string(), attempt, "ends of jobs could not be recorded"),
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        for end in some.drain(..) {
            drop(end.waiting);
        }
    }
}
