//! API Gateway: requests as its HTTP APIs hand them over (format 2.0), and the answers that they make of a function's.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::runtime::Function;

/// Who asks: an address that is kept for documentation.
pub const PEER: &str = "203.0.113.7";

/// A request of a browser.
pub struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    cookies: Vec<String>,
    body: Option<Vec<u8>>,
}

/// An answer as the browser gets it.
pub struct Answer {
    pub status: u64,
    pub body: Vec<u8>,
    /// Whether the function handed its body over in base64.
    pub was_base64: bool,
    headers: Value,
    set_cookies: Vec<String>,
}

impl Request {
    pub fn get(path: &str) -> Self {
        Self {
            method: "GET",
            path: path.to_owned(),
            headers: vec![("accept-language", "be-BY,be;q=0.9,en;q=0.5".to_owned())],
            cookies: Vec::new(),
            body: None,
        }
    }

    pub fn post(path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let mut request = Self::get(path);
        request.method = "POST";
        request.headers.push(("content-type", kind.to_owned()));
        request
            .headers
            .push(("content-length", body.len().to_string()));
        request.body = Some(body);
        request
    }

    /// A form as a browser posts it.
    pub fn form(path: &str, fields: &[(&str, &str)]) -> Self {
        let mut body = String::new();
        for (name, value) in fields {
            let parts = [name, "=", value, "&"].map(|part| encode(part));
            body.push_str(&parts.concat());
        }
        Self::post(path, "application/x-www-form-urlencoded", body)
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// With the cookies that earlier answers set.
    pub fn after(mut self, answer: &Answer) -> Self {
        let pairs = answer.set_cookies.iter();
        let pairs = pairs.filter_map(|cookie| cookie.split(';').next());
        self.cookies.extend(pairs.map(str::to_owned));
        self
    }

    /// The event. As the gateway does, a body that is not plainly text comes in base64, a form too.
    pub fn event(&self) -> Value {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let mut headers: serde_json::Map<String, Value> = self
            .headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        for (name, value) in [
            ("host", "zvarot.example"),
            ("x-forwarded-for", PEER),
            ("x-forwarded-port", "443"),
            ("x-forwarded-proto", "https"),
            (
                "x-amzn-trace-id",
                "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e",
            ),
        ] {
            headers.insert(name.to_owned(), json!(value));
        }
        let mut event = json!({
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": path,
            "rawQueryString": query,
            "cookies": self.cookies,
            "headers": headers,
            "requestContext": {
                "accountId": "123456789012",
                "apiId": "r3pmxmplak",
                "domainName": "zvarot.example",
                "domainPrefix": "zvarot",
                "http": {
                    "method": self.method,
                    "path": path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": PEER,
                    "userAgent": "Mozilla/5.0",
                },
                "requestId": "JKJaXmPLvHcESHA=",
                "routeKey": "$default",
                "stage": "$default",
                "time": "21/Nov/2026:09:41:04 +0000",
                "timeEpoch": 1_795_254_064_000_u64,
            },
            "isBase64Encoded": false,
        });
        if let Some(body) = &self.body {
            event["body"] = json!(STANDARD.encode(body));
            event["isBase64Encoded"] = json!(true);
        }
        event
    }

    /// The same with the body as text, as the gateway hands over what says that it is text.
    pub async fn send_as_text(&self, function: &mut Function) -> Answer {
        let mut event = self.event();
        let body = self.body.clone().unwrap_or_default();
        event["body"] = json!(String::from_utf8(body).expect("text"));
        event["isBase64Encoded"] = json!(false);
        Answer::of(&function.call(event).await.expect("an answer, not an error"))
    }

    pub async fn send(&self, function: &mut Function) -> Answer {
        let answer = function.call(self.event()).await;
        Answer::of(&answer.expect("an answer, not an error"))
    }
}

/// Percent-encodes what a form's fields hold; its own `=` and `&` come alone and stay.
fn encode(text: &str) -> String {
    if text == "=" || text == "&" {
        return text.to_owned();
    }
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

impl Answer {
    fn of(answer: &Value) -> Self {
        let text = answer["body"].as_str().unwrap_or_default();
        let was_base64 = answer["isBase64Encoded"].as_bool().expect("it says so");
        Self {
            status: answer["statusCode"].as_u64().expect("a status"),
            body: if was_base64 {
                STANDARD.decode(text).expect("base64")
            } else {
                text.as_bytes().to_vec()
            },
            was_base64,
            headers: answer["headers"].clone(),
            set_cookies: answer["cookies"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|cookie| cookie.as_str().map(str::to_owned))
                .collect(),
        }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers[name].as_str().unwrap_or_default()
    }

    pub fn cookies(&self) -> &[String] {
        &self.set_cookies
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// The value of the hidden field that guards forms.
    pub fn form_token(&self) -> String {
        let pattern = regex::Regex::new(r#"name="csrf" value="([^"]+)""#).expect("a pattern");
        pattern.captures(self.text()).expect("a form")[1].to_owned()
    }
}
