//! Identifiers and addresses as newtypes with one constructor each: a value that exists is valid.
//! The check digits and number plans are those of the registers that issue them; people type them with
//! spaces, dashes and letters of the wrong alphabet, and all of that is understood.

mod email;
mod identification_number;
mod phone;
mod postal_code;
mod taxpayer_number;

pub use email::EmailAddress;
pub use identification_number::{IdentificationNumber, IdentificationWarning};
pub use phone::Phone;
pub use postal_code::PostalCode;
pub use taxpayer_number::TaxpayerNumber;

/// Gives a newtype over text its reading side: `as_str`, `Display`, and serde that goes through `parse`.
macro_rules! checked_text {
    ($name:ident) => {
        impl $name {
            /// The value as it is stored.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
use checked_text;

/// The Latin capital that was meant: identifiers are Latin, keyboards are mostly Cyrillic.
fn latin_capital(character: char) -> char {
    match character.to_uppercase().next().unwrap_or(character) {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'І' => 'I',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'Х' => 'X',
        other => other,
    }
}

/// Spaces and dashes that people put into long numbers.
fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// An identifier as it was meant: no separators, Latin capitals.
fn normalised(text: &str) -> String {
    text.chars()
        .filter(|character| !is_separator(*character))
        .map(latin_capital)
        .collect()
}

#[cfg(test)]
mod tests;
