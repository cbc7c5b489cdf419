//! The daemon's protocol: `zINSTREAM`, pieces with their length before them, an empty piece, one answer.

use std::time::Duration;

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use super::{ScanError, Verdict, Version, version};

/// A ClamAV daemon at an address.
#[derive(Debug, Clone)]
pub struct Clamd {
    address: String,
    patience: Patience,
}

/// How long each step may take.
#[derive(Debug, Clone, Copy)]
struct Patience {
    connect: Duration,
    /// For one piece to be taken: a daemon under load reads slowly.
    piece: Duration,
    /// For the answer after the last piece: unpacking archives takes its time.
    verdict: Duration,
}

const PIECE: usize = 64 * 1024;

/// A verdict is one line: a signature's name or a sentence.
const ANSWER_LIMIT: u64 = 4096;

impl Clamd {
    /// `address` is `host:port`. Connects nowhere yet.
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            patience: Patience {
                connect: Duration::from_secs(5),
                piece: Duration::from_secs(60),
                verdict: Duration::from_secs(300),
            },
        }
    }

    /// The same daemon with one limit for every step: for tests and for short-lived functions.
    #[must_use]
    pub fn with_patience(mut self, limit: Duration) -> Self {
        self.patience = Patience {
            connect: limit,
            piece: limit,
            verdict: limit,
        };
        self
    }

    /// Checks a stream of bytes to its end.
    ///
    /// # Errors
    /// See [`ScanError`].
    pub async fn scan(
        &self,
        mut file: impl AsyncRead + Unpin + Send,
    ) -> Result<Verdict, ScanError> {
        let (reader, mut writer) = self.connect().await?.into_split();
        let mut answering = Box::pin(answer(reader));
        // The daemon may answer before the end (its length limit), and then closes: the answer must be read while the
        // pieces are still going out, or the break hides it.
        let sent = tokio::select! {
            early = &mut answering => return early.and_then(|answer| before_the_end(&answer)),
            sent = self.stream(&mut writer, &mut file) => sent,
        };
        match sent {
            Err(error @ ScanError::Unreadable(_)) => return Err(error),
            // What the daemon said before it went away explains more than the break.
            Err(error) => {
                return match self.wait(answering).await {
                    Ok(answer) => before_the_end(&answer),
                    Err(_) => Err(error),
                };
            }
            Ok(()) => {}
        }
        let answer = self.wait(answering).await?;
        verdict(&answer)
    }

    /// Asks whether the daemon is there.
    ///
    /// # Errors
    /// `Unavailable`, or `Broken` where something else answers at this address.
    pub async fn ping(&self) -> Result<(), ScanError> {
        match self.ask(b"zPING\0").await?.as_str() {
            "PONG" => Ok(()),
            _ => Err(ScanError::Broken("the answer to a ping is no PONG".into())),
        }
    }

    /// The daemon's version and the age of its database, for the operator's page and for an alarm: an old database
    /// finds nothing new.
    ///
    /// # Errors
    /// `Unavailable`, or `Broken` where something else answers at this address.
    pub async fn version(&self) -> Result<Version, ScanError> {
        let answer = self.ask(b"zVERSION\0").await?;
        version::parse(&answer)
            .ok_or_else(|| ScanError::Broken("the version cannot be understood".into()))
    }

    async fn ask(&self, question: &[u8]) -> Result<String, ScanError> {
        let (reader, mut writer) = self.connect().await?.into_split();
        self.put(&mut writer, question).await?;
        match timeout(self.patience.connect, answer(reader)).await {
            Ok(answer) => answer,
            Err(_) => Err(unavailable("no answer in time")),
        }
    }

    async fn connect(&self) -> Result<TcpStream, ScanError> {
        let stream = timeout(self.patience.connect, TcpStream::connect(&self.address))
            .await
            .map_err(|_| unavailable("no connection in time"))?
            .map_err(|error| ScanError::Unavailable(error.to_string()))?;
        // Length and piece are two writes; waiting to join them would cost a delayed ACK each.
        let _ = stream.set_nodelay(true);
        Ok(stream)
    }

    async fn stream(
        &self,
        writer: &mut (impl AsyncWrite + Unpin),
        file: &mut (impl AsyncRead + Unpin),
    ) -> Result<(), ScanError> {
        self.put(writer, b"zINSTREAM\0").await?;
        let mut piece = vec![0; PIECE];
        loop {
            let length = file.read(&mut piece).await.map_err(ScanError::Unreadable)?;
            // a piece is at most PIECE long; the empty one ends the stream
            self.put(writer, &(length as u32).to_be_bytes()).await?;
            if length == 0 {
                return Ok(());
            }
            self.put(writer, &piece[..length]).await?;
        }
    }

    async fn put(
        &self,
        writer: &mut (impl AsyncWrite + Unpin),
        bytes: &[u8],
    ) -> Result<(), ScanError> {
        timeout(self.patience.piece, writer.write_all(bytes))
            .await
            .map_err(|_| unavailable("it takes no more bytes"))?
            .map_err(|error| ScanError::Unavailable(error.to_string()))
    }

    async fn wait(
        &self,
        answering: impl Future<Output = Result<String, ScanError>>,
    ) -> Result<String, ScanError> {
        timeout(self.patience.verdict, answering)
            .await
            .map_err(|_| unavailable("no verdict in time"))?
    }
}

fn unavailable(reason: &str) -> ScanError {
    ScanError::Unavailable(reason.to_owned())
}

/// One answer up to its zero byte. Without that byte it is half an answer, whatever it says.
async fn answer(reader: impl AsyncRead + Unpin) -> Result<String, ScanError> {
    let mut bytes = Vec::new();
    let mut reader = reader.take(ANSWER_LIMIT);
    let mut piece = [0; 256];
    loop {
        let length = reader
            .read(&mut piece)
            .await
            .map_err(|error| ScanError::Unavailable(error.to_string()))?;
        if length == 0 {
            return Err(unavailable("it closed the connection without an answer"));
        }
        bytes.extend_from_slice(&piece[..length]);
        if let Some(end) = bytes.iter().position(|byte| *byte == 0) {
            bytes.truncate(end);
            return String::from_utf8(bytes)
                .map_err(|_| ScanError::Broken("an answer that is no text".into()));
        }
    }
}

/// An answer to the whole stream. Clean is this one sentence and nothing that resembles it.
fn verdict(answer: &str) -> Result<Verdict, ScanError> {
    if answer == "stream: OK" {
        return Ok(Verdict::Clean);
    }
    before_the_end(answer)
}

/// An answer that came before the daemon had the whole file: it may have found something, but cannot call it clean.
fn before_the_end(answer: &str) -> Result<Verdict, ScanError> {
    if let Some(signature) = answer
        .strip_prefix("stream: ")
        .and_then(|rest| rest.strip_suffix(" FOUND"))
        .filter(|signature| !signature.is_empty())
    {
        return Ok(Verdict::Infected {
            signature: signature.to_owned(),
        });
    }
    if answer.starts_with("INSTREAM size limit exceeded") {
        return Err(ScanError::TooLarge);
    }
    // ERROR (out of memory, no temporary space) and whatever else.
    Err(ScanError::Broken(answer.chars().take(200).collect()))
}
