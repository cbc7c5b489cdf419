//! Writing: what passes through this process. A call returns only after the server acknowledged the whole object.

use std::path::Path;

use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use zvarot_domain::FileId;

use crate::{Objects, ObjectsError, keys};

impl Objects {
    /// Stores one chunk of an upload that came through the front (pages without scripts).
    pub async fn put_chunk(
        &self,
        file: FileId,
        index: u32,
        bytes: Bytes,
    ) -> Result<(), ObjectsError> {
        self.put_bytes(&keys::chunk(file, index), "application/octet-stream", bytes)
            .await
    }

    /// Stores bytes held in memory.
    pub async fn put_bytes(
        &self,
        key: &str,
        content_type: &str,
        bytes: Bytes,
    ) -> Result<(), ObjectsError> {
        self.put(key, content_type, ByteStream::from(bytes)).await
    }

    /// Stores a local file without holding it in memory; it must not change meanwhile. Up to 5 GB (one PUT).
    pub async fn put_file_from_path(
        &self,
        key: &str,
        path: &Path,
        content_type: &str,
    ) -> Result<(), ObjectsError> {
        let body = ByteStream::from_path(path)
            .await
            .map_err(std::io::Error::other)?;
        self.put(key, content_type, body).await
    }

    async fn put(
        &self,
        key: &str,
        content_type: &str,
        body: ByteStream,
    ) -> Result<(), ObjectsError> {
        let request = self.client().put_object().bucket(self.bucket()).key(key);
        request.content_type(content_type).body(body).send().await?;
        Ok(())
    }
}
