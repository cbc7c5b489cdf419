//! The extractor of forms: there is no way to the values but through the CSRF check.

use axum::extract::{FromRef, FromRequest, Request};
use http::header;

use super::{FormValues, Limits, body};
use crate::{PageError, Visit, Web, csrf};

/// The values of a posted form, after the checks that it was posted from one of our own pages.
/// Errors: `BadRequest` for another kind of body, `FormExpired` when the check fails.
pub struct ProtectedForm(pub FormValues);

impl<S> FromRequest<S> for ProtectedForm
where
    S: Send + Sync,
    Web: FromRef<S>,
{
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let web = Web::from_ref(state);
        let visit = Visit::of(request.extensions());
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if !kind.to_ascii_lowercase().starts_with(body::URLENCODED) {
            return Err(PageError::BadRequest);
        }
        csrf::check_origin(&web, request.headers())?;
        let values = body::read(request.into_body(), Limits::default()).await?;
        csrf::check_token(&web, &visit, values.get("csrf"))?;
        Ok(Self(values))
    }
}
