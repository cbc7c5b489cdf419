//! The SMTP conversation. A line carries one letter at a time, and another only after the relay has taken the one before:
//! what happened to a letter is never mixed up with another's.

use std::{future::Future, sync::Arc, time::Duration};

use lettre::{
    Address,
    message::Mailbox,
    transport::smtp::{
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
        response::{Response, Severity},
    },
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{net::TcpStream, time::timeout};

use crate::{SendError, SettingError};

use super::{
    Email, Encryption, MailSettings,
    lines::{Line, Lines},
    message::Envelope,
};

type SmtpError = lettre::transport::smtp::Error;

/// How long each step of the conversation may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Connecting, with TLS, until the relay's greeting and `EHLO` reply.
    pub connect: Duration,
    /// The reply to each command before the text.
    pub command: Duration,
    /// The text and the reply after its final dot. RFC 5321 (4.5.3.2.6) asks for ten minutes: a relay may be scanning,
    /// and who hangs up early gets the letter delivered and does not know it.
    pub text: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            command: Duration::from_secs(60),
            text: Duration::from_secs(600),
        }
    }
}

/// What became of a letter that was not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// The relay took it and answers for it; `reference` is its reply (often with a queue id), without addresses.
    Accepted {
        /// At most 120 characters.
        reference: String,
    },
    /// The caller gave no letter: nothing was sent.
    Withheld,
}

/// Sends letters to one relay.
pub struct Mailer {
    host: String,
    port: u16,
    encryption: Encryption,
    tls: Option<TlsParameters>,
    credentials: Option<(String, SecretString)>,
    from: Mailbox,
    hello: ClientId,
    patience: Patience,
    lines: Arc<Lines>,
}

impl Mailer {
    /// # Errors
    /// The trusted root of `SMTP_CA` is no certificate.
    pub fn new(settings: MailSettings) -> Result<Self, SettingError> {
        let tls = match settings.encryption {
            Encryption::None => None,
            Encryption::StartTls | Encryption::Tls => Some(tls(&settings)?),
        };
        Ok(Self {
            host: settings.host,
            port: settings.port,
            encryption: settings.encryption,
            tls,
            credentials: settings.credentials,
            from: settings.from,
            hello: ClientId::default(),
            patience: settings.patience,
            lines: Arc::default(),
        })
    }

    /// Sends one letter to `to` (`local@domain`; the domain may be in national letters). When the relay has agreed to
    /// the sender and the recipient, awaits `letter`: `Some` means that the caller has committed "handing over" and this
    /// text may leave, `None` that none must. After that point `Retry` and `Refused` still mean that the relay surely
    /// did not take it.
    ///
    /// # Errors
    /// See [`SendError`]. A refusal before the recipient is named (greeting, TLS, sign-in, sender) is about us and not
    /// about this letter, so it is `Retry` even with a 5xx: an operator can mend it.
    pub async fn send(
        &self,
        to: &str,
        letter: impl AsyncFnOnce() -> anyhow::Result<Option<Email>>,
    ) -> Result<Handed, SendError> {
        let envelope = Envelope::new(&self.from, to)?;
        let mut line = self.line_for(&envelope).await?;
        let outcome = match letter().await {
            Ok(Some(letter)) => {
                async { self.hand_over(line.connection(), &letter.compose(&envelope)?).await }.await
            }
            Ok(None) => Ok(Handed::Withheld),
            Err(error) => Err(SendError::NotRecorded(error)),
        };
        match outcome {
            Ok(Handed::Accepted { .. }) => self.lines.keep(line),
            // The outcome is known: the caller records it now, goodbye is said meanwhile.
            _ => line.leave(),
        }
        outcome
    }

    /// A line on which the relay has agreed to the sender and the recipient. One that was kept may have been hung up since:
    /// nothing has been handed over on it, so a new one is tried.
    async fn line_for(&self, envelope: &Envelope) -> Result<Line, SendError> {
        if let Some(mut line) = self.lines.take() {
            match self.name_both(line.connection(), envelope).await {
                Ok(()) => return Ok(line),
                Err(refused @ SendError::Refused(_)) => {
                    line.leave();
                    return Err(refused);
                }
                Err(_) => line.leave(),
            }
        }
        let mut line = Line::new(self.open().await?);
        match self.name_both(line.connection(), envelope).await {
            Ok(()) => Ok(line),
            Err(error) => {
                line.leave();
                Err(error)
            }
        }
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, SendError> {
        let mut line = match self.encryption {
            Encryption::Tls => {
                let relay = (self.host.as_str(), self.port);
                let patience = self.patience.connect;
                let connecting = AsyncSmtpConnection::connect_tokio1(
                    relay,
                    Some(patience),
                    &self.hello,
                    self.tls.clone(),
                    None,
                );
                ours("connect", within(patience, connecting).await)?
            }
            Encryption::None | Encryption::StartTls => {
                let socket = Box::new(self.socket().await?);
                let greeting = AsyncSmtpConnection::connect_with_transport(socket, &self.hello);
                ours("connect", within(self.patience.connect, greeting).await)?
            }
        };
        let wait = self.patience.command;
        if self.encryption == Encryption::StartTls
            && let Some(tls) = &self.tls
        {
            let upgrading = line.starttls(tls.clone(), &self.hello);
            ours("STARTTLS", within(wait, upgrading).await)?;
        }
        if let Some((user, password)) = &self.credentials {
            let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
            let signing_in = line.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            ours("AUTH", within(wait, signing_in).await)?;
        }
        Ok(line)
    }

    /// A connection that sends at once what is written: the final dot would otherwise wait for the relay to confirm the
    /// text before it, which takes some 40 ms where the relay delays its confirmations.
    async fn socket(&self) -> Result<TcpStream, SendError> {
        let connecting = TcpStream::connect((self.host.as_str(), self.port));
        let socket = match timeout(self.patience.connect, connecting).await {
            Ok(Ok(socket)) => socket,
            Ok(Err(error)) => return Err(SendError::Retry(format!("connect: {error}"))),
            Err(_) => return Err(SendError::Retry("connect: no answer in time".into())),
        };
        // Without it letters are slower, not lost.
        let _ = socket.set_nodelay(true);
        Ok(socket)
    }

    /// The sender and the recipient.
    async fn name_both(
        &self,
        line: &mut AsyncSmtpConnection,
        envelope: &Envelope,
    ) -> Result<(), SendError> {
        let wait = self.patience.command;
        let mut parameters = Vec::new();
        if !is_ascii(&envelope.to) || !is_ascii(&envelope.from.email) {
            if !line.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(SendError::Refused(
                    "RCPT: the relay takes no addresses in national letters".into(),
                ));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let naming_sender = line.command(Mail::new(Some(envelope.from.email.clone()), parameters));
        ours("MAIL", within(wait, naming_sender).await)?;
        let naming_recipient = line.command(Rcpt::new(envelope.to.clone(), Vec::new()));
        theirs("RCPT", within(wait, naming_recipient).await)?;
        Ok(())
    }

    async fn hand_over(
        &self,
        line: &mut AsyncSmtpConnection,
        bytes: &[u8],
    ) -> Result<Handed, SendError> {
        let asking = line.command(Data);
        let answer = theirs("DATA", within(self.patience.command, asking).await)?;
        if answer.code().severity != Severity::PositiveIntermediate {
            return Err(SendError::Retry(
                "DATA: an answer that was not asked for".into(),
            ));
        }
        let mut all_out = false;
        let sending = line.message_iter(Pieces {
            rest: bytes,
            all_out: &mut all_out,
        });
        let answer = within(self.patience.text, sending).await;
        match answer {
            Ok(answer) if answer.code().severity == Severity::PositiveCompletion => {
                Ok(Handed::Accepted {
                    reference: reference(&answer),
                })
            }
            // A 3xx after the text means nothing in SMTP.
            Ok(_) => Err(SendError::Unknown(
                "text: an answer that was not asked for".into(),
            )),
            Err(trouble) if trouble.is_an_answer() || !all_out => {
                Err(trouble.for_the_letter("text"))
            }
            Err(trouble) => Err(SendError::Unknown(trouble.reason("after the final dot"))),
        }
    }
}

fn tls(settings: &MailSettings) -> Result<TlsParameters, SettingError> {
    let wrong = |problem: String| SettingError::new("SMTP_CA", problem);
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.trusted_root {
        let root = Some(pem)
            .filter(|pem| pem.contains("-----BEGIN CERTIFICATE-----"))
            .and_then(|pem| Certificate::from_pem(pem.as_bytes()).ok())
            .ok_or_else(|| wrong("is not a PEM certificate".into()))?;
        builder = builder.add_root_certificate(root);
    }
    builder.build().map_err(|error| wrong(error.to_string()))
}

/// Hands the text out piece by piece and notes when the last one has been taken: only then can the final dot follow.
/// A line that breaks earlier leaves a text without its end, which no relay accepts.
struct Pieces<'a> {
    rest: &'a [u8],
    all_out: &'a mut bool,
}

const PIECE: usize = 16 * 1024;

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            *self.all_out = true;
            return None;
        }
        let (piece, rest) = self.rest.split_at(PIECE.min(self.rest.len()));
        self.rest = rest;
        Some(piece)
    }
}

enum Trouble {
    Late,
    Said(SmtpError),
}

async fn within<T>(
    limit: Duration,
    step: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Trouble> {
    match timeout(limit, step).await {
        Ok(result) => result.map_err(Trouble::Said),
        Err(_) => Err(Trouble::Late),
    }
}

/// A step that is about us: whatever goes wrong, later may be better.
fn ours<T>(step: &str, result: Result<T, Trouble>) -> Result<T, SendError> {
    result.map_err(|trouble| SendError::Retry(trouble.reason(step)))
}

/// A step that is about this letter: a 5xx is final.
fn theirs(step: &str, result: Result<Response, Trouble>) -> Result<Response, SendError> {
    result.map_err(|trouble| trouble.for_the_letter(step))
}

impl Trouble {
    fn is_an_answer(&self) -> bool {
        matches!(self, Self::Said(error) if error.status().is_some())
    }

    fn for_the_letter(&self, step: &str) -> SendError {
        match self {
            Self::Said(error) if error.is_permanent() => SendError::Refused(self.reason(step)),
            Self::Said(_) | Self::Late => SendError::Retry(self.reason(step)),
        }
    }

    /// Step and code. The relay's words often repeat the address, so of them only the enhanced code is kept.
    fn reason(&self, step: &str) -> String {
        let error = match self {
            Self::Late => return format!("{step}: no answer in time"),
            Self::Said(error) => error,
        };
        match error.status() {
            Some(code) => match enhanced_code(error) {
                Some(enhanced) => format!("{step}: {code} {enhanced}"),
                None => format!("{step}: {code}"),
            },
            None if error.is_response() => format!("{step}: the line closed or spoke no SMTP"),
            None => format!("{step}: {error}"),
        }
    }
}

/// `5.1.1` at the beginning of the relay's words (RFC 3463).
fn enhanced_code(error: &SmtpError) -> Option<String> {
    let words = std::error::Error::source(error)?.to_string();
    let first = words.split_whitespace().next()?;
    let numbers: Vec<&str> = first.split('.').collect();
    let is_code = numbers.len() == 3
        && numbers.iter().all(|number| {
            (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
        });
    is_code.then(|| first.to_owned())
}

fn is_ascii(address: &Address) -> bool {
    AsRef::<str>::as_ref(address).is_ascii()
}

fn reference(answer: &Response) -> String {
    let words: String = answer
        .message()
        .flat_map(str::split_whitespace)
        .filter(|word| !word.contains('@'))
        .collect::<Vec<_>>()
        .join(" ");
    words
        .chars()
        .filter(|letter| !letter.is_control())
        .take(120)
        .collect()
}
