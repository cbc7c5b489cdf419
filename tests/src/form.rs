//! Forms as a browser without scripts sends them: urlencoded, or multipart where there are files.

use bytes::Bytes;

use crate::html::Piece;

/// How much of a file goes out at once.
const SENT_AT_ONCE: usize = 64 * 1024;

/// A form with what stands in it.
#[derive(Debug, Clone)]
pub struct Form {
    /// The path it is posted to.
    pub action: String,
    /// Names and values in the page's order; bytes, since a visitor can send any.
    pub fields: Vec<(String, Vec<u8>)>,
    /// What radio buttons, check boxes and lists offer: name and value.
    pub choices: Vec<(String, String)>,
    /// Its buttons: name and value.
    pub buttons: Vec<(String, String)>,
    multipart: bool,
}

/// A file chosen in a form.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The form's field.
    pub field: String,
    /// Its name on the visitor's computer.
    pub name: Vec<u8>,
    /// What the browser takes it for.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl Upload {
    /// A file for the field `files`.
    #[must_use]
    pub fn new(name: &str, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self {
            field: "files".to_owned(),
            name: name.as_bytes().to_vec(),
            content_type: content_type.to_owned(),
            bytes: bytes.into(),
        }
    }
}

impl Form {
    pub(crate) fn all(pieces: &[Piece]) -> Vec<Self> {
        let mut forms = Vec::new();
        let mut rest = pieces;
        while let Some(start) = rest.iter().position(|piece| piece.opens("form")) {
            let end = rest[start..].iter().position(|piece| piece.closes("form")).map_or(rest.len(), |end| start + end);
            forms.push(Self::read(&rest[start..end]));
            rest = &rest[end..];
        }
        forms
    }

    fn read(pieces: &[Piece]) -> Self {
        let mut form = Self {
            action: pieces[0].attribute("action").unwrap_or_default().to_owned(),
            fields: Vec::new(),
            choices: Vec::new(),
            buttons: Vec::new(),
            multipart: pieces[0].attribute("enctype") == Some("multipart/form-data"),
        };
        let mut list = String::new();
        for (index, piece) in pieces.iter().enumerate() {
            let name = piece.attribute("name").unwrap_or_default().to_owned();
            let value = piece.attribute("value").unwrap_or_default().to_owned();
            if piece.opens("select") {
                list = name;
            } else if piece.opens("option") {
                form.choices.push((list.clone(), value.clone()));
                if piece.attribute("selected").is_some() {
                    form.fields.push((list.clone(), value.into_bytes()));
                }
            } else if piece.opens("textarea") {
                let text = match pieces.get(index + 1) {
                    // A line break right after the tag is not part of the text.
                    Some(Piece::Text(text)) => text.strip_prefix('\n').unwrap_or(text).to_owned(),
                    _ => String::new(),
                };
                form.fields.push((name, text.into_bytes()));
            } else if piece.opens("button") {
                form.buttons.push((name, value));
            } else if piece.opens("input") {
                form.input(piece, name, value);
            }
        }
        form
    }

    fn input(&mut self, piece: &Piece, name: String, value: String) {
        match piece.attribute("type").unwrap_or("text") {
            "file" => {}
            "radio" | "checkbox" => {
                self.choices.push((name.clone(), value.clone()));
                if piece.attribute("checked").is_some() {
                    self.fields.push((name, value.into_bytes()));
                }
            }
            "submit" => self.buttons.push((name, value)),
            _ => self.fields.push((name, value.into_bytes())),
        }
    }


    /// The value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> String {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| String::from_utf8_lossy(value).into_owned()).unwrap_or_default()
    }

    /// Types into a field or chooses; a field that the page does not have is sent all the same.
    #[must_use]
    pub fn set(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref().to_vec();
        match self.fields.iter().position(|(field, _)| field == name) {
            Some(place) => {
                self.fields[place].1 = value;
                let mut seen = false;
                self.fields.retain(|(field, _)| field != name || !std::mem::replace(&mut seen, true));
            }
            None => self.fields.push((name.to_owned(), value)),
        }
        self
    }

    /// Presses a button.
    #[must_use]
    pub fn press(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.as_bytes().to_vec()));
        self
    }

    /// What is offered under a name.
    #[must_use]
    pub fn offered(&self, name: &str) -> Vec<String> {
        self.choices.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    }

    /// The body's type and its parts. Files come last but for the button that was pressed, as on our pages.
    pub(crate) fn body(&self, files: &[Upload]) -> (String, Vec<Bytes>) {
        if !self.multipart && files.is_empty() {
            let pairs = self.fields.iter().map(|(name, value)| format!("{}={}", encoded(name.as_bytes()), encoded(value)));
            let body = pairs.collect::<Vec<_>>().join("&");
            return ("application/x-www-form-urlencoded".to_owned(), vec![Bytes::from(body)]);
        }
        let boundary = "----ZvarotBoundary7MA4YWxkTrZu0gW";
        let mut parts = Vec::new();
        // The files stand before the button that was pressed. A form to the storage has no such button, and there they come last.
        let buttons = usize::from(!self.action.starts_with("http"));
        let pressed = self.fields.len().saturating_sub(buttons);
        for (index, (name, value)) in self.fields.iter().enumerate() {
            if index == pressed {
                parts.extend(files.iter().flat_map(|file| file_part(boundary, file)));
            }
            let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            parts.push(Bytes::from([head.as_bytes(), value, b"\r\n"].concat()));
        }
        if pressed == self.fields.len() {
            parts.extend(files.iter().flat_map(|file| file_part(boundary, file)));
        }
        parts.push(Bytes::from(format!("--{boundary}--\r\n")));
        (format!("multipart/form-data; boundary={boundary}"), parts)
    }
}

fn file_part(boundary: &str, file: &Upload) -> Vec<Bytes> {
    let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"", file.field);
    let rest = format!("\"\r\nContent-Type: {}\r\n\r\n", file.content_type);
    let mut parts = vec![Bytes::from([head.as_bytes(), &file.name, rest.as_bytes()].concat())];
    parts.extend((0..file.bytes.len()).step_by(SENT_AT_ONCE).map(|start| {
        let end = file.bytes.len().min(start + SENT_AT_ONCE);
        file.bytes.slice(start..end)
    }));
    parts.push(Bytes::from_static(b"\r\n"));
    parts
}

fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._*".contains(byte) {
            text.push(char::from(*byte));
        } else if *byte == b' ' {
            text.push('+');
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::pieces;

    #[test]
    fn a_form_is_read_and_sent_as_a_browser_would() {
        let page = "<form action=\"/a\" method=post><input type=hidden name=csrf value=\"t&amp;\"><input name=x value=1>\
            <textarea name=t>\none\ntwo</textarea><input type=radio name=r value=a><input type=radio name=r value=b checked>\
            <button name=go value=yes></button></form>";
        let form = &Form::all(&pieces(page))[0];
        assert_eq!(form.value("csrf"), "t&");
        assert_eq!(form.value("t"), "one\ntwo");
        assert_eq!(form.value("r"), "b");
        assert_eq!(form.offered("r"), ["a", "b"]);
        let (kind, body) = form.clone().set("x", "ё 1").press("go", "yes").body(&[]);
        assert_eq!(kind, "application/x-www-form-urlencoded");
        assert_eq!(body.concat(), b"csrf=t%26&x=%D1%91+1&t=one%0Atwo&r=b&go=yes");
        let file = Upload::new("a.rtf", "application/rtf", &b"{}"[..]);
        let (_, body) = form.clone().press("go", "yes").body(&[file]);
        let text = String::from_utf8(body.concat()).unwrap();
        assert!(text.find("filename=\"a.rtf\"").unwrap() < text.find("name=\"go\"").unwrap(), "{text}");
        assert!(text.find("name=\"csrf\"").unwrap() < text.find("filename").unwrap(), "{text}");
    }
}
