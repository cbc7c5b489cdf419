//! What the layer and the extractors of this crate need to know of the process they are in.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use ipnetwork::IpNetwork;
use secrecy::{ExposeSecret, SecretString};
use url::Url;
use zvarot_domain::Actor;
use zvarot_store::Store;

use crate::MenuLink;

/// How errors are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As pages, except where the browser's script asks for JSON. Sessions by cookie.
    Pages,
    /// As JSON (RFC 9457). No cookies.
    Json,
}

/// Addresses that only a local stack has, for its banner.
#[derive(Clone, Debug, Default)]
pub struct LocalStack {
    /// The page of caught mails.
    pub mail_inbox: Option<String>,
    /// The page of caught SMS.
    pub sms_inbox: Option<String>,
}

/// What an HTTP function is told at its start.
pub struct WebConfig {
    /// Pages or JSON.
    pub style: Style,
    /// `PUBLIC_URL`: how browsers reach the pages. Cookies are `Secure` when it is https.
    pub public_url: Url,
    /// `SECRET_KEY`: the tokens of forms are made with it.
    pub secret_key: SecretString,
    /// The origin of object storage as browsers reach it (`STORAGE_PUBLIC_ENDPOINT`), for the CSP.
    pub storage_origin: Option<String>,
    /// `TRUSTED_PROXIES`: whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNetwork>,
    /// Set on a local stack only (`LOCAL_STACK=1`).
    pub local_stack: Option<LocalStack>,
    /// The links of a cabinet's menu.
    pub menu: fn(&Actor) -> Vec<MenuLink>,
    /// What a page with this path is about, for those that end with a refusal: an address and the key of its words.
    pub subject: fn(&str) -> Option<(String, &'static str)>,
    /// The clock.
    pub now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

/// The handle of it: part of a function's state (`FromRef`).
#[derive(Clone)]
pub struct Web(Arc<Inner>);

struct Inner {
    config: WebConfig,
    store: Store,
    policy: http::HeaderValue,
}

impl Web {
    /// Ready for [`crate::layer`].
    pub fn new(config: WebConfig, store: Store) -> Self {
        let policy = crate::headers::content_security_policy(config.storage_origin.as_deref());
        Self(Arc::new(Inner {
            config,
            store,
            policy,
        }))
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// What the clock says.
    pub fn now(&self) -> DateTime<Utc> {
        (self.0.config.now)()
    }

    /// Where browsers reach the pages.
    pub fn public_url(&self) -> &Url {
        &self.0.config.public_url
    }

    /// Whether browsers come by https.
    pub fn is_secure(&self) -> bool {
        self.0.config.public_url.scheme() == "https"
    }

    /// Set on a local stack.
    pub fn local_stack(&self) -> Option<&LocalStack> {
        self.0.config.local_stack.as_ref()
    }

    pub(crate) fn style(&self) -> Style {
        self.0.config.style
    }

    pub(crate) fn secret_key(&self) -> &[u8] {
        self.0.config.secret_key.expose_secret().as_bytes()
    }

    pub(crate) fn trusted_proxies(&self) -> &[IpNetwork] {
        &self.0.config.trusted_proxies
    }

    pub(crate) fn menu(&self, actor: &Actor) -> Vec<MenuLink> {
        (self.0.config.menu)(actor)
    }

    pub(crate) fn subject(&self, path: &str) -> Option<(String, &'static str)> {
        (self.0.config.subject)(path)
    }

    pub(crate) fn policy(&self) -> http::HeaderValue {
        self.0.policy.clone()
    }
}
