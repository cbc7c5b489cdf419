//! A package on its way to the router: formed, made, its files attached, sent. Each step is written after the call that
//! made it; a call whose reply was lost is repeated, and what the router has already is not given to it again.

use bytes::{Bytes, BytesMut};
use futures_util::{TryStreamExt, future::join};
use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{EventKind, PackageKind, PackageState};
use zvarot_integrations::smdo::{ATTACHMENT_LIMIT, Attached, Envelope, NewPackage, RouterError};
use zvarot_objects::{ObjectsError, keys};
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work, appeals,
    jobs::Job,
    smdo::{self, Package, PackageFile},
};

use crate::{Exchange, again, appeal::stored_letter, storage_error, trouble};

/// A formed package: what goes to the router, and the files that follow it.
pub(crate) struct Formed {
    pub envelope: Envelope,
    pub parent: Option<String>,
    pub files: Vec<PackageFile>,
    /// The bytes of the first file, where that is the text of the appeal.
    pub letter: Option<Bytes>,
}

/// What the step before knows: it is read and formed again only by a worker that takes over.
struct Standing {
    package: Package,
    files: Option<Vec<PackageFile>>,
    letter: Option<Bytes>,
}

impl Exchange {
    // REQ: SMD-02
    pub(crate) async fn send_package(&self, held: &Held, id: Uuid) -> Result<Finished, JobError> {
        let mut known: Option<Standing> = None;
        loop {
            let standing = match known.take() {
                Some(standing) => standing,
                None => match smdo::package(&mut *held.connection().await?, id).await? {
                    Some(package) => Standing { package, files: None, letter: None },
                    None => return held.finish_without_writing().await,
                },
            };
            known = match standing.package.state {
                PackageState::Forming => self.create(held, standing.package).await?,
                PackageState::Created => self.attach(held, standing).await?,
                PackageState::Attached => return self.send(held, standing.package).await,
                _ => return held.finish_without_writing().await,
            };
        }
    }

    /// None: somebody else has moved the package meanwhile.
    async fn create(&self, held: &Held, package: Package) -> Result<Option<Standing>, JobError> {
        let object_key = keys::exchange_out(package.id, &format!("{}.json", package.msg_id));
        let formed = match package.kind {
            PackageKind::Appeal => self.form_appeal(held, &package, &object_key).await?,
            PackageKind::Acknowledgement => self.form_acknowledgement(held, &package).await?,
        };
        let text = Bytes::from(serde_json::to_vec(&formed.envelope).map_err(JobError::fail)?);
        let new = NewPackage {
            receiver_code: package.receiver_code.clone(),
            receiver_name: package.receiver_name.clone(),
            parent: formed.parent,
            acknowledges: package.kind == PackageKind::Acknowledgement,
            envelope: formed.envelope,
        };
        // At the same time: what the router makes is nothing to anyone before it is sent.
        let (stored, made) = join(self.objects.put_bytes(&object_key, "application/json", text), self.router.create(&new)).await;
        stored.map_err(|error| storage_error(held, &error))?;
        let router_package = match made {
            Ok(router_package) => router_package,
            Err(error) => return Err(trouble(held, package.id, "create", &error).await),
        };
        let (mut connection, now) = (held.connection().await?, held.cause().now);
        let moved = smdo::created(&mut connection, &package, &router_package, &object_key, &formed.files, now).await?;
        let package = Package {
            state: PackageState::Created,
            router_package_id: Some(router_package),
            object_key: Some(object_key),
            ..package
        };
        Ok(moved.then_some(Standing { package, files: Some(formed.files), letter: formed.letter }))
    }

    /// None: somebody else has moved the package meanwhile.
    async fn attach(&self, held: &Held, standing: Standing) -> Result<Option<Standing>, JobError> {
        let package = standing.package;
        let files = match standing.files {
            Some(files) => files,
            None => smdo::package_files(&mut *held.connection().await?, package.id).await?,
        };
        let router_package = package.router_package_id.as_deref().unwrap_or_default();
        let mut there: Option<Vec<Attached>> = None;
        let mut last: Option<(i32, String)> = None;
        for file in files.iter().filter(|file| file.router_attachment_id.is_none()) {
            // What the router has is noted before the next one leaves: a file may be large.
            if let Some((position, attachment)) = last.take() {
                smdo::file_attached(&mut *held.connection().await?, &package, position, &attachment).await?;
            }
            // A reply may have been lost: what the router has is not given to it twice.
            if there.is_none() && held.attempts() > 1 {
                match self.router.attached(router_package).await {
                    Ok(attached) => there = Some(attached),
                    Err(error) => return Err(self.step_error(held, &package, "attach", error).await),
                }
            }
            let known = there.iter().flatten().find(|known| known.reference == file.reference);
            let attachment = match known {
                Some(known) => known.id.clone(),
                None => {
                    let bytes = match standing.letter.clone().filter(|_| file.file_id.is_none()) {
                        Some(letter) => letter,
                        None => self.bytes_of(held, file).await?,
                    };
                    match self.router.attach(router_package, &file.reference, bytes).await {
                        Ok(id) => id,
                        Err(error) => return Err(self.step_error(held, &package, "attach", error).await),
                    }
                }
            };
            last = Some((file.position, attachment));
        }
        let (mut connection, now) = (held.connection().await?, held.cause().now);
        let last = last.as_ref().map(|(position, attachment)| (*position, attachment.as_str()));
        let moved = smdo::attached(&mut connection, &package, last, now).await?;
        let package = Package { state: PackageState::Attached, ..package };
        Ok(moved.then_some(Standing { package, files: None, letter: None }))
    }

    async fn send(&self, held: &Held, package: Package) -> Result<Finished, JobError> {
        let router_package = package.router_package_id.as_deref().unwrap_or_default();
        if let Err(error) = self.router.send(router_package).await {
            return Err(self.step_error(held, &package, "send", error).await);
        }
        let mut work = held.begin().await?;
        let now = work.now();
        if smdo::sent(work.connection(), &package, now).await?
            && let Some(appeal) = package.appeal_id
        {
            let data = json!({ "state": PackageState::Sent.code() });
            appeals::append_event(work.connection(), appeal, EventKind::Exchanged, None, data, now).await?;
        }
        held.finish(work).await
    }

    /// A package that the router does not know (any more) is made anew with the same message; other trouble is waited out.
    async fn step_error(&self, held: &Held, package: &Package, step: &str, error: RouterError) -> JobError {
        let reason = trouble(held, package.id, step, &error).await;
        if error != RouterError::Unknown {
            return reason;
        }
        let anew = async { Ok::<_, JobError>(smdo::make_anew(&mut *held.connection().await?, package).await?) };
        anew.await.err().unwrap_or(reason)
    }

    /// A file's bytes. The text of an appeal is what the stored envelope says, so it is kept but once.
    async fn bytes_of(&self, held: &Held, file: &PackageFile) -> Result<Bytes, JobError> {
        let stored = self.bytes(held, &file.object_key).await?;
        if file.file_id.is_none() && file.object_key.ends_with(".json") { stored_letter(&stored) } else { Ok(stored) }
    }

    /// A stored object whole; files are 15 MB at most.
    pub(crate) async fn bytes(&self, held: &Held, key: &str) -> Result<Bytes, JobError> {
        let read = async {
            let object = self.objects.get(key).await?;
            let mut stream = object.stream;
            let mut bytes = BytesMut::new();
            while let Some(piece) = stream.try_next().await? {
                bytes.extend_from_slice(&piece);
                if bytes.len() > 4 * ATTACHMENT_LIMIT {
                    return Err(ObjectsError::Refused("too large".to_owned()));
                }
            }
            Ok(bytes.freeze())
        };
        read.await.map_err(|error| match error {
            ObjectsError::NotFound => again(held, "an object is not in the storage"),
            error => storage_error(held, &error),
        })
    }
}

/// After the last attempt: the package stands as failed, the clerks are told.
pub(crate) async fn give_up(work: &mut Work, id: Uuid, reason: &str) -> zvarot_store::Result<()> {
    let now = work.now();
    if !smdo::give_up(work.connection(), id, reason, now).await? {
        return Ok(());
    }
    let package = smdo::package(work.connection(), id).await?;
    if let Some(appeal) = package.and_then(|package| package.appeal_id) {
        let data = json!({ "state": PackageState::Failed.code() });
        let connection = work.connection();
        let event_id = appeals::append_event(connection, appeal, EventKind::ExchangeFaulted, None, data, now).await?;
        work.enqueue(Job::Announce { event_id }).await?;
    }
    Ok(())
}
