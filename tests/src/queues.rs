//! The queues of LocalStack, as somebody with access to them could spoil them.

use zvarot_machine::http::accepts;

use crate::system::System;

/// One queue.
pub struct Queue {
    address: String,
    client: reqwest::Client,
}

impl Queue {
    /// The queue `zvarot-<name>`.
    #[must_use]
    pub fn of(system: &System, name: &str) -> Self {
        assert!(accepts(system.ports.localstack), "LocalStack does not run");
        let address = format!("http://127.0.0.1:{}/queue/us-east-1/000000000000/zvarot-{name}", system.ports.localstack);
        Self { address, client: reqwest::Client::new() }
    }

    /// Sends a message.
    pub async fn send(&self, body: &str) {
        self.ask(&[("Action", "SendMessage"), ("MessageBody", body)]).await;
    }

    /// Throws away all that is in it.
    pub async fn purge(&self) {
        self.ask(&[("Action", "PurgeQueue")]).await;
    }

    /// How many messages wait or are being looked at.
    ///
    /// # Panics
    /// When the queue does not answer.
    pub async fn length(&self) -> usize {
        let answer = self.ask(&[("Action", "GetQueueAttributes"), ("AttributeName.1", "All")]).await;
        let value = |name: &str| -> usize {
            let (_, after) = answer.split_once(&format!("<Name>{name}</Name>")).unwrap_or_else(|| panic!("{answer}"));
            let (_, after) = after.split_once("<Value>").expect("an attribute has a value");
            after.split('<').next().and_then(|text| text.parse().ok()).expect("a number")
        };
        value("ApproximateNumberOfMessages") + value("ApproximateNumberOfMessagesNotVisible")
    }

    async fn ask(&self, parameters: &[(&str, &str)]) -> String {
        let body = parameters
            .iter()
            .map(|(name, value)| format!("{name}={}", value.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>()))
            .collect::<Vec<_>>()
            .join("&");
        let answer = self
            .client
            .post(&self.address)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .expect("LocalStack answers");
        let status = answer.status();
        let text = answer.text().await.expect("LocalStack answers");
        assert!(status.is_success(), "{parameters:?}: {status} {text}");
        text
    }
}
