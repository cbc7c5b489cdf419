//! The connection: two clients of one bucket, one for this process and one that signs addresses for browsers.

use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Builder, Region, RequestChecksumCalculation, ResponseChecksumValidation,
};
use secrecy::ExposeSecret;
use url::Url;

use crate::{ObjectsError, StorageConfig};

/// The bucket. Cheap to clone; every call that stores something returns only after the server acknowledged it.
#[derive(Clone)]
pub struct Objects {
    inner: Arc<Inner>,
}

struct Inner {
    client: Client,
    public: Client,
    public_endpoint: Option<Url>,
    credentials: SharedCredentialsProvider,
    region: String,
    bucket: String,
}

impl Objects {
    /// Prepares the clients; makes no request.
    pub async fn connect(config: &StorageConfig) -> Self {
        let region = Region::new(config.region.clone());
        let credentials = match &config.credentials {
            Some((id, secret)) => SharedCredentialsProvider::new(Credentials::new(
                id.clone(),
                secret.expose_secret().to_owned(),
                None,
                None,
                "STORAGE_ACCESS_KEY_ID",
            )),
            None => SharedCredentialsProvider::new(
                aws_config::default_provider::credentials::DefaultCredentialsChain::builder()
                    .region(region.clone())
                    .build()
                    .await,
            ),
        };
        let build = |endpoint: &Option<Url>| {
            let mut builder = settings(region.clone()).credentials_provider(credentials.clone());
            if let Some(endpoint) = endpoint {
                builder = builder.endpoint_url(endpoint.as_str());
            }
            Client::from_conf(builder.build())
        };
        Self {
            inner: Arc::new(Inner {
                client: build(&config.endpoint),
                public: build(&config.public_endpoint),
                public_endpoint: config.public_endpoint.clone(),
                credentials,
                region: config.region.clone(),
                bucket: config.bucket.clone(),
            }),
        }
    }

    /// A cheap question for `/health/ready`: is the bucket there within two seconds?
    pub async fn ready(&self) -> Result<(), ObjectsError> {
        let request = self.client().head_bucket().bucket(self.bucket()).send();
        match tokio::time::timeout(Duration::from_secs(2), request).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => match error.into() {
                ObjectsError::NotFound => Err(ObjectsError::Refused("NoSuchBucket".to_owned())),
                other => Err(other),
            },
            Err(_) => Err(ObjectsError::Unavailable("timeout".to_owned())),
        }
    }

    /// Creates the bucket where there is none yet; for the local stack and for tests.
    pub async fn create_bucket(&self) -> Result<(), ObjectsError> {
        match self
            .client()
            .create_bucket()
            .bucket(self.bucket())
            .send()
            .await
        {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                Some(known)
                    if known.is_bucket_already_exists()
                        || known.is_bucket_already_owned_by_you() =>
                {
                    Ok(())
                }
                _ => Err(error.into()),
            },
        }
    }

    /// The address of the bucket for browsers: what a page's content security policy must allow.
    pub fn public_address(&self) -> Url {
        let host = self.inner.public_endpoint.clone().unwrap_or_else(|| {
            let address = format!("https://s3.{}.amazonaws.com/", self.region());
            Url::parse(&address).unwrap_or_else(|_| {
                Url::parse("https://s3.amazonaws.com/").expect("a constant address")
            })
        });
        let mut address = host;
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().push(self.bucket());
        }
        address
    }

    pub(crate) fn client(&self) -> &Client {
        &self.inner.client
    }

    pub(crate) fn public(&self) -> &Client {
        &self.inner.public
    }

    pub(crate) fn bucket(&self) -> &str {
        &self.inner.bucket
    }

    pub(crate) fn region(&self) -> &str {
        &self.inner.region
    }

    pub(crate) async fn credentials(&self) -> Result<Credentials, ObjectsError> {
        let found = self.inner.credentials.provide_credentials().await;
        found.map_err(|_| ObjectsError::Unavailable("no credentials".to_owned()))
    }
}

/// Path style and checksums only where required, because other servers than AWS differ in both.
fn settings(region: Region) -> Builder {
    Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .region(region)
        .force_path_style(true)
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .retry_config(
            RetryConfig::standard()
                .with_max_attempts(3)
                .with_max_backoff(Duration::from_secs(2)),
        )
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(Duration::from_secs(3))
                .operation_attempt_timeout(Duration::from_secs(60))
                .operation_timeout(Duration::from_secs(120))
                .build(),
        )
}
