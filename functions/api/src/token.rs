//! `POST /oauth/token`: client credentials of OAuth 2.0 (RFC 6749, section 4.4) for a short bearer token. Errors are of
//! that standard's form; it allows them ASCII only, so they are in English.

use axum::{
    Extension, Json,
    body::to_bytes,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use zvarot_actions::{ActionError, Client, api_access};
use zvarot_domain::ApiClientId;
use zvarot_web::Visit;

use crate::{
    context::Api,
    problem::{ApiError, ProblemDocument},
    quota::{BY_ADDRESS, QuotaSlot},
};

/// Bytes of a request for a token at most: anybody may send one.
const BODY_AT_MOST: usize = 16 * 1024;

/// What a client asks a token with.
#[derive(ToSchema)]
#[schema(as = TokenRequest)]
#[expect(
    dead_code,
    reason = "only described: the form is read pair by pair, so that a repeated name is refused"
)]
pub struct TokenRequest {
    /// Always `client_credentials`.
    grant_type: String,
    /// The Client ID, unless it is in the `Authorization` header.
    client_id: Option<uuid::Uuid>,
    /// The Secret Access Key, unless it is in the `Authorization` header.
    client_secret: Option<String>,
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenResponse {
    /// To be sent as `Authorization: Bearer …`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds for which the token holds.
    expires_in: i64,
}

/// Why there is no token (RFC 6749, section 5.2).
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct TokenError {
    /// One of the codes of the standard.
    error: &'static str,
    /// The same in words.
    error_description: &'static str,
}

/// A refusal with its HTTP status and the seconds to wait.
#[derive(Clone, Copy, Debug)]
pub struct Refusal {
    status: StatusCode,
    body: TokenError,
    wait: Option<i64>,
}

const fn refusal(
    status: StatusCode,
    error: &'static str,
    error_description: &'static str,
) -> Refusal {
    Refusal {
        status,
        body: TokenError {
            error,
            error_description,
        },
        wait: None,
    }
}

const NOT_A_FORM: Refusal = refusal(
    StatusCode::BAD_REQUEST,
    "invalid_request",
    "The body must be a form (application/x-www-form-urlencoded) that names no parameter twice.",
);
const NO_GRANT_TYPE: Refusal = refusal(
    StatusCode::BAD_REQUEST,
    "invalid_request",
    "The parameter grant_type is missing.",
);
const TWO_WAYS: Refusal = refusal(
    StatusCode::BAD_REQUEST,
    "invalid_request",
    "Credentials belong either into the Authorization header or into the body.",
);
const OTHER_GRANT: Refusal = refusal(
    StatusCode::BAD_REQUEST,
    "unsupported_grant_type",
    "Only client_credentials is supported.",
);
const ANY_SCOPE: Refusal = refusal(
    StatusCode::BAD_REQUEST,
    "invalid_scope",
    "There are no scopes: a token is worth what its client may do.",
);
const INVALID_CLIENT: Refusal = refusal(
    StatusCode::UNAUTHORIZED,
    "invalid_client",
    "The client is unknown, revoked, or its secret is wrong.",
);
const LOCKED: Refusal = refusal(
    StatusCode::TOO_MANY_REQUESTS,
    "invalid_client",
    "Too many failures from this address. Wait as long as Retry-After says.",
);

/// Why the request ends: a refusal of the standard's form, or a problem like everywhere.
pub enum Failure {
    Refused(Refusal),
    Problem(ApiError),
}

impl<E: Into<ApiError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let refusal = match self {
            Self::Problem(error) => return error.into_response(),
            Self::Refused(refusal) => refusal,
        };
        let mut response = (refusal.status, Json(refusal.body)).into_response();
        if refusal.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Basic realm=\"zvarot\", charset=\"UTF-8\"");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = refusal.wait {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// Get a token
///
/// A client shows its Client ID and Secret Access Key, in the `Authorization` header (HTTP Basic) or in the body, and
/// gets a bearer token that holds for 15 minutes. More than five failures in a row lock the address for 15 minutes.
#[utoipa::path(
    post,
    path = "/oauth/token",
    operation_id = "issueToken",
    tag = "Access",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded", example = json!(request_example())),
    responses(
        (status = 200, description = "A token.", body = TokenResponse, example = json!(example())),
        (status = 400, description = "The request is malformed.", body = TokenError, example = json!(OTHER_GRANT.body)),
        (status = 401, description = "The client is not known or the secret is wrong.", body = TokenError, example = json!(INVALID_CLIENT.body)),
        (status = 413, description = "The body is longer than 16 KB.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 429, description = "Too many failures or too many requests from this address; `Retry-After` says for how long.",
            content((TokenError = "application/json", example = json!(LOCKED.body)), (ProblemDocument = "application/problem+json"))),
    ),
    security((), ("basic" = [])),
)]
pub async fn issue(
    State(api): State<Api>,
    visit: Visit,
    Extension(slot): Extension<QuotaSlot>,
    request: Request,
) -> Result<Response, Failure> {
    if let Some(address) = visit.address() {
        let mut connection = api.web.store().pool().acquire().await?;
        let subject = format!("address:{address}");
        BY_ADDRESS
            .take(&mut connection, &visit, &subject, Some(&slot))
            .await?;
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_AT_MOST).await.map_err(|_| ApiError::TooLarge)?;
    let (client, secret) = read(&parts.headers, &body).map_err(Failure::Refused)?;
    let caller = Client {
        address: visit.address(),
        computer: visit.computer().to_owned(),
    };
    // What is no id is no client's: it costs and is counted the same.
    let client = client.parse().unwrap_or(ApiClientId(uuid::Uuid::nil()));
    let cause = visit.cause();
    match api_access::issue_token(&api.actions, &cause, &caller, client, &secret).await {
        Ok(token) => {
            let token = TokenResponse {
                access_token: token.secret.expose_secret().to_owned(),
                token_type: "Bearer",
                expires_in: (token.expires_at - cause.now).num_seconds(),
            };
            let no_cache = [(header::PRAGMA, "no-cache")];
            Ok((no_cache, Json(token)).into_response())
        }
        Err(ActionError::WrongCredentials) => Err(Failure::Refused(INVALID_CLIENT)),
        Err(ActionError::Locked(until)) => {
            let wait = Some((until - cause.now).num_seconds().max(1));
            Err(Failure::Refused(Refusal { wait, ..LOCKED }))
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads the request: the Client ID as written and the secret.
fn read(headers: &HeaderMap, body: &[u8]) -> Result<(String, SecretString), Refusal> {
    let form = Form::read(headers, body)?;
    let basic = basic(headers)?;
    match form.get("grant_type") {
        None => return Err(NO_GRANT_TYPE),
        Some("client_credentials") => {}
        Some(_) => return Err(OTHER_GRANT),
    }
    if form.get("scope").is_some() {
        return Err(ANY_SCOPE);
    }
    match (basic, form.get("client_id"), form.get("client_secret")) {
        (Some((client, secret)), id, None) if id.is_none_or(|id| id == client) => {
            Ok((client, secret))
        }
        (Some(_), _, _) => Err(TWO_WAYS),
        (None, Some(client), Some(secret)) => Ok((client.to_owned(), secret.into())),
        (None, _, _) => Err(INVALID_CLIENT),
    }
}

/// The parameters of the body; those without a value count as left out (RFC 6749, section 3.2).
struct Form(Vec<(String, String)>);

impl Form {
    fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or("");
        let kind = kind.split(';').next().unwrap_or("").trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(NOT_A_FORM);
        }
        let mut pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(body).map_err(|_| NOT_A_FORM)?;
        pairs.sort();
        if pairs.windows(2).any(|two| two[0].0 == two[1].0) {
            return Err(NOT_A_FORM);
        }
        Ok(Self(pairs))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        let value = pairs.find_map(|(key, value)| (key == name).then_some(value.as_str()));
        value.filter(|value| !value.is_empty())
    }
}

/// The credentials of the `Authorization` header, if it is there: each part is form-encoded (RFC 6749, section 2.3.1).
fn basic(headers: &HeaderMap) -> Result<Option<(String, SecretString)>, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let decoded = |value: &str| {
        let (scheme, encoded) = value.split_once(' ')?;
        let bytes = STANDARD.decode(encoded.trim()).ok()?;
        let pair = String::from_utf8(bytes).ok()?;
        let (client, secret) = pair.split_once(':')?;
        scheme
            .eq_ignore_ascii_case("basic")
            .then(|| (form_decoded(client), form_decoded(secret).into()))
    };
    match value.to_str().ok().and_then(decoded) {
        Some(credentials) => Ok(Some(credentials)),
        None => Err(INVALID_CLIENT),
    }
}

fn form_decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced)
        .decode_utf8_lossy()
        .into_owned()
}

const EXAMPLE_CLIENT: &str = "0d3f5c1e-6a0b-4a58-9a55-6f2b8f0c7a11";

fn request_example() -> serde_json::Value {
    json!({ "grant_type": "client_credentials", "client_id": EXAMPLE_CLIENT, "client_secret": "(the Secret Access Key)" })
}

fn example() -> TokenResponse {
    TokenResponse {
        access_token: "(64 hexadecimal digits)".to_owned(),
        token_type: "Bearer",
        expires_in: api_access::TOKEN_LIVES.num_seconds(),
    }
}
