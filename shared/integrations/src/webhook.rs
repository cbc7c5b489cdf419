//! Calling an organisation's address with a signed message (EDM-07). The name is looked up once, every address it leads
//! to is judged, and the connection goes to what was judged: a name that leads elsewhere a moment later changes nothing.
//! Redirects are not followed, the answer's body is not read.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use reqwest::{Client, redirect};
use zvarot_domain::webhooks::{EndpointUrl, is_public};

use crate::{Lookup, SettingError, settings};

/// How addresses are called.
#[derive(Clone, Debug)]
pub struct WebhookSettings {
    /// `WEBHOOKS_PRIVATE`: http and addresses that are not public are allowed, for local stacks and closed networks.
    pub private: bool,
    /// `WEBHOOKS_TIMEOUT`: seconds to wait for the whole answer's head, by default 15.
    pub patience: Duration,
}

impl WebhookSettings {
    /// # Errors
    /// A variable that is wrong.
    pub fn from_env(lookup: Lookup<'_>) -> Result<Self, SettingError> {
        let patience = match settings::optional(lookup, "WEBHOOKS_TIMEOUT") {
            None => 15,
            Some(seconds) => match seconds.parse() {
                Ok(seconds @ 1..=25) => seconds,
                _ => return Err(SettingError::new("WEBHOOKS_TIMEOUT", "must be 1 to 25 seconds")),
            },
        };
        Ok(Self {
            private: settings::flag(lookup, "WEBHOOKS_PRIVATE")?,
            patience: Duration::from_secs(patience),
        })
    }
}

/// A message with its signature, as Standard Webhooks has them.
#[derive(Clone, Debug)]
pub struct WebhookMessage {
    /// `webhook-id`
    pub id: String,
    /// `webhook-timestamp`: seconds since 1970.
    pub timestamp: i64,
    /// `webhook-signature`
    pub signature: String,
    /// JSON
    pub body: String,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookAnswer {
    /// The status. None: there was no answer.
    pub status: Option<u16>,
    /// Why it is no success; empty otherwise.
    pub reason: &'static str,
    pub milliseconds: u32,
}

impl WebhookAnswer {
    /// Whether the message was taken.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.reason.is_empty()
    }
}

/// Calls addresses.
#[derive(Clone, Debug)]
pub struct WebhookCaller {
    settings: WebhookSettings,
}

/// For the look-up of a name and for the connection, each.
const CONNECTED_WITHIN: Duration = Duration::from_secs(5);

impl WebhookCaller {
    #[must_use]
    pub fn new(settings: WebhookSettings) -> Self {
        Self { settings }
    }

    /// Whether http and addresses that are not public are allowed.
    #[must_use]
    pub fn private(&self) -> bool {
        self.settings.private
    }

    /// Sends a message. Never fails: what went wrong is the answer.
    pub async fn call(&self, url: &EndpointUrl, message: &WebhookMessage) -> WebhookAnswer {
        let began = Instant::now();
        let outcome = match self.addresses(url).await {
            Ok(addresses) => self.send(url, &addresses, message).await,
            Err(reason) => (None, reason),
        };
        WebhookAnswer {
            status: outcome.0,
            reason: outcome.1,
            milliseconds: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
        }
    }

    /// Where the name leads, if all of it may be called.
    async fn addresses(&self, url: &EndpointUrl) -> Result<Vec<SocketAddr>, &'static str> {
        let found = match url.address() {
            Some(address) => vec![SocketAddr::new(address, url.port())],
            None => {
                let asked = tokio::net::lookup_host((url.host(), url.port()));
                match tokio::time::timeout(CONNECTED_WITHIN, asked).await {
                    Ok(Ok(found)) => found.collect(),
                    Ok(Err(_)) => return Err("the name is not known"),
                    Err(_) => return Err("the name was not found in time"),
                }
            }
        };
        self.judge(found)
    }

    /// One address that is not public spoils all: whoever answers for the name could have the next call go there.
    fn judge(&self, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, &'static str> {
        if found.is_empty() {
            return Err("the name leads nowhere");
        }
        if !self.settings.private && found.iter().any(|address| !is_public(address.ip())) {
            return Err("the name leads to an address that is not public");
        }
        Ok(found)
    }

    async fn send(
        &self,
        url: &EndpointUrl,
        addresses: &[SocketAddr],
        message: &WebhookMessage,
    ) -> (Option<u16>, &'static str) {
        let client = Client::builder()
            // Looked up by us, above: nothing looks the name up again.
            .resolve_to_addrs(&url.host(), addresses)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .https_only(!self.settings.private)
            .pool_max_idle_per_host(0)
            .user_agent("Zvarot-Webhooks/1")
            .connect_timeout(CONNECTED_WITHIN.min(self.settings.patience))
            .timeout(self.settings.patience)
            .build();
        let Ok(client) = client else {
            return (None, "TLS cannot be set up");
        };
        let request = client
            .post(url.as_str())
            .header("content-type", "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", message.timestamp.to_string())
            .header("webhook-signature", &message.signature)
            .body(message.body.clone());
        match request.send().await {
            Ok(answer) => {
                let status = answer.status();
                let reason = match status.as_u16() {
                    200..=299 => "",
                    300..=399 => "redirects are not followed",
                    400..=499 => "refused",
                    _ => "the other side's error",
                };
                (Some(status.as_u16()), reason)
            }
            Err(error) if error.is_timeout() => (None, "no answer in time"),
            Err(error) if error.is_connect() => (None, "no connection, or its certificate is not valid"),
            Err(_) => (None, "the connection broke"),
        }
    }
}

#[cfg(test)]
mod tests {
    use wiremock::{
        Mock, MockServer, ResponseTemplate,
        matchers::{header, method},
    };

    use super::*;

    fn caller(private: bool) -> WebhookCaller {
        WebhookCaller::new(WebhookSettings {
            private,
            patience: Duration::from_millis(800),
        })
    }

    fn message() -> WebhookMessage {
        WebhookMessage {
            id: "1".into(),
            timestamp: 1_790_000_000,
            signature: "v1,AAAA".into(),
            body: "{}".into(),
        }
    }

    fn endpoint(url: &str) -> EndpointUrl {
        EndpointUrl::parse(url, true).expect("an address")
    }

    // REQ: EDM-07
    #[tokio::test]
    async fn a_message_goes_out_with_its_headers() {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(header("webhook-id", "1"))
            .and(header("webhook-timestamp", "1790000000"))
            .and(header("content-type", "application/json"))
            .respond_with(ResponseTemplate::new(204))
            .mount(&server)
            .await;
        let answer = caller(true).call(&endpoint(&server.uri()), &message()).await;
        assert_eq!((answer.status, answer.is_taken()), (Some(204), true));
        let requests = server.received_requests().await.expect("kept");
        assert_eq!(requests[0].headers["webhook-signature"], "v1,AAAA");
    }

    // REQ: EDM-07
    #[tokio::test]
    async fn names_that_lead_inside_are_not_called() {
        let server = MockServer::start().await;
        let port = server.address().port();
        // The domain's own check is passed by: here a name stands for what an answer of the name service could be.
        for host in ["localhost", "127.0.0.1", "[::1]"] {
            let answer = caller(false).call(&endpoint(&format!("https://{host}:{port}/")), &message()).await;
            assert_eq!(answer.status, None);
            assert_eq!(answer.reason, "the name leads to an address that is not public", "{host}");
        }
        assert_eq!(server.received_requests().await.map(|requests| requests.len()), Some(0));
        // one of several is enough
        let mixed = ["8.8.8.8:443", "10.0.0.1:443"].map(|text| text.parse().expect("an address"));
        assert!(caller(false).judge(mixed.into()).is_err());
        assert!(caller(false).judge(mixed[..1].into()).is_ok());
        assert!(caller(false).judge(Vec::new()).is_err());
    }

    // REQ: EDM-07
    #[tokio::test]
    async fn the_connection_goes_to_the_address_that_was_judged() {
        let server = MockServer::start().await;
        Mock::given(method("POST")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
        // A name that nobody else knows: only the address given along can be where this ends.
        let url = endpoint(&format!("http://rebound.invalid:{}/", server.address().port()));
        let outcome = caller(true).send(&url, &[*server.address()], &message()).await;
        assert_eq!(outcome, (Some(200), ""));
    }

    // REQ: EDM-07
    #[tokio::test]
    async fn redirects_refusals_and_silence_are_told_apart() {
        let server = MockServer::start().await;
        let url = endpoint(&server.uri());
        let elsewhere = MockServer::start().await;
        let answers = [
            (ResponseTemplate::new(302).insert_header("location", elsewhere.uri().as_str()), Some(302), "redirects are not followed"),
            (ResponseTemplate::new(410), Some(410), "refused"),
            (ResponseTemplate::new(503), Some(503), "the other side's error"),
            (ResponseTemplate::new(200).set_delay(Duration::from_secs(30)), None, "no answer in time"),
        ];
        for (answer, status, reason) in answers {
            server.reset().await;
            Mock::given(method("POST")).respond_with(answer).mount(&server).await;
            let answer = caller(true).call(&url, &message()).await;
            assert_eq!((answer.status, answer.reason), (status, reason));
        }
        assert_eq!(elsewhere.received_requests().await.map(|requests| requests.len()), Some(0));
        let gone = caller(true).call(&endpoint("http://127.0.0.1:1/"), &message()).await;
        assert_eq!((gone.status, gone.is_taken()), (None, false));
    }
}
