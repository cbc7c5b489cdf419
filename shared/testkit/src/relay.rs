//! A mail relay for tests: a small SMTP server that says what its script says at each step and keeps what it was given.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
    sync::Notify,
};
use tokio_rustls::TlsAcceptor;

/// What the relay does at a step.
#[derive(Clone)]
pub enum Act {
    /// Replies with these lines.
    Say(&'static str),
    /// Closes the connection.
    Drop,
    /// Says nothing until the test lets it.
    Wait(Arc<Notify>, &'static str),
}

/// The relay's part, a step at a time.
#[derive(Clone)]
pub struct Script {
    /// On connection.
    pub greeting: Act,
    /// To `EHLO`.
    pub hello: Act,
    /// To `AUTH`.
    pub auth: Act,
    /// To `MAIL FROM`.
    pub mail: Act,
    /// To `RCPT TO`.
    pub rcpt: Act,
    /// To `DATA`.
    pub data: Act,
    /// Before any of the text is read.
    pub body: Option<Act>,
    /// After the final dot.
    pub dot: Act,
    /// To `MAIL FROM` on a line that has carried a letter; `None`: as on any other.
    pub again: Option<Act>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            greeting: Act::Say("220 relay.test ESMTP"),
            hello: Act::Say("250-relay.test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME"),
            auth: Act::Say("235 2.7.0 ok"),
            mail: Act::Say("250 2.1.0 ok"),
            rcpt: Act::Say("250 2.1.5 ok"),
            data: Act::Say("354 go on"),
            body: None,
            dot: Act::Say("250 2.0.0 queued as 4X1zYk for <somebody@example.by>"),
            again: None,
        }
    }
}

#[derive(Default)]
struct Got {
    commands: Vec<String>,
    texts: Vec<String>,
    secure: bool,
}

/// The server; it ends with the test's runtime.
pub struct Relay {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    script: Arc<Mutex<Script>>,
    got: Arc<Mutex<Got>>,
}

/// How TLS begins.
#[derive(Clone)]
pub enum Security {
    /// Never.
    None,
    /// From the first byte.
    Wrapped(TlsAcceptor),
    /// By `STARTTLS`.
    Upgrade(TlsAcceptor),
}

impl Relay {
    /// Listens on a free port, without TLS.
    pub async fn start(script: Script) -> Self {
        Self::start_with(script, Security::None).await
    }

    /// Listens on a free port.
    pub async fn start_with(script: Script, security: Security) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let relay = Self {
            port: listener.local_addr().expect("it is bound").port(),
            script: Arc::new(Mutex::new(script)),
            got: Arc::default(),
        };
        let (script, got) = (Arc::clone(&relay.script), Arc::clone(&relay.got));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let talk = Talk {
                    script: Arc::clone(&script),
                    got: Arc::clone(&got),
                };
                tokio::spawn(talk.run(Box::new(stream), security.clone()));
            }
        });
        relay
    }

    /// From the next step on it does this, on lines that are open too.
    pub fn follow(&self, script: Script) {
        *self.script.lock().expect(UNHURT) = script;
    }

    /// Command lines in order, without texts.
    pub fn commands(&self) -> Vec<String> {
        self.got.lock().expect(UNHURT).commands.clone()
    }

    /// Whole texts as they came, dots unstuffed.
    pub fn texts(&self) -> Vec<String> {
        self.got.lock().expect(UNHURT).texts.clone()
    }

    /// The texts with their parts decoded, as a person's program shows them.
    pub fn letters(&self) -> Vec<String> {
        self.texts().iter().map(|text| decoded(text)).collect()
    }

    /// Whether the last connection was under TLS when the sender was named.
    pub fn secure(&self) -> bool {
        self.got.lock().expect(UNHURT).secure
    }
}

const UNHURT: &str = "nobody panics holding it";

trait Both: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Both for S {}
type Line = BufReader<Box<dyn Both>>;

struct Talk {
    script: Arc<Mutex<Script>>,
    got: Arc<Mutex<Got>>,
}

impl Talk {
    /// `None` ends the connection.
    async fn run(self, mut stream: Box<dyn Both>, security: Security) -> Option<()> {
        let (mut secure, upgrade) = match security {
            Security::None => (false, None),
            Security::Upgrade(acceptor) => (false, Some(acceptor)),
            Security::Wrapped(acceptor) => {
                stream = Box::new(acceptor.accept(stream).await.ok()?);
                (true, None)
            }
        };
        let mut line = BufReader::new(stream);
        act(&mut line, &self.script().greeting).await?;
        let mut carried = false;
        loop {
            let mut command = String::new();
            if line.read_line(&mut command).await.ok()? == 0 {
                return None;
            }
            let command = command.trim_end().to_owned();
            let verb = command
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_uppercase();
            self.note(|got| got.commands.push(command));
            let script = self.script();
            match verb.as_str() {
                "EHLO" if upgrade.is_some() && !secure => {
                    act(&mut line, &Act::Say("250-relay.test\r\n250 STARTTLS")).await?;
                }
                "EHLO" => act(&mut line, &script.hello).await?,
                "STARTTLS" => {
                    act(&mut line, &Act::Say("220 begin")).await?;
                    let stream = upgrade.clone()?.accept(line.into_inner()).await.ok()?;
                    line = BufReader::new(Box::new(stream));
                    secure = true;
                }
                "AUTH" => act(&mut line, &script.auth).await?,
                "MAIL" => {
                    self.note(|got| got.secure = secure);
                    let again = script.again.as_ref().filter(|_| carried);
                    act(&mut line, again.unwrap_or(&script.mail)).await?;
                }
                "RCPT" => act(&mut line, &script.rcpt).await?,
                "DATA" => {
                    self.take_text(&mut line).await?;
                    carried = true;
                }
                "QUIT" => {
                    act(&mut line, &Act::Say("221 bye")).await?;
                    return None;
                }
                _ => act(&mut line, &Act::Say("250 ok")).await?,
            }
        }
    }

    async fn take_text(&self, line: &mut Line) -> Option<()> {
        let script = self.script();
        act(line, &script.data).await?;
        if matches!(script.data, Act::Say(reply) if !reply.starts_with('3')) {
            return Some(());
        }
        if let Some(before) = &script.body {
            act(line, before).await?;
        }
        let text = text(line).await?;
        self.note(|got| got.texts.push(text));
        act(line, &script.dot).await
    }

    fn script(&self) -> Script {
        self.script.lock().expect(UNHURT).clone()
    }

    fn note(&self, change: impl FnOnce(&mut Got)) {
        change(&mut self.got.lock().expect(UNHURT));
    }
}

async fn act(line: &mut Line, act: &Act) -> Option<()> {
    let reply = match act {
        Act::Drop => return None,
        Act::Say(reply) => reply,
        Act::Wait(until, reply) => {
            until.notified().await;
            reply
        }
    };
    line.write_all(format!("{reply}\r\n").as_bytes())
        .await
        .ok()?;
    line.flush().await.ok()
}

async fn text(line: &mut Line) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut one = String::new();
        if line.read_line(&mut one).await.ok()? == 0 {
            return None;
        }
        if one == ".\r\n" {
            return Some(text);
        }
        text.push_str(one.strip_prefix('.').unwrap_or(&one));
    }
}

/// Every base64 and quoted-printable part written out; headers stay as they are.
fn decoded(text: &str) -> String {
    let mut parts = String::new();
    for part in text.split("\r\n--") {
        let (headers, body) = part.split_once("\r\n\r\n").unwrap_or((part, ""));
        parts.push_str(headers);
        parts.push_str("\n\n");
        let bytes = if headers.contains("Content-Transfer-Encoding: base64") {
            let packed: String = body.split_whitespace().collect();
            base64::engine::general_purpose::STANDARD
                .decode(packed)
                .unwrap_or_default()
        } else if headers.contains("Content-Transfer-Encoding: quoted-printable") {
            unquoted(&body.replace("=\r\n", ""))
        } else {
            body.as_bytes().to_vec()
        };
        parts.push_str(&String::from_utf8_lossy(&bytes));
        parts.push('\n');
    }
    parts
}

fn unquoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut pieces = text.split('=');
    bytes.extend_from_slice(pieces.next().unwrap_or_default().as_bytes());
    for piece in pieces {
        let code = piece
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.extend(code);
        bytes.extend_from_slice(piece.get(2..).unwrap_or_default().as_bytes());
    }
    bytes
}
