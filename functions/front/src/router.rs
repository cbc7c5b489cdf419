//! Every route of the pages, on one screen.

use axum::routing::get;
use axum::{Router, middleware};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use zvarot_platform::{Platform, health};

use crate::context::Front;
use crate::pages::{design, home, session};

/// The pages, ready to be served.
///
/// # Errors
/// A variable of the configuration that is missing or wrong.
pub async fn router(platform: &Platform) -> anyhow::Result<Router> {
    let front = Front::start(platform).await?;
    let objects = front.objects.clone();
    let storage = health::check("storage", move || {
        let objects = objects.clone();
        async move { objects.ready().await.is_ok() }
    });
    let pages = pages(&front)
        .fallback(zvarot_web::not_found)
        .method_not_allowed_fallback(zvarot_web::method_not_allowed)
        .layer(middleware::from_fn_with_state(
            front.web.clone(),
            zvarot_web::layer,
        ))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
        .with_state(front);
    Ok(pages.merge(health::router(platform, vec![storage])))
}

#[rustfmt::skip]
fn pages(front: &Front) -> Router<Front> {
    let router = Router::new()
        .route("/", get(home::page))
        .route("/static/{file}", get(zvarot_web::serve_asset))
        .route("/language/{code}", get(zvarot_web::switch_language))
        .route("/session", get(session::state))
        .route("/sign-out", axum::routing::post(session::sign_out));
    if front.web.local_stack().is_some() {
        router.route("/design", get(design::page))
    } else {
        router
    }
}
