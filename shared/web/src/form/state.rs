//! A form on its page: typed values, and faults in the reader's words.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use zvarot_domain::{Fault, FaultCode, Faults, Param, alphabet};
use zvarot_locale::{Texts, Value};

use super::FormValues;

/// One of several values to choose from.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub text: String,
    /// A line below it; may be empty.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            hint: String::new(),
        }
    }

    /// The same choice with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A fault as the page shows it.
#[derive(Clone, Debug)]
pub struct ShownFault {
    /// The id of the element it is about.
    pub anchor: String,
    /// What is wrong and what to do.
    pub text: String,
    /// The name of its field, for the summary; may be empty.
    pub label: String,
    /// The words with characters that are not accepted: pieces, and whether each is at fault (SUB-03).
    pub marked: Vec<Vec<(String, bool)>>,
    /// The value with its look-alike letters replaced, where there are any (SUB-03).
    pub correction: Option<String>,
}

/// The values and faults of a form. Without faults it is a fresh form.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    values: FormValues,
    faults: Vec<(String, ShownFault)>,
}

impl FormState {
    /// A form with values and nothing wrong yet.
    pub fn new(values: FormValues) -> Self {
        Self {
            values,
            faults: Vec::new(),
        }
    }

    /// A form that comes back. What could not be read at all is added to the faults.
    pub fn failed(values: FormValues, faults: &Faults, texts: &Texts) -> Self {
        let mut all: Vec<Fault> = faults.clone();
        for fault in values.unreadable() {
            if !all.iter().any(|other| other.field == fault.field) {
                all.push(fault);
            }
        }
        let faults = all.iter().map(|fault| {
            let shown = shown(fault, values.get(&fault.field), texts);
            (fault.field.clone(), shown)
        });
        Self {
            faults: faults.collect(),
            values,
        }
    }

    /// The same form, whose summary names the fields in the order of `labels`, which is the page's: pairs of a
    /// field and the key of its label.
    #[must_use]
    pub fn labelled(mut self, labels: &[(&str, &str)], texts: &Texts) -> Self {
        let place = |field: &str| labels.iter().position(|(name, _)| belongs(field, name));
        for (field, fault) in &mut self.faults {
            if let Some(place) = place(field) {
                fault.label = texts.get(labels[place].1).into_owned();
            }
        }
        self.faults
            .sort_by_key(|(field, _)| place(field).unwrap_or(usize::MAX));
        self
    }

    /// The same form, whose summary calls the fields that `label` knows by a name of their own: those that stand several
    /// times on a page.
    #[must_use]
    pub fn named(mut self, label: impl Fn(&str) -> Option<String>) -> Self {
        for (field, fault) in &mut self.faults {
            if let Some(label) = label(field) {
                fault.label = label;
            }
        }
        self
    }

    /// The typed value of a field.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name)
    }

    /// All typed values.
    pub fn values(&self) -> &FormValues {
        &self.values
    }

    /// Whether anything is wrong.
    pub fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// All faults, for the summary above the form.
    pub fn summary(&self) -> impl Iterator<Item = &ShownFault> {
        self.faults.iter().map(|(_, fault)| fault)
    }

    /// The faults of one field; of a list also those of its entries (`files/2` is among those of `files`), but not those that
    /// have a place of their own (`executors/2/due_on`).
    pub fn faults_of(&self, name: &str) -> Vec<&ShownFault> {
        let faults = self.faults.iter().filter(|(field, fault)| field == name || fault.anchor == name);
        faults.map(|(_, fault)| fault).collect()
    }

    /// Whether a field has a fault.
    pub fn is_wrong(&self, name: &str) -> bool {
        !self.faults_of(name).is_empty()
    }

    /// The attributes that tie a field to its hint and faults, ready for the tag.
    pub fn described(&self, name: &str, hint: &str) -> String {
        let mut ids = Vec::new();
        if !hint.is_empty() {
            ids.push(format!("{name}-hint"));
        }
        if self.is_wrong(name) {
            ids.push(format!("{name}-fault"));
        }
        let mut attributes = String::new();
        if !ids.is_empty() {
            write!(attributes, " aria-describedby=\"{}\"", ids.join(" "))
                .expect("writing to a string cannot fail");
        }
        if self.is_wrong(name) {
            attributes.push_str(" aria-invalid=\"true\"");
        }
        attributes
    }
}

fn belongs(field: &str, name: &str) -> bool {
    let rest = field.strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The element of a field: an entry of a list (`files/2`) is shown at the list.
fn anchor(field: &str) -> &str {
    match field.rsplit_once('/') {
        Some((list, entry)) if entry.bytes().all(|byte| byte.is_ascii_digit()) => list,
        _ => field,
    }
}

/// A fault in words.
pub fn fault_text(fault: &Fault, texts: &Texts) -> String {
    let variables: Vec<(&str, Value<'_>)> = fault
        .params
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Param::Number(bytes) if name == "max" && matches!(fault.code, FaultCode::FileTooLarge | FaultCode::FilesTooLarge) => {
                    Value::from(texts.size(bytes.unsigned_abs()))
                }
                Param::Number(number) => Value::from(*number),
                Param::Text(text) => match text.parse() {
                    Ok(date) => Value::from(texts.date(date)),
                    Err(_) => Value::from(text.as_str()),
                },
            };
            (name.as_str(), value)
        })
        .collect();
    texts.with(&fault.code.locale_key(), &variables)
}

fn shown(fault: &Fault, value: &str, texts: &Texts) -> ShownFault {
    let of_letters = matches!(fault.code, FaultCode::ForeignCharacters | FaultCode::Emoji);
    let correctable = fault.params.get("correctable");
    let correctable = correctable.is_some_and(|count| *count != Param::Number(0));
    ShownFault {
        anchor: anchor(&fault.field).to_owned(),
        text: fault_text(fault, texts),
        label: String::new(),
        marked: if of_letters {
            marked_words(value)
        } else {
            Vec::new()
        },
        correction: correctable.then(|| alphabet::corrected(value)).flatten(),
    }
}

/// The first words that hold characters which are not accepted, cut into pieces.
fn marked_words(text: &str) -> Vec<Vec<(String, bool)>> {
    const SHOWN: usize = 6;
    let places: BTreeSet<usize> = alphabet::offenders(text)
        .iter()
        .map(|offender| offender.position)
        .collect();
    let (mut words, mut word) = (Vec::new(), Vec::<(String, bool)>::new());
    for (place, letter) in text.chars().enumerate() {
        if letter.is_whitespace() {
            words.push(std::mem::take(&mut word));
            continue;
        }
        let wrong = places.contains(&place);
        match word.last_mut() {
            Some((piece, marked)) if *marked == wrong => piece.push(letter),
            _ => word.push((letter.to_string(), wrong)),
        }
    }
    words.push(word);
    words.retain(|word| word.iter().any(|(_, wrong)| *wrong));
    words.truncate(SHOWN);
    words
}

#[cfg(test)]
mod tests {
    use zvarot_domain::Locale;

    use super::*;

    // REQ: SUB-02
    #[test]
    fn each_fault_is_shown_at_its_field_in_the_readers_words() {
        let values = FormValues::default().with("content", "текст");
        let faults = vec![
            Fault::new("kind", FaultCode::Required),
            Fault::new("content", FaultCode::TooLong)
                .with("max", 10_000_u64)
                .with("over", 1_u64),
            Fault::new("files/2", FaultCode::FileEmpty).with("name", "a.pdf"),
            Fault::new("executors/0/due_on", FaultCode::NotADate),
        ];
        for locale in Locale::ALL {
            let form = FormState::failed(values.clone(), &faults, Texts::of(locale));
            assert!(form.summary().all(|fault| !fault.text.contains('⟦')));
            assert_eq!(form.value("content"), "текст");
            assert_eq!(form.faults_of("files")[0].anchor, "files");
            assert!(form.is_wrong("kind") && !form.is_wrong("kin"));
            assert!(form.is_wrong("executors/0/due_on") && !form.is_wrong("executors"), "once, at its field");
            let form = form.named(|field| field.starts_with("executors/").then(|| "Мазур Т. А., срок".to_owned()));
            assert_eq!(form.faults_of("executors/0/due_on")[0].label, "Мазур Т. А., срок");
            assert_eq!(
                form.described("kind", "hint"),
                " aria-describedby=\"kind-hint kind-fault\" aria-invalid=\"true\""
            );
        }
    }

    // REQ: SUB-03
    #[test]
    fn letters_of_other_alphabets_are_marked_and_can_be_put_right() {
        let values = FormValues::default().with("content", "Не горит фoнарь");
        let faults = vec![
            Fault::new("content", FaultCode::ForeignCharacters)
                .with("characters", "o")
                .with("correctable", 1_u64),
        ];
        let labels = [("content", "draft-content")];
        let texts = Texts::of(Locale::Ru);
        let form = FormState::failed(values, &faults, texts).labelled(&labels, texts);
        let fault = form.faults_of("content")[0];
        let piece = |text: &str, wrong| (text.to_owned(), wrong);
        assert_eq!(
            fault.marked,
            [[piece("ф", false), piece("o", true), piece("нарь", false)]]
        );
        assert_eq!(fault.correction.as_deref(), Some("Не горит фонарь"));
        assert_eq!(fault.label, "Суть обращения");
        let faults = ["content", "kind"].map(|field| Fault::new(field, FaultCode::Required));
        let labels = [("kind", "new-kind"), ("content", "draft-content")];
        let form = FormState::failed(FormValues::default(), &faults.to_vec(), texts);
        let form = form.labelled(&labels, texts);
        let summary: Vec<_> = form.summary().map(|fault| &*fault.anchor).collect();
        assert_eq!(summary, ["kind", "content"]);
    }

    #[test]
    fn every_fault_has_a_text_in_both_languages() {
        for locale in Locale::ALL {
            for code in FaultCode::ALL {
                assert!(
                    Texts::of(locale).has(&code.locale_key()),
                    "{}",
                    code.locale_key()
                );
            }
        }
    }
}
