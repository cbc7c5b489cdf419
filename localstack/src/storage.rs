//! The embedded object storage: `s3s` with `s3s-fs` on a port of its own. It checks
//! SigV4 and a presigned request's exact length and type. Added here: what makes an
//! acknowledged object last (`durable`) and what browsers need (`cors`).

mod cors;
mod durable;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tokio::net::{TcpListener, TcpStream};

pub use cors::Origins;

/// What the storage is told.
#[derive(Debug, Clone)]
pub struct StorageSettings {
    /// Where objects are kept; made when missing.
    pub directory: PathBuf,
    /// The one bucket, made at start.
    pub bucket: String,
    /// The one access key: its id and its secret.
    pub access_key: (String, String),
    /// The pages whose scripts may talk to the storage.
    pub origins: Origins,
}

/// Serves the storage on `listener` until the task is dropped.
///
/// # Errors
/// When the directory cannot be prepared.
pub async fn serve(listener: TcpListener, settings: StorageSettings) -> Result<()> {
    let service = Arc::new(service(&settings)?);
    let origins = Arc::new(settings.origins);
    loop {
        match listener.accept().await {
            Ok((connection, _)) => {
                tokio::spawn(converse(connection, Arc::clone(&service), Arc::clone(&origins)));
            }
            // Out of file descriptors, or the client is gone already: the next may do better.
            Err(error) => {
                tracing::warn!(%error, "connection not accepted");
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
    }
}

async fn converse(connection: TcpStream, service: Arc<S3Service>, origins: Arc<Origins>) {
    // Small answers would wait for the client's delayed acknowledgement otherwise (40 ms each).
    if let Err(error) = connection.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let answer = service_fn(move |request: http::Request<hyper::body::Incoming>| {
        let service = Arc::clone(&service);
        let origins = Arc::clone(&origins);
        async move { origins.answer(request, &service).await }
    });
    let ended = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(connection), answer)
        .await;
    if let Err(error) = ended {
        tracing::debug!(%error, "connection broken off");
    }
}

fn service(settings: &StorageSettings) -> Result<S3Service> {
    let bucket = settings.directory.join(&settings.bucket);
    fs::create_dir_all(&bucket).with_context(|| format!("making {}", bucket.display()))?;
    remove_empty_folders(&bucket);
    let storage = durable::Durable::open(&settings.directory)?;
    let mut builder = S3ServiceBuilder::new(storage);
    let (id, secret) = &settings.access_key;
    builder.set_auth(SimpleAuth::from_single(id.clone(), secret.as_str()));
    Ok(builder.build())
}

/// Deleting an object leaves the folders of its key behind, and listing walks them all.
/// Done at start only: later, a folder could be removed under a write.
fn remove_empty_folders(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        remove_empty_folders(&path);
        match fs::remove_dir(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
            Err(error) => tracing::warn!(%error, "empty folder stays"),
        }
    }
}
