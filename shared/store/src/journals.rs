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

/// Sets how an organisation makes its indexes from now on. False: they are not those that somebody has seen any more.
pub async fn set_rules(connection: &mut PgConnection, organisation: OrganisationId, seen: &JournalRules, rules: &JournalRules) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE organisations SET index_template = $2, collective_sign = $3, anonymous_sign = $4, index_series = $5
         WHERE id = $1 AND (index_template, collective_sign, anonymous_sign, index_series) = ($6, $7, $8, $9)",
        organisation.0,
        rules.template,
        rules.collective_sign,
        rules.anonymous_sign,
        rules.series.code(),
        seen.template,
        seen.collective_sign,
        seen.anonymous_sign,
        seen.series.code(),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
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
        "INSERT INTO journals AS journal (organisation_id, year, series, last_number)
         SELECT $1, $2, $3, COALESCE(max(last_number), 0) FROM journals WHERE organisation_id = $1 AND year = $2 AND ($3 = '' OR series = '')
         ON CONFLICT (organisation_id, year, series) DO UPDATE SET last_number = journal.last_number RETURNING last_number",
        organisation.0,
        year,
        series,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.last_number)
}

/// After the numbers of a year have begun to be drawn in another way: they go on after the highest that was given, so that none
/// is proposed twice.
pub async fn carry_on(connection: &mut PgConnection, organisation: OrganisationId, year: i16, series: Series) -> Result<()> {
    sqlx::query!(
        "UPDATE journals SET last_number = given.last
         FROM (SELECT max(last_number) AS last FROM journals WHERE organisation_id = $1 AND year = $2 AND (series = '' OR NOT $3)) AS given
         WHERE organisation_id = $1 AND year = $2 AND (series <> '') = $3 AND last_number < given.last",
        organisation.0,
        year,
        series == Series::Sign,
    )
    .execute(connection)
    .await?;
    Ok(())
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
         SELECT id, $2, CASE index_series WHEN 'sign' THEN $3 ELSE '' END, 1 + COALESCE((SELECT max(last_number) FROM journals
             WHERE organisation_id = $1 AND year = $2 AND (index_series <> 'sign' OR series = '')), 0)
         FROM organisations WHERE id = $1
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

/// The number that a sign would be given next, to show it beforehand: its own journal goes on, a new one begins after the
/// highest number that was given otherwise.
pub async fn preview(connection: &mut PgConnection, organisation: OrganisationId, year: i16, sign: &Sign) -> Result<i32> {
    let row = sqlx::query!(
        r#"SELECT 1 + COALESCE(
               (SELECT last_number FROM journals WHERE organisation_id = id AND year = $2 AND series = CASE index_series WHEN 'sign' THEN $3 ELSE '' END),
               (SELECT max(last_number) FROM journals WHERE organisation_id = id AND year = $2 AND (index_series <> 'sign' OR series = '')),
               0) AS "next!"
           FROM organisations WHERE id = $1"#,
        organisation.0,
        year,
        sign.as_str()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map_or(1, |row| row.next))
}
