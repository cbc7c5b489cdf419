//! What was typed into a form, by field.

use zvarot_domain::{Fault, FaultCode, Faults};

/// The fields of a form in the order in which they came. Text only: line ends are `\n`, bytes that
/// are not UTF-8 and zero bytes are kept as U+FFFD and reported by [`FormValues::unreadable`].
#[derive(Clone, Debug, Default)]
pub struct FormValues {
    fields: Vec<(String, String)>,
    unreadable: Vec<(String, usize)>,
}

impl FormValues {
    /// The value of a field, `""` where the form has none.
    pub fn get(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value.as_str())
    }

    /// The value of a field without the spaces around it.
    pub fn trimmed(&self, name: &str) -> &str {
        self.get(name).trim()
    }

    /// The value where the field is filled in, without the spaces around it.
    pub fn filled(&self, name: &str) -> Option<String> {
        let value = self.trimmed(name);
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Every value of a field that can be there several times (checkboxes).
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fields = self.fields.iter();
        fields
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// All fields with their values, to be sent once more.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether the form has the field at all: which of several buttons was pressed, a ticked box.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// Puts a value, instead of the one that is there.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some(field) => field.1 = value,
            None => self.fields.push((name.to_owned(), value)),
        }
    }

    /// The same values with one more: for filling in a page from stored data.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// A fault for each field that held zero bytes or bytes that are no text.
    pub fn unreadable(&self) -> Faults {
        let fields = self.unreadable.iter();
        fields
            .map(|(field, count)| {
                Fault::new(field.clone(), FaultCode::ControlCharacters).with("count", *count)
            })
            .collect()
    }

    /// Adds a field as it came: percent-decoded bytes.
    pub(super) fn push(&mut self, name: &[u8], value: &[u8]) {
        let name = String::from_utf8_lossy(name).into_owned();
        let (value, count) = read_text(value);
        if count > 0 {
            self.unreadable.push((name.clone(), count));
        }
        self.fields.push((name, value));
    }
}

/// The text of the bytes, and how many characters of it could not be read.
fn read_text(bytes: &[u8]) -> (String, usize) {
    const UNREADABLE: char = char::REPLACEMENT_CHARACTER;
    let text = String::from_utf8_lossy(bytes);
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r'], "\n")
        .replace('\0', "\u{fffd}");
    let typed = std::str::from_utf8(bytes).map_or(0, |valid| valid.matches(UNREADABLE).count());
    let count = text.matches(UNREADABLE).count();
    (text, count.saturating_sub(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SUB-02
    #[test]
    fn what_is_no_text_is_kept_and_named() {
        let mut values = FormValues::default();
        values.push(b"surname", "Купала".as_bytes());
        values.push(b"content", b"\xd0 a\0b");
        assert_eq!(values.get("surname"), "Купала");
        assert_eq!(values.get("content"), "\u{fffd} a\u{fffd}b");
        let faults = values.unreadable();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].field, "content");
        assert_eq!(faults[0].code, FaultCode::ControlCharacters);
    }

    #[test]
    fn line_ends_are_one_character() {
        let mut values = FormValues::default();
        values.push(b"content", b"a\r\nb\rc\n");
        assert_eq!(values.get("content"), "a\nb\nc\n");
    }
}
