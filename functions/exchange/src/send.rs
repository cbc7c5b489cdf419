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
    smdo::{self, Made, Package, PackageFile},
};

use crate::{Exchange, again, appeal::stored_letter, room::Roomed, storage_error, trouble};

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

/// What comes after a package was made.
enum Created {
    /// Its files; None: somebody else has moved the package meanwhile.
    ToAttach(Option<Standing>),
    /// It has gone the whole way.
    Finished(Finished),
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
                PackageState::Forming => match self.create(held, standing.package).await? {
                    Created::ToAttach(standing) => standing,
                    Created::Finished(finished) => return Ok(finished),
                },
                PackageState::Created => self.attach(held, standing).await?,
                PackageState::Attached => return self.send(held, standing.package).await,
                _ => return held.finish_without_writing().await,
            };
        }
    }

    async fn create(&self, held: &Held, package: Package) -> Result<Created, JobError> {
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
        let made = Made { router_package, object_key, files: formed.files };
        if made.files.iter().all(|file| file.file_id.is_none()) {
            return Ok(Created::Finished(self.send_at_once(held, package, made, formed.letter).await?));
        }
        let (mut connection, now) = (held.connection().await?, held.cause().now);
        let moved = smdo::made(&mut connection, &package, &made, PackageState::Created, now).await?;
        let package = made_package(package, &made, PackageState::Created);
        Ok(Created::ToAttach(moved.map(|_| Standing { package, files: Some(made.files), letter: formed.letter })))
    }

    /// A package without the applicant's files goes the rest of its way before any of it is written: where this process dies
    /// meanwhile it goes once more, and its receiver knows it by its message. What does not go through is written as far as it went.
    async fn send_at_once(&self, held: &Held, package: Package, mut made: Made, letter: Option<Bytes>) -> Result<Finished, JobError> {
        let mut reached = PackageState::Created;
        let going = async {
            for (file, letter) in made.files.iter_mut().zip(letter) {
                let attached = self.router.attach(&made.router_package, &file.reference, letter).await;
                file.router_attachment_id = Some(attached.map_err(|error| ("attach", error))?);
            }
            reached = PackageState::Attached;
            self.router.send(&made.router_package).await.map_err(|error| ("send", error))
        };
        let gone = going.await;
        if gone.is_ok() {
            reached = PackageState::Sent;
        }
        let mut work = held.begin().await?;
        let now = work.now();
        let stands = smdo::made(work.connection(), &package, &made, reached, now).await?;
        if let Err((step, error)) = gone {
            work.commit().await?;
            return Err(self.step_error(held, &made_package(package, &made, reached), step, error).await);
        }
        if stands == Some(PackageState::Sent) {
            note_sent(&mut work, &package).await?;
        }
        held.finish(work).await
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
                    let file_bytes = match standing.letter.clone().filter(|_| file.file_id.is_none()) {
                        Some(letter) => Roomed::small(letter),
                        None => self.bytes_of(held, file).await?,
                    };
                    match self.router.attach(router_package, &file.reference, file_bytes.bytes.clone()).await {
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
        if smdo::sent(work.connection(), &package, now).await? {
            note_sent(&mut work, &package).await?;
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
    async fn bytes_of(&self, held: &Held, file: &PackageFile) -> Result<Roomed, JobError> {
        let stored = self.bytes(held, &file.object_key).await?;
        if file.file_id.is_none() && file.object_key.ends_with(".json") {
            return Ok(Roomed::small(stored_letter(&stored.bytes)?));
        }
        Ok(stored)
    }

    /// A stored object whole, when there is room for it; files are 15 MB at most.
    pub(crate) async fn bytes(&self, held: &Held, key: &str) -> Result<Roomed, JobError> {
        let read = async {
            let mut object = self.objects.get(key).await?;
            if object.length > 4 * ATTACHMENT_LIMIT as u64 {
                return Err(ObjectsError::Refused("too large".to_owned()));
            }
            let room = match self.room.try_take(object.length) {
                Some(room) => room,
                // The storage is not kept waiting.
                None => {
                    let length = object.length;
                    drop(object);
                    let room = self.room.take(length).await;
                    object = self.objects.get(key).await?;
                    room
                }
            };
            let mut bytes = BytesMut::with_capacity(usize::try_from(object.length).unwrap_or(0));
            while let Some(piece) = object.stream.try_next().await? {
                bytes.extend_from_slice(&piece);
            }
            Ok(Roomed { bytes: bytes.freeze(), _room: room })
        };
        read.await.map_err(|error| match error {
            ObjectsError::NotFound => again(held, "an object is not in the storage"),
            error => storage_error(held, &error),
        })
    }
}

fn made_package(package: Package, made: &Made, state: PackageState) -> Package {
    Package {
        state,
        router_package_id: Some(made.router_package.clone()),
        object_key: Some(made.object_key.clone()),
        ..package
    }
}

/// The history of the appeal says that it has left.
async fn note_sent(work: &mut Work, package: &Package) -> Result<(), JobError> {
    if let Some(appeal) = package.appeal_id {
        let (data, now) = (json!({ "state": PackageState::Sent.code() }), work.now());
        appeals::append_event(work.connection(), appeal, EventKind::Exchanged, None, data, now).await?;
    }
    Ok(())
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
