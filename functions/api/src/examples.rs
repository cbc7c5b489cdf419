//! Examples of what calls answer, put into the document where the handlers give none of their own. A test reads each by
//! the schema that it is an example of.

use serde_json::{Map, Value};
use zvarot_domain::{Action, Fault, FaultCode, Refusal, Status};
use zvarot_locale::{Locale, Texts};

use crate::problem::{ApiError, Problem};

/// By operation and status.
const EXAMPLES: &str = include_str!("examples.json");

/// Puts the examples into a document.
///
/// # Panics
/// Never: the examples are committed as JSON.
pub fn add(document: &mut Value) {
    let examples: Value = serde_json::from_str(EXAMPLES).expect("the examples are JSON");
    let paths = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for call in paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        let id = call["operationId"].as_str().unwrap_or_default().to_owned();
        let answers = call["responses"].as_object_mut().into_iter().flatten();
        for (status, answer) in answers {
            let contents = answer.get_mut("content").and_then(Value::as_object_mut);
            for (media, content) in contents.into_iter().flatten() {
                let known = &examples[&id][status.as_str()];
                let example = match (content.get("example"), media.as_str()) {
                    (Some(_), _) => continue,
                    (None, "application/problem+json") => problem(status),
                    _ => known.clone(),
                };
                if !example.is_null() {
                    content["example"] = example;
                }
            }
        }
    }
}

/// An example of a problem with this status.
fn problem(status: &str) -> Value {
    let error = match status {
        "400" => ApiError::Wrong("limit".to_owned(), "api-not-a-limit"),
        "401" => ApiError::InvalidToken,
        "403" => ApiError::NotTest,
        "404" => ApiError::NotFound,
        "409" => ApiError::Refused(Refusal::AlreadyFinal { action: Action::Complete, status: Status::Answered }),
        "408" => ApiError::TooSlow,
        "413" => ApiError::TooLarge,
        "415" => ApiError::NotJson,
        "422" => ApiError::Invalid(vec![Fault::new("answer_date", FaultCode::NotADate), Fault::new("executors", FaultCode::Required)]),
        "429" => ApiError::TooMany(2),
        "503" => ApiError::Unavailable(anyhow::Error::msg("")),
        _ => return Value::Null,
    };
    let document = Problem::from(&error).document(Texts::of(Locale::Ru), "4bf92f3577b34da6a3ce929d0e0e4736");
    serde_json::to_value(document).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docs::DOCUMENT;

    /// Where a value is not as its schema says.
    fn wrong(value: &Value, schema: &Value, place: &str, found: &mut Vec<String>) {
        if schema["$ref"].is_string() {
            return wrong(value, &whole(schema), place, found);
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            let fits = |choice: &Value| {
                let mut found = Vec::new();
                wrong(value, choice, place, &mut found);
                found.is_empty()
            };
            if !choices.iter().any(fits) {
                found.push(format!("{place} fits nothing of oneOf"));
            }
            return;
        }
        if schema["allOf"].is_array() {
            return wrong(value, &whole(schema), place, found);
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let allowed = match &schema["type"] {
            Value::String(one) => one == kind,
            Value::Array(all) => all.iter().any(|one| one == kind),
            _ => true,
        };
        let listed = schema["enum"].as_array().is_none_or(|codes| codes.contains(value));
        if !allowed || !listed {
            found.push(format!("{place} is {value}"));
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for name in required.filter(|name| value.get(name).is_none()) {
            found.push(format!("{place} has no {name}"));
        }
        for (name, inner) in value.as_object().into_iter().flatten() {
            if let Some(schema) = schema["properties"].get(name) {
                wrong(inner, schema, &format!("{place}/{name}"), found);
            } else if schema.get("properties").is_some() {
                found.push(format!("{place} has a {name} that is not described"));
            }
        }
        for inner in value.as_array().into_iter().flatten() {
            wrong(inner, &schema["items"], &format!("{place}[]"), found);
        }
    }

    /// The parts of a structure that is composed of several know only their own members.
    fn whole(schema: &Value) -> Value {
        let named = schema["$ref"].as_str().and_then(|path| DOCUMENT.pointer(path.trim_start_matches('#')));
        let schema = named.unwrap_or(schema);
        let Some(parts) = schema["allOf"].as_array() else { return schema.clone() };
        let mut all = serde_json::json!({ "type": "object", "properties": {}, "required": [] });
        for part in parts.iter().map(whole) {
            for (name, inner) in part["properties"].as_object().into_iter().flatten() {
                all["properties"][name] = inner.clone();
            }
            let required = part["required"].as_array().cloned().unwrap_or_default();
            all["required"].as_array_mut().unwrap().extend(required);
        }
        all
    }

    // REQ: EDM-02
    #[test]
    fn each_call_has_an_example_of_every_answer_that_is_as_its_schema_says() {
        let mut found = Vec::new();
        let calls = DOCUMENT["paths"].as_object().unwrap().values().flat_map(|methods| methods.as_object().unwrap().values());
        for call in calls {
            let id = call["operationId"].as_str().unwrap();
            for (status, answer) in call["responses"].as_object().unwrap() {
                for content in answer["content"].as_object().into_iter().flat_map(|contents| contents.values()) {
                    match content.get("example") {
                        None => found.push(format!("{id} {status} has no example")),
                        Some(example) => wrong(example, &whole(&content["schema"]), &format!("{id} {status}"), &mut found),
                    }
                }
            }
            for content in call["requestBody"]["content"].as_object().into_iter().flat_map(|contents| contents.values()) {
                let shape = whole(&content["schema"]);
                match content.get("example").or(shape.get("example")) {
                    None => found.push(format!("{id} has no example of its body")),
                    Some(Value::String(_)) => {}
                    Some(example) => wrong(example, &shape, id, &mut found),
                }
            }
        }
        assert!(found.is_empty(), "{found:#?}");
    }
}
