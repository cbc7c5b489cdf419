//! An S3 server in the test's own process, over a temporary folder: signatures are verified, presigned requests and
//! form policies enforced, so a test on it proves what a real server would do.

use std::net::SocketAddr;

use anyhow::Context;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use zvarot_objects::{Objects, StorageConfig};

const ACCESS_KEY_ID: &str = "test";
const SECRET_ACCESS_KEY: &str = "test-secret";
const BUCKET: &str = "zvarot";

/// A running server; it stops and its folder is removed when this is dropped.
pub struct Storage {
    folder: tempfile::TempDir,
    address: SocketAddr,
    server: Option<JoinHandle<()>>,
}

impl Storage {
    /// Starts a server with an empty bucket on a free port.
    pub async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("a folder for the storage")?;
        std::fs::create_dir(folder.path().join(BUCKET)).context("the bucket's folder")?;
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .context("a port for the storage")?;
        let address = listener.local_addr()?;
        let server = serve(listener, &folder)?;
        Ok(Self {
            folder,
            address,
            server: Some(server),
        })
    }

    /// Settings that reach this server.
    pub fn config(&self) -> StorageConfig {
        let endpoint = url::Url::parse(&format!("http://{}", self.address)).ok();
        StorageConfig {
            public_endpoint: endpoint.clone(),
            endpoint,
            region: "us-east-1".to_owned(),
            bucket: BUCKET.to_owned(),
            credentials: Some((
                ACCESS_KEY_ID.to_owned(),
                SecretString::from(SECRET_ACCESS_KEY),
            )),
        }
    }

    /// A connection to this server.
    pub async fn objects(&self) -> Objects {
        Objects::connect(&self.config()).await
    }

    /// Stops answering, as a storage that is down; objects stay.
    pub async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
            // the port is free only once the task is gone
            drop(server.await);
        }
    }

    /// Answers again on the same address.
    pub async fn resume(&mut self) -> anyhow::Result<()> {
        self.stop().await;
        let listener = TcpListener::bind(self.address)
            .await
            .context("the storage's port")?;
        self.server = Some(serve(listener, &self.folder)?);
        Ok(())
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }
}

fn serve(listener: TcpListener, folder: &tempfile::TempDir) -> anyhow::Result<JoinHandle<()>> {
    let files = FileSystem::new(folder.path())
        .map_err(|error| anyhow::anyhow!("storage folder: {error:?}"))?;
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(SimpleAuth::from_single(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
    Ok(tokio::spawn(accept(listener, builder.build())))
}

/// Connections live in a set of this task, so stopping the task closes them too.
async fn accept(listener: TcpListener, service: S3Service) {
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            continue;
        };
        // without it small answers wait for the other side's delayed acknowledgement
        drop(socket.set_nodelay(true));
        let service = service.clone();
        connections.spawn(async move {
            drop(
                http1::Builder::new()
                    .serve_connection(TokioIo::new(socket), service)
                    .await,
            );
        });
        while connections.try_join_next().is_some() {}
    }
}
