//! The errors of the edge. A handler returns one with `?`; the layer shows it as a page or as JSON
//! (RFC 9457), in the visitor's language, with the request's id. Internals are logged once, here.

use std::borrow::Cow;

use askama::Template;
use axum::Json;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use http::{Method, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zvarot_actions::ActionError;

use crate::{Page, Style, Visit};

/// Why there is no ordinary answer.
#[derive(Debug)]
pub enum PageError {
    /// No such thing, or none that this visitor may know of (SEC-01).
    NotFound,
    /// Only after signing in.
    SignIn,
    /// Another page has to be passed first: its path.
    GoTo(&'static str),
    /// The path is right, the method is not.
    MethodNotAllowed,
    /// The request makes no sense.
    BadRequest,
    /// The form was posted from elsewhere or too long ago.
    FormExpired,
    /// More bytes than are accepted.
    TooLarge,
    /// Too many requests: until when to wait.
    TooMany(DateTime<Utc>),
    /// A rule forbids it now: the key of the text that says why.
    Refused(Cow<'static, str>),
    /// The same because of what was done before: the key, and in words what was done last, by whom.
    RefusedAfter(Cow<'static, str>, String),
    /// The database or the storage does not answer.
    Unavailable(anyhow::Error),
    /// A fault of ours.
    Internal(anyhow::Error),
}

impl From<sqlx::Error> for PageError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error;
        match error {
            Error::Io(_) | Error::PoolTimedOut | Error::PoolClosed => {
                Self::Unavailable(error.into())
            }
            error => Self::Internal(error.into()),
        }
    }
}

impl From<ActionError> for PageError {
    /// Pages with a form take [`ActionError::Invalid`] out before; here it means a request that no form of ours made.
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::Invalid(_) => Self::BadRequest,
            ActionError::Refused(refusal) => {
                let key = format!("refusal-{}", refusal.code().replace('_', "-"));
                Self::Refused(key.into())
            }
            ActionError::NotFound => Self::NotFound,
            ActionError::Conflict => Self::Refused("problem-refused-text".into()),
            ActionError::WrongCredentials => Self::SignIn,
            ActionError::Locked(until) | ActionError::TooOften(until) => Self::TooMany(until),
            ActionError::Internal(error) => match error.downcast::<sqlx::Error>() {
                Ok(error) => (*error).into(),
                Err(error) => Self::Internal(anyhow::anyhow!(error)),
            },
        }
    }
}

impl From<anyhow::Error> for PageError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// What is left of an error in the response, for the layer to show.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    /// Names the texts `problem-<code>-title` and `problem-<code>-text`, and the JSON's `type`.
    code: &'static str,
    reason: Option<Cow<'static, str>>,
    /// What was done last.
    last: Option<String>,
    to: Option<&'static str>,
    until: Option<DateTime<Utc>>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            reason: None,
            last: None,
            to: None,
            until: None,
        }
    }

    /// Of an error that a router or an extractor of axum answered in its own words.
    pub(crate) fn of_status(status: StatusCode, method: &Method) -> Self {
        match status {
            // A path or query that cannot be read is a page that does not exist.
            StatusCode::BAD_REQUEST if method == Method::GET || method == Method::HEAD => {
                Self::new(StatusCode::NOT_FOUND, "not-found")
            }
            StatusCode::NOT_FOUND => Self::new(status, "not-found"),
            StatusCode::METHOD_NOT_ALLOWED => Self::new(status, "method"),
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(status, "too-large"),
            status if status.is_client_error() => Self::new(status, "bad-request"),
            status => Self::new(status, "internal"),
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::NotFound => Problem::new(StatusCode::NOT_FOUND, "not-found"),
            Self::SignIn => Problem::new(StatusCode::UNAUTHORIZED, "sign-in"),
            Self::GoTo(path) => {
                let problem = Problem::new(StatusCode::FORBIDDEN, "elsewhere");
                Problem {
                    to: Some(path),
                    ..problem
                }
            }
            Self::MethodNotAllowed => Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method"),
            Self::BadRequest => Problem::new(StatusCode::BAD_REQUEST, "bad-request"),
            Self::FormExpired => Problem::new(StatusCode::FORBIDDEN, "form-expired"),
            Self::TooLarge => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::TooMany(until) => {
                let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many");
                Problem {
                    until: Some(until),
                    ..problem
                }
            }
            Self::Refused(reason) => {
                let problem = Problem::new(StatusCode::CONFLICT, "refused");
                Problem {
                    reason: Some(reason),
                    ..problem
                }
            }
            Self::RefusedAfter(reason, last) => {
                let problem = Problem::new(StatusCode::CONFLICT, "refused");
                Problem {
                    reason: Some(reason),
                    last: Some(last),
                    ..problem
                }
            }
            Self::Unavailable(error) => {
                tracing::error!(
                    error = format!("{error:#}"),
                    "something needed does not answer"
                );
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
            }
            Self::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "request failed");
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
            }
        };
        let mut response = problem.status.into_response();
        response.extensions_mut().insert(problem);
        response
    }
}

/// The router's fallback.
pub async fn not_found() -> PageError {
    PageError::NotFound
}

/// The router's fallback for other methods.
pub async fn method_not_allowed() -> PageError {
    PageError::MethodNotAllowed
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Page,
    title: String,
    text: String,
    id: String,
    /// Shown where the fault is ours.
    ours: bool,
    /// What was done last, where that is why.
    last: Option<String>,
    /// The appeal that it is about, where there is one.
    subject: Option<(String, &'static str)>,
}

/// Shows a problem: JSON to scripts and to callers of an API, otherwise a page or the way to one.
pub(crate) fn show(problem: &Problem, visit: &Visit, json: bool) -> Response {
    let mut response = if json || visit.web().style() == Style::Json {
        show_json(problem, visit)
    } else if problem.code == "sign-in" {
        let back = utf8_percent_encode(visit.path(), NON_ALPHANUMERIC);
        return Redirect::to(&format!("/sign-in?back={back}")).into_response();
    } else if let Some(path) = problem.to {
        return Redirect::to(path).into_response();
    } else {
        show_page(problem, visit)
    };
    *response.status_mut() = problem.status;
    if let Some(seconds) = seconds_to_wait(problem, visit) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

fn seconds_to_wait(problem: &Problem, visit: &Visit) -> Option<u64> {
    let until = problem.until?;
    Some((until - visit.now()).num_seconds().max(1).unsigned_abs())
}

fn texts(problem: &Problem, visit: &Visit) -> (String, String) {
    let texts = visit.texts();
    let title = texts
        .get(&format!("problem-{}-title", problem.code))
        .into_owned();
    let text = match (&problem.reason, seconds_to_wait(problem, visit)) {
        (Some(reason), _) => texts.get(reason).into_owned(),
        (None, Some(seconds)) if problem.code == "too-many" => {
            texts.with("problem-too-many-text", &[("seconds", seconds)])
        }
        _ => texts
            .get(&format!("problem-{}-text", problem.code))
            .into_owned(),
    };
    (title, text)
}

fn show_page(problem: &Problem, visit: &Visit) -> Response {
    let (title, text) = texts(problem, visit);
    let page = ProblemPage {
        page: Page::new(visit),
        title,
        text,
        id: visit.trace_id().to_owned(),
        ours: problem.status.is_server_error(),
        last: problem.last.clone(),
        subject: (problem.status == StatusCode::CONFLICT).then(|| visit.web().subject(visit.path())).flatten(),
    };
    match page.render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the error page failed");
            problem.status.into_response()
        }
    }
}

fn show_json(problem: &Problem, visit: &Visit) -> Response {
    let (title, detail) = texts(problem, visit);
    let body = serde_json::json!({
        "type": format!("urn:zvarot:problem:{}", problem.code),
        "title": title,
        "status": problem.status.as_u16(),
        "detail": detail,
        "instance": format!("urn:trace:{}", visit.trace_id()),
        "trace_id": visit.trace_id(),
    });
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (kind, Json(body)).into_response()
}
