//! Reading one typed field: tidied, its length and its letters examined, its faults named by the field.

use crate::{
    Fault, FaultCode, Faults,
    alphabet::{self, Lines, Strictness},
};

/// How a text field is read.
#[derive(Clone, Copy)]
pub(crate) struct TextRule {
    pub required: bool,
    /// Characters at most.
    pub longest: usize,
    pub lines: Lines,
    /// Whether there must be a letter in it: a name, a content; not the number of a house.
    pub letters: bool,
    /// None: any letters (a login, an address of e-mail).
    pub strictness: Option<Strictness>,
}

impl TextRule {
    /// One line of Russian or Belarusian text that must be given.
    pub const fn line(longest: usize) -> Self {
        Self {
            required: true,
            longest,
            lines: Lines::One,
            letters: true,
            strictness: Some(Strictness::Strict),
        }
    }

    /// The same, but signs and digits alone will do: the number of a house.
    pub const fn number(longest: usize) -> Self {
        let mut rule = Self::line(longest);
        rule.letters = false;
        rule
    }

    /// The same, but it may be left empty.
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }
}

/// Reads a field; the faults are added to those found so far. The tidied text is returned in any case.
pub(crate) fn read_text(field: &str, typed: &str, rule: TextRule, faults: &mut Faults) -> String {
    let text = alphabet::clean(typed, rule.lines);
    if text.is_empty() {
        if rule.required {
            faults.push(Fault::new(field, FaultCode::Required));
        }
        return text;
    }
    let length = text.chars().count();
    if length > rule.longest {
        faults.push(
            Fault::new(field, FaultCode::TooLong)
                .with("max", rule.longest)
                .with("over", length - rule.longest),
        );
        // Megabytes of rubbish are not examined letter by letter.
        return text;
    }
    let before = faults.len();
    if let Some(strictness) = rule.strictness {
        // The places of offending characters are those of the text as typed: it is shown again with them marked.
        faults.extend(alphabet::examine(field, typed, strictness).faults);
    }
    if rule.letters && faults.len() == before && !text.chars().any(char::is_alphabetic) {
        faults.push(Fault::new(field, FaultCode::NoLetters));
    }
    text
}

/// Reads a field that is a newtype with `parse`; an empty one is a fault only if it is required.
pub(crate) fn read_parsed<T>(
    field: &str,
    typed: &str,
    required: bool,
    parse: impl Fn(&str) -> Result<T, FaultCode>,
    faults: &mut Faults,
) -> Option<T> {
    let typed = typed.trim();
    if typed.is_empty() {
        if required {
            faults.push(Fault::new(field, FaultCode::Required));
        }
        return None;
    }
    match parse(typed) {
        Ok(value) => Some(value),
        Err(code) => {
            faults.push(Fault::new(field, code));
            None
        }
    }
}

/// Reads a text of several lines that must be given, in whichever letters it is written: its length and its control
/// characters are examined. The tidied text is returned in any case.
pub fn read_free(field: &str, typed: &str, longest: usize, faults: &mut Faults) -> String {
    let text = read_bounded(field, typed, longest, Lines::Many, faults);
    if text.is_empty() {
        faults.push(Fault::new(field, FaultCode::Required));
    }
    text
}

/// The same, but it may be left empty, and be asked for in one line.
pub(crate) fn read_bounded(field: &str, typed: &str, longest: usize, lines: Lines, faults: &mut Faults) -> String {
    let text = typed.trim().replace("\r\n", "\n");
    let length = text.chars().count();
    let allowed = |letter: char| matches!(lines, Lines::Many) && matches!(letter, '\n' | '\t');
    let control = text.chars().filter(|letter| letter.is_control() && !allowed(*letter)).count();
    if length > longest {
        faults.push(Fault::new(field, FaultCode::TooLong).with("max", longest).with("over", length - longest));
    } else if control > 0 {
        faults.push(Fault::new(field, FaultCode::ControlCharacters).with("count", control));
    }
    text
}
