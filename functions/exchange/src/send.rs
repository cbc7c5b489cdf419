//! A package on its way to the router: formed, made, its files attached, sent. Each step is written after the call that
//! made it; a call whose reply was lost is repeated, and what the router has already is not given to it again.

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
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

use crate::{Exchange, again, storage_error, trouble};

/// A formed package: what goes to the router, and the files that follow it.
pub(crate) struct Formed {
    pub envelope: Envelope,
    pub parent: Option<String>,
    pub files: Vec<PackageFile>,
}

impl Exchange {
    // REQ: SMD-02
    pub(crate) async fn send_package(&self, held: &Held, id: Uuid) -> Result<Finished, JobError> {
        loop {
            let package = smdo::package(held.begin().await?.connection(), id).await?;
            let Some(package) = package else {
                return held.finish_without_writing().await;
            };
            match package.state {
                PackageState::Forming => self.create(held, &package).await?,
                PackageState::Created => self.attach(held, &package).await?,
                PackageState::Attached => self.send(held, &package).await?,
                _ => return held.finish_without_writing().await,
            }
        }
    }

    async fn create(&self, held: &Held, package: &Package) -> Result<(), JobError> {
        let formed = match package.kind {
            PackageKind::Appeal => self.form_appeal(held, package).await?,
            PackageKind::Acknowledgement => self.form_acknowledgement(held, package).await?,
        };
        let object_key = keys::exchange_out(package.id, &format!("{}.json", package.msg_id));
        let text = serde_json::to_vec(&formed.envelope).map_err(JobError::fail)?;
        self.objects
            .put_bytes(&object_key, "application/json", Bytes::from(text))
            .await
            .map_err(|error| storage_error(held, &error))?;
        let new = NewPackage {
            receiver_code: package.receiver_code.clone(),
            receiver_name: package.receiver_name.clone(),
            parent: formed.parent,
            acknowledges: package.kind == PackageKind::Acknowledgement,
            envelope: formed.envelope,
        };
        let router_package = match self.router.create(&new).await {
            Ok(router_package) => router_package,
            Err(error) => return Err(trouble(held, package.id, "create", &error).await),
        };
        let mut work = held.begin().await?;
        let connection = work.connection();
        if smdo::created(connection, package, &router_package, &object_key, &formed.files).await? {
            done(&mut work, package.id, "create").await?;
        }
        Ok(work.commit().await?)
    }

    async fn attach(&self, held: &Held, package: &Package) -> Result<(), JobError> {
        let files = smdo::package_files(held.begin().await?.connection(), package.id).await?;
        let router_package = package.router_package_id.as_deref().unwrap_or_default();
        let mut there: Option<Vec<Attached>> = None;
        for file in files.iter().filter(|file| file.router_attachment_id.is_none()) {
            // A reply may have been lost: what the router has is not given to it twice.
            if there.is_none() && held.attempts() > 1 {
                match self.router.attached(router_package).await {
                    Ok(attached) => there = Some(attached),
                    Err(error) => return self.step_error(held, package, "attach", error).await,
                }
            }
            let known = there.iter().flatten().find(|known| known.reference == file.reference);
            let attachment = match known {
                Some(known) => known.id.clone(),
                None => {
                    let bytes = self.bytes(held, &file.object_key).await?;
                    match self.router.attach(router_package, &file.reference, bytes).await {
                        Ok(id) => id,
                        Err(error) => return self.step_error(held, package, "attach", error).await,
                    }
                }
            };
            let mut work = held.begin().await?;
            smdo::file_attached(work.connection(), package, file.position, &attachment).await?;
            work.commit().await?;
        }
        let mut work = held.begin().await?;
        let now = work.now();
        let (from, to) = (PackageState::Created, PackageState::Attached);
        if smdo::step(work.connection(), package, from, to, now).await? && !files.is_empty() {
            done(&mut work, package.id, "attach").await?;
        }
        Ok(work.commit().await?)
    }

    async fn send(&self, held: &Held, package: &Package) -> Result<(), JobError> {
        let router_package = package.router_package_id.as_deref().unwrap_or_default();
        if let Err(error) = self.router.send(router_package).await {
            return self.step_error(held, package, "send", error).await;
        }
        let mut work = held.begin().await?;
        let now = work.now();
        let (from, to) = (PackageState::Attached, PackageState::Sent);
        if smdo::step(work.connection(), package, from, to, now).await? {
            done(&mut work, package.id, "send").await?;
            if let Some(appeal) = package.appeal_id {
                let data = json!({ "state": to.code() });
                let connection = work.connection();
                appeals::append_event(connection, appeal, EventKind::Exchanged, None, data, now).await?;
            }
        }
        Ok(work.commit().await?)
    }

    /// A package that the router does not know (any more) is made anew with the same message; other trouble is waited out.
    async fn step_error(&self, held: &Held, package: &Package, step: &str, error: RouterError) -> Result<(), JobError> {
        let reason = trouble(held, package.id, step, &error).await;
        if error == RouterError::Unknown {
            let mut work = held.begin().await?;
            smdo::make_anew(work.connection(), package).await?;
            work.commit().await?;
        }
        Err(reason)
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

async fn done(work: &mut Work, package: Uuid, step: &str) -> Result<(), JobError> {
    let now = work.now();
    Ok(smdo::record_step(work.connection(), package, step, "done", "", None, now).await?)
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
