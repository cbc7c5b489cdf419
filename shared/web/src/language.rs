//! In which language an answer is: as last chosen on this computer, else the account's, else what the
//! browser asks for, else Russian (REF-03).

use axum::extract::{Path, Query};
use axum::response::Redirect;
use cookie::{Cookie, SameSite, time::Duration};
use http::{HeaderMap, HeaderValue, header};
use serde::Deserialize;
use zvarot_domain::Locale;

use crate::{PageError, Visit};

const COOKIE: &str = "zvarot-language";

pub(crate) fn of(headers: &HeaderMap, account: Option<Locale>) -> Locale {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    let mut cookies = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse);
    let chosen = cookies.find_map(|cookie| match cookie {
        Ok(cookie) if cookie.name() == COOKIE => Locale::from_code(cookie.value()),
        _ => None,
    });
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    chosen
        .or(account)
        .or_else(|| accepted.and_then(most_wanted))
        .unwrap_or(Locale::Ru)
}

/// The first of our languages in the browser's order of preference.
fn most_wanted(accepted: &str) -> Option<Locale> {
    let mut best = None;
    for item in accepted.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let language = parts.next().unwrap_or("").split('-').next().unwrap_or("");
        let quality = parts
            .find_map(|part| part.strip_prefix("q="))
            .map_or(1.0, |quality| quality.parse().unwrap_or(0.0));
        let Some(locale) = Locale::from_code(&language.to_ascii_lowercase()) else {
            continue;
        };
        if quality > best.map_or(0.0, |(_, best)| best) {
            best = Some((locale, quality));
        }
    }
    best.map(|(locale, _)| locale)
}

#[derive(Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// `GET /language/{code}?back=`: remembers the language and returns to the page.
pub async fn switch(
    visit: Visit,
    Path(code): Path<String>,
    Query(query): Query<Back>,
) -> Result<Redirect, PageError> {
    let locale = Locale::from_code(&code).ok_or(PageError::NotFound)?;
    let cookie = Cookie::build((COOKIE, locale.code()))
        .path("/")
        .max_age(Duration::days(365))
        .http_only(true)
        .secure(visit.web().is_secure())
        .same_site(SameSite::Lax);
    let cookie = HeaderValue::from_str(&cookie.to_string()).expect("name and value are ASCII");
    visit.set_cookie(cookie);
    Ok(Redirect::to(own_path(&query.back)))
}

/// The path if it leads to a page of ours, otherwise the home page: a link may not lead elsewhere.
pub fn own_path(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(cookie: &str, account: Option<Locale>, accepted: &str) -> Locale {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_str(cookie).expect("ASCII"),
        );
        headers.insert(
            header::ACCEPT_LANGUAGE,
            HeaderValue::from_str(accepted).expect("ASCII"),
        );
        of(&headers, account)
    }

    // REQ: REF-03
    #[test]
    fn the_choice_comes_first_then_the_account_then_the_browser() {
        assert_eq!(
            language("a=b; zvarot-language=be", Some(Locale::Ru), "ru"),
            Locale::Be
        );
        assert_eq!(language("", Some(Locale::Be), "ru"), Locale::Be);
        assert_eq!(language("", None, "en, be-BY;q=0.8, ru;q=0.5"), Locale::Be);
        assert_eq!(language("", None, "be;q=0.3,ru-RU"), Locale::Ru);
        assert_eq!(
            language("zvarot-language=xx", None, "pl, be;q=0"),
            Locale::Ru
        );
    }

    // REQ: SEC-01
    #[test]
    fn a_way_back_leads_to_our_own_pages_only() {
        assert_eq!(own_path("/appeals?after=1"), "/appeals?after=1");
        for foreign in [
            "",
            "https://example.by",
            "//example.by",
            "/\\example.by",
            "/a\r\nb",
            "javascript:1",
        ] {
            assert_eq!(own_path(foreign), "/");
        }
    }
}
