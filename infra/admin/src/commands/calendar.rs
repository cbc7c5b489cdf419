//! Options that say by which calendar and in which language: shared by the commands that compute dates.

use std::{fs, path::PathBuf};

use anyhow::Context;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use clap::Args;
use zvarot_domain::{Locale, NationalCalendar, Schedule, calendar::Hours};
use zvarot_locale::Texts;

#[derive(Debug, Args)]
pub struct CalendarOptions {
    /// The national calendar as JSON, of the shape of shared/domain/data/calendar.json; without it, the calendar
    /// of 2025 to 2027 that the system starts with. It may also hold an organisation's own `week` (hours by
    /// weekday, {"mon": "09:00-18:00", …}) and `exceptions` ({"2026-05-08": {"hours": "09:00-13:00"},
    /// "2026-05-11": "day_off"}).
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// The language of the explanation: ru or be.
    #[arg(long, default_value = "ru", value_parser = language)]
    language: Locale,
}

impl CalendarOptions {
    /// The calendar asked for. Says on the standard error output where its own counts do not agree with it.
    pub fn national(&self) -> anyhow::Result<NationalCalendar> {
        let Some(path) = &self.calendar else {
            return Ok(NationalCalendar::seed());
        };
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let calendar =
            NationalCalendar::from_json(&text).with_context(|| path.display().to_string())?;
        for month in calendar.count_differences() {
            eprintln!(
                "warning: {}-{:02} has {} working days by holidays and transfers, but the file states {}",
                month.year, month.month, month.counted, month.stated
            );
        }
        Ok(calendar)
    }

    /// The organisation's hours and exceptions where the file has any, else these hours from Monday to Friday.
    pub fn schedule(&self, hours: Hours) -> anyhow::Result<Schedule> {
        let usual = Schedule::five_days(hours);
        let Some(path) = &self.calendar else {
            return Ok(usual);
        };
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let file: serde_json::Value =
            serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        let (week, exceptions) = (file.get("week"), file.get("exceptions"));
        if week.is_none() && exceptions.is_none() {
            return Ok(usual);
        }
        let mut written = serde_json::to_value(&usual)?;
        for (name, value) in [("week", week), ("exceptions", exceptions)] {
            if let Some(value) = value {
                written[name] = value.clone();
            }
        }
        serde_json::from_value(written).with_context(|| path.display().to_string())
    }

    pub fn texts(&self) -> &'static Texts {
        Texts::of(self.language)
    }
}

fn language(text: &str) -> Result<Locale, String> {
    Locale::from_code(text).ok_or_else(|| "ru or be".to_owned())
}

/// A date of a century in which dates of appeals lie: a slip in the year is told and not computed with.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    let date = text
        .parse()
        .map_err(|_| "a date is written as 2026-04-10")?;
    in_range(date)
}

/// A date and time in Minsk, the seconds may be left out.
pub fn moment(text: &str) -> Result<NaiveDateTime, String> {
    let formats = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
    ];
    let found = formats
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let moment =
        found.ok_or("a date and time is written as 2026-04-24T16:30, in the time of Minsk")?;
    in_range(moment.date()).map(|_| moment)
}

fn in_range(date: NaiveDate) -> Result<NaiveDate, String> {
    if (1990..2100).contains(&date.year()) {
        Ok(date)
    } else {
        Err("the year must be from 1990 to 2099".to_owned())
    }
}
