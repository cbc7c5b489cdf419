//! One upload from its chunks to a verdict: gathered, checked, scanned, kept. The bytes stay in memory (15 MB at most),
//! so what is kept is what was looked at, and there is no disk to fill.

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use serde_json::json;
use zvarot_domain::{FileFault, FileId, FileState, attachment::FILE_SIZE_AT_MOST};
use zvarot_integrations::antivirus::Verdict;
use zvarot_objects::{ObjectsError, keys};
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work,
    files::{self, CheckResult, File},
    notices::{self, NewNotice},
};

use crate::{
    Files,
    check::{self, Checked},
    storage_error, wait,
};

/// What the notice says of an infected file instead of a fault.
const INFECTED: &str = "infected";

enum Outcome {
    Clean(Checked),
    Infected(String),
    Broken(FileFault),
}

impl Files {
    pub(crate) async fn check_file(&self, held: &Held, id: FileId) -> Result<Finished, JobError> {
        let Some(file) = find(held, id).await? else {
            // its owner removed it; a worker that died may have kept its bytes
            self.remove_objects(held, id).await?;
            return held.finish_without_writing().await;
        };
        if file.state != FileState::Checking {
            // checked before, by a worker that died before it removed the chunks
            self.remove_chunks(id).await;
            return held.finish_without_writing().await;
        }
        let outcome = match self.gather(held, &file).await? {
            Ok(bytes) => self.judge(held, &file, bytes).await?,
            Err(fault) => Outcome::Broken(fault),
        };
        self.record(held, &file, outcome).await
    }

    /// The bytes of all chunks, if they are exactly as many as were declared.
    async fn gather(&self, held: &Held, file: &File) -> Result<Result<Bytes, FileFault>, JobError> {
        let declared = u64::try_from(file.size).unwrap_or(u64::MAX);
        if declared > FILE_SIZE_AT_MOST {
            return Ok(Err(FileFault::TooLarge));
        }
        match self.read(file.id, declared).await {
            Ok(bytes) if bytes.len() as u64 == declared => Ok(Ok(bytes)),
            Ok(_) | Err(ObjectsError::NotFound | ObjectsError::Incomplete(_)) => {
                Ok(Err(FileFault::WrongSize))
            }
            Err(error) => Err(storage_error(held, &error)),
        }
    }

    /// Stops after the first byte too many.
    async fn read(&self, id: FileId, declared: u64) -> Result<Bytes, ObjectsError> {
        let mut stream = self.objects.read_upload(id).await?;
        let mut gathered = BytesMut::with_capacity(usize::try_from(declared).unwrap_or(0));
        while let Some(piece) = stream.try_next().await? {
            gathered.extend_from_slice(&piece);
            if gathered.len() as u64 > declared {
                break;
            }
        }
        Ok(gathered.freeze())
    }

    async fn judge(&self, held: &Held, file: &File, bytes: Bytes) -> Result<Outcome, JobError> {
        let (name, declared) = (file.name.clone(), file.content_type.clone());
        let looked_at = bytes.clone();
        let checked =
            tokio::task::spawn_blocking(move || check::check(&looked_at, &name, &declared)).await;
        let checked = match checked.unwrap_or(Err(FileFault::Unreadable)) {
            Ok(checked) => checked,
            Err(fault) => return Ok(Outcome::Broken(fault)),
        };
        // Only a verdict ends the wait: while nobody looks into it, the file is not clean (SEC-04).
        match self
            .scanner
            .scan(&bytes[..])
            .await
            .map_err(|error| wait(held, error))?
        {
            Verdict::Infected { signature } => Ok(Outcome::Infected(signature)),
            Verdict::Clean | Verdict::NotChecked => {
                self.keep(held, file.id, &checked, bytes).await?;
                Ok(Outcome::Clean(checked))
            }
        }
    }

    /// Writes the very bytes that were checked; doing it twice writes the same under the same name.
    async fn keep(
        &self,
        held: &Held,
        id: FileId,
        checked: &Checked,
        bytes: Bytes,
    ) -> Result<(), JobError> {
        let key = keys::checked(id, &checked.sha256);
        let put = self
            .objects
            .put_bytes(&key, checked.format.content_type(), bytes)
            .await;
        put.map_err(|error| storage_error(held, &error))?;
        if let Some(preview) = &checked.preview {
            let put = self
                .objects
                .put_bytes(
                    &keys::preview(id),
                    "image/jpeg",
                    Bytes::copy_from_slice(preview),
                )
                .await;
            put.map_err(|error| storage_error(held, &error))?;
        }
        Ok(())
    }

    async fn record(
        &self,
        held: &Held,
        file: &File,
        outcome: Outcome,
    ) -> Result<Finished, JobError> {
        let mut work = held.begin().await?;
        let recorded = write(&mut work, file, &outcome).await?;
        if !recorded && files::get(work.connection(), file.id).await?.is_none() {
            // its owner removed it meanwhile: what was just kept belongs to nobody
            drop(work);
            self.remove_objects(held, file.id).await?;
            return held.finish_without_writing().await;
        }
        let finished = held.finish(work).await?;
        self.remove_chunks(file.id).await;
        Ok(finished)
    }

    /// They are of no use any more; what stays behind is removed by the periodic clean-up.
    async fn remove_chunks(&self, id: FileId) {
        if let Err(error) = self.objects.delete_upload(id).await {
            tracing::warn!(%error, "chunks of a checked upload were left behind");
        }
    }
}

async fn find(held: &Held, id: FileId) -> Result<Option<File>, JobError> {
    let mut work = held.begin().await?;
    Ok(files::get(work.connection(), id).await?)
}

/// Writes the verdict and tells the owner of a refusal. False: the file was not being checked any more.
async fn write(work: &mut Work, file: &File, outcome: &Outcome) -> zvarot_store::Result<bool> {
    let now = work.now();
    match outcome {
        Outcome::Clean(checked) => {
            let flags: Vec<String> = checked
                .flags
                .iter()
                .map(|flag| flag.code().to_owned())
                .collect();
            let result = CheckResult::Clean {
                content_type: checked.format.content_type(),
                sha256: &checked.sha256,
                flags: &flags,
                has_preview: checked.preview.is_some(),
            };
            files::record_check(work.connection(), file.id, result, now).await
        }
        Outcome::Infected(signature) => {
            tracing::warn!(signature, "an infected file was refused");
            refuse(work, file, CheckResult::Infected { signature }, INFECTED).await
        }
        Outcome::Broken(fault) => {
            let fault = fault.code();
            refuse(work, file, CheckResult::Broken { fault }, fault).await
        }
    }
}

async fn refuse(
    work: &mut Work,
    file: &File,
    result: CheckResult<'_>,
    why: &str,
) -> zvarot_store::Result<bool> {
    let now = work.now();
    if !files::record_check(work.connection(), file.id, result, now).await? {
        return Ok(false);
    }
    let notice = NewNotice {
        account: file.owner_id,
        event: None,
        appeal: file.appeal_id,
        kind: "file_refused",
        data: json!({ "name": file.name, "fault": why }),
    };
    notices::insert(work.connection(), &notice, now).await?;
    Ok(true)
}

/// The check itself failed for good: the file is refused, so that its owner sees it and can upload it again.
pub(crate) async fn give_up(work: &mut Work, id: FileId) -> zvarot_store::Result<()> {
    if let Some(file) = files::get(work.connection(), id).await? {
        write(work, &file, &Outcome::Broken(FileFault::Unreadable)).await?;
    }
    Ok(())
}
