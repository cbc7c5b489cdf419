//! Files that come as part of a form, without scripts: each is cut into the same chunks on its way to the
//! storage, so one chunk at most is held in memory, and then goes to be checked like any other.

use bytes::{Bytes, BytesMut};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zvarot_actions::files::{self, Declared};
use zvarot_actions::{ActionError, Actions};
use zvarot_domain::attachment::{self, CHUNK_SIZE, FILE_SIZE_AT_MOST, Upload};
use zvarot_domain::{Actor, Faults, FileFault, FileId, FileName};
use zvarot_objects::Objects;
use zvarot_store::Cause;
use zvarot_store::files::Holder;
use zvarot_web::{PageError, PostedFile};

use super::chunks::of_storage;

/// How much of a refused file is still read before the answer: browsers show an answer only when they have
/// sent everything, but nobody has to be listened to for ever.
const READ_ON: u64 = 64 * 1024 * 1024;

/// Stores a posted file and hands it to the check. Faults of the field `files` are returned, not errors:
/// the other fields of the form are kept.
pub async fn receive(
    actions: &Actions,
    objects: &Objects,
    cause: &Cause,
    actor: &Actor,
    holder: Holder,
    mut file: PostedFile,
) -> Result<Faults, PageError> {
    let id = FileId(Uuid::now_v7());
    let name = FileName::from_untrusted(&file.name);
    let refused = |fault: FileFault| vec![attachment::form_fault("files", &name, fault)];
    // One byte stands for the size that nobody knows yet: name and type are checked before the bytes are taken.
    if let Err(fault) = Upload::announce(&file.name, &file.content_type, 1) {
        read_on(&mut file).await?;
        return Ok(refused(fault));
    }
    let (size, digest) = match store(objects, id, &mut file).await {
        Ok(Some(stored)) => stored,
        Ok(None) => {
            objects.delete_upload(id).await.map_err(of_storage)?;
            read_on(&mut file).await?;
            return Ok(refused(FileFault::TooLarge));
        }
        Err(error) => {
            // What is left there is removed by the clean-up a day later, if this does not succeed.
            let _ = objects.delete_upload(id).await;
            return Err(error);
        }
    };
    let declared = Declared {
        name: &file.name,
        content_type: &file.content_type,
        size,
        // The same file posted again, because the answer to the form was lost, is not kept twice.
        fingerprint: &format!("sha256:{}", hex::encode(digest)),
        participants_list: file.field == "participants_list",
    };
    match files::received(actions, cause, actor, holder, id, &declared).await {
        Ok(true) => Ok(Faults::new()),
        Ok(false) => {
            objects.delete_upload(id).await.map_err(of_storage)?;
            Ok(Faults::new())
        }
        Err(error) => {
            objects.delete_upload(id).await.map_err(of_storage)?;
            match error {
                ActionError::Invalid(faults) => Ok(faults),
                error => Err(error.into()),
            }
        }
    }
}

/// Stores the bytes as chunks; gives their number and SHA-256, or nothing when there are too many.
async fn store(
    objects: &Objects,
    id: FileId,
    file: &mut PostedFile,
) -> Result<Option<(u64, [u8; 32])>, PageError> {
    let chunk_size = usize::try_from(CHUNK_SIZE).expect("half a megabyte fits");
    let mut chunk = BytesMut::with_capacity(chunk_size);
    let (mut index, mut size) = (0, 0_u64);
    let mut digest = Sha256::new();
    while let Some(mut bytes) = file.chunk().await? {
        size += bytes.len() as u64;
        if size > FILE_SIZE_AT_MOST {
            return Ok(None);
        }
        digest.update(&bytes);
        while !bytes.is_empty() {
            let part = bytes.split_to(bytes.len().min(chunk_size - chunk.len()));
            chunk.extend_from_slice(&part);
            if chunk.len() == chunk_size {
                put(objects, id, index, chunk.split().freeze()).await?;
                chunk.reserve(chunk_size);
                index += 1;
            }
        }
    }
    if !chunk.is_empty() {
        put(objects, id, index, chunk.freeze()).await?;
    }
    Ok(Some((size, digest.finalize().into())))
}

async fn put(objects: &Objects, id: FileId, index: u32, bytes: Bytes) -> Result<(), PageError> {
    objects
        .put_chunk(id, index, bytes)
        .await
        .map_err(of_storage)
}

/// Reads the rest of a file that is not kept.
pub async fn read_on(file: &mut PostedFile) -> Result<(), PageError> {
    let mut read = 0;
    while let Some(bytes) = file.chunk().await? {
        read += bytes.len() as u64;
        if read > READ_ON {
            return Err(PageError::TooLarge);
        }
    }
    Ok(())
}
