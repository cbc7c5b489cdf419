//! `s3s-fs` writes an object beside and renames it, so a killed process leaves no half
//! object; but it never calls `fsync`. Here a write is acknowledged only after the object,
//! its side files and the folders that name them are on the disk: a power cut or a disk
//! error never follows an acknowledgement. Deleting removes the side files too.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput,
    CompleteMultipartUploadOutput, CopyObjectInput, CopyObjectOutput, CreateBucketInput,
    CreateBucketOutput, CreateMultipartUploadInput, CreateMultipartUploadOutput, DeleteObjectInput,
    DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, GetObjectInput, GetObjectOutput,
    HeadBucketInput, HeadBucketOutput, HeadObjectInput, HeadObjectOutput, ListBucketsInput,
    ListBucketsOutput, ListObjectsInput, ListObjectsOutput, ListObjectsV2Input,
    ListObjectsV2Output, ListPartsInput, ListPartsOutput, PutObjectInput, PutObjectOutput,
    UploadPartInput, UploadPartOutput,
};
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;

/// The storage on a directory, with writes that last.
#[derive(Debug)]
pub(super) struct Durable {
    storage: FileSystem,
    root: PathBuf,
}

impl Durable {
    pub(super) fn open(directory: &Path) -> Result<Self> {
        let root = directory.canonicalize()?;
        let storage = FileSystem::new(&root).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        Ok(Self { storage, root })
    }

    /// The side files in which `s3s-fs` keeps an object's headers and checksums.
    fn side_files(&self, bucket: &str, key: &str) -> [PathBuf; 2] {
        let name = format!(".bucket-{}.object-{}", URL_SAFE_NO_PAD.encode(bucket), URL_SAFE_NO_PAD.encode(key));
        ["metadata", "internal"].map(|kind| self.root.join(format!("{name}.{kind}.json")))
    }

    async fn settle(&self, bucket: &str, key: &str) -> S3Result<()> {
        let bucket_folder = self.root.join(bucket);
        let object = bucket_folder.join(key);
        let side_files = self.side_files(bucket, key);
        let root = self.root.clone();
        on_disk(move || {
            for path in side_files.iter().chain([&object]) {
                sync_if_there(path)?;
            }
            // A new folder lasts when the folder above it does.
            for folder in object.ancestors().skip(1).take_while(|folder| folder.starts_with(&bucket_folder)) {
                sync_if_there(folder)?;
            }
            sync_if_there(&root)
        })
        .await
    }

    async fn settle_root(&self, starting_with: String) -> S3Result<()> {
        let root = self.root.clone();
        on_disk(move || {
            for entry in fs::read_dir(&root)?.flatten() {
                if entry.file_name().to_str().is_some_and(|name| name.starts_with(&starting_with)) {
                    sync_if_there(&entry.path())?;
                }
            }
            sync_if_there(&root)
        })
        .await
    }

    fn forget_side_files(&self, bucket: &str, key: &str) {
        for path in self.side_files(bucket, key) {
            if let Err(error) = fs::remove_file(path)
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "side file stays");
            }
        }
    }
}

fn sync_if_there(path: &Path) -> io::Result<()> {
    match File::open(path) {
        Ok(file) => file.sync_all(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

async fn on_disk(work: impl FnOnce() -> io::Result<()> + Send + 'static) -> S3Result<()> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::error!(%error, "write did not reach the disk");
            Err(s3_error!(InternalError, "the write did not reach the disk"))
        }
        Err(_) => Err(s3_error!(InternalError, "the write was not finished")),
    }
}

/// `s3s-fs` resolves dots in a key, even out of its bucket; no key of ours has any.
fn plain(key: &str) -> S3Result<()> {
    if key.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(s3_error!(InvalidArgument, "the key has an empty part or one of dots"));
    }
    Ok(())
}

#[async_trait::async_trait]
impl S3 for Durable {
    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        plain(&key)?;
        if !self.root.join(&bucket).is_dir() {
            return Err(s3_error!(NoSuchBucket));
        }
        let response = self.storage.put_object(request).await?;
        self.settle(&bucket, &key).await?;
        Ok(response)
    }

    async fn copy_object(&self, request: S3Request<CopyObjectInput>) -> S3Result<S3Response<CopyObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        plain(&key)?;
        let response = self.storage.copy_object(request).await?;
        self.settle(&bucket, &key).await?;
        Ok(response)
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        plain(&request.input.key)?;
        let response = self.storage.create_multipart_upload(request).await?;
        let upload = response.output.upload_id.clone().unwrap_or_default();
        self.settle_root(format!(".upload-{upload}")).await?;
        Ok(response)
    }

    async fn upload_part(&self, request: S3Request<UploadPartInput>) -> S3Result<S3Response<UploadPartOutput>> {
        let part = format!(".upload_id-{}.part-{}", request.input.upload_id, request.input.part_number);
        let response = self.storage.upload_part(request).await?;
        self.settle_root(part).await?;
        Ok(response)
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        plain(&key)?;
        let response = self.storage.complete_multipart_upload(request).await?;
        self.settle(&bucket, &key).await?;
        Ok(response)
    }

    async fn delete_object(&self, request: S3Request<DeleteObjectInput>) -> S3Result<S3Response<DeleteObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        plain(&key)?;
        let response = self.storage.delete_object(request).await?;
        self.forget_side_files(&bucket, &key);
        Ok(response)
    }

    async fn delete_objects(
        &self,
        request: S3Request<DeleteObjectsInput>,
    ) -> S3Result<S3Response<DeleteObjectsOutput>> {
        let bucket = request.input.bucket.clone();
        let keys: Vec<String> = request.input.delete.objects.iter().map(|object| object.key.clone()).collect();
        for key in &keys {
            plain(key)?;
        }
        let response = self.storage.delete_objects(request).await?;
        for key in &keys {
            self.forget_side_files(&bucket, key);
        }
        Ok(response)
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        plain(&request.input.key)?;
        let mut response = self.storage.get_object(request).await?;
        response.output.accept_ranges = Some("bytes".to_owned());
        Ok(response)
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        plain(&request.input.key)?;
        self.storage.head_object(request).await
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        self.storage.abort_multipart_upload(request).await
    }

    async fn list_parts(&self, request: S3Request<ListPartsInput>) -> S3Result<S3Response<ListPartsOutput>> {
        self.storage.list_parts(request).await
    }

    async fn create_bucket(&self, request: S3Request<CreateBucketInput>) -> S3Result<S3Response<CreateBucketOutput>> {
        self.storage.create_bucket(request).await
    }

    async fn head_bucket(&self, request: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        self.storage.head_bucket(request).await
    }

    async fn list_buckets(&self, request: S3Request<ListBucketsInput>) -> S3Result<S3Response<ListBucketsOutput>> {
        self.storage.list_buckets(request).await
    }

    async fn list_objects(&self, request: S3Request<ListObjectsInput>) -> S3Result<S3Response<ListObjectsOutput>> {
        self.storage.list_objects(request).await
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.storage.list_objects_v2(request).await
    }
}
