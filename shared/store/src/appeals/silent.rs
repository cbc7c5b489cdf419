//! Appeals to which nothing happens (BEY-07): under review, and without an event through the last working days, as many
//! as the organisation has set.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize as _;
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, AppealNumber, Calendar, NationalCalendar, OrganisationId, Schedule, minsk,
    reminders::{Ladder, TermClock, silent_before},
};

use super::read_number;
use crate::Result;

/// The moment before which the last event of a silent appeal lies. None: the organisation does not look, or no calendar
/// was loaded.
pub async fn silence_begins(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    today: NaiveDate,
) -> Result<Option<DateTime<Utc>>> {
    let row = sqlx::query!(
        r#"SELECT national_calendars.data AS national, ladder.clock IS NOT NULL AS "own!", every_days_after AS "days?",
               (SELECT data FROM organisation_schedules WHERE organisation_id = $1 ORDER BY version DESC LIMIT 1) AS "schedule?"
           FROM national_calendars LEFT JOIN reminder_ladders AS ladder ON ladder.organisation_id = $1 AND ladder.clock = 'silence'
           ORDER BY version DESC LIMIT 1"#,
        organisation.0,
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let days = if row.own { row.days.and_then(|days| u16::try_from(days).ok()) } else { Ladder::usual(TermClock::Silence).every_after() };
    let Some(days) = days else { return Ok(None) };
    let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| sqlx::Error::ColumnDecode { index: "data".into(), source: error };
    let national = NationalCalendar::from_value(row.national).map_err(|error| unreadable(error.into()))?;
    let schedule = match &row.schedule {
        Some(schedule) => Schedule::deserialize(schedule).map_err(|error| unreadable(error.into()))?,
        None => Schedule::usual(),
    };
    let first = silent_before(today, days, &Calendar::new(national, schedule));
    Ok(Some(minsk::start_of(first)))
}

/// A silent appeal.
#[derive(Clone, Debug)]
pub struct Silent {
    pub appeal: AppealId,
    pub number: AppealNumber,
    pub registration_index: Option<String>,
    /// When something happened last.
    pub last_at: DateTime<Utc>,
    /// The executors whose results are to be entered.
    pub executors: Vec<AccountId>,
}

/// An organisation's appeals whose last event lies before a moment; after one of them, in the order of their ids.
pub async fn silent(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    before: DateTime<Utc>,
    after: Option<AppealId>,
    limit: i64,
) -> Result<Vec<Silent>> {
    let rows = sqlx::query!(
        r#"SELECT appeals.id, number, registration_index, last.at AS "last_at!",
               ARRAY(SELECT DISTINCT account_id FROM resolution_tasks
                   WHERE appeal_id = appeals.id AND active AND state IN ('assigned', 'returned')) AS "executors!: Vec<Uuid>"
           FROM appeals, LATERAL (SELECT at FROM appeal_events WHERE appeal_id = appeals.id AND NOT (account_id IS NULL AND kind IN ('term_changed', 'notice_term_changed'))
               ORDER BY id DESC LIMIT 1) AS last
           WHERE organisation_id = $1 AND status IN ('registered', 'in_progress') AND merged_into IS NULL AND submitted_at < $2 AND last.at < $2 AND appeals.id > $3
           ORDER BY appeals.id LIMIT $4"#,
        organisation.0,
        before,
        after.map_or(Uuid::nil(), |id| id.0),
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Silent {
                appeal: AppealId(row.id),
                number: read_number(row.number)?,
                registration_index: row.registration_index,
                last_at: row.last_at,
                executors: row.executors.into_iter().map(AccountId).collect(),
            })
        })
        .collect()
}
