//! A term as it is chosen and written: `15d`, `1m`, `5wd`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time that the law or a resolution sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// So many calendar days: `15d`.
    Days(u16),
    /// So many months by the day number: `1m`.
    Months(u8),
    /// So many working days: `5wd`.
    WorkingDays(u16),
}

impl Term {
    /// Law, art. 17: the base term.
    pub const FIFTEEN_DAYS: Self = Self::Days(15);
    /// Law, art. 17: where additional study and checking are needed.
    pub const ONE_MONTH: Self = Self::Months(1);
    /// Law, art. 10 and 15: redirecting and notifying.
    pub const FIVE_WORKING_DAYS: Self = Self::WorkingDays(5);

    /// The longest term that is written: more is a slip.
    const MOST_DAYS: u16 = 1000;
    const MOST_MONTHS: u8 = 36;
}

/// The text is not a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a term is written as 15d (calendar days), 1m (months) or 5wd (working days), up to 1000 days or 36 months"
)]
pub struct TermError;

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        let unit = text
            .find(|character: char| !character.is_ascii_digit())
            .ok_or(TermError)?;
        let (number, unit) = text.split_at(unit);
        let number: u16 = number.parse().map_err(|_| TermError)?;
        match unit {
            _ if number == 0 || number > Self::MOST_DAYS => Err(TermError),
            "d" => Ok(Self::Days(number)),
            "wd" => Ok(Self::WorkingDays(number)),
            "m" => u8::try_from(number)
                .ok()
                .filter(|months| *months <= Self::MOST_MONTHS)
                .map(Self::Months)
                .ok_or(TermError),
            _ => Err(TermError),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(formatter, "{days}d"),
            Self::Months(months) => write!(formatter, "{months}m"),
            Self::WorkingDays(days) => write!(formatter, "{days}wd"),
        }
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
