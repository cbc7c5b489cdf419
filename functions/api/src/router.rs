//! Every route of the API, on one screen.

use axum::{Router, middleware, routing::get};
use utoipa::OpenApi as _;
use utoipa_axum::{router::OpenApiRouter, routes};
use zvarot_platform::{Platform, health};

use crate::{appeals, context::Api, document, problem, token};

/// The API, ready to be served.
///
/// # Errors
/// A variable of the configuration that is missing or wrong.
pub fn router(platform: &Platform) -> anyhow::Result<Router> {
    let api = Api::start(platform)?;
    let (routes, _) = documented().split_for_parts();
    let routes = routes
        .route("/openapi.json", get(document::serve))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(middleware::from_fn(problem::layer))
        .layer(middleware::from_fn_with_state(
            api.web.clone(),
            zvarot_web::layer,
        ))
        .with_state(api);
    Ok(routes.merge(health::router(platform, Vec::new())))
}

/// The routes that the OpenAPI document describes.
pub fn documented() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(document::Document::openapi())
        .routes(routes!(token::issue))
        .routes(routes!(appeals::status))
}
