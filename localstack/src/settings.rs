//! One system on this machine: where its data are, which ports it has, and what every
//! process of it is told through its environment.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zvarot_machine::ports::Ports;
use zvarot_machine::postgres::Cluster;
use zvarot_machine::secrets;

/// The one bucket.
pub const BUCKET: &str = "zvarot";
const REGION: &str = "us-east-1";
const QUEUE_PREFIX: &str = "zvarot-";
const SMPP_SYSTEM_ID: &str = "zvarot";
/// SMPP allows a password of 8 characters.
const SMPP_PASSWORD_LENGTH: usize = 8;

/// Which servers stand in for S3 and SQS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Stack {
    /// Storage in a process of our own, PostgreSQL as the doorbell.
    Embedded,
    /// LocalStack for storage and queues.
    Localstack,
}

/// One system.
#[derive(Debug, Clone)]
pub struct Settings {
    /// All its data, absolute.
    pub data: PathBuf,
    pub ports: Ports,
    pub stack: Stack,
    /// A database of the user's own instead of the private cluster.
    pub database_url: Option<String>,
}

impl Settings {
    /// # Errors
    /// When `data` cannot be made or the ports cannot be.
    pub fn new(data: &Path, port: u16, stack: Stack, database_url: Option<String>) -> Result<Self> {
        std::fs::create_dir_all(data).with_context(|| format!("making {}", data.display()))?;
        let data = data.canonicalize()?;
        Ok(Self { data, ports: Ports::from_front(port)?, stack, database_url })
    }

    /// The private PostgreSQL cluster.
    ///
    /// # Errors
    /// When no PostgreSQL is installed or its user cannot come to the data.
    pub fn cluster(&self) -> Result<Cluster> {
        Cluster::new(&self.data.join("postgres"), self.ports.postgres, true)
    }

    /// The secret called `name`, made at the first call.
    ///
    /// # Errors
    /// When its file can be neither read nor written.
    pub fn secret(&self, name: &str) -> Result<String> {
        secrets::kept_in(&self.data.join("secrets").join(name))
    }

    /// The storage's access key: id and secret.
    ///
    /// # Errors
    /// When the secret cannot be kept.
    pub fn access_key(&self) -> Result<(String, String)> {
        Ok(match self.stack {
            Stack::Embedded => ("zvarot".to_owned(), self.secret("storage-key")?),
            // LocalStack checks presigned requests with this pair and no other.
            Stack::Localstack => ("test".to_owned(), "test".to_owned()),
        })
    }

    /// The origins of the front's pages.
    #[must_use]
    pub fn origins(&self) -> [String; 2] {
        ["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{}", self.ports.front))
    }

    /// Every variable a process of this system is started with. Values hold no spaces or quotes.
    ///
    /// # Errors
    /// When a secret can be neither read nor made.
    pub fn environment(&self) -> Result<Vec<(&'static str, String)>> {
        let ports = &self.ports;
        let database = match &self.database_url {
            Some(url) => url.clone(),
            None => self.cluster()?.url()?,
        };
        let (key_id, key_secret) = self.access_key()?;
        let local = |port: u16| format!("127.0.0.1:{port}");
        let storage = match self.stack {
            Stack::Embedded => ports.storage,
            Stack::Localstack => ports.localstack,
        };
        let mut smpp_password = self.secret("smpp-password")?;
        smpp_password.truncate(SMPP_PASSWORD_LENGTH);
        let mut variables = vec![
            ("DATABASE_URL", database),
            ("STORAGE_ENDPOINT", format!("http://{}", local(storage))),
            ("STORAGE_REGION", REGION.to_owned()),
            ("STORAGE_BUCKET", BUCKET.to_owned()),
            ("STORAGE_ACCESS_KEY_ID", key_id.clone()),
            ("STORAGE_SECRET_ACCESS_KEY", key_secret.clone()),
            ("HTTP_ADDRESS", local(ports.front)),
            ("API_ADDRESS", local(ports.api)),
            ("METRICS_ADDRESS", local(ports.metrics)),
            ("PUBLIC_URL", format!("http://{}", local(ports.front))),
            ("SECRET_KEY", self.secret("secret-key")?),
            ("ANTIVIRUS", format!("clamd://{}", local(ports.antivirus))),
            ("SMTP_URL", format!("smtp://{}", local(ports.smtp))),
            ("MAIL_FROM", "zvarot@zvarot.example".to_owned()),
            ("MAIL_INBOX_URL", format!("http://{}/", local(ports.mail_page))),
            ("SMS", "http".to_owned()),
            ("SMS_HTTP_URL", format!("http://{}/messages", local(ports.sms))),
            ("SMS_HTTP_TOKEN", self.secret("sms-token")?),
            ("SMS_INBOX_URL", format!("http://{}/", local(ports.sms))),
            ("SMS_SENDER", "Zvarot".to_owned()),
            ("SMPP_ADDRESS", local(ports.smpp)),
            ("SMPP_SYSTEM_ID", SMPP_SYSTEM_ID.to_owned()),
            ("SMPP_PASSWORD", smpp_password),
            ("SMDO_URL", format!("http://{}/api/", local(ports.router))),
            ("SMDO_KEY", "zvarot".to_owned()),
            ("SMDO_SECRET", self.secret("smdo-secret")?),
            ("SMDO_CODE", "Obr0001".to_owned()),
            ("SMDO_NAME", "Zvarot".to_owned()),
            ("UPLOADS", "front".to_owned()),
            ("LOG_FORMAT", "text".to_owned()),
            ("LOCAL_STACK", "1".to_owned()),
            // The receiver of whoever tries webhooks runs on the same machine.
            ("WEBHOOKS_PRIVATE", "1".to_owned()),
        ];
        match self.stack {
            Stack::Embedded => variables.push(("DOORBELL", "postgres".to_owned())),
            Stack::Localstack => variables.extend([
                ("DOORBELL", "sqs".to_owned()),
                ("SQS_ENDPOINT", format!("http://{}", local(ports.localstack))),
                ("SQS_PREFIX", QUEUE_PREFIX.to_owned()),
                ("SQS_ACCESS_KEY_ID", key_id),
                ("SQS_SECRET_ACCESS_KEY", key_secret),
            ]),
        }
        Ok(variables)
    }

    /// Writes all variables to `<data>/environment` (mode 600, `KEY=value` lines that a shell
    /// can source) and gives the path.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_environment(&self) -> Result<PathBuf> {
        let mut lines = String::new();
        for (name, value) in self.environment()? {
            writeln!(lines, "{name}='{value}'")?;
        }
        let path = self.data.join("environment");
        secrets::write_private(&path, &lines)?;
        Ok(path)
    }
}
