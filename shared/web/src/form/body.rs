//! Reads an urlencoded body as it arrives, in bounded memory: of a field that is too long its
//! beginning is kept, so that the page can come back with it and say which field is at fault.

use axum::body::Body;
use futures_util::StreamExt;

use super::FormValues;
use crate::PageError;

/// The type of an ordinary form.
pub(super) const URLENCODED: &str = "application/x-www-form-urlencoded";

/// How much of a form is kept. Sizes in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of one field; the rest of it is read and dropped.
    pub field: usize,
    /// Of all fields together; the rest is read and dropped.
    pub kept: usize,
    /// Fields; more than that is no form of ours.
    pub fields: usize,
    /// Of the whole body as it comes; beyond that the connection is not worth reading from.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            field: 128 * 1024,
            kept: 512 * 1024,
            fields: 200,
            body: 96 * 1024 * 1024,
        }
    }
}

/// Reads the form. Errors: `TooLarge` beyond `limits.body`, `BadRequest` for a body that breaks off
/// or has too many fields.
pub(super) async fn read(body: Body, limits: Limits) -> Result<FormValues, PageError> {
    let mut reader = Reader::new(limits);
    let mut seen = 0;
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| PageError::BadRequest)?;
        seen += chunk.len();
        if seen > limits.body {
            return Err(PageError::TooLarge);
        }
        reader.read(&chunk)?;
    }
    reader.finish()
}

struct Reader {
    limits: Limits,
    values: FormValues,
    name: Vec<u8>,
    value: Vec<u8>,
    in_value: bool,
    /// The characters of a percent sign's code that have come so far.
    escape: Vec<u8>,
    kept: usize,
    fields: usize,
}

impl Reader {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            values: FormValues::default(),
            name: Vec::new(),
            value: Vec::new(),
            in_value: false,
            escape: Vec::new(),
            kept: 0,
            fields: 0,
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), PageError> {
        for byte in bytes {
            match byte {
                b'&' => self.end_field()?,
                b'=' if !self.in_value => {
                    self.flush_escape();
                    self.in_value = true;
                }
                b'%' => {
                    self.flush_escape();
                    self.escape.push(b'%');
                }
                byte if !self.escape.is_empty() => self.read_escape(*byte),
                b'+' => self.keep(b' '),
                byte => self.keep(*byte),
            }
        }
        Ok(())
    }

    fn read_escape(&mut self, byte: u8) {
        self.escape.push(byte);
        if !byte.is_ascii_hexdigit() {
            self.flush_escape();
        } else if self.escape.len() == 3 {
            let digit = |place: usize| (self.escape[place] as char).to_digit(16).unwrap_or(0);
            let decoded = digit(1) * 16 + digit(2);
            self.escape.clear();
            self.keep(u8::try_from(decoded).expect("two hexadecimal digits are a byte"));
        }
    }

    /// A percent sign that begins no code is itself.
    fn flush_escape(&mut self) {
        for byte in std::mem::take(&mut self.escape) {
            self.keep(if byte == b'+' { b' ' } else { byte });
        }
    }

    fn keep(&mut self, byte: u8) {
        let into = if self.in_value {
            &mut self.value
        } else {
            &mut self.name
        };
        if into.len() < self.limits.field && self.kept < self.limits.kept {
            into.push(byte);
            self.kept += 1;
        }
    }

    fn end_field(&mut self) -> Result<(), PageError> {
        self.flush_escape();
        self.in_value = false;
        let (name, value) = (
            std::mem::take(&mut self.name),
            std::mem::take(&mut self.value),
        );
        if name.is_empty() {
            return Ok(());
        }
        self.fields += 1;
        if self.fields > self.limits.fields {
            return Err(PageError::BadRequest);
        }
        self.values
            .push(&name, whole_characters(&value, self.limits.field));
        Ok(())
    }

    fn finish(mut self) -> Result<FormValues, PageError> {
        self.end_field()?;
        Ok(self.values)
    }
}

/// A value cut at the limit may end in the middle of a character, which the typist is not to blame for.
pub(super) fn whole_characters(value: &[u8], limit: usize) -> &[u8] {
    if value.len() < limit {
        return value;
    }
    match std::str::from_utf8(value) {
        Err(error) if error.error_len().is_none() => &value[..error.valid_up_to()],
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(body: &[u8], limits: Limits) -> Result<FormValues, PageError> {
        // Byte by byte: a code can be split between two parts of the body.
        let mut reader = Reader::new(limits);
        for byte in body {
            reader.read(&[*byte])?;
        }
        reader.finish()
    }

    #[test]
    fn a_body_is_decoded_wherever_it_is_split() {
        let body = b"name=%D0%AF%D0%BD%D0%BA%D0%B0+a%2Bb&empty=&rest=100%&q=%zz&box=1&box=2&=x";
        let values = read_all(body, Limits::default()).expect("it is a form");
        assert_eq!(values.get("name"), "Янка a+b");
        assert_eq!(values.get("empty"), "");
        assert!(values.has("empty") && !values.has("other"));
        assert_eq!(values.get("rest"), "100%");
        assert_eq!(values.get("q"), "%zz");
        assert_eq!(values.all("box").collect::<Vec<_>>(), ["1", "2"]);
    }

    // REQ: SUB-02
    #[test]
    fn the_beginning_of_a_long_field_is_kept_and_the_others_are_whole() {
        let limits = Limits {
            field: 9,
            ..Limits::default()
        };
        let body = "content=ЯЯЯЯЯЯЯЯЯЯ&kind=complaint";
        let values = read_all(body.as_bytes(), limits).expect("it is a form");
        assert_eq!(values.get("content"), "ЯЯЯЯ");
        assert_eq!(values.get("kind"), "complaint");
        assert!(values.unreadable().is_empty());
    }

    #[test]
    fn a_body_with_too_many_fields_is_refused() {
        let limits = Limits {
            fields: 2,
            ..Limits::default()
        };
        assert!(read_all(b"a=1&b=2&c=3", limits).is_err());
    }

    #[tokio::test]
    async fn a_body_beyond_all_bounds_is_refused() {
        let limits = Limits {
            body: 10,
            ..Limits::default()
        };
        let answer = read(Body::from("a=123456789"), limits).await;
        assert!(matches!(answer, Err(PageError::TooLarge)));
    }
}
