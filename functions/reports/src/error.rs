//! Why a document was not formed, and whether another attempt may help.

use zvarot_domain::retry;
use zvarot_documents::{ArchiveError, DocumentError};
use zvarot_objects::ObjectsError;
use zvarot_platform::queue::{Held, JobError};

/// What can go wrong. The texts hold no personal data: they are kept with the job.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FormError {
    /// A file of the appeal is not checked yet.
    #[error("a file is still being checked")]
    NotYet,
    /// What the document is about is not in the database.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A stored file is not the one that was checked.
    #[error("a stored file differs from its digest")]
    Differs,
    /// The storage did not do what was asked.
    #[error(transparent)]
    Storage(#[from] ObjectsError),
    /// The typesetter refused.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The archive could not be written.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The table could not be written.
    #[error("the table cannot be written")]
    Table(#[from] zvarot_documents::XlsxError),
    /// The temporary file could not be used.
    #[error("the temporary file cannot be used")]
    Local(#[from] std::io::Error),
    /// The typesetting thread ended early.
    #[error("typesetting was interrupted")]
    Interrupted,
}

impl FormError {
    /// Whether the same data may well give a document later.
    fn may_pass(&self) -> bool {
        match self {
            Self::NotYet | Self::Local(_) | Self::Interrupted => true,
            Self::Storage(error) => !matches!(error, ObjectsError::NotFound),
            Self::Archive(error) => matches!(error, ArchiveError::Read(_) | ArchiveError::Write(_)),
            Self::Table(_) => true,
            Self::Missing(_) | Self::Differs | Self::Document(_) => false,
        }
    }

    pub fn into_job_error(self, held: &Held) -> JobError {
        match self.may_pass() {
            true if matches!(self, Self::NotYet) => {
                JobError::retry_by(held, &retry::AFTER_FILE_CHECKS, self)
            }
            true => JobError::retry(held, self),
            false => JobError::fail(self),
        }
    }
}
