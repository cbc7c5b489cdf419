//! The variables of the exchange by СМДО.

use std::time::Duration;

use secrecy::SecretString;

use crate::settings::{Lookup, SettingError, optional, required, secret};

/// Where the router is and who we are there.
#[derive(Debug, Clone)]
pub struct SmdoSettings {
    /// `SMDO_URL`: the gateway's address up to and with `api/`.
    pub url: url::Url,
    /// `SMDO_KEY` and `SMDO_SECRET`: the consumer's key and secret for OAuth.
    pub key: String,
    pub secret: SecretString,
    /// `SMDO_CODE`: the code of this system as an abonent.
    pub code: String,
    /// `SMDO_NAME`: its name in envelopes.
    pub name: String,
    /// `SMDO_SYSTEM_ID`: the GUID of this kind of system in the router's dictionary.
    pub system_id: String,
    /// How long an answer is waited for: `SMDO_TIMEOUT` in seconds, by default 30.
    pub patience: Duration,
}

impl SmdoSettings {
    /// Reads the variables. None: `SMDO_URL` is not set, nothing is exchanged here.
    ///
    /// # Errors
    /// A variable is missing or cannot be understood.
    pub fn from_env(lookup: Lookup<'_>) -> Result<Option<Self>, SettingError> {
        let Some(address) = optional(lookup, "SMDO_URL") else {
            return Ok(None);
        };
        let wrong = |problem: &str| SettingError::new("SMDO_URL", problem);
        // Joining calls to an address without the last slash would lose its last part.
        let address = format!("{}/", address.trim_end_matches('/'));
        let url = url::Url::parse(&address).map_err(|error| wrong(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
            return Err(wrong("must begin with http:// or https://"));
        }
        let seconds = optional(lookup, "SMDO_TIMEOUT").map_or(Ok(30), |text| {
            let seconds = text.parse::<u64>().ok().filter(|seconds| (1..=600).contains(seconds));
            seconds.ok_or_else(|| SettingError::new("SMDO_TIMEOUT", "must be 1 to 600 seconds"))
        })?;
        Ok(Some(Self {
            url,
            key: required(lookup, "SMDO_KEY", "the consumer's key that the operator of СМДО gave")?,
            secret: secret(lookup, "SMDO_SECRET")
                .ok_or_else(|| SettingError::new("SMDO_SECRET", "is not set"))?,
            code: required(lookup, "SMDO_CODE", "the code of this system in СМДО")?,
            name: optional(lookup, "SMDO_NAME").unwrap_or_else(|| "Zvarot".to_owned()),
            system_id: optional(lookup, "SMDO_SYSTEM_ID").unwrap_or_default(),
            patience: Duration::from_secs(seconds),
        }))
    }
}
