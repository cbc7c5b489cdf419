//! `ClamAV 1.4.3/27500/Thu Nov 20 09:26:31 2026`: the engine, the database's number and when it was built.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// What the daemon says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// For example `ClamAV 1.4.3`.
    pub engine: String,
    /// `None` where it runs on signatures of its own without the official daily database.
    pub database: Option<Database>,
}

/// The official signature database in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// Grows with each issue.
    pub number: u32,
    /// When it was issued.
    pub built_at: DateTime<Utc>,
}

impl Database {
    /// How old it is; a new one is issued daily.
    pub fn age(&self, now: DateTime<Utc>) -> TimeDelta {
        now - self.built_at
    }
}

/// `None` for what is no version line of ClamAV.
pub(super) fn parse(answer: &str) -> Option<Version> {
    let mut parts = answer.splitn(3, '/');
    let engine = parts
        .next()
        .filter(|engine| engine.starts_with("ClamAV "))?;
    let database = match (parts.next(), parts.next()) {
        (Some(number), Some(built)) => Some(Database {
            number: number.parse().ok()?,
            // The daemon prints UTC or its zone's time without naming it; the difference does not matter for days.
            built_at: NaiveDateTime::parse_from_str(built.trim(), "%a %b %e %H:%M:%S %Y")
                .ok()?
                .and_utc(),
        }),
        _ => None,
    };
    Some(Version {
        engine: engine.to_owned(),
        database,
    })
}
