//! `zvarot-admin deadline`: the end of a term by the law and the calendar (REG-06, REG-06a, BEY-06).

use std::io::Write;

use chrono::NaiveDate;
use clap::Args;
use zvarot_domain::{Calendar, Term, calendar::Hours, deadlines};

use super::calendar::{CalendarOptions, date};

#[derive(Debug, Args)]
pub struct Deadline {
    /// The date of registration: the term begins the day after.
    #[arg(long, value_name = "DATE", value_parser = date)]
    registered: NaiveDate,
    /// 15d or 31d (calendar days), 1m (months by the day number), 5wd (working days); any number.
    #[arg(long)]
    term: Term,
    #[command(flatten)]
    options: CalendarOptions,
}

impl Deadline {
    pub fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let schedule = self.options.schedule(Hours::usual())?;
        let calendar = Calendar::new(self.options.national()?, schedule);
        let deadline = deadlines::of(self.registered, self.term, &calendar);
        writeln!(out, "{}", deadline.date)?;
        for step in &deadline.explanation {
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
