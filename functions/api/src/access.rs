//! Who calls: the bearer token of the request (RFC 6750) as an [`ApiActor`], without which no handler gets at an
//! appeal. Each call with a valid token takes one out of its client's bucket.

use axum::extract::{FromRef, FromRequestParts};
use http::{HeaderMap, header, request::Parts};
use secrecy::SecretString;
use zvarot_actions::api_access::{self, ApiActor};
use zvarot_web::Visit;

use crate::{context::Api, journal::ClientSlot, problem::ApiError, quota::QuotaSlot};

/// A caller that has shown a valid token, and the visit.
pub struct Caller {
    pub actor: ApiActor,
    pub visit: Visit,
}

impl<S: Sync> FromRequestParts<S> for Caller
where
    Api: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let api = Api::from_ref(state);
        let Ok(visit) = Visit::from_request_parts(parts, state).await;
        let token = bearer(&parts.headers)?;
        let actor = api_access::authenticate(&api.actions, &visit.cause(), &token).await?;
        if let Some(slot) = parts.extensions.get::<ClientSlot>() {
            slot.set(actor.client());
        }
        let slot = parts.extensions.get::<QuotaSlot>();
        let mut connection = api.web.store().pool().acquire().await?;
        let subject = format!("client:{}", actor.client());
        api.bucket
            .take(&mut connection, &visit, &subject, slot)
            .await?;
        tracing::info!(client = %actor.client(), "call of a client");
        Ok(Self { actor, visit })
    }
}

fn bearer(headers: &HeaderMap) -> Result<SecretString, ApiError> {
    let mut shown = headers.get_all(header::AUTHORIZATION).into_iter();
    let (Some(value), None) = (shown.next(), shown.next()) else {
        return Err(ApiError::NoToken);
    };
    let (scheme, token) = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .ok_or(ApiError::NoToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(ApiError::NoToken);
    }
    Ok(SecretString::from(token.trim()))
}
