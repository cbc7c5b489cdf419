//! The code printed on the receipt: with the number of the appeal it opens the status page without
//! signing in (BEY-15). Ten characters of Crockford's alphabet, 50 random bits, shown in two groups.
//! It opens personal data, so it prints as dots when debugged and is compared in constant time.

use std::{fmt, str::FromStr};

/// Crockford's base32: no I, L, O and U, so nothing looks like something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 10;

/// A follow-up code. `Display` gives `ABCDE-FGHJK`, [`AccessCode::as_str`] the ten characters alone.
#[derive(Clone)]
pub struct AccessCode([u8; LENGTH]);

/// The text is not a follow-up code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a follow-up code has ten letters and digits")]
pub struct AccessCodeError;

impl AccessCode {
    /// The code of seven random bytes (the last six bits are left over).
    #[must_use]
    pub fn from_random(bytes: [u8; 7]) -> Self {
        let bits = bytes
            .iter()
            .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte))
            >> 6;
        Self(std::array::from_fn(|place| {
            let shift = 5 * (LENGTH - 1 - place);
            ALPHABET[usize::try_from((bits >> shift) & 31).expect("five bits fit")]
        }))
    }

    /// The ten characters without the dash: what is hashed and stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }
}

impl PartialEq for AccessCode {
    /// Looks at every character whatever the first difference is, so that time tells nothing.
    fn eq(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(other.0)
            .fold(0, |difference, (mine, theirs)| difference | (mine ^ theirs))
            == 0
    }
}

impl Eq for AccessCode {}

impl FromStr for AccessCode {
    type Err = AccessCodeError;

    /// Reads a code as people type it: any case, spaces and dashes anywhere, O for 0, I and L for 1,
    /// and Cyrillic letters that look like Latin ones, for most keyboards here are set to Cyrillic.
    fn from_str(text: &str) -> Result<Self, AccessCodeError> {
        let mut code = [0; LENGTH];
        let mut count = 0;
        for character in text.chars() {
            if character.is_whitespace()
                || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
            {
                continue;
            }
            let byte = canonical(character).ok_or(AccessCodeError)?;
            *code.get_mut(count).ok_or(AccessCodeError)? = byte;
            count += 1;
        }
        if count == LENGTH {
            Ok(Self(code))
        } else {
            Err(AccessCodeError)
        }
    }
}

/// The character of the alphabet that was meant.
fn canonical(character: char) -> Option<u8> {
    let upper = character.to_uppercase().next()?;
    let latin = match upper {
        'O' | 'О' => '0',
        'I' | 'L' | 'І' => '1',
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'Н' => 'H',
        'К' => 'K',
        'М' => 'M',
        'Р' => 'P',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        other => other,
    };
    let byte = u8::try_from(latin).ok()?;
    ALPHABET.contains(&byte).then_some(byte)
}

impl fmt::Display for AccessCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.as_str().split_at(LENGTH / 2);
        write!(formatter, "{first}-{second}")
    }
}

impl fmt::Debug for AccessCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AccessCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // REQ: BEY-15
    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = AccessCode::from_random([0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x40]);
        assert_eq!(code.to_string(), "01234-56789");
        for typed in [
            "0123456789",
            " o1 234-56789",
            "OL234—56789",
            "о1234 56789",
            "OI23456789",
        ] {
            assert_eq!(typed.parse::<AccessCode>().as_ref(), Ok(&code), "{typed}");
        }
        let letters: AccessCode = "abceh-kmptx".parse().unwrap();
        assert_eq!("АВСЕН-КМРТХ".parse::<AccessCode>(), Ok(letters));
        for wrong in [
            "",
            "012345678",
            "01234567890",
            "0123456789!",
            "UUUUU-UUUUU",
            "01234\0 56789",
        ] {
            assert_eq!(wrong.parse::<AccessCode>(), Err(AccessCodeError), "{wrong}");
        }
    }

    #[test]
    fn a_code_does_not_show_itself_when_debugged() {
        let code = AccessCode::from_random([7; 7]);
        assert!(!format!("{code:?}").contains(code.as_str()));
    }

    proptest! {
        #[test]
        fn every_code_reads_back(bytes: [u8; 7]) {
            let code = AccessCode::from_random(bytes);
            prop_assert_eq!(code.as_str().len(), LENGTH);
            prop_assert_eq!(&code.to_string().to_lowercase().parse::<AccessCode>().unwrap(), &code);
        }

        #[test]
        fn codes_differ_when_any_of_their_fifty_bits_does(bytes: [u8; 7], bit in 0_usize..50) {
            let mut other = bytes;
            other[bit / 8] ^= 0x80 >> (bit % 8);
            prop_assert_ne!(AccessCode::from_random(bytes), AccessCode::from_random(other));
        }
    }
}
