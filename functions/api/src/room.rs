//! Room in memory for the bodies of calls. As a body is read, divided and decoded it takes several times its length, so only
//! so many bytes of bodies are worked on at one time; the others wait unread.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{body::BODY_AT_MOST, problem::ApiError};

/// Bytes of bodies at one time: four of the longest. Five times as much fits into the 256 MiB that a process of the API has.
const AT_ONCE: usize = 4 * BODY_AT_MOST;
/// How long a call waits for room.
const PATIENCE: Duration = Duration::from_secs(15);
/// What room is counted in, bytes.
const UNIT: usize = 1024;

/// The room of a process. Cheap to clone.
#[derive(Clone)]
pub struct Room {
    free: Arc<Semaphore>,
    patience: Duration,
}

/// Room that is taken until this is dropped.
pub type Taken = OwnedSemaphorePermit;

impl Default for Room {
    fn default() -> Self {
        Self::new(AT_ONCE, PATIENCE)
    }
}

impl Room {
    /// Room for so many bytes; a call waits for it so long.
    #[must_use]
    pub fn new(bytes: usize, patience: Duration) -> Self {
        Self { free: Arc::new(Semaphore::new(bytes / UNIT)), patience }
    }

    /// Takes as much as a body says that it needs, in bytes; as much as the longest one, where it says nothing.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`]: there was none for too long.
    pub async fn take(&self, announced: Option<u64>) -> Result<Taken, ApiError> {
        let longest = BODY_AT_MOST as u64;
        let bytes = announced.unwrap_or(longest).min(longest);
        let units = u32::try_from(bytes.div_ceil(UNIT as u64)).unwrap_or(u32::MAX);
        let taken = tokio::time::timeout(self.patience, Arc::clone(&self.free).acquire_many_owned(units)).await;
        let crowded = || ApiError::Unavailable(anyhow::anyhow!("too many large bodies at one time"));
        taken.map_err(|_| crowded())?.map_err(|_| crowded())
    }
}
