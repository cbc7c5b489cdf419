//! SMS through an operator's gateway: JSON over HTTP, or SMPP 3.4.
//! Both say whether the message was surely accepted, surely not, or may have been (NOT-02).

mod http;
mod parts;
mod settings;
mod smpp;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use uuid::Uuid;

pub use http::HttpGateway;
pub use parts::{Alphabet, Segments, segments};
pub use settings::{HttpSettings, LongMessages, SmppSettings, SmsSettings};
pub use smpp::SmppGateway;

use crate::{SendError, SettingError};

/// One message to one phone.
#[derive(Clone)]
pub struct Sms {
    /// E.164 with the plus: `+375291234567`.
    pub to: String,
    /// What the phone shows.
    pub text: String,
    /// The same on each try: gateways that honour it drop a double.
    pub delivery_id: Uuid,
}

/// The gateway's word that it took a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsReceipt {
    /// The gateway's own id of the message, where it gives one.
    pub reference: Option<String>,
}

/// A gateway that takes messages. Commit "handing over" before calling `send`: the bytes leave at once.
#[async_trait]
pub trait SmsProvider: Send + Sync {
    /// # Errors
    /// See [`SendError`]; `NotRecorded` never happens here.
    async fn send(&self, message: &Sms) -> Result<SmsReceipt, SendError>;
}

/// The gateway that the settings name; `None` where `SMS=off`.
///
/// # Errors
/// A setting cannot be used (a body that is not JSON, a sender too long for SMPP).
pub fn provider(settings: SmsSettings) -> Result<Option<Arc<dyn SmsProvider>>, SettingError> {
    Ok(match settings {
        SmsSettings::Off => None,
        SmsSettings::Http(http) => Some(Arc::new(HttpGateway::new(http)?)),
        SmsSettings::Smpp(smpp) => Some(Arc::new(SmppGateway::new(smpp)?)),
    })
}

/// `+375291234567` → `375291234567`.
///
/// # Errors
/// `Refused` for what is no E.164 number (ITU-T E.164: a country code and at most 15 digits).
fn digits(number: &str) -> Result<&str, SendError> {
    number
        .strip_prefix('+')
        .filter(|digits| (7..=15).contains(&digits.len()) && !digits.starts_with('0'))
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        .ok_or_else(|| SendError::Refused("the number is not E.164".into()))
}
