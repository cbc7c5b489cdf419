//! Open appeals whose terms stand as an older calendar gave them (REG-07).

use chrono::{DateTime, NaiveDate, Utc};
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
    pub submitted_at: DateTime<Utc>,
    pub registration_limit_at: DateTime<Utc>,
    /// None: it waits for its registration.
    pub running: Option<RunningTerms>,
}

/// The terms of a registered appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningTerms {
    pub registered_on: NaiveDate,
    /// As the domain's `Term` is written, or that it was set by hand.
    pub term: String,
    /// The day that was set by hand.
    pub set_due_on: Option<NaiveDate>,
    pub due_on: NaiveDate,
    pub notice_due_on: Option<NaiveDate>,
}

struct Row {
    id: Uuid,
    organisation_id: Uuid,
    locale: String,
    submitted_at: DateTime<Utc>,
    registration_limit_at: DateTime<Utc>,
    registered_on: Option<NaiveDate>,
    term: String,
    set_due_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    notice_due_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Outdated {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        let running = row.registered_on.zip(row.due_on).map(|(registered_on, due_on)| RunningTerms {
            registered_on,
            term: row.term,
            set_due_on: row.set_due_on,
            due_on,
            notice_due_on: row.notice_due_on,
        });
        Ok(Self {
            id: AppealId(row.id),
            organisation_id: OrganisationId(row.organisation_id),
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            submitted_at: row.submitted_at,
            registration_limit_at: row.registration_limit_at,
            running,
        })
    }
}

/// Some of them, locked until the transaction ends; those that somebody else works on come another time. `without`:
/// organisations whose own calendar cannot be read.
pub async fn outdated(connection: &mut PgConnection, without: &[OrganisationId], limit: i64) -> Result<Vec<Outdated>> {
    let without: Vec<Uuid> = without.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, organisation_id, locale, submitted_at, registration_limit_at, registered_on, COALESCE(term, '') AS "term!", set_due_on,
               due_on, notice_due_on
           FROM appeals
           WHERE status IN ('submitted', 'in_moderation', 'registered', 'in_progress')
             AND COALESCE(calendar_version, 0) < (SELECT max(version) FROM national_calendars)
             AND (status IN ('submitted', 'in_moderation') OR registered_on IS NOT NULL AND due_on IS NOT NULL)
             AND organisation_id <> ALL ($1)
           ORDER BY COALESCE(calendar_version, 0) LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED"#,
        &without,
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Outdated::try_from).collect()
}

/// How many of them there are, counted to `at_most`.
pub async fn outdated_count(connection: &mut PgConnection, at_most: i64) -> Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (
               SELECT FROM appeals WHERE status IN ('submitted', 'in_moderation', 'registered', 'in_progress')
                   AND COALESCE(calendar_version, 0) < (SELECT max(version) FROM national_calendars)
                   AND (status IN ('submitted', 'in_moderation') OR registered_on IS NOT NULL AND due_on IS NOT NULL)
               LIMIT $1) AS bounded"#,
        at_most
    )
    .fetch_one(connection)
    .await
}

/// Terms that are alike, and how many appeals have them.
#[derive(Clone, Debug)]
pub struct AlikeTerms {
    pub organisation: OrganisationId,
    pub terms: RunningTerms,
    pub count: i64,
}

/// The terms of open appeals, of an organisation or of all, that end between two days: a look at what a change of the
/// calendar would move. Grouped, at most so many.
pub async fn open_terms(
    connection: &mut PgConnection,
    organisation: Option<OrganisationId>,
    from: NaiveDate,
    until: NaiveDate,
    at_most: i64,
) -> Result<Vec<AlikeTerms>> {
    let rows = sqlx::query!(
        r#"SELECT organisation_id, registered_on AS "registered_on!", COALESCE(term, '') AS "term!", set_due_on, due_on AS "due_on!", notice_due_on,
               count(*) AS "count!"
           FROM appeals
           WHERE status IN ('registered', 'in_progress') AND registered_on IS NOT NULL AND due_on IS NOT NULL
             AND ($1::uuid IS NULL OR organisation_id = $1)
             AND (due_on BETWEEN $2 AND $3 OR notice_due_on BETWEEN $2 AND $3 OR set_due_on BETWEEN $2 AND $3)
           GROUP BY organisation_id, registered_on, term, set_due_on, due_on, notice_due_on LIMIT $4"#,
        organisation.map(|organisation| organisation.0),
        from,
        until,
        at_most,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AlikeTerms {
            organisation: OrganisationId(row.organisation_id),
            terms: RunningTerms {
                registered_on: row.registered_on,
                term: row.term,
                set_due_on: row.set_due_on,
                due_on: row.due_on,
                notice_due_on: row.notice_due_on,
            },
            count: row.count,
        })
        .collect())
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
    /// The last day of the own task.
    pub own_due_on: NaiveDate,
}

/// The executors who work on these appeals, whichever organisation they are of.
pub async fn executors_at_work(connection: &mut PgConnection, appeals: &[AppealId]) -> Result<Vec<Concerned>> {
    let ids: Vec<Uuid> = appeals.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT appeals.id, resolution_tasks.account_id, number, registration_index, name_ru, name_be, max(resolution_tasks.due_on) AS "own_due_on!"
         FROM resolution_tasks JOIN appeals ON appeals.id = appeal_id JOIN organisations ON organisations.id = appeals.organisation_id
         WHERE appeal_id = ANY ($1) AND visible AND resolution_tasks.active
         GROUP BY appeals.id, resolution_tasks.account_id, number, registration_index, name_ru, name_be"#,
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
                own_due_on: row.own_due_on,
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

/// Notes until when an appeal is registered in time by the newest calendar.
pub async fn set_registration_limit(connection: &mut PgConnection, appeal: AppealId, limit: DateTime<Utc>, calendar_version: i32) -> Result<()> {
    sqlx::query!("UPDATE appeals SET registration_limit_at = $2, calendar_version = $3 WHERE id = $1", appeal.0, limit, calendar_version)
        .execute(connection)
        .await?;
    Ok(())
}
