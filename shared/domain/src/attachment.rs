//! What an attached file may be: size, number, formats, and how its bytes arrive (SUB-04; R4.3).
//! The same rules stand on the page, at the front and in the check of the bytes.

use crate::{Fault, FaultCode, FileFault, ResolutionId, coded::coded_enum, file_name::FileName};

/// Files of one appeal or answer at most (SUB-04, REV-12).
pub const FILES_AT_MOST: usize = 5;

/// Bytes of one file at most: 15 MB, counted as 15 × 1024 × 1024 (SUB-04).
pub const FILE_SIZE_AT_MOST: u64 = 15 * 1024 * 1024;

/// Bytes of each chunk of an upload; the last one is shorter. Small, so that a broken slow line loses little:
/// 16 seconds on the 256 kbit/s of R5.1.
pub const CHUNK_SIZE: u64 = 512 * 1024;

/// How many chunks a file of `size` bytes has.
#[must_use]
pub const fn chunk_count(size: u64) -> u64 {
    size.div_ceil(CHUNK_SIZE)
}

/// The length in bytes of chunk `index` (from 0) of a file of `size` bytes; `None` past its end.
#[must_use]
pub fn chunk_length(size: u64, index: u64) -> Option<u64> {
    let rest = size.checked_sub(index.checked_mul(CHUNK_SIZE)?)?;
    (rest > 0).then(|| rest.min(CHUNK_SIZE))
}

coded_enum! {
    /// The formats that are accepted (SUB-04).
    pub enum FileFormat {
        Jpeg = "jpeg",
        Png = "png",
        Pdf = "pdf",
        /// Word before 2007.
        Doc = "doc",
        Docx = "docx",
        /// Excel before 2007.
        Xls = "xls",
        Xlsx = "xlsx",
        Tiff = "tiff",
        Rtf = "rtf",
    }
}

impl FileFormat {
    /// The extensions in lower case, without the dot.
    #[must_use]
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Pdf => &["pdf"],
            Self::Doc => &["doc"],
            Self::Docx => &["docx"],
            Self::Xls => &["xls"],
            Self::Xlsx => &["xlsx"],
            Self::Tiff => &["tif", "tiff"],
            Self::Rtf => &["rtf"],
        }
    }

    /// Every accepted extension with its dot, for the `accept` attribute and for messages.
    #[must_use]
    pub fn all_extensions() -> Vec<String> {
        let all = Self::ALL.into_iter().flat_map(|format| format.extensions());
        all.map(|extension| format!(".{extension}")).collect()
    }

    /// The format that the name's extension promises; capital letters are allowed.
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        let (_, extension) = name.trim_end().rsplit_once('.')?;
        let extension = extension.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| format.extensions().contains(&extension.as_str()))
    }

    /// The media type under which the file is kept and served.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xls => "application/vnd.ms-excel",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Tiff => "image/tiff",
            Self::Rtf => "application/rtf",
        }
    }

    /// Whether a browser may declare this type for such a file. A browser that knows no type declares none or
    /// `application/octet-stream`, which says nothing and so agrees with everything.
    #[must_use]
    pub fn agrees_with_declared(self, declared: &str) -> bool {
        let declared = declared.split(';').next().unwrap_or_default();
        let declared = declared.trim().to_ascii_lowercase();
        let others: &[&str] = match self {
            Self::Jpeg => &["image/jpg", "image/pjpeg"],
            Self::Png => &["image/x-png", "image/apng"],
            Self::Pdf => &["application/x-pdf"],
            Self::Tiff => &["image/tif", "image/x-tiff"],
            // Windows with Word installed registers it so
            Self::Rtf => &["text/rtf", "application/x-rtf", "application/msword"],
            Self::Doc => &["application/vnd.ms-word"],
            Self::Xls => &["application/x-msexcel", "application/excel"],
            Self::Docx | Self::Xlsx => &[],
        };
        matches!(declared.as_str(), "" | "application/octet-stream")
            || declared == self.content_type()
            || others.contains(&declared.as_str())
    }

    /// Whether a small picture of it can be made.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Tiff)
    }
}

/// The form about an appeal that a file is uploaded for: that form alone offers it, and it goes with nothing else (REV-12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadPurpose {
    /// The answer that ends the work.
    Answer,
    /// A message to the applicant.
    Message,
    /// The applicant's reply to one.
    Reply,
    Leaving,
    Redirection,
    Withdrawal,
    Request,
    Order,
    /// The text of a resolution; none: of one that is not kept yet.
    Resolution(Option<ResolutionId>),
    /// An executor's own result.
    Result(ResolutionId),
    Consolidated(ResolutionId),
}

impl UploadPurpose {
    /// The stable code, which says all but the resolution.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Message => "message",
            Self::Reply => "reply",
            Self::Leaving => "leaving",
            Self::Redirection => "redirection",
            Self::Withdrawal => "withdrawal",
            Self::Request => "request",
            Self::Order => "order",
            Self::Resolution(_) => "resolution",
            Self::Result(_) => "result",
            Self::Consolidated(_) => "consolidated",
        }
    }

    /// The resolution that the form is about.
    #[must_use]
    pub const fn resolution(self) -> Option<ResolutionId> {
        match self {
            Self::Resolution(resolution) => resolution,
            Self::Result(resolution) | Self::Consolidated(resolution) => Some(resolution),
            _ => None,
        }
    }

    /// The purpose of this code and this resolution; none where they do not belong together.
    #[must_use]
    pub fn from_code(code: &str, resolution: Option<ResolutionId>) -> Option<Self> {
        Some(match (code, resolution) {
            ("answer", None) => Self::Answer,
            ("message", None) => Self::Message,
            ("reply", None) => Self::Reply,
            ("leaving", None) => Self::Leaving,
            ("redirection", None) => Self::Redirection,
            ("withdrawal", None) => Self::Withdrawal,
            ("request", None) => Self::Request,
            ("order", None) => Self::Order,
            ("resolution", resolution) => Self::Resolution(resolution),
            ("result", Some(resolution)) => Self::Result(resolution),
            ("consolidated", Some(resolution)) => Self::Consolidated(resolution),
            _ => return None,
        })
    }
}

coded_enum! {
    /// What an official should know of a clean file before opening it.
    pub enum FileFlag {
        /// Holds macros.
        Macros = "macros",
        /// Protected by a password or with restricted rights.
        Encrypted = "encrypted",
        /// Holds a script that runs when it is opened.
        Scripts = "scripts",
        /// Asks to start a program.
        Launch = "launch",
        /// Holds other files or embedded objects.
        EmbeddedFiles = "embedded_files",
        /// Fetches something from the network when it is opened.
        ExternalContent = "external_content",
    }
}

impl FileFlag {
    /// The key of the text in the locale files: `file-flag-embedded-files`.
    #[must_use]
    pub fn locale_key(self) -> String {
        format!("file-flag-{}", self.code().replace('_', "-"))
    }
}

/// A file that may be uploaded: its name, kind and size were looked at, its bytes not yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    name: FileName,
    format: FileFormat,
    size: u64,
}

impl Upload {
    /// [`CHUNK_SIZE`] under the name of what it belongs to.
    pub const CHUNK: u64 = CHUNK_SIZE;

    /// Looks at what the browser says of a file.
    ///
    /// # Errors
    /// `Empty`, `TooLarge`, `WrongExtension`, or `WrongType` where the declared type belongs to another extension.
    pub fn announce(name: &str, declared_type: &str, size: u64) -> Result<Self, FileFault> {
        let name = FileName::from_untrusted(name);
        let format = FileFormat::from_file_name(name.as_str()).ok_or(FileFault::WrongExtension)?;
        match size {
            0 => Err(FileFault::Empty),
            _ if size > FILE_SIZE_AT_MOST => Err(FileFault::TooLarge),
            _ if !format.agrees_with_declared(declared_type) => Err(FileFault::WrongType),
            _ => Ok(Self { name, format, size }),
        }
    }

    /// The safe name.
    #[must_use]
    pub const fn name(&self) -> &FileName {
        &self.name
    }

    /// The format that the extension promises.
    #[must_use]
    pub const fn format(&self) -> FileFormat {
        self.format
    }

    /// The size in bytes, from 1 to [`FILE_SIZE_AT_MOST`].
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// How many chunks the file comes in.
    #[must_use]
    pub const fn chunks(&self) -> u64 {
        chunk_count(self.size)
    }
}

/// The fault of a form's file, with the words its text needs: the file's name and the limits.
#[must_use]
pub fn form_fault(field: &str, name: &FileName, fault: FileFault) -> Fault {
    let code = match fault {
        FileFault::Empty => FaultCode::FileEmpty,
        FileFault::TooLarge => FaultCode::FileTooLarge,
        FileFault::WrongExtension => FaultCode::FileKindNotAccepted,
        FileFault::WrongType => FaultCode::FileTypeDiffers,
        _ => FaultCode::FileRefused,
    };
    let described = Fault::new(field, code).with("name", name.as_str());
    match code {
        FaultCode::FileTooLarge => described.with("max", FILE_SIZE_AT_MOST),
        FaultCode::FileKindNotAccepted => {
            described.with("extensions", FileFormat::all_extensions().join(", "))
        }
        _ => described,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SUB-04
    #[test]
    fn the_accepted_extensions_are_those_of_the_regulation() {
        let all: Vec<_> = FileFormat::ALL
            .iter()
            .flat_map(|format| format.extensions())
            .copied()
            .collect();
        let expected = "jpg jpeg png pdf doc docx xls xlsx tif tiff rtf";
        assert_eq!(all.join(" "), expected);
        for (name, format) in [
            ("Скан.JPG", Some(FileFormat::Jpeg)),
            ("a.b.docx", Some(FileFormat::Docx)),
            ("заявление.pdf.exe", None),
            ("docx", None),
            ("макрос.docm", None),
        ] {
            assert_eq!(FileFormat::from_file_name(name), format, "{name}");
        }
    }

    // REQ: SUB-04
    #[test]
    fn a_declared_type_of_another_format_does_not_agree() {
        for format in FileFormat::ALL {
            assert!(format.agrees_with_declared(format.content_type()));
            assert!(format.agrees_with_declared(""));
            assert!(format.agrees_with_declared("application/octet-stream"));
            assert!(!format.agrees_with_declared("text/html"));
        }
        assert!(FileFormat::Rtf.agrees_with_declared("Text/RTF; charset=utf-8"));
        assert!(!FileFormat::Png.agrees_with_declared("image/jpeg"));
        assert!(!FileFormat::Docx.agrees_with_declared("application/msword"));
    }

    // REQ: SUB-04
    #[test]
    fn chunks_add_up_to_the_file() {
        for size in [
            1,
            CHUNK_SIZE - 1,
            CHUNK_SIZE,
            CHUNK_SIZE + 1,
            FILE_SIZE_AT_MOST,
        ] {
            let lengths: Vec<u64> = (0..).map_while(|index| chunk_length(size, index)).collect();
            assert_eq!(lengths.iter().sum::<u64>(), size);
            assert_eq!(lengths.len() as u64, chunk_count(size));
            assert!(
                lengths[..lengths.len() - 1]
                    .iter()
                    .all(|length| *length == CHUNK_SIZE)
            );
        }
        assert_eq!(chunk_length(0, 0), None);
        assert_eq!(chunk_length(10, u64::MAX), None);
    }

    // REQ: SUB-04
    #[test]
    fn what_the_browser_says_of_a_file_is_looked_at_before_any_byte() {
        const DOCX: &str =
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        let cases = [
            ("фото.JPG", "image/jpeg", 1, Ok(FileFormat::Jpeg)),
            ("фото.jpeg", "", FILE_SIZE_AT_MOST, Ok(FileFormat::Jpeg)),
            ("письмо.docx", DOCX, 100, Ok(FileFormat::Docx)),
            (
                "письмо.docx",
                "application/octet-stream",
                100,
                Ok(FileFormat::Docx),
            ),
            ("письмо.rtf", "application/msword", 100, Ok(FileFormat::Rtf)),
            ("скан.tif", "image/tiff; x=1", 100, Ok(FileFormat::Tiff)),
            (
                "таблица.xls",
                "application/vnd.ms-excel",
                100,
                Ok(FileFormat::Xls),
            ),
            ("таблица.xlsx", "text/html", 100, Err(FileFault::WrongType)),
            ("фото.png", "image/jpeg", 100, Err(FileFault::WrongType)),
            (
                "скан.pdf",
                "application/pdf",
                FILE_SIZE_AT_MOST + 1,
                Err(FileFault::TooLarge),
            ),
            ("скан.pdf", "application/pdf", 0, Err(FileFault::Empty)),
            (
                "программа.exe",
                "application/pdf",
                100,
                Err(FileFault::WrongExtension),
            ),
            (
                "скан.pdf.exe",
                "application/pdf",
                100,
                Err(FileFault::WrongExtension),
            ),
            (
                "pdf",
                "application/pdf",
                100,
                Err(FileFault::WrongExtension),
            ),
            ("письмо.docm", "", 100, Err(FileFault::WrongExtension)),
            ("", "", 100, Err(FileFault::WrongExtension)),
        ];
        for (name, declared, size, expected) in cases {
            assert_eq!(
                Upload::announce(name, declared, size).map(|upload| upload.format()),
                expected,
                "{name} {declared}"
            );
        }
    }

    #[test]
    fn a_refused_file_is_named_in_the_fault() {
        let name = FileName::from_untrusted("скан.pdf");
        let fault = form_fault("files", &name, FileFault::TooLarge);
        assert_eq!(fault.code, FaultCode::FileTooLarge);
        assert_eq!(fault.params["name"], "скан.pdf".into());
        assert_eq!(fault.params["max"], FILE_SIZE_AT_MOST.into());
        assert_eq!(
            form_fault("files", &name, FileFault::ZipBomb).code,
            FaultCode::FileRefused
        );
    }
}
