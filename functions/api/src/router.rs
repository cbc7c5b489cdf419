//! Every route of the API, on one screen.

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use tower_http::limit::RequestBodyLimitLayer;
use utoipa::OpenApi as _;
use utoipa_axum::{router::OpenApiRouter, routes};
use zvarot_platform::{Platform, health};

use crate::{
    acting, appeals, body::BODY_AT_MOST, changes, conformance, context::Api, create, dictionaries, docs,
    document, files, journal, loads, problem, token, versions, webhooks,
};

/// The API, ready to be served.
///
/// # Errors
/// A variable of the configuration that is missing or wrong.
pub async fn router(platform: &Platform) -> anyhow::Result<Router> {
    let api = Api::start(platform).await?;
    let limit = BODY_AT_MOST.min(platform.body_limit());
    Ok(of_api(api, limit).merge(health::router(platform, Vec::new())))
}

/// The routes over parts made elsewhere.
pub fn of_api(api: Api, body_limit: usize) -> Router {
    let (routes, _) = documented().split_for_parts();
    routes
        .route("/", get(docs::page))
        .route("/docs/{file}", get(docs::file))
        .route("/static/{file}", get(zvarot_web::serve_asset))
        .route("/language/{code}", get(zvarot_web::switch_language))
        .route("/openapi.json", get(document::serve))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(body_limit))
        .layer(middleware::from_fn_with_state(api.clone(), versions::layer))
        .layer(middleware::from_fn_with_state(api.clone(), journal::layer))
        .layer(middleware::from_fn(problem::layer))
        .layer(middleware::from_fn_with_state(
            api.web.clone(),
            zvarot_web::layer,
        ))
        .with_state(api)
}

/// The routes that the OpenAPI document describes.
pub fn documented() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(document::Document::openapi())
        .routes(routes!(token::issue))
        .routes(routes!(versions::list))
        .routes(routes!(changes::list, create::create))
        .routes(routes!(appeals::get))
        .routes(routes!(acting::acknowledge))
        .routes(routes!(acting::term))
        .routes(routes!(acting::complete))
        .routes(routes!(acting::withdraw))
        .routes(routes!(acting::repeat_of))
        .routes(routes!(files::create))
        .routes(routes!(files::get, files::remove))
        .routes(routes!(files::check))
        .routes(routes!(loads::announce))
        .routes(routes!(loads::get))
        .routes(routes!(loads::start))
        .routes(routes!(loads::records))
        .routes(routes!(webhooks::create, webhooks::list))
        .routes(routes!(webhooks::remove))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::replay))
        .routes(routes!(dictionaries::list))
        .routes(routes!(dictionaries::get))
        .routes(routes!(conformance::begin))
        .routes(routes!(conformance::get))
}
