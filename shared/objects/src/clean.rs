//! Removing, and finding what is old enough to be removed. Removing what is not there is not an error.

use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};
use zvarot_domain::FileId;

use crate::{Objects, ObjectsError, keys};

/// How many removals run beside each other; single requests, because the batch one differs between servers.
const BESIDE: usize = 8;

/// An object as a listing shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredObject {
    pub key: String,
    /// Bytes.
    pub length: u64,
    pub modified: DateTime<Utc>,
}

impl Objects {
    /// Removes one object.
    pub async fn delete(&self, key: &str) -> Result<(), ObjectsError> {
        self.client()
            .delete_object()
            .bucket(self.bucket())
            .key(key)
            .send()
            .await?;
        Ok(())
    }

    /// Removes all parts of an upload.
    pub async fn delete_upload(&self, file: FileId) -> Result<(), ObjectsError> {
        self.delete_folder(&keys::upload(file)).await
    }

    /// Removes what was kept of a checked file, with its preview.
    pub async fn delete_checked(&self, file: FileId) -> Result<(), ObjectsError> {
        self.delete_folder(&keys::checked_folder(file)).await?;
        self.delete(&keys::preview(file)).await
    }

    /// Removes all that lies directly in a folder; `folder` ends with `/`.
    pub async fn delete_folder(&self, folder: &str) -> Result<(), ObjectsError> {
        let listed = self.listed(folder).await?;
        stream::iter(listed)
            .map(|object| async move { self.delete(&format!("{folder}{}", object.name)).await })
            .buffer_unordered(BESIDE)
            .try_collect::<()>()
            .await
    }

    /// At most `limit` objects under `prefix` that were last written before `time`, for the clean-up of what nobody refers to.
    pub async fn list_older_than(
        &self,
        prefix: &str,
        time: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<StoredObject>, ObjectsError> {
        let mut pages = self
            .client()
            .list_objects_v2()
            .bucket(self.bucket())
            .prefix(prefix)
            .into_paginator()
            .send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page?;
            found.extend(
                page.contents()
                    .iter()
                    .filter_map(stored)
                    .filter(|object| object.modified < time),
            );
            if found.len() >= limit {
                found.truncate(limit);
                break;
            }
        }
        Ok(found)
    }
}

fn stored(object: &aws_sdk_s3::types::Object) -> Option<StoredObject> {
    let modified = object.last_modified()?;
    Some(StoredObject {
        key: object.key()?.to_owned(),
        length: object
            .size()
            .and_then(|size| u64::try_from(size).ok())
            .unwrap_or(0),
        modified: DateTime::from_timestamp(modified.secs(), modified.subsec_nanos())?,
    })
}
