//! A person with a browser that runs no scripts: cookies, redirects, forms. Where asked to be patient, each
//! exchange that gets no answer, or only an apology, is repeated as it was, like a reload of the page.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, Method, header};
use reqwest::{Client, Url};

use crate::form::{Form, Upload};
use crate::page::Page;
use crate::system::System;

const REDIRECTS: usize = 10;
const PAUSE: Duration = Duration::from_millis(300);

/// A visitor of the pages.
pub struct Person {
    client: Client,
    origin: Url,
    cookies: Mutex<BTreeMap<String, String>>,
    patience: Duration,
    language: String,
}

impl Person {
    /// Someone at a browser in Russian.
    ///
    /// # Panics
    /// When no client can be made.
    #[must_use]
    pub fn new(system: &System) -> Self {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(180))
            .build()
            .expect("a client can be made");
        Self {
            client,
            origin: Url::parse(&system.address()).expect("an address"),
            cookies: Mutex::default(),
            patience: Duration::ZERO,
            language: "ru".to_owned(),
        }
    }

    /// The same with a browser in another language.
    #[must_use]
    pub fn reading(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    /// The same, who repeats what gets no answer for as long.
    #[must_use]
    pub fn patient(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Whether the browser keeps a cookie of this name.
    #[must_use]
    pub fn has_cookie(&self, name: &str) -> bool {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).contains_key(name)
    }

    /// Opens a path or an address.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn open(&self, path: &str) -> Page {
        self.try_open(path).await.unwrap_or_else(|error| panic!("{path}: {error:?}"))
    }

    /// Opens a path or an address.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn try_open(&self, path: &str) -> Result<Page, reqwest::Error> {
        self.follow(Method::GET, self.url(path), None).await
    }

    /// Sends a form.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send(&self, form: &Form) -> Page {
        self.send_with(form, &[]).await
    }

    /// Sends a form with files.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send_with(&self, form: &Form, files: &[Upload]) -> Page {
        self.try_send(form, files).await.unwrap_or_else(|error| panic!("{}: {error:?}", form.action))
    }

    /// Sends a form with files.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn try_send(&self, form: &Form, files: &[Upload]) -> Result<Page, reqwest::Error> {
        self.follow(Method::POST, self.url(&form.action), Some(form.body(files))).await
    }

    /// Sends a form and does not wait for the answer: the line breaks as soon as the request has gone out.
    pub async fn send_and_lose_the_answer(&self, form: &Form, files: &[Upload]) {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let (kind, parts) = form.body(files);
        let body = parts.concat();
        let host = format!("127.0.0.1:{}", self.origin.port().unwrap_or(80));
        let mut line = tokio::net::TcpStream::connect(&host).await.expect("the front accepts");
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            form.action,
            self.cookie_line(),
            body.len()
        );
        line.write_all(head.as_bytes()).await.expect("the front reads");
        line.write_all(&body).await.expect("the front reads");
        // The first byte of the answer shows that all was done; nothing of it is looked at.
        let _ = line.read(&mut [0_u8; 1]).await;
    }

    /// Signs in with login and password.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn sign_in(&self, login: &str, password: &str) -> Page {
        let form = self.open("/sign-in").await.form("/sign-in").set("login", login).set("password", password);
        let page = self.send(&form).await;
        assert!(page.status == 200 && !page.path().starts_with("/sign-in"), "{login} is not let in: {}", page.words());
        page
    }

    fn url(&self, path: &str) -> Url {
        self.origin.join(path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    async fn follow(&self, method: Method, url: Url, body: Option<(String, Vec<Bytes>)>) -> Result<Page, reqwest::Error> {
        let (mut method, mut url, mut body) = (method, url, body);
        for _ in 0..REDIRECTS {
            let page = self.exchange(&method, &url, body.as_ref()).await?;
            let target = page.headers.get(header::LOCATION).and_then(|target| target.to_str().ok());
            match (page.status, target) {
                (301..=303 | 307 | 308, Some(target)) => {
                    url = url.join(target).unwrap_or_else(|error| panic!("{target}: {error}"));
                    (method, body) = (Method::GET, None);
                }
                _ => return Ok(page),
            }
        }
        panic!("too many redirects, the last to {url}");
    }

    /// One exchange; repeated as it was while patience lasts.
    async fn exchange(&self, method: &Method, url: &Url, body: Option<&(String, Vec<Bytes>)>) -> Result<Page, reqwest::Error> {
        let begun = Instant::now();
        loop {
            let answer = self.exchange_once(method.clone(), url.clone(), body).await;
            let good = answer.as_ref().is_ok_and(|page| page.status < 500);
            if good || begun.elapsed() >= self.patience {
                return answer;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn exchange_once(&self, method: Method, url: Url, body: Option<&(String, Vec<Bytes>)>) -> Result<Page, reqwest::Error> {
        let own = url.origin() == self.origin.origin();
        let mut request = self.client.request(method, url.clone()).header(header::ACCEPT_LANGUAGE, &self.language);
        if own {
            request = request.header(header::COOKIE, self.cookie_line());
        }
        if let Some((kind, parts)) = body {
            let length: usize = parts.iter().map(Bytes::len).sum();
            let parts = stream::iter(parts.clone().into_iter().map(Ok::<_, std::io::Error>));
            request = request
                .header(header::CONTENT_TYPE, kind)
                .header(header::CONTENT_LENGTH, length)
                .header(header::ORIGIN, self.origin.origin().ascii_serialization())
                .body(reqwest::Body::wrap_stream(parts));
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        if own {
            self.keep_cookies(&headers);
        }
        Ok(Page { status, address: url.to_string(), headers, body: answer.bytes().await? })
    }

    /// The cookies, as a request's header has them.
    #[must_use]
    pub fn cookie_line(&self) -> String {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        for line in headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()) {
            let (pair, rest) = line.split_once(';').unwrap_or((line, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            if rest.to_ascii_lowercase().contains("max-age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
