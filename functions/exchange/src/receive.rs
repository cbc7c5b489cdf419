//! The two tasks of each minute: packages for appeals that arrived, and what waits for us at the router. What comes is kept
//! (bytes in the storage, then the row with its job) before the router is told that it may forget it.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use serde_json::Value;
use uuid::Uuid;
use zvarot_domain::{FileId, FileName};
use zvarot_integrations::smdo::{Envelope, Incoming, MessageType, RouterError};
use zvarot_objects::keys;
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::{
    jobs::Job,
    smdo::{self, IncomingFile, NewIncoming},
};

use crate::Exchange;

/// Appeals taken in one transaction.
const BATCH: i64 = 200;
/// Packages that are kept at once.
const AT_ONCE: usize = 8;
/// Pages looked at in one run; what is left comes with the next.
const PAGES: usize = 200;
/// Files fetched of one message at most; an answer has five (REV-12).
const FILES: usize = 20;

/// Makes packages for appeals that arrived for organisations that take part.
pub(crate) struct Collect {
    pub period: Duration,
}

#[async_trait::async_trait]
impl Task for Collect {
    fn name(&self) -> &'static str {
        "collect_packages"
    }

    fn period(&self) -> Duration {
        self.period
    }

    // REQ: SMD-02
    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let cause = platform.cause();
        loop {
            let mut work = platform.store.begin(&cause).await?;
            let batch = smdo::uncollected(work.connection(), BATCH).await?;
            for appeal in &batch {
                let package_id = Uuid::now_v7();
                if smdo::insert_for_appeal(work.connection(), package_id, appeal, cause.now).await? {
                    work.enqueue(Job::SendPackage { package_id }).await?;
                }
            }
            let all = batch.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
            if all {
                smdo::collected(work.connection(), cause.now).await?;
            }
            work.commit().await?;
            if all {
                return Ok(());
            }
        }
    }
}

/// Keeps what waits at the router.
pub(crate) struct Receive {
    pub exchange: Arc<Exchange>,
    pub period: Duration,
}

#[async_trait::async_trait]
impl Task for Receive {
    fn name(&self) -> &'static str {
        "receive_packages"
    }

    fn period(&self) -> Duration {
        self.period
    }

    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let mut page = 1;
        for _ in 0..PAGES {
            let listed = self.exchange.router.incoming(page).await?;
            let mut keeping = Vec::new();
            for incoming in &listed.packages {
                keeping.push(self.exchange.kept(platform, incoming));
            }
            let kept: Vec<bool> = stream::iter(keeping).buffer_unordered(AT_ONCE).collect().await;
            if !listed.has_next {
                return Ok(());
            }
            // What is confirmed leaves the list, and the next ones move up to this page.
            if !kept.contains(&true) {
                page += 1;
            }
        }
        Ok(())
    }
}

impl Exchange {
    /// Whether a package is kept and confirmed now; if not, the next run meets it again.
    async fn kept(&self, platform: &Platform, incoming: &Incoming) -> bool {
        let kept = self.keep(platform, incoming).await;
        if let Err(error) = &kept {
            tracing::warn!(reason = error.to_string(), "a package was not kept or not confirmed");
        }
        kept.is_ok()
    }

    // REQ: SMD-03
    async fn keep(&self, platform: &Platform, incoming: &Incoming) -> anyhow::Result<()> {
        let raw: Value = serde_json::from_slice(&incoming.raw)?;
        let envelope = Envelope::read(&raw["body"]["envelop"]).ok();
        let named = envelope.as_ref().map(|envelope| envelope.msg_id.clone()).or_else(|| incoming.msg_id.clone());
        // What cannot even be named is kept under the router's own id of it.
        let msg_id = named.unwrap_or_else(|| format!("package:{}", incoming.package));
        let known = {
            let mut connection = platform.store.pool().acquire().await?;
            smdo::is_known(&mut connection, &incoming.from, &msg_id).await?
        };
        if !known {
            self.keep_new(platform, incoming, envelope.as_ref(), &msg_id).await?;
        }
        match self.router.confirm(&incoming.confirm).await {
            // The router forgot it already: the reply to an earlier confirmation was lost.
            Ok(()) | Err(RouterError::Unknown) => Ok(()),
            Err(error) => Err(error).context("confirming"),
        }
    }

    async fn keep_new(&self, platform: &Platform, incoming: &Incoming, envelope: Option<&Envelope>, msg_id: &str) -> anyhow::Result<()> {
        let id = Uuid::now_v7();
        let object_key = keys::exchange_in(id, "package.json");
        self.objects.put_bytes(&object_key, "application/json", incoming.raw.clone()).await?;
        let files = match envelope {
            Some(envelope) if has_answer(envelope) => self.keep_files(id, incoming, envelope).await?,
            _ => Vec::new(),
        };
        let new = NewIncoming {
            id,
            sender_code: &incoming.from,
            sender_name: &incoming.from_name,
            msg_id,
            router_package_id: &incoming.package,
            object_key: &object_key,
            files: &files,
        };
        let cause = platform.cause();
        let mut work = platform.store.begin(&cause).await?;
        if smdo::keep(work.connection(), &new, cause.now).await? {
            work.enqueue(Job::HandleIncoming { incoming_id: id }).await?;
        }
        work.commit().await?;
        Ok(())
    }

    /// The attachments that the envelope names. One that is too large, or that the router does not have, is left out here and
    /// told to both sides later, since it is missing among the kept ones.
    async fn keep_files(&self, id: Uuid, incoming: &Incoming, envelope: &Envelope) -> anyhow::Result<Vec<IncomingFile>> {
        let mut files = Vec::new();
        for (transfer, position) in envelope.transfers().take(FILES).zip(0..) {
            let reference = &transfer.data.referenceid;
            let Some(attached) = incoming.attachments.iter().find(|attached| attached.reference == *reference) else {
                continue;
            };
            let bytes: Bytes = match self.router.fetch(&incoming.package, &attached.id).await {
                Ok(bytes) => bytes,
                Err(RouterError::TooLarge(_) | RouterError::Unknown) => continue,
                Err(error) => return Err(error).context("fetching an attachment"),
            };
            let object_key = keys::exchange_in(id, &format!("{position:03}"));
            let size = i64::try_from(bytes.len())?;
            self.objects.put_bytes(&object_key, "application/octet-stream", bytes).await?;
            files.push(IncomingFile {
                position,
                name: FileName::from_untrusted(&transfer.name).as_str().to_owned(),
                object_key,
                size,
                file_id: FileId(Uuid::now_v7()),
            });
        }
        Ok(files)
    }
}

fn has_answer(envelope: &Envelope) -> bool {
    matches!(envelope.message_type(), Some(MessageType::Answer | MessageType::AdditionalToAnswer))
}
