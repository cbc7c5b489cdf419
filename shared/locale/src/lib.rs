//! Everything a person reads, in Russian and Belarusian: Fluent messages from `ru/*.ftl` and
//! `be/*.ftl` (each file there is embedded), and dates, sizes and numbers in words.
//! `Texts::of(locale).get("key")`; both languages hold the same keys (REF-03).

mod facts;
mod format;
#[cfg(test)]
mod tests;
mod texts;

pub use fluent_bundle::FluentValue as Value;
pub use texts::Texts;
pub use zvarot_domain::Locale;
