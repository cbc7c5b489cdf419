//! How a text becomes short messages: the alphabet, the number of parts (each is paid for), the bytes of each part.

use rusmpp::extra::encoding::gsm7bit::Gsm7BitUnpacked;

/// What the text is written in on the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// GSM 03.38 default alphabet with its extension table: Latin, 160 characters in one part.
    Gsm7,
    /// UTF-16: Cyrillic and all else, 70 characters in one part.
    Ucs2,
}

/// What a text costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segments {
    /// The alphabet that all its characters fit.
    pub alphabet: Alphabet,
    /// Septets or UTF-16 units in the whole text.
    pub units: usize,
    /// Short messages it travels in; 0 for an empty text.
    pub parts: usize,
}

/// Counts the short messages of a text: 160 septets or 70 units alone, 153 or 67 in each of several.
pub fn segments(text: &str) -> Segments {
    let encoded = Encoded::new(text);
    Segments {
        alphabet: encoded.alphabet,
        units: encoded.units(),
        parts: encoded.split().len(),
    }
}

/// The text in its alphabet: a septet in each byte, or UTF-16 in network order.
pub(super) struct Encoded {
    pub alphabet: Alphabet,
    pub bytes: Vec<u8>,
}

const ESCAPE: u8 = 0x1B;

impl Encoded {
    pub fn new(text: &str) -> Self {
        match Gsm7BitUnpacked::new().encode_to_vec(text) {
            Ok(bytes) => Self {
                alphabet: Alphabet::Gsm7,
                bytes,
            },
            Err(_) => Self {
                alphabet: Alphabet::Ucs2,
                bytes: text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            },
        }
    }

    fn units(&self) -> usize {
        match self.alphabet {
            Alphabet::Gsm7 => self.bytes.len(),
            Alphabet::Ucs2 => self.bytes.len() / 2,
        }
    }

    /// The bytes of each part; no character is torn between two.
    pub fn split(&self) -> Vec<&[u8]> {
        // 140 octets on the air; in one of several parts 6 or 7 of them are the header with the numbers.
        let (alone, together) = match self.alphabet {
            Alphabet::Gsm7 => (160, 153),
            Alphabet::Ucs2 => (140, 134),
        };
        if self.bytes.len() <= alone {
            return if self.bytes.is_empty() {
                vec![]
            } else {
                vec![&self.bytes]
            };
        }
        let mut parts = Vec::new();
        let mut rest = self.bytes.as_slice();
        while rest.len() > together {
            let end = together - self.torn_at(&rest[..together]);
            let (part, after) = rest.split_at(end);
            parts.push(part);
            rest = after;
        }
        parts.push(rest);
        parts
    }

    /// How many bytes at the end of a part belong to a character that goes on in the next one.
    fn torn_at(&self, part: &[u8]) -> usize {
        match (self.alphabet, part) {
            (Alphabet::Gsm7, [.., ESCAPE]) => 1,
            // the first half of a surrogate pair
            (Alphabet::Ucs2, [.., 0xD8..=0xDB, _]) => 2,
            _ => 0,
        }
    }
}
