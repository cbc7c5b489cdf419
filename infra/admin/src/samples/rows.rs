//! Lines of COPY's text format.

use std::fmt::{Display, Write as _};

/// The rows of one table.
#[derive(Debug, Default)]
pub struct Rows {
    text: String,
    begun: bool,
}

impl Rows {
    /// A value that holds neither tabs nor line ends nor backslashes: an id, a number, a date, a code.
    pub fn plain(&mut self, value: impl Display) -> &mut Self {
        self.separate();
        // Writing into memory does not fail.
        let _ = write!(self.text, "{value}");
        self
    }

    /// The same, or NULL.
    pub fn option(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.plain(value),
            None => self.plain("\\N"),
        }
    }

    /// Any text.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.separate();
        for character in value.chars() {
            match character {
                '\\' => self.text.push_str("\\\\"),
                '\t' => self.text.push_str("\\t"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                other => self.text.push(other),
            }
        }
        self
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.text.push('\n');
        self.begun = false;
    }

    /// All rows.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn separate(&mut self) {
        if self.begun {
            self.text.push('\t');
        }
        self.begun = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_as_copy_reads_it() {
        let mut rows = Rows::default();
        rows.plain(7).text("a\tb\\c\nd").option(None::<i32>).option(Some("x")).end();
        rows.text("").end();
        assert_eq!(rows.as_str(), "7\ta\\tb\\\\c\\nd\t\\N\tx\n\n");
    }
}
