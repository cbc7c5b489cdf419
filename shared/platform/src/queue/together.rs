//! Jobs that are done by one transaction when several of them wait.

use tokio::sync::OwnedSemaphorePermit;
use tracing::Instrument;
use zvarot_store::jobs::Leased;

use super::{Held, Permits, Runner, span_of};

impl Runner {
    /// Does several jobs by one transaction. Gives back those that are to be done alone: all, where it did not succeed.
    pub(super) async fn perform_together(&self, several: Vec<Leased>) -> Vec<Leased> {
        if several.len() < 2 {
            return several;
        }
        let began = std::time::Instant::now();
        let held = |leased| Held { store: self.store.clone(), clock: self.clock.clone(), leased };
        let (worker, jobs): (_, Vec<Held>) = (self.worker.clone(), several.iter().cloned().map(held).collect());
        let span = tracing::info_span!("jobs", queue = worker.queue().code(), jobs = jobs.len());
        let doing = tokio::spawn(async move { worker.handle_together(&jobs).await }.instrument(span.clone()));
        let failed = match doing.await {
            Ok(Ok(_)) => None,
            Ok(Err(error)) => Some(format!("{error:?}")),
            Err(error) => Some(error.to_string()),
        };
        if let Some(reason) = failed {
            span.in_scope(|| tracing::warn!(reason, "jobs could not be done together, each is done alone"));
            return several;
        }
        for leased in several {
            span_of(&leased).in_scope(|| self.count(&leased.kind, "done", began.elapsed()));
        }
        Vec::new()
    }

    /// The same in a slot, its own or the next that is free; what is left is begun as slots come free.
    pub(super) async fn begin_together(self, several: Vec<Leased>, slot: Option<OwnedSemaphorePermit>, places: Permits) {
        let taken = std::time::Instant::now();
        let slot = match slot {
            Some(slot) => Some(slot),
            None => self.slots.clone().acquire_owned().await.ok(),
        };
        drop(places);
        let alone = self.perform_together(several).await;
        drop(slot);
        for leased in alone {
            tokio::spawn(self.clone().perform_later(leased, taken, None));
        }
    }

    /// Whether a job can be done together with others.
    pub(super) fn is_done_together(&self, leased: &Leased) -> bool {
        leased.job.as_ref().is_some_and(|job| self.worker.is_done_together(job))
    }
}
