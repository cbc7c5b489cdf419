//! A mail server that only takes letters and notes when: the catcher of the measured run.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// The catcher: when each letter came, by its Message-ID up to the @.
#[derive(Clone)]
pub struct Sink {
    port: u16,
    taken: Arc<Mutex<BTreeMap<String, Vec<DateTime<Utc>>>>>,
}

impl Sink {
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let sink = Self { port: listener.local_addr().expect("bound").port(), taken: Arc::default() };
        let taken = sink.taken.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(converse(connection, taken.clone()));
            }
        });
        sink
    }

    pub fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// When each letter came.
    pub fn taken(&self) -> BTreeMap<String, Vec<DateTime<Utc>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn converse(connection: TcpStream, taken: Arc<Mutex<BTreeMap<String, Vec<DateTime<Utc>>>>>) -> Option<()> {
    connection.set_nodelay(true).ok()?;
    let (read, mut write) = connection.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 bench\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let word = line.split_whitespace().next().unwrap_or_default().to_uppercase();
        let reply: &[u8] = match word.as_str() {
            "EHLO" => b"250-bench\r\n250 8BITMIME\r\n",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut id = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    if let Some(value) = line.strip_prefix("Message-ID: <") {
                        id = value.split('@').next().unwrap_or_default().to_owned();
                    }
                }
                #[expect(clippy::disallowed_methods, reason = "the catcher notes the real time")]
                let now = Utc::now();
                taken.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().push(now);
                b"250 taken\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return Some(());
            }
            _ => b"250 ok\r\n",
        };
        write.write_all(reply).await.ok()?;
    }
    Some(())
}
