//! A scanner that speaks the daemon's protocol and does what the test tells it, its absences included.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use zvarot_integrations::antivirus::Scanner;

/// What the scanner takes for a virus.
pub const VIRUS: &[u8] = b"a virus of the tests";

pub struct TestScanner {
    address: String,
    /// While false, files are taken but no verdict is given.
    pub answers: watch::Sender<bool>,
    /// How many files have arrived whole.
    pub seen: Arc<AtomicUsize>,
}

impl TestScanner {
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (answers, answering) = watch::channel(true);
        let seen = Arc::new(AtomicUsize::new(0));
        let count = seen.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answering, count) = (answering.clone(), count.clone());
                tokio::spawn(async move { drop(answer(stream, answering, &count).await) });
            }
        });
        Self {
            address,
            answers,
            seen,
        }
    }

    pub fn scanner(&self) -> Scanner {
        scanner_at(&self.address)
    }
}

pub fn scanner_at(address: &str) -> Scanner {
    Scanner::from_env(&|_| Some(format!("clamd://{address}"))).unwrap()
}

async fn answer(
    mut stream: TcpStream,
    mut answering: watch::Receiver<bool>,
    seen: &AtomicUsize,
) -> std::io::Result<()> {
    stream.read_exact(&mut [0; 10]).await?;
    let mut file = Vec::new();
    loop {
        let length = stream.read_u32().await?;
        if length == 0 {
            break;
        }
        let start = file.len();
        file.resize(start + length as usize, 0);
        stream.read_exact(&mut file[start..]).await?;
    }
    seen.fetch_add(1, Ordering::SeqCst);
    answering
        .wait_for(|open| *open)
        .await
        .map_err(std::io::Error::other)?;
    let infected = file.windows(VIRUS.len()).any(|part| part == VIRUS);
    let answer: &[u8] = if infected {
        b"stream: Test.Virus FOUND\0"
    } else {
        b"stream: OK\0"
    };
    stream.write_all(answer).await
}
