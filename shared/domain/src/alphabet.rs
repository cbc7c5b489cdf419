//! The alphabet that names, addresses and appeals are written in (SUB-03, regulation 4.2): Russian and
//! Belarusian letters, digits and punctuation. It finds what does not belong and where, proposes the
//! Cyrillic letter where a Latin one only looks like it, and tidies what copying from elsewhere leaves behind.

use serde::{Deserialize, Serialize};

use crate::{Fault, FaultCode, Faults, Locale};

/// Whether foreign characters are a fault or only a mark on the text.
///
/// Law, art. 13: what arrives on paper or from another system is never refused for its letters, so those ways are `Warn`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strictness {
    /// Foreign characters are refused.
    #[default]
    Strict,
    /// Foreign characters are marked; control characters and emoji are still refused.
    Warn,
}

/// Whether a field has one line or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// A name or an address: a line break becomes a space.
    One,
    /// A content: line breaks stay.
    Many,
}

/// What a character that does not belong is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offence {
    /// A letter or sign of another alphabet.
    Foreign,
    /// An emoji or a part of one.
    Emoji,
    /// A zero byte or another control character, also those that turn the direction of writing.
    Control,
}

/// A character that does not belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offender {
    /// The character.
    pub character: char,
    /// Its place in the text as given, in characters from 0.
    pub position: usize,
    /// What it is.
    pub offence: Offence,
    /// The Cyrillic letter that was meant, where putting it in makes the whole word Cyrillic.
    pub replacement: Option<char>,
}

/// The Russian alphabet and the letters that Belarusian has besides.
fn is_our_letter(character: char) -> bool {
    matches!(character, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' | 'і' | 'І' | 'ў' | 'Ў')
}

/// Marks that belong to any text: all signs of the usual keyboards, quotation marks, dashes and apostrophes
/// of both languages, and the signs of laws and measures.
fn is_our_sign(character: char) -> bool {
    character.is_ascii_punctuation()
        || matches!(
            character,
            '«' | '»'
                | '„'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '‚'
                | '‹'
                | '›'
                | 'ʼ'
                | '´'
                | '–'
                | '—'
                | '―'
                | '‐'
                | '‑'
                | '‒'
                | '−'
                | '…'
                | '№'
                | '§'
                | '°'
                | '′'
                | '″'
                | '²'
                | '³'
                | '×'
                | '÷'
                | '±'
                | '½'
                | '¼'
                | '¾'
                | '·'
                | '•'
                | '€'
                | '₽'
        )
}

/// Spaces, and what nobody sees and [`clean`] takes out without a word: soft hyphens and zero-width marks of copied text.
fn is_space_or_invisible(character: char) -> bool {
    matches!(
        character,
        ' ' | '\n' | '\r' | '\t' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}'
    ) || is_invisible(character)
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffc}'
        )
}

fn is_emoji(character: char) -> bool {
    matches!(
        character,
        '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{231a}' | '\u{231b}'
            | '\u{23e9}'..='\u{23fa}' | '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// Letters that some systems write as a base and a mark (и and a breve): the one letter they stand for.
const COMPOSED: [(char, char, char); 8] = [
    ('и', '\u{306}', 'й'),
    ('И', '\u{306}', 'Й'),
    ('у', '\u{306}', 'ў'),
    ('У', '\u{306}', 'Ў'),
    ('е', '\u{308}', 'ё'),
    ('Е', '\u{308}', 'Ё'),
    ('і', '\u{308}', 'ї'),
    ('І', '\u{308}', 'Ї'),
];

fn composed(base: char, mark: char) -> Option<char> {
    COMPOSED
        .iter()
        .find(|(first, second, _)| (*first, *second) == (base, mark))
        .map(|(_, _, letter)| *letter)
}

/// What is wrong with a character on its own.
fn offence(character: char) -> Option<Offence> {
    if is_our_letter(character)
        || character.is_ascii_digit()
        || is_our_sign(character)
        || is_space_or_invisible(character)
    {
        None
    } else if is_control(character) {
        Some(Offence::Control)
    } else if is_emoji(character) {
        Some(Offence::Emoji)
    } else {
        Some(Offence::Foreign)
    }
}

/// The Cyrillic letter that a foreign one looks like.
#[rustfmt::skip]
const fn look_alike(character: char) -> Option<char> {
    Some(match character {
        'a' => 'а', 'c' => 'с', 'e' => 'е', 'i' => 'і', 'k' => 'к', 'o' | 'ο' => 'о', 'p' => 'р', 'x' => 'х', 'y' => 'у',
        'ë' => 'ё', 'ŭ' => 'ў',
        'A' | 'Α' => 'А', 'B' | 'Β' => 'В', 'C' => 'С', 'E' | 'Ε' => 'Е', 'H' | 'Η' => 'Н', 'I' | 'Ι' => 'І',
        'K' | 'Κ' => 'К', 'M' | 'Μ' => 'М', 'O' | 'Ο' => 'О', 'P' | 'Ρ' => 'Р', 'T' | 'Τ' => 'Т', 'X' | 'Χ' => 'Х',
        'Y' => 'У', 'Ë' => 'Ё', 'Ŭ' => 'Ў',
        _ => return None,
    })
}

/// Latin letters that are words of their own in Cyrillic: typed alone they are nearly always a slip of the keyboard's layout.
const fn is_one_letter_word(character: char) -> bool {
    matches!(character, 'a' | 'c' | 'i' | 'k' | 'o' | 'y')
}

/// All characters of a text that do not belong, in order (SUB-03).
#[must_use]
pub fn offenders(text: &str) -> Vec<Offender> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut position = 0;
    while position < characters.len() {
        let end = word_end(&characters, position);
        if end == position {
            if let Some(offence) = lone_offence(&characters, position) {
                let character = characters[position];
                found.push(Offender {
                    character,
                    position,
                    offence,
                    replacement: None,
                });
            }
            position += 1;
        } else {
            offenders_of_word(&characters, position, end, &mut found);
            position = end;
        }
    }
    found
}

/// A mark after the letter that it belongs to is no offence: [`clean`] makes one letter of the two.
fn lone_offence(characters: &[char], position: usize) -> Option<Offence> {
    let before = position.checked_sub(1).map(|before| characters[before]);
    if before
        .and_then(|before| composed(before, characters[position]))
        .is_some_and(is_our_letter)
    {
        return None;
    }
    offence(characters[position])
}

/// Where the run of letters from `start` ends.
fn word_end(characters: &[char], start: usize) -> usize {
    characters[start..]
        .iter()
        .position(|character| !is_our_letter(*character) && !character.is_alphabetic() && !is_invisible(*character))
        .map_or(characters.len(), |length| start + length)
}

/// A word is corrected only if that makes it wholly Cyrillic and it shows that Cyrillic was meant: a letter of ours in it,
/// or the word being a single letter. So «мoлоко» is corrected, «Microsoft», «CCCP» typed in Latin and «Zвезда» are not.
fn offenders_of_word(characters: &[char], start: usize, end: usize, found: &mut Vec<Offender>) {
    let word = &characters[start..end];
    let is_ours = |character: &char| is_our_letter(*character) || is_invisible(*character);
    let can_be_ours = word
        .iter()
        .all(|character| is_ours(character) || look_alike(*character).is_some());
    let meant = word.iter().any(|character| is_our_letter(*character))
        || matches!(word, [single] if is_one_letter_word(*single));
    for (offset, character) in word.iter().copied().enumerate() {
        if let Some(offence) = offence(character) {
            let replacement = if can_be_ours && meant {
                look_alike(character)
            } else {
                None
            };
            found.push(Offender {
                character,
                position: start + offset,
                offence,
                replacement,
            });
        }
    }
}

/// The text with every look-alike put right; `None` if there is none to put right (the one-click correction of SUB-03).
#[must_use]
pub fn corrected(text: &str) -> Option<String> {
    let mut characters: Vec<char> = text.chars().collect();
    let mut changed = false;
    for offender in offenders(text) {
        if let Some(replacement) = offender.replacement {
            characters[offender.position] = replacement;
            changed = true;
        }
    }
    changed.then(|| characters.into_iter().collect())
}

/// The text tidied: ends trimmed, invisible marks gone, letters written as one character, line breaks as `\n`.
/// On one line, runs of spaces and breaks become one space. Nothing that a reader sees is changed.
#[must_use]
pub fn clean(text: &str, lines: Lines) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut characters = text
        .chars()
        .filter(|character| !is_invisible(*character))
        .peekable();
    while let Some(character) = characters.next() {
        let character = match character {
            '\r' if characters.peek() == Some(&'\n') => continue,
            '\r' => '\n',
            '\t' => ' ',
            other => other,
        };
        let space = character == ' ' || character == '\n' || character == '\u{a0}';
        match (lines, tidy.pop()) {
            (Lines::One, last) if space => {
                tidy.extend(last);
                if !tidy.ends_with(' ') {
                    tidy.push(' ');
                }
            }
            (_, Some(last)) => match composed(last, character) {
                Some(letter) => tidy.push(letter),
                None => tidy.extend([last, character]),
            },
            (_, None) => tidy.push(character),
        }
    }
    tidy.trim().to_owned()
}

/// How many places a fault names at most: enough to mark them, not so many that an answer to rubbish is itself a burden.
const NAMED_PLACES: usize = 100;

/// What a field's characters come to: faults that refuse the text, and marks that only accompany it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The text cannot be taken like this.
    pub faults: Faults,
    /// The text is taken; the official sees the mark.
    pub marks: Faults,
}

/// Examines the text of a field (SUB-03).
#[must_use]
pub fn examine(field: &str, text: &str, strictness: Strictness) -> Findings {
    let all = offenders(text);
    let mut findings = Findings::default();
    for (offence, code) in [
        (Offence::Control, FaultCode::ControlCharacters),
        (Offence::Emoji, FaultCode::Emoji),
        (Offence::Foreign, FaultCode::ForeignCharacters),
    ] {
        let of_kind: Vec<_> = all
            .iter()
            .filter(|offender| offender.offence == offence)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let fault = describe(Fault::new(field, code), &of_kind);
        match (offence, strictness) {
            (Offence::Foreign, Strictness::Warn) => findings.marks.push(fault),
            _ => findings.faults.push(fault),
        }
    }
    findings
}

fn describe(fault: Fault, offenders: &[&Offender]) -> Fault {
    let positions: Vec<_> = offenders
        .iter()
        .take(NAMED_PLACES)
        .map(|offender| offender.position.to_string())
        .collect();
    let mut characters: Vec<char> = Vec::new();
    for offender in offenders.iter().take(NAMED_PLACES) {
        if offender.offence != Offence::Control && !characters.contains(&offender.character) {
            characters.push(offender.character);
        }
    }
    let characters: Vec<_> = characters.into_iter().map(String::from).collect();
    let correctable = offenders
        .iter()
        .filter(|offender| offender.replacement.is_some())
        .count();
    fault
        .with("count", offenders.len())
        .with("positions", positions.join(","))
        .with("characters", characters.join(" "))
        .with("correctable", correctable)
}

/// The language of a text: the answer is given in it (law, art. 18). Letters that only one alphabet has decide;
/// a text without any is taken for `otherwise`, the language of the page it was written on.
#[must_use]
pub fn language(text: &str, otherwise: Locale) -> Locale {
    let (mut russian, mut belarusian) = (0_usize, 0_usize);
    for character in text.chars() {
        match character {
            'и' | 'И' | 'щ' | 'Щ' | 'ъ' | 'Ъ' => russian += 1,
            'і' | 'І' | 'ў' | 'Ў' => belarusian += 1,
            _ => {}
        }
    }
    match russian.cmp(&belarusian) {
        std::cmp::Ordering::Greater => Locale::Ru,
        std::cmp::Ordering::Less => Locale::Be,
        std::cmp::Ordering::Equal => otherwise,
    }
}

#[cfg(test)]
mod tests;
