//! Long messages come over SMPP in parts, each with a header that says which part of
//! which message it is (3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8).

use std::collections::{BTreeMap, HashMap};

/// Which part of which message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) reference: u16,
    pub(super) total: u8,
    /// From 1.
    pub(super) number: u8,
}

/// Takes the header off `bytes`: the place it tells, if any, and the text's bytes.
pub(super) fn without_header(bytes: &[u8]) -> Option<(Option<Place>, &[u8])> {
    let length = usize::from(*bytes.first()?);
    let header = bytes.get(1..=length)?;
    let text = &bytes[1 + length..];
    let mut place = None;
    let mut left = header;
    while let [kind, size, rest @ ..] = left {
        let value = rest.get(..usize::from(*size))?;
        match (kind, value) {
            (0x00, [reference, total, number]) => {
                place = Some(Place { reference: u16::from(*reference), total: *total, number: *number });
            }
            (0x08, [high, low, total, number]) => {
                place = Some(Place { reference: u16::from_be_bytes([*high, *low]), total: *total, number: *number });
            }
            _ => {}
        }
        left = &rest[usize::from(*size)..];
    }
    Some((place, text))
}

/// Big-endian UTF-16, what SMPP calls UCS2.
pub(super) fn ucs2(bytes: &[u8]) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = units.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
    rest.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
}

/// Messages of which not all parts have come yet, on one connection.
#[derive(Debug, Default)]
pub(super) struct Unfinished(HashMap<(String, u16, u8), BTreeMap<u8, Vec<u8>>>);

impl Unfinished {
    /// Adds a part; gives the bytes of the whole message when it was the last one missing.
    /// A part that comes again takes the place of the first. `None` for a place that cannot be.
    pub(super) fn add(&mut self, to: &str, place: Place, bytes: &[u8]) -> Option<Vec<u8>> {
        if place.number == 0 || place.number > place.total {
            return None;
        }
        let key = (to.to_owned(), place.reference, place.total);
        let parts = self.0.entry(key.clone()).or_default();
        parts.insert(place.number, bytes.to_owned());
        if parts.len() < usize::from(place.total) {
            return None;
        }
        self.0.remove(&key).map(|parts| parts.into_values().flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_put_together_in_any_order() {
        let mut unfinished = Unfinished::default();
        let place = |number| Place { reference: 7, total: 3, number };
        assert_eq!(unfinished.add("1", place(3), b"c"), None);
        assert_eq!(unfinished.add("2", place(1), b"x"), None);
        assert_eq!(unfinished.add("1", place(1), b"a"), None);
        assert_eq!(unfinished.add("1", place(1), b"a"), None);
        assert_eq!(unfinished.add("1", place(2), b"b"), Some(b"abc".to_vec()));
        assert_eq!(unfinished.add("1", Place { number: 4, ..place(1) }, b"d"), None);
    }

    #[test]
    fn both_headers_are_understood_and_rubbish_is_not() {
        let place = Place { reference: 0x0102, total: 2, number: 1 };
        assert_eq!(without_header(&[6, 8, 4, 1, 2, 2, 1, 0x04, 0x10]), Some((Some(place), &[0x04, 0x10][..])));
        let short = Place { reference: 9, total: 2, number: 2 };
        assert_eq!(without_header(&[5, 0, 3, 9, 2, 2]), Some((Some(short), &[][..])));
        assert_eq!(without_header(&[2, 0x24, 0, 65]), Some((None, &[65][..])));
        assert_eq!(without_header(&[9, 0, 3]), None);
        assert_eq!(without_header(&[5, 0, 9, 1, 1, 1]), None);
        assert_eq!(ucs2(&[0x04, 0x10, 0x04, 0x11]).as_deref(), Some("АБ"));
        assert_eq!(ucs2(&[0x04]), None);
    }
}
