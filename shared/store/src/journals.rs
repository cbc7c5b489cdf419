//! Registration journals: consecutive numbers per organisation, year and series (REG-03).

use sqlx::PgConnection;
use zvarot_domain::OrganisationId;

use crate::Result;

/// Gives the next number; the row is locked until the transaction ends, so a rolled back registration leaves no gap.
pub async fn next(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    year: i16,
    series: &str,
) -> Result<i32> {
    let row = sqlx::query!(
        "INSERT INTO journals AS journal (organisation_id, year, series, last_number) VALUES ($1, $2, $3, 1)
         ON CONFLICT (organisation_id, year, series) DO UPDATE SET last_number = journal.last_number + 1
         RETURNING last_number",
        organisation.0,
        year,
        series,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.last_number)
}

/// The number that would be given next, to show it beforehand.
pub async fn preview(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    year: i16,
    series: &str,
) -> Result<i32> {
    let row = sqlx::query!(
        "SELECT last_number FROM journals WHERE organisation_id = $1 AND year = $2 AND series = $3",
        organisation.0,
        year,
        series
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map_or(1, |row| row.last_number + 1))
}
