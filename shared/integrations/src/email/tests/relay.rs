//! A small SMTP server: says what its script says at each step and keeps what it was given.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
    sync::Notify,
};
use tokio_rustls::TlsAcceptor;

/// What the relay does at a step.
#[derive(Clone)]
pub enum Act {
    Say(&'static str),
    /// Closes the connection.
    Drop,
    /// Says nothing until the test lets it.
    Wait(Arc<Notify>, &'static str),
}

/// The relay's part, a step at a time.
#[derive(Clone)]
pub struct Script {
    pub greeting: Act,
    pub hello: Act,
    pub auth: Act,
    pub mail: Act,
    pub rcpt: Act,
    pub data: Act,
    /// Before any of the text is read.
    pub body: Option<Act>,
    /// After the final dot.
    pub dot: Act,
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
        }
    }
}

#[derive(Default)]
pub struct Got {
    /// Command lines in order, without texts.
    pub commands: Vec<String>,
    /// Whole texts, dots unstuffed.
    pub texts: Vec<String>,
    /// Whether the last connection was under TLS when the sender was named.
    pub secure: bool,
}

pub struct Relay {
    pub port: u16,
    got: Arc<Mutex<Got>>,
}

/// How TLS begins.
#[derive(Clone)]
pub enum Security {
    None,
    Wrapped(TlsAcceptor),
    Upgrade(TlsAcceptor),
}

impl Relay {
    pub async fn start(script: Script) -> Self {
        Self::start_with(script, Security::None).await
    }

    pub async fn start_with(script: Script, security: Security) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let got = Arc::new(Mutex::new(Got::default()));
        let kept = Arc::clone(&got);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let talk = Talk {
                    script: script.clone(),
                    got: Arc::clone(&kept),
                };
                tokio::spawn(talk.run(Box::new(stream), security.clone()));
            }
        });
        Self { port, got }
    }

    pub fn commands(&self) -> Vec<String> {
        self.got
            .lock()
            .expect("no test panics with it")
            .commands
            .clone()
    }

    pub fn texts(&self) -> Vec<String> {
        self.got
            .lock()
            .expect("no test panics with it")
            .texts
            .clone()
    }

    pub fn secure(&self) -> bool {
        self.got.lock().expect("no test panics with it").secure
    }
}

trait Both: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Both for S {}
type Line = BufReader<Box<dyn Both>>;

struct Talk {
    script: Script,
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
        act(&mut line, &self.script.greeting).await?;
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
            match verb.as_str() {
                "EHLO" if upgrade.is_some() && !secure => {
                    act(&mut line, &Act::Say("250-relay.test\r\n250 STARTTLS")).await?;
                }
                "EHLO" => act(&mut line, &self.script.hello).await?,
                "STARTTLS" => {
                    act(&mut line, &Act::Say("220 begin")).await?;
                    let stream = upgrade.clone()?.accept(line.into_inner()).await.ok()?;
                    line = BufReader::new(Box::new(stream));
                    secure = true;
                }
                "AUTH" => act(&mut line, &self.script.auth).await?,
                "MAIL" => {
                    self.note(|got| got.secure = secure);
                    act(&mut line, &self.script.mail).await?;
                }
                "RCPT" => act(&mut line, &self.script.rcpt).await?,
                "DATA" => self.take_text(&mut line).await?,
                "QUIT" => {
                    act(&mut line, &Act::Say("221 bye")).await?;
                    return None;
                }
                _ => act(&mut line, &Act::Say("250 ok")).await?,
            }
        }
    }

    async fn take_text(&self, line: &mut Line) -> Option<()> {
        act(line, &self.script.data).await?;
        if matches!(self.script.data, Act::Say(reply) if !reply.starts_with('3')) {
            return Some(());
        }
        if let Some(before) = &self.script.body {
            act(line, before).await?;
        }
        let text = text(line).await?;
        self.note(|got| got.texts.push(text));
        act(line, &self.script.dot).await
    }

    fn note(&self, change: impl FnOnce(&mut Got)) {
        change(&mut self.got.lock().expect("no test panics with it"));
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
