//! Writing down what came of a message. What the other side said is known only here and now, so a database that is away
//! for a moment is waited for: otherwise a message that did arrive would stay "unknown".

use std::time::Duration;

use zvarot_domain::DeliveryId;
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work,
    deliveries::{self, DeliveryState, End},
};

use crate::Notify;

/// The pauses while the database is away, half a minute in all.
const PAUSES: [u64; 8] = [250, 500, 1000, 2000, 4000, 8000, 8000, 8000];

/// Ends the message, then its job: what the other side said is true whoever holds the job by now, and a job that is begun once
/// more finds the message ended.
pub async fn end(notify: &Notify, held: &Held, id: DeliveryId, end: &End) -> Result<Finished, JobError> {
    write_end(notify, id, end).await?;
    held.finish_without_writing().await
}

/// Ends the message alone.
pub async fn write_end(notify: &Notify, id: DeliveryId, end: &End) -> Result<(), JobError> {
    let mut pauses = PAUSES.iter();
    loop {
        match (notify.ended.ask((id, end.clone())).await, pauses.next()) {
            (Err(_), Some(pause)) => pause_for(*pause).await,
            (result, _) => return result.map_err(|error| JobError::from(error.as_ref())),
        }
    }
}

/// The other side surely did not take it: the message waits again, for as long as the job will be tried.
pub async fn put_back(
    held: &Held,
    id: DeliveryId,
    reason: &str,
    then: &JobError,
) -> Result<(), JobError> {
    let mut pauses = PAUSES.iter();
    loop {
        match (try_put_back(held, id, reason, then).await, pauses.next()) {
            (Err(JobError::Retry { .. }), Some(pause)) => pause_for(*pause).await,
            (result, _) => return result,
        }
    }
}

async fn try_put_back(
    held: &Held,
    id: DeliveryId,
    reason: &str,
    then: &JobError,
) -> Result<(), JobError> {
    let mut work = held.begin().await?;
    let now = work.now();
    let next = match then {
        JobError::Retry { after, .. } => Some(now + *after),
        _ => None,
    };
    deliveries::take_back(work.connection(), id).await?;
    deliveries::record_attempt(work.connection(), id, "retry", reason, next, now).await?;
    Ok(work.commit().await?)
}

/// The job has failed for good: a state that the operator sees.
pub async fn give_up(work: &mut Work, id: DeliveryId) -> zvarot_store::Result<()> {
    let Some(delivery) = deliveries::get(work.connection(), id).await? else {
        return Ok(());
    };
    // What was handed over may have arrived.
    let state = match delivery.state {
        DeliveryState::HandingOver => DeliveryState::Unknown,
        _ => DeliveryState::Failed,
    };
    let now = work.now();
    let end = End { state, result: None, reason: String::new(), reference: None };
    deliveries::end_all(work.connection(), &[(id, end)], now).await
}

async fn pause_for(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}
