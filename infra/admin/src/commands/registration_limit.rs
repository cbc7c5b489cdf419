//! `zvarot-admin registration-limit`: until when an appeal must be registered (REG-04).

use std::io::Write;

use chrono::NaiveDateTime;
use clap::Args;
use zvarot_domain::{Calendar, calendar::Hours, registration};

use super::calendar::{CalendarOptions, moment};

#[derive(Debug, Args)]
pub struct RegistrationLimit {
    /// The moment of submission in the time of Minsk: 2026-04-24T16:30.
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    submitted: NaiveDateTime,
    /// The organisation's hours from Monday to Friday.
    #[arg(long, default_value = "09:00-18:00")]
    hours: Hours,
    #[command(flatten)]
    options: CalendarOptions,
}

impl RegistrationLimit {
    pub fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let schedule = self.options.schedule(self.hours)?;
        let calendar = Calendar::new(self.options.national()?, schedule);
        let limit = registration::limit_local(self.submitted, &calendar);
        writeln!(out, "{}", limit.until.format("%Y-%m-%dT%H:%M:%S%.3f"))?;
        for step in &limit.explanation {
            writeln!(
                out,
                "{}",
                self.options
                    .texts()
                    .about(&step.locale_key(), &step.facts())
            )?;
        }
        Ok(())
    }
}
