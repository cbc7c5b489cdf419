//! The id that a request's log lines, its jobs and their log lines share.

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Of `traceparent` (W3C) where the request has one, otherwise a new one: 32 hexadecimal digits.
pub(crate) fn id(headers: &HeaderMap) -> String {
    let parent = headers
        .get("traceparent")
        .and_then(|value| value.to_str().ok());
    let given = parent
        .and_then(|parent| parent.split('-').nth(1))
        .filter(|id| is_trace_id(id));
    given.map_or_else(|| Uuid::now_v7().simple().to_string(), str::to_owned)
}

fn is_trace_id(id: &str) -> bool {
    let hexadecimal = id
        .bytes()
        .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    id.len() == 32 && hexadecimal && id.bytes().any(|byte| byte != b'0')
}

/// As a header; what [`id`] gives is ASCII.
pub(crate) fn header(id: &str) -> HeaderValue {
    HeaderValue::from_str(id).unwrap_or(HeaderValue::from_static("unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: OPS-03
    #[test]
    fn a_trace_goes_on_and_rubbish_begins_a_new_one() {
        let mut headers = HeaderMap::new();
        let given = "0af7651916cd43dd8448eb211c80319c";
        let parent = format!("00-{given}-b7ad6b7169203331-01");
        headers.insert(
            "traceparent",
            HeaderValue::from_str(&parent).expect("ASCII"),
        );
        assert_eq!(id(&headers), given);
        headers.insert("traceparent", HeaderValue::from_static("00-<script>-1-01"));
        assert!(is_trace_id(&id(&headers)));
    }
}
