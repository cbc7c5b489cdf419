//! `SMTP_URL`, `SMTP_CA`, `MAIL_FROM`.

use lettre::message::Mailbox;
use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

use crate::settings::{Lookup, SettingError, optional, required};

use super::Patience;

/// How the line to the relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// `smtp://`: none. For a relay on the same machine or in the same closed network.
    None,
    /// `smtp+starttls://`: upgraded before anything is said; without it nothing is sent.
    StartTls,
    /// `smtps://`: TLS from the first byte.
    Tls,
}

/// Where and as whom letters are sent.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// Host name or address of the relay, from `SMTP_URL`.
    pub host: String,
    /// TCP port, from `SMTP_URL`; 25, 587 or 465 where it names none.
    pub port: u16,
    /// From the scheme of `SMTP_URL`.
    pub encryption: Encryption,
    /// Login and password, percent-decoded, from `SMTP_URL`.
    pub credentials: Option<(String, SecretString)>,
    /// PEM of one more trusted root, for a relay with a certificate of an own authority: `SMTP_CA` (or `SMTP_CA_FILE`).
    pub trusted_root: Option<String>,
    /// `MAIL_FROM`: `Name <mailbox@domain>`; its domain also ends our message ids.
    pub from: Mailbox,
    /// How long to wait at each step.
    pub patience: Patience,
}

const URL_HELP: &str =
    "smtp://host:25, smtp+starttls://user:password@host:587 or smtps://user:password@host:465";

impl MailSettings {
    /// Reads `SMTP_URL`, `SMTP_CA` and `MAIL_FROM`.
    ///
    /// # Errors
    /// A variable is missing or cannot be understood, or a password would travel in the clear to another machine.
    pub fn from_env(lookup: Lookup<'_>) -> Result<Self, SettingError> {
        let wrong = |problem: String| SettingError::new("SMTP_URL", problem);
        // The URL holds a password: what the parser says is repeated, the value is not.
        let url = Url::parse(&required(lookup, "SMTP_URL", URL_HELP)?)
            .map_err(|error| wrong(format!("{error}; give {URL_HELP}")))?;
        let (encryption, usual_port) = match url.scheme() {
            "smtp" => (Encryption::None, 25),
            "smtp+starttls" => (Encryption::StartTls, 587),
            "smtps" => (Encryption::Tls, 465),
            _ => return Err(wrong(format!("give {URL_HELP}"))),
        };
        let host = host(&url).ok_or_else(|| wrong(format!("names no host; give {URL_HELP}")))?;
        let credentials = credentials(&url).map_err(wrong)?;
        if credentials.is_some() && encryption == Encryption::None && !is_this_machine(&host) {
            return Err(wrong(
                "would send the password in the clear; use smtp+starttls:// or smtps://".into(),
            ));
        }
        let from = required(lookup, "MAIL_FROM", "Name <mailbox@domain>")?;
        Ok(Self {
            host,
            port: url.port().unwrap_or(usual_port),
            encryption,
            credentials,
            trusted_root: optional(lookup, "SMTP_CA"),
            from: from
                .parse()
                .map_err(|_| SettingError::new("MAIL_FROM", "give Name <mailbox@domain>"))?,
            patience: Patience::default(),
        })
    }
}

fn host(url: &Url) -> Option<String> {
    // The scheme is not one the URL standard knows, so a host is never parsed as an address there.
    match Host::parse(url.host_str()?).ok()? {
        Host::Domain(name) => Some(name),
        Host::Ipv4(address) => Some(address.to_string()),
        Host::Ipv6(address) => Some(address.to_string()),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn credentials(url: &Url) -> Result<Option<(String, SecretString)>, String> {
    let Some(password) = url.password() else {
        return match url.username() {
            "" => Ok(None),
            _ => Err("has a user without a password".into()),
        };
    };
    let decode = |part: &str| {
        percent_decode_str(part)
            .decode_utf8()
            .map(|text| text.into_owned())
            .map_err(|_| "the user or the password is not UTF-8 after percent-decoding".to_owned())
    };
    Ok(Some((decode(url.username())?, decode(password)?.into())))
}
