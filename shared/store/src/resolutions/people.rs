//! Who can execute a resolution of an organisation: its own people and those of its subordinate organisations (REV-02).

use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, JobTitle, OrganisationId, Role, resolution::Candidate};

use crate::Result;

/// Somebody who can be given a task.
#[derive(Clone, Debug)]
pub struct Person {
    pub account: AccountId,
    pub name: String,
    pub organisation: OrganisationId,
    pub organisation_name_ru: String,
    pub organisation_name_be: String,
    /// As what a task can be given to them there.
    pub roles: Vec<Role>,
    pub title: Option<JobTitle>,
}

fn codes(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.code().to_owned()).collect()
}

/// Those who hold one of `own` roles in the organisation, or one of `below` in an organisation subordinate to it, whose
/// name, title or organisation's name contains `search`; the own first.
pub async fn people(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    own: &[Role],
    below: &[Role],
    search: &str,
    limit: i64,
) -> Result<Vec<Person>> {
    let rows = sqlx::query!(
        r#"WITH RECURSIVE branch AS (
               SELECT id FROM organisations WHERE id = $1
               UNION SELECT organisations.id FROM organisations JOIN branch ON organisations.parent_id = branch.id WHERE organisations.active)
           SELECT accounts.id, display_name, account_roles.organisation_id AS "organisation_id!", organisations.name_ru, organisations.name_be,
               array_agg(role ORDER BY role) AS "roles!", COALESCE(title_ru, '') AS "title_ru!", COALESCE(title_be, '') AS "title_be!"
           FROM branch JOIN account_roles ON account_roles.organisation_id = branch.id JOIN accounts ON accounts.id = account_roles.account_id
               JOIN organisations ON organisations.id = branch.id
               LEFT JOIN job_titles ON job_titles.account_id = accounts.id AND job_titles.organisation_id = branch.id
           WHERE blocked_at IS NULL AND role = ANY (CASE WHEN branch.id = $1 THEN $2::text[] ELSE $3::text[] END)
             AND ($4 = '' OR position(lower($4) IN lower(display_name)) > 0 OR position(lower($4) IN lower(organisations.name_ru)) > 0
                 OR position(lower($4) IN lower(organisations.name_be)) > 0 OR position(lower($4) IN lower(title_ru)) > 0
                 OR position(lower($4) IN lower(title_be)) > 0)
           GROUP BY accounts.id, display_name, account_roles.organisation_id, organisations.name_ru, organisations.name_be, title_ru, title_be
           ORDER BY account_roles.organisation_id <> $1, organisations.name_ru, display_name, accounts.id LIMIT $5"#,
        organisation.0,
        &codes(own),
        &codes(below),
        search,
        limit,
    )
    .fetch_all(connection)
    .await?;
    let people = rows.into_iter().map(|row| Person {
        account: AccountId(row.id),
        name: row.display_name,
        organisation: OrganisationId(row.organisation_id),
        organisation_name_ru: row.name_ru,
        organisation_name_be: row.name_be,
        roles: row.roles.iter().filter_map(|role| Role::from_code(role)).collect(),
        title: JobTitle::of(row.title_ru, row.title_be),
    });
    Ok(people.collect())
}

/// Of the accounts those who can be given a task, in the first organisation of the branch where they can.
pub async fn candidates(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    own: &[Role],
    below: &[Role],
    accounts: &[AccountId],
) -> Result<Vec<Candidate>> {
    let accounts: Vec<Uuid> = accounts.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"WITH RECURSIVE superiors AS (
               SELECT account_id, organisation_id AS own_id, organisation_id AS id, role FROM account_roles
               WHERE account_id = ANY ($4) AND organisation_id IS NOT NULL
               UNION SELECT account_id, own_id, organisations.parent_id, role FROM superiors JOIN organisations ON organisations.id = superiors.id
               WHERE organisations.parent_id IS NOT NULL)
           SELECT DISTINCT ON (account_id) account_id AS "account_id!", own_id AS "own_id!" FROM superiors JOIN accounts ON accounts.id = account_id
               JOIN organisations ON organisations.id = own_id
           WHERE superiors.id = $1 AND blocked_at IS NULL AND (organisations.active OR own_id = $1)
             AND role = ANY (CASE WHEN own_id = $1 THEN $2::text[] ELSE $3::text[] END)
           ORDER BY account_id, own_id <> $1, own_id"#,
        organisation.0,
        &codes(own),
        &codes(below),
        &accounts,
    )
    .fetch_all(connection)
    .await?;
    let found = rows.into_iter().map(|row| Candidate {
        account: AccountId(row.account_id),
        organisation: OrganisationId(row.own_id),
    });
    Ok(found.collect())
}

/// The names of accounts that hold one of `roles` in an organisation: to whom a draft can go.
pub async fn holders_of(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    roles: &[Role],
) -> Result<Vec<(AccountId, String)>> {
    let rows = sqlx::query!(
        "SELECT DISTINCT accounts.id, display_name FROM account_roles JOIN accounts ON accounts.id = account_id
         WHERE organisation_id = $1 AND role = ANY ($2) AND blocked_at IS NULL ORDER BY display_name, id LIMIT 200",
        organisation.0,
        &codes(roles),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (AccountId(row.id), row.display_name)).collect())
}
