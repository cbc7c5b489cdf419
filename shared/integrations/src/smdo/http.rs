//! The router's REST calls over HTTP: OAuth 2.0 client credentials, a bearer token that is asked for again when it is not taken
//! any more, the paths of the gateway. Answers are read up to a limit.

use std::{
    convert::Infallible,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::stream;
use reqwest::{Body, Client, Method, RequestBuilder, Response, StatusCode, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::{
    ATTACHMENT_LIMIT, Attached, IncomingPage, NewPackage, Router, RouterError, SmdoSettings,
    listing::{self, OnePackage, attachments, id_of, segment},
};
use crate::SettingError;

const OUTGOING: &str = "receiver/1.0.0/org/SMDO~1.0.0/package";
const INCOMING: &str = "sender/1.0.0/org/SMDO~1.0.0/package";
/// A page of several packages is not read beyond this, bytes.
const PAGE_LIMIT: usize = 16 * 1024 * 1024;
const ANSWER_LIMIT: usize = 2 * 1024 * 1024;

/// The router of СМДО.
pub struct HttpRouter {
    client: Client,
    settings: SmdoSettings,
    token: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    text: SecretString,
    until: Instant,
}

impl HttpRouter {
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(settings: SmdoSettings) -> Result<Self, SettingError> {
        let client = Client::builder()
            // A redirect would carry our token elsewhere; a proxy comes from no setting of ours.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(settings.patience.min(Duration::from_secs(10)))
            .timeout(settings.patience)
            .build()
            .map_err(|error| SettingError::new("SMDO_URL", error.to_string()))?;
        Ok(Self { client, settings, token: Mutex::new(None) })
    }

    /// Who we are there.
    pub fn settings(&self) -> &SmdoSettings {
        &self.settings
    }

    fn address(&self, path: &str) -> Result<url::Url, RouterError> {
        self.settings.url.join(path).map_err(|_| RouterError::Unanswered("the address cannot be made: check SMDO_URL".into()))
    }

    async fn token(&self) -> Result<SecretString, RouterError> {
        let mut kept = self.token.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| token.until > Instant::now()) {
            return Ok(token.text.clone());
        }
        let address = self.address("token?scope=application&grant_type=client_credentials")?;
        let request = self.client.post(address).basic_auth(&self.settings.key, Some(self.settings.secret.expose_secret()));
        let answer = read_json(expect_success(request.send().await.map_err(unanswered)?)?, ANSWER_LIMIT).await?;
        let text = answer["access_token"].as_str().ok_or_else(|| strange("the token"))?;
        let seconds = answer["expires_in"].as_u64().or_else(|| answer["expires_in"].as_str()?.parse().ok()).unwrap_or(60);
        let token = Token {
            text: SecretString::from(text.to_owned()),
            // A little early: it must still hold when it arrives.
            until: Instant::now() + Duration::from_secs(seconds.saturating_sub(10).clamp(1, 3600)),
        };
        *kept = Some(token.clone());
        Ok(token.text)
    }

    /// One call with the token; with a new one, once, where the router does not take it any more.
    async fn call(&self, method: Method, path: &str, with: impl Fn(RequestBuilder) -> RequestBuilder) -> Result<Response, RouterError> {
        let mut renewed = false;
        loop {
            let token = self.token().await?;
            let request = self.client.request(method.clone(), self.address(path)?).bearer_auth(token.expose_secret());
            let answer = with(request).send().await.map_err(unanswered)?;
            if answer.status() == StatusCode::UNAUTHORIZED && !renewed {
                renewed = true;
                *self.token.lock().await = None;
                continue;
            }
            return expect_success(answer);
        }
    }
}

#[async_trait]
impl Router for HttpRouter {
    async fn create(&self, package: &NewPackage) -> Result<String, RouterError> {
        let body = json!({
            "dateSent": package.envelope.dtstamp,
            "dateIn": package.envelope.dtstamp,
            "ack": package.acknowledges,
            "parentId": package.parent,
            "to": [{
                "idAbonent": package.receiver_code,
                "typeAbonent": "SMDO",
                "name": package.receiver_name,
                "orgId": 0,
                "applicationId": self.settings.code,
            }],
            "body": { "envelop": package.envelope },
        });
        let answer = read_json(self.call(Method::POST, OUTGOING, |request| request.json(&body)).await?, ANSWER_LIMIT).await?;
        id_of(&answer, &["packageId", "id"]).ok_or_else(|| strange("the package"))
    }

    async fn attached(&self, package: &str) -> Result<Vec<Attached>, RouterError> {
        let path = format!("{OUTGOING}/{}", segment(package)?);
        let answer = read_json(self.call(Method::GET, &path, |request| request).await?, ANSWER_LIMIT).await?;
        Ok(attachments(&answer))
    }

    async fn attach(&self, package: &str, reference: &str, bytes: Bytes) -> Result<String, RouterError> {
        let path = format!("{OUTGOING}/{}/attach", segment(package)?);
        let boundary = format!("zvarot-{}", Uuid::new_v4().simple());
        let pieces = multipart(&boundary, reference, &bytes);
        let length: usize = pieces.iter().map(Bytes::len).sum();
        let kind = format!("multipart/form-data; boundary={boundary}");
        let sent = self.call(Method::POST, &path, |request| {
            let body = Body::wrap_stream(stream::iter(pieces.clone().map(Ok::<_, Infallible>)));
            request.header("content-type", &kind).header("content-length", length).body(body)
        });
        let answer = read_json(sent.await?, ANSWER_LIMIT).await?;
        id_of(&answer, &["id", "attachId"]).ok_or_else(|| strange("the attachment"))
    }

    async fn send(&self, package: &str) -> Result<(), RouterError> {
        let path = format!("{OUTGOING}/{}/send", segment(package)?);
        self.call(Method::GET, &path, |request| request).await.map(drop)
    }

    async fn incoming(&self, from: u32, size: u32) -> Result<IncomingPage, RouterError> {
        let size = size.max(1);
        let body = json!({ "page": from / size + 1, "size": size, "onlyNew": true });
        let mut answer = self.call(Method::POST, INCOMING, |request| request.json(&body)).await?;
        if size > 1 {
            return listing::page(read(answer, PAGE_LIMIT).await?);
        }
        let mut one = OnePackage::new();
        while let Some(piece) = answer.chunk().await.map_err(unanswered)? {
            one.feed(&piece);
        }
        Ok(one.page())
    }

    async fn fetch(&self, package: &str, attachment: &str) -> Result<Bytes, RouterError> {
        let path = format!("{INCOMING}/{}/attach/{}", segment(package)?, segment(attachment)?);
        read(self.call(Method::GET, &path, |request| request).await?, ATTACHMENT_LIMIT).await
    }

    async fn confirm(&self, confirm: &str) -> Result<(), RouterError> {
        let path = format!("{INCOMING}/confirm/{}", segment(confirm)?);
        self.call(Method::GET, &path, |request| request).await.map(drop)
    }
}

/// One file as a form: made by hand, since it is one part and its name is ours. The pieces are sent one after another, so that
/// the file is held but once.
fn multipart(boundary: &str, reference: &str, bytes: &Bytes) -> [Bytes; 3] {
    let name: String = reference.chars().filter(|letter| !matches!(letter, '"' | '\r' | '\n' | '\\')).collect();
    let head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{boundary}--\r\n");
    [Bytes::from(head), bytes.clone(), Bytes::from(tail)]
}

fn expect_success(answer: Response) -> Result<Response, RouterError> {
    match answer.status() {
        status if status.is_success() => Ok(answer),
        StatusCode::NOT_FOUND | StatusCode::GONE => Err(RouterError::Unknown),
        status => Err(RouterError::Refused(status.as_u16())),
    }
}

async fn read_json(answer: Response, limit: usize) -> Result<Value, RouterError> {
    let bytes = read(answer, limit).await?;
    serde_json::from_slice(&bytes).map_err(|_| strange("the answer"))
}

async fn read(mut answer: Response, limit: usize) -> Result<Bytes, RouterError> {
    // The whole at once where its length is known: a file that grows piece by piece is moved again and again.
    let announced = answer.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    let mut bytes = BytesMut::with_capacity(announced.min(limit));
    while let Some(chunk) = answer.chunk().await.map_err(unanswered)? {
        if bytes.len() + chunk.len() > limit {
            return Err(RouterError::TooLarge(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

/// The kind of trouble; its own text may hold addresses.
fn unanswered(error: reqwest::Error) -> RouterError {
    let what = if error.is_connect() {
        "the router cannot be reached"
    } else if error.is_timeout() {
        "no answer in time"
    } else {
        "the connection broke"
    };
    RouterError::Unanswered(what.into())
}

fn strange(what: &str) -> RouterError {
    RouterError::Unanswered(format!("{what} could not be understood"))
}
