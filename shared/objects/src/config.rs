//! Where the storage is and how to sign in to it.

use secrecy::SecretString;
use url::Url;

/// The variables that start with `STORAGE_`.
#[derive(Clone, Debug)]
pub struct StorageConfig {
    /// `STORAGE_ENDPOINT`: the server's address as this process reaches it; unset means AWS.
    pub endpoint: Option<Url>,
    /// `STORAGE_PUBLIC_ENDPOINT`: the same server as browsers reach it; by default `STORAGE_ENDPOINT`.
    pub public_endpoint: Option<Url>,
    /// `STORAGE_REGION`, by default `us-east-1`.
    pub region: String,
    /// `STORAGE_BUCKET`, by default `zvarot`.
    pub bucket: String,
    /// `STORAGE_ACCESS_KEY_ID` and `STORAGE_SECRET_ACCESS_KEY`; both unset means the role that AWS gave to the process.
    pub credentials: Option<(String, SecretString)>,
}

/// A `STORAGE_` variable that cannot be used; the message names it and never shows a secret.
#[derive(Debug, thiserror::Error)]
pub enum StorageConfigError {
    #[error("{0} is not an http or https address")]
    Address(&'static str),
    #[error("STORAGE_ACCESS_KEY_ID and STORAGE_SECRET_ACCESS_KEY are given both or not at all")]
    HalfCredentials,
}

impl StorageConfig {
    /// Reads the variables through `lookup`, which also resolves their `_FILE` twins. An empty value counts as unset.
    pub fn from_env(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, StorageConfigError> {
        let text = |name: &str| lookup(name).filter(|value| !value.trim().is_empty());
        let address = |name: &'static str| {
            text(name)
                .map(|value| parse_address(&value).ok_or(StorageConfigError::Address(name)))
                .transpose()
        };
        let credentials = match (
            text("STORAGE_ACCESS_KEY_ID"),
            text("STORAGE_SECRET_ACCESS_KEY"),
        ) {
            (Some(id), Some(secret)) => Some((id, SecretString::from(secret))),
            (None, None) => None,
            _ => return Err(StorageConfigError::HalfCredentials),
        };
        let endpoint = address("STORAGE_ENDPOINT")?;
        Ok(Self {
            public_endpoint: address("STORAGE_PUBLIC_ENDPOINT")?.or_else(|| endpoint.clone()),
            endpoint,
            region: text("STORAGE_REGION").unwrap_or_else(|| "us-east-1".to_owned()),
            bucket: text("STORAGE_BUCKET").unwrap_or_else(|| "zvarot".to_owned()),
            credentials,
        })
    }
}

fn parse_address(value: &str) -> Option<Url> {
    let url = Url::parse(value.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<StorageConfig, StorageConfigError> {
        StorageConfig::from_env(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn browsers_use_the_same_address_unless_told_otherwise() {
        let config = read(&[("STORAGE_ENDPOINT", "http://127.0.0.1:9000")]).expect("valid");
        assert_eq!(config.public_endpoint, config.endpoint);
        let config = read(&[
            ("STORAGE_ENDPOINT", "http://minio:9000"),
            ("STORAGE_PUBLIC_ENDPOINT", "https://f.gov.by"),
        ])
        .expect("valid");
        assert_eq!(
            config.public_endpoint.expect("given").as_str(),
            "https://f.gov.by/"
        );
    }

    #[test]
    fn aws_needs_nothing() {
        let config = read(&[("STORAGE_ENDPOINT", " ")]).expect("valid");
        assert!(config.endpoint.is_none() && config.credentials.is_none());
    }

    #[test]
    fn faults_name_the_variable_and_hide_the_secret() {
        let fault = read(&[("STORAGE_ENDPOINT", "127.0.0.1:9000")]).expect_err("no scheme");
        assert_eq!(
            fault.to_string(),
            "STORAGE_ENDPOINT is not an http or https address"
        );
        assert!(matches!(
            read(&[("STORAGE_ACCESS_KEY_ID", "x")]),
            Err(StorageConfigError::HalfCredentials)
        ));
        let config = read(&[
            ("STORAGE_ACCESS_KEY_ID", "id"),
            ("STORAGE_SECRET_ACCESS_KEY", "hush"),
        ])
        .expect("valid");
        assert!(!format!("{config:?}").contains("hush"));
    }
}
