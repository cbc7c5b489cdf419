//! ZIP archives written as a stream: what goes in is copied out piece by piece, so memory stays flat whatever the size.
//! Every entry is deflated, already packed kinds too: readers that cannot seek (common in Java systems) refuse stored
//! entries whose size comes after the data, as it must in a stream.

mod names;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Europe::Minsk;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use self::names::Names;

/// How much is copied at a time, bytes.
const PIECE: usize = 64 * 1024;

/// From this size on an entry needs the 64-bit fields; a margin is kept for packing that makes data longer.
const LARGE: u64 = 0xF000_0000;

/// Most of what citizens attach is packed already: the fastest level gains nearly all there is to gain.
const LEVEL: i64 = 1;

/// Why an archive could not be written. Nothing useful has been written then: throw the output away.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The content could not be read.
    #[error("the content of an entry cannot be read")]
    Read(#[source] io::Error),
    /// The output could not be written.
    #[error("the archive cannot be written")]
    Write(#[source] io::Error),
    /// The content is not as long as announced.
    #[error("an entry of {expected} bytes turned out to have {read} or more")]
    Size {
        /// Bytes announced.
        expected: u64,
        /// Bytes read until the difference was seen.
        read: u64,
    },
    /// The format does not allow it.
    #[error("the archive cannot hold this")]
    Format(#[from] ZipError),
}

/// What the packer has produced and the output has not taken yet.
#[derive(Clone, Default)]
struct Pending(Arc<Mutex<Vec<u8>>>);

impl Pending {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pending.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes one archive to `output`. Call [`ArchiveWriter::add`] for each entry, then [`ArchiveWriter::finish`]:
/// without it the output is no archive.
// REQ: REG-10
pub struct ArchiveWriter<W> {
    packer: ZipWriter<StreamWriter<Pending>>,
    pending: Pending,
    output: W,
    options: SimpleFileOptions,
    names: Names,
}

impl<W: AsyncWrite + Unpin> ArchiveWriter<W> {
    /// Starts an archive whose entries all carry the time `made_at` (in Minsk: ZIP knows no zones).
    pub fn new(output: W, made_at: DateTime<Utc>) -> Self {
        let pending = Pending::default();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(modified(made_at))
            .unix_permissions(0o644);
        Self {
            packer: ZipWriter::new_stream(pending.clone()),
            pending,
            output,
            options,
            names: Names::default(),
        }
    }

    /// Copies `content`, which must be exactly `size` bytes, under a safe form of `name` that no other entry has.
    /// Returns the name given.
    ///
    /// # Errors
    /// See [`ArchiveError`]; the archive cannot be continued after any of them.
    pub async fn add<R: AsyncRead + Unpin>(
        &mut self,
        name: &str,
        size: u64,
        mut content: R,
    ) -> Result<String, ArchiveError> {
        let name = self.names.give(name);
        self.packer
            .start_file(&name, self.options.large_file(size >= LARGE))?;
        let mut piece = vec![0; PIECE];
        let mut read = 0;
        loop {
            let count = content.read(&mut piece).await.map_err(ArchiveError::Read)?;
            if count == 0 {
                break;
            }
            read += count as u64;
            if read > size {
                return Err(ArchiveError::Size {
                    expected: size,
                    read,
                });
            }
            self.packer
                .write_all(&piece[..count])
                .map_err(ArchiveError::Write)?;
            self.pass_on().await?;
        }
        if read != size {
            return Err(ArchiveError::Size {
                expected: size,
                read,
            });
        }
        Ok(name)
    }

    /// Writes the list of entries and gives back the output, flushed.
    ///
    /// # Errors
    /// [`ArchiveError::Write`] if the output fails.
    pub async fn finish(self) -> Result<W, ArchiveError> {
        let Self {
            packer,
            pending,
            mut output,
            ..
        } = self;
        packer.finish()?;
        output
            .write_all(&pending.take())
            .await
            .map_err(ArchiveError::Write)?;
        output.flush().await.map_err(ArchiveError::Write)?;
        Ok(output)
    }

    async fn pass_on(&mut self) -> Result<(), ArchiveError> {
        let produced = self.pending.take();
        self.output
            .write_all(&produced)
            .await
            .map_err(ArchiveError::Write)
    }
}

/// The moment as ZIP keeps it; nothing for years it does not know (before 1980).
fn modified(at: DateTime<Utc>) -> zip::DateTime {
    let at = at.with_timezone(&Minsk);
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    let (month, day) = (small(at.month()), small(at.day()));
    let (hour, minute, second) = (small(at.hour()), small(at.minute()), small(at.second()));
    zip::DateTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}

#[cfg(test)]
mod tests;
