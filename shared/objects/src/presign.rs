//! Requests that a browser makes itself: signed, so that anything altered in them is refused by the storage.

use std::time::Duration;

use aws_sdk_s3::presigning::{PresignedRequest as Signed, PresigningConfig};
use zvarot_domain::FileId;

use crate::{Disposition, Objects, ObjectsError, disposition, keys};

/// What a browser must send, unchanged: the headers are part of the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresignedRequest {
    pub method: String,
    pub url: String,
    /// Without `host` and `content-length`, which the browser sets itself from the address and the body.
    pub headers: Vec<(String, String)>,
}

impl Objects {
    /// A PUT of one chunk of exactly `length` bytes and exactly this type, within `expires` (SUB-04).
    pub async fn presign_chunk(
        &self,
        file: FileId,
        index: u32,
        length: u64,
        content_type: &str,
        expires: Duration,
    ) -> Result<PresignedRequest, ObjectsError> {
        let length =
            i64::try_from(length).map_err(|_| ObjectsError::Refused("length".to_owned()))?;
        let request = self
            .public()
            .put_object()
            .bucket(self.bucket())
            .key(keys::chunk(file, index));
        let signed = request
            .content_length(length)
            .content_type(content_type)
            .presigned(within(expires)?)
            .await?;
        Ok(portable(&signed))
    }

    /// A PUT of a whole upload of exactly `length` bytes and exactly this type, within `expires`: for programs, which
    /// send what is too large for chunks to be worth the trouble in one request.
    pub async fn presign_whole(
        &self,
        file: FileId,
        length: u64,
        content_type: &str,
        expires: Duration,
    ) -> Result<PresignedRequest, ObjectsError> {
        let length =
            i64::try_from(length).map_err(|_| ObjectsError::Refused("length".to_owned()))?;
        let request = self
            .public()
            .put_object()
            .bucket(self.bucket())
            .key(keys::whole(file));
        let signed = request
            .content_length(length)
            .content_type(content_type)
            .presigned(within(expires)?)
            .await?;
        Ok(portable(&signed))
    }

    /// A GET of a stored object under the name that the user gave the file, within `expires`. The answer is not kept
    /// by caches. Call it only after authorisation, only for what is clean.
    pub async fn presign_download(
        &self,
        key: &str,
        file_name: &str,
        content_type: &str,
        disposition: Disposition,
        expires: Duration,
    ) -> Result<String, ObjectsError> {
        let request = self
            .public()
            .get_object()
            .bucket(self.bucket())
            .key(key)
            .response_content_disposition(disposition::header(disposition, file_name))
            .response_content_type(content_type)
            .response_cache_control("private, no-store");
        Ok(request.presigned(within(expires)?).await?.uri().to_owned())
    }
}

fn within(expires: Duration) -> Result<PresigningConfig, ObjectsError> {
    PresigningConfig::expires_in(expires).map_err(|error| ObjectsError::Refused(error.to_string()))
}

fn portable(signed: &Signed) -> PresignedRequest {
    let own = |name: &str| {
        !name.eq_ignore_ascii_case("host") && !name.eq_ignore_ascii_case("content-length")
    };
    PresignedRequest {
        method: signed.method().to_owned(),
        url: signed.uri().to_owned(),
        headers: signed
            .headers()
            .filter(|(name, _)| own(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    }
}
