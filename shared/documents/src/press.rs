//! The printing press: a template and data in, PDF/A bytes out. Data reach the template as a JSON file of a virtual
//! world, never as source, so that nothing a person wrote can be read as markup. No files, network or clock exist in it.

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::Serialize;
use typst::comemo;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fonts;
use crate::text::{self, Care};

/// The most data one document may carry, bytes of JSON: far above any lawful letter, far below what would exhaust memory.
pub const LARGEST_DOCUMENT: usize = 2 * 1024 * 1024;

/// How many documents a layout result stays cached for: templates' parts repeat from letter to letter, texts do not.
const CACHE_AGE: usize = 2;

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The data are larger than [`LARGEST_DOCUMENT`].
    #[error("the document's data take {size} bytes, more than allowed")]
    TooLarge {
        /// Bytes of data.
        size: usize,
    },
    /// A table has more lines than anybody prints.
    #[error("the table has {lines} lines, more than a document may have")]
    TooManyLines {
        /// Lines of the table.
        lines: usize,
    },
    /// The data could not be handed to the template.
    #[error("the document's data cannot be written as JSON")]
    Data(#[from] serde_json::Error),
    /// The template or the typesetter refused: a defect of ours. The reason may quote the text, so it is not shown.
    #[error("the document cannot be typeset")]
    Typeset(String),
    /// The address for the QR code is too long.
    #[error("the address does not fit a QR code")]
    QrCode(#[from] qrcode::types::QrError),
}

/// The kinds of documents that have a template.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Template {
    Answer,
    Receipt,
    Appeal,
    Report,
}

impl Template {
    fn path(self) -> &'static str {
        match self {
            Self::Answer => "/answer.typ",
            Self::Receipt => "/receipt.typ",
            Self::Appeal => "/appeal.typ",
            Self::Report => "/report.typ",
        }
    }
}

/// What stays the same from document to document.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
    data: FileId,
}

impl Press {
    fn shared() -> &'static Self {
        static PRESS: OnceLock<Press> = OnceLock::new();
        PRESS.get_or_init(|| {
            let fonts = fonts::load();
            Self {
                library: LazyHash::new(Library::default()),
                book: LazyHash::new(FontBook::from_fonts(&fonts)),
                fonts,
                sources: vec![
                    source("/common.typ", include_str!("../templates/common.typ")),
                    source("/answer.typ", include_str!("../templates/answer.typ")),
                    source("/receipt.typ", include_str!("../templates/receipt.typ")),
                    source("/appeal.typ", include_str!("../templates/appeal.typ")),
                    source("/report.typ", include_str!("../templates/report.typ")),
                ],
                data: file_id("/data.json"),
            }
        })
    }
}

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the paths are written here");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn source(path: &str, text: &str) -> Source {
    Source::new(file_id(path), text.to_owned())
}

/// One document's world: the shared press and this document's data.
struct Sheet {
    press: &'static Press,
    main: FileId,
    data: Bytes,
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.press.sources.iter().find(|source| source.id() == id);
        found
            .cloned()
            .ok_or_else(|| FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.press.data {
            return Ok(self.data.clone());
        }
        Err(FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What a document is called and when it was made, for its metadata.
pub(crate) struct Imprint {
    /// Stable identity of the document: the same data give the same bytes.
    pub identity: String,
    pub made_at: DateTime<Utc>,
}

/// Prints `data` by the template as tagged PDF/A-2a that is also PDF/UA-1.
///
/// Signs that no embedded font draws are written as their code points, see [`text::printable`]. If the typesetter still
/// refuses the text (a rare combination of marks), all but ordinary letters is written so, and it is printed again.
pub(crate) fn print<T: Serialize>(
    template: Template,
    data: &T,
    imprint: &Imprint,
) -> Result<Vec<u8>, DocumentError> {
    let press = Press::shared();
    let mut value = serde_json::to_value(data)?;
    limit(&value)?;
    text::clean(&mut value, &press.fonts, Care::Usual);
    let first = set(press, template, &value, imprint);
    if !matches!(first, Err(DocumentError::Typeset(_))) {
        return first;
    }
    text::clean(&mut value, &press.fonts, Care::Strict);
    set(press, template, &value, imprint)
}

fn set(
    press: &'static Press,
    template: Template,
    value: &serde_json::Value,
    imprint: &Imprint,
) -> Result<Vec<u8>, DocumentError> {
    let data = limit(value)?;
    let sheet = Sheet {
        press,
        main: file_id(template.path()),
        data: Bytes::new(data),
    };
    let result = typst::compile::<PagedDocument>(&sheet)
        .output
        .map_err(|errors| refusal(&errors))
        .and_then(|document| {
            typst_pdf::pdf(&document, &options(imprint)).map_err(|errors| refusal(&errors))
        });
    comemo::evict(CACHE_AGE);
    result
}

/// The data as JSON if they are not too large, which is asked before the work on them and once more after it.
fn limit(value: &serde_json::Value) -> Result<Vec<u8>, DocumentError> {
    let data = serde_json::to_vec(value)?;
    match data.len() > LARGEST_DOCUMENT {
        true => Err(DocumentError::TooLarge { size: data.len() }),
        false => Ok(data),
    }
}

fn options(imprint: &Imprint) -> PdfOptions {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    PdfOptions {
        ident: Smart::Custom(imprint.identity.clone()),
        creator: Smart::Custom(Some("Zvarot".to_owned())),
        timestamp: timestamp(&imprint.made_at),
        standards: standards.expect("the two standards agree"),
        ..PdfOptions::default()
    }
}

fn timestamp(at: &DateTime<Utc>) -> Option<Timestamp> {
    let small = |number: u32| u8::try_from(number).ok();
    let datetime = Datetime::from_ymd_hms(
        at.year(),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )?;
    Some(Timestamp::new_utc(datetime))
}

fn refusal(errors: &[SourceDiagnostic]) -> DocumentError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    DocumentError::Typeset(messages.join("; "))
}
