//! Postal codes (почтовый индекс).

use std::fmt;

use super::{checked_text, is_separator};
use crate::FaultCode;

/// A postal code of Belarus: six digits, the first of them 2.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostalCode(String);

impl PostalCode {
    /// Reads a postal code; spaces and dashes are passed over.
    ///
    /// # Errors
    /// [`FaultCode::NotAPostalCode`] for anything else.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let value: String = text
            .chars()
            .filter(|character| !is_separator(*character))
            .collect();
        let fits = value.len() == 6
            && value.starts_with('2')
            && value.bytes().all(|byte| byte.is_ascii_digit());
        if fits {
            Ok(Self(value))
        } else {
            Err(FaultCode::NotAPostalCode)
        }
    }
}

checked_text!(PostalCode);

impl fmt::Display for PostalCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
