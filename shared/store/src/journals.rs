//! Registration journals: consecutive numbers per organisation, year and series, and how indexes are made of them (REG-03).

use sqlx::PgConnection;
use zvarot_domain::{
    OrganisationId,
    registration::{JournalRules, Series, Sign},
};

use crate::{Result, read_code};

/// A journal of a year.
#[derive(Clone, Debug)]
pub struct Journal {
    pub year: i16,
    /// The sign that is numbered by itself; empty: the whole journal.
    pub series: String,
    pub last_number: i32,
}

/// How an organisation makes its indexes.
pub async fn rules(connection: &mut PgConnection, organisation: OrganisationId) -> Result<Option<JournalRules>> {
    let row = sqlx::query!("SELECT index_template, collective_sign, anonymous_sign, index_series FROM organisations WHERE id = $1", organisation.0)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(JournalRules {
            template: row.index_template,
            collective_sign: row.collective_sign,
            anonymous_sign: row.anonymous_sign,
            series: read_code("index_series", &row.index_series, Series::from_code)?,
        })
    })
    .transpose()
}

/// Sets how an organisation makes its indexes from now on.
pub async fn set_rules(connection: &mut PgConnection, organisation: OrganisationId, rules: &JournalRules) -> Result<()> {
    sqlx::query!(
        "UPDATE organisations SET index_template = $2, collective_sign = $3, anonymous_sign = $4, index_series = $5 WHERE id = $1",
        organisation.0,
        rules.template,
        rules.collective_sign,
        rules.anonymous_sign,
        rules.series.code(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An organisation's journals, the newest year first.
pub async fn list(connection: &mut PgConnection, organisation: OrganisationId) -> Result<Vec<Journal>> {
    sqlx::query_as!(
        Journal,
        "SELECT year, series, last_number FROM journals WHERE organisation_id = $1 ORDER BY year DESC, series LIMIT 500",
        organisation.0
    )
    .fetch_all(connection)
    .await
}

/// The last number of a journal, 0 where none was given; nobody draws another one until the transaction ends.
pub async fn lock_last(connection: &mut PgConnection, organisation: OrganisationId, year: i16, series: &str) -> Result<i32> {
    let row = sqlx::query!(
        "INSERT INTO journals AS journal (organisation_id, year, series, last_number) VALUES ($1, $2, $3, 0)
         ON CONFLICT (organisation_id, year, series) DO UPDATE SET last_number = journal.last_number RETURNING last_number",
        organisation.0,
        year,
        series,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.last_number)
}

/// Has a journal that is locked go on after a number.
pub async fn set_last(connection: &mut PgConnection, organisation: OrganisationId, year: i16, series: &str, last: i32) -> Result<()> {
    sqlx::query!(
        "UPDATE journals SET last_number = $4 WHERE organisation_id = $1 AND year = $2 AND series = $3",
        organisation.0,
        year,
        series,
        last,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives the next number to a sign; the row is locked until the transaction ends, so a rolled back registration leaves no gap.
pub async fn next(connection: &mut PgConnection, organisation: OrganisationId, year: i16, sign: &Sign) -> Result<i32> {
    let row = sqlx::query!(
        "INSERT INTO journals AS journal (organisation_id, year, series, last_number)
         SELECT id, $2, CASE index_series WHEN 'sign' THEN $3 ELSE '' END, 1 FROM organisations WHERE id = $1
         ON CONFLICT (organisation_id, year, series) DO UPDATE SET last_number = journal.last_number + 1
         RETURNING last_number",
        organisation.0,
        year,
        sign.as_str(),
    )
    .fetch_one(connection)
    .await?;
    Ok(row.last_number)
}

/// The number that a sign would be given next, to show it beforehand.
pub async fn preview(connection: &mut PgConnection, organisation: OrganisationId, year: i16, sign: &Sign) -> Result<i32> {
    let row = sqlx::query!(
        "SELECT last_number FROM journals JOIN organisations ON id = organisation_id
         WHERE organisation_id = $1 AND year = $2 AND series = CASE index_series WHEN 'sign' THEN $3 ELSE '' END",
        organisation.0,
        year,
        sign.as_str()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map_or(1, |row| row.last_number + 1))
}
