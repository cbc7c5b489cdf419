//! Against forms posted from other sites: a token bound to the session, or for people who have not
//! signed in to a cookie of its own, and the `Origin` header. The token is masked anew on each page, so
//! that compressing a page tells nothing about it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, header};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use url::Url;

use crate::{PageError, Visit, Web};

const LENGTH: usize = 32;

/// The token for a form on a page of this visit.
pub(crate) fn token(web: &Web, visit: &Visit) -> String {
    let expected = expected(web, &visit.form_secret());
    let mut bytes = [0_u8; 2 * LENGTH];
    rand::fill(&mut bytes[..LENGTH]);
    for place in 0..LENGTH {
        bytes[LENGTH + place] = bytes[place] ^ expected[place];
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Checks the token that came with a form. Error: `FormExpired`.
pub(crate) fn check_token(web: &Web, visit: &Visit, token: &str) -> Result<(), PageError> {
    let secret = visit.known_form_secret().ok_or(PageError::FormExpired)?;
    let expected = expected(web, &secret);
    let bytes = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
    if bytes.len() != 2 * LENGTH {
        return Err(PageError::FormExpired);
    }
    let (mask, masked) = bytes.split_at(LENGTH);
    let given: Vec<u8> = mask
        .iter()
        .zip(masked)
        .map(|(mask, byte)| mask ^ byte)
        .collect();
    if bool::from(given.ct_eq(&expected)) {
        Ok(())
    } else {
        Err(PageError::FormExpired)
    }
}

/// Checks where the form was posted from, as far as the browser says so. Error: `FormExpired`.
pub(crate) fn check_origin(web: &Web, headers: &HeaderMap) -> Result<(), PageError> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if text("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        return Err(PageError::FormExpired);
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else {
        return Ok(());
    };
    let origin = Url::parse(origin).map_err(|_| PageError::FormExpired)?;
    let ours = origin.origin() == web.public_url().origin();
    // People open a local stack by several names; the name asked for is the one on the page.
    let host = text(header::HOST.as_str()).unwrap_or("");
    let asked = Url::parse(&format!("{}://{host}", origin.scheme()));
    if ours || asked.is_ok_and(|asked| asked.origin() == origin.origin()) {
        Ok(())
    } else {
        Err(PageError::FormExpired)
    }
}

fn expected(web: &Web, secret: &[u8]) -> [u8; LENGTH] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(web.secret_key()).expect("a key of any length will do");
    mac.update(b"form token");
    mac.update(secret);
    mac.finalize().into_bytes().into()
}
