//! A statistical report becomes a file (REP-04): counted by the right that its asker has now, put into words, written as
//! PDF, XLSX or CSV, stored; on the way its progress is shown. And the summaries it is counted from are kept up to date.

use std::io::{BufWriter, Seek, SeekFrom};

use sha2::{Digest, Sha256};
use uuid::Uuid;
use zvarot_actions::reports::{self as actions, Sheet};
use zvarot_documents::{DocumentError, ReportDocument};
use zvarot_domain::{minsk, report::ReportFormat};
use zvarot_objects::{Objects, keys};
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    jobs::Job,
    reports::{
        files::{self, Report, StoredReport},
        summaries::{self, Folded},
    },
};

use crate::{Stored, error::FormError};

/// Changes folded in one transaction.
const FOLDED_AT_ONCE: i64 = 5000;

/// What a finished file is.
struct Made {
    stored: Stored,
    lines: usize,
}

/// Forms a report that waits.
pub(crate) async fn form(objects: &Objects, held: &Held, id: Uuid) -> Result<Finished, JobError> {
    let report = {
        let mut work = held.begin().await?;
        let report = files::get(work.connection(), id).await?;
        files::progress(work.connection(), id, 5).await?;
        work.commit().await?;
        report
    };
    let Some(report) = report.filter(|report| report.state.is_open()) else {
        return held.finish_without_writing().await;
    };
    let sheet = {
        let mut connection = held.connection().await?;
        let today = minsk::date(report.created_at);
        actions::make_sheet(&mut connection, report.account_id, &report.question, report.period, today, report.locale).await
    };
    let Some(sheet) = sheet? else {
        return give_up(held, id, "no_right").await;
    };
    show_progress(held, id, 40).await?;
    let lines = sheet.lines.len();
    let made = make(objects, &report, sheet, held).await;
    let made = match made {
        Ok(stored) => Made { stored, lines },
        Err(FormError::Document(DocumentError::TooManyLines { .. } | DocumentError::TooLarge { .. })) => {
            return give_up(held, id, "too_large").await;
        }
        Err(error) => return Err(error.into_job_error(held)),
    };
    finish(held, id, &made).await
}

async fn finish(held: &Held, id: Uuid, made: &Made) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    let now = work.now();
    let stored = StoredReport {
        object_key: &made.stored.key,
        sha256: &made.stored.sha256,
        size: i64::try_from(made.stored.size).map_err(JobError::fail)?,
        lines: i32::try_from(made.lines).map_err(JobError::fail)?,
    };
    files::ready(work.connection(), id, &stored, now).await?;
    work.enqueue(Job::AnnounceReport { report_id: id }).await?;
    held.finish(work).await
}

async fn give_up(held: &Held, id: Uuid, fault: &str) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    files::failed(work.connection(), id, fault).await?;
    work.enqueue(Job::AnnounceReport { report_id: id }).await?;
    held.finish(work).await
}

async fn show_progress(held: &Held, id: Uuid, percent: i16) -> Result<(), JobError> {
    let mut work = held.begin().await?;
    files::progress(work.connection(), id, percent).await?;
    Ok(work.commit().await?)
}

async fn make(objects: &Objects, report: &Report, sheet: Sheet, held: &Held) -> Result<Stored, FormError> {
    let document = document(report, sheet);
    let (format, locale, id) = (report.format, report.locale, report.id);
    let written = tokio::task::spawn_blocking(move || write(&document, format, locale)).await;
    let (local, sha256, size) = written.map_err(|_| FormError::Interrupted)??;
    // What is shown may fail, the report must not.
    let _ = show_progress(held, id, 85).await;
    let key = keys::report(id, &sha256);
    objects.put_file_from_path(&key, local.path(), content_type(format)).await?;
    Ok(Stored { key, sha256, size })
}

/// The type under which a format is stored and given out.
pub(crate) fn content_type(format: ReportFormat) -> &'static str {
    match format {
        ReportFormat::Pdf => "application/pdf",
        ReportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ReportFormat::Csv => "text/csv; charset=utf-8",
    }
}

fn document(report: &Report, sheet: Sheet) -> ReportDocument {
    ReportDocument {
        title: sheet.title,
        facts: sheet.facts,
        heads: sheet.heads,
        columns: sheet.columns,
        lines: sheet.lines.into_iter().map(|line| (line.names, line.numbers)).collect(),
        totals: sheet.totals,
        bars: sheet.bars.into_iter().map(|bar| (bar.name, bar.amount, bar.length)).collect(),
        made_at: report.created_at,
        identity: report.id.to_string(),
    }
}

/// Writes the file beside us and takes its digest.
fn write(
    document: &ReportDocument,
    format: ReportFormat,
    locale: zvarot_domain::Locale,
) -> Result<(tempfile::NamedTempFile, [u8; 32], u64), FormError> {
    let mut local = tempfile::NamedTempFile::new()?;
    match format {
        ReportFormat::Pdf => std::io::Write::write_all(&mut local, &zvarot_documents::report_pdf(document, locale)?)?,
        ReportFormat::Xlsx => {
            let mut out = BufWriter::new(local.reopen()?);
            zvarot_documents::report_xlsx(document, locale, &mut out)?;
            // A disk that is full must not leave half a table.
            std::io::Write::flush(&mut out)?;
        }
        ReportFormat::Csv => zvarot_documents::report_csv(document, BufWriter::new(local.reopen()?))?,
    }
    let (sha256, size) = digest(&local)?;
    Ok((local, sha256, size))
}

/// The digest of a file and its size, bytes.
pub(crate) fn digest(local: &tempfile::NamedTempFile) -> std::io::Result<([u8; 32], u64)> {
    let mut file = local.reopen()?;
    file.seek(SeekFrom::Start(0))?;
    let mut digest = DigestWriter(Sha256::new());
    let size = std::io::copy(&mut file, &mut digest)?;
    Ok((digest.0.finalize().into(), size))
}

struct DigestWriter(Sha256);

impl std::io::Write for DigestWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Folds all that waits, or makes the summaries anew.
pub(crate) async fn fold(held: &Held) -> Result<Finished, JobError> {
    loop {
        let now = held.cause().now;
        let mut connection = held.connection().await?;
        match summaries::fold(&mut connection, FOLDED_AT_ONCE, now).await? {
            Folded::Changes(taken) if taken == FOLDED_AT_ONCE => {}
            Folded::Changes(_) | Folded::Busy => break,
            Folded::Stale => {
                if !summaries::rebuild(&mut connection, now).await? {
                    break;
                }
            }
        }
    }
    // Whoever finds work left asks again: the clock.
    held.finish_without_writing().await
}
