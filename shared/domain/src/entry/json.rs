//! JSON with what a map forgets: names that an object has twice.

use std::{cell::RefCell, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use crate::{Fault, FaultCode, Faults};

/// How deep objects and lists of a record may lie in one another.
pub const DEPTH_AT_MOST: usize = 32;

/// The text is no JSON that can be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct NotJson {
    /// From 1, within the text.
    pub line: usize,
    /// From 1; 0 at the end of the text.
    pub column: usize,
    reason: String,
}

/// Reads a text as a value and the pointers of names given twice.
pub(super) fn parse(text: &[u8]) -> Result<(Value, Faults), NotJson> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let read = read(&mut deserializer).and_then(|read| deserializer.end().map(|()| read));
    read.map_err(|error| NotJson {
        line: error.line(),
        column: error.column(),
        reason: error.to_string(),
    })
}

/// The same from anywhere.
pub(super) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<(Value, Faults), D::Error> {
    let doubled = RefCell::new(Faults::new());
    let value = Node { path: "", depth: 0, doubled: &doubled }.deserialize(deserializer)?;
    Ok((value, doubled.into_inner()))
}

/// Characters of a name that are told: it may be a megabyte of rubbish.
const NAME_LENGTH: usize = 50;

/// A name as it can be kept and shown: a zero byte cannot.
pub(super) fn shortened(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).take(NAME_LENGTH).collect()
}

/// A name as a part of a JSON pointer (RFC 6901), as far as it can be kept and shown.
#[must_use]
pub fn escaped(name: &str) -> String {
    shortened(name).replace('~', "~0").replace('/', "~1")
}

/// The pointer of a part.
pub(super) fn under(path: &str, name: &str) -> String {
    if path.is_empty() {
        escaped(name)
    } else {
        format!("{path}/{}", escaped(name))
    }
}

#[derive(Clone, Copy)]
struct Node<'a> {
    path: &'a str,
    depth: usize,
    doubled: &'a RefCell<Faults>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        let mut values = Vec::new();
        loop {
            let path = under(self.path, &values.len().to_string());
            match list.next_element_seed(Node { path: &path, depth, doubled: self.doubled })? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        let mut map = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            let path = under(self.path, &name);
            let value = object.next_value_seed(Node { path: &path, depth, doubled: self.doubled })?;
            if map.insert(name, value).is_some() {
                self.doubled.borrow_mut().push(Fault::new(path, FaultCode::DoubledField));
            }
        }
        Ok(Value::Object(map))
    }
}

impl Node<'_> {
    fn deeper<E: serde::de::Error>(&self) -> Result<usize, E> {
        if self.depth == DEPTH_AT_MOST {
            return Err(E::custom("too deep"));
        }
        Ok(self.depth + 1)
    }
}
