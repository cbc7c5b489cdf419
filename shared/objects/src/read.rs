//! Reading: what of an upload is there, its bytes in order, and single objects.

use std::pin::Pin;

use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use zvarot_domain::FileId;

use crate::{Objects, ObjectsError, keys};

/// Bytes as they arrive; ends with an error if the storage breaks off, never silently early.
pub type ObjectStream = Pin<Box<dyn Stream<Item = Result<Bytes, ObjectsError>> + Send>>;

/// One stored chunk of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    pub index: u32,
    /// Bytes.
    pub length: u64,
}

/// A stored object that is being read.
pub struct Object {
    /// Bytes.
    pub length: u64,
    pub content_type: String,
    pub stream: ObjectStream,
}

/// An object of a folder: its name within it, its length in bytes.
pub(crate) struct Listed {
    pub name: String,
    pub length: u64,
}

impl Objects {
    /// The chunks of an upload that are stored, in order of their index: a browser resumes with those that are not.
    pub async fn chunks(&self, file: FileId) -> Result<Vec<Chunk>, ObjectsError> {
        Ok(chunks_of(&self.parts(file).await?))
    }

    /// All bytes of an upload in order, be it in chunks or in one object from a form.
    /// Errors: `NotFound` where nothing was stored, `Incomplete` where a chunk before the last is missing.
    pub async fn read_upload(&self, file: FileId) -> Result<ObjectStream, ObjectsError> {
        let parts = self.parts(file).await?;
        if parts.iter().any(|part| part.name == keys::WHOLE) {
            return Ok(self.get(&keys::whole(file)).await?.stream);
        }
        let chunks = chunks_of(&parts);
        if chunks.is_empty() {
            return Err(ObjectsError::NotFound);
        }
        if let Some((missing, _)) = (0u32..)
            .zip(&chunks)
            .find(|(expected, chunk)| chunk.index != *expected)
        {
            return Err(ObjectsError::Incomplete(missing));
        }
        let objects = self.clone();
        let streams = stream::iter(chunks).then(move |chunk| {
            let objects = objects.clone();
            async move {
                objects
                    .get(&keys::chunk(file, chunk.index))
                    .await
                    .map(|object| object.stream)
            }
        });
        Ok(Box::pin(streams.try_flatten()))
    }

    /// The bytes of an upload from byte `from` on: a worker that takes over does not read again what was done.
    /// Errors: as [`Objects::read_upload`].
    pub async fn read_upload_from(
        &self,
        file: FileId,
        from: u64,
    ) -> Result<ObjectStream, ObjectsError> {
        let parts = self.parts(file).await?;
        if parts.iter().any(|part| part.name == keys::WHOLE) {
            return self.get_from(&keys::whole(file), from).await;
        }
        let chunks = chunks_of(&parts);
        if chunks.is_empty() {
            return Err(ObjectsError::NotFound);
        }
        let mut begins = 0;
        let mut wanted = Vec::new();
        for (expected, chunk) in (0u32..).zip(chunks) {
            if chunk.index != expected {
                return Err(ObjectsError::Incomplete(expected));
            }
            let end = begins + chunk.length;
            if end > from {
                wanted.push((chunk.index, from.saturating_sub(begins)));
            }
            begins = end;
        }
        let objects = self.clone();
        let streams = stream::iter(wanted).then(move |(index, from)| {
            let objects = objects.clone();
            async move { objects.get_from(&keys::chunk(file, index), from).await }
        });
        Ok(Box::pin(streams.try_flatten()))
    }

    /// One object from byte `from` on; nothing where it ends before.
    async fn get_from(&self, key: &str, from: u64) -> Result<ObjectStream, ObjectsError> {
        if from == 0 {
            return Ok(self.get(key).await?.stream);
        }
        // A range that begins at the end or after is refused by servers.
        if self.length(key).await?.ok_or(ObjectsError::NotFound)? <= from {
            return Ok(Box::pin(stream::empty()));
        }
        let answer = self
            .client()
            .get_object()
            .bucket(self.bucket())
            .key(key)
            .range(format!("bytes={from}-"))
            .send()
            .await?;
        Ok(stream_of(answer.body))
    }

    /// How many bytes of an upload are stored, in chunks or as one object.
    pub async fn stored_length(&self, file: FileId) -> Result<u64, ObjectsError> {
        let parts = self.parts(file).await?;
        if let Some(whole) = parts.iter().find(|part| part.name == keys::WHOLE) {
            return Ok(whole.length);
        }
        Ok(chunks_of(&parts).iter().map(|chunk| chunk.length).sum())
    }

    /// One object as a stream.
    pub async fn get(&self, key: &str) -> Result<Object, ObjectsError> {
        let answer = self
            .client()
            .get_object()
            .bucket(self.bucket())
            .key(key)
            .send()
            .await?;
        Ok(Object {
            length: answer
                .content_length()
                .and_then(|length| u64::try_from(length).ok())
                .unwrap_or_default(),
            content_type: answer
                .content_type()
                .unwrap_or("application/octet-stream")
                .to_owned(),
            stream: stream_of(answer.body),
        })
    }

    /// The length of an object in bytes, `None` where there is none.
    pub async fn length(&self, key: &str) -> Result<Option<u64>, ObjectsError> {
        match self
            .client()
            .head_object()
            .bucket(self.bucket())
            .key(key)
            .send()
            .await
        {
            Ok(answer) => Ok(Some(
                answer
                    .content_length()
                    .and_then(|length| u64::try_from(length).ok())
                    .unwrap_or(0),
            )),
            Err(error) => match error.into() {
                ObjectsError::NotFound => Ok(None),
                other => Err(other),
            },
        }
    }

    async fn parts(&self, file: FileId) -> Result<Vec<Listed>, ObjectsError> {
        self.listed(&keys::upload(file)).await
    }

    /// What lies directly in a folder; `folder` ends with `/`.
    pub(crate) async fn listed(&self, folder: &str) -> Result<Vec<Listed>, ObjectsError> {
        let mut pages = self
            .client()
            .list_objects_v2()
            .bucket(self.bucket())
            .prefix(folder)
            // without it a server over a plain folder walks the whole bucket
            .delimiter("/")
            .into_paginator()
            .send();
        let mut listed = Vec::new();
        while let Some(page) = pages.next().await {
            for object in page?.contents() {
                let name = object
                    .key()
                    .and_then(|key| key.strip_prefix(folder))
                    .unwrap_or_default();
                let length = object.size().and_then(|size| u64::try_from(size).ok());
                listed.push(Listed {
                    name: name.to_owned(),
                    length: length.unwrap_or(0),
                });
            }
        }
        Ok(listed)
    }
}

fn chunks_of(parts: &[Listed]) -> Vec<Chunk> {
    let chunk = |part: &Listed| {
        let index = part
            .name
            .parse()
            .ok()
            .filter(|index: &u32| format!("{index:05}") == part.name)?;
        Some(Chunk {
            index,
            length: part.length,
        })
    };
    let mut chunks: Vec<Chunk> = parts.iter().filter_map(chunk).collect();
    chunks.sort_by_key(|chunk| chunk.index);
    chunks
}

fn stream_of(body: ByteStream) -> ObjectStream {
    Box::pin(stream::try_unfold(body, |mut body| async move {
        match body.try_next().await {
            Ok(Some(bytes)) => Ok(Some((bytes, body))),
            Ok(None) => Ok(None),
            Err(error) => Err(ObjectsError::unavailable(error)),
        }
    }))
}
