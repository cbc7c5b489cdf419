//! The OpenAPI document in the language of its readers: what the handlers say of themselves in English is found in the
//! texts by its place. A place that has a text in English and none in the texts is a slip that the test below shows.

use serde_json::Value;
use zvarot_locale::Texts;

/// The document with its texts in a language.
pub fn translated(document: &Value, texts: &Texts) -> Value {
    let mut document = document.clone();
    let say = |place: &mut Value, name: &str, keys: &[String]| {
        let found = keys.iter().find(|key| texts.has(key));
        if let (Some(members), Some(key)) = (place.as_object_mut(), found) {
            members.insert(name.to_owned(), texts.get(key).into_owned().into());
        }
    };
    if let Some(info) = document.get_mut("info") {
        say(info, "description", &["docs-lead".to_owned()]);
    }
    for tag in elements(&mut document, "tags") {
        let key = format!("api-tag-{}", text(tag, "name").to_lowercase());
        say(tag, "description", &[key]);
    }
    for (_, methods) in members(&mut document, "paths") {
        for (_, call) in methods.as_object_mut().into_iter().flatten() {
            let id = text(call, "operationId");
            say(call, "summary", &[format!("api-call-{id}")]);
            say(call, "description", &[format!("api-call-{id}-text")]);
            for parameter in elements(call, "parameters") {
                let name = text(parameter, "name");
                let keys = [format!("api-call-{id}-{name}"), format!("api-parameter-{name}")];
                say(parameter, "description", &keys);
            }
            for (status, answer) in members(call, "responses") {
                let keys = [format!("api-call-{id}-{status}"), format!("api-status-{status}")];
                say(answer, "description", &keys);
            }
        }
    }
    let components = document.get_mut("components");
    for (name, shape) in components.into_iter().flat_map(|components| members(components, "schemas")) {
        say(shape, "description", &[format!("api-shape-{name}")]);
        // This one is written in Russian where the rules of the records are.
        if name != "AppealRecord" {
            fields(shape, name, &say);
        }
    }
    document
}

/// Says what the fields of a schema are, those of its parts as well.
fn fields(shape: &mut Value, name: &str, say: &impl Fn(&mut Value, &str, &[String])) {
    for (field, schema) in members(shape, "properties") {
        let keys = [format!("api-field-{name}-{field}"), format!("api-field-{field}")];
        // A reference says by itself what it leads to.
        if schema.get("$ref").is_none() {
            say(schema, "description", &keys);
        }
        // What may be nothing is described within the choice.
        for part in elements(schema, "oneOf").filter(|part| part.get("description").is_some()) {
            say(part, "description", &keys);
        }
        fields(schema, name, say);
        if let Some(items) = schema.get_mut("items") {
            fields(items, name, say);
        }
    }
    for several in ["allOf", "oneOf", "anyOf"] {
        for part in elements(shape, several) {
            fields(part, name, say);
        }
    }
}

fn elements<'a>(value: &'a mut Value, name: &str) -> impl Iterator<Item = &'a mut Value> {
    let elements = value.get_mut(name).and_then(Value::as_array_mut);
    elements.into_iter().flatten()
}

fn members<'a>(value: &'a mut Value, name: &str) -> impl Iterator<Item = (&'a String, &'a mut Value)> {
    let members = value.get_mut(name).and_then(Value::as_object_mut);
    members.into_iter().flatten()
}

/// A member that is a text; empty where there is none.
pub fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use zvarot_locale::Locale;

    use super::*;
    use crate::docs::DOCUMENT;

    /// Where a text of the document is left in English.
    fn english(value: &Value, place: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members.iter().filter(|(name, _)| !name.starts_with("example")) {
                    let told = ["description", "summary"].contains(&name.as_str());
                    match value.as_str() {
                        Some(words) if told => {
                            let letters = |letter: char| ('а'..='я').contains(&letter) || "ёіў".contains(letter);
                            let codes = words.split('`').step_by(2).any(|words| words.to_lowercase().contains(letters));
                            if !codes && words != "UUID" {
                                found.push(format!("{place}/{name}: {words}"));
                            }
                        }
                        _ => english(value, &format!("{place}/{name}"), found),
                    }
                }
            }
            Value::Array(elements) => {
                for (number, element) in elements.iter().enumerate() {
                    english(element, &format!("{place}/{number}"), found);
                }
            }
            _ => {}
        }
    }

    // REQ: EDM-02
    // REQ: REF-03
    #[test]
    fn nothing_of_the_document_is_left_in_english() {
        for locale in Locale::ALL {
            let mut found = Vec::new();
            english(&translated(&DOCUMENT, Texts::of(locale)), "", &mut found);
            assert!(found.is_empty(), "{locale:?}: {found:#?}");
        }
    }

    #[test]
    fn the_translation_changes_texts_and_nothing_else() {
        fn bare(value: &Value) -> Value {
            match value {
                Value::Object(members) => members
                    .iter()
                    .filter(|(name, value)| !(["description", "summary"].contains(&name.as_str()) && value.is_string()))
                    .map(|(name, value)| (name.clone(), bare(value)))
                    .collect(),
                Value::Array(elements) => elements.iter().map(bare).collect(),
                value => value.clone(),
            }
        }
        let translated = translated(&DOCUMENT, Texts::of(Locale::Be));
        assert_eq!(bare(&translated), bare(&DOCUMENT));
    }
}
