//! The documentation as one page, made here from the OpenAPI document: whole without scripts, with a small console to
//! try calls where they are on. Nothing comes from another server.

mod texts;
mod view;

use std::sync::LazyLock;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse, Response},
};
use chrono::NaiveDate;
use http::{HeaderMap, HeaderValue, header};
use serde_json::Value;
use zvarot_domain::Locale;
use zvarot_locale::Texts;
use zvarot_web::{Page, Visit};

use crate::{context::Api, problem::ApiError, versions::VersionShown};
use view::{Group, Piece, Shape};

/// The document as it is committed, in English.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let document = include_str!("../../openapi.json");
    serde_json::from_str(document).expect("the committed document is JSON")
});

static RUSSIAN: LazyLock<Documented> = LazyLock::new(|| Documented::of(Locale::Ru));
static BELARUSIAN: LazyLock<Documented> = LazyLock::new(|| Documented::of(Locale::Be));

/// The document in a language, and what the page shows of it.
struct Documented {
    json: String,
    groups: Vec<Group>,
    shapes: Vec<Shape>,
}

impl Documented {
    fn of(locale: Locale) -> Self {
        let texts = Texts::of(locale);
        let document = texts::translated(&DOCUMENT, texts);
        Self {
            groups: view::groups(&document, texts),
            shapes: view::shapes(&document, texts),
            json: format!("{document:#}\n"),
        }
    }

    fn in_language(locale: Locale) -> &'static Self {
        match locale {
            Locale::Ru => &RUSSIAN,
            Locale::Be => &BELARUSIAN,
        }
    }
}

/// The rules for all calls: the keys of a name and of a text.
const RULES: [(&str, &str); 4] = [
    ("docs-rule-errors", "docs-rule-errors-text"),
    ("docs-rule-again", "docs-rule-again-text"),
    ("docs-rule-limit", "docs-rule-limit-text"),
    ("docs-rule-foreign", "docs-rule-foreign-text"),
];

#[derive(Template)]
#[template(path = "page.html")]
struct DocsPage<'a> {
    page: Page,
    groups: &'a [Group],
    shapes: &'a [Shape],
    versions: Vec<VersionShown>,
}

impl DocsPage<'_> {
    /// A text of the page itself, with its pieces of code.
    fn text(&self, key: &str) -> Vec<Piece> {
        view::pieces(&self.page.t.get(key))
    }

    fn day(&self, day: &NaiveDate) -> String {
        self.page.t.date_short(*day)
    }
}

/// `GET /`
///
/// # Errors
/// A fault of ours.
pub async fn page(visit: Visit, State(api): State<Api>) -> Result<Response, ApiError> {
    let documented = Documented::in_language(visit.locale());
    let page = DocsPage {
        page: Page::new(&visit),
        groups: &documented.groups,
        shapes: &documented.shapes,
        versions: api.versions.iter().map(|version| version.shown(visit.now())).collect(),
    };
    let html = page.render().map_err(|error| ApiError::Internal(error.into()))?;
    let mut response = Html(html).into_response();
    crate::problem::speak(response.headers_mut(), &visit);
    Ok(response)
}

/// `GET /docs/{file}`: style and script of the page, and the document in a language.
///
/// # Errors
/// There is no such file.
pub async fn file(Path(name): Path<String>) -> Result<Response, ApiError> {
    let (kind, text) = match name.as_str() {
        "docs.js" => ("text/javascript; charset=utf-8", include_str!("docs.js")),
        "docs.css" => ("text/css; charset=utf-8", include_str!("docs.css")),
        "openapi.ru.json" => ("application/json", RUSSIAN.json.as_str()),
        "openapi.be.json" => ("application/json", BELARUSIAN.json.as_str()),
        _ => return Err(ApiError::NotFound),
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let kept = HeaderValue::from_static("public, max-age=300");
    headers.insert(header::CACHE_CONTROL, kept);
    Ok((headers, text).into_response())
}
