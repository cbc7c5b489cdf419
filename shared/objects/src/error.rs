//! What can go wrong with the storage, in the few kinds a caller treats differently.

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};

/// Why the storage did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ObjectsError {
    /// There is no such object.
    #[error("no such object")]
    NotFound,
    /// The server cannot be reached, is too slow or reports a fault of its own: the same call may succeed later.
    #[error("the storage is unavailable: {0}")]
    Unavailable(String),
    /// The server understood and refused (credentials, bucket, policy): repeating does not help.
    #[error("the storage refused: {0}")]
    Refused(String),
    /// The chunks of an upload are not all there; holds the index of the first that is missing.
    #[error("chunk {0} of the upload is missing")]
    Incomplete(u32),
    /// A local file could not be read while being stored.
    #[error("the local file cannot be read")]
    Local(#[from] std::io::Error),
}

impl ObjectsError {
    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    pub(crate) fn unavailable(error: impl std::fmt::Display) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl<E: ProvideErrorMetadata> From<SdkError<E>> for ObjectsError {
    fn from(error: SdkError<E>) -> Self {
        match &error {
            SdkError::ServiceError(context) => {
                let status = context.raw().status().as_u16();
                let code = context.err().code().unwrap_or_default().to_owned();
                of_answer(status, code)
            }
            SdkError::ConstructionFailure(_) => {
                Self::Refused("the request cannot be built".to_owned())
            }
            SdkError::TimeoutError(_) => Self::Unavailable("timeout".to_owned()),
            SdkError::DispatchFailure(_) => Self::Unavailable("no connection".to_owned()),
            _ => Self::Unavailable("the answer cannot be read".to_owned()),
        }
    }
}

/// Sorts an S3 answer by its status and error code; a HEAD has no body and so no code.
fn of_answer(status: u16, code: String) -> ObjectsError {
    match (status, code.as_str()) {
        (_, "NoSuchBucket") => ObjectsError::Refused(code),
        (404, _) | (_, "NoSuchKey") => ObjectsError::NotFound,
        (408 | 429 | 500.., _) | (_, "RequestTimeout" | "SlowDown") => {
            ObjectsError::Unavailable(format!("{status} {code}"))
        }
        _ => ObjectsError::Refused(format!("{status} {code}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_sorted_by_what_the_caller_can_do() {
        let sort = |status, code: &str| of_answer(status, code.to_owned());
        assert!(matches!(sort(404, "NoSuchKey"), ObjectsError::NotFound));
        assert!(matches!(sort(404, ""), ObjectsError::NotFound));
        assert!(matches!(
            sort(404, "NoSuchBucket"),
            ObjectsError::Refused(_)
        ));
        assert!(matches!(
            sort(403, "AccessDenied"),
            ObjectsError::Refused(_)
        ));
        for (status, code) in [
            (500, "InternalError"),
            (503, "SlowDown"),
            (429, ""),
            (400, "RequestTimeout"),
        ] {
            assert!(sort(status, code).is_retryable(), "{status} {code}");
        }
    }
}
