//! The reports function: forms documents and statistical reports, keeps their summaries. It alone links the PDF engine.
//!
//! Each job names a row of `documents` or `reports`: its data are read, the document is made, stored under a key that holds its
//! digest, and noted as ready together with the job's end. Doing it twice stores the same bytes twice.

mod answer;
mod card;
mod error;
mod export;
mod history;
mod list;
mod receipt;
mod statistics;
mod subject;
#[cfg(test)]
mod tests;

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use uuid::Uuid;
use zvarot_documents::DocumentError;
use zvarot_objects::{Objects, keys};
use zvarot_platform::queue::{Finished, Held, JobError, Worker};
use zvarot_store::{
    Work,
    deliveries,
    documents::{self, DocumentKind},
    jobs::{Job, Queue},
    reports,
};

use crate::{error::FormError, subject::Subject};

/// Forms documents. `public_address` is the address of the pages, `PUBLIC_URL`: receipts point to it.
pub fn worker(objects: Objects, public_address: &str) -> Arc<dyn Worker> {
    Arc::new(Reports {
        objects,
        public_address: public_address.trim_end_matches('/').to_owned(),
    })
}

struct Reports {
    objects: Objects,
    public_address: String,
}

/// A document that lies in the storage.
struct Stored {
    key: String,
    sha256: [u8; 32],
    /// Bytes.
    size: u64,
}

#[async_trait::async_trait]
impl Worker for Reports {
    fn queue(&self) -> Queue {
        Queue::Reports
    }

    // REQ: REV-10
    // REQ: REG-10
    // REQ: BEY-15
    async fn handle(&self, held: &Held) -> Result<Finished, JobError> {
        let document_id = match held.job()? {
            Job::FormDocument { document_id } => document_id,
            Job::FormReport { report_id } => {
                let list = reports::lists::get(&mut *held.connection().await?, *report_id, None).await?;
                return match list {
                    Some(list) => list::form(&self.objects, held, list).await,
                    None => statistics::form(&self.objects, held, *report_id).await,
                };
            }
            Job::FoldSummaries {} => return statistics::fold(held).await,
            _ => return Err(JobError::fail("a job of another queue")),
        };
        // The reading transaction ends here: nothing is held open while the document is made and stored.
        let subject = subject::read(held.begin().await?.connection(), *document_id).await?;
        let Some(subject) = subject else {
            return held.finish_without_writing().await;
        };
        let formed = self.form(subject).await;
        let stored = formed.map_err(|error| error.into_job_error(held))?;
        let mut work = held.begin().await?;
        let size = i64::try_from(stored.size).map_err(JobError::fail)?;
        let now = work.now();
        documents::ready(
            work.connection(),
            *document_id,
            &stored.key,
            &stored.sha256,
            size,
            now,
        )
        .await?;
        letters_leave(&mut work, *document_id).await?;
        held.finish(work).await
    }

    async fn failed(
        &self,
        held: &Held,
        work: &mut Work,
        _reason: &str,
    ) -> zvarot_store::Result<()> {
        match held.job() {
            Ok(Job::FormDocument { document_id }) => {
                documents::failed(work.connection(), *document_id).await?;
                letters_leave(work, *document_id).await?;
            }
            Ok(Job::FormReport { report_id }) => {
                reports::files::failed(work.connection(), *report_id, "internal").await?;
                work.enqueue(Job::AnnounceReport { report_id: *report_id }).await?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// What waited for a document leaves: with it, or where it could not be formed saying so (REV-10).
async fn letters_leave(work: &mut Work, document: Uuid) -> zvarot_store::Result<()> {
    let letters = deliveries::waiting_for(work.connection(), document).await?;
    let jobs: Vec<Job> = letters.into_iter().map(|delivery_id| Job::SendAnswer { delivery_id }).collect();
    work.enqueue_all(&jobs).await
}

impl Reports {
    async fn form(&self, subject: Subject) -> Result<Stored, FormError> {
        let locale = subject.document.locale;
        match subject.document.kind {
            DocumentKind::AnswerPdf => {
                let answer = answer::of_document(&subject)?;
                let pdf = typeset(move || zvarot_documents::answer_pdf(&answer, locale)).await?;
                self.store_pdf(&subject, pdf).await
            }
            DocumentKind::ReceiptPdf => {
                let receipt = receipt::receipt(&subject, &self.public_address)?;
                let pdf = typeset(move || zvarot_documents::receipt_pdf(&receipt, locale)).await?;
                self.store_pdf(&subject, pdf).await
            }
            DocumentKind::AppealExport => export::export(&self.objects, subject).await,
        }
    }

    async fn store_pdf(&self, subject: &Subject, pdf: Vec<u8>) -> Result<Stored, FormError> {
        let sha256: [u8; 32] = Sha256::digest(&pdf).into();
        let stored = Stored {
            key: keys::document(subject.document.id, &sha256),
            sha256,
            size: pdf.len() as u64,
        };
        let pdf = Bytes::from(pdf);
        self.objects
            .put_bytes(&stored.key, "application/pdf", pdf)
            .await?;
        Ok(stored)
    }
}

/// As many documents are typeset at once as there are processors: more would take turns, and what one has laid out already would
/// be dropped from the cache for the others before it is asked for again.
static PRESSES: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)));

/// Typesets on a thread where it keeps nobody waiting.
async fn typeset(
    print: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static,
) -> Result<Vec<u8>, FormError> {
    let press = PRESSES.acquire().await.map_err(|_| FormError::Interrupted)?;
    let printed = tokio::task::spawn_blocking(move || {
        let _press = press;
        print()
    });
    Ok(printed.await.map_err(|_| FormError::Interrupted)??)
}
