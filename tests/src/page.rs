//! What a browser without scripts shows: the answer's status, texts, links, forms and the summary of errors.

use bytes::Bytes;
use http::HeaderMap;

use crate::form::Form;
use crate::html::{Piece, pieces};

/// An answer, after its redirects.
#[derive(Debug, Clone)]
pub struct Page {
    /// The status of the last answer.
    pub status: u16,
    /// The whole address of the last answer.
    pub address: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl Page {
    /// The body as text.
    #[must_use]
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn pieces(&self) -> Vec<Piece> {
        pieces(&self.html())
    }

    /// Path and query of the address.
    #[must_use]
    pub fn path(&self) -> String {
        let after = self.address.splitn(4, '/').nth(3).unwrap_or_default();
        format!("/{}", after.split('#').next().unwrap_or_default())
    }

    /// All that can be read, blanks made one.
    #[must_use]
    pub fn words(&self) -> String {
        words(&self.pieces())
    }

    /// The first heading.
    #[must_use]
    pub fn heading(&self) -> String {
        let pieces = self.pieces();
        words(inside(&pieces, |piece| piece.opens("h1"), "h1").unwrap_or_default())
    }

    /// The summary of errors: anchor and text of each.
    #[must_use]
    pub fn errors(&self) -> Vec<(String, String)> {
        let pieces = self.pieces();
        let Some(summary) = inside(&pieces, |piece| piece.attribute("id") == Some("errors"), "div") else {
            return Vec::new();
        };
        links(summary).into_iter().map(|(anchor, text)| (anchor.trim_start_matches('#').to_owned(), text)).collect()
    }

    /// Whether the summary of errors names the field.
    #[must_use]
    pub fn blames(&self, field: &str) -> bool {
        self.errors().iter().any(|(anchor, _)| anchor == field)
    }

    /// All links: target and text.
    #[must_use]
    pub fn links(&self) -> Vec<(String, String)> {
        links(&self.pieces())
    }

    /// The targets of links that begin so.
    #[must_use]
    pub fn links_to(&self, beginning: &str) -> Vec<String> {
        self.links().into_iter().map(|(target, _)| target).filter(|target| target.starts_with(beginning)).collect()
    }

    /// All forms.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        Form::all(&self.pieces())
    }

    /// The form that is posted to a path beginning so.
    ///
    /// # Panics
    /// When the page has none; with what it says instead.
    #[must_use]
    pub fn form(&self, action: &str) -> Form {
        let found = self.forms().into_iter().find(|form| form.action.starts_with(action));
        found.unwrap_or_else(|| panic!("{} ({}) has no form for {action}: {}", self.address, self.status, self.words()))
    }

    /// The texts of the elements with this class, in their order.
    #[must_use]
    pub fn texts_of_class(&self, class: &str) -> Vec<String> {
        let pieces = self.pieces();
        let has = |piece: &Piece| piece.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class));
        let mut found = Vec::new();
        for (index, piece) in pieces.iter().enumerate() {
            if let (true, Piece::Open { name, .. }) = (has(piece), piece) {
                found.push(words(inside(&pieces[index..], |_| true, name).unwrap_or_default()));
            }
        }
        found
    }

    /// The value of an attribute, of every element that has it.
    #[must_use]
    pub fn attributes(&self, name: &str) -> Vec<String> {
        self.pieces().iter().filter_map(|piece| piece.attribute(name)).map(str::to_owned).collect()
    }

    /// The page, if it was answered with 200.
    ///
    /// # Panics
    /// When it was not.
    #[track_caller]
    pub fn good(self) -> Self {
        assert_eq!(self.status, 200, "{}: {:?} {}", self.address, self.errors(), self.words());
        self
    }
}

/// What stands between the first tag that is `wanted` and the one that closes it.
fn inside<'a>(pieces: &'a [Piece], wanted: impl Fn(&Piece) -> bool, name: &str) -> Option<&'a [Piece]> {
    let start = pieces.iter().position(wanted)?;
    let mut depth = 0;
    for (index, piece) in pieces.iter().enumerate().skip(start) {
        if piece.opens(name) {
            depth += 1;
        } else if piece.closes(name) {
            depth -= 1;
            if depth == 0 {
                return Some(&pieces[start + 1..index]);
            }
        }
    }
    Some(&pieces[start + 1..])
}

fn links(pieces: &[Piece]) -> Vec<(String, String)> {
    let mut links = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        if let (true, Some(target)) = (piece.opens("a"), piece.attribute("href")) {
            links.push((target.to_owned(), words(inside(&pieces[index..], |_| true, "a").unwrap_or_default())));
        }
    }
    links
}

fn words(pieces: &[Piece]) -> String {
    let texts: Vec<&str> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    texts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}
