//! A look through JSON of any size and shape, piece by piece: the texts and numbers at known places are kept, all else is
//! passed over. For packages that cannot be read whole and still have to be named, refused and confirmed.

use serde_json::{Map, Value, json};

/// Objects and lists within one another that are told apart; nothing that is looked for lies deeper.
const DEPTH: usize = 8;
/// A text is kept up to so many bytes, as they are written; a longer one is none that is looked for.
const LENGTH: usize = 2000;
/// What is looked for, by the names around it; lists have no name.
const WANTED: [&str; 7] = ["packageId", "id", "confirmId", "from/idAbonent", "from/name", "body/envelop/msg_id", "hasNext"];

/// What has been seen so far.
#[derive(Default)]
pub(super) struct Skim {
    open: Vec<Level>,
    /// How many more are open than are told apart.
    deeper: usize,
    text: Option<Vec<u8>>,
    escaped: bool,
    /// A number or a word.
    word: Vec<u8>,
    found: Map<String, Value>,
}

#[derive(Default)]
struct Level {
    is_object: bool,
    key: String,
    expects_key: bool,
}

impl Skim {
    /// Looks through the next bytes.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.take(*byte);
        }
    }

    /// What was found at a place; of several the first.
    pub(super) fn get(&self, place: &str) -> Option<&Value> {
        self.found.get(place)
    }

    /// The ids of the package that was looked through, of a package's shape.
    pub(super) fn package(&self) -> Value {
        let get = |place: &str| self.get(place).cloned().unwrap_or_default();
        json!({
            "packageId": get("packageId"),
            "id": get("id"),
            "confirmId": get("confirmId"),
            "from": { "idAbonent": get("from/idAbonent"), "name": get("from/name") },
            "body": { "envelop": { "msg_id": get("body/envelop/msg_id") } },
        })
    }

    fn take(&mut self, byte: u8) {
        if let Some(text) = &mut self.text {
            if byte == b'"' && !self.escaped {
                let text = std::mem::take(text);
                self.text = None;
                self.end_text(&text);
                return;
            }
            self.escaped = byte == b'\\' && !self.escaped;
            if text.len() <= LENGTH {
                text.push(byte);
            }
            return;
        }
        match byte {
            b'"' => self.text = Some(Vec::new()),
            b'{' | b'[' => self.open(byte == b'{'),
            b'}' | b']' => {
                self.end_word();
                self.close();
            }
            b',' => {
                self.end_word();
                self.expect_key(true);
            }
            b':' => self.expect_key(false),
            byte if byte.is_ascii_whitespace() => self.end_word(),
            byte if self.word.len() < 40 => self.word.push(byte),
            _ => {}
        }
    }

    fn open(&mut self, is_object: bool) {
        if self.deeper > 0 || self.open.len() >= DEPTH {
            self.deeper += 1;
        } else {
            self.open.push(Level { is_object, key: String::new(), expects_key: is_object });
        }
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.open.pop();
        }
    }

    fn expect_key(&mut self, expected: bool) {
        if self.deeper == 0
            && let Some(level) = self.open.last_mut()
        {
            level.expects_key = expected && level.is_object;
        }
    }

    fn end_text(&mut self, written: &[u8]) {
        if self.deeper > 0 {
            return;
        }
        let decoded = (written.len() <= LENGTH)
            .then(|| serde_json::from_slice::<String>(&[b"\"", written, b"\""].concat()).ok())
            .flatten();
        match self.open.last_mut().filter(|level| level.expects_key) {
            Some(level) => level.key = decoded.unwrap_or_default(),
            None => self.keep(decoded.map(Value::from)),
        }
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if !word.is_empty() && self.deeper == 0 {
            self.keep(serde_json::from_slice(&word).ok());
        }
    }

    fn keep(&mut self, value: Option<Value>) {
        let names: Vec<&str> = self.open.iter().filter(|level| level.is_object).map(|level| level.key.as_str()).collect();
        // The package may stand alone or in a page of packages.
        let place = names.join("/");
        let place = place.strip_prefix("content/").unwrap_or(&place);
        if let Some(value) = value.filter(|_| WANTED.contains(&place)) {
            self.found.entry(place).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skimmed(pieces: &[&[u8]]) -> Skim {
        let mut skim = Skim::default();
        for piece in pieces {
            skim.feed(piece);
        }
        skim
    }

    // REQ: SMD-03
    #[test]
    fn ids_are_found_whatever_stands_around_them() {
        let deep = format!("{}{}", "[{\"id\":".repeat(500), "1}]".repeat(500));
        let long = "A".repeat(100_000);
        let item = format!(
            r#"{{"body": {{"envelop": {{"msg_id": "m\u00e9\"1", "deep": {deep}, "data": "{long}\"confirmId\":\\", "lone": "\ud800"}}}},
               "attachments": [{{"id": "no", "packageId": "no"}}], "from": {{"name": "Исполком", "idAbonent": "Org1"}}, "packageId": 17 , "confirmId":"c"}}"#
        );
        let page = format!(r#"{{"content":[{item}],"hasNext":true}}"#);
        for (whole, next) in [(item, None), (page, Some(&json!(true)))] {
            // In pieces of any length.
            let bytes = whole.as_bytes();
            let skim = skimmed(&bytes.chunks(7).collect::<Vec<_>>());
            let package = skim.package();
            assert_eq!((&package["packageId"], &package["confirmId"]), (&json!(17), &json!("c")));
            assert_eq!(package["from"], json!({ "idAbonent": "Org1", "name": "Исполком" }));
            assert_eq!(package["body"]["envelop"]["msg_id"], "mé\"1");
            assert_eq!(package["id"], Value::Null, "an attachment's id is not the package's");
            assert_eq!(skim.get("hasNext"), next);
        }
    }

    #[test]
    fn what_is_no_json_holds_nothing_and_harms_nothing() {
        for rubbish in ["", "}}]]", "<html>", "{\"packageId", "[[[[[[[[[[[[", "\\\"\\", "{\"packageId\": \"\u{0}\"}"] {
            assert_eq!(skimmed(&[rubbish.as_bytes()]).package()["packageId"], Value::Null, "{rubbish}");
        }
    }
}
