//! The life of an attached file and the reasons for which one is refused (SUB-04, SEC-04).

use crate::coded::coded_enum;

coded_enum! {
    /// Where a file stands. Nobody but its owner sees that it exists, and nobody downloads it, before it is clean.
    pub enum FileState {
        /// Its bytes are arriving.
        Uploading = "uploading",
        /// All bytes are here; the check is under way or waits.
        Checking = "checking",
        /// Checked: may be downloaded.
        Clean = "clean",
        /// The antivirus found something; held back.
        Infected = "infected",
        /// Not what it claims to be; held back, [`FileFault`] says why.
        Broken = "broken",
    }
}

impl FileState {
    /// Whether the file may be given to anyone (SEC-04).
    #[must_use]
    pub const fn is_downloadable(self) -> bool {
        matches!(self, Self::Clean)
    }

    /// Whether the check has said its last word.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Clean | Self::Infected | Self::Broken)
    }
}

coded_enum! {
    /// Why a file is broken. Macros are a mark on a clean file, not a fault.
    pub enum FileFault {
        /// No bytes.
        Empty = "empty",
        /// More bytes than a file may have.
        TooLarge = "too_large",
        /// Fewer or more bytes arrived than were announced.
        WrongSize = "wrong_size",
        /// The name's extension is not one of those accepted.
        WrongExtension = "wrong_extension",
        /// The bytes are of another type than the extension says.
        WrongType = "wrong_type",
        /// Two formats in one file.
        Polyglot = "polyglot",
        /// Cannot be read to its end.
        Unreadable = "unreadable",
        /// Protected by a password: cannot be checked, and the official could not open it.
        Encrypted = "encrypted",
        /// A picture of more pixels than can be shown.
        PixelBomb = "pixel_bomb",
        /// Unpacks to far more than its size.
        ZipBomb = "zip_bomb",
    }
}

impl FileFault {
    /// The key of the text in the locale files: `file-fault-zip-bomb`.
    #[must_use]
    pub fn locale_key(self) -> String {
        format!("file-fault-{}", self.code().replace('_', "-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SEC-04
    #[test]
    fn only_a_clean_file_may_be_downloaded() {
        let downloadable: Vec<_> = FileState::ALL
            .iter()
            .filter(|state| state.is_downloadable())
            .collect();
        assert_eq!(downloadable, [&FileState::Clean]);
        assert!(!FileState::Checking.is_final() && FileState::Infected.is_final());
    }
}
