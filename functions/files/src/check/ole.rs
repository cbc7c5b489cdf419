//! Word and Excel before 2007: a file system of their own (OLE2), with the program's streams really in it.

use std::io::{Cursor, Read};
use std::path::PathBuf;

use cfb::CompoundFile;
use zvarot_domain::{FileFault, FileFlag};

use super::{Flags, polyglot, u16_le, u32_le};

/// Whose file it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Word,
    Excel,
}

/// A 15 MB file needs two sectors of this list at most; a longer one only makes readers copy the same sectors often.
const ALLOCATION_SECTORS_AT_MOST: usize = 8;
const ENTRIES_AT_MOST: usize = 20_000;
/// Bytes of all streams; more than the file has only if they share sectors, which is a trick.
const STREAMS_AT_MOST: u64 = 32 * 1024 * 1024;

type Container<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// Collects the flags, or says why the file is refused.
pub fn check(bytes: &[u8], program: Program, flags: &mut Flags) -> Result<(), FileFault> {
    // Parts may hold whole archives, so only an archive's end exactly at the file's end counts.
    if polyglot::zip_end(bytes) == Some(bytes.len()) {
        return Err(FileFault::Polyglot);
    }
    let mut container = open(bytes)?;
    if container.is_stream("EncryptedPackage") {
        return Err(FileFault::Encrypted);
    }
    match program {
        Program::Word => check_word(&mut container)?,
        Program::Excel => check_excel(&mut container, flags)?,
    }
    let streams = look_for_parts(&container, flags)?;
    read_all(&mut container, &streams)
}

/// Whether this is what a password turns a `.docx` or `.xlsx` into.
pub fn is_encrypted_package(bytes: &[u8]) -> bool {
    open(bytes).is_ok_and(|container| container.is_stream("EncryptedPackage"))
}

fn open(bytes: &[u8]) -> Result<Container<'_>, FileFault> {
    check_allocation(bytes).ok_or(FileFault::Unreadable)?;
    CompoundFile::open(Cursor::new(bytes)).map_err(|_| FileFault::Unreadable)
}

/// Walks the list of allocation sectors (DIFAT) before the reader does, which would follow it to any length.
fn check_allocation(bytes: &[u8]) -> Option<()> {
    let sector = match u16_le(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let mut next = u32_le(bytes, 68)?;
    for _ in 0..ALLOCATION_SECTORS_AT_MOST {
        if next >= 0xffff_fffe {
            return Some(());
        }
        let start = usize::try_from(next)
            .ok()?
            .checked_add(1)?
            .checked_mul(sector)?;
        next = u32_le(bytes, start.checked_add(sector - 4)?)?;
    }
    None
}

fn check_word(container: &mut Container<'_>) -> Result<(), FileFault> {
    const PASSWORD: u16 = 0x0100;
    let header = start_of(container, "WordDocument", 32).ok_or(FileFault::WrongType)?;
    if !matches!(u16_le(&header, 0), Some(0xa5ec | 0xa5dc | 0xa697..=0xa699)) {
        return Err(FileFault::Unreadable);
    }
    let bits = u16_le(&header, 10).ok_or(FileFault::Unreadable)?;
    if bits & PASSWORD == 0 {
        Ok(())
    } else {
        Err(FileFault::Encrypted)
    }
}

/// Reads the records of the workbook's first part, which names its sheets.
fn check_excel(container: &mut Container<'_>, flags: &mut Flags) -> Result<(), FileFault> {
    const FIRST_PART_AT_MOST: u64 = 16 * 1024 * 1024;
    const BEGIN: [u16; 4] = [0x0009, 0x0209, 0x0409, 0x0809];
    const END: u16 = 0x000a;
    const PASSWORD: u16 = 0x002f;
    const SHEET: u16 = 0x0085;
    let book = start_of(container, "Workbook", FIRST_PART_AT_MOST)
        .or_else(|| start_of(container, "Book", FIRST_PART_AT_MOST))
        .ok_or(FileFault::WrongType)?;
    if !u16_le(&book, 0).is_some_and(|kind| BEGIN.contains(&kind)) {
        return Err(FileFault::Unreadable);
    }
    let mut at = 0;
    loop {
        let kind = u16_le(&book, at).ok_or(FileFault::Unreadable)?;
        let length = usize::from(u16_le(&book, at + 2).ok_or(FileFault::Unreadable)?);
        match kind {
            PASSWORD => return Err(FileFault::Encrypted),
            // a sheet of macros as Excel 4 had them
            SHEET if book.get(at + 9) == Some(&1) => flags.extend([FileFlag::Macros]),
            END => return Ok(()),
            _ => {}
        }
        at += 4 + length;
    }
}

fn start_of(container: &mut Container<'_>, name: &str, at_most: u64) -> Option<Vec<u8>> {
    let mut start = Vec::new();
    container
        .open_stream(name)
        .ok()?
        .take(at_most)
        .read_to_end(&mut start)
        .ok()?;
    Some(start)
}

/// Flags by the names of the parts; returns the paths of the streams.
fn look_for_parts(container: &Container<'_>, flags: &mut Flags) -> Result<Vec<PathBuf>, FileFault> {
    let mut streams = Vec::new();
    for (number, entry) in container.walk().enumerate() {
        if number == ENTRIES_AT_MOST {
            return Err(FileFault::ZipBomb);
        }
        if entry.is_stream() {
            streams.push(entry.path().to_owned());
        }
        let name = entry.name().to_ascii_uppercase();
        if matches!(
            name.as_str(),
            "VBA" | "MACROS" | "_VBA_PROJECT" | "_VBA_PROJECT_CUR"
        ) {
            flags.insert(FileFlag::Macros);
        }
        // objects lie in storages of their own: `_1234567890` in Word's pool, `MBD…` in Excel
        let object = entry.is_storage()
            && (name.starts_with("MBD") || entry.path().starts_with("/ObjectPool/"));
        if object || matches!(name.as_str(), "\u{1}OLE10NATIVE" | "PACKAGE") {
            flags.insert(FileFlag::EmbeddedFiles);
        }
    }
    Ok(streams)
}

/// A file cut short still has its list of streams, but not their ends.
fn read_all(container: &mut Container<'_>, streams: &[PathBuf]) -> Result<(), FileFault> {
    let mut left = STREAMS_AT_MOST;
    for path in streams {
        let stream = container
            .open_stream(path)
            .map_err(|_| FileFault::Unreadable)?;
        let length = stream.len();
        let read = std::io::copy(&mut stream.take(left), &mut std::io::sink());
        let read = read.map_err(|_| FileFault::Unreadable)?;
        if read < length {
            return Err(FileFault::Unreadable);
        }
        left -= read;
    }
    Ok(())
}
