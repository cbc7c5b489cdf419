//! Reminds officials of terms (CTL-09): each morning of an organisation's working days, once. The work is found by a
//! query and taken by a row, so any number of schedulers may run it at any time.

use std::time::Duration;

use anyhow::Context as _;
use serde::Deserialize as _;
use zvarot_actions::reminders::remind;
use zvarot_domain::{Calendar, NationalCalendar, Schedule, minsk, reminders::is_time};
use zvarot_platform::{Platform, schedule::Task};
use zvarot_store::reminders::{self, Waiting};

/// Organisations asked for at once.
const PAGE: usize = 500;

pub struct Remind;

#[async_trait::async_trait]
impl Task for Remind {
    fn name(&self) -> &'static str {
        "remind"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(60)
    }

    async fn run(&self, platform: &Platform) -> anyhow::Result<()> {
        let today = minsk::date(platform.clock.now());
        let mut connection = platform.store.pool().acquire().await?;
        let Some(national) = reminders::national_calendar(&mut connection).await? else {
            return Ok(());
        };
        drop(connection);
        let national = NationalCalendar::from_value(national).context("the national calendar")?;
        let (mut after, mut reminded, mut failed) = (None, 0, 0);
        loop {
            let mut connection = platform.store.pool().acquire().await?;
            let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
            let page = reminders::waiting(&mut connection, today, after, limit).await?;
            drop(connection);
            for waiting in &page {
                match one(platform, &national, waiting).await {
                    Ok(terms) => reminded += terms,
                    // One organisation's trouble is not the others'.
                    Err(error) => {
                        failed += 1;
                        tracing::warn!(
                            organisation = %waiting.organisation,
                            reason = error.to_string(),
                            "an organisation could not be reminded, the next run tries again"
                        );
                    }
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.organisation),
                _ => break,
            }
        }
        if reminded > 0 {
            tracing::info!(terms = reminded, "officials were reminded of terms");
        }
        anyhow::ensure!(failed == 0, "{failed} organisations could not be reminded");
        Ok(())
    }
}

/// Reminds one organisation, if this is its morning. Returns of how many terms.
async fn one(
    platform: &Platform,
    national: &NationalCalendar,
    waiting: &Waiting,
) -> anyhow::Result<usize> {
    let schedule = match &waiting.schedule {
        Some(schedule) => Schedule::deserialize(schedule).context("the schedule")?,
        None => Schedule::usual(),
    };
    let calendar = Calendar::new(national.clone(), schedule);
    let cause = platform.cause();
    if !is_time(cause.now, &calendar) {
        return Ok(0);
    }
    let reminded = remind(&platform.store, &cause, waiting.organisation, &calendar).await?;
    Ok(reminded.unwrap_or(0))
}
