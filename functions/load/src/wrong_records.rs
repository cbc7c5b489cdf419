//! The wrong records as files to be corrected and loaded again, of bounded size, so that they are made in memory: lines where
//! they came as lines, else JSON arrays. Records too large to be held are not in them; they are counted.

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::TryStreamExt;
use zvarot_domain::FileId;
use zvarot_objects::keys;
use zvarot_platform::queue::{Held, JobError};
use zvarot_store::loads::{self, Load, RecordResult};

use crate::{
    Loader, Stop,
    split::{Layout, RECORD_SIZE_AT_MOST},
    storage_error,
};

/// Bytes of one file of wrong records, about.
const PART: usize = 8 * 1024 * 1024;
/// Results read at once.
const PAGE: i64 = 500;

/// What is kept of the wrong records.
pub(crate) struct Kept {
    /// Files.
    pub parts: i32,
    /// Records too large to be in them.
    pub omitted: i32,
}

impl Loader {
    /// Puts the wrong records into the storage.
    pub(crate) async fn keep_wrong_records(
        &self,
        held: &Held,
        load: &Load,
    ) -> Result<Kept, Stop> {
        let mut wanted = Wanted { load, after: 0, page: Vec::new(), over: false, omitted: 0 };
        let mut next = wanted.next(held).await?;
        let Some(first) = &next else { return Ok(Kept { parts: 0, omitted: wanted.omitted }) };
        let mut at = first.begins.unsigned_abs();
        let mut stream = self
            .objects
            .read_upload_from(FileId(load.id), at)
            .await
            .map_err(|error| storage_error(held, &error))?;
        let layout = load.layout.as_deref().and_then(Layout::from_code).unwrap_or(Layout::Lines);
        let mut parts = Parts { loader: self, held, load, marks: Marks::of(layout), open: BytesMut::new(), written: 0 };
        while let Some(mut bytes) =
            stream.try_next().await.map_err(|error| storage_error(held, &error))?
        {
            // Each piece of the stream holds the ends, middles and beginnings of wanted records.
            while let Some(record) = &next {
                let (begins, end) = bounds(record);
                if begins > at {
                    let skipped = (begins - at).min(bytes.len() as u64);
                    bytes = bytes.split_off(usize::try_from(skipped).unwrap_or(bytes.len()));
                    at += skipped;
                }
                if bytes.is_empty() {
                    break;
                }
                if at == begins {
                    parts.begin();
                }
                let taken = (end - at).min(bytes.len() as u64);
                parts.open.put(bytes.split_to(usize::try_from(taken).unwrap_or(bytes.len())));
                at += taken;
                if at < end {
                    break;
                }
                parts.end().await?;
                next = wanted.next(held).await?;
            }
            if next.is_none() {
                break;
            }
            at += bytes.len() as u64;
        }
        Ok(Kept { parts: parts.close().await?, omitted: wanted.omitted })
    }
}

/// What stands around and between records.
struct Marks {
    before: &'static [u8],
    between: &'static [u8],
    after: &'static [u8],
}

impl Marks {
    /// A line holds whatever it likes; what stands in an array or by itself is closed by its brackets at least.
    const fn of(layout: Layout) -> Self {
        match layout {
            Layout::Lines => Self { before: b"", between: b"\n", after: b"\n" },
            Layout::Array | Layout::Values => Self { before: b"[\n", between: b",\n", after: b"\n]\n" },
        }
    }
}

fn bounds(record: &RecordResult) -> (u64, u64) {
    let begins = record.begins.unsigned_abs();
    (begins, begins + record.length.unsigned_abs())
}

/// The wrong records in the order of the file.
struct Wanted<'a> {
    load: &'a Load,
    after: i32,
    page: Vec<RecordResult>,
    over: bool,
    omitted: i32,
}

impl Wanted<'_> {
    async fn next(&mut self, held: &Held) -> Result<Option<RecordResult>, JobError> {
        loop {
            if self.page.is_empty() && !self.over {
                let mut work = held.begin().await?;
                let page =
                    loads::results(work.connection(), self.load.id, self.after, true, PAGE).await?;
                self.over = page.is_empty();
                self.after = page.last().map_or(self.after, |last| last.place);
                self.page = page.into_iter().rev().collect();
            }
            match self.page.pop() {
                Some(record) if record.length > RECORD_SIZE_AT_MOST as i64 => self.omitted += 1,
                record => return Ok(record),
            }
        }
    }
}

/// The files being made.
struct Parts<'a> {
    loader: &'a Loader,
    held: &'a Held,
    load: &'a Load,
    marks: Marks,
    open: BytesMut,
    written: i32,
}

impl Parts<'_> {
    fn begin(&mut self) {
        self.open.extend_from_slice(if self.open.is_empty() { self.marks.before } else { self.marks.between });
    }

    async fn end(&mut self) -> Result<(), Stop> {
        if self.open.len() >= PART {
            self.write().await?;
        }
        Ok(())
    }

    async fn close(mut self) -> Result<i32, Stop> {
        if !self.open.is_empty() {
            self.write().await?;
        }
        Ok(self.written)
    }

    async fn write(&mut self) -> Result<(), Stop> {
        self.open.extend_from_slice(self.marks.after);
        let bytes: Bytes = self.open.split().freeze();
        self.written += 1;
        let (_, kind) = self.load.wrong_records_file(self.written);
        let key = keys::wrong_records(self.load.id, self.written);
        self.loader
            .objects
            .put_bytes(&key, kind, bytes)
            .await
            .map_err(|error| storage_error(self.held, &error))
    }
}
