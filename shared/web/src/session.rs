//! Sessions of the pages (IDN-03): a random token in a cookie, its digest in the database, over after
//! 15 minutes without activity, at the visitor's wish, or everywhere at once.

use axum::extract::FromRequestParts;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use cookie::{Cookie, SameSite};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};
use zvarot_domain::{AccountId, Actor, ApplicantId, Locale, OrganisationId, RoleSet};
use zvarot_store::PgConnection;
use zvarot_store::sessions::{self, Visitor};

use crate::{PageError, Visit, Web};

/// After this long without a request a session is over (IDN-03).
const IDLE: TimeDelta = TimeDelta::minutes(15);
/// A write per page is spared while the last one is younger than this.
const TOUCH_AFTER: TimeDelta = TimeDelta::seconds(5);
const TOKEN_LENGTH: usize = 32;

/// A session that is alive.
#[derive(Clone)]
pub struct Session {
    token_hash: Vec<u8>,
    pub(crate) csrf_secret: Vec<u8>,
    /// Who acts.
    pub actor: Actor,
    /// The name in the header.
    pub name: String,
    /// The language of the account.
    pub locale: Locale,
    /// Whether the cabinet is activated: its phone is confirmed (ORG-06).
    pub activated: bool,
    /// Unread notices, at most 100.
    pub unread: i64,
}

impl Session {
    /// Under which hash of its token the session is kept.
    pub fn token_hash(&self) -> &[u8] {
        &self.token_hash
    }
}

/// Seconds without activity after which a session is over.
pub(crate) const IDLE_SECONDS: i64 = IDLE.num_seconds();

/// Begins a session and has its cookie set; a session that was there ends. The visit itself stays as
/// it was: answer with a redirect.
pub async fn begin_session(
    visit: &Visit,
    connection: &mut PgConnection,
    account: AccountId,
) -> Result<(), PageError> {
    let token = random_bytes();
    let (hash, secret) = (Sha256::digest(token).to_vec(), random_bytes());
    if let Some(session) = visit.session() {
        sessions::end(&mut *connection, &session.token_hash).await?;
    }
    let (address, computer, now) = (visit.network(), visit.computer(), visit.now());
    sessions::insert(connection, &hash, account, &secret, address, computer, now).await?;
    let web = visit.web();
    visit.set_cookie(cookie_header(web, "zvarot", &URL_SAFE_NO_PAD.encode(token)));
    visit.set_cookie(removal(web, "zvarot-form"));
    Ok(())
}

/// Ends this session.
pub async fn end_session(visit: &Visit, connection: &mut PgConnection) -> Result<(), PageError> {
    if let Some(session) = visit.session() {
        sessions::end(connection, &session.token_hash).await?;
    }
    visit.set_cookie(removal(visit.web(), "zvarot"));
    Ok(())
}

/// Ends every session of the visitor's account, on all computers.
pub async fn end_every_session(
    visit: &Visit,
    connection: &mut PgConnection,
) -> Result<(), PageError> {
    if let Some(session) = visit.session() {
        sessions::end_all(connection, session.actor.account()).await?;
    }
    visit.set_cookie(removal(visit.web(), "zvarot"));
    Ok(())
}

pub(crate) fn token(web: &Web, headers: &HeaderMap) -> Option<Vec<u8>> {
    random_of_cookie(headers, &cookie_name(web, "zvarot"))
}

pub(crate) fn form_cookie(web: &Web, headers: &HeaderMap) -> Option<Vec<u8>> {
    random_of_cookie(headers, &cookie_name(web, "zvarot-form"))
}

pub(crate) fn form_cookie_header(web: &Web, secret: &[u8]) -> HeaderValue {
    cookie_header(web, "zvarot-form", &URL_SAFE_NO_PAD.encode(secret))
}

pub(crate) fn random_bytes() -> [u8; TOKEN_LENGTH] {
    let mut bytes = [0; TOKEN_LENGTH];
    rand::fill(&mut bytes);
    bytes
}

/// The session of a token; `activity` is noted.
pub(crate) async fn load(
    web: &Web,
    token: &[u8],
    now: DateTime<Utc>,
    activity: bool,
) -> Result<Option<Session>, PageError> {
    let token_hash = Sha256::digest(token).to_vec();
    let mut connection = web.store().pool().acquire().await?;
    let visitor = sessions::visitor(&mut connection, &token_hash, now - IDLE).await?;
    let Some(visitor) = visitor else {
        return Ok(None);
    };
    if activity && now - visitor.last_seen_at >= TOUCH_AFTER {
        sessions::touch(&mut connection, &token_hash, now).await?;
    }
    Ok(actor(&visitor).map(|actor| Session {
        actor,
        token_hash,
        csrf_secret: visitor.csrf_secret,
        name: visitor.display_name,
        locale: visitor.locale,
        activated: visitor.activated,
        unread: visitor.unread,
    }))
}

/// In whose name the account acts: as the applicant it is, else in the organisation where it holds
/// roles, else for the system. An account without any of these has nothing to open.
fn actor(visitor: &Visitor) -> Option<Actor> {
    let account = visitor.account_id;
    if let Some(applicant) = visitor.applicant_id {
        return Some(Actor::Applicant { account, applicant });
    }
    let of = |organisation: Option<OrganisationId>| -> RoleSet {
        let roles = visitor
            .roles
            .iter()
            .filter(|(_, place)| *place == organisation);
        roles.map(|(role, _)| *role).collect()
    };
    if let Some(organisation) = visitor.roles.iter().find_map(|(_, place)| *place) {
        let roles = of(Some(organisation));
        return Some(Actor::Official {
            account,
            organisation,
            roles,
        });
    }
    let roles = of(None);
    (!roles.is_empty()).then_some(Actor::Operator { account, roles })
}

fn random_of_cookie(headers: &HeaderMap, name: &str) -> Option<Vec<u8>> {
    let headers = headers.get_all(header::COOKIE).into_iter();
    let mut cookies = headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse);
    let value = cookies.find_map(|cookie| match cookie {
        Ok(cookie) if cookie.name() == name => Some(cookie.value().to_owned()),
        _ => None,
    })?;
    let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
    (bytes.len() == TOKEN_LENGTH).then_some(bytes)
}

/// `__Host-` makes browsers refuse the cookie from anywhere but this very host by https.
fn cookie_name(web: &Web, name: &str) -> String {
    if web.is_secure() {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

fn cookie_header(web: &Web, name: &str, value: &str) -> HeaderValue {
    let cookie = Cookie::build((cookie_name(web, name), value))
        .path("/")
        .http_only(true)
        .secure(web.is_secure())
        .same_site(SameSite::Lax);
    HeaderValue::from_str(&cookie.to_string()).expect("name and value are ASCII")
}

fn removal(web: &Web, name: &str) -> HeaderValue {
    let text = cookie_header(web, name, "")
        .to_str()
        .expect("it is ASCII")
        .to_owned();
    HeaderValue::from_str(&format!("{text}; Max-Age=0")).expect("it is ASCII")
}

/// Anyone who has signed in. Rejection: the way to the sign-in page.
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
}

/// A signed-in applicant with an activated cabinet. Rejections: the way to sign in, the way to
/// activate, and for others a page that does not exist.
pub struct Applicant {
    /// Who acts; is [`Actor::Applicant`].
    pub actor: Actor,
    /// Whose cabinet it is.
    pub id: ApplicantId,
    /// Who signed in.
    pub account: AccountId,
}

/// A signed-in official. Rejections: the way to sign in, for others a page that does not exist.
pub struct Official {
    /// Who acts; is [`Actor::Official`].
    pub actor: Actor,
    /// In whose name.
    pub organisation: OrganisationId,
    /// The roles held there.
    pub roles: RoleSet,
}

/// The signed-in operator or chief administrator. Rejections as for [`Official`].
pub struct Operator {
    /// Who acts; is [`Actor::Operator`].
    pub actor: Actor,
    /// The roles held.
    pub roles: RoleSet,
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let visit = Visit::of(&parts.extensions);
        let actor = visit.actor().ok_or(PageError::SignIn)?;
        Ok(Self { actor })
    }
}

impl<S: Sync> FromRequestParts<S> for Applicant {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let visit = Visit::of(&parts.extensions);
        let session = visit.session().ok_or(PageError::SignIn)?;
        match session.actor {
            Actor::Applicant { .. } if !session.activated => Err(PageError::GoTo("/activate")),
            Actor::Applicant { account, applicant } => Ok(Self {
                actor: session.actor,
                id: applicant,
                account,
            }),
            _ => Err(PageError::NotFound),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Official {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let visit = Visit::of(&parts.extensions);
        match visit.actor().ok_or(PageError::SignIn)? {
            actor @ Actor::Official { organisation, .. } => Ok(Self {
                actor,
                organisation,
                roles: actor.roles(),
            }),
            _ => Err(PageError::NotFound),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Operator {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let visit = Visit::of(&parts.extensions);
        match visit.actor().ok_or(PageError::SignIn)? {
            actor @ Actor::Operator { .. } => Ok(Self {
                actor,
                roles: actor.roles(),
            }),
            _ => Err(PageError::NotFound),
        }
    }
}
