//! The whole appeal in one ZIP (REG-10): its card, its answers as letters, and all its files, copied from the storage
//! through a temporary file so that memory stays flat whatever their size.

use std::io;

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use tokio::{
    fs::File as LocalFile,
    io::{AsyncWrite, AsyncWriteExt, BufWriter},
};
use tokio_util::io::{InspectReader, InspectWriter, StreamReader};
use zvarot_documents::ArchiveWriter;
use zvarot_objects::{Objects, keys};
use zvarot_store::files::File;

use crate::{Stored, answer, card, error::FormError, subject::Subject, typeset};

/// Writes the archive and stores it.
pub(crate) async fn export(objects: &Objects, subject: Subject) -> Result<Stored, FormError> {
    let local = tempfile::NamedTempFile::new()?;
    let (mut digest, mut size) = (Sha256::new(), 0);
    {
        let file = BufWriter::new(LocalFile::from_std(local.reopen()?));
        let counted = InspectWriter::new(file, |bytes: &[u8]| {
            digest.update(bytes);
            size += bytes.len() as u64;
        });
        let mut archive = ArchiveWriter::new(counted, subject.document.created_at);
        add_pages(&mut archive, &subject).await?;
        for file in &subject.files {
            add_file(&mut archive, objects, file).await?;
        }
        archive.finish().await?.shutdown().await?;
    }
    let sha256: [u8; 32] = digest.finalize().into();
    let key = keys::document(subject.document.id, &sha256);
    objects
        .put_file_from_path(&key, local.path(), "application/zip")
        .await?;
    Ok(Stored { key, sha256, size })
}

async fn add_pages<W: AsyncWrite + Unpin>(
    archive: &mut ArchiveWriter<W>,
    subject: &Subject,
) -> Result<(), FormError> {
    let (texts, locale) = (subject.texts(), subject.document.locale);
    let named = |key: &str, number: &str| {
        // A name has no path: «5-14/К-25» stays whole.
        texts.with(key, &[("number", number.replace(['/', '\\'], "-"))])
    };
    let card = card::card(subject)?;
    let name = named("document-file-appeal", &card.number);
    let pdf = typeset(move || zvarot_documents::appeal_pdf(&card, locale)).await?;
    archive.add(&name, pdf.len() as u64, pdf.as_slice()).await?;
    for answer in subject.answers.iter().rev() {
        let letter = answer::letter(subject, answer)?;
        // The answer is in the language of the appeal, whatever the card's.
        let locale = subject.appeal.locale;
        let name = named("document-file-answer", &answer.number);
        let pdf = typeset(move || zvarot_documents::answer_pdf(&letter, locale)).await?;
        archive.add(&name, pdf.len() as u64, pdf.as_slice()).await?;
    }
    Ok(())
}

/// Copies one checked file and proves on the way that it is still the one that was checked. What was refused by the
/// check is not there: the card says so.
async fn add_file<W: AsyncWrite + Unpin>(
    archive: &mut ArchiveWriter<W>,
    objects: &Objects,
    file: &File,
) -> Result<(), FormError> {
    let Some(expected) = &file.sha256 else {
        return Ok(());
    };
    let expected: [u8; 32] = expected
        .as_slice()
        .try_into()
        .map_err(|_| FormError::Differs)?;
    let object = objects.get(&keys::checked(file.id, &expected)).await?;
    let mut digest = Sha256::new();
    let bytes = StreamReader::new(object.stream.map_err(io::Error::other));
    let inspected = InspectReader::new(bytes, |bytes: &[u8]| digest.update(bytes));
    archive
        .add(&file.name, file.size.unsigned_abs(), inspected)
        .await?;
    match <[u8; 32]>::from(digest.finalize()) == expected {
        true => Ok(()),
        false => Err(FormError::Differs),
    }
}
