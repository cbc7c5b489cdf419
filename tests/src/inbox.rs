//! What was sent: the mail catcher's letters and the SMS gateway's messages.

use serde_json::Value;

use crate::system::System;

/// A letter as it was caught.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The recipient's address.
    pub to: String,
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    pub message_id: String,
}

/// A text message as a phone would show it.
#[derive(Debug, Clone)]
pub struct Sms {
    pub to: String,
    pub text: String,
    /// The sender's own key.
    pub key: String,
}

/// The letters to an address, or all.
pub async fn letters(system: &System, to: Option<&str>) -> Vec<Letter> {
    let address = format!("http://127.0.0.1:{}/email", system.ports.mail_page);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = list(&address).await;
    let letters = list.iter().map(|letter| Letter {
        to: text(&letter["to"][0]["address"]),
        subject: text(&letter["subject"]),
        text: text(&letter["text"]),
        html: text(&letter["html"]),
        message_id: text(&letter["messageId"]),
    });
    letters.filter(|letter| to.is_none_or(|to| letter.to == to)).collect()
}

/// The messages to a phone, or all.
pub async fn messages(system: &System, to: Option<&str>) -> Vec<Sms> {
    let address = format!("http://127.0.0.1:{}/messages", system.ports.sms);
    let digits = |phone: &str| phone.chars().filter(char::is_ascii_digit).collect::<String>();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = list(&address).await;
    let messages =
        list.iter().map(|sms| Sms { to: text(&sms["to"]), text: text(&sms["text"]), key: text(&sms["idempotency_key"]) });
    messages.filter(|sms| to.is_none_or(|to| digits(&sms.to) == digits(to))).collect()
}

/// Tells the SMS gateway how to behave: `{"mode": "slow", "delay": 100, "count": 3}`.
///
/// # Panics
/// When it does not answer.
pub async fn set_sms_gateway(system: &System, control: &Value) {
    let address = format!("http://127.0.0.1:{}/control", system.ports.sms);
    let answer = reqwest::Client::new().post(address).json(control).send().await.expect("the gateway answers");
    assert!(answer.status().is_success(), "{}", answer.status());
}

/// Asked again while the catcher is being restarted.
async fn list(address: &str) -> Vec<Value> {
    crate::waiting::wait_for(address, async || reqwest::get(address).await.ok()?.json().await.ok()).await
}
