//! `zvarot-admin calendar-load`: a new version of the national calendar (REG-07).

use std::{fs, io::Write, path::PathBuf};

use anyhow::Context as _;
use clap::Args;
use zvarot_domain::NationalCalendar;
use zvarot_store::calendars;

use crate::database;

#[derive(Debug, Args)]
pub struct CalendarLoad {
    /// The calendar as JSON, of the shape of shared/domain/data/calendar.json.
    file: PathBuf,
}

impl CalendarLoad {
    /// Checks the file and makes it the calendar in force. The scheduler then computes the terms of open appeals anew.
    pub async fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let path = self.file.display().to_string();
        let text = fs::read_to_string(&self.file).with_context(|| format!("cannot read {path}"))?;
        NationalCalendar::from_json(&text).with_context(|| path.clone())?;
        let data = serde_json::from_str(&text).with_context(|| path.clone())?;
        let pool = database::connect().await?;
        let mut connection = pool.acquire().await?;
        calendars::add_national(&mut connection, &data).await?;
        writeln!(out, "the calendar of {path} is in force; open appeals follow within minutes")?;
        Ok(())
    }
}
