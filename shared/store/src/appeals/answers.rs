//! Answers to appeals, and who may sign them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, JobTitle, OrganisationId, Outcome, Role, Signatory, signatory::Official};

use crate::{Result, read_code};

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub id: Uuid,
    pub text: String,
    pub outcome: Outcome,
    pub number: String,
    pub dated: NaiveDate,
    pub created_by: AccountId,
    pub created_by_name: String,
    /// None: nobody was named (REV-10).
    pub signatory: Option<Signatory>,
    pub created_at: DateTime<Utc>,
}

/// An answer to be written.
pub struct NewAnswer<'a> {
    pub appeal: AppealId,
    pub text: &'a str,
    pub outcome: Outcome,
    pub number: &'a str,
    pub dated: NaiveDate,
    pub created_by: AccountId,
    pub signatory: Option<&'a Signatory>,
}

/// Writes an answer.
pub async fn insert_answer(
    connection: &mut PgConnection,
    answer: &NewAnswer<'_>,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO answers (id, appeal_id, text, outcome, number, dated, created_by, created_at, signatory_id, signatory_position, signatory_name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id,
        answer.appeal.0,
        answer.text,
        answer.outcome.code(),
        answer.number,
        answer.dated,
        answer.created_by.0,
        now,
        answer.signatory.and_then(|signatory| signatory.account).map(|account| account.0),
        answer.signatory.map(|signatory| signatory.position.as_str()),
        answer.signatory.map(|signatory| signatory.name.as_str()),
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// The answers to an appeal, newest first; the caller has authorised the appeal.
pub async fn answers(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<Answer>> {
    let rows = sqlx::query!(
        "SELECT answers.id, text, outcome, number, dated, created_by, accounts.display_name AS created_by_name, answers.created_at,
             signatory_id, signatory_position, signatory_name
         FROM answers JOIN accounts ON accounts.id = created_by WHERE appeal_id = $1 ORDER BY answers.created_at DESC LIMIT 50",
        appeal.0,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Answer {
                id: row.id,
                text: row.text,
                outcome: read_code("outcome", &row.outcome, Outcome::from_code)?,
                number: row.number,
                dated: row.dated,
                created_by: AccountId(row.created_by),
                created_by_name: row.created_by_name,
                signatory: row.signatory_position.zip(row.signatory_name).map(|(position, name)| Signatory {
                    account: row.signatory_id.map(AccountId),
                    position,
                    name,
                }),
                created_at: row.created_at,
            })
        })
        .collect()
}

/// The officials of an organisation who hold one of `roles`, each with the first of them, in the order of `roles`. Who has no
/// name is none.
pub async fn officials(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    roles: &[Role],
) -> Result<Vec<Official>> {
    let codes: Vec<String> = roles.iter().map(|role| role.code().to_owned()).collect();
    let rows = sqlx::query!(
        r#"SELECT id, display_name, role, COALESCE(title_ru, '') AS "title_ru!", COALESCE(title_be, '') AS "title_be!" FROM (
               SELECT DISTINCT ON (accounts.id) accounts.id, display_name, role, array_position($2::text[], role) AS place
               FROM account_roles JOIN accounts ON accounts.id = account_id
               WHERE organisation_id = $1 AND role = ANY ($2) AND blocked_at IS NULL AND btrim(display_name) <> ''
               ORDER BY accounts.id, place) AS officials
               LEFT JOIN job_titles ON account_id = id AND organisation_id = $1
           ORDER BY place, display_name, id LIMIT 200"#,
        organisation.0,
        &codes,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Official {
                account: AccountId(row.id),
                name: row.display_name,
                role: read_code("role", &row.role, Role::from_code)?,
                title: JobTitle::of(row.title_ru, row.title_be),
            })
        })
        .collect()
}

/// The head who signed the consolidated result of the last finished resolution on an appeal, or who gave that resolution.
pub async fn resolved_by(connection: &mut PgConnection, appeal: AppealId) -> Result<Option<AccountId>> {
    let row = sqlx::query_scalar!(
        r#"SELECT COALESCE(signer_id, head_id) AS "head!" FROM resolutions WHERE appeal_id = $1 AND state = 'finished'
           ORDER BY ended_at DESC, id DESC LIMIT 1"#,
        appeal.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(AccountId))
}
