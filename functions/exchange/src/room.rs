//! How much of files is held in memory at once, by all jobs and tasks of this process together: a file is read when there is
//! room for it. So the number of packages on their way says nothing about the memory that they take.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The room, in KiB: six of the largest files, a fifth of the memory that a container has.
const ALL: u32 = 96 * 1024;

/// Room for bytes.
#[derive(Clone)]
pub(crate) struct Room(Arc<Semaphore>);

/// Room that is taken until this is dropped.
pub(crate) struct Taken {
    _permit: Option<OwnedSemaphorePermit>,
}

/// Bytes with the room that they take.
pub(crate) struct Roomed {
    pub bytes: Bytes,
    pub _room: Taken,
}

impl Roomed {
    /// Bytes so few that nobody asks for room.
    pub(crate) fn small(bytes: Bytes) -> Self {
        Self { bytes, _room: Taken { _permit: None } }
    }
}

impl Room {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Semaphore::new(ALL as usize)))
    }

    /// Room for so many bytes, if there is any now.
    pub(crate) fn try_take(&self, bytes: u64) -> Option<Taken> {
        let permit = self.0.clone().try_acquire_many_owned(kibibytes(bytes)).ok()?;
        Some(Taken { _permit: Some(permit) })
    }

    /// Room for so many bytes, in the order in which it is asked for.
    pub(crate) async fn take(&self, bytes: u64) -> Taken {
        // It is never closed.
        Taken { _permit: self.0.clone().acquire_many_owned(kibibytes(bytes)).await.ok() }
    }
}

/// What is larger than all the room waits for all of it.
fn kibibytes(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(ALL).clamp(1, ALL)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use futures_util::future::join_all;
    use zvarot_integrations::smdo::ATTACHMENT_LIMIT;

    use super::*;

    // REQ: OPS-01
    #[tokio::test]
    async fn files_wait_for_room_and_each_comes_to_its_turn() {
        let (room, held, most) = (Room::new(), AtomicU64::new(0), AtomicU64::new(0));
        let size = ATTACHMENT_LIMIT as u64;
        let all = (0..16).map(|_| async {
            let taken = room.take(size).await;
            most.fetch_max(held.fetch_add(size, Ordering::SeqCst) + size, Ordering::SeqCst);
            tokio::task::yield_now().await;
            held.fetch_sub(size, Ordering::SeqCst);
            drop(taken);
        });
        join_all(all).await;
        let most = most.load(Ordering::SeqCst);
        assert!(most > size && most <= u64::from(ALL) * 1024, "{most}");
        let whole = room.take(u64::MAX).await;
        assert!(room.try_take(1).is_none());
        drop(whole);
        assert!(room.try_take(1).is_some());
    }
}
