//! A form on its page: typed values, and faults in the reader's words.

use std::fmt::Write as _;

use zvarot_domain::{Fault, FaultCode, Faults, Param};
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
    /// The value with its look-alike letters replaced, where that repairs it (SUB-03).
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
        let faults = all
            .iter()
            .map(|fault| (fault.field.clone(), shown(fault, texts)));
        Self {
            faults: faults.collect(),
            values,
        }
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

    /// The faults of one field; of a list also those of its entries (`files/2` is among those of `files`).
    pub fn faults_of(&self, name: &str) -> Vec<&ShownFault> {
        let faults = self.faults.iter().filter(|(field, _)| belongs(field, name));
        faults.map(|(_, fault)| fault).collect()
    }

    /// Whether a field has a fault.
    pub fn is_wrong(&self, name: &str) -> bool {
        self.faults.iter().any(|(field, _)| belongs(field, name))
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

fn shown(fault: &Fault, texts: &Texts) -> ShownFault {
    let variables: Vec<(&str, Value<'_>)> = fault
        .params
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Param::Number(bytes) if name == "max" && fault.code == FaultCode::FileTooLarge => {
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
    let correction = match fault.params.get("suggestion") {
        Some(Param::Text(text)) => Some(text.clone()),
        _ => None,
    };
    ShownFault {
        anchor: anchor(&fault.field).to_owned(),
        text: texts.with(&fault.code.locale_key(), &variables),
        correction,
    }
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
        ];
        for locale in Locale::ALL {
            let form = FormState::failed(values.clone(), &faults, Texts::of(locale));
            assert!(form.summary().all(|fault| !fault.text.contains('⟦')));
            assert_eq!(form.value("content"), "текст");
            assert_eq!(form.faults_of("files")[0].anchor, "files");
            assert!(form.is_wrong("kind") && !form.is_wrong("kin"));
            assert_eq!(
                form.described("kind", "hint"),
                " aria-describedby=\"kind-hint kind-fault\" aria-invalid=\"true\""
            );
        }
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
