//! PDF: scanned, not built. A reader that builds all objects can be made to take any amount of memory by a small
//! file; what is asked here (is it whole, has it pages, what does it start) is answered by one pass over the names,
//! object streams unpacked within a limit. Pages are not drawn: that cannot be bounded in this process.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;
use zvarot_domain::{FileFault, FileFlag};

use super::{Flags, polyglot};

/// Bytes that all object streams may unpack to; in documents of 15 MB they come to a few.
const UNPACKED_AT_MOST: u64 = 64 * 1024 * 1024;
/// The end marker stands in the last kilobyte.
const TAIL: usize = 1024;

/// Collects the flags, or says why the file is refused.
pub fn check(bytes: &[u8], flags: &mut Flags) -> Result<(), FileFault> {
    if polyglot::holds_zip(bytes) {
        return Err(FileFault::Polyglot);
    }
    let whole = memmem::rfind(&bytes[bytes.len().saturating_sub(TAIL)..], b"%%EOF").is_some();
    if !whole || !matches!(bytes.get(5..7), Some(b"1." | b"2.")) {
        return Err(FileFault::Unreadable);
    }
    let mut scan = Scan {
        flags,
        unpacked: 0,
        catalogues: 0,
        pages: 0,
    };
    scan.document(bytes)?;
    scan.disguised(bytes);
    let (found, encrypted) = (
        scan.catalogues > 0 && scan.pages > 0,
        scan.flags.contains(&FileFlag::Encrypted),
    );
    // under a password even the list of pages may be unreadable
    if found || encrypted {
        Ok(())
    } else {
        Err(FileFault::Unreadable)
    }
}

struct Scan<'a> {
    flags: &'a mut Flags,
    unpacked: u64,
    catalogues: u32,
    pages: u32,
}

/// What was seen of the object being scanned.
#[derive(Default)]
struct Seen {
    last_name: Vec<u8>,
    object_stream: bool,
    other_filters: bool,
    packed: bool,
}

enum Token<'a> {
    Name(Vec<u8>),
    Word(&'a [u8]),
}

impl Scan<'_> {
    fn document(&mut self, bytes: &[u8]) -> Result<(), FileFault> {
        let mut seen = Seen::default();
        let mut at = 0;
        while let Some((token, after)) = next_token(bytes, at) {
            at = after;
            match token {
                Token::Name(name) => self.name(name, &mut seen),
                Token::Word(b"stream") => {
                    let (data, end) = stream_at(bytes, at);
                    if seen.object_stream {
                        self.object_stream(data, &seen)?;
                    }
                    at = end;
                }
                Token::Word(b"obj" | b"endobj") => seen = Seen::default(),
                Token::Word(_) => {}
            }
        }
        Ok(())
    }

    fn name(&mut self, name: Vec<u8>, seen: &mut Seen) {
        let is_type = seen.last_name == b"Type";
        self.flags.extend(flag_of(&name));
        match name.as_slice() {
            b"Catalog" if is_type => self.catalogues += 1,
            b"Page" if is_type => self.pages += 1,
            b"ObjStm" => seen.object_stream = true,
            b"FlateDecode" | b"Fl" => seen.packed = true,
            b"Predictor" | b"Crypt" => seen.other_filters = true,
            other if other.ends_with(b"Decode") => seen.other_filters = true,
            _ => {}
        }
        seen.last_name = name;
    }

    /// Objects packed together: unpacked and scanned as if they stood in the file.
    fn object_stream(&mut self, data: &[u8], seen: &Seen) -> Result<(), FileFault> {
        if seen.other_filters {
            // no program packs objects otherwise; it would only hide them
            return Err(FileFault::Unreadable);
        }
        let mut objects = Vec::new();
        if seen.packed {
            let left = UNPACKED_AT_MOST.saturating_sub(self.unpacked);
            // What cannot be unpacked is encrypted or damaged; what came before that counts.
            drop(
                ZlibDecoder::new(data)
                    .take(left + 1)
                    .read_to_end(&mut objects),
            );
        } else {
            objects.extend_from_slice(data);
        }
        self.unpacked += objects.len() as u64;
        if self.unpacked > UNPACKED_AT_MOST {
            return Err(FileFault::ZipBomb);
        }
        let mut seen = Seen::default();
        let mut at = 0;
        while let Some((token, after)) = next_token(&objects, at) {
            at = after;
            if let Token::Name(name) = token {
                self.name(name, &mut seen);
            }
        }
        Ok(())
    }

    /// Names that the scan may have missed because the file is malformed in a way that some program forgives.
    fn disguised(&mut self, bytes: &[u8]) {
        let names: [(&[u8], FileFlag); 3] = [
            (b"/JavaScript", FileFlag::Scripts),
            (b"/EmbeddedFile", FileFlag::EmbeddedFiles),
            (b"/Launch", FileFlag::Launch),
        ];
        for (name, flag) in names {
            if memmem::find(bytes, name).is_some() {
                self.flags.insert(flag);
            }
        }
    }
}

fn flag_of(name: &[u8]) -> Option<FileFlag> {
    match name {
        b"JavaScript" | b"JS" => Some(FileFlag::Scripts),
        b"Launch" => Some(FileFlag::Launch),
        b"EmbeddedFile" | b"EmbeddedFiles" | b"RichMedia" => Some(FileFlag::EmbeddedFiles),
        b"Encrypt" => Some(FileFlag::Encrypted),
        _ => None,
    }
}

/// The next name or word behind `at` and where it ends; strings, numbers and brackets are passed over.
fn next_token(bytes: &[u8], mut at: usize) -> Option<(Token<'_>, usize)> {
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'%' => {
                at += bytes[at..]
                    .iter()
                    .take_while(|byte| !matches!(byte, b'\r' | b'\n'))
                    .count()
            }
            b'(' => at = string_end(bytes, at),
            b'/' => {
                let end = at + 1 + regular(&bytes[at + 1..]);
                return Some((Token::Name(unescape(&bytes[at + 1..end])), end));
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                let end = at + regular(&bytes[at..]);
                return Some((Token::Word(&bytes[at..end]), end));
            }
            _ => at += 1,
        }
    }
}

/// How many regular characters a name or word has here.
fn regular(bytes: &[u8]) -> usize {
    let special = |byte: &u8| b"\0\t\n\x0c\r ()<>[]{}/%".contains(byte);
    bytes.iter().take_while(|byte| !special(byte)).count()
}

/// A name's characters may be written as `#` and two hexadecimal digits. Long ones are of no interest.
fn unescape(name: &[u8]) -> Vec<u8> {
    let name = &name[..name.len().min(256)];
    let mut plain = Vec::with_capacity(name.len());
    let mut at = 0;
    while at < name.len() {
        let code = name
            .get(at + 1..at + 3)
            .filter(|_| name[at] == b'#')
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                plain.push(byte);
                at += 3;
            }
            None => {
                plain.push(name[at]);
                at += 1;
            }
        }
    }
    plain
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0u32;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The data of a stream whose keyword ends at `at`, and where its end keyword ends.
fn stream_at(bytes: &[u8], at: usize) -> (&[u8], usize) {
    let line = match bytes.get(at..at + 2) {
        Some(b"\r\n") => 2,
        Some([b'\n' | b'\r', _]) => 1,
        _ => 0,
    };
    let start = (at + line).min(bytes.len());
    match memmem::find(&bytes[start..], b"endstream") {
        Some(length) => (
            &bytes[start..start + length],
            start + length + b"endstream".len(),
        ),
        None => (&bytes[start..], bytes.len()),
    }
}
