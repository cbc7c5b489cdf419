//! Word and Excel since 2007: a ZIP package of XML parts, checked against bombs, foreign entities and disguises.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zvarot_domain::{FileFault, FileFlag};

use super::{Flags, polyglot};

/// Whose file it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Word,
    Excel,
}

impl Program {
    /// The content types of a main part: a document, a template, either with macros.
    const fn main_types(self) -> [&'static str; 4] {
        match self {
            Self::Word => [
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
                "application/vnd.ms-word.document.macroenabled.main+xml",
                "application/vnd.ms-word.template.macroenabledtemplate.main+xml",
            ],
            Self::Excel => [
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
                "application/vnd.ms-excel.sheet.macroenabled.main+xml",
                "application/vnd.ms-excel.template.macroenabled.main+xml",
            ],
        }
    }

    const fn folder(self) -> &'static str {
        match self {
            Self::Word => "word/",
            Self::Excel => "xl/",
        }
    }

    const fn root(self) -> &'static str {
        match self {
            Self::Word => "document",
            Self::Excel => "workbook",
        }
    }
}

const ENTRIES_AT_MOST: usize = 10_000;
/// Bytes that all parts may unpack to, packages within packages included.
const UNPACKED_AT_MOST: u64 = 512 * 1024 * 1024;
/// From this size on the packing ratio is looked at: repetitive sheets reach 1:100, bombs 1:1000.
const RATIO_FROM: u64 = 32 * 1024 * 1024;
const RATIO_AT_MOST: u64 = 150;
/// A part that is kept to be read as XML or as a package within the package.
const PART_AT_MOST: u64 = 16 * 1024 * 1024;
/// A sheet in a document in a sheet is as far as programs go.
const DEPTH_AT_MOST: u32 = 2;
/// Where the declaration of a document type would stand.
const PROLOG: u64 = 64 * 1024;

/// Collects the flags, or says why the file is refused.
pub fn check(bytes: &[u8], program: Program, flags: &mut Flags) -> Result<(), FileFault> {
    let mut package = Package { unpacked: 0, flags };
    let types = package.walk(bytes, 0)?;
    let mut archive = open(bytes)?;
    let start = start_of(&mut archive, &types.main_part(program)?)?;
    let root = root_of(&start)?;
    if root == program.root() {
        Ok(())
    } else {
        Err(FileFault::WrongType)
    }
}

struct Package<'a> {
    unpacked: u64,
    flags: &'a mut Flags,
}

impl Package<'_> {
    /// Unpacks every entry once without keeping it, and returns the list of the parts' types.
    fn walk(&mut self, bytes: &[u8], depth: u32) -> Result<Types, FileFault> {
        if depth > DEPTH_AT_MOST {
            return Err(FileFault::ZipBomb);
        }
        let mut archive = open(bytes)?;
        let mut types = None;
        for index in 0..archive.len() {
            let mut entry = archive
                .by_index(index)
                .map_err(|error| entry_fault(&error))?;
            let name = entry
                .name()
                .map_err(|_| FileFault::Unreadable)?
                .into_owned();
            check_name(&name)?;
            let packed = entry.compressed_size();
            let mut reader = Counted {
                inner: &mut entry,
                read: 0,
            };
            let start = take(&mut reader, PROLOG)?;
            if start.starts_with(b"PK\x03\x04") {
                let mut inner = start;
                inner.extend(take(&mut reader, PART_AT_MOST - PROLOG)?);
                self.spend(&mut reader, packed)?;
                self.flags.insert(FileFlag::EmbeddedFiles);
                self.walk_nested(&inner, depth)?;
                continue;
            }
            if is_xml(&name) {
                refuse_document_type(&start)?;
            }
            let plain_name = plain(&name);
            let relations = plain_name.ends_with(".rels");
            if relations || plain_name == "[content_types].xml" {
                let mut text = start;
                text.extend(take(&mut reader, PART_AT_MOST - PROLOG)?);
                if relations {
                    self.relations(&text)?
                } else {
                    types = Some(Types::read(&text)?)
                }
            }
            self.spend(&mut reader, packed)?;
            self.look_at_name(&plain_name);
        }
        let types = types.ok_or(FileFault::WrongType)?;
        let macros = |kind: &str| kind.contains("macroenabled") || kind.contains("vbaproject");
        if types
            .all
            .iter()
            .any(|(_, kind)| macros(&kind.to_ascii_lowercase()))
        {
            self.flags.insert(FileFlag::Macros);
        }
        Ok(types)
    }

    /// What lies within need not be an office document; only its bombs count.
    fn walk_nested(&mut self, bytes: &[u8], depth: u32) -> Result<(), FileFault> {
        match self.walk(bytes, depth + 1) {
            Err(FileFault::ZipBomb) => Err(FileFault::ZipBomb),
            _ => Ok(()),
        }
    }

    /// Unpacks the rest of an entry and adds it to the account of all.
    fn spend(&mut self, reader: &mut Counted<impl Read>, packed: u64) -> Result<(), FileFault> {
        let left = UNPACKED_AT_MOST.saturating_sub(self.unpacked + reader.read);
        std::io::copy(&mut reader.by_ref().take(left + 1), &mut std::io::sink())
            .map_err(|_| FileFault::Unreadable)?;
        self.unpacked += reader.read;
        let suspicious = reader.read > RATIO_FROM && reader.read / packed.max(1) > RATIO_AT_MOST;
        if suspicious || self.unpacked > UNPACKED_AT_MOST {
            Err(FileFault::ZipBomb)
        } else {
            Ok(())
        }
    }

    fn look_at_name(&mut self, name: &str) {
        if name.ends_with("vbaproject.bin")
            || name.contains("/macrosheets/")
            || name.contains("/activex/")
        {
            self.flags.insert(FileFlag::Macros);
        }
        if name.contains("/embeddings/") {
            self.flags.insert(FileFlag::EmbeddedFiles);
        }
    }

    /// What is fetched from outside on opening: a remote template, a linked object. A link to click on is not.
    fn relations(&mut self, text: &[u8]) -> Result<(), FileFault> {
        elements(text, |element| {
            let external = attribute(element, "TargetMode").is_some_and(|mode| mode == "External");
            let link = attribute(element, "Type").is_some_and(|kind| kind.ends_with("/hyperlink"));
            if external && !link {
                self.flags.insert(FileFlag::ExternalContent);
            }
        })
    }
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, FileFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::Unreadable)?;
    let end = polyglot::zip_end(bytes).ok_or(FileFault::Unreadable)?;
    if archive.offset() != 0 || !polyglot::is_padding(&bytes[end..]) {
        return Err(FileFault::Polyglot);
    }
    if archive.len() > ENTRIES_AT_MOST
        || archive
            .has_overlapping_entries()
            .map_err(|_| FileFault::Unreadable)?
    {
        return Err(FileFault::ZipBomb);
    }
    // two parts of one name: programs disagree about which one counts
    if archive.has_duplicate_names() {
        return Err(FileFault::Unreadable);
    }
    Ok(archive)
}

fn entry_fault(error: &zip::result::ZipError) -> FileFault {
    match error {
        zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => {
            FileFault::Encrypted
        }
        _ => FileFault::Unreadable,
    }
}

/// Names with steps out of the package, absolute ones and other systems' separators are never written by programs.
fn check_name(name: &str) -> Result<(), FileFault> {
    let escapes = name.split(['/', '\\']).any(|step| step == "..");
    let absolute = name.starts_with(['/', '\\']) || name.contains([':', '\0']);
    if escapes || absolute {
        Err(FileFault::Unreadable)
    } else {
        Ok(())
    }
}

/// The package's convention compares names without case, and some programs write backslashes.
fn plain(name: &str) -> String {
    name.trim_start_matches('/')
        .replace('\\', "/")
        .to_ascii_lowercase()
}

struct Counted<R> {
    inner: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read += count as u64;
        Ok(count)
    }
}

fn take(reader: &mut impl Read, at_most: u64) -> Result<Vec<u8>, FileFault> {
    let mut bytes = Vec::new();
    reader
        .take(at_most)
        .read_to_end(&mut bytes)
        .map_err(|_| FileFault::Unreadable)?;
    Ok(bytes)
}

fn start_of(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, FileFault> {
    let wanted = plain(name);
    let index = (0..archive.len()).find(|index| {
        let name = archive.name_for_index(*index);
        name.is_some_and(|name| name.is_ok_and(|name| plain(&name) == wanted))
    });
    let mut entry = archive
        .by_index(index.ok_or(FileFault::WrongType)?)
        .map_err(|_| FileFault::WrongType)?;
    take(&mut entry, PROLOG)
}

/// The parts' names and types of `[Content_Types].xml`.
struct Types {
    all: Vec<(String, String)>,
}

impl Types {
    fn read(text: &[u8]) -> Result<Self, FileFault> {
        let mut all = Vec::new();
        elements(text, |element| {
            if let Some(kind) = attribute(element, "ContentType") {
                all.push((attribute(element, "PartName").unwrap_or_default(), kind));
            }
        })?;
        Ok(Self { all })
    }

    /// The part that the program opens first: by its own type, or under its usual name by the type of all XML.
    fn main_part(&self, program: Program) -> Result<String, FileFault> {
        let main = program.main_types();
        let (part, _) = self
            .all
            .iter()
            .find(|(_, kind)| main.contains(&kind.to_ascii_lowercase().as_str()))
            .ok_or(FileFault::WrongType)?;
        if part.is_empty() {
            return Ok(format!("{}{}.xml", program.folder(), program.root()));
        }
        Ok(part.clone())
    }
}

fn is_xml(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".xml", ".rels", ".vml"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// XML may be UTF-16; then only its ASCII matters here.
fn as_text(bytes: &[u8]) -> String {
    let wide = |little: bool| {
        let unit = |pair: &[u8; 2]| {
            if little {
                u16::from_le_bytes(*pair)
            } else {
                u16::from_be_bytes(*pair)
            }
        };
        let units: Vec<u16> = bytes[2..].as_chunks::<2>().0.iter().map(unit).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(true),
        [0xfe, 0xff, ..] => wide(false),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Office never writes a document type; it is how external entities and entity bombs come in.
fn refuse_document_type(start: &[u8]) -> Result<(), FileFault> {
    let text = as_text(start);
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::DocType(_)) => return Err(FileFault::Unreadable),
            Ok(Event::Start(_) | Event::Empty(_) | Event::Eof) => return Ok(()),
            // the start may be cut in the middle of the first element; the programs' own parts are read whole later
            Err(_) if text.len() as u64 >= PROLOG => return Ok(()),
            Err(_) => return Err(FileFault::Unreadable),
            Ok(_) => {}
        }
    }
}

fn root_of(start: &[u8]) -> Result<String, FileFault> {
    let text = as_text(start);
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                return Ok(element.local_name().as_ref().to_owned());
            }
            Ok(Event::Eof) | Err(_) => return Err(FileFault::Unreadable),
            Ok(_) => {}
        }
    }
}

fn elements(bytes: &[u8], mut each: impl FnMut(&BytesStart<'_>)) -> Result<(), FileFault> {
    let text = as_text(bytes);
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => each(&element),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(FileFault::Unreadable),
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}
