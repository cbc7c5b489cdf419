//! Open appeals whose terms stand as an older national calendar gave them (REG-07).

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, AppealNumber, Locale, OrganisationId};

use super::read_number;
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

/// How many of them there are, counted to `at_most`.
pub async fn outdated_count(connection: &mut PgConnection, at_most: i64) -> Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (
               SELECT FROM appeals WHERE status IN ('registered', 'in_progress') AND calendar_version < (SELECT max(version) FROM national_calendars)
                   AND registered_on IS NOT NULL AND term IS NOT NULL AND due_on IS NOT NULL
               LIMIT $1) AS bounded"#,
        at_most
    )
    .fetch_one(connection)
    .await
}

/// An executor of an appeal, with what a message says of it.
#[derive(Clone, Debug)]
pub struct Concerned {
    pub appeal: AppealId,
    pub account: AccountId,
    pub number: AppealNumber,
    pub registration_index: Option<String>,
    pub organisation_name_ru: String,
    pub organisation_name_be: String,
}

/// The executors who work on these appeals, whichever organisation they are of.
pub async fn executors_at_work(connection: &mut PgConnection, appeals: &[AppealId]) -> Result<Vec<Concerned>> {
    let ids: Vec<Uuid> = appeals.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT DISTINCT appeals.id, resolution_tasks.account_id, number, registration_index, name_ru, name_be
         FROM resolution_tasks JOIN appeals ON appeals.id = appeal_id JOIN organisations ON organisations.id = appeals.organisation_id
         WHERE appeal_id = ANY ($1) AND visible AND resolution_tasks.active",
        &ids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Concerned {
                appeal: AppealId(row.id),
                account: AccountId(row.account_id),
                number: read_number(row.number)?,
                registration_index: row.registration_index,
                organisation_name_ru: row.name_ru,
                organisation_name_be: row.name_be,
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
