//! Removing a file that nobody holds: first its row, so that nobody takes hold of it any more, then its objects. A death
//! in between leaves the job, which then finds no row and removes the objects.

use zvarot_domain::FileId;
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::files;

use crate::{Files, storage_error};

impl Files {
    pub(crate) async fn remove_file(&self, held: &Held, id: FileId) -> Result<Finished, JobError> {
        let mut work = held.begin().await?;
        files::remove(work.connection(), id).await?;
        if files::get(work.connection(), id).await?.is_some() {
            // a draft, an appeal or an answer has it
            return held.finish(work).await;
        }
        work.commit().await?;
        self.remove_objects(held, id).await?;
        held.finish_without_writing().await
    }

    pub(crate) async fn remove_objects(&self, held: &Held, id: FileId) -> Result<(), JobError> {
        let chunks = self.objects.delete_upload(id).await;
        chunks.map_err(|error| storage_error(held, &error))?;
        let checked = self.objects.delete_checked(id).await;
        checked.map_err(|error| storage_error(held, &error))
    }
}
