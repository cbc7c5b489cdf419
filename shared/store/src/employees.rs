//! The people of an organisation as its administrator sees them, and their job titles (ORG-03).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use zvarot_domain::{AccountId, JobTitle, Locale, OrganisationId, Role};

use crate::Result;

/// Somebody who holds a role in an organisation.
#[derive(Clone, Debug)]
pub struct Employee {
    pub account: AccountId,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub title: Option<JobTitle>,
    /// Of the title; 0: it was never set.
    pub version: i32,
    pub blocked: bool,
}

/// Those who hold a role in an organisation and whose name or title contains `search`, by name.
pub async fn employees(connection: &mut PgConnection, organisation: OrganisationId, search: &str, limit: i64) -> Result<Vec<Employee>> {
    found(connection, organisation, None, search, limit).await
}

/// One of them.
pub async fn employee(connection: &mut PgConnection, organisation: OrganisationId, account: AccountId) -> Result<Option<Employee>> {
    Ok(found(connection, organisation, Some(account), "", 1).await?.pop())
}

async fn found(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    account: Option<AccountId>,
    search: &str,
    limit: i64,
) -> Result<Vec<Employee>> {
    let rows = sqlx::query!(
        r#"SELECT accounts.id, login, display_name, blocked_at IS NOT NULL AS "blocked!", array_agg(role ORDER BY role) AS "roles!",
               COALESCE(title_ru, '') AS "title_ru!", COALESCE(title_be, '') AS "title_be!", COALESCE(version, 0) AS "version!"
           FROM account_roles JOIN accounts ON accounts.id = account_roles.account_id
               LEFT JOIN job_titles ON job_titles.account_id = accounts.id AND job_titles.organisation_id = $1
           WHERE account_roles.organisation_id = $1 AND ($2::uuid IS NULL OR accounts.id = $2)
             AND ($3 = '' OR position(lower($3) IN lower(display_name)) > 0 OR position(lower($3) IN lower(title_ru)) > 0
                 OR position(lower($3) IN lower(title_be)) > 0)
           GROUP BY accounts.id, title_ru, title_be, version
           ORDER BY display_name, accounts.id LIMIT $4"#,
        organisation.0,
        account.map(|id| id.0),
        search,
        limit,
    )
    .fetch_all(connection)
    .await?;
    let employees = rows.into_iter().map(|row| Employee {
        account: AccountId(row.id),
        login: row.login,
        name: row.display_name,
        roles: row.roles.iter().filter_map(|role| Role::from_code(role)).collect(),
        title: JobTitle::of(row.title_ru, row.title_be),
        version: row.version,
        blocked: row.blocked,
    });
    Ok(employees.collect())
}

/// Sets what somebody is called in an organisation, or takes it away. False: somebody has set it since `version`, or the account
/// holds no role there.
pub async fn set_job_title(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    account: AccountId,
    title: Option<&JobTitle>,
    version: i32,
    now: DateTime<Utc>,
) -> Result<bool> {
    let given = |locale| title.map_or("", |title| title.given_in(locale));
    let done = sqlx::query!(
        "INSERT INTO job_titles (account_id, organisation_id, title_ru, title_be, version, changed_at)
         SELECT $1, $2, $3, $4, 1, $6 WHERE EXISTS (SELECT FROM account_roles WHERE account_id = $1 AND organisation_id = $2)
         ON CONFLICT (organisation_id, account_id) DO UPDATE
         SET title_ru = $3, title_be = $4, version = job_titles.version + 1, changed_at = $6 WHERE job_titles.version = $5",
        account.0,
        organisation.0,
        given(Locale::Ru),
        given(Locale::Be),
        version,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
