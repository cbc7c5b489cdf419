//! The headers that keep browsers to our own style, scripts and forms.

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// What a page may load and where it may send. Uploads and downloads go to the object storage directly.
pub(crate) fn content_security_policy(storage_origin: Option<&str>) -> HeaderValue {
    let storage = storage_origin
        .map(|origin| format!(" {origin}"))
        .unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{storage}; \
         connect-src 'self'{storage}; form-action 'self'{storage}; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).expect("an origin is ASCII")
}

/// Sets them, where the handler has not set its own.
pub(crate) fn protect(headers: &mut HeaderMap, policy: HeaderValue, secure: bool) {
    let fixed: [(HeaderName, &str); 5] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=()",
        ),
    ];
    for (name, value) in fixed {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(policy);
    // Pages hold personal data: neither a proxy nor a public computer keeps them.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if secure {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=31536000"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // REQ: SUB-04
    #[test]
    fn files_can_go_to_the_storage_and_nowhere_else() {
        let policy = content_security_policy(Some("https://files.example.by"));
        let policy = policy.to_str().expect("it is ASCII");
        assert!(policy.contains("connect-src 'self' https://files.example.by;"));
        assert!(policy.contains("script-src 'self';"));
        assert!(!policy.contains("unsafe"));
    }
}
