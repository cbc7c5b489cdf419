//! `SMS` and the variables of the gateway it names.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Value, json};

use crate::settings::{Lookup, SettingError, flag, optional, required, secret};

/// Which gateway takes our messages: `SMS` = `http`, `smpp` or `off`.
#[derive(Debug, Clone)]
pub enum SmsSettings {
    /// No SMS leave. Codes by SMS then cannot be had, so this is for places without phones.
    Off,
    /// A JSON gateway.
    Http(HttpSettings),
    /// An operator's SMSC.
    Smpp(SmppSettings),
}

/// A gateway that takes a JSON object by POST.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// `SMS_HTTP_URL`.
    pub url: String,
    /// `SMS_HTTP_TOKEN`: sent as `Authorization: Bearer`.
    pub token: Option<SecretString>,
    /// `SMS_SENDER`: the name or number the phone shows.
    pub sender: Option<String>,
    /// `SMS_HTTP_BODY`: the JSON to send; inside its strings `{to}` (+375…), `{digits}` (375…), `{text}`, `{sender}` and
    /// `{delivery_id}` are replaced. A member that is just `"{sender}"` is left out where `SMS_SENDER` is not set.
    pub body: Value,
    /// `SMS_HTTP_ID`: where the answer holds the gateway's id, names joined by dots (`result.0.id`); by default `id`.
    pub id_path: String,
    /// `SMS_HTTP_ERROR`: where a 2xx answer holds an error, for gateways that refuse so; not set, any 2xx is accepted.
    pub error_path: Option<String>,
    /// `SMS_HTTP_IDEMPOTENT=1`: the gateway drops doubles by `Idempotency-Key`, so an unanswered request may be repeated.
    pub idempotent: bool,
    /// How long the answer is waited for: `SMS_HTTP_TIMEOUT` in seconds, by default 30.
    pub patience: Duration,
}

/// How a text longer than one short message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LongMessages {
    /// In parts with a user data header. Any SMSC takes it.
    Parts,
    /// Whole, in `message_payload`; the SMSC splits it. One answer for the whole text.
    Payload,
}

/// An SMSC spoken to by SMPP 3.4. The line itself is expected to be a private one (the operators' way): SMPP has no
/// protection of its own.
#[derive(Debug, Clone)]
pub struct SmppSettings {
    /// `SMPP_ADDRESS`: `host:port`.
    pub address: String,
    /// `SMPP_SYSTEM_ID`: at most 15 characters.
    pub system_id: String,
    /// `SMPP_PASSWORD`: at most 8 characters (the protocol's limit).
    pub password: SecretString,
    /// `SMPP_SYSTEM_TYPE`: at most 12 characters, mostly empty.
    pub system_type: String,
    /// `SMS_SENDER`: a name of at most 11 Latin characters, or a number.
    pub sender: String,
    /// `SMPP_LONG` = `parts` (default) or `payload`.
    pub long: LongMessages,
    /// Time for connecting, and for each answer.
    pub patience: Duration,
    /// An idle line is tried this often.
    pub enquire_every: Duration,
    /// Pauses before a part is offered again when the SMSC asked for slower (`ESME_RTHROTTLED`) after it took the first.
    pub pauses: Vec<Duration>,
}

impl SmsSettings {
    /// Reads `SMS` and what belongs to the gateway it names.
    ///
    /// # Errors
    /// A variable is missing or cannot be understood.
    pub fn from_env(lookup: Lookup<'_>) -> Result<Self, SettingError> {
        let choice = required(lookup, "SMS", "http, smpp or off")?;
        match choice.as_str() {
            "off" => Ok(Self::Off),
            "http" => HttpSettings::from_env(lookup).map(Self::Http),
            "smpp" => SmppSettings::from_env(lookup).map(Self::Smpp),
            _ => Err(SettingError::new("SMS", "must be http, smpp or off")),
        }
    }
}

impl HttpSettings {
    fn from_env(lookup: Lookup<'_>) -> Result<Self, SettingError> {
        let url = required(lookup, "SMS_HTTP_URL", "the gateway's address, https://…")?;
        let parsed = url::Url::parse(&url)
            .map_err(|error| SettingError::new("SMS_HTTP_URL", error.to_string()))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(SettingError::new(
                "SMS_HTTP_URL",
                "must begin with http:// or https://",
            ));
        }
        Ok(Self {
            url,
            token: secret(lookup, "SMS_HTTP_TOKEN"),
            sender: optional(lookup, "SMS_SENDER"),
            body: body(optional(lookup, "SMS_HTTP_BODY"))?,
            id_path: optional(lookup, "SMS_HTTP_ID").unwrap_or_else(|| "id".into()),
            error_path: optional(lookup, "SMS_HTTP_ERROR"),
            idempotent: flag(lookup, "SMS_HTTP_IDEMPOTENT")?,
            patience: seconds(lookup, "SMS_HTTP_TIMEOUT", 30)?,
        })
    }
}

fn body(template: Option<String>) -> Result<Value, SettingError> {
    let wrong = |problem: &str| SettingError::new("SMS_HTTP_BODY", problem);
    let Some(template) = template else {
        return Ok(json!({
            "to": "{to}", "text": "{text}", "sender": "{sender}", "reference": "{delivery_id}",
        }));
    };
    let value: Value =
        serde_json::from_str(&template).map_err(|error| wrong(&format!("is not JSON: {error}")))?;
    if !template.contains("{text}") || !(template.contains("{to}") || template.contains("{digits}"))
    {
        return Err(wrong("must use {text} and {to} or {digits}"));
    }
    Ok(value)
}

impl SmppSettings {
    fn from_env(lookup: Lookup<'_>) -> Result<Self, SettingError> {
        Ok(Self {
            address: required(lookup, "SMPP_ADDRESS", "host:port")?,
            system_id: required(lookup, "SMPP_SYSTEM_ID", "the name the operator gave us")?,
            password: secret(lookup, "SMPP_PASSWORD")
                .ok_or_else(|| SettingError::new("SMPP_PASSWORD", "is not set"))?,
            system_type: optional(lookup, "SMPP_SYSTEM_TYPE").unwrap_or_default(),
            sender: required(lookup, "SMS_SENDER", "the name or number phones show")?,
            long: match optional(lookup, "SMPP_LONG").as_deref() {
                None | Some("parts") => LongMessages::Parts,
                Some("payload") => LongMessages::Payload,
                Some(_) => return Err(SettingError::new("SMPP_LONG", "must be parts or payload")),
            },
            patience: seconds(lookup, "SMPP_TIMEOUT", 30)?,
            enquire_every: Duration::from_secs(30),
            pauses: [1, 2, 4, 8].map(Duration::from_secs).to_vec(),
        })
    }
}

fn seconds(
    lookup: Lookup<'_>,
    variable: &'static str,
    usual: u64,
) -> Result<Duration, SettingError> {
    let Some(text) = optional(lookup, variable) else {
        return Ok(Duration::from_secs(usual));
    };
    text.parse()
        .ok()
        .filter(|seconds| (1..=600).contains(seconds))
        .map(Duration::from_secs)
        .ok_or_else(|| SettingError::new(variable, "must be seconds, 1 to 600"))
}
