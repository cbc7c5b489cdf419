//! The two state languages in which everything is shown (REF-03).

use crate::coded::coded_enum;

coded_enum! {
    /// A language of pages, messages and documents. An answer is given in the appeal's language (law, art. 18).
    #[derive(Default)]
    pub enum Locale {
        /// Russian.
        #[default]
        Ru = "ru",
        /// Belarusian.
        Be = "be",
    }
}

impl Locale {
    /// The other language: what the switch on each page leads to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ru => Self::Be,
            Self::Be => Self::Ru,
        }
    }
}
