//! Идентификационный номер: the fourteen characters of a person's number in the population register.

use std::fmt;

use super::{checked_text, normalised};
use crate::FaultCode;

/// A personal identification number of the right form, in Latin capitals and digits.
///
/// Debug shows dots: it identifies a person for life.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentificationNumber(String);

/// What is odd about a number that is still accepted: foreigners' and old numbers may deviate, and the register,
/// not we, says which exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentificationWarning {
    /// The last digit does not follow from the others: most likely a slip of typing.
    CheckDigit,
}

impl IdentificationNumber {
    /// Reads a number; Cyrillic look-alikes, small letters, spaces and dashes are understood.
    ///
    /// # Errors
    /// [`FaultCode::NotAnIdentificationNumber`] if the form is wrong. A wrong check digit is only a [`Self::warning`].
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let value = normalised(text.trim());
        let fits = value.chars().count() == 14
            && value
                .chars()
                .enumerate()
                .all(|(place, character)| fits(place, character));
        if fits {
            Ok(Self(value))
        } else {
            Err(FaultCode::NotAnIdentificationNumber)
        }
    }

    /// What the applicant should look at again.
    #[must_use]
    pub fn warning(&self) -> Option<IdentificationWarning> {
        (!self.0.ends_with(self.check_digit())).then_some(IdentificationWarning::CheckDigit)
    }

    /// Weights 7, 3, 1 in turn over the first thirteen, letters from A = 10, modulo 10 (as in ICAO 9303).
    fn check_digit(&self) -> char {
        let values = self
            .0
            .chars()
            .take(13)
            .filter_map(|character| character.to_digit(36));
        let sum: u32 = values
            .zip([7, 3, 1].into_iter().cycle())
            .map(|(value, weight)| value * weight)
            .sum();
        char::from_digit(sum % 10, 10).unwrap_or('0')
    }
}

/// Sex and century, date of birth, letter of the region, serial number, two letters of citizenship, check digit.
fn fits(place: usize, character: char) -> bool {
    match place {
        0 => ('1'..='6').contains(&character),
        7 => "ABCEHKM".contains(character),
        11 | 12 => character.is_ascii_uppercase(),
        _ => character.is_ascii_digit(),
    }
}

checked_text!(IdentificationNumber);

impl fmt::Debug for IdentificationNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("IdentificationNumber(…)")
    }
}
