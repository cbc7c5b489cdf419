//! How much executors have to do (BEY-07), and who executes: the board of an organisation, the names for its filter.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, JobTitle, OrganisationId, Role};

use crate::Result;

/// What one executor of an organisation has under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workload {
    pub account: AccountId,
    pub name: String,
    pub title: Option<JobTitle>,
    /// Tasks of resolutions that are not finished.
    pub open: i64,
    /// Of these the ones whose result is to be entered: by the executor's own term.
    pub due_soon: i64,
    pub due_today: i64,
    pub overdue: i64,
    /// Results that were returned.
    pub returned: i64,
    /// Appeals of the organisation itself to which nothing happens.
    pub silent: i64,
}

/// The workload of those who are executors of an organisation or have a task in its name; the most pressed first. `silent_before`
/// is the moment of [`crate::appeals::silence_begins`].
pub async fn workload(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    today: NaiveDate,
    soon: NaiveDate,
    silent_before: Option<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Workload>> {
    let rows = sqlx::query!(
        r#"WITH counted AS (
               SELECT account_id, count(*) AS open,
                   count(*) FILTER (WHERE runs AND due_on > $2 AND due_on <= $3) AS due_soon,
                   count(*) FILTER (WHERE runs AND due_on = $2) AS due_today,
                   count(*) FILTER (WHERE runs AND due_on < $2) AS overdue,
                   count(*) FILTER (WHERE state = 'returned') AS returned,
                   count(DISTINCT appeal_id) FILTER (WHERE home_id = $1 AND last_at < $4) AS silent
               FROM (
                   SELECT account_id, appeal_id, home_id, task.due_on, state, state IN ('assigned', 'returned') AS runs,
                       (SELECT at FROM appeal_events WHERE appeal_events.appeal_id = task.appeal_id
                           AND NOT (appeal_events.account_id IS NULL AND kind IN ('term_changed', 'notice_term_changed')) ORDER BY id DESC LIMIT 1) AS last_at
                   FROM resolution_tasks AS task WHERE organisation_id = $1 AND visible AND active) AS task
               GROUP BY account_id)
           SELECT accounts.id AS "id!", display_name AS "display_name!", COALESCE(open, 0) AS "open!", COALESCE(due_soon, 0) AS "due_soon!",
               COALESCE(due_today, 0) AS "due_today!", COALESCE(overdue, 0) AS "overdue!", COALESCE(returned, 0) AS "returned!",
               COALESCE(silent, 0) AS "silent!", COALESCE(title_ru, '') AS "title_ru!", COALESCE(title_be, '') AS "title_be!"
           FROM accounts LEFT JOIN counted ON counted.account_id = accounts.id
               LEFT JOIN job_titles ON job_titles.account_id = accounts.id AND job_titles.organisation_id = $1
           WHERE accounts.id IN (SELECT account_id FROM counted
               UNION SELECT account_id FROM account_roles WHERE organisation_id = $1 AND role = 'executor')
             AND (counted.account_id IS NOT NULL OR blocked_at IS NULL)
           ORDER BY 6 DESC, 5 DESC, 3 DESC, 2, 1 LIMIT $5"#,
        organisation.0,
        today,
        soon,
        silent_before,
        limit,
    )
    .fetch_all(connection)
    .await?;
    let workloads = rows.into_iter().map(|row| Workload {
        account: AccountId(row.id),
        name: row.display_name,
        title: JobTitle::of(row.title_ru, row.title_be),
        open: row.open,
        due_soon: row.due_soon,
        due_today: row.due_today,
        overdue: row.overdue,
        returned: row.returned,
        silent: row.silent,
    });
    Ok(workloads.collect())
}

/// An executor to filter by.
#[derive(Clone, Debug)]
pub struct Executor {
    pub account: AccountId,
    pub name: String,
    pub title: Option<JobTitle>,
    /// In the organisation; none: the executor serves in a subordinate one.
    pub roles: Vec<Role>,
}

/// The executors of an organisation by name; `chosen` among them if it has a task on an appeal of the organisation.
pub async fn executors(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    chosen: Option<AccountId>,
) -> Result<Vec<Executor>> {
    let rows = sqlx::query!(
        // Two queries in one: with OR between them all accounts would be read.
        r#"SELECT id AS "id!", display_name AS "display_name!", COALESCE(title_ru, '') AS "title_ru!", COALESCE(title_be, '') AS "title_be!",
               ARRAY(SELECT role FROM account_roles WHERE account_roles.account_id = named.id AND account_roles.organisation_id = $1 ORDER BY role) AS "roles!"
           FROM (
               SELECT accounts.id, display_name FROM account_roles JOIN accounts ON accounts.id = account_id
               WHERE organisation_id = $1 AND role = 'executor' AND blocked_at IS NULL
               UNION
               SELECT id, display_name FROM accounts
               WHERE id = $2 AND EXISTS (SELECT FROM resolution_tasks WHERE account_id = $2 AND home_id = $1 AND visible)) AS named
               LEFT JOIN job_titles ON job_titles.account_id = named.id AND job_titles.organisation_id = $1
           ORDER BY id <> $2, display_name, id LIMIT 500"#,
        organisation.0,
        chosen.map_or(Uuid::nil(), |id| id.0),
    )
    .fetch_all(connection)
    .await?;
    let executors = rows.into_iter().map(|row| Executor {
        account: AccountId(row.id),
        name: row.display_name,
        title: JobTitle::of(row.title_ru, row.title_be),
        roles: row.roles.iter().filter_map(|role| Role::from_code(role)).collect(),
    });
    Ok(executors.collect())
}

/// Those of the accounts who are executors of an organisation, or have a task on an appeal of it, with their names.
pub async fn executors_named(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, String)>> {
    let ids: Vec<Uuid> = accounts.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT id, display_name FROM accounts WHERE id = ANY ($2) AND (
             EXISTS (SELECT FROM account_roles WHERE account_id = accounts.id AND organisation_id = $1 AND role = 'executor')
             OR EXISTS (SELECT FROM resolution_tasks WHERE account_id = accounts.id AND home_id = $1 AND visible))",
        organisation.0,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (AccountId(row.id), row.display_name)).collect())
}
