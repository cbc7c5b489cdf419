//! domain

mod locale;

pub use locale::Locale;
