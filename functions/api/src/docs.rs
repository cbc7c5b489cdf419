//! The documentation as pages with a console to try calls: swagger-ui over the served document, from this server alone.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, header};

use crate::problem::ApiError;

/// Scripts, styles and calls of this origin; icons of the style sheet are data.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// `GET /`
pub async fn page() -> Response {
    file(
        "text/html; charset=utf-8",
        include_str!("../assets/docs.html"),
    )
}

/// `GET /docs/{file}`
pub async fn asset(Path(name): Path<String>) -> Result<Response, ApiError> {
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    const STYLE: &str = "text/css; charset=utf-8";
    Ok(match name.as_str() {
        "swagger-ui-bundle.js" => file(SCRIPT, include_str!("../assets/swagger-ui-bundle.js")),
        "docs.js" => file(SCRIPT, include_str!("../assets/docs.js")),
        "swagger-ui.css" => file(STYLE, include_str!("../assets/swagger-ui.css")),
        "docs.css" => file(STYLE, include_str!("../assets/docs.css")),
        _ => return Err(ApiError::NotFound),
    })
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
    ];
    (headers, text).into_response()
}
