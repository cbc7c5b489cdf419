//! Open appeals whose terms stand as an older national calendar gave them (REG-07).

use chrono::NaiveDate;
use sqlx::PgConnection;
use zvarot_domain::{AppealId, Locale, OrganisationId};

use crate::{Result, read_code};

/// An appeal whose terms are to be computed anew.
#[derive(Clone, Debug)]
pub struct Outdated {
    pub id: AppealId,
    pub organisation_id: OrganisationId,
    pub locale: Locale,
    pub registered_on: NaiveDate,
    pub term: String,
    pub due_on: NaiveDate,
    pub notice_due_on: Option<NaiveDate>,
}

/// Some of them, locked until the transaction ends; those that somebody else works on come another time.
pub async fn outdated(connection: &mut PgConnection, limit: i64) -> Result<Vec<Outdated>> {
    let rows = sqlx::query!(
        r#"SELECT id, organisation_id, locale, registered_on AS "registered_on!", term AS "term!", due_on AS "due_on!", notice_due_on
           FROM appeals
           WHERE status IN ('registered', 'in_progress') AND calendar_version < (SELECT max(version) FROM national_calendars)
             AND registered_on IS NOT NULL AND term IS NOT NULL AND due_on IS NOT NULL
           ORDER BY calendar_version LIMIT $1 FOR UPDATE SKIP LOCKED"#,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Outdated {
                id: AppealId(row.id),
                organisation_id: OrganisationId(row.organisation_id),
                locale: read_code("locale", &row.locale, Locale::from_code)?,
                registered_on: row.registered_on,
                term: row.term,
                due_on: row.due_on,
                notice_due_on: row.notice_due_on,
            })
        })
        .collect()
}

/// Notes the terms that the newest calendar gives; the card's version grows where one of them differs.
pub async fn set_recomputed(
    connection: &mut PgConnection,
    appeal: AppealId,
    due_on: NaiveDate,
    notice_due_on: Option<NaiveDate>,
    calendar_version: i32,
) -> Result<()> {
    sqlx::query!(
        "UPDATE appeals SET due_on = $2, notice_due_on = $3, calendar_version = $4,
             version = version + CASE WHEN due_on IS DISTINCT FROM $2 OR notice_due_on IS DISTINCT FROM $3 THEN 1 ELSE 0 END
         WHERE id = $1",
        appeal.0,
        due_on,
        notice_due_on,
        calendar_version,
    )
    .execute(connection)
    .await?;
    Ok(())
}
