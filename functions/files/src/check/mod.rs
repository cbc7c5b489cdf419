//! Is a file what it says it is, can it be read, and what should one know before opening it (SUB-04, SEC-04).
//! Pure: bytes in, verdict out. Every check is linear in the bytes, with fixed limits on memory, so nothing that is
//! sent can hold a worker.

mod jpeg;
mod ole;
mod ooxml;
mod pdf;
mod picture;
mod png;
mod polyglot;
mod rtf;
mod tiff;

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use sha2::{Digest, Sha256};
use zvarot_domain::attachment::FILE_SIZE_AT_MOST;
use zvarot_domain::{FileFault, FileFlag, FileFormat};

/// A file that is what it says it is. Not yet scanned for viruses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub format: FileFormat,
    /// The digest of exactly the bytes that were checked.
    pub sha256: [u8; 32],
    pub flags: BTreeSet<FileFlag>,
    /// A JPEG of at most 1024 pixels a side, upright, without any metadata of the original (BEY-12).
    pub preview: Option<Vec<u8>>,
}

/// Flags that a check collects.
type Flags = BTreeSet<FileFlag>;

/// Checks the bytes of a file against its name's extension and the type that the browser declared.
pub fn check(bytes: &[u8], file_name: &str, declared_type: &str) -> Result<Checked, FileFault> {
    let format = FileFormat::from_file_name(file_name).ok_or(FileFault::WrongExtension)?;
    if bytes.is_empty() {
        return Err(FileFault::Empty);
    }
    if bytes.len() as u64 > FILE_SIZE_AT_MOST {
        return Err(FileFault::TooLarge);
    }
    if !format.agrees_with_declared(declared_type) {
        return Err(FileFault::WrongType);
    }
    // The readers of formats are others' code; where one of them fails an assertion, the file is at fault.
    let looked = catch_unwind(AssertUnwindSafe(|| look(bytes, format)));
    let (flags, preview) = looked.unwrap_or(Err(FileFault::Unreadable))?;
    Ok(Checked {
        format,
        sha256: Sha256::digest(bytes).into(),
        flags,
        preview,
    })
}

fn look(bytes: &[u8], format: FileFormat) -> Result<(Flags, Option<Vec<u8>>), FileFault> {
    let magic = Magic::of(bytes).ok_or(FileFault::WrongType)?;
    if magic == Magic::Ole && matches!(format, FileFormat::Docx | FileFormat::Xlsx) {
        // A password turns these into an OLE2 file that holds the encrypted package.
        return Err(if ole::is_encrypted_package(bytes) {
            FileFault::Encrypted
        } else {
            FileFault::WrongType
        });
    }
    if magic != Magic::expected(format) {
        return Err(FileFault::WrongType);
    }
    let mut flags = Flags::new();
    let mut preview = None;
    match format {
        FileFormat::Jpeg => preview = jpeg::check(bytes)?,
        FileFormat::Png => preview = png::check(bytes)?,
        FileFormat::Tiff => preview = tiff::check(bytes)?,
        FileFormat::Pdf => pdf::check(bytes, &mut flags)?,
        FileFormat::Doc => ole::check(bytes, ole::Program::Word, &mut flags)?,
        FileFormat::Xls => ole::check(bytes, ole::Program::Excel, &mut flags)?,
        FileFormat::Docx => ooxml::check(bytes, ooxml::Program::Word, &mut flags)?,
        FileFormat::Xlsx => ooxml::check(bytes, ooxml::Program::Excel, &mut flags)?,
        FileFormat::Rtf => rtf::check(bytes, &mut flags)?,
    }
    Ok((flags, preview))
}

/// What the first bytes say. They stand at the very beginning: a file with anything before them is something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Magic {
    Jpeg,
    Png,
    Tiff,
    Pdf,
    Ole,
    Zip,
    Rtf,
}

impl Magic {
    fn of(bytes: &[u8]) -> Option<Self> {
        let known: [(&[u8], Self); 8] = [
            (b"\xff\xd8\xff", Self::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Self::Png),
            (b"II*\0", Self::Tiff),
            (b"MM\0*", Self::Tiff),
            (b"%PDF-", Self::Pdf),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Self::Ole),
            (b"PK\x03\x04", Self::Zip),
            (b"{\\rtf", Self::Rtf),
        ];
        known
            .into_iter()
            .find(|(start, _)| bytes.starts_with(start))
            .map(|(_, magic)| magic)
    }

    const fn expected(format: FileFormat) -> Self {
        match format {
            FileFormat::Jpeg => Self::Jpeg,
            FileFormat::Png => Self::Png,
            FileFormat::Tiff => Self::Tiff,
            FileFormat::Pdf => Self::Pdf,
            FileFormat::Doc | FileFormat::Xls => Self::Ole,
            FileFormat::Docx | FileFormat::Xlsx => Self::Zip,
            FileFormat::Rtf => Self::Rtf,
        }
    }
}

/// The big-endian or little-endian number at `at`, `None` past the end.
fn u16_le(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_le(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u16_be(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}
