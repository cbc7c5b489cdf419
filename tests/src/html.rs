//! Just enough HTML: the tags of our own pages with their attributes and texts.

/// A tag, or the text between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Open { name: String, attributes: Vec<(String, String)> },
    Close { name: String },
    Text(String),
}

impl Piece {
    /// The attribute's value, if this is an opening tag that has it.
    pub(crate) fn attribute(&self, wanted: &str) -> Option<&str> {
        let Self::Open { attributes, .. } = self else { return None };
        attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    pub(crate) fn opens(&self, wanted: &str) -> bool {
        matches!(self, Self::Open { name, .. } if name == wanted)
    }

    pub(crate) fn closes(&self, wanted: &str) -> bool {
        matches!(self, Self::Close { name } if name == wanted)
    }
}

/// The page's pieces in their order, characters decoded.
pub(crate) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if start > 0 {
            pieces.push(Piece::Text(decode(&rest[..start])));
        }
        rest = &rest[start..];
        let end = end_of_tag(rest);
        let inside = rest[1..end].trim_end_matches('>').trim_end_matches('/');
        rest = &rest[end..];
        if let Some(name) = inside.strip_prefix('/') {
            pieces.push(Piece::Close { name: name.trim().to_ascii_lowercase() });
        } else if !inside.starts_with('!') {
            pieces.push(open(inside));
        }
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(decode(rest)));
    }
    pieces
}

/// The index after the `>` that ends the tag at the beginning; one inside quotes does not.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (index, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return index + 1,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if letter == open => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn open(inside: &str) -> Piece {
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Piece::Open { name: name.to_ascii_lowercase(), attributes };
        }
        let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let (raw, left) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            value = decode(raw);
            rest = left;
        }
        attributes.push((key, value));
    }
}

/// Character references as their characters.
fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let reference = rest.find(';').filter(|end| *end <= 10).and_then(|end| Some((reference(&rest[1..end])?, end)));
        if let Some((letter, end)) = reference {
            decoded.push(letter);
            rest = &rest[end + 1..];
        } else {
            decoded.push('&');
            rest = &rest[1..];
        }
    }
    decoded.push_str(rest);
    decoded
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_attributes_and_texts_are_read() {
        let read = pieces("<!doctype html><a href=\"/x?a=1&amp;b=2\" title='a > b' hidden>Я &lt;&#39;&#x44F;&amp;c</a><br/>");
        assert_eq!(read[0].attribute("href"), Some("/x?a=1&b=2"));
        assert_eq!(read[0].attribute("title"), Some("a > b"));
        assert_eq!(read[0].attribute("hidden"), Some(""));
        assert_eq!(read[1], Piece::Text("Я <'я&c".to_owned()));
        assert!(read[2].closes("a") && read[3].opens("br"));
    }
}
