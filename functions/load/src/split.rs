//! Divides a file into its records while it streams by, holding one record of bounded length at most. Only brackets,
//! strings and separators are looked at; what a record says is read later. So a string of 100 MB, a million brackets and
//! a file that breaks off are told without being held.

use bytes::{Bytes, BytesMut};
use zvarot_domain::{Fault, FaultCode};

/// Bytes of one record at most.
pub const RECORD_SIZE_AT_MOST: usize = 1024 * 1024;

/// How records stand in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One JSON array.
    Array,
    /// A record a line (JSON Lines).
    Lines,
    /// Values one after another, each over several lines.
    Values,
}

impl Layout {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Array => "array",
            Self::Lines => "lines",
            Self::Values => "values",
        }
    }

    /// The layout of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Array, Self::Lines, Self::Values].into_iter().find(|layout| layout.code() == code)
    }
}

/// A record as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its first byte in the file.
    pub begins: u64,
    /// Bytes.
    pub length: u64,
    /// None: longer than [`RECORD_SIZE_AT_MOST`], not held.
    pub text: Option<Bytes>,
}

/// Where the reading stands between records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Nothing but spaces was seen.
    Beginning,
    /// After `[`.
    FirstOfArray,
    /// After a comma of the array.
    NextOfArray,
    /// After a record of the array.
    AfterRecord,
    /// Between lines or values.
    Between,
    /// In a record.
    Within,
    /// After `]`.
    End,
}

/// The divider. Give it all bytes in order by [`Splitter::push`], then [`Splitter::finish`].
pub struct Splitter {
    layout: Option<Layout>,
    place: Place,
    /// Bytes read so far.
    at: u64,
    /// From 1.
    line: u64,
    /// Records found so far.
    found: u64,
    depth: u64,
    in_string: bool,
    escaped: bool,
    begins: u64,
    text: BytesMut,
    holds: bool,
    keep: bool,
    /// The first bytes, until the encoding is told.
    head: Vec<u8>,
    utf8: Utf8,
}

impl Splitter {
    /// At the beginning of a file. Without `keep` records are only counted.
    pub fn new(keep: bool) -> Self {
        Self {
            layout: None,
            place: Place::Beginning,
            at: 0,
            line: 1,
            found: 0,
            depth: 0,
            in_string: false,
            escaped: false,
            begins: 0,
            text: BytesMut::new(),
            holds: false,
            keep,
            head: Vec::new(),
            utf8: Utf8::default(),
        }
    }

    /// After the record that ends before byte `at`, in a file that was divided before.
    pub fn resume(layout: Layout, at: u64, found: u64) -> Self {
        let place = match layout {
            Layout::Array if found == 0 => Place::FirstOfArray,
            Layout::Array => Place::AfterRecord,
            Layout::Lines | Layout::Values => Place::Between,
        };
        Self { layout: Some(layout), place, at, found, ..Self::new(true) }
    }

    /// How the records stand, once that is known.
    pub fn layout(&self) -> Option<Layout> {
        self.layout
    }

    /// Records found so far.
    pub fn found(&self) -> u64 {
        self.found
    }

    /// Takes the next bytes and gives the records that end in them.
    ///
    /// # Errors
    /// Why the file as a whole is no list of records.
    pub fn push(&mut self, bytes: &[u8], pieces: &mut Vec<Piece>) -> Result<(), Fault> {
        self.utf8.push(bytes).map_err(|()| self.not_utf8(bytes))?;
        // Where the record in hand begins within these bytes.
        let mut from = 0;
        for (index, byte) in bytes.iter().copied().enumerate() {
            if self.at < 4 {
                self.look_at_head(byte)?;
            }
            if self.place == Place::Within {
                if self.step(byte) {
                    self.hold(&bytes[from..=index]);
                    self.end_record(self.at + 1, pieces);
                } else if byte == b'\n' && self.line_ends() {
                    self.hold(&bytes[from..index]);
                    self.end_record(self.at, pieces);
                }
            } else if self.between(byte)? {
                from = index;
                self.begin_record();
                if self.step(byte) {
                    self.hold(&bytes[from..=index]);
                    self.end_record(self.at + 1, pieces);
                }
            }
            if byte == b'\n' {
                self.line += 1;
            }
            self.at += 1;
            if self.place != Place::Within {
                from = index + 1;
            }
        }
        if self.place == Place::Within {
            self.hold(&bytes[from..]);
        }
        Ok(())
    }

    /// The file is over.
    ///
    /// # Errors
    /// It ends in the middle, or has no records.
    pub fn finish(mut self, pieces: &mut Vec<Piece>) -> Result<Self, Fault> {
        self.utf8.finish().map_err(|()| self.cut())?;
        match (self.place, self.layout) {
            // The last line may have no line break.
            (Place::Within, Some(Layout::Lines | Layout::Values) | None)
                if self.depth == 0 && !self.in_string =>
            {
                self.layout.get_or_insert(Layout::Lines);
                self.end_record(self.at, pieces);
            }
            (Place::Within, _) => return Err(self.cut()),
            (Place::End | Place::Between, _) => {}
            (Place::Beginning, _) => return Err(Fault::new("", FaultCode::NoRecords)),
            (Place::FirstOfArray | Place::NextOfArray | Place::AfterRecord, _) => {
                return Err(self.cut());
            }
        }
        if self.found == 0 {
            return Err(Fault::new("", FaultCode::NoRecords));
        }
        Ok(self)
    }

    /// The byte order mark and zero bytes of UTF-16; the mark of UTF-8 is passed over.
    fn look_at_head(&mut self, byte: u8) -> Result<(), Fault> {
        self.head.push(byte);
        let is_utf16 = matches!(self.head[..], [0xFE, 0xFF] | [0xFF, 0xFE]) || byte == 0;
        if is_utf16 { Err(Fault::new("", FaultCode::Utf16)) } else { Ok(()) }
    }

    fn not_utf8(&self, bytes: &[u8]) -> Fault {
        // No text in UTF-8 begins with a byte of its mark.
        let is_utf16 = self.at == 0
            && (matches!(bytes.first(), Some(0xFE | 0xFF))
                || bytes.iter().take(4).any(|byte| *byte == 0));
        if is_utf16 {
            return Fault::new("", FaultCode::Utf16);
        }
        let bad = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let lines = bytes[..bad].iter().filter(|byte| **byte == b'\n').count() as u64;
        Fault::new("", FaultCode::NotUtf8).with("line", self.line + lines)
    }

    fn cut(&self) -> Fault {
        Fault::new("", FaultCode::FileCut).with("record", self.found + 1)
    }

    fn not_records(&self) -> Fault {
        Fault::new("", FaultCode::NotRecords).with("line", self.line)
    }

    /// A byte outside of records. True: a record begins with it.
    fn between(&mut self, byte: u8) -> Result<bool, Fault> {
        let is_space = matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        match (self.place, byte) {
            (Place::Beginning, 0xEF | 0xBB | 0xBF) if self.at < 3 => Ok(false),
            (_, _) if is_space => Ok(false),
            (Place::Beginning, b'[') => {
                self.layout = Some(Layout::Array);
                self.place = Place::FirstOfArray;
                Ok(false)
            }
            (Place::Beginning | Place::Between, b'{') => Ok(true),
            // A line of rubbish is its own record's fault; a file of it is none of records.
            (Place::Between, _) if self.layout == Some(Layout::Lines) => Ok(true),
            (Place::FirstOfArray, b']') | (Place::AfterRecord, b']') => {
                self.place = Place::End;
                Ok(false)
            }
            (Place::AfterRecord, b',') => {
                self.place = Place::NextOfArray;
                Ok(false)
            }
            (Place::FirstOfArray | Place::NextOfArray, b'{') => Ok(true),
            _ => Err(self.not_records()),
        }
    }

    fn begin_record(&mut self) {
        self.place = Place::Within;
        self.begins = self.at;
        self.depth = 0;
        (self.in_string, self.escaped) = (false, false);
        self.text.clear();
        self.holds = self.keep;
    }

    /// A byte within a record. True: the record ends with it.
    fn step(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                return self.closes();
            }
            _ => {}
        }
        false
    }

    /// Whether a record ends with this bracket. Lines end by their line break alone.
    fn closes(&self) -> bool {
        self.depth == 0 && self.layout != Some(Layout::Lines) && self.layout.is_some()
    }

    /// A line break within a record. True: the record ends before it. The first one tells lines from values.
    fn line_ends(&mut self) -> bool {
        if self.layout.is_none() {
            let balanced = self.depth == 0 && !self.in_string;
            self.layout = Some(if balanced { Layout::Lines } else { Layout::Values });
        }
        self.layout == Some(Layout::Lines)
    }

    fn hold(&mut self, bytes: &[u8]) {
        if !self.holds {
            return;
        }
        if self.text.len() + bytes.len() > RECORD_SIZE_AT_MOST {
            self.holds = false;
            self.text = BytesMut::new();
        } else {
            self.text.extend_from_slice(bytes);
        }
    }

    fn end_record(&mut self, end: u64, pieces: &mut Vec<Piece>) {
        self.found += 1;
        self.place = match self.layout {
            Some(Layout::Array) => Place::AfterRecord,
            _ => Place::Between,
        };
        if self.keep {
            let text = self.holds.then(|| self.text.split().freeze());
            pieces.push(Piece { begins: self.begins, length: end - self.begins, text });
        }
    }
}

/// UTF-8 checked piece by piece: a letter may stand across two of them.
#[derive(Default)]
struct Utf8 {
    rest: Vec<u8>,
}

impl Utf8 {
    fn push(&mut self, bytes: &[u8]) -> Result<(), ()> {
        let mut bytes = bytes;
        while !self.rest.is_empty() {
            let Some((first, others)) = bytes.split_first() else { return Ok(()) };
            self.rest.push(*first);
            bytes = others;
            match std::str::from_utf8(&self.rest) {
                Ok(_) => self.rest.clear(),
                Err(error) if error.error_len().is_some() => return Err(()),
                Err(_) => {}
            }
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => Ok(()),
            Err(error) if error.error_len().is_some() => Err(()),
            Err(error) => {
                self.rest.extend_from_slice(&bytes[error.valid_up_to()..]);
                Ok(())
            }
        }
    }

    fn finish(&self) -> Result<(), ()> {
        if self.rest.is_empty() { Ok(()) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests;
