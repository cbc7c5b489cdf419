//! Telephone numbers: Belarusian ones by the national plan, others by the form of E.164.

use std::fmt;

use super::{checked_text, is_separator};
use crate::FaultCode;

/// A telephone number in E.164: `+375291234567`. `Display` groups it: `+375 29 123-45-67`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

const BELARUS: &str = "+375";

impl Phone {
    /// Reads a number as people write it: `+375 (29) 123-45-67`, `375291234567`, `8 029 123-45-67`, `029 1234567`,
    /// or any other country's with a plus.
    ///
    /// # Errors
    /// [`FaultCode::NotAPhone`] if it is not a number of the national plan, nor an international one of 8 to 15 digits.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let text = text.trim();
        let bare: String = text
            .chars()
            .filter(|character| {
                !is_separator(*character) && !matches!(character, '(' | ')' | '.' | '/')
            })
            .collect();
        let (plus, digits) = bare
            .strip_prefix('+')
            .map_or((false, bare.as_str()), |digits| (true, digits));
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(FaultCode::NotAPhone);
        }
        let national = match (plus, digits.len()) {
            (_, 12) if digits.starts_with("375") => Some(&digits[3..]),
            (false, 11) if digits.starts_with("80") => Some(&digits[2..]),
            (false, 10) if digits.starts_with('0') => Some(&digits[1..]),
            _ => None,
        };
        if let Some(national) = national {
            let known = is_mobile_national(national) || is_landline_national(national);
            return if known {
                Ok(Self(format!("{BELARUS}{national}")))
            } else {
                Err(FaultCode::NotAPhone)
            };
        }
        let international = plus
            && (8..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && !digits.starts_with("375");
        if international {
            Ok(Self(format!("+{digits}")))
        } else {
            Err(FaultCode::NotAPhone)
        }
    }

    /// Whether the number is of a Belarusian mobile network: the only ones that the code by SMS is sent to (ORG-06).
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        self.0.strip_prefix(BELARUS).is_some_and(is_mobile_national)
    }

    /// The number with all but its last two digits hidden, for pages that say where a code was sent.
    #[must_use]
    pub fn masked(&self) -> String {
        let shown = self.0.len() - 2;
        let country = if self.0.starts_with(BELARUS) {
            BELARUS
        } else {
            "+"
        };
        format!("{country} … {}", &self.0[shown..])
    }
}

/// A1 29 and 44, МТС 29 and 33, life:) 25: nine digits after the country's code.
fn is_mobile_national(digits: &str) -> bool {
    digits.len() == 9
        && match digits.as_bytes() {
            [b'2', b'5', third, ..] => matches!(third, b'5'..=b'7' | b'9'),
            [b'2', b'9', third, ..] => matches!(third, b'1'..=b'9'),
            [b'3', b'3', ..] | [b'4', b'4', ..] => true,
            _ => false,
        }
}

/// Area codes 15x, 16x, 17, 21x, 22x, 23x: nine digits after the country's code.
fn is_landline_national(digits: &str) -> bool {
    digits.len() == 9
        && matches!(
            digits.as_bytes(),
            [b'1', b'5'..=b'7', ..] | [b'2', b'1'..=b'3', ..]
        )
}

checked_text!(Phone);

impl fmt::Display for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.strip_prefix(BELARUS) {
            Some(national) => write!(
                formatter,
                "{BELARUS} {} {}-{}-{}",
                &national[..2],
                &national[2..5],
                &national[5..7],
                &national[7..]
            ),
            None => formatter.write_str(&self.0),
        }
    }
}
