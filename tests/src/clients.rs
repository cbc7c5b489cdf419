//! Programs of organisations that call the API (EDM-01): given by `zvarot-admin`, patient with a server that is killed.

use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use rand::RngExt as _;
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

use crate::system::System;

/// How long a call may have no answer.
const PATIENCE: Duration = Duration::from_secs(240);
const PAUSE: Duration = Duration::from_millis(60);

/// A program with its credentials and its token.
pub struct ApiClient {
    http: Client,
    base: String,
    id: String,
    secret: String,
    token: Mutex<Option<String>>,
    repeated: AtomicU32,
    /// Of so many calls one is hung up on before its answer can have come; 0: none.
    hangs_up: u32,
}

/// A call to be made.
pub struct Call<'a> {
    pub method: Method,
    pub path: &'a str,
    pub body: Option<&'a Value>,
    /// `Idempotency-Key`.
    pub key: Option<&'a str>,
}

impl<'a> Call<'a> {
    #[must_use]
    pub fn get(path: &'a str) -> Self {
        Self { method: Method::GET, path, body: None, key: None }
    }

    #[must_use]
    pub fn post(path: &'a str, body: &'a Value, key: &'a str) -> Self {
        Self { method: Method::POST, path, body: Some(body), key: Some(key) }
    }
}

impl System {
    /// Registers a program of the organisation with this УНП.
    ///
    /// # Panics
    /// When `zvarot-admin` does not do it.
    #[must_use]
    pub fn api_client(&self, unp: &str, name: &str, hangs_up: u32) -> ApiClient {
        let mut command = self.administration(&["api-client", "--organisation", unp, "--name", name]);
        let output = command.stdout(Stdio::piped()).output().expect("zvarot-admin can be started");
        let told = String::from_utf8_lossy(&output.stdout);
        let member = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned);
        ApiClient {
            http: Client::builder().timeout(Duration::from_secs(30)).build().expect("a client"),
            base: format!("http://127.0.0.1:{}", self.ports.api),
            id: member("client_id").unwrap_or_else(|| panic!("zvarot-admin gave no client: {}", self.log("admin"))),
            secret: member("client_secret").expect("the secret stands beside the id"),
            token: Mutex::new(None),
            repeated: AtomicU32::new(0),
            hangs_up,
        }
    }
}

impl ApiClient {
    /// How many calls were made again because no whole answer came.
    #[must_use]
    pub fn repeated(&self) -> u32 {
        self.repeated.load(Ordering::Relaxed)
    }

    /// Makes a call until there is an answer of the API's own: a connection that broke, a server that is away or has no
    /// database, and a token that is over are reasons to make the same call again.
    ///
    /// # Panics
    /// When there is none within minutes.
    pub async fn call(&self, call: &Call<'_>) -> (u16, Value) {
        let (status, bytes) = self.bytes(call).await;
        let value = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).expect("the API answers in JSON") };
        (status, value)
    }

    /// The same with the answer as it came.
    ///
    /// # Panics
    /// As [`ApiClient::call`].
    pub async fn bytes(&self, call: &Call<'_>) -> (u16, Bytes) {
        let begun = Instant::now();
        let mut last = String::new();
        while begun.elapsed() < PATIENCE {
            match self.attempt(call).await {
                Ok((status, answer)) if status.is_success() || (status.is_client_error() && !passes(status)) => {
                    return (status.as_u16(), answer);
                }
                Ok((status, _)) => {
                    if status == StatusCode::UNAUTHORIZED {
                        *self.token.lock().expect("nobody panics with it") = None;
                    }
                    last = status.to_string();
                }
                Err(error) => last = error,
            }
            self.repeated.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{} {} had no answer: {last}", call.method, call.path)
    }

    async fn attempt(&self, call: &Call<'_>) -> Result<(StatusCode, Bytes), String> {
        let token = self.token().await?;
        let mut request = self.http.request(call.method.clone(), format!("{}{}", self.base, call.path)).bearer_auth(token);
        if let Some(key) = call.key {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = call.body {
            request = request.json(body);
        }
        if self.hangs_up > 0 && rand::rng().random_range(0..self.hangs_up) == 0 {
            request = request.timeout(Duration::from_millis(rand::rng().random_range(1..80)));
        }
        let answer = request.send().await.map_err(|error| error.to_string())?;
        let status = answer.status();
        Ok((status, answer.bytes().await.map_err(|error| error.to_string())?))
    }

    async fn token(&self) -> Result<String, String> {
        let kept = self.token.lock().expect("nobody panics with it").clone();
        if let Some(token) = kept {
            return Ok(token);
        }
        let request = self.http.post(format!("{}/oauth/token", self.base)).basic_auth(&self.id, Some(&self.secret));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body("grant_type=client_credentials");
        let answer = request.send().await.map_err(|error| error.to_string())?;
        let answer: Value = answer.error_for_status().map_err(|error| error.to_string())?.json().await.map_err(|error| error.to_string())?;
        let token = answer["access_token"].as_str().ok_or("no token")?.to_owned();
        *self.token.lock().expect("nobody panics with it") = Some(token.clone());
        Ok(token)
    }

    /// Sends bytes by a presigned request, again until the storage has them.
    ///
    /// # Panics
    /// When the storage does not take them within minutes.
    pub async fn upload(&self, request: &Value, bytes: &[u8]) {
        let method = request["method"].as_str().and_then(|method| method.parse().ok()).unwrap_or(Method::PUT);
        let url = request["url"].as_str().expect("a presigned request has an address");
        let begun = Instant::now();
        loop {
            let mut sent = self.http.request(method.clone(), url).timeout(PATIENCE).body(bytes.to_vec());
            for header in request["headers"].as_array().into_iter().flatten() {
                sent = sent.header(header["name"].as_str().unwrap_or_default(), header["value"].as_str().unwrap_or_default());
            }
            if sent.send().await.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "the storage does not take the file");
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Refusals that pass by themselves.
fn passes(status: StatusCode) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
}
