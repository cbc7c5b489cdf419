//! What handlers take out of a request besides the caller: the number of the path, a JSON body, the `Idempotency-Key`.

use std::time::Duration;

use axum::{
    body::{Bytes, HttpBody as _},
    extract::{FromRef, FromRequest, FromRequestParts, Path, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, header, request::Parts};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zvarot_actions::{ActionError, api_once};
use zvarot_domain::{AppealNumber, Fault, FaultCode, entry::pointer_part};

use crate::{
    problem::ApiError,
    room::{Room, Taken},
};

/// The longest body, in bytes: as much as Lambda hands over, everywhere, so that a client works wherever the API runs.
pub const BODY_AT_MOST: usize = 6 * 1024 * 1024;
/// How long a body may take to come: it holds room that others wait for.
const READ_WITHIN: Duration = Duration::from_secs(60);
/// Characters of an `Idempotency-Key` at most.
const KEY_LENGTH: usize = 200;

/// `{number}` of the path. What is no number of an appeal is one that does not exist.
pub struct Number(pub AppealNumber);

/// The number is mistyped.
pub const NOT_A_NUMBER: ApiError = ApiError::NoSuch("number", "api-not-an-appeal-number");

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(number) = path.map_err(|_| NOT_A_NUMBER)?;
        number.parse().map(Self).map_err(|_| NOT_A_NUMBER)
    }
}

/// The parameters of the query. What cannot be read is named.
pub struct Asked<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default();
        let reader = serde_urlencoded::Deserializer::new(url::form_urlencoded::parse(query.as_bytes()));
        serde_path_to_error::deserialize(reader).map(Self).map_err(|error| {
            let name = error.path().to_string();
            let name = if name == "." || name == "?" { String::new() } else { name };
            ApiError::Wrong(name, "api-wrong-shape")
        })
    }
}

/// A body in JSON with the key under which the call is done once.
pub struct Body<T> {
    pub value: T,
    pub key: Option<api_once::Key>,
    /// Given back when the call is done.
    _taken: Taken,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T>
where
    Room: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let raw = RawBody::from_request(request, state).await?;
        let value = raw.parse()?;
        Ok(Self {
            value,
            key: raw.key,
            _taken: raw.taken,
        })
    }
}

/// A body that says that it is JSON, not read yet.
pub struct RawBody {
    pub bytes: Bytes,
    pub key: Option<api_once::Key>,
    /// Given back when the call is done.
    taken: Taken,
}

/// The key of a call without a body.
pub struct Keyed(pub Option<api_once::Key>);

impl<S: Sync> FromRequestParts<S> for Keyed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        key(&parts.headers, &parts.method, parts.uri.path(), &[]).map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for RawBody
where
    Room: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let headers = request.headers().clone();
        if !is_json(&headers) {
            return Err(ApiError::NotJson);
        }
        // The caller is known by now: strangers take no room.
        let announced = request.body().size_hint().exact();
        let taken = Room::from_ref(state).take(announced).await?;
        let bytes = tokio::time::timeout(READ_WITHIN, Bytes::from_request(request, state)).await;
        let bytes = bytes.map_err(|_| ApiError::TooSlow)?;
        let bytes = bytes.map_err(|rejection| match rejection.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
            _ => ApiError::Wrong(String::new(), "api-not-json-text"),
        })?;
        let key = key(&headers, &method, &path, &bytes)?;
        Ok(Self { bytes, key, taken })
    }
}

impl RawBody {
    /// Reads it; what it has besides is refused, so that a mistyped name is not passed over.
    ///
    /// # Errors
    /// With the pointer of what cannot be read.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        let value: Value = serde_json::from_slice(&self.bytes)
            .map_err(|_| ApiError::Wrong(String::new(), "api-malformed"))?;
        // A list would be read as the members in their order.
        if !value.is_object() {
            return Err(ApiError::Wrong(String::new(), "api-wrong-shape"));
        }
        if let Some(pointer) = zero(&value, "") {
            let fault = Fault::new(pointer, FaultCode::ControlCharacters).with("count", 1_usize);
            return Err(ApiError::InvalidBody(vec![fault]));
        }
        serde_path_to_error::deserialize(&value).map_err(|error| {
            let path = error
                .path()
                .to_string()
                .replace(['.', '['], "/")
                .replace(']', "");
            let path = path.trim_start_matches('/').to_owned();
            let path = if path == "." || path == "?" {
                String::new()
            } else {
                path
            };
            ApiError::Wrong(path, "api-wrong-shape")
        })
    }
}

/// Where a text holds a zero byte, which no text of the database can.
fn zero(value: &Value, path: &str) -> Option<String> {
    let under = |name: &str| {
        let part = pointer_part(name);
        if path.is_empty() { part } else { format!("{path}/{part}") }
    };
    match value {
        Value::String(text) => text.contains('\0').then(|| path.to_owned()),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| zero(item, &under(&index.to_string())))
        }
        Value::Object(members) => {
            let mut members = members.iter();
            members.find_map(|(name, member)| zero(member, &under(name)))
        }
        _ => None,
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    kind.eq_ignore_ascii_case("application/json")
}

fn key(
    headers: &HeaderMap,
    method: &Method,
    path: &str,
    body: &[u8],
) -> Result<Option<api_once::Key>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let wrong = || ApiError::Wrong("Idempotency-Key".to_owned(), "api-not-a-key");
    let key = value.to_str().map_err(|_| wrong())?.trim();
    if key.is_empty() || key.len() > KEY_LENGTH {
        return Err(wrong());
    }
    let mut digest = Sha256::new();
    for part in [method.as_str().as_bytes(), path.as_bytes(), body] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    Ok(Some(api_once::Key {
        key: key.to_owned(),
        request_hash: digest.finalize().into(),
    }))
}

/// An answer in JSON with a status.
pub fn answer(status: u16, value: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    (status, axum::Json(value)).into_response()
}

/// What is kept of an answer that is made anew for a repeated call: its links hold for minutes, and hold for whoever has them.
pub fn id_alone(id: Uuid) -> Value {
    serde_json::json!({ "id": id })
}

/// The id out of what was kept.
///
/// # Errors
/// None in fact.
pub fn kept_id(kept: &Value) -> Result<Uuid, ApiError> {
    let id = kept["id"].as_str().and_then(|id| id.parse().ok());
    id.ok_or(ApiError::NotFound)
}

/// An answer that cannot fail to be JSON.
///
/// # Errors
/// None in fact.
pub fn json(value: &impl serde::Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(value).map_err(|error| ActionError::internal(error).into())
}

/// A whole number from 0 on. JSON knows one kind of number: `5.0` is 5.
pub fn whole<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    /// Up to here every whole number has a float of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = <serde_json::Number as serde::Deserialize>::deserialize(deserializer)?;
    let float = || number.as_f64().filter(|value| value.fract() == 0.0 && (0.0..=EXACT).contains(value)).map(|value| value as u64);
    number.as_u64().or_else(float).ok_or_else(|| serde::de::Error::custom("not a whole number from 0 on"))
}

/// The same where it may be left out or be null; with `#[serde(default)]`.
pub fn whole_or_none<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Whole(#[serde(deserialize_with = "whole")] u64);
    let given = <Option<Whole> as serde::Deserialize>::deserialize(deserializer)?;
    Ok(given.map(|whole| whole.0))
}
