//! With what the system runs, as its configuration says. No secrets: names and addresses of servers only.

use url::Url;
use zvarot_objects::StorageConfig;
use zvarot_platform::Environment;

/// Whether uploaded files are scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Antivirus {
    /// By the server that `ANTIVIRUS` names.
    On,
    /// `ANTIVIRUS=off`: nobody looks.
    Off,
    /// The variable is set for the function that checks files, and not for this one.
    Elsewhere,
}

/// The facts, read once at the start.
#[derive(Clone, Debug)]
pub struct SystemFacts {
    /// Of the program.
    pub version: &'static str,
    /// `ANTIVIRUS`
    pub antivirus: Antivirus,
    /// `STORAGE_ENDPOINT` without a path; nothing: AWS.
    pub storage: Option<String>,
    /// `STORAGE_BUCKET`
    pub bucket: String,
    /// `DOORBELL`
    pub doorbell: String,
    /// Whether this is a Lambda function.
    pub on_lambda: bool,
}

impl SystemFacts {
    /// Reads them.
    pub fn of(environment: &Environment, storage: &StorageConfig) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            antivirus: match environment.get("ANTIVIRUS").as_deref() {
                Some("off") => Antivirus::Off,
                Some(_) => Antivirus::On,
                None => Antivirus::Elsewhere,
            },
            storage: storage.endpoint.as_ref().map(origin),
            bucket: storage.bucket.clone(),
            doorbell: environment
                .get("DOORBELL")
                .unwrap_or_else(|| "postgres".to_owned()),
            on_lambda: environment.get("AWS_LAMBDA_RUNTIME_API").is_some(),
        }
    }
}

fn origin(address: &Url) -> String {
    address.origin().ascii_serialization()
}
