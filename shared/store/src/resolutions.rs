//! Resolutions with their executors' tasks (REV-02 to REV-06). Callers have authorised the appeal, by [`crate::appeals::Scope`].

mod lists;
mod workload;
mod people;

use chrono::{DateTime, NaiveDate, Utc};
pub use lists::*;
pub use workload::*;
pub use people::*;
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, JobTitle, OrganisationId, ResolutionId, TaskId,
    resolution::{self as rules, NewResolution, ResolutionState, TaskState},
};

use crate::{Result, read_code};

/// A task of one executor.
#[derive(Clone, Debug)]
pub struct Task {
    pub id: TaskId,
    pub resolution_id: ResolutionId,
    pub account_id: AccountId,
    pub account_name: String,
    /// What the executor is called in the organisation.
    pub account_title: Option<JobTitle>,
    pub organisation_id: OrganisationId,
    pub organisation_name_ru: String,
    pub organisation_name_be: String,
    pub responsible: bool,
    pub due_on: NaiveDate,
    pub state: TaskState,
    pub confirmed: bool,
    pub result: String,
    pub entered_at: Option<DateTime<Utc>>,
    pub return_reason: String,
    pub version: i32,
}

/// A resolution with its tasks, in the order in which the executors were named.
#[derive(Clone, Debug)]
pub struct Resolution {
    pub id: ResolutionId,
    pub appeal_id: AppealId,
    pub number: i32,
    pub state: ResolutionState,
    pub text: String,
    pub new_due_on: Option<NaiveDate>,
    pub new_due_reason: String,
    pub author_id: AccountId,
    pub author_name: String,
    pub head_id: AccountId,
    pub head_name: String,
    pub head_title: Option<JobTitle>,
    pub created_at: DateTime<Utc>,
    pub issued_at: Option<DateTime<Utc>>,
    /// Why the draft or the consolidated result was returned, or the resolution taken back.
    pub reason: String,
    /// The consolidated result.
    pub result: String,
    /// The head chosen to sign the consolidated result, with the name.
    pub signer: Option<(AccountId, String)>,
    pub signer_title: Option<JobTitle>,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
    pub tasks: Vec<Task>,
}

impl Resolution {
    /// As its rules see it.
    #[must_use]
    pub fn rules(&self) -> rules::Resolution {
        let tasks = self.tasks.iter().map(|task| rules::Task {
            executor: task.account_id,
            responsible: task.responsible,
            state: task.state,
            confirmed: task.confirmed,
        });
        let signer = self.signer.as_ref().map(|(account, _)| *account);
        rules::Resolution { state: self.state, signer, tasks: tasks.collect() }
    }

    /// The task of an account.
    #[must_use]
    pub fn task_of(&self, account: AccountId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.account_id == account)
    }
}

/// The resolutions of an appeal, in order.
pub async fn of_appeal(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<Resolution>> {
    let rows = sqlx::query!(
        r#"SELECT resolutions.id, resolutions.number, state, text, new_due_on, new_due_reason, author_id, author.display_name AS author_name, head_id,
               head.display_name AS head_name, resolutions.created_at, issued_at, reason, result, signer_id,
               signer.display_name AS "signer_name?", ended_at, resolutions.version,
               COALESCE(of_head.title_ru, '') AS "head_title_ru!", COALESCE(of_head.title_be, '') AS "head_title_be!",
               COALESCE(of_signer.title_ru, '') AS "signer_title_ru!", COALESCE(of_signer.title_be, '') AS "signer_title_be!"
           FROM resolutions JOIN appeals ON appeals.id = appeal_id
               JOIN accounts AS author ON author.id = author_id JOIN accounts AS head ON head.id = head_id
               LEFT JOIN accounts AS signer ON signer.id = signer_id
               LEFT JOIN job_titles AS of_head ON of_head.account_id = head_id AND of_head.organisation_id = appeals.organisation_id
               LEFT JOIN job_titles AS of_signer ON of_signer.account_id = signer_id AND of_signer.organisation_id = appeals.organisation_id
           WHERE appeal_id = $1 ORDER BY resolutions.number"#,
        appeal.0,
    )
    .fetch_all(&mut *connection)
    .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut tasks = tasks_of(connection, appeal).await?;
    rows.into_iter()
        .map(|row| {
            let id = ResolutionId(row.id);
            Ok(Resolution {
                id,
                appeal_id: appeal,
                number: row.number,
                state: read_code("state", &row.state, ResolutionState::from_code)?,
                text: row.text,
                new_due_on: row.new_due_on,
                new_due_reason: row.new_due_reason,
                author_id: AccountId(row.author_id),
                author_name: row.author_name,
                head_id: AccountId(row.head_id),
                head_name: row.head_name,
                head_title: JobTitle::of(row.head_title_ru, row.head_title_be),
                created_at: row.created_at,
                issued_at: row.issued_at,
                reason: row.reason,
                result: row.result,
                signer: row.signer_id.map(AccountId).zip(row.signer_name),
                signer_title: JobTitle::of(row.signer_title_ru, row.signer_title_be),
                ended_at: row.ended_at,
                version: row.version,
                tasks: tasks.extract_if(.., |task| task.resolution_id == id).collect(),
            })
        })
        .collect()
}

async fn tasks_of(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<Task>> {
    let rows = sqlx::query!(
        r#"SELECT task.id, resolution_id, task.account_id, accounts.display_name, task.organisation_id, organisations.name_ru, organisations.name_be,
               responsible, due_on, state, confirmed, result, entered_at, return_reason, task.version,
               COALESCE(title_ru, '') AS "title_ru!", COALESCE(title_be, '') AS "title_be!"
           FROM resolution_tasks AS task JOIN accounts ON accounts.id = task.account_id JOIN organisations ON organisations.id = task.organisation_id
               LEFT JOIN job_titles ON job_titles.account_id = task.account_id AND job_titles.organisation_id = task.organisation_id
           WHERE appeal_id = $1 ORDER BY resolution_id, position"#,
        appeal.0,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Task {
                id: TaskId(row.id),
                resolution_id: ResolutionId(row.resolution_id),
                account_id: AccountId(row.account_id),
                account_name: row.display_name,
                account_title: JobTitle::of(row.title_ru, row.title_be),
                organisation_id: OrganisationId(row.organisation_id),
                organisation_name_ru: row.name_ru,
                organisation_name_be: row.name_be,
                responsible: row.responsible,
                due_on: row.due_on,
                state: read_code("state", &row.state, TaskState::from_code)?,
                confirmed: row.confirmed,
                result: row.result,
                entered_at: row.entered_at,
                return_reason: row.return_reason,
                version: row.version,
            })
        })
        .collect()
}

/// The appeal that a resolution is on.
pub async fn appeal_of(connection: &mut PgConnection, id: ResolutionId) -> Result<Option<AppealId>> {
    let row = sqlx::query!("SELECT appeal_id FROM resolutions WHERE id = $1", id.0)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| AppealId(row.appeal_id)))
}

/// Whether resolutions or drafts of an appeal are open.
pub async fn any_open(connection: &mut PgConnection, appeal: AppealId) -> Result<bool> {
    let row = sqlx::query!(
        r#"SELECT EXISTS (SELECT FROM resolutions WHERE appeal_id = $1 AND state NOT IN ('finished', 'cancelled')) AS "any!""#,
        appeal.0,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.any)
}

/// Whether an account has a task on an appeal that was issued: as the responsible executor of one or not.
pub async fn task_on(
    connection: &mut PgConnection,
    appeal: AppealId,
    account: AccountId,
) -> Result<Option<bool>> {
    let row = sqlx::query!(
        "SELECT bool_or(responsible) AS responsible FROM resolution_tasks WHERE appeal_id = $1 AND account_id = $2 AND visible",
        appeal.0,
        account.0,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.responsible)
}

/// Writes a draft of a resolution, as the next of the appeal's, which the caller has locked.
pub async fn insert(
    connection: &mut PgConnection,
    appeal: AppealId,
    author: AccountId,
    head: AccountId,
    new: &NewResolution,
    now: DateTime<Utc>,
) -> Result<ResolutionId> {
    let id = ResolutionId(Uuid::now_v7());
    sqlx::query!(
        "INSERT INTO resolutions (id, appeal_id, number, state, text, new_due_on, new_due_reason, author_id, head_id, created_at)
         SELECT $1, $2, COALESCE(max(number), 0) + 1, 'draft', $3, $4, $5, $6, $7, $8 FROM resolutions WHERE appeal_id = $2",
        id.0,
        appeal.0,
        new.text,
        new.new_term.as_ref().map(|(date, _)| *date),
        new.new_term.as_ref().map_or("", |(_, reason)| reason.as_str()),
        author.0,
        head.0,
        now,
    )
    .execute(&mut *connection)
    .await?;
    insert_tasks(connection, id, new).await?;
    Ok(id)
}

/// Writes another text and other executors in the place of a draft's. False: changed since `version`.
pub async fn rewrite(
    connection: &mut PgConnection,
    id: ResolutionId,
    version: i32,
    head: AccountId,
    new: &NewResolution,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE resolutions SET state = 'draft', text = $3, new_due_on = $4, new_due_reason = $5, head_id = $6, version = version + 1
         WHERE id = $1 AND version = $2",
        id.0,
        version,
        new.text,
        new.new_term.as_ref().map(|(date, _)| *date),
        new.new_term.as_ref().map_or("", |(_, reason)| reason.as_str()),
        head.0,
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query!("DELETE FROM resolution_tasks WHERE resolution_id = $1", id.0)
        .execute(&mut *connection)
        .await?;
    insert_tasks(connection, id, new).await?;
    Ok(true)
}

async fn insert_tasks(connection: &mut PgConnection, id: ResolutionId, new: &NewResolution) -> Result<()> {
    let executors = &new.executors;
    let ids: Vec<Uuid> = executors.iter().map(|_| Uuid::now_v7()).collect();
    let accounts: Vec<Uuid> = executors.iter().map(|one| one.executor.0).collect();
    let organisations: Vec<Uuid> = executors.iter().map(|one| one.organisation.0).collect();
    let responsible: Vec<bool> = executors.iter().map(|one| one.responsible).collect();
    let due: Vec<NaiveDate> = executors.iter().map(|one| one.due_on).collect();
    sqlx::query!(
        "INSERT INTO resolution_tasks (id, resolution_id, appeal_id, home_id, account_id, organisation_id, position, responsible, due_on)
         SELECT given.id, resolutions.id, appeal_id, appeals.organisation_id, given.account_id, given.organisation_id, given.position, given.responsible, given.due_on
         FROM resolutions JOIN appeals ON appeals.id = appeal_id,
             UNNEST($2::uuid[], $3::uuid[], $4::uuid[], $5::boolean[], $6::date[])
                 WITH ORDINALITY AS given (id, account_id, organisation_id, responsible, due_on, position)
         WHERE resolutions.id = $1",
        id.0,
        &ids,
        &accounts,
        &organisations,
        &responsible,
        &due,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Issues a resolution in the name of a head: its executors have tasks from now on. False: changed since `version`.
pub async fn issue(
    connection: &mut PgConnection,
    id: ResolutionId,
    version: i32,
    head: AccountId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE resolutions SET state = 'issued', head_id = $3, issued_at = $4, reason = '', version = version + 1 WHERE id = $1 AND version = $2",
        id.0,
        version,
        head.0,
        now,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE resolution_tasks SET assigned_by = $2, assigned_at = $3, visible = true, active = true WHERE resolution_id = $1",
        id.0,
        head.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes how far the resolution and its tasks are after a step, with the reason where the step has one. False: changed
/// since it was read.
pub async fn set_state(
    connection: &mut PgConnection,
    before: &Resolution,
    after: &rules::Resolution,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE resolutions SET state = $3, reason = COALESCE($4, reason), ended_at = CASE WHEN $5 THEN $6 ELSE ended_at END, version = version + 1
         WHERE id = $1 AND version = $2",
        before.id.0,
        before.version,
        after.state.code(),
        reason,
        after.state.is_over(),
        now,
    )
    .execute(&mut *connection)
    .await?;
    let changed = before.tasks.iter().zip(&after.tasks);
    let changed = changed.filter(|(was, is)| was.state != is.state || was.confirmed != is.confirmed);
    for (was, is) in changed {
        sqlx::query!(
            "UPDATE resolution_tasks SET state = $2, confirmed = $3, version = version + 1 WHERE id = $1",
            was.id.0,
            is.state.code(),
            is.confirmed,
        )
        .execute(&mut *connection)
        .await?;
    }
    if after.state.is_over() {
        sqlx::query!(
            "UPDATE resolution_tasks SET active = false, visible = visible AND $2 WHERE resolution_id = $1",
            before.id.0,
            after.state == ResolutionState::Finished,
        )
        .execute(connection)
        .await?;
    }
    Ok(done.rows_affected() == 1)
}

/// Writes an executor's result in the place of an earlier one.
pub async fn set_result(
    connection: &mut PgConnection,
    task: TaskId,
    result: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE resolution_tasks SET result = $2, entered_at = $3, return_reason = '', version = version + 1 WHERE id = $1",
        task.0,
        result,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes why a result goes back.
pub async fn set_return_reason(connection: &mut PgConnection, task: TaskId, reason: &str) -> Result<()> {
    sqlx::query!("UPDATE resolution_tasks SET return_reason = $2 WHERE id = $1", task.0, reason)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes the consolidated result in the place of an earlier one, with the head who is to sign it.
pub async fn set_consolidated(
    connection: &mut PgConnection,
    id: ResolutionId,
    result: &str,
    signer: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE resolutions SET result = $2, signer_id = $3, consolidated_at = $4 WHERE id = $1",
        id.0,
        result,
        signer.map(|account| account.0),
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes who has taken the result of a resolution.
pub async fn set_finished_by(connection: &mut PgConnection, id: ResolutionId, by: AccountId) -> Result<()> {
    sqlx::query!("UPDATE resolutions SET finished_by = $2 WHERE id = $1", id.0, by.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes back all that is open on an appeal whose life has ended. Gives the executors who had tasks and the heads who were to
/// sign a result.
pub async fn end_all(
    connection: &mut PgConnection,
    appeal: AppealId,
    now: DateTime<Utc>,
) -> Result<Vec<AccountId>> {
    let rows = sqlx::query!(
        r#"WITH open AS (
               SELECT id, state, signer_id FROM resolutions WHERE appeal_id = $1 AND state NOT IN ('finished', 'cancelled') FOR UPDATE),
           ended AS (
               UPDATE resolutions SET state = 'cancelled', ended_at = $2, version = version + 1 FROM open WHERE resolutions.id = open.id
               RETURNING resolutions.id),
           stopped AS (
               UPDATE resolution_tasks SET active = false FROM ended WHERE resolution_id = ended.id RETURNING account_id, visible)
           SELECT account_id AS "account_id!" FROM stopped WHERE visible
           UNION SELECT signer_id FROM open WHERE state = 'confirmed' AND signer_id IS NOT NULL ORDER BY 1"#,
        appeal.0,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| AccountId(row.account_id)).collect())
}

/// What the applicant reads of an executed resolution: an intermediate answer (REV-06).
#[derive(Clone, Debug)]
pub struct Interim {
    pub id: ResolutionId,
    pub text: String,
    pub finished_at: DateTime<Utc>,
}

/// The intermediate answers to appeals, the newest first.
pub async fn interim(connection: &mut PgConnection, appeals: &[AppealId]) -> Result<Vec<Interim>> {
    let appeals: Vec<Uuid> = appeals.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT id, result, ended_at AS "ended_at!" FROM resolutions
           WHERE appeal_id = ANY ($1) AND state = 'finished' AND ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC"#,
        &appeals,
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| Interim {
        id: ResolutionId(row.id),
        text: row.result,
        finished_at: row.ended_at,
    });
    Ok(rows.collect())
}
