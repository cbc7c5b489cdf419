//! The files of a letter, bounded: mailboxes refuse what is too large, and what is left out lies in the cabinet.

use bytes::Bytes;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use zvarot_domain::FileState;
use zvarot_integrations::email::Attachment;
use zvarot_locale::Texts;
use zvarot_objects::{Objects, ObjectsError, keys};

use super::subject::Subject;

/// So many bytes of files go with a letter at most. On the wire they are a third more, and the usual relay takes 10,240,000 bytes.
pub const ATTACHED_AT_MOST: u64 = 7_000_000;
/// So many bytes of files of all letters are in memory at once.
pub const IN_MEMORY: u64 = 4 * ATTACHED_AT_MOST;

/// Bytes that the files of a letter take at most.
pub fn weight(subject: &Subject) -> u32 {
    let all: u64 = wanted(subject).map(|wanted| wanted.size).filter(|size| *size <= ATTACHED_AT_MOST).sum();
    u32::try_from(all.min(ATTACHED_AT_MOST)).unwrap_or(u32::MAX)
}

/// What goes along and what does not.
pub struct Attached {
    pub parts: Vec<Attachment>,
    /// The names of what is too large together, was refused by the check or could not be formed.
    pub left_out: Vec<String>,
}

/// Where the bytes of one file are.
struct Wanted {
    name: String,
    content_type: String,
    size: u64,
    /// None: there are none to be given.
    stored: Option<(String, [u8; 32])>,
}

/// Reads the document, then the files in their order as long as there is room.
///
/// # Errors
/// The storage's; the same call may succeed later.
pub async fn read(objects: &Objects, subject: &Subject) -> Result<Attached, ObjectsError> {
    let mut attached = Attached { parts: Vec::new(), left_out: Vec::new() };
    let mut room = ATTACHED_AT_MOST;
    for wanted in wanted(subject) {
        let Some((key, digest)) = wanted.stored.filter(|_| wanted.size <= room) else {
            attached.left_out.push(wanted.name);
            continue;
        };
        match bytes_of(objects, &key, wanted.size, digest).await? {
            Some(bytes) => {
                room -= wanted.size;
                attached.parts.push(Attachment { name: wanted.name, content_type: wanted.content_type, bytes });
            }
            None => attached.left_out.push(wanted.name),
        }
    }
    Ok(attached)
}

fn wanted(subject: &Subject) -> impl Iterator<Item = Wanted> {
    let document = subject.document.iter().map(|document| Wanted {
        name: Texts::of(subject.locale).with("document-file-answer", &[("number", subject.appeal.number.to_string())]),
        content_type: "application/pdf".to_owned(),
        size: document.size.unwrap_or_default().unsigned_abs(),
        stored: document.object_key.clone().zip(digest(document.sha256.as_deref())),
    });
    let files = subject.files.iter().map(|file| Wanted {
        name: file.name.clone(),
        content_type: file.content_type.clone(),
        size: file.size.unsigned_abs(),
        stored: digest(file.sha256.as_deref())
            .filter(|_| file.state == FileState::Clean)
            .map(|digest| (keys::checked(file.id, &digest), digest)),
    });
    document.chain(files)
}

fn digest(stored: Option<&[u8]>) -> Option<[u8; 32]> {
    stored?.try_into().ok()
}

/// The bytes of one object if they are the ones that were checked. None: they are not there, or others are.
async fn bytes_of(objects: &Objects, key: &str, size: u64, digest: [u8; 32]) -> Result<Option<Vec<u8>>, ObjectsError> {
    let object = match objects.get(key).await {
        Err(ObjectsError::NotFound) => None,
        other => Some(other?),
    };
    let Some(object) = object.filter(|object| object.length == size) else {
        tracing::error!("a file of an answer is not as it was stored");
        return Ok(None);
    };
    let pieces: Vec<Bytes> = object.stream.try_collect().await?;
    let bytes = pieces.concat();
    if <[u8; 32]>::from(Sha256::digest(&bytes)) != digest {
        tracing::error!("a file of an answer is not as it was stored");
        return Ok(None);
    }
    Ok(Some(bytes))
}
