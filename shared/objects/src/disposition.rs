//! File names in `Content-Disposition` (RFC 6266, RFC 5987): Cyrillic names reach the user's disk as they were.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Whether the browser shows the file or saves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    Inline,
    Attachment,
}

/// `attr-char` of RFC 5987: all that need not be encoded.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The header's value: an ASCII name for old programs, and the true one. Folders and control characters are dropped.
pub fn header(disposition: Disposition, file_name: &str) -> String {
    let name = clean(file_name);
    let kind = match disposition {
        Disposition::Inline => "inline",
        Disposition::Attachment => "attachment",
    };
    let plain: String = name.chars().map(ascii).collect();
    let full = utf8_percent_encode(&name, KEPT);
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

fn clean(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .chars()
        .filter(|character| !hidden(*character))
        .collect();
    let name = name.trim().trim_start_matches('.').to_owned();
    if name.is_empty() {
        "file".to_owned()
    } else {
        name
    }
}

/// Control characters, and those that turn the direction of the text and so disguise an extension.
fn hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn ascii(character: char) -> char {
    match character {
        '"' | '%' => '_',
        ' '..='~' => character,
        _ => '_',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cyrillic_names_survive() {
        assert_eq!(
            header(Disposition::Attachment, "Жалоба № 5.pdf"),
            "attachment; filename=\"______ _ 5.pdf\"; \
             filename*=UTF-8''%D0%96%D0%B0%D0%BB%D0%BE%D0%B1%D0%B0%20%E2%84%96%205.pdf"
        );
    }

    #[test]
    fn a_name_cannot_break_out_of_the_header() {
        let value = header(
            Disposition::Inline,
            "a\"; x=\"\r\nSet-Cookie: b=c\u{202e}fdp.exe",
        );
        assert!(
            value.starts_with("inline; filename=\"a_; x=_Set-Cookie: b=cfdp.exe\"; filename*="),
            "{value}"
        );
        assert!(value.is_ascii() && !value.contains(['\r', '\n']));
        assert_eq!(value.matches('"').count(), 2);
    }

    #[test]
    fn folders_and_empty_names_are_dropped() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\x\\y.doc", "y.doc"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(clean(given), kept);
        }
    }
}
