//! The two tasks of each minute: packages for appeals that arrived, and what waits for us at the router. What comes is kept
//! (bytes in the storage, then the row with its job) before the router is told that it may forget it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use serde_json::Value;
use uuid::Uuid;
use zvarot_domain::{FileId, FileName};
use zvarot_integrations::smdo::{ATTACHMENT_LIMIT, Envelope, Incoming, MessageType, RouterError};
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
const AT_ONCE: usize = 16;
/// Pages looked at in one run, and for how long; what is left comes with the next.
const PAGES: usize = 200;
/// Packages that are asked for at once; fewer where so many are too large together, or cannot be read. Each is a multiple of
/// the next.
const SIZES: [u32; 3] = [100, 10, 1];
const LONGEST: Duration = Duration::from_secs(20);
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
            let packages = smdo::insert_for_appeals(work.connection(), &batch, cause.now).await?;
            let jobs: Vec<Job> = packages.into_iter().map(|package_id| Job::SendPackage { package_id }).collect();
            work.enqueue_all(&jobs).await?;
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
        let begun = Instant::now();
        let mut place = Place::default();
        for _ in 0..PAGES {
            let listed = match self.exchange.router.incoming(place.from, place.size()).await {
                Ok(listed) => listed,
                Err(RouterError::TooLarge(_) | RouterError::Unreadable) if place.narrow() => continue,
                Err(error) => return Err(error.into()),
            };
            if listed.unnamed > 0 {
                tracing::warn!(packages = listed.unnamed, "packages without ids were passed over");
            }
            let gone = self.exchange.keep(platform, &listed.packages).await?;
            // New appeals wait behind this task.
            if !listed.has_next || begun.elapsed() > LONGEST {
                return Ok(());
            }
            place.next(gone);
        }
        Ok(())
    }
}

/// Where in the list of what waits, and how much of it is asked for.
#[derive(Default)]
struct Place {
    from: u32,
    narrowed: usize,
}

impl Place {
    fn size(&self) -> u32 {
        SIZES[self.narrowed]
    }

    /// Asks for less from now on. False: it is one package already.
    fn narrow(&mut self) -> bool {
        let narrower = self.narrowed + 1;
        if narrower >= SIZES.len() {
            return false;
        }
        self.narrowed = narrower;
        true
    }

    /// After a page of which so many packages have gone: the next ones move up to their places, so the same page is looked at
    /// again; the next one where all have stayed. Asks for more again where a larger page begins.
    fn next(&mut self, gone: usize) {
        if gone == 0 {
            self.from += self.size();
        }
        if let Some(wider) = self.narrowed.checked_sub(1).filter(|wider| self.from.is_multiple_of(SIZES[*wider])) {
            self.narrowed = wider;
        }
    }
}

/// A listed package, read as far as is needed to keep it.
struct Listed<'a> {
    incoming: &'a Incoming,
    envelope: Option<Envelope>,
    msg_id: String,
}

impl<'a> Listed<'a> {
    fn read(incoming: &'a Incoming) -> Self {
        let raw: Value = serde_json::from_slice(&incoming.raw).unwrap_or_default();
        let envelope = Envelope::read(&raw["body"]["envelop"]).ok();
        let named = envelope.as_ref().map(|envelope| envelope.msg_id.clone()).or_else(|| incoming.msg_id.clone());
        // What cannot even be named is kept under the router's own id of it.
        let msg_id = named.unwrap_or_else(|| format!("package:{}", incoming.package));
        Self { incoming, envelope, msg_id }
    }

    fn key(&self) -> (String, String) {
        (self.incoming.from.clone(), self.msg_id.clone())
    }
}

impl Exchange {
    // REQ: SMD-03
    /// Keeps a page of packages and confirms them; gives how many were confirmed. The next run meets the others again.
    async fn keep(&self, platform: &Platform, packages: &[Incoming]) -> anyhow::Result<usize> {
        let listed: Vec<Listed<'_>> = packages.iter().map(Listed::read).collect();
        let names: Vec<(&str, &str)> = listed.iter().map(|one| (one.incoming.from.as_str(), one.msg_id.as_str())).collect();
        let mut here = {
            let mut connection = platform.store.pool().acquire().await?;
            smdo::known(&mut connection, &names).await?
        };
        // The router may list one message twice.
        let mut seen = here.clone();
        let new: Vec<&Listed<'_>> = listed.iter().filter(|one| seen.insert(one.key())).collect();
        let mut storing = Vec::new();
        for one in &new {
            storing.push(self.store(one));
        }
        let stored: Vec<anyhow::Result<NewIncoming>> = stream::iter(storing).buffer_unordered(AT_ONCE).collect().await;
        let stored: Vec<NewIncoming> = stored.into_iter().filter_map(|stored| stored.inspect_err(left).ok()).collect();
        here.extend(write(platform, stored).await);
        let mut confirming = Vec::new();
        for one in listed.iter().filter(|one| here.contains(&one.key())) {
            confirming.push(self.confirm(one.incoming));
        }
        let confirmed: Vec<bool> = stream::iter(confirming).buffer_unordered(AT_ONCE).collect().await;
        Ok(confirmed.into_iter().filter(|confirmed| *confirmed).count())
    }

    async fn confirm(&self, incoming: &Incoming) -> bool {
        match self.router.confirm(&incoming.confirm).await {
            // The router forgot it already: the reply to an earlier confirmation was lost.
            Ok(()) | Err(RouterError::Unknown) => true,
            Err(error) => {
                left(&anyhow::Error::new(error).context("confirming"));
                false
            }
        }
    }

    /// Puts the bytes of a message and of its files into the storage.
    async fn store(&self, listed: &Listed<'_>) -> anyhow::Result<NewIncoming> {
        let id = Uuid::now_v7();
        let incoming = listed.incoming;
        let object_key = keys::exchange_in(id, "package.json");
        self.objects.put_bytes(&object_key, "application/json", incoming.raw.clone()).await?;
        self.recent.put(&object_key, &incoming.raw);
        let files = match &listed.envelope {
            Some(envelope) if has_answer(envelope) => self.keep_files(id, incoming, envelope).await?,
            _ => Vec::new(),
        };
        Ok(NewIncoming {
            id,
            sender_code: incoming.from.clone(),
            sender_name: incoming.from_name.clone(),
            msg_id: listed.msg_id.clone(),
            router_package_id: incoming.package.clone(),
            object_key,
            files,
        })
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
            let _room = self.room.take(ATTACHMENT_LIMIT as u64).await;
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

/// Writes the rows with their jobs; gives those that are here now. One that the database does not take must not keep the
/// others away: they are written one by one then.
async fn write(platform: &Platform, messages: Vec<NewIncoming>) -> Vec<(String, String)> {
    let mut here = Vec::new();
    let mut waiting: Vec<Vec<NewIncoming>> = vec![messages];
    while let Some(some) = waiting.pop() {
        match write_together(platform, &some).await {
            Ok(()) => here.extend(some.into_iter().map(|message| (message.sender_code, message.msg_id))),
            Err(_) if some.len() > 1 => waiting.extend(some.into_iter().map(|message| vec![message])),
            Err(error) => left(&error),
        }
    }
    here
}

async fn write_together(platform: &Platform, messages: &[NewIncoming]) -> anyhow::Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let cause = platform.cause();
    let mut work = platform.store.begin(&cause).await?;
    let kept = smdo::keep(work.connection(), messages, cause.now).await?;
    let jobs: Vec<Job> = kept.into_iter().map(|incoming_id| Job::HandleIncoming { incoming_id }).collect();
    work.enqueue_all(&jobs).await?;
    Ok(work.commit().await?)
}

fn left(error: &anyhow::Error) {
    tracing::warn!(reason = error.to_string(), "a package was not kept or not confirmed");
}

fn has_answer(envelope: &Envelope) -> bool {
    matches!(envelope.message_type(), Some(MessageType::Answer | MessageType::AdditionalToAnswer))
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SMD-03
    #[test]
    fn every_package_is_come_to_whatever_stays() {
        let mut place = Place::default();
        assert!(place.narrow() && place.narrow() && !place.narrow());
        assert_eq!((place.from, place.size()), (0, 1));
        place.next(1);
        assert_eq!((place.from, place.size()), (0, 10), "it went: the next ones are asked for together again");
        assert!(place.narrow());
        let mut seen = Vec::new();
        for _ in 0..12 {
            seen.push((place.from, place.size()));
            place.next(0);
        }
        let ones = (0..10).map(|from| (from, 1));
        assert_eq!(seen, ones.chain([(10, 10), (20, 10)]).collect::<Vec<_>>());
        for _ in 0..7 {
            place.next(0);
        }
        assert_eq!((place.from, place.size()), (100, 100));
        place.next(3);
        assert_eq!((place.from, place.size()), (100, 100));
    }
}
