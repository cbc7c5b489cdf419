//! Lists page by page, by the last entry seen and not by a page's number: the thousandth page costs
//! what the first does, and nothing is skipped when new entries come.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

/// The place of an entry in a list sorted by time, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// When.
    pub at: DateTime<Utc>,
    /// Which of those at the same moment.
    pub id: Uuid,
}

impl Position {
    /// As it stands in a link.
    pub fn encode(self) -> String {
        let mut bytes = self.at.timestamp_micros().to_be_bytes().to_vec();
        bytes.extend(self.id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Out of a link; a link that was altered gives nothing.
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (at, id) = bytes.split_first_chunk::<8>()?;
        let at = DateTime::from_timestamp_micros(i64::from_be_bytes(*at))?;
        Some(Self {
            at,
            id: Uuid::from_slice(id).ok()?,
        })
    }
}

/// The query of a list: `?after=`. A handler asks the store for one entry more than the page shows.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct After {
    #[serde(default)]
    after: String,
}

impl After {
    /// Of what stands in a link.
    pub fn new(after: &str) -> Self {
        Self { after: after.to_owned() }
    }

    /// The entry after which the page begins.
    pub fn position(&self) -> Option<Position> {
        Position::decode(&self.after)
    }

    /// The same as the store takes it.
    pub fn pair(&self) -> Option<(DateTime<Utc>, Uuid)> {
        self.position().map(|position| (position.at, position.id))
    }

    /// The link to the beginning of the list, where this is not it.
    pub fn first(&self, path: &str) -> Option<String> {
        self.position().map(|_| path.to_owned())
    }

    /// Cuts `entries` to `size` and gives the link to what follows, if there was more. `path` may have a query.
    pub fn next<T>(
        path: &str,
        entries: &mut Vec<T>,
        size: usize,
        position: impl Fn(&T) -> Position,
    ) -> Option<String> {
        let more = entries.len() > size;
        entries.truncate(size);
        let last = entries.last().filter(|_| more)?;
        let mark = if path.contains('?') { '&' } else { '?' };
        Some(format!("{path}{mark}after={}", position(last).encode()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_list_goes_into_a_link_and_back() {
        let at = DateTime::from_timestamp_micros(1_776_000_000_123_456).expect("it is a time");
        let position = Position {
            at,
            id: Uuid::from_u128(7),
        };
        assert_eq!(Position::decode(&position.encode()), Some(position));
        assert_eq!(Position::decode("rubbish"), None);
        assert_eq!(Position::decode(""), None);
    }

    #[test]
    fn there_is_a_next_page_only_where_more_was_found() {
        let at = DateTime::UNIX_EPOCH;
        let place = |id: &u128| Position {
            at,
            id: Uuid::from_u128(*id),
        };
        let mut entries = vec![3, 2, 1];
        let link = After::next("/appeals", &mut entries, 2, place).expect("there is more");
        assert_eq!(entries, [3, 2]);
        let kept = After::next("/appeals?status=new", &mut vec![2, 1], 1, place);
        assert!(kept.is_some_and(|link| link.starts_with("/appeals?status=new&after=")));
        let after = After {
            after: link.rsplit_once('=').expect("it has a value").1.to_owned(),
        };
        assert_eq!(after.position(), Some(place(&2)));
        assert_eq!(After::next("/appeals", &mut entries, 2, place), None);
    }
}
