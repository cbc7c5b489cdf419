//! The errors of the API as problem documents (RFC 9457) in the caller's language. A handler returns an [`ApiError`];
//! the layer writes the document, also for what axum refuses by itself. Internals are logged once, here.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{self, Ref, RefOr},
};
use zvarot_actions::ActionError;
use zvarot_domain::{Fault, Faults, Refusal};
use zvarot_locale::Texts;
use zvarot_objects::ObjectsError;
use zvarot_store::sqlx_error::Error as DatabaseError;
use zvarot_web::{Visit, fault_text};

use crate::{access::Caller, quota::QuotaSlot};

/// Why a call has no ordinary answer.
#[derive(Debug)]
pub enum ApiError {
    /// It does not exist, or is another organisation's: the two look the same (SEC-01).
    NotFound,
    /// No token was shown.
    NoToken,
    /// The token is unknown, over, or of a client that was revoked.
    InvalidToken,
    /// There is nothing at this place of the path: the part's name, and the key of the text that says why.
    NoSuch(&'static str, &'static str),
    /// A part of the request cannot be read: a JSON pointer or a parameter's name, and the key of the text that says why.
    Wrong(String, &'static str),
    /// The request can be read and is wrong, part by part: by the fields of our forms.
    Invalid(Faults),
    /// The same by pointers into what the client wrote.
    InvalidBody(Faults),
    /// The rules do not allow it now (REV-13).
    Refused(Refusal),
    /// Somebody changed it meanwhile.
    Conflict,
    /// The body is not JSON by its `Content-Type`.
    NotJson,
    /// The body is longer than is taken.
    TooLarge,
    /// The body did not come within its time.
    TooSlow,
    /// The `Idempotency-Key` was used for another request.
    KeyOfOther,
    /// The upload is not complete: parts are missing in the storage.
    NotUploaded,
    /// Too many calls: seconds to wait.
    TooMany(u32),
    /// The path is right, the method is not.
    MethodNotAllowed,
    /// The program is not one of the technological environment (EDM-02).
    NotTest,
    /// This version of the API is not kept any more (EDM-02).
    Ended,
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
            ActionError::Invalid(faults) => Self::Invalid(faults),
            ActionError::Refused(refusal) => Self::Refused(refusal),
            ActionError::Conflict => Self::Conflict,
            ActionError::Internal(error) => match error.downcast::<DatabaseError>() {
                Ok(error) => Self::from(*error),
                Err(error) => Self::Internal(anyhow::Error::from_boxed(error)),
            },
            // The others belong to actions that nobody can call from here.
            other => Self::Internal(other.into()),
        }
    }
}

impl From<ObjectsError> for ApiError {
    fn from(error: ObjectsError) -> Self {
        match error {
            ObjectsError::NotFound => Self::NotFound,
            error if error.is_retryable() => Self::Unavailable(error.into()),
            error => Self::Internal(error.into()),
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
    /// Which part: a JSON pointer; a parameter of the path, the query or the headers by its name.
    #[schema(example = "/answerDate")]
    pointer: String,
    /// Why; stable, to be compared by programs.
    #[schema(example = "not_a_date")]
    code: String,
    /// The same in words, in the language asked for by `Accept-Language`.
    detail: String,
}

/// The text of a wrong part.
#[derive(Clone, Debug)]
enum Why {
    /// A key of the texts; the code is that of the key.
    Key(&'static str),
    Fault(Fault),
}

/// An error on its way to the layer.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    /// Names the texts `api-<code>-title` and `api-<code>-text`, and the document's type.
    code: &'static str,
    wrong: Vec<(String, Why)>,
    /// The key of a text that says more than the problem's own.
    more: Option<String>,
    wait: Option<u32>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            wrong: Vec::new(),
            more: None,
            wait: None,
        }
    }

    fn invalid(faults: &Faults, pointer: fn(&str) -> String) -> Self {
        let wrong = faults.iter().map(|fault| (pointer(&fault.field), Why::Fault(fault.clone())));
        Self { wrong: wrong.collect(), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid") }
    }

    /// Whether it says that calls come too often.
    pub fn is_of_limit(&self) -> bool {
        self.status == StatusCode::TOO_MANY_REQUESTS
    }

    /// Of an error that axum answered in its own words.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::new(status, "not-found"),
            StatusCode::METHOD_NOT_ALLOWED => Self::new(status, "method"),
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(status, "too-large"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::new(status, "not-json"),
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
        let detail = match &self.more {
            Some(key) => texts.get(key).into_owned(),
            None => detail,
        };
        let wrong = self.wrong.iter().map(|(part, why)| WrongPart {
            // RFC 6901: the whole is the empty pointer.
            pointer: if part.is_empty() { String::new() } else { format!("/{part}") },
            code: match why {
                Why::Key(key) => key.trim_start_matches("api-").replace('-', "_"),
                Why::Fault(fault) => fault.code.code().to_owned(),
            },
            detail: match why {
                Why::Key(key) => texts.get(key).into_owned(),
                Why::Fault(fault) => fault_text(fault, texts),
            },
        });
        ProblemDocument {
            kind: format!("urn:zvarot:problem:{}", self.code),
            title: texts.get(&format!("api-{}-title", self.code)).into_owned(),
            status: self.status.as_u16(),
            detail,
            trace_id: trace_id.to_owned(),
            errors: wrong.collect(),
        }
    }
}

impl From<&ApiError> for Problem {
    fn from(error: &ApiError) -> Self {
        match error {
            ApiError::NotFound => Self::new(StatusCode::NOT_FOUND, "not-found"),
            ApiError::NoToken => Self::new(StatusCode::UNAUTHORIZED, "no-token"),
            ApiError::InvalidToken => Self::new(StatusCode::UNAUTHORIZED, "invalid-token"),
            ApiError::NoSuch(part, why) => Self {
                wrong: vec![((*part).to_owned(), Why::Key(why))],
                ..Self::new(StatusCode::NOT_FOUND, "not-found")
            },
            ApiError::Wrong(part, why) => Self {
                wrong: vec![(part.clone(), Why::Key(why))],
                ..Self::new(StatusCode::BAD_REQUEST, "bad-request")
            },
            ApiError::Invalid(faults) => Self::invalid(faults, pointer),
            ApiError::InvalidBody(faults) => Self::invalid(faults, str::to_owned),
            ApiError::Refused(refusal) => Self {
                more: Some(format!("refusal-{}", refusal.code().replace('_', "-"))),
                ..Self::new(StatusCode::CONFLICT, "refused")
            },
            ApiError::Conflict => Self::new(StatusCode::CONFLICT, "conflict"),
            ApiError::NotJson => Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json"),
            ApiError::TooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            ApiError::TooSlow => Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow"),
            ApiError::KeyOfOther => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key"),
            ApiError::NotUploaded => Self::new(StatusCode::CONFLICT, "not-uploaded"),
            ApiError::TooMany(seconds) => Self {
                wait: Some(*seconds),
                ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many")
            },
            ApiError::MethodNotAllowed => Self::new(StatusCode::METHOD_NOT_ALLOWED, "method"),
            ApiError::NotTest => Self::new(StatusCode::FORBIDDEN, "not-test"),
            ApiError::Ended => Self::new(StatusCode::GONE, "ended"),
            ApiError::Unavailable(_) => Self {
                wait: Some(5),
                ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
            },
            ApiError::Internal(_) => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }
}

/// The path of a form's field as a JSON pointer without the first slash: names of members are written as JSON has them.
fn pointer(field: &str) -> String {
    let mut pointer = String::with_capacity(field.len());
    let mut up = false;
    for letter in field.chars() {
        match letter {
            '_' => up = true,
            letter if up => {
                pointer.extend(letter.to_uppercase());
                up = false;
            }
            letter => pointer.push(letter),
        }
    }
    pointer
}

fn described(all: &[(&str, &str)]) -> BTreeMap<String, RefOr<openapi::Response>> {
    let problem = |description: &str| {
        let schema = Ref::from_schema_name("ProblemDocument");
        let content = openapi::Content::new(Some(schema));
        let response = openapi::ResponseBuilder::new().description(description);
        let response = response.content("application/problem+json", content);
        RefOr::T(response.build())
    };
    let all = all.iter();
    all.map(|(status, why)| ((*status).to_owned(), problem(why)))
        .collect()
}

/// The problems that any call with a token may end with, for the document.
pub struct Refusals;

impl utoipa::IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        described(&[
            (
                "400",
                "The request cannot be read; `errors` says which part.",
            ),
            ("401", "No token, or one that no longer holds."),
            ("429", "Too many calls; `Retry-After` says for how long."),
            (
                "503",
                "Something needed does not answer; `Retry-After` says for how long.",
            ),
        ])
    }
}

/// The problems that a call with a body may end with besides.
pub struct BodyRefusals;

impl utoipa::IntoResponses for BodyRefusals {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        described(&[
            (
                "409",
                "The appeal's status does not allow it, or somebody changed it meanwhile.",
            ),
            ("408", "The body did not come within a minute."),
            ("413", "The body is longer than 6 MB."),
            ("415", "The body is not `application/json`."),
            (
                "422",
                "Values are wrong: `errors` has all of them by JSON pointer. Or the `Idempotency-Key` was used for another request.",
            ),
        ])
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

/// The router's fallback. Whoever shows a valid token is known here too, and counted as such.
pub async fn not_found(caller: Result<Caller, ApiError>) -> ApiError {
    unless_too_many(caller, ApiError::NotFound)
}

/// The router's fallback for other methods.
pub async fn method_not_allowed(caller: Result<Caller, ApiError>) -> ApiError {
    unless_too_many(caller, ApiError::MethodNotAllowed)
}

fn unless_too_many(caller: Result<Caller, ApiError>, otherwise: ApiError) -> ApiError {
    match caller {
        Err(error @ ApiError::TooMany(_)) => error,
        _ => otherwise,
    }
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
    let kept = [
        header::ALLOW,
        header::WWW_AUTHENTICATE,
        header::LINK,
        HeaderName::from_static("deprecation"),
        HeaderName::from_static("sunset"),
    ];
    for kept in kept {
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
