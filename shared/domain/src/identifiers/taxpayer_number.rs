//! УНП: the taxpayer's number of legal entities (nine digits) and individuals (two letters, seven digits).

use std::fmt;

use super::{checked_text, normalised};
use crate::FaultCode;

/// A taxpayer's number (УНП) with a matching check digit, in Latin capitals and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxpayerNumber(String);

/// The second letter of an individual's number counts as its place here.
const SECOND_LETTERS: &str = "ABCEHKMOPT";
const FIRST_LETTERS: &str = "ABCEHKM";
const WEIGHTS: [u32; 8] = [29, 23, 19, 17, 13, 7, 5, 3];

impl TaxpayerNumber {
    /// Reads a number; Cyrillic look-alikes, small letters, spaces and dashes are understood.
    ///
    /// # Errors
    /// [`FaultCode::NotATaxpayerNumber`] if the form or the check digit is wrong.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim();
        let value = normalised(text.strip_prefix("УНП").unwrap_or(text));
        match check_digit(&value) {
            Some(digit) if value.ends_with(digit) => Ok(Self(value)),
            _ => Err(FaultCode::NotATaxpayerNumber),
        }
    }

    /// The number that begins with these eight characters, for made-up data. One in eleven beginnings has none.
    #[must_use]
    pub fn completing(beginning: &str) -> Option<Self> {
        let digit = check_digit(&format!("{beginning}0"))?;
        Some(Self(format!("{beginning}{digit}")))
    }

    /// Whether the number is an individual's (also an entrepreneur's): it begins with letters. Older entrepreneurs
    /// have digits only, so digits do not tell that the holder is a legal entity.
    #[must_use]
    pub fn has_letters(&self) -> bool {
        self.0
            .starts_with(|character: char| character.is_ascii_alphabetic())
    }
}

checked_text!(TaxpayerNumber);

impl fmt::Display for TaxpayerNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The ninth character that belongs to the first eight, if the form is right and there is one at all.
fn check_digit(value: &str) -> Option<char> {
    let characters: Vec<char> = value.chars().collect();
    if characters.len() != 9 {
        return None;
    }
    let mut sum = 0;
    for (place, (character, weight)) in characters.iter().zip(WEIGHTS).enumerate() {
        let digit = match place {
            0 if FIRST_LETTERS.contains(*character) => character.to_digit(36)?,
            1 if characters[0].is_ascii_alphabetic() => {
                u32::try_from(SECOND_LETTERS.find(*character)?).ok()?
            }
            0 => character
                .to_digit(10)
                .filter(|digit| (1..=7).contains(digit))?,
            _ => character.to_digit(10)?,
        };
        sum += digit * weight;
    }
    char::from_digit(sum % 11, 10)
}
