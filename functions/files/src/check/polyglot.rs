//! Two formats in one file: a picture for the check, an archive or a document for the program that opens it later.

use memchr::memmem;
use zvarot_domain::FileFault;

use super::{u16_le, u32_le};

/// Padding that careless programs leave after the end.
const PADDING_AT_MOST: usize = 64;

/// The end record of a ZIP archive without its comment, in bytes.
const ZIP_END: usize = 22;

/// Refuses a file, not itself an archive or a PDF, that some program would open as one.
pub fn refuse(bytes: &[u8]) -> Result<(), FileFault> {
    if holds_zip(bytes) || holds_pdf(bytes) {
        Err(FileFault::Polyglot)
    } else {
        Ok(())
    }
}

/// Whether archivers would find a ZIP directory at the end, as they do whatever stands before it.
pub fn holds_zip(bytes: &[u8]) -> bool {
    let tail_start = bytes.len().saturating_sub(ZIP_END + usize::from(u16::MAX));
    memmem::rfind_iter(&bytes[tail_start..], b"PK\x05\x06")
        .any(|at| is_zip_end(bytes, tail_start + at))
}

/// Where a ZIP archive's end record and its comment end, if the last one is whole.
pub fn zip_end(bytes: &[u8]) -> Option<usize> {
    let tail_start = bytes.len().saturating_sub(ZIP_END + usize::from(u16::MAX));
    let found = memmem::rfind_iter(&bytes[tail_start..], b"PK\x05\x06")
        .map(|at| tail_start + at)
        .find(|at| is_zip_end(bytes, *at))?;
    let end = found + ZIP_END + usize::from(u16_le(bytes, found + 20)?);
    (end <= bytes.len()).then_some(end)
}

fn is_zip_end(bytes: &[u8], at: usize) -> bool {
    let Some(size) = u32_le(bytes, at + 12).and_then(|size| usize::try_from(size).ok()) else {
        return false;
    };
    let directory = at.checked_sub(size).map(|start| &bytes[start..]);
    size > 0 && directory.is_some_and(|directory| directory.starts_with(b"PK\x01\x02"))
}

/// PDF programs accept the header anywhere in the first kilobyte.
fn holds_pdf(bytes: &[u8]) -> bool {
    memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some()
}

/// Whether what follows a file's end means nothing: little, and only fillers.
pub fn is_padding(rest: &[u8]) -> bool {
    let filler = |byte: &u8| matches!(byte, 0 | b'\t' | b'\n' | b'\r' | b' ' | 0xff);
    rest.len() <= PADDING_AT_MOST || rest.iter().all(filler)
}
