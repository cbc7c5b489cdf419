//! The two languages of the state, in which everything is shown and answered (REF-03).

use serde::{Deserialize, Serialize};

/// A language of the pages, messages and documents.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// Russian.
    #[default]
    Ru,
    /// Belarusian.
    Be,
}

impl Locale {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Ru, Self::Be];

    /// The code kept in the database and in `lang` attributes: `ru`, `be`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::Be => "be",
        }
    }

    /// The language of a code as `code()` gives it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }
}
