//! A daemon that is out of memory, goes away, answers too early, or is none at all.

use std::{
    io::{self, Cursor},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf, repeat},
    net::{TcpListener, TcpStream},
};

use crate::antivirus::{Clamd, ScanError, Verdict};

/// When the false daemon answers.
#[derive(Clone, Copy)]
enum When {
    AfterTheWholeStream,
    AfterTheFirstPiece,
}

/// Answers every stream with these bytes and closes.
async fn answering(when: When, answer: &'static [u8]) -> Clamd {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it is bound").to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, when, answer));
        }
    });
    Clamd::new(&address)
}

async fn serve(mut stream: TcpStream, when: When, answer: &[u8]) -> io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await?;
    assert_eq!(&command, b"zINSTREAM\0");
    loop {
        let length = stream.read_u32().await?;
        if length == 0 {
            break;
        }
        let mut piece = vec![0; length as usize];
        stream.read_exact(&mut piece).await?;
        if matches!(when, When::AfterTheFirstPiece) {
            break;
        }
    }
    stream.write_all(answer).await
}

fn name(result: &Result<Verdict, ScanError>) -> &'static str {
    match result {
        Ok(Verdict::Clean) => "clean",
        Ok(Verdict::Infected { .. }) => "infected",
        Ok(Verdict::NotChecked) => "not checked",
        Err(ScanError::Unavailable(_)) => "unavailable",
        Err(ScanError::TooLarge) => "too large",
        Err(ScanError::Broken(_)) => "broken",
        Err(ScanError::Unreadable(_)) => "unreadable",
    }
}

// REQ: SEC-04
#[tokio::test]
async fn only_one_sentence_means_clean() {
    let cases: [(&[u8], &str); 17] = [
        (b"stream: OK\0", "clean"),
        (b"stream: OK", "unavailable"),
        (b"stream: OK\n\0", "broken"),
        (b"stream: OK \0", "broken"),
        (b" stream: OK\0", "broken"),
        (b"stream: ok\0", "broken"),
        (b"stream: OK, it seems\0", "broken"),
        (b"OK\0", "broken"),
        (b"PONG\0", "broken"),
        (b"\0", "broken"),
        (b"", "unavailable"),
        (b"stream: Can't allocate memory ERROR\0", "broken"),
        (b"stream: Can't create temporary file ERROR\0", "broken"),
        (b"stream: \xff\xfe\0", "broken"),
        (b"INSTREAM size limit exceeded. ERROR\0", "too large"),
        (b"stream: Eicar-Test FOUND\0", "infected"),
        (b"stream:  FOUND\0", "broken"),
    ];
    for (answer, expected) in cases {
        let clamd = answering(When::AfterTheWholeStream, answer).await;
        let result = clamd.scan(Cursor::new(vec![1; 200_000])).await;
        assert_eq!(
            name(&result),
            expected,
            "{}",
            String::from_utf8_lossy(answer)
        );
    }
}

// REQ: SEC-04
#[tokio::test]
async fn an_answer_before_the_end_of_the_file_is_never_clean() {
    let cases: [(&[u8], &str); 5] = [
        (b"stream: OK\0", "broken"),
        (b"", "unavailable"),
        (b"stream: Can't allocate memory ERROR\0", "broken"),
        (b"INSTREAM size limit exceeded. ERROR\0", "too large"),
        (b"stream: Eicar-Test FOUND\0", "infected"),
    ];
    for (answer, expected) in cases {
        let clamd = answering(When::AfterTheFirstPiece, answer).await;
        // endless: only the answer can stop it
        let result = clamd.scan(repeat(7)).await;
        // a reset may overtake the answer on its way: then it is a daemon that went away
        assert!(
            [expected, "unavailable"].contains(&name(&result)),
            "{result:?}"
        );
    }
}

#[tokio::test]
async fn a_daemon_that_stopped_is_not_waited_for_without_end() {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it is bound").to_string();
    let limit = Duration::from_millis(200);
    let clamd = Clamd::new(&address).with_patience(limit);
    // the system accepts the connection, nobody reads it
    for file in [1_000, 100_000_000] {
        let result = clamd.scan(repeat(7).take(file)).await;
        assert_eq!(name(&result), "unavailable", "{result:?}");
    }
    drop(listener);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_not_the_daemons_fault() {
    let clamd = answering(When::AfterTheWholeStream, b"stream: OK\0").await;
    let result = clamd
        .scan(Cursor::new(vec![1; 100_000]).chain(BadDisk))
        .await;
    assert_eq!(name(&result), "unreadable");
}

struct BadDisk;

impl AsyncRead for BadDisk {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Ready(Err(io::Error::other("the disk is bad")))
    }
}
