//! The doorbell: tells workers that a job waits. The truth is the `jobs` table; a lost ring is rung again by the sweep.
//!
//! Two real other sides: PostgreSQL NOTIFY (here, the default) and SQS (in `zvarot-platform`).

use std::sync::Arc;

use sqlx::PgPool;
use tokio::sync::mpsc;
use zvarot_domain::JobId;

use crate::jobs::Queue;

/// Rings for a job; never fails for the caller, since the job is already safe.
#[async_trait::async_trait]
pub trait Doorbell: Send + Sync {
    /// Rings for these jobs. Errors are logged, not returned: the sweep rings again.
    async fn ring(&self, rings: &[(Queue, JobId)]);
}

/// PostgreSQL NOTIFY on the channel `zvarot_<queue>`, coalesced: a burst of commits costs few notifications,
/// because the payload is empty and a woken worker takes all that waits.
pub struct PostgresDoorbell {
    sender: mpsc::UnboundedSender<Queue>,
}

impl PostgresDoorbell {
    /// Starts the background task that sends the notifications.
    pub fn start(pool: PgPool) -> Arc<Self> {
        let (sender, mut receiver) = mpsc::unbounded_channel::<Queue>();
        tokio::spawn(async move {
            while let Some(first) = receiver.recv().await {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                let mut queues = vec![first];
                while let Ok(queue) = receiver.try_recv() {
                    if !queues.contains(&queue) {
                        queues.push(queue);
                    }
                }
                for queue in queues {
                    let channel = queue.channel();
                    if let Err(error) = sqlx::query("SELECT pg_notify($1, '')")
                        .bind(&channel)
                        .execute(&pool)
                        .await
                    {
                        tracing::warn!(%error, queue = queue.code(), "doorbell did not ring");
                    }
                }
            }
        });
        Arc::new(Self { sender })
    }
}

#[async_trait::async_trait]
impl Doorbell for PostgresDoorbell {
    async fn ring(&self, rings: &[(Queue, JobId)]) {
        for (queue, _) in rings {
            // The task ends only with the process.
            let _ = self.sender.send(*queue);
        }
    }
}

/// Rings nowhere: for tests that run the waiting jobs themselves and for one-off commands.
pub struct SilentDoorbell;

#[async_trait::async_trait]
impl Doorbell for SilentDoorbell {
    async fn ring(&self, _rings: &[(Queue, JobId)]) {}
}
