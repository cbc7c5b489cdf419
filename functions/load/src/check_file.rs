//! The file as a whole: encoding, layout, number of records, and that it does not break off. Nothing is entered before.

use futures_util::TryStreamExt;
use zvarot_domain::{Fault, FaultCode, FileId};
use zvarot_platform::queue::{Held, JobError};
use zvarot_store::loads::{self, Load, LoadState};

use crate::{
    Loader, RECORDS_AT_MOST, Stop,
    split::{Layout, Splitter},
    storage_error,
};

impl Loader {
    /// Looks the whole file through and says how its records stand.
    pub(crate) async fn check_file(&self, held: &Held, load: Load) -> Result<Load, Stop> {
        let mut stream = self
            .objects
            .read_upload_from(FileId(load.id), 0)
            .await
            .map_err(|error| storage_error(held, &error))?;
        let mut splitter = Splitter::new(false);
        let mut read = 0;
        let mut none = Vec::new();
        while let Some(bytes) =
            stream.try_next().await.map_err(|error| storage_error(held, &error))?
        {
            read += bytes.len() as u64;
            if read > load.size.unsigned_abs() {
                break;
            }
            splitter.push(&bytes, &mut none)?;
            if splitter.found() > RECORDS_AT_MOST {
                let fault = Fault::new("", FaultCode::TooManyRecords);
                return Err(fault.with("max", RECORDS_AT_MOST).into());
            }
        }
        if read != load.size.unsigned_abs() {
            return Err(Fault::new("", FaultCode::FileChanged).into());
        }
        let splitter = splitter.finish(&mut none)?;
        let layout = splitter.layout().unwrap_or(Layout::Lines);
        let total = i32::try_from(splitter.found()).unwrap_or(i32::MAX);
        let mut work = held.begin().await?;
        loads::begin_entering(work.connection(), load.id, layout.code(), total)
            .await
            .map_err(JobError::from)?;
        work.commit().await.map_err(JobError::from)?;
        Ok(Load {
            state: LoadState::Entering,
            layout: Some(layout.code().to_owned()),
            total: Some(total),
            ..load
        })
    }
}
