//! One visit: everything about a request that pages, forms and actions ask for. `layer` makes it before
//! the handler runs, and afterwards shows errors and sets headers and cookies.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, OnceLock};

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderValue, StatusCode, header};
use ipnetwork::IpNetwork;
use uuid::Uuid;
use zvarot_actions::Client;
use zvarot_domain::{Actor, Locale};
use zvarot_locale::Texts;
use zvarot_store::{Cause, TraceId};

use crate::error::Problem;
use crate::session::{self, Session};
use crate::{PageError, Style, Web, address, error, headers, language};

/// A visit. Cheap to clone.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    web: Web,
    now: DateTime<Utc>,
    trace_id: String,
    address: Option<IpAddr>,
    computer: String,
    locale: Locale,
    path: String,
    session: Option<Session>,
    session_ended: bool,
    form_cookie: Option<Vec<u8>>,
    new_form_cookie: OnceLock<Vec<u8>>,
    cookies: Mutex<Vec<HeaderValue>>,
}

impl Visit {
    /// # Panics
    /// Where the router lacks [`layer`].
    pub(crate) fn of(extensions: &Extensions) -> Self {
        extensions
            .get::<Self>()
            .expect("the router is inside the layer of zvarot-web")
            .clone()
    }

    /// What the process knows.
    pub fn web(&self) -> &Web {
        &self.0.web
    }

    /// The moment at which the request came.
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now
    }

    /// For the actions: when and which request.
    pub fn cause(&self) -> Cause {
        Cause {
            now: self.now(),
            trace_id: self.0.trace_id.clone(),
        }
    }

    /// The id in logs, in `x-trace-id` and on the page of an internal error.
    pub fn trace_id(&self) -> &str {
        &self.0.trace_id
    }

    /// The visitor's address, as far as it is known.
    pub fn address(&self) -> Option<IpAddr> {
        self.0.address
    }

    /// The same as the database keeps it.
    pub fn network(&self) -> Option<IpNetwork> {
        self.0.address.map(IpNetwork::from)
    }

    /// The browser's own description (user agent), at most 300 characters.
    pub fn computer(&self) -> &str {
        &self.0.computer
    }

    /// For the actions before sign-in, and for the security journal.
    pub fn client(&self) -> Client {
        Client {
            address: self.0.address,
            computer: self.0.computer.clone(),
        }
    }

    /// The language of the answer.
    pub fn locale(&self) -> Locale {
        self.0.locale
    }

    /// The texts in that language.
    pub fn texts(&self) -> &'static Texts {
        Texts::of(self.0.locale)
    }

    /// Path and query as asked for.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The session, if the visitor has signed in.
    pub fn session(&self) -> Option<&Session> {
        self.0.session.as_ref()
    }

    /// Who acts, if the visitor has signed in.
    pub fn actor(&self) -> Option<Actor> {
        self.0.session.as_ref().map(|session| session.actor)
    }

    /// Whether the browser still showed a session that is over (IDN-03).
    pub fn session_ended(&self) -> bool {
        self.0.session_ended
    }

    /// Has a cookie set by the answer.
    pub(crate) fn set_cookie(&self, cookie: HeaderValue) {
        let mut cookies = self
            .0
            .cookies
            .lock()
            .expect("nobody panics while holding it");
        cookies.push(cookie);
    }

    /// What forms of this visitor are tied to, if there is anything yet.
    pub(crate) fn known_form_secret(&self) -> Option<Vec<u8>> {
        let session = self
            .0
            .session
            .as_ref()
            .map(|session| session.csrf_secret.clone());
        session.or_else(|| self.0.form_cookie.clone())
    }

    /// The same; a visitor who has nothing yet gets a cookie with the answer.
    pub(crate) fn form_secret(&self) -> Vec<u8> {
        self.known_form_secret().unwrap_or_else(|| {
            self.0
                .new_form_cookie
                .get_or_init(|| session::random_bytes().to_vec())
                .clone()
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.extensions))
    }
}

/// Puts the visit around a router: `router.layer(middleware::from_fn_with_state(web, layer))`.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let trace_id = parts.extensions.get::<TraceId>();
    let trace_id = trace_id.map(|id| id.0.to_string());
    let trace_id = trace_id.unwrap_or_else(|| Uuid::new_v4().simple().to_string());
    let method = parts.method.clone();
    let json = wants_json(&parts.headers);
    let (visit, broken) = begin(&web, &trace_id, &parts).await;
    parts.extensions.insert(visit.clone());
    let request = Request::from_parts(parts, body);
    let response = match broken {
        None => run(request, next).await,
        Some(error) => error.into_response(),
    };
    finish(&visit, response, &method, json)
}

/// A panic of a handler is an error like another: the visitor gets the page that says so.
async fn run(request: Request, next: Next) -> Response {
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => PageError::Internal(anyhow::anyhow!("a handler panicked")).into_response(),
    }
}

/// The visit; with the error where the session could not be read, so that the answer says so and in
/// the right language.
async fn begin(web: &Web, trace_id: &str, parts: &Parts) -> (Visit, Option<PageError>) {
    let headers = &parts.headers;
    let now = web.now();
    let pages = web.style() == Style::Pages;
    let token = pages.then(|| session::token(web, headers)).flatten();
    let (session, broken) = match &token {
        None => (None, None),
        Some(token) => match session::load(web, token, now, is_activity(headers)).await {
            Ok(session) => (session, None),
            Err(error) => (None, Some(error)),
        },
    };
    let account_locale = session.as_ref().map(|session| session.locale);
    let computer = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let visit = Visit(Arc::new(Inner {
        now,
        trace_id: trace_id.to_owned(),
        address: address::of(&parts.extensions, headers, web.trusted_proxies()),
        computer: computer.unwrap_or("").chars().take(300).collect(),
        locale: language::of(headers, account_locale),
        path: parts
            .uri
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned(),
        session_ended: token.is_some() && session.is_none() && broken.is_none(),
        session,
        form_cookie: session::form_cookie(web, headers),
        new_form_cookie: OnceLock::new(),
        cookies: Mutex::new(Vec::new()),
        web: web.clone(),
    }));
    (visit, broken)
}

fn finish(visit: &Visit, response: Response, method: &http::Method, json: bool) -> Response {
    let mut response = match problem_of(&response, method) {
        Some(problem) => error::show(&problem, visit, json),
        None => response,
    };
    if let Some(secret) = visit.0.new_form_cookie.get() {
        visit.set_cookie(session::form_cookie_header(visit.web(), secret));
    }
    let headers = response.headers_mut();
    let cookies = visit
        .0
        .cookies
        .lock()
        .expect("nobody panics while holding it");
    for cookie in cookies.iter() {
        headers.append(header::SET_COOKIE, cookie.clone());
    }
    headers::protect(headers, visit.web().policy(), visit.web().is_secure());
    response
}

/// The problem to show: ours, or one that the router or an extractor of axum answered in plain text.
fn problem_of(response: &Response, method: &http::Method) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    (failed && plain && status != StatusCode::SERVICE_UNAVAILABLE)
        .then(|| Problem::of_status(status, method))
}

/// What a page asks by itself, without its reader doing anything, does not keep a session alive.
fn is_activity(headers: &HeaderMap) -> bool {
    !headers.contains_key("x-passive")
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.starts_with("application/json"))
}
