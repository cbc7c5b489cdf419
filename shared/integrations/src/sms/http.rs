//! A gateway that takes a JSON object by POST and answers with JSON.

use async_trait::async_trait;
use reqwest::{Client, Response, StatusCode, redirect};
use secrecy::ExposeSecret;
use serde_json::{Map, Value};

use crate::{SendError, SettingError};

use super::{HttpSettings, Sms, SmsProvider, SmsReceipt, digits};

/// The HTTP gateway.
pub struct HttpGateway {
    client: Client,
    settings: HttpSettings,
}

/// An answer is small; more than this of it is not read.
const ANSWER_LIMIT: usize = 64 * 1024;

impl HttpGateway {
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(settings: HttpSettings) -> Result<Self, SettingError> {
        let client = Client::builder()
            // A redirect would carry our token elsewhere; a pooled connection that just died would leave a message in
            // an unknown state; a proxy comes from no setting of ours.
            .redirect(redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .no_proxy()
            .connect_timeout(settings.patience.min(std::time::Duration::from_secs(10)))
            .timeout(settings.patience)
            .build()
            .map_err(|error| SettingError::new("SMS_HTTP_URL", error.to_string()))?;
        Ok(Self { client, settings })
    }

    fn body(&self, message: &Sms) -> Result<Value, SendError> {
        let delivery_id = message.delivery_id.to_string();
        let fields = [
            ("{to}", message.to.as_str()),
            ("{digits}", digits(&message.to)?),
            (
                "{sender}",
                self.settings.sender.as_deref().unwrap_or_default(),
            ),
            ("{delivery_id}", delivery_id.as_str()),
            // last, so that a text that looks like a field is left as it is
            ("{text}", message.text.as_str()),
        ];
        Ok(filled(&self.settings.body, &fields))
    }

    /// The request left and no usable answer came.
    fn unanswered(&self, reason: String) -> SendError {
        if self.settings.idempotent {
            SendError::Retry(reason)
        } else {
            SendError::Unknown(reason)
        }
    }

    fn refusal(&self, status: StatusCode) -> SendError {
        let reason = format!("HTTP {}", status.as_u16());
        match status.as_u16() {
            // Our token, their patience: not about this message.
            401 | 407 | 408 | 425 | 429 => SendError::Retry(reason),
            // A proxy lost its gateway in mid-work: the gateway may have taken the message.
            502 | 504 => self.unanswered(reason),
            500..=599 => SendError::Retry(reason),
            _ => SendError::Refused(reason),
        }
    }

    async fn receipt(&self, answer: Response) -> Result<SmsReceipt, SendError> {
        let Some(bytes) = read(answer).await else {
            return Err(self.unanswered("the answer broke off".into()));
        };
        let answer: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        if let Some(path) = &self.settings.error_path
            && let Some(code) = at(&answer, path).and_then(plain)
        {
            return Err(SendError::Refused(format!(
                "the gateway's error {}",
                harmless(&code)
            )));
        }
        Ok(SmsReceipt {
            reference: at(&answer, &self.settings.id_path)
                .and_then(plain)
                .map(|id| harmless(&id)),
        })
    }
}

#[async_trait]
impl SmsProvider for HttpGateway {
    async fn send(&self, message: &Sms) -> Result<SmsReceipt, SendError> {
        let mut request = self
            .client
            .post(&self.settings.url)
            .header("Idempotency-Key", message.delivery_id.to_string())
            .json(&self.body(message)?);
        if let Some(token) = &self.settings.token {
            request = request.bearer_auth(token.expose_secret());
        }
        match request.send().await {
            Ok(answer) if answer.status().is_success() => self.receipt(answer).await,
            Ok(answer) => Err(self.refusal(answer.status())),
            Err(error) if error.is_connect() => {
                Err(SendError::Retry("the gateway cannot be reached".into()))
            }
            Err(error) if error.is_builder() => Err(SendError::Retry(
                "the request cannot be made: check SMS_HTTP_URL".into(),
            )),
            Err(error) if error.is_timeout() => Err(self.unanswered("no answer in time".into())),
            Err(_) => Err(self.unanswered("the connection broke".into())),
        }
    }
}

async fn read(mut answer: Response) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.ok()? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ANSWER_LIMIT {
            break;
        }
    }
    Some(bytes)
}

/// The template with its fields filled in.
fn filled(template: &Value, fields: &[(&str, &str)]) -> Value {
    match template {
        Value::String(text) => {
            Value::String(fields.iter().fold(text.clone(), |text, (name, value)| {
                text.replace(name, value)
            }))
        }
        Value::Array(items) => items.iter().map(|item| filled(item, fields)).collect(),
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !is_empty_sender(member, fields))
            .map(|(name, member)| (name.clone(), filled(member, fields)))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

fn is_empty_sender(member: &Value, fields: &[(&str, &str)]) -> bool {
    member == "{sender}" && fields.contains(&("{sender}", ""))
}

/// The value at `a.0.b`.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => value.get(step),
    })
}

/// A word or a number that says something; `null`, `false`, `0` and `""` say nothing.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) if number.as_f64() != Some(0.0) => Some(number.to_string()),
        Value::Bool(true) => Some("true".into()),
        // an object with details: that there is an error is enough
        Value::Object(members) if !members.is_empty() => Some("with details".into()),
        _ => None,
    }
}

/// A code as it is; of a sentence (which might repeat the number or the text) nothing.
fn harmless(code: &str) -> String {
    let is_code = code.len() <= 80
        && code.chars().any(|letter| letter.is_ascii_alphanumeric())
        && code
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "-_.:".contains(letter));
    if is_code {
        code.to_owned()
    } else {
        "with details".to_owned()
    }
}
