//! The first page: what this is and where to begin.

use askama::Template;
use axum::response::Response;
use zvarot_web::{Page, PageError, Visit, show};

#[derive(Template)]
#[template(path = "home/page.html")]
struct HomePage {
    page: Page,
}

/// `GET /`
pub async fn page(visit: Visit) -> Result<Response, PageError> {
    show(&HomePage {
        page: Page::new(&visit),
    })
}
