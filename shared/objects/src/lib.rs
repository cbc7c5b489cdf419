//! Object storage by the S3 protocol: what browsers put there by signed requests, what was checked and is served,
//! and what the system makes itself. Only what every S3 server has is relied on: no versions, tags, lifecycle,
//! conditional writes or checksums beyond the required ones.

mod clean;
mod client;
mod config;
mod disposition;
mod error;
pub mod keys;
mod post;
mod presign;
mod read;
mod write;

pub use clean::StoredObject;
pub use client::Objects;
pub use config::{StorageConfig, StorageConfigError};
pub use disposition::Disposition;
pub use error::ObjectsError;
pub use post::{FormType, PostForm};
pub use presign::PresignedRequest;
pub use read::{Chunk, Object, ObjectStream};
