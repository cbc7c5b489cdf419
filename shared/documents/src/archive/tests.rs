//! Archives are read back by other programs, and the limits of the format are crossed.

use std::io::{Cursor, Read};
use std::pin::Pin;
use std::process::Command;
use std::task::{Context, Poll};

use chrono::TimeZone;
use tokio::io::AsyncReadExt;

use super::*;

fn made_at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 21, 30, 0).unwrap()
}

async fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ArchiveWriter::new(Vec::new(), made_at());
    for (name, content) in entries {
        writer
            .add(name, content.len() as u64, *content)
            .await
            .unwrap();
    }
    writer.finish().await.unwrap()
}

/// Takes and forgets what is written, keeping only the end, and remembers the largest piece.
#[derive(Default)]
struct Tail {
    length: u64,
    largest: usize,
    end: Vec<u8>,
}

impl AsyncWrite for Tail {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.length += bytes.len() as u64;
        self.largest = self.largest.max(bytes.len());
        self.end.extend_from_slice(bytes);
        let surplus = self.end.len().saturating_sub(1024);
        self.end.drain(..surplus);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

// REQ: REG-10
#[tokio::test]
async fn what_goes_in_comes_out_under_its_own_name() {
    let noise: Vec<u8> = (0..300_000_u32)
        .map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let entries: [(&str, &[u8]); 4] = [
        ("Карточка обращения № 1.pdf", b"%PDF-1.7"),
        ("Ўцёкі з падвала.jpg", &noise),
        ("пусты.txt", b""),
        ("../Карточка обращения № 1.pdf", b"another"),
    ];
    let bytes = archive(&entries).await;
    let mut read = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = read
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert_eq!(
        names,
        [
            "Карточка обращения № 1.pdf",
            "Ўцёкі з падвала.jpg",
            "пусты.txt",
            "Карточка обращения № 1 (2).pdf"
        ]
    );
    for (name, (_, content)) in names.iter().zip(entries) {
        let mut found = Vec::new();
        let mut entry = read.by_name(name).unwrap();
        // Half past midnight of the next day in Minsk.
        let time = entry.last_modified().unwrap();
        assert_eq!((time.day(), time.hour(), time.minute()), (3, 0, 30));
        entry.read_to_end(&mut found).unwrap();
        assert_eq!(found, content, "{name}");
    }
}

/// A reader that sees the archive once from its start, as streaming unpackers do.
#[tokio::test]
async fn readers_that_cannot_seek_read_it_too() {
    let bytes = archive(&[("а.txt", b"first"), ("б.txt", b"second")]).await;
    let flags = u16::from_le_bytes([bytes[6], bytes[7]]);
    let method = u16::from_le_bytes([bytes[8], bytes[9]]);
    assert_eq!(
        (flags & 0x0808, method),
        (0x0808, 8),
        "UTF-8 name, sizes after the data, deflated"
    );
}

#[tokio::test]
async fn other_programs_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.zip");
    let text = "Паважаны спадар! ".repeat(1000);
    std::fs::write(
        &path,
        archive(&[("Зварот.txt", text.as_bytes()), ("ответ.pdf", b"%PDF")]).await,
    )
    .unwrap();
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                  assert z.namelist() == ['Зварот.txt', 'ответ.pdf'], z.namelist()";
    let path = path.to_str().unwrap();
    run("python3", &["-c", script, path]);
    run("unzip", &["-tq", path]);
}

/// Runs a program where it is installed; what it refuses fails the test.
fn run(program: &str, arguments: &[&str]) {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{program}: {said}");
        }
        Err(error) => assert_eq!(error.kind(), io::ErrorKind::NotFound, "{program}: {error}"),
    }
}

#[tokio::test]
async fn an_entry_of_another_length_than_announced_is_refused() {
    for (size, content) in [(3, "four"), (5, "four")] {
        let mut writer = ArchiveWriter::new(Vec::new(), made_at());
        let refused = writer.add("a", size, content.as_bytes()).await.unwrap_err();
        assert!(matches!(refused, ArchiveError::Size { expected, .. } if expected == size));
    }
}

#[tokio::test]
async fn more_entries_than_the_old_format_counts() {
    let mut writer = ArchiveWriter::new(Vec::new(), made_at());
    for _ in 0..66_000 {
        writer.add("файл.txt", 0, tokio::io::empty()).await.unwrap();
    }
    let bytes = writer.finish().await.unwrap();
    let read = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(read.len(), 66_000);
    assert!(read.index_for_name("файл (66000).txt").is_some());
}

/// Zeros pack well, so the archive stays small while the entry is larger than 32 bits count.
#[tokio::test]
async fn an_entry_larger_than_the_old_format_allows() {
    let size = u64::from(u32::MAX) + 10;
    let mut writer = ArchiveWriter::new(Tail::default(), made_at());
    writer
        .add("zeros.tif", size, tokio::io::repeat(0).take(size))
        .await
        .unwrap();
    let output = writer.finish().await.unwrap();
    assert!(
        output.largest < 2 * PIECE,
        "memory stays flat: {}",
        output.largest
    );
    // The 64-bit field (number 1) of the list of entries begins with the length.
    let lengths = size.to_le_bytes();
    let mut windows = output.end.windows(12);
    let found = windows.any(|window| window[..2] == [1, 0] && window[4..] == lengths);
    assert!(found, "a ZIP64 field with the length");
}
