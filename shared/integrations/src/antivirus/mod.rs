//! The antivirus: ClamAV's daemon, spoken to over its own protocol with a stream of bytes.
//! A file is clean only when the scanner said exactly so (SEC-04).

mod clamd;
#[cfg(test)]
mod tests;
mod version;

use tokio::io::AsyncRead;

pub use clamd::Clamd;
pub use version::{Database, Version};

use crate::settings::{Lookup, SettingError, optional};

/// What the scanner says about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Checked, nothing found.
    Clean,
    /// Something was found; the scanner's name for it.
    Infected {
        /// For example `Win.Test.EICAR_HDB-1`.
        signature: String,
    },
    /// Nobody looked: the operator set `ANTIVIRUS=off`.
    NotChecked,
}

/// Why there is no verdict. None of these means that the file is clean.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The scanner cannot be reached, fell silent, or went away in mid-work. Try again later.
    #[error("the antivirus is not available: {0}")]
    Unavailable(String),
    /// The file is longer than the scanner's `StreamMaxLength`: its limit must be at least the largest permitted file.
    #[error("the antivirus takes no file of this length: raise StreamMaxLength")]
    TooLarge,
    /// The scanner answered something that is no verdict (out of memory, a file it could not read). Try again later.
    #[error("the antivirus gave no verdict: {0}")]
    Broken(String),
    /// The file itself could not be read.
    #[error("the file to check could not be read")]
    Unreadable(#[source] std::io::Error),
}

/// The scanner in use.
#[derive(Debug, Clone)]
pub enum Scanner {
    /// ClamAV's daemon.
    Clamd(Clamd),
    /// None, by the operator's explicit wish.
    Off,
}

const HELP: &str = "is not set: files cannot be checked. Give clamd://host:port of a ClamAV daemon, or off to run \
                    without an antivirus (files then go to people unchecked, and the operator's page says so)";

impl Scanner {
    /// Reads `ANTIVIRUS` = `clamd://host:port` or `off`.
    ///
    /// # Errors
    /// It is not set or cannot be understood: whoever starts the program must decide (SEC-04).
    pub fn from_env(lookup: Lookup<'_>) -> Result<Self, SettingError> {
        let wrong = |problem: &str| SettingError::new("ANTIVIRUS", problem);
        let value = optional(lookup, "ANTIVIRUS").ok_or_else(|| wrong(HELP))?;
        if value == "off" {
            return Ok(Self::Off);
        }
        let address = value
            .strip_prefix("clamd://")
            .map(|address| address.trim_end_matches('/'))
            .ok_or_else(|| wrong("must be clamd://host:port or off"))?;
        let has_port = address.rsplit_once(':').is_some_and(|(host, port)| {
            !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port != 0)
        });
        if !has_port {
            return Err(wrong(
                "must name a host and a port, for example clamd://127.0.0.1:3310",
            ));
        }
        Ok(Self::Clamd(Clamd::new(address)))
    }

    /// Whether anybody looks into files.
    pub fn is_on(&self) -> bool {
        matches!(self, Self::Clamd(_))
    }

    /// Checks a stream of bytes to its end, holding a small piece of it at a time.
    ///
    /// # Errors
    /// See [`ScanError`]: without a verdict the file stays held back.
    pub async fn scan(&self, file: impl AsyncRead + Unpin + Send) -> Result<Verdict, ScanError> {
        match self {
            Self::Clamd(clamd) => clamd.scan(file).await,
            Self::Off => Ok(Verdict::NotChecked),
        }
    }
}
