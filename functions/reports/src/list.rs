//! A list of appeals becomes a file (REG-11): read page by page and written as it is read, by the right that its asker has now.

use std::io::{BufWriter, Write as _};

use tokio::sync::mpsc;
use uuid::Uuid;
use zvarot_actions::lists;
use zvarot_documents::ListDocument;
use zvarot_domain::{AppealId, minsk, report::ReportFormat, search::LISTED_AT_MOST};
use zvarot_locale::Texts;
use zvarot_objects::{Objects, keys};
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    appeals, questions,
    reports::{
        files::{self, StoredReport},
        lists::ListFile,
    },
};

use crate::{
    error::FormError,
    statistics::{content_type, digest},
};

/// Appeals read at once.
const PAGE: usize = 1000;

/// Forms a list that waits.
pub(crate) async fn form(objects: &Objects, held: &Held, list: ListFile) -> Result<Finished, JobError> {
    let id = list.id;
    if !list.state.is_open() {
        return held.finish_without_writing().await;
    }
    if !list.allowed {
        return give_up(held, id, "no_right").await;
    }
    let texts = Texts::of(list.locale);
    let mut connection = held.connection().await?;
    let document = ListDocument {
        title: texts.get("list-file-title").into_owned(),
        facts: lists::filters_words(&mut connection, list.order.organisation, std::slice::from_ref(&list.order.filter), texts).await?.concat(),
        columns: lists::column_names(texts),
        made_at: list.created_at,
    };
    drop(connection);
    let (sender, receiver) = mpsc::channel(2);
    let locale = list.locale;
    let writing = tokio::task::spawn_blocking(move || write(&document, receiver, locale));
    let Some(lines) = send_lines(held, &list, sender).await? else {
        drop(writing);
        return give_up(held, id, "too_large").await;
    };
    let written = writing.await.map_err(|_| FormError::Interrupted).and_then(|written| written);
    let local = written.map_err(|error| error.into_job_error(held))?;
    let (sha256, size) = digest(&local).map_err(|error| FormError::from(error).into_job_error(held))?;
    let key = keys::report(id, &sha256);
    let stored = objects.put_file_from_path(&key, local.path(), content_type(ReportFormat::Xlsx)).await;
    stored.map_err(|error| FormError::from(error).into_job_error(held))?;
    let mut work = held.begin().await?;
    let now = work.now();
    let stored = StoredReport {
        object_key: &key,
        sha256: &sha256,
        size: i64::try_from(size).map_err(JobError::fail)?,
        lines: i32::try_from(lines).map_err(JobError::fail)?,
    };
    files::ready(work.connection(), id, &stored, now).await?;
    held.finish(work).await
}

/// Sends the lines to the writer, page by page. None: there are more than a file may have.
async fn send_lines(held: &Held, list: &ListFile, sender: mpsc::Sender<Vec<Vec<String>>>) -> Result<Option<usize>, JobError> {
    let texts = Texts::of(list.locale);
    let (order, today) = (&list.order, minsk::date(list.created_at));
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let (mut after, mut sent) = (None, 0);
    loop {
        let mut connection = held.connection().await?;
        let page = appeals::filtered(&mut connection, list.view(), &order.filter, today, after, limit).await?;
        let ids: Vec<AppealId> = page.iter().map(|line| line.id).collect();
        let questions = questions::of_appeals(&mut connection, &ids).await?;
        drop(connection);
        sent += page.len();
        if sent > LISTED_AT_MOST {
            return Ok(None);
        }
        after = page.last().map(|line| appeals::position_in(line, order.filter.order));
        let last = page.len() < PAGE;
        let cells = page.iter().map(|line| lists::cells(line, &questions, texts)).collect();
        // A writer that has stopped says why when it is waited for.
        if sender.send(cells).await.is_err() || last {
            return Ok(Some(sent));
        }
    }
}

fn write(
    document: &ListDocument,
    mut pages: mpsc::Receiver<Vec<Vec<String>>>,
    locale: zvarot_domain::Locale,
) -> Result<tempfile::NamedTempFile, FormError> {
    let local = tempfile::NamedTempFile::new()?;
    let mut out = BufWriter::new(local.reopen()?);
    let lines = std::iter::from_fn(move || pages.blocking_recv()).flatten();
    zvarot_documents::list_xlsx(document, lines, locale, &mut out)?;
    out.flush()?;
    drop(out);
    Ok(local)
}

async fn give_up(held: &Held, id: Uuid, fault: &str) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    files::failed(work.connection(), id, fault).await?;
    held.finish(work).await
}
