//! Makes any text printable: PDF/A forbids signs that no embedded font draws, and a run without spaces would leave the
//! page. Nothing a person wrote is lost silently: what cannot be drawn is shown as its code point, `[U+1F600]`.

use serde_json::Value;
use typst::text::Font;
use unicode_normalization::UnicodeNormalization;

use crate::fonts;

/// How much of the unusual is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    /// All that the embedded fonts draw.
    Usual,
    /// Only letters, digits and punctuation of the languages used here.
    Strict,
}

/// Signs in a row after which a line may break although there is no space.
const LONGEST_RUN: usize = 32;

/// A place where a line may break.
const BREAK: char = '\u{200B}';

/// Values that are copied from the page and so must stay unbroken; the templates give them a line of their own.
const UNBROKEN: [&str; 3] = ["sha256", "address", "link"];

/// Makes every string of the value printable, in place.
pub(crate) fn clean(value: &mut Value, available: &[Font], care: Care) {
    match value {
        Value::String(text) => *text = broken(&bound(&printable(text, available, care))),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| clean(item, available, care)),
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                match field {
                    Value::String(text) if UNBROKEN.contains(&name.as_str()) => {
                        *text = printable(text, available, care);
                    }
                    _ => clean(field, available, care),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text with composed letters, one kind of line end, without invisible signs, and with code points for what cannot be drawn.
pub(crate) fn printable(text: &str, available: &[Font], care: Care) -> String {
    let mut result = String::with_capacity(text.len());
    let mut before = ' ';
    for character in text.nfc() {
        match character {
            '\n' if before == '\r' => {}
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                result.push('\n')
            }
            '\t' => result.push(' '),
            _ if is_invisible(character) => {}
            _ if character.is_control() => result.push('\u{FFFD}'),
            _ if is_allowed(character, available, care) => result.push(character),
            _ => result.push_str(&format!("[U+{:04X}]", u32::from(character))),
        }
        before = character;
    }
    result
}

fn is_allowed(character: char, available: &[Font], care: Care) -> bool {
    match care {
        Care::Usual => fonts::is_drawable(available, character) && !is_private(character),
        Care::Strict => is_ordinary(character) && fonts::is_in_text_face(available, character),
    }
}

fn is_ordinary(character: char) -> bool {
    matches!(character, ' '..='\u{17F}' | '\u{400}'..='\u{4FF}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203A}' | '€' | '№' | '\u{FFFD}')
}

/// PDF/A-2a wants a replacement text for signs of private use.
fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Joiners, direction marks, soft hyphens, variation selectors, tags: they have no picture and can make a text look other than it is.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Short words that stay on one line with what follows: «№ 5», «г. Минск», «вул. Каліноўскага, д. 15».
const BOUND_TO_NEXT: [&str; 13] = [
    "№", "г.", "ул.", "вул.", "пр.", "пер.", "зав.", "д.", "кв.", "им.", "ст.", "п.", "ч.",
];

/// Short words that stay on one line with the number before them: «2026 г.», «10 %».
const BOUND_TO_NUMBER: [&str; 4] = ["г.", "гг.", "%", "руб."];

/// The text with spaces that do not break where a line must not end.
fn bound(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = "";
    while let Some(space) = rest.find([' ', '\n']) {
        let word = &rest[..space];
        result.push_str(word);
        let after = rest[space + 1..]
            .split([' ', '\n', ',', ';', ')'])
            .next()
            .unwrap_or_default();
        let number = word.ends_with(|character: char| character.is_ascii_digit());
        let joins =
            is_one_of(&BOUND_TO_NEXT, word) || (number && is_one_of(&BOUND_TO_NUMBER, after));
        // «2026 г. Минск» is an end of a sentence: a word bound to its number is not bound to what follows.
        let used = is_one_of(&BOUND_TO_NUMBER, word)
            && before.ends_with(|character: char| character.is_ascii_digit());
        let ends_line = rest[space..].starts_with('\n');
        result.push(match ends_line {
            true => '\n',
            false if joins && !used => '\u{A0}',
            false => ' ',
        });
        before = if ends_line { "" } else { word };
        rest = &rest[space + 1..];
    }
    result.push_str(rest);
    result
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.contains(&word.trim_start_matches(['(', '«']))
}

/// The text with places to break inside runs longer than any word.
fn broken(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut run = 0;
    for character in text.chars() {
        if character.is_whitespace() {
            run = 0;
        } else if run == LONGEST_RUN {
            result.push(BREAK);
            run = 1;
        } else {
            run += 1;
        }
        result.push(character);
    }
    result
}

/// The text cut in its middle to at most `most` characters: names keep their beginning and their extension.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let tail = most / 4;
    let head = most - tail - 1;
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(text: &str) -> String {
        printable(text, &fonts::load(), Care::Usual)
    }

    #[test]
    fn shows_what_cannot_be_drawn_as_code_points() {
        assert_eq!(
            usual("Рад 🫠 漢 \u{E001}"),
            "Рад [U+1FAE0] [U+6F22] [U+E001]"
        );
        assert_eq!(usual("нуль\0байт"), "нуль\u{FFFD}байт");
        assert_eq!(usual("a\r\nb\rc\u{2028}d\te"), "a\nb\nc\nd e");
    }

    #[test]
    fn keeps_both_alphabets_and_composes_letters() {
        let alphabets = "АаЎўІіЁё Щщ’«»№—… ҐґA-z 0–9";
        assert_eq!(usual(alphabets), alphabets);
        assert_eq!(usual("и\u{306} у\u{306}"), "й ў");
    }

    #[test]
    fn drops_signs_that_reverse_or_hide_text() {
        assert_eq!(usual("exe.\u{202E}fdp\u{200B}\u{FEFF}"), "exe.fdp");
    }

    #[test]
    fn strict_care_leaves_ordinary_text_alone() {
        let strict = |text: &str| printable(text, &fonts::load(), Care::Strict);
        assert_eq!(strict("Ўсё — добра, № 5"), "Ўсё — добра, № 5");
        assert_eq!(strict("☺"), "[U+263A]");
    }

    #[test]
    fn breaks_runs_but_not_digests() {
        let run = "ш".repeat(100);
        let mut value = serde_json::json!({ "text": run, "sha256": "a".repeat(64) });
        clean(&mut value, &fonts::load(), Care::Usual);
        assert_eq!(
            value["text"]
                .as_str()
                .map(|text| text.matches(BREAK).count()),
            Some(3)
        );
        assert_eq!(value["sha256"], "a".repeat(64));
    }

    #[test]
    fn keeps_short_words_with_what_they_belong_to() {
        for (text, expected) in [
            ("дом № 15 по (ул. Мира)", "дом №_15 по (ул._Мира)"),
            ("в 2026 г. Минск", "в 2026_г. Минск"),
            (
                "220030, г. Минск, кв. 4\nг. Брест",
                "220030, г._Минск, кв._4\nг._Брест",
            ),
            ("срок 5 %, затем", "срок 5_%, затем"),
            (" два  пробела ", " два  пробела "),
        ] {
            assert_eq!(bound(text).replace('\u{A0}', "_"), expected);
        }
    }

    #[test]
    fn shortens_in_the_middle() {
        assert_eq!(shortened("короткое", 8), "короткое");
        assert_eq!(shortened("оченьдлинноеимя.pdf", 12), "оченьдли…pdf");
    }
}
