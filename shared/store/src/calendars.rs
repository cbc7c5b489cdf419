//! The national calendar and the organisations' schedules, as versioned JSON that the domain reads.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use zvarot_domain::OrganisationId;

use crate::Result;

/// The data from which the domain builds an organisation's calendar.
#[derive(Clone, Debug)]
pub struct CalendarData {
    /// The version of the national calendar, kept with each term computed from it.
    pub version: i32,
    pub national: serde_json::Value,
    /// The organisation's own hours and exceptions; None: the usual ones.
    pub schedule: Option<serde_json::Value>,
}

/// The newest national calendar with the newest schedule of an organisation. None: no calendar was loaded.
pub async fn of(
    connection: &mut PgConnection,
    organisation: OrganisationId,
) -> Result<Option<CalendarData>> {
    let row = sqlx::query!(
        r#"SELECT version, data AS national,
               (SELECT data FROM organisation_schedules WHERE organisation_id = $1 ORDER BY version DESC LIMIT 1) AS "schedule?"
           FROM national_calendars ORDER BY version DESC LIMIT 1"#,
        organisation.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| CalendarData {
        version: row.version,
        national: row.national,
        schedule: row.schedule,
    }))
}

/// Adds a version of the national calendar, unless the newest is equal to it.
pub async fn add_national(connection: &mut PgConnection, data: &serde_json::Value) -> Result<()> {
    sqlx::query!(
        "INSERT INTO national_calendars (data) SELECT $1
         WHERE $1 IS DISTINCT FROM (SELECT data FROM national_calendars ORDER BY version DESC LIMIT 1)",
        data,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A version of the national calendar.
#[derive(Clone, Debug)]
pub struct NationalVersion {
    pub version: i32,
    pub data: serde_json::Value,
    pub created_at: DateTime<Utc>,
}

/// The newest version. None: no calendar was loaded.
pub async fn national(connection: &mut PgConnection) -> Result<Option<NationalVersion>> {
    sqlx::query_as!(NationalVersion, "SELECT version, data, created_at FROM national_calendars ORDER BY version DESC LIMIT 1")
        .fetch_optional(connection)
        .await
}

/// Adds the version that follows `after`. False: that one is not the newest any more.
pub async fn add_national_after(connection: &mut PgConnection, after: i32, data: &serde_json::Value) -> Result<bool> {
    // Of two who change it at once the second waits here, and then finds another version.
    sqlx::query!("SELECT version FROM national_calendars WHERE version = $1 FOR UPDATE", after).fetch_optional(&mut *connection).await?;
    let done = sqlx::query!("INSERT INTO national_calendars (data) SELECT $2 WHERE $1 = (SELECT max(version) FROM national_calendars)", after, data)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Adds a version of an organisation's schedule, unless the newest is equal to it.
pub async fn add_schedule(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    data: &serde_json::Value,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO organisation_schedules (organisation_id, version, data)
         SELECT $1, COALESCE((SELECT max(version) FROM organisation_schedules WHERE organisation_id = $1), 0) + 1, $2
         WHERE $2 IS DISTINCT FROM (SELECT data FROM organisation_schedules WHERE organisation_id = $1 ORDER BY version DESC LIMIT 1)",
        organisation.0,
        data,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives organisations (by УНП) a first schedule; those that have one keep it.
pub async fn add_first_schedules(
    connection: &mut PgConnection,
    schedules: &[(String, serde_json::Value)],
) -> Result<()> {
    let (organisations, data): (Vec<String>, Vec<serde_json::Value>) =
        schedules.iter().cloned().unzip();
    sqlx::query!(
        "INSERT INTO organisation_schedules (organisation_id, version, data)
         SELECT organisations.id, 1, first.data FROM UNNEST($1::text[], $2::jsonb[]) AS first (unp, data) JOIN organisations USING (unp)
         WHERE NOT EXISTS (SELECT FROM organisation_schedules WHERE organisation_id = organisations.id)",
        &organisations,
        &data,
    )
    .execute(connection)
    .await?;
    Ok(())
}
