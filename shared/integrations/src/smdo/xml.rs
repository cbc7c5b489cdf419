//! The envelope in XML. The two forms have the same zones: an attribute is a member, an element an object whose name begins
//! with a capital, its text the member `value`. A document type is refused, so there are no entities but XML's own five;
//! size, depth and the number of elements are limited before anything is made of them.

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use super::ENVELOPE_LIMIT;

const DEPTH: usize = 24;
const ELEMENTS: usize = 20_000;
const ATTRIBUTES: usize = 32;

/// Elements that may stand several times, and are lists in JSON even if they stand once.
const LISTS: [&str; 9] = [
    "receiver",
    "docTransfer",
    "author",
    "officialPersonWithSign",
    "folder",
    "ackResult",
    "signature",
    "redirectedTo",
    "executor",
];
/// Elements that hold nothing but a text, which is the member itself in JSON.
const TEXTS: [&str; 5] = ["official", "rank", "signDate", "writer", "fullname"];

/// Reads an envelope. None: not XML, not an envelope, or beyond a limit.
pub(super) fn to_value(text: &str) -> Option<Value> {
    if text.len() > ENVELOPE_LIMIT {
        return None;
    }
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut count = 0;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                count += 1;
                if open.len() >= DEPTH || count > ELEMENTS || root.is_some() {
                    return None;
                }
                open.push(Element::of(&start)?);
            }
            Event::Empty(start) => {
                count += 1;
                if count > ELEMENTS || root.is_some() {
                    return None;
                }
                close(Element::of(&start)?, &mut open, &mut root)?;
            }
            Event::End(_) => {
                let element = open.pop()?;
                close(element, &mut open, &mut root)?;
            }
            Event::Text(text) => match open.last_mut() {
                Some(element) => element.text.push_str(&text.xml10_content()),
                None if text.trim().is_empty() => {}
                None => return None,
            },
            Event::CData(text) => open.last_mut()?.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => open.last_mut()?.text.push(resolved(&reference)?),
            // How entity bombs and outside files come in.
            Event::DocType(_) => return None,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if open.is_empty() { root } else { None }
}

fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character);
    }
    Some(match &**reference {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

/// An element that is being read.
struct Element {
    /// As a member of JSON: the first letter small.
    name: String,
    members: Map<String, Value>,
    text: String,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Option<Self> {
        let mut members = Map::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
            let name = attribute.key.local_name().as_ref().to_owned();
            if name == "xmlns" || attribute.key.prefix().is_some() {
                continue;
            }
            members.insert(name, Value::from(value.into_owned()));
            if members.len() > ATTRIBUTES {
                return None;
            }
        }
        let name = with_first(start.local_name().as_ref(), char::to_ascii_lowercase);
        Some(Self { name, members, text: String::new() })
    }

    /// Its value: a text alone where it has nothing else and is known to be one, an object otherwise.
    fn value(self, in_expansion: bool) -> Value {
        let text = self.text.trim();
        let is_text = in_expansion || TEXTS.contains(&self.name.as_str());
        if self.members.is_empty() && is_text {
            return Value::from(text);
        }
        let mut members = self.members;
        if !text.is_empty() {
            members.insert("value".to_owned(), Value::from(text));
        }
        Value::Object(members)
    }
}

/// Ends an element: it becomes a member of the one around it, or the root.
fn close(element: Element, open: &mut [Element], root: &mut Option<Value>) -> Option<()> {
    let in_expansion = open.iter().any(|around| around.name == "expansion");
    let name = element.name.clone();
    let value = element.value(in_expansion);
    let Some(around) = open.last_mut() else {
        if name != "envelop" {
            return None;
        }
        *root = Some(value);
        return Some(());
    };
    if LISTS.contains(&name.as_str()) {
        let list = around.members.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        list.as_array_mut()?.push(value);
    } else if around.members.insert(name, value).is_some() {
        // An element that may stand once stands twice: which one counts is not for us to guess.
        return None;
    }
    Some(())
}

/// Writes the JSON form of an envelope as XML.
pub(super) fn of_value(envelope: &Value) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write(&mut text, "Envelop", envelope, 0, false);
    text
}

fn write(into: &mut String, name: &str, value: &Value, indent: usize, in_expansion: bool) {
    match value {
        Value::Null => {}
        Value::Array(items) => {
            for item in items {
                write(into, name, item, indent, in_expansion);
            }
        }
        Value::Object(members) => write_object(into, name, members, indent, in_expansion),
        scalar => {
            let text = plain(scalar);
            into.push_str(&format!("{}<{name}>{}</{name}>\n", "  ".repeat(indent), escape(text.as_str())));
        }
    }
}

fn write_object(into: &mut String, name: &str, members: &Map<String, Value>, indent: usize, in_expansion: bool) {
    let in_expansion = in_expansion || name == "Expansion";
    let is_attribute = |name: &str, value: &Value| {
        !in_expansion && !value.is_object() && !value.is_array() && name != "value" && !TEXTS.contains(&name)
    };
    let margin = "  ".repeat(indent);
    into.push_str(&format!("{margin}<{name}"));
    for (member, value) in members.iter().filter(|(name, value)| is_attribute(name, value) && !value.is_null()) {
        into.push_str(&format!(" {member}=\"{}\"", escape(plain(value).as_str())));
    }
    let text = members.get("value").map(plain).unwrap_or_default();
    let inner: Vec<_> = members.iter().filter(|(name, value)| *name != "value" && !is_attribute(name, value)).collect();
    if inner.is_empty() {
        into.push_str(&format!(">{}</{name}>\n", escape(text.as_str())));
        return;
    }
    into.push_str(">\n");
    for (member, value) in inner {
        let name = if in_expansion { member.clone() } else { with_first(member, char::to_ascii_uppercase) };
        write(into, &name, value, indent + 1, in_expansion);
    }
    into.push_str(&format!("{margin}</{name}>\n"));
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn with_first(name: &str, change: impl Fn(&char) -> char) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| change(&first)).into_iter().chain(letters).collect()
}
