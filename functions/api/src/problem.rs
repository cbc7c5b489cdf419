//! The errors of the API as problem documents (RFC 9457) in the caller's language. A handler returns an [`ApiError`];
//! the layer writes the document, also for what axum refuses by itself. Internals are logged once, here.

use axum::{
    Json,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;
use zvarot_actions::ActionError;
use zvarot_locale::Texts;
use zvarot_store::sqlx_error::Error as DatabaseError;
use zvarot_web::Visit;

use crate::quota::QuotaSlot;

/// Why a call has no ordinary answer.
#[derive(Debug)]
pub enum ApiError {
    /// It does not exist, or is another organisation's: the two look the same (SEC-01).
    NotFound,
    /// No token was shown.
    NoToken,
    /// The token is unknown, over, or of a client that was revoked.
    InvalidToken,
    /// A part of the request is wrong: its name in the path, and the key of the text that says why.
    Wrong(&'static str, &'static str),
    /// Too many calls: seconds to wait.
    TooMany(u32),
    /// The path is right, the method is not.
    MethodNotAllowed,
    /// The database does not answer.
    Unavailable(anyhow::Error),
    /// A fault of ours.
    Internal(anyhow::Error),
}

impl From<DatabaseError> for ApiError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Io(_) | DatabaseError::PoolTimedOut | DatabaseError::PoolClosed => {
                Self::Unavailable(error.into())
            }
            error => Self::Internal(error.into()),
        }
    }
}

impl From<ActionError> for ApiError {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::NotFound => Self::NotFound,
            ActionError::WrongCredentials => Self::InvalidToken,
            ActionError::Internal(error) => match error.downcast::<DatabaseError>() {
                Ok(error) => Self::from(*error),
                Err(error) => Self::Internal(anyhow::Error::from_boxed(error)),
            },
            // The others belong to actions that nobody can call from here.
            other => Self::Internal(other.into()),
        }
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDocument {
    /// What kind of problem it is; stable, to be compared by programs.
    #[serde(rename = "type")]
    kind: String,
    /// The kind in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened and what can be done.
    detail: String,
    /// What to name to the support service: the call is found in the logs by it.
    trace_id: String,
    /// What is wrong in the request, part by part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<WrongPart>,
}

/// One wrong part of a request.
#[derive(Debug, Serialize, ToSchema)]
pub struct WrongPart {
    /// Which part: a JSON pointer; a parameter of the path or the query by its name.
    pointer: String,
    /// Why.
    detail: String,
}

/// An error on its way to the layer.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    /// Names the texts `api-<code>-title` and `api-<code>-text`, and the document's type.
    code: &'static str,
    wrong: Option<(&'static str, &'static str)>,
    wait: Option<u32>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            wrong: None,
            wait: None,
        }
    }

    /// Of an error that axum answered in its own words.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::new(status, "not-found"),
            StatusCode::METHOD_NOT_ALLOWED => Self::new(status, "method"),
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(status, "too-large"),
            status if status.is_client_error() => Self::new(status, "bad-request"),
            status => Self::new(status, "internal"),
        }
    }

    /// The document in a language.
    pub fn document(&self, texts: &Texts, trace_id: &str) -> ProblemDocument {
        let text = format!("api-{}-text", self.code);
        let detail = match self.wait {
            Some(seconds) if self.code == "too-many" => texts.with(&text, &[("seconds", seconds)]),
            _ => texts.get(&text).into_owned(),
        };
        let wrong = self.wrong.map(|(part, key)| WrongPart {
            pointer: format!("/{part}"),
            detail: texts.get(key).into_owned(),
        });
        ProblemDocument {
            kind: format!("urn:zvarot:problem:{}", self.code),
            title: texts.get(&format!("api-{}-title", self.code)).into_owned(),
            status: self.status.as_u16(),
            detail,
            trace_id: trace_id.to_owned(),
            errors: wrong.into_iter().collect(),
        }
    }
}

impl From<&ApiError> for Problem {
    fn from(error: &ApiError) -> Self {
        match error {
            ApiError::NotFound => Self::new(StatusCode::NOT_FOUND, "not-found"),
            ApiError::NoToken => Self::new(StatusCode::UNAUTHORIZED, "no-token"),
            ApiError::InvalidToken => Self::new(StatusCode::UNAUTHORIZED, "invalid-token"),
            ApiError::Wrong(part, why) => Self {
                wrong: Some((part, why)),
                ..Self::new(StatusCode::BAD_REQUEST, "bad-request")
            },
            ApiError::TooMany(seconds) => Self {
                wait: Some(*seconds),
                ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many")
            },
            ApiError::MethodNotAllowed => Self::new(StatusCode::METHOD_NOT_ALLOWED, "method"),
            ApiError::Unavailable(_) => Self {
                wait: Some(5),
                ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
            },
            ApiError::Internal(_) => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = Problem::from(&self);
        match &self {
            Self::Unavailable(error) => {
                tracing::error!(
                    error = format!("{error:#}"),
                    "something needed does not answer"
                );
            }
            Self::Internal(error) => tracing::error!(error = format!("{error:#}"), "call failed"),
            _ => {}
        }
        let mut response = problem.status.into_response();
        // RFC 6750, section 3.
        let challenge = match self {
            Self::NoToken => Some("Bearer realm=\"zvarot\""),
            Self::InvalidToken => Some("Bearer realm=\"zvarot\", error=\"invalid_token\""),
            _ => None,
        };
        if let Some(challenge) = challenge {
            let challenge = HeaderValue::from_static(challenge);
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        response.extensions_mut().insert(problem);
        response
    }
}

/// The router's fallback.
pub async fn not_found() -> ApiError {
    ApiError::NotFound
}

/// The router's fallback for other methods.
pub async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}

/// Writes the document of an error, and the headers that each answer has.
pub async fn layer(visit: Visit, mut request: Request, next: Next) -> Response {
    let quota = QuotaSlot::default();
    request.extensions_mut().insert(quota.clone());
    let response = next.run(request).await;
    let mut response = match problem_of(&response) {
        Some(problem) => show(&problem, &visit, response.headers()),
        None => response,
    };
    quota.write(response.headers_mut());
    response
}

fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let in_words = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    (in_words && (status.is_client_error() || status.is_server_error()))
        .then(|| Problem::of_status(status))
}

fn show(problem: &Problem, visit: &Visit, from: &HeaderMap) -> Response {
    let document = problem.document(visit.texts(), visit.trace_id());
    let mut response = (problem.status, Json(document)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    speak(headers, visit);
    for kept in [header::ALLOW, header::WWW_AUTHENTICATE] {
        if let Some(value) = from.get(&kept) {
            headers.insert(kept, value.clone());
        }
    }
    if let Some(seconds) = problem.wait {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// Says in which language an answer is.
pub fn speak(headers: &mut HeaderMap, visit: &Visit) {
    let language = HeaderValue::from_static(visit.locale().code());
    headers.insert(header::CONTENT_LANGUAGE, language);
    let asked = HeaderValue::from_static("accept-language");
    headers.insert(header::VARY, asked);
}
