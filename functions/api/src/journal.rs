//! Every call goes into the journal (EDM-01): who, when, what, with which end. No bodies, no queries, no secrets. Of those who
//! show no valid token so many go into it as an address may make; the rest are refused and leave nothing.

use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use zvarot_domain::ApiClientId;
use zvarot_store::api_calls::{self, NewCall};
use zvarot_web::Visit;

use crate::{
    context::Api,
    problem::{ApiError, Problem},
};

/// Where a call with a valid token leaves whose it is.
#[derive(Clone, Default)]
pub struct ClientSlot(Arc<OnceLock<ApiClientId>>);

impl ClientSlot {
    /// One call has one client.
    pub fn set(&self, client: ApiClientId) {
        let _ = self.0.set(client);
    }
}

/// Whether the call of nobody known is written down.
///
/// # Errors
/// [`ApiError::TooMany`]: there were too many from its address.
async fn of_stranger(api: &Api, visit: &Visit, path: &str, too_many: bool) -> Result<bool, ApiError> {
    // What asks for tokens has a limit of its own.
    if !path.starts_with("/v1/") {
        return Ok(!too_many);
    }
    let Some(address) = visit.address() else { return Ok(true) };
    let mut connection = api.web.store().pool().acquire().await?;
    let subject = format!("stranger:{address}");
    api.strangers.take(&mut connection, visit, &subject, None).await?;
    Ok(true)
}

/// Writes the call down when it is done. A journal that cannot be written is told in the log and undoes nothing.
pub async fn layer(
    State(api): State<Api>,
    visit: Visit,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    if !path.starts_with("/v1/") && !path.starts_with("/oauth/") {
        return next.run(request).await;
    }
    let slot = ClientSlot::default();
    request.extensions_mut().insert(slot.clone());
    let method = request.method().clone();
    let began = Instant::now();
    let response = next.run(request).await;
    let too_many = response.extensions().get::<Problem>().is_some_and(Problem::is_of_limit);
    if slot.0.get().is_none() {
        match of_stranger(&api, &visit, &path, too_many).await {
            Ok(true) => {}
            Ok(false) => return response,
            Err(error) => return error.into_response(),
        }
    }
    let call = NewCall {
        client: slot.0.get().copied(),
        method: method.as_str(),
        path: &path,
        status: response.status().as_u16().cast_signed(),
        milliseconds: i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX),
        address: visit.network(),
        trace_id: visit.trace_id(),
    };
    let written = async {
        let mut connection = api.web.store().pool().acquire().await?;
        api_calls::append(&mut connection, &call, visit.now()).await
    };
    if let Err(error) = written.await {
        tracing::error!(%error, "a call was not written into the journal");
    }
    response
}
