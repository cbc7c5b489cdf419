//! What the handlers share, and the configuration it is made from.

use std::sync::Arc;

use anyhow::Context as _;
use axum::extract::FromRef;
use url::Url;
use zvarot_actions::Actions;
use zvarot_objects::{Objects, StorageConfig};
use zvarot_platform::Platform;
use zvarot_web::{Style, Web, WebConfig};

use crate::{
    quota::{Bucket, STRANGERS},
    room::Room,
    versions::{VERSIONS, Version},
};

/// The state of the router. Cheap to clone.
#[derive(Clone, FromRef)]
pub struct Api {
    pub web: Web,
    pub actions: Actions,
    pub objects: Objects,
    pub bucket: Bucket,
    /// Address by address, of those who show no valid token.
    #[from_ref(skip)]
    pub strangers: Bucket,
    pub room: Room,
    /// Whether events may be sent by http and to addresses that are not public (`WEBHOOKS_PRIVATE`).
    #[from_ref(skip)]
    pub webhooks_private: bool,
    #[from_ref(skip)]
    pub versions: &'static [Version],
}

impl Api {
    /// Reads the configuration: `PUBLIC_URL`, `SECRET_KEY`, `STORAGE_…`, `TRUSTED_PROXIES` (networks, separated by commas),
    /// `API_BURST` (calls of a client at once, default 300), `API_PER_SECOND` (calls that come back, default 50),
    /// `API_STRANGER_BURST` (calls without a valid token from one address at once, default 200).
    ///
    /// # Errors
    /// A variable that is missing or wrong, by its name.
    pub async fn start(platform: &Platform) -> anyhow::Result<Self> {
        let environment = &platform.environment;
        let public_url = environment.required("PUBLIC_URL")?;
        let storage = StorageConfig::from_env(environment.lookup())?;
        let objects = Objects::connect(&storage).await;
        let clock = platform.clock.clone();
        let config = WebConfig {
            style: Style::Json,
            public_url: Url::parse(&public_url)
                .context("the variable PUBLIC_URL is not an address")?,
            secret_key: environment.secret("SECRET_KEY")?,
            storage_origin: None,
            trusted_proxies: zvarot_web::trusted_proxies(environment.get("TRUSTED_PROXIES"))?,
            local_stack: None,
            menu: |_| Vec::new(),
            subject: |_| None,
            now: Arc::new(move || clock.now()),
        };
        Ok(Self {
            web: Web::new(config, platform.store.clone()),
            actions: Actions {
                store: platform.store.clone(),
                secret: environment.secret("SECRET_KEY")?,
            },
            objects,
            webhooks_private: environment.flag("WEBHOOKS_PRIVATE"),
            versions: VERSIONS,
            strangers: Bucket {
                burst: environment.parsed("API_STRANGER_BURST", STRANGERS.burst)?,
                ..STRANGERS
            },
            room: Room::default(),
            bucket: Bucket {
                burst: environment.parsed("API_BURST", 300)?,
                per_second: environment.parsed("API_PER_SECOND", 50)?,
            },
        })
    }
}

/// The platform with `API_ADDRESS` as the address to listen on, where it is set: beside the pages in one
/// environment the API has an address of its own.
#[must_use]
pub fn at_own_address(platform: &Platform) -> Platform {
    let mut platform = platform.clone();
    if let Some(address) = platform.environment.get("API_ADDRESS") {
        platform.environment = platform.environment.with([("HTTP_ADDRESS", address)]);
    }
    platform
}
