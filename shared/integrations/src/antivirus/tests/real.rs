//! What the real daemon says.

use std::io::Cursor;

use tokio::io::{AsyncReadExt, repeat};

use crate::antivirus::{ScanError, Scanner, Verdict};

use super::{
    daemon::{Daemon, LIMIT},
    eicar,
};

// REQ: SEC-04
#[tokio::test]
async fn the_daemon_finds_what_its_database_knows() {
    let daemon = Daemon::start().await;
    let scanner = Scanner::Clamd(daemon.clamd.clone());
    let infected = scanner
        .scan(Cursor::new(eicar()))
        .await
        .expect("there is a verdict");
    let Verdict::Infected { signature } = infected else {
        panic!("{infected:?}");
    };
    assert_eq!(signature, "Eicar-Test.UNOFFICIAL");
    let clean = scanner.scan(Cursor::new(b"a letter".to_vec())).await;
    assert_eq!(clean.expect("there is a verdict"), Verdict::Clean);
    let empty = scanner.scan(Cursor::new(Vec::new())).await;
    assert_eq!(empty.expect("there is a verdict"), Verdict::Clean);
}

#[tokio::test]
async fn the_largest_permitted_file_passes_and_a_longer_stream_is_told() {
    let daemon = Daemon::start().await;
    let largest = daemon.clamd.scan(repeat(b'a').take(15 * 1024 * 1024)).await;
    assert_eq!(largest.expect("there is a verdict"), Verdict::Clean);
    let longer = daemon.clamd.scan(repeat(b'a').take(LIMIT as u64 + 1)).await;
    assert!(matches!(longer, Err(ScanError::TooLarge)), "{longer:?}");
    let much_longer = daemon.clamd.scan(repeat(b'a').take(8 * LIMIT as u64)).await;
    assert!(
        matches!(much_longer, Err(ScanError::TooLarge)),
        "{much_longer:?}"
    );
}

// REQ: SEC-04
#[tokio::test]
async fn a_daemon_that_died_calls_nothing_clean() {
    let mut daemon = Daemon::start().await;
    daemon.kill();
    let result = daemon.clamd.scan(Cursor::new(b"a letter".to_vec())).await;
    assert!(
        matches!(result, Err(ScanError::Unavailable(_))),
        "{result:?}"
    );
    assert!(matches!(
        daemon.clamd.ping().await,
        Err(ScanError::Unavailable(_))
    ));
}

#[tokio::test]
async fn the_daemon_tells_its_version() {
    let daemon = Daemon::start().await;
    let version = daemon.clamd.version().await.expect("it answers");
    assert!(version.engine.starts_with("ClamAV "), "{version:?}");
    // a database of our own has no number and no date
    assert_eq!(version.database, None);
}
