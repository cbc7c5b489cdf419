//! Names of files as they come from anyone's machine, made safe (SUB-04).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::alphabet::{Lines, clean};

/// A file's name that is safe to store, to show, to put into an archive and to save on any system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FileName(String);

/// How many bytes of UTF-8 a name may have: below what every file system takes.
pub const FILE_NAME_BYTES_AT_MOST: usize = 200;

/// Names that Windows keeps for its devices, with any extension.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

impl FileName {
    /// Makes a safe name of whatever was sent: path parts, control characters, signs that turn the direction of
    /// writing and signs that file systems forbid are gone; Cyrillic stays; a long name keeps its extension.
    #[must_use]
    pub fn from_untrusted(name: &str) -> Self {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let tidy = clean(last, Lines::One);
        let safe: String = tidy.chars().filter_map(safe_character).collect();
        let safe =
            safe.trim_matches(|character: char| character == '.' || character.is_whitespace());
        let (stem, extension) = match safe.rsplit_once('.') {
            Some((stem, extension)) if !extension.is_empty() && extension.len() <= 10 => {
                (stem, Some(extension))
            }
            _ => (safe, None),
        };
        let stem =
            stem.trim_end_matches(|character: char| character == '.' || character.is_whitespace());
        let stem = if stem.is_empty() { "file" } else { stem };
        let mark = if is_reserved(stem) { "_" } else { "" };
        let ending = extension
            .map(|extension| format!(".{extension}"))
            .unwrap_or_default();
        let room = FILE_NAME_BYTES_AT_MOST - ending.len() - mark.len();
        Self(format!(
            "{mark}{}{ending}",
            truncated(stem, room).trim_end()
        ))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The extension as written, without the dot.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.0.rsplit_once('.').map(|(_, extension)| extension)
    }

    /// The same name distinguished from others of an archive: `scan.pdf` becomes `scan (2).pdf`.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        match self.0.rsplit_once('.') {
            Some((stem, extension)) => {
                let ending = format!(" ({number}).{extension}");
                Self(format!(
                    "{}{ending}",
                    truncated(stem, FILE_NAME_BYTES_AT_MOST - ending.len())
                ))
            }
            None => {
                let ending = format!(" ({number})");
                Self(format!(
                    "{}{ending}",
                    truncated(&self.0, FILE_NAME_BYTES_AT_MOST - ending.len())
                ))
            }
        }
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for FileName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_untrusted(&String::deserialize(deserializer)?))
    }
}

fn safe_character(character: char) -> Option<char> {
    match character {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => Some('_'),
        _ if character.is_control() => None,
        '\u{061c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{206f}' => None,
        '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e007f}' => None,
        _ => Some(character),
    }
}

fn is_reserved(stem: &str) -> bool {
    let first = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_lowercase();
    let numbered = |device: &str| {
        first
            .strip_prefix(device)
            .is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']))
    };
    RESERVED.contains(&first.as_str()) || numbered("com") || numbered("lpt")
}

/// The longest beginning of whole characters within so many bytes.
fn truncated(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn safe(name: &str) -> String {
        FileName::from_untrusted(name).to_string()
    }

    // REQ: SUB-04
    #[test]
    fn a_name_is_made_safe_and_stays_readable() {
        let cases = [
            ("Заявление от 5 мая.pdf", "Заявление от 5 мая.pdf"),
            ("Ліст у выканкам.docx", "Ліст у выканкам.docx"),
            ("../../etc/passwd.pdf", "passwd.pdf"),
            (r"C:\Users\Иван\скан.pdf", "скан.pdf"),
            ("a\0b\u{7}\n.pdf", "ab.pdf"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("что?*<это>|\".pdf", "что___это___.pdf"),
            ("CON.pdf", "_CON.pdf"),
            ("com7.tar.pdf", "_com7.tar.pdf"),
            ("command.pdf", "command.pdf"),
            (".htaccess", "htaccess"),
            ("...", "file"),
            ("  .pdf", "pdf"),
            ("/", "file"),
            ("имя .  .pdf. .", "имя.pdf"),
            ("и\u{306}од.pdf", "йод.pdf"),
        ];
        for (name, expected) in cases {
            assert_eq!(safe(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension_and_whole_letters() {
        let name = safe(&format!("{}.docx", "ж".repeat(500)));
        assert_eq!(name.len(), 199);
        assert!(name.starts_with("жжж") && name.ends_with("ж.docx"));
        let numbered = FileName::from_untrusted(&name).numbered(12);
        assert!(
            numbered.as_str().len() <= FILE_NAME_BYTES_AT_MOST
                && numbered.as_str().ends_with(" (12).docx")
        );
        assert_eq!(
            FileName::from_untrusted("скан.pdf").numbered(2).as_str(),
            "скан (2).pdf"
        );
        assert_eq!(
            FileName::from_untrusted("скан").numbered(2).as_str(),
            "скан (2)"
        );
    }

    proptest! {
        #[test]
        fn every_name_becomes_safe_once_and_for_all(name in any::<String>()) {
            let once = safe(&name);
            prop_assert!(!once.is_empty() && once.len() <= FILE_NAME_BYTES_AT_MOST);
            let bad = once.contains(['/', '\\', '\0', '\n', ':', '"', '\u{202e}']);
            prop_assert!(!bad, "{:?}", once);
            prop_assert!(!once.starts_with('.') && !once.ends_with(['.', ' ']));
            prop_assert_eq!(safe(&once), once);
        }
    }
}
