//! Names of entries that every system can unpack: no paths, no signs or words that Windows forbids, not too long, and no
//! two alike even where case does not count.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

/// The longest name most file systems take, bytes of UTF-8; the rest is for a number that makes it unique.
const LONGEST: usize = 200;

/// The longest extension worth keeping, bytes.
const LONGEST_EXTENSION: usize = 16;

/// Given to what has no usable name.
const NAMELESS: &str = "file";

/// The names given so far, in lower case.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The last number tried for a name, so that thousands of equal names stay cheap.
    numbers: HashMap<String, u32>,
}

impl Names {
    /// A safe form of `wanted` that was not given before.
    pub fn give(&mut self, wanted: &str) -> String {
        let name = safe(wanted);
        if self.taken.insert(name.to_lowercase()) {
            return name;
        }
        let (stem, extension) = split(&name);
        loop {
            let number = self.numbers.entry(name.to_lowercase()).or_insert(1);
            *number += 1;
            let numbered = format!("{stem} ({number}){extension}");
            if self.taken.insert(numbered.to_lowercase()) {
                return numbered;
            }
        }
    }
}

/// The name and its extension with the dot.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 && name.len() - dot <= LONGEST_EXTENSION => name.split_at(dot),
        _ => (name, ""),
    }
}

fn safe(wanted: &str) -> String {
    let last = wanted.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .nfc()
        .filter(|character| !is_hidden(*character))
        .map(allowed)
        .collect();
    let name = name.trim().trim_end_matches(['.', ' ']);
    if name.is_empty() || name.chars().all(|character| character == '.') {
        return NAMELESS.to_owned();
    }
    let (stem, extension) = split(name);
    let stem = cut(stem, LONGEST - extension.len());
    match is_reserved(stem) {
        true => format!("_{stem}{extension}"),
        false => format!("{stem}{extension}"),
    }
}

fn allowed(character: char) -> char {
    match character {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
        _ if character.is_control() => '_',
        _ => character,
    }
}

/// Signs that reverse the direction of writing or are not seen: they make a name look other than it is.
fn is_hidden(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Names of devices in Windows.
fn is_reserved(stem: &str) -> bool {
    let first = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_uppercase();
    let numbered = |device: &str| {
        let number = first.strip_prefix(device);
        number.is_some_and(|number| {
            number.len() == 1 && number.chars().all(|digit| digit.is_ascii_digit())
        })
    };
    matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

fn cut(text: &str, longest: usize) -> &str {
    if text.len() <= longest {
        return text;
    }
    text[..text.floor_char_boundary(longest)].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_names_safe() {
        for (wanted, given) in [
            ("Жалоба на ЖЭС № 5.pdf", "Жалоба на ЖЭС № 5.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\я\\фото.jpg", "фото.jpg"),
            ("/", "file"),
            ("..", "file"),
            ("", "file"),
            ("что? \"это\"<1>.doc", "что_ _это__1_.doc"),
            ("нуль\0байт\n.txt", "нуль_байт_.txt"),
            ("con.txt", "_con.txt"),
            ("COM1", "_COM1"),
            ("company.txt", "company.txt"),
            ("точки. . .", "точки"),
            ("exe.\u{202E}fdp.scr", "exe.fdp.scr"),
            ("й.pdf", "й.pdf"),
        ] {
            assert_eq!(Names::default().give(wanted), given, "{wanted:?}");
        }
    }

    #[test]
    fn numbers_equal_names_whatever_their_case() {
        let mut names = Names::default();
        let given: Vec<String> = [
            "фото.jpg",
            "ФОТО.jpg",
            "фото (2).jpg",
            "фото.jpg",
            ".rtf",
            ".rtf",
        ]
        .into_iter()
        .map(|name| names.give(name))
        .collect();
        assert_eq!(
            given,
            [
                "фото.jpg",
                "ФОТО (2).jpg",
                "фото (2) (2).jpg",
                "фото (3).jpg",
                ".rtf",
                ".rtf (2)"
            ]
        );
    }

    #[test]
    fn cuts_long_names_but_keeps_their_extension() {
        let given = Names::default().give(&format!("{}.pdf", "ы".repeat(500)));
        assert!(
            given.len() <= LONGEST && given.ends_with("ы.pdf"),
            "{given}"
        );
    }
}
