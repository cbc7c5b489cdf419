//! Fixed words of the documents, taken from the locale files.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use zvarot_locale::Texts;

/// Key of a label without its `document-` → its text. The templates read them as `l.key`.
pub(crate) type Labels = BTreeMap<&'static str, String>;

/// The labels named by `keys`, each `document-{key}` in the locale files.
pub(crate) fn labels(texts: &Texts, keys: &[&'static str]) -> Labels {
    let label = |key: &&'static str| (*key, label(texts, key));
    keys.iter().map(label).collect()
}

/// One label.
pub(crate) fn label(texts: &Texts, key: &str) -> String {
    texts.get(&format!("document-{key}")).into_owned()
}

/// One label with one value in it.
pub(crate) fn label_with(texts: &Texts, key: &str, name: &str, value: &str) -> String {
    texts.with(&format!("document-{key}"), &[(name, value)])
}

/// The date, or nothing, as both languages' record keeping writes it.
pub(crate) fn day(texts: &Texts, date: Option<NaiveDate>) -> Option<String> {
    date.map(|date| texts.date_short(date))
}
