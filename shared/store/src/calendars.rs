//! The national calendar and the organisations' schedules, as versioned JSON that the domain reads.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, OrganisationId};

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

/// A version of an organisation's schedule.
#[derive(Clone, Debug)]
pub struct ScheduleVersion {
    pub version: i32,
    pub data: serde_json::Value,
    pub created_at: DateTime<Utc>,
    /// Who set it; none: it came with the organisation.
    pub created_by: Option<String>,
}

/// The newest versions of an organisation's schedule, the last first.
pub async fn schedules(connection: &mut PgConnection, organisation: OrganisationId, limit: i64) -> Result<Vec<ScheduleVersion>> {
    sqlx::query_as!(
        ScheduleVersion,
        r#"SELECT version, data, schedules.created_at, display_name AS "created_by?"
           FROM organisation_schedules AS schedules LEFT JOIN accounts ON accounts.id = created_by
           WHERE schedules.organisation_id = $1 ORDER BY version DESC LIMIT $2"#,
        organisation.0,
        limit,
    )
    .fetch_all(connection)
    .await
}

/// The newest schedules of organisations; those that have none are not there.
pub async fn schedules_of(connection: &mut PgConnection, organisations: &[OrganisationId]) -> Result<Vec<(OrganisationId, serde_json::Value)>> {
    let ids: Vec<Uuid> = organisations.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT DISTINCT ON (organisation_id) organisation_id, data FROM organisation_schedules WHERE organisation_id = ANY ($1)
         ORDER BY organisation_id, version DESC",
        &ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (OrganisationId(row.organisation_id), row.data)).collect())
}

/// Adds the version of an organisation's schedule that follows `after`, 0 where it has none. False: that one is not the newest
/// any more.
pub async fn add_schedule_after(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    after: i32,
    data: &serde_json::Value,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<bool> {
    // Two who change it at once meet at the key: the second inserts nothing.
    let done = sqlx::query!(
        "INSERT INTO organisation_schedules (organisation_id, version, data, created_by, created_at)
         SELECT $1, $2 + 1, $3, $4, $5
         WHERE $2 = COALESCE((SELECT max(version) FROM organisation_schedules WHERE organisation_id = $1), 0)
         ON CONFLICT (organisation_id, version) DO NOTHING",
        organisation.0,
        after,
        data,
        by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Has the open appeals of organisations whose newest schedule was set before a moment be computed anew.
pub async fn follow_schedules(connection: &mut PgConnection, before: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
    let organisations: Vec<Uuid> =
        sqlx::query_scalar!("UPDATE organisation_schedules SET followed_at = $2 WHERE followed_at IS NULL AND created_at < $1 RETURNING organisation_id", before, now)
            .fetch_all(&mut *connection)
            .await?;
    if !organisations.is_empty() {
        sqlx::query!(
            "UPDATE appeals SET calendar_version = 0
             WHERE organisation_id = ANY ($1) AND status IN ('submitted', 'in_moderation', 'registered', 'in_progress')",
            &organisations,
        )
        .execute(connection)
        .await?;
    }
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
        "INSERT INTO organisation_schedules (organisation_id, version, data, followed_at)
         SELECT organisations.id, 1, first.data, now() FROM UNNEST($1::text[], $2::jsonb[]) AS first (unp, data) JOIN organisations USING (unp)
         WHERE NOT EXISTS (SELECT FROM organisation_schedules WHERE organisation_id = organisations.id)",
        &organisations,
        &data,
    )
    .execute(connection)
    .await?;
    Ok(())
}
