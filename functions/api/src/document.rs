//! The OpenAPI document: made from the handlers, committed as `openapi.json` beside this crate, guarded by a test.
//! `cargo xtask openapi` writes it.

use http::header;
use serde_json::Value;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{
        ClientCredentials, Flow, Http, HttpAuthScheme, OAuth2, Scopes, SecurityScheme,
    },
};
use zvarot_domain::entry::SCHEMA;

/// What the document says besides the operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Zvarot API",
        version = "1.0.0",
        description = "For electronic document management systems and other programs of organisations. Get a token by `POST /oauth/token`, then call with `Authorization: Bearer …`. Names and problems are in Russian or, with `Accept-Language: be`, in Belarusian; codes are the same in both. Each answer to a call with a token says by `RateLimit-Policy` and `RateLimit` how many calls are left. Each answer has the header `x-trace-id`, to be named to the support service.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "Access", description = "Tokens."),
        (name = "Appeals", description = "Appeals addressed to the client's organisation."),
        (name = "Files", description = "Files to be named in other calls."),
        (name = "Loads", description = "Appeals from files of records, thousands each."),
        (name = "Webhooks", description = "Events sent to programs."),
        (name = "Dictionaries", description = "Codes and their names."),
        (name = "Conformance", description = "The technological environment: a program works on test appeals and the server counts the steps."),
    ),
    modifiers(&SecuritySchemes),
)]
pub struct Document;

struct SecuritySchemes;

impl Modify for SecuritySchemes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let flow = ClientCredentials::new("/oauth/token", Scopes::new());
        let oauth = OAuth2::new([Flow::ClientCredentials(flow)]);
        components.add_security_scheme("oauth", SecurityScheme::OAuth2(oauth));
        let basic = Http::new(HttpAuthScheme::Basic);
        components.add_security_scheme("basic", SecurityScheme::Http(basic));
    }
}

/// The document as it is committed: JSON, two spaces deep, with a last line end.
///
/// # Panics
/// Never: the document is plain data.
#[must_use]
pub fn document() -> String {
    let (_, document) = crate::router::documented().split_for_parts();
    let mut document = serde_json::to_value(&document).expect("the document is plain data");
    let mut record: Value = serde_json::from_str(SCHEMA).expect("the schema is committed as JSON");
    if let Some(members) = record.as_object_mut() {
        members.retain(|name, _| !name.starts_with('$'));
    }
    document["components"]["schemas"]["AppealRecord"] = record;
    crate::examples::add(&mut document);
    let mut text = serde_json::to_string_pretty(&document).expect("a value is plain data");
    text.push('\n');
    text
}

/// `GET /openapi.json`.
pub async fn serve() -> impl axum::response::IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    (headers, include_str!("../openapi.json"))
}
