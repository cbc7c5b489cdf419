//! Style, scripts and the icon: built into the program, named by their digest, kept by browsers for
//! a year, served compressed.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};

use crate::PageError;

/// A file of `static/` as it is served.
struct Asset {
    name: &'static str,
    path: &'static str,
    plain: &'static [u8],
    gzip: &'static [u8],
    brotli: &'static [u8],
}

const ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of a static file by its plain name: `/static/style-0123456789ab.css`.
///
/// # Panics
/// When there is no such file: a slip in a template, which every test of that page shows.
pub fn asset(name: &str) -> &'static str {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => asset.path,
        None => panic!("there is no static file {name}"),
    }
}

/// `GET /static/{file}`
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Result<Response, PageError> {
    let path = format!("/static/{file}");
    let asset = ASSETS.iter().find(|asset| asset.path == path);
    let asset = asset.ok_or(PageError::NotFound)?;
    let accepted = headers.get(header::ACCEPT_ENCODING);
    let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or("");
    let (encoding, bytes) = if accepts(accepted, "br") {
        (Some("br"), asset.brotli)
    } else if accepts(accepted, "gzip") {
        (Some("gzip"), asset.gzip)
    } else {
        (None, asset.plain)
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, content_type(asset.name));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Ok(response)
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next() == Some(encoding);
        named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn content_type(name: &str) -> HeaderValue {
    HeaderValue::from_static(match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> &'static Asset {
        ASSETS
            .iter()
            .find(|asset| asset.name == name)
            .expect("it is there")
    }

    // REQ: BEY-16
    #[test]
    fn style_and_scripts_are_light() {
        assert!(named("style.css").gzip.len() <= 8 * 1024);
        let scripts = ASSETS.iter().filter(|asset| asset.name.ends_with(".js"));
        let weight: usize = scripts.map(|asset| asset.gzip.len()).sum();
        assert!(weight <= 10 * 1024, "{weight} bytes of scripts");
    }

    #[test]
    fn an_encoding_is_taken_only_where_it_is_accepted() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("gzip;q=0.5", "gzip"));
        assert!(!accepts("gzip;q=0, identity", "gzip"));
        assert!(!accepts("", "gzip"));
    }

    #[test]
    fn addresses_carry_a_digest() {
        let path = asset("style.css");
        assert!(path.starts_with("/static/style-") && path.ends_with(".css"));
        assert_eq!(path.len(), "/static/style-.css".len() + 12);
    }
}
