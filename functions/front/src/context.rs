//! What the handlers of the pages share.

use std::sync::Arc;

use anyhow::Context as _;
use axum::extract::FromRef;
use url::Url;
use zvarot_actions::Actions;
use zvarot_objects::{Objects, StorageConfig};
use zvarot_platform::Platform;
use zvarot_store::Store;
use zvarot_web::{LocalStack, Style, Web, WebConfig};

use crate::pages::operator::SystemFacts;

/// The state of the router. Cheap to clone.
#[derive(Clone, FromRef)]
pub struct Front {
    /// Visits, sessions, forms.
    pub web: Web,
    /// What can be done.
    pub actions: Actions,
    /// The database.
    pub store: Store,
    /// The files.
    pub objects: Objects,
    /// With what the system runs, for the operator.
    pub facts: Arc<SystemFacts>,
    /// Whether events may be sent to addresses that are not public (`WEBHOOKS_PRIVATE`).
    pub webhooks_private: WebhooksPrivate,
    /// Whether files may come as part of a form, through this process (`UPLOADS=front`). On Lambda a request is
    /// too small for that: without scripts they go to the storage by a form of its own.
    #[from_ref(skip)]
    pub files_by_form: bool,
}

/// Whether events may be sent by http and to addresses that are not public.
#[derive(Clone, Copy)]
pub struct WebhooksPrivate(pub bool);

impl Front {
    /// Reads the configuration: `PUBLIC_URL`, `SECRET_KEY`, `STORAGE_…`, `TRUSTED_PROXIES` (networks,
    /// separated by commas), `UPLOADS`, `WEBHOOKS_PRIVATE`, `LOCAL_STACK`, `MAIL_INBOX_URL`, `SMS_INBOX_URL`; for the operator to see
    /// also `ANTIVIRUS` and `DOORBELL`, which other functions use.
    ///
    /// # Errors
    /// A variable that is missing or wrong, by its name.
    pub async fn start(platform: &Platform) -> anyhow::Result<Self> {
        let environment = &platform.environment;
        let storage = StorageConfig::from_env(environment.lookup())?;
        let objects = Objects::connect(&storage).await;
        let public_url = environment.required("PUBLIC_URL")?;
        let public_url =
            Url::parse(&public_url).context("the variable PUBLIC_URL is not an address")?;
        let clock = platform.clock.clone();
        let config = WebConfig {
            style: Style::Pages,
            public_url,
            secret_key: environment.secret("SECRET_KEY")?,
            storage_origin: storage_origin(&storage),
            trusted_proxies: zvarot_web::trusted_proxies(environment.get("TRUSTED_PROXIES"))?,
            local_stack: environment.flag("LOCAL_STACK").then(|| LocalStack {
                mail_inbox: environment.get("MAIL_INBOX_URL"),
                sms_inbox: environment.get("SMS_INBOX_URL"),
            }),
            menu: crate::menu::of,
            subject: crate::menu::subject,
            now: Arc::new(move || clock.now()),
        };
        let files_by_form = match environment.get("UPLOADS").as_deref() {
            None => !platform.on_lambda(),
            Some("front") => true,
            Some("storage") => false,
            Some(_) => anyhow::bail!("the variable UPLOADS is neither front nor storage"),
        };
        let store = platform.store.clone();
        Ok(Self {
            web: Web::new(config, store.clone()),
            actions: Actions {
                store: store.clone(),
                secret: environment.secret("SECRET_KEY")?,
            },
            store,
            objects,
            facts: Arc::new(SystemFacts::of(environment, &storage)),
            webhooks_private: WebhooksPrivate(environment.flag("WEBHOOKS_PRIVATE")),
            files_by_form,
        })
    }
}

/// Where browsers send files to. AWS has a host name of its own for each bucket.
fn storage_origin(storage: &StorageConfig) -> Option<String> {
    Some(match &storage.public_endpoint {
        Some(endpoint) => endpoint.origin().ascii_serialization(),
        None => format!(
            "https://{}.s3.{}.amazonaws.com",
            storage.bucket, storage.region
        ),
    })
}
