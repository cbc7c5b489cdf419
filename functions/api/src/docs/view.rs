//! What the page shows of the OpenAPI document: calls by section, their parameters, bodies and answers, and the structures.

use serde_json::Value;
use zvarot_locale::Texts;

use super::texts::text;

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    Words(String),
    Code(String),
    /// A structure by its name, described further down.
    Shape(String),
}

/// The calls of a section.
pub struct Group {
    pub code: String,
    pub name: String,
    pub text: String,
    pub calls: Vec<Call>,
}

/// A call.
pub struct Call {
    pub id: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    pub text: Vec<Piece>,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    /// Those that say that it is done.
    pub answers: Vec<Answer>,
    /// The others.
    pub errors: Vec<Answer>,
    pub curl: String,
    /// Whether it takes a token.
    pub token: bool,
}

/// A parameter of a call.
pub struct Parameter {
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    pub required: bool,
    pub kind: Vec<Piece>,
    pub text: Vec<Piece>,
    pub example: String,
}

impl Parameter {
    /// The key of the text that says where it stands.
    pub fn place_text(&self) -> &'static str {
        match self.place.as_str() {
            "path" => "docs-in-path",
            "query" => "docs-in-query",
            _ => "docs-in-header",
        }
    }
}

/// What a call takes besides parameters.
pub struct Body {
    pub media: String,
    pub kind: Vec<Piece>,
    pub example: String,
}

/// What a call may answer.
pub struct Answer {
    pub status: String,
    pub text: Vec<Piece>,
    pub kind: Vec<Piece>,
    /// None: it is described by its structure alone.
    pub example: Option<String>,
}

/// A structure.
pub struct Shape {
    pub name: String,
    pub text: Vec<Piece>,
    pub fields: Vec<Field>,
    /// Of one without fields.
    pub kind: Vec<Piece>,
}

/// A field of a structure; those of a structure without a name stand under it as `outer.inner`.
pub struct Field {
    pub name: String,
    pub required: bool,
    pub kind: Vec<Piece>,
    pub text: Vec<Piece>,
}

/// A text with its code between backticks.
pub fn pieces(text: &str) -> Vec<Piece> {
    let parts = text.split('`').enumerate();
    let parts = parts.filter(|(_, part)| !part.is_empty());
    let piece = |(place, part): (usize, &str)| match place % 2 {
        0 => Piece::Words(part.to_owned()),
        _ => Piece::Code(part.to_owned()),
    };
    parts.map(piece).collect()
}

/// The sections with their calls.
pub fn groups(document: &Value, texts: &Texts) -> Vec<Group> {
    let tags = document["tags"].as_array().into_iter().flatten();
    let group = |tag: &Value| {
        let code = text(tag, "name");
        Group {
            name: texts.get(&format!("api-tag-{}-name", code.to_lowercase())).into_owned(),
            text: text(tag, "description"),
            calls: calls(document, texts, &code),
            code,
        }
    };
    tags.map(group).collect()
}

fn calls(document: &Value, texts: &Texts, tag: &str) -> Vec<Call> {
    let paths = members(&document["paths"]);
    let calls = paths.flat_map(|(path, methods)| members(methods).map(move |(method, call)| (path, method, call)));
    let calls = calls.filter(|(_, _, call)| call["tags"][0] == tag);
    calls.map(|(path, method, described)| call(document, (path, method), described, texts)).collect()
}

fn call(document: &Value, (path, method): (&str, &str), call: &Value, texts: &Texts) -> Call {
    let parameters = call["parameters"].as_array().into_iter().flatten();
    let answers = members(&call["responses"]).map(|(status, answer)| Answer {
        status: status.clone(),
        text: pieces(&text(answer, "description")),
        kind: content(answer).map_or_else(Vec::new, |(_, content)| kind(&content["schema"], texts)),
        example: content(answer).and_then(|(_, content)| example(content, document)),
    });
    let (answers, errors) = answers.partition(|answer| answer.status < "400".to_owned());
    let mut call = Call {
        id: text(call, "operationId"),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(call, "summary"),
        text: pieces(&text(call, "description")),
        parameters: parameters.map(|one| parameter(one, texts)).collect(),
        body: content(&call["requestBody"]).map(|(media, content)| Body {
            media: media.clone(),
            kind: kind(&content["schema"], texts),
            example: example(content, document).unwrap_or_default(),
        }),
        answers,
        errors,
        curl: String::new(),
        token: call["security"][0].get("oauth").is_some(),
    };
    call.curl = curl(&call);
    call
}

fn parameter(parameter: &Value, texts: &Texts) -> Parameter {
    Parameter {
        name: text(parameter, "name"),
        place: text(parameter, "in"),
        required: parameter["required"] == true,
        kind: kind(&parameter["schema"], texts),
        text: pieces(&text(parameter, "description")),
        example: match &parameter["example"] {
            Value::Null => String::new(),
            Value::String(example) => example.clone(),
            example => example.to_string(),
        },
    }
}

/// The media type and what the document says of it.
fn content(value: &Value) -> Option<(&String, &Value)> {
    value["content"].as_object()?.iter().next()
}

/// Of the call, else of the structure.
fn example(content: &Value, document: &Value) -> Option<String> {
    let own = &content["example"];
    let named = content["schema"]["$ref"].as_str().and_then(|path| document.pointer(path.trim_start_matches('#')));
    let of_shape = named.map_or(&Value::Null, |shape| &shape["example"]);
    match if own.is_null() { of_shape } else { own } {
        Value::Null => None,
        Value::String(form) => Some(form.clone()),
        example => Some(format!("{example:#}")),
    }
}

/// A call as it is written for a command line, with its example.
fn curl(call: &Call) -> String {
    let mut path = call.path.clone();
    let mut query = Vec::new();
    for parameter in &call.parameters {
        match parameter.place.as_str() {
            "path" => {
                let unknown = format!("${}", parameter.name.to_uppercase());
                let value = if parameter.example.is_empty() { &unknown } else { &parameter.example };
                path = path.replace(&format!("{{{}}}", parameter.name), value);
            }
            "query" if !parameter.example.is_empty() => query.push(format!("{}={}", parameter.name, parameter.example)),
            _ => {}
        }
    }
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let mut command = match call.method.as_str() {
        "GET" => format!("curl \"$API{path}\""),
        method => format!("curl -X {method} \"$API{path}\""),
    };
    if call.token {
        command.push_str(" \\\n  -H \"Authorization: Bearer $TOKEN\"");
    }
    match &call.body {
        Some(body) if body.media.contains("json") => {
            let text = body.example.replace('\'', "'\\''");
            command.push_str(" \\\n  -H 'Content-Type: application/json' \\\n  -H \"Idempotency-Key: $(uuidgen)\" \\\n  -d '");
            command.push_str(&text);
            command.push('\'');
        }
        Some(_) => command.push_str(" \\\n  -u \"$CLIENT_ID:$CLIENT_SECRET\" -d grant_type=client_credentials"),
        None => {}
    }
    command
}

/// The structures by name.
pub fn shapes(document: &Value, texts: &Texts) -> Vec<Shape> {
    let shapes = members(&document["components"]["schemas"]);
    let shape = |(name, schema): (&String, &Value)| {
        let mut fields = Vec::new();
        gather(schema, "", texts, &mut fields);
        Shape {
            name: name.clone(),
            text: pieces(&text(schema, "description")),
            kind: if fields.is_empty() { kind(schema, texts) } else { Vec::new() },
            fields,
        }
    };
    shapes.map(shape).collect()
}

fn gather(schema: &Value, under: &str, texts: &Texts, fields: &mut Vec<Field>) {
    for part in schema["allOf"].as_array().into_iter().flatten() {
        if let Some(name) = referred(part) {
            fields.push(Field {
                name: String::new(),
                required: false,
                kind: Vec::new(),
                text: vec![Piece::Words(format!("{} ", texts.get("docs-all-of"))), Piece::Shape(name)],
            });
        } else {
            gather(part, under, texts, fields);
        }
    }
    let required = schema["required"].as_array();
    for (name, inner) in members(&schema["properties"]) {
        let path = if under.is_empty() { name.clone() } else { format!("{under}.{name}") };
        fields.push(Field {
            name: path.clone(),
            required: required.is_some_and(|required| required.iter().any(|one| one == name)),
            kind: kind(inner, texts),
            text: pieces(&text(inner, "description")),
        });
        gather(inner, &path, texts, fields);
        if inner["items"].get("properties").is_some() {
            gather(&inner["items"], &format!("{path}[]"), texts, fields);
        }
    }
}

/// A type in words, with the limits by the names that JSON Schema gives them.
fn kind(schema: &Value, texts: &Texts) -> Vec<Piece> {
    if let Some(name) = referred(schema) {
        return vec![Piece::Shape(name)];
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[several].as_array() {
            return of_several(parts, texts);
        }
    }
    let words = |key: &str| Piece::Words(texts.get(&format!("docs-type-{key}")).into_owned());
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    let mut shown = Vec::new();
    match types.iter().find(|one| **one != "null") {
        Some(&"array") => {
            shown.push(words("list"));
            shown.push(Piece::Words(" ".to_owned()));
            shown.extend(kind(&schema["items"], texts));
        }
        Some(&"string") => shown.push(match schema["format"].as_str() {
            Some("date") => words("date"),
            Some("date-time") => words("date-time"),
            Some("uuid") => words("uuid"),
            _ => words("string"),
        }),
        Some(known @ (&"integer" | &"number" | &"boolean" | &"object")) => shown.push(words(known)),
        _ => shown.push(words("any")),
    }
    if types.contains(&"null") {
        shown.push(Piece::Words(" ".to_owned()));
        shown.push(words("null"));
    }
    for limit in ["const", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "pattern"] {
        let value = &schema[limit];
        // That a count is not below zero goes without saying.
        if !value.is_null() && !(limit == "minimum" && *value == 0) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            shown.push(Piece::Words(format!(", {limit} ")));
            shown.push(Piece::Code(value));
        }
    }
    let codes = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
    for (place, code) in codes.enumerate() {
        shown.push(Piece::Words(if place == 0 { ": " } else { ", " }.to_owned()));
        shown.push(Piece::Code(code.to_owned()));
    }
    shown
}

fn of_several(parts: &[Value], texts: &Texts) -> Vec<Piece> {
    let (nothing, parts): (Vec<&Value>, Vec<&Value>) = parts.iter().partition(|part| part["type"] == "null");
    let mut shown = Vec::new();
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            shown.push(Piece::Words(", ".to_owned()));
        }
        shown.extend(kind(part, texts));
    }
    if !nothing.is_empty() {
        shown.push(Piece::Words(format!(" {}", texts.get("docs-type-null"))));
    }
    shown
}

fn referred(schema: &Value) -> Option<String> {
    let reference = schema["$ref"].as_str()?;
    reference.rsplit('/').next().map(str::to_owned)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use zvarot_locale::Locale;

    use super::*;
    use crate::docs::DOCUMENT;

    #[test]
    fn code_is_told_from_words() {
        let shown = pieces("`ru` or `be`: the language");
        let code = |text: &str| Piece::Code(text.to_owned());
        let words = |text: &str| Piece::Words(text.to_owned());
        assert_eq!(shown, [code("ru"), words(" or "), code("be"), words(": the language")]);
    }

    // REQ: EDM-02
    #[test]
    fn every_call_and_every_structure_is_on_the_page() {
        let texts = Texts::of(Locale::Ru);
        let groups = groups(&DOCUMENT, texts);
        let shown: usize = groups.iter().map(|group| group.calls.len()).sum();
        let described: usize = members(&DOCUMENT["paths"]).map(|(_, methods)| members(methods).count()).sum();
        assert_eq!(shown, described);
        let shapes = shapes(&DOCUMENT, texts);
        let known = |name: &String| shapes.iter().any(|shape| shape.name == *name);
        for call in groups.iter().flat_map(|group| &group.calls) {
            let kinds = call.answers.iter().chain(&call.errors).flat_map(|answer| &answer.kind);
            for piece in kinds.chain(call.body.iter().flat_map(|body| &body.kind)) {
                assert!(!matches!(piece, Piece::Shape(name) if !known(name)), "{}: {piece:?}", call.id);
            }
            assert!(!call.curl.contains('{') || call.body.is_some(), "{}", call.curl);
        }
    }
}
