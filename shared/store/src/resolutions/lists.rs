//! «Задачи» (CTL-05): tasks by resolutions, those under way with the earliest term first, those done with the latest
//! first, paged by keyset; and the drafts and consolidated results that wait for somebody.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealNumber, OrganisationId, ResolutionId,
    resolution::{ResolutionState, TaskState},
};

use crate::appeals::read_number;
use crate::{Result, read_code};

/// Which tasks a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tasks {
    /// Given to this account.
    Mine(AccountId),
    /// Given by this account.
    GivenBy(AccountId),
    /// Of the people of an organisation.
    OfOrganisation(OrganisationId),
    /// Given by an organisation to people of others: under its control (CTL-08).
    Controlled(OrganisationId),
}

/// A task in a list.
#[derive(Clone, Debug)]
pub struct TaskLine {
    pub id: Uuid,
    pub resolution: ResolutionId,
    pub number: AppealNumber,
    pub registration_index: Option<String>,
    /// The organisation that the appeal is in.
    pub home: OrganisationId,
    pub organisation_name_ru: String,
    pub organisation_name_be: String,
    /// The first 160 characters of the resolution.
    pub beginning: String,
    pub account: AccountId,
    pub account_name: String,
    pub head_name: String,
    pub responsible: bool,
    pub due_on: NaiveDate,
    pub state: TaskState,
    pub confirmed: bool,
    pub entered_at: Option<DateTime<Utc>>,
    /// When the resolution was finished or taken back.
    pub ended_at: Option<DateTime<Utc>>,
    pub resolution_state: ResolutionState,
    /// Whether a head was chosen to sign the consolidated result (REV-06).
    pub signed_by_head: bool,
    /// How many results of the resolution are not entered yet, and how many wait to be accepted.
    pub missing: i64,
    pub to_judge: i64,
}

struct Row {
    id: Uuid,
    resolution_id: Uuid,
    number: i64,
    registration_index: Option<String>,
    home_id: Uuid,
    organisation_name_ru: String,
    organisation_name_be: String,
    beginning: String,
    account_id: Uuid,
    account_name: String,
    head_name: String,
    responsible: bool,
    due_on: NaiveDate,
    state: String,
    confirmed: bool,
    entered_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    resolution_state: String,
    signed_by_head: bool,
    missing: i64,
    to_judge: i64,
}

impl TryFrom<Row> for TaskLine {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            resolution: ResolutionId(row.resolution_id),
            number: read_number(row.number)?,
            registration_index: row.registration_index,
            home: OrganisationId(row.home_id),
            organisation_name_ru: row.organisation_name_ru,
            organisation_name_be: row.organisation_name_be,
            beginning: row.beginning,
            account: AccountId(row.account_id),
            account_name: row.account_name,
            head_name: row.head_name,
            responsible: row.responsible,
            due_on: row.due_on,
            state: read_code("state", &row.state, TaskState::from_code)?,
            confirmed: row.confirmed,
            entered_at: row.entered_at,
            ended_at: row.ended_at,
            resolution_state: read_code("resolution_state", &row.resolution_state, ResolutionState::from_code)?,
            signed_by_head: row.signed_by_head,
            missing: row.missing,
            to_judge: row.to_judge,
        })
    }
}

macro_rules! select_tasks {
    ($connection:expr, $where:literal, $whose:expr, $page:expr) => {{
        let (done, at, id, limit) = $page;
        let rows = if done {
            select_tasks!(@page $where + " AND NOT active AND (due_on, task.id) < ($2, $3) ORDER BY due_on DESC, task.id DESC LIMIT $4", $whose, at, id, limit)
                .fetch_all($connection)
                .await
        } else {
            select_tasks!(@page $where + " AND active AND (due_on, task.id) > ($2, $3) ORDER BY due_on, task.id LIMIT $4", $whose, at, id, limit)
                .fetch_all($connection)
                .await
        };
        rows?
    }};
    (@page $where:literal + $order:literal, $whose:expr, $at:expr, $id:expr, $limit:expr) => {
        sqlx::query_as!(
            Row,
            r#"SELECT task.id, task.resolution_id, appeals.number, registration_index, home_id, organisations.name_ru AS organisation_name_ru,
                   organisations.name_be AS organisation_name_be, left(resolutions.text, 160) AS "beginning!", task.account_id, executor.display_name AS account_name,
                   head.display_name AS head_name, responsible, task.due_on, task.state, confirmed, entered_at, ended_at, resolutions.state AS resolution_state, signer_id IS NOT NULL AS "signed_by_head!",
                   (SELECT count(*) FROM resolution_tasks other WHERE other.resolution_id = task.resolution_id AND other.state IN ('assigned', 'returned')) AS "missing!",
                   (SELECT count(*) FROM resolution_tasks other WHERE other.resolution_id = task.resolution_id AND other.state = 'entered') AS "to_judge!"
               FROM (SELECT * FROM resolution_tasks AS task WHERE visible AND "# + $where + $order + r#") AS task
               JOIN resolutions ON resolutions.id = task.resolution_id JOIN appeals ON appeals.id = task.appeal_id
               JOIN organisations ON organisations.id = task.organisation_id JOIN accounts AS executor ON executor.id = task.account_id
               JOIN accounts AS head ON head.id = head_id ORDER BY task.due_on, task.id"#,
            $whose, $at, $id, $limit,
        )
    };
}

/// A page of a list after a row; those under way, or those done.
pub async fn tasks(
    connection: &mut PgConnection,
    tasks: Tasks,
    done: bool,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<TaskLine>> {
    let before_all = (NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day"), Uuid::nil());
    let after_all = (NaiveDate::from_ymd_opt(3000, 1, 1).expect("a day"), Uuid::max());
    let (at, id) = after.unwrap_or(if done { after_all } else { before_all });
    let page = (done, at, id, limit);
    let rows = match tasks {
        Tasks::Mine(account) => select_tasks!(connection, "account_id = $1", account.0, page),
        Tasks::GivenBy(account) => select_tasks!(connection, "assigned_by = $1", account.0, page),
        Tasks::OfOrganisation(organisation) => {
            select_tasks!(connection, "organisation_id = $1", organisation.0, page)
        }
        Tasks::Controlled(organisation) => {
            select_tasks!(connection, "home_id = $1 AND organisation_id <> home_id", organisation.0, page)
        }
    };
    let mut lines: Vec<TaskLine> = rows.into_iter().map(TaskLine::try_from).collect::<Result<_>>()?;
    if done {
        lines.reverse();
    }
    Ok(lines)
}

/// A resolution that waits for somebody's decision: a draft (REV-03), or a consolidated result (REV-06).
#[derive(Clone, Debug)]
pub struct WaitingLine {
    pub resolution: ResolutionId,
    pub number: AppealNumber,
    pub registration_index: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub beginning: String,
    pub author_name: String,
    pub head_name: String,
    /// Who wrote the consolidated result.
    pub responsible_name: String,
    pub state: ResolutionState,
}

/// The drafts that wait for a head's approval, those returned to whoever prepared them, and the results that all executors
/// have confirmed and that wait for the head who was chosen to sign them; the oldest first.
pub async fn waiting_for(connection: &mut PgConnection, account: AccountId, limit: i64) -> Result<Vec<WaitingLine>> {
    let rows = sqlx::query!(
        r#"SELECT resolutions.id, appeals.number, registration_index, due_on, left(text, 160) AS "beginning!", author.display_name AS author_name,
               head.display_name AS head_name, state,
               (SELECT display_name FROM resolution_tasks AS task JOIN accounts ON accounts.id = task.account_id
                WHERE task.resolution_id = resolutions.id AND responsible) AS responsible_name
           FROM resolutions JOIN appeals ON appeals.id = appeal_id JOIN accounts AS author ON author.id = author_id
               JOIN accounts AS head ON head.id = head_id
           WHERE state = 'draft' AND head_id = $1 OR state = 'returned' AND author_id = $1 OR state = 'confirmed' AND signer_id = $1
           ORDER BY resolutions.created_at LIMIT $2"#,
        account.0,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(WaitingLine {
                resolution: ResolutionId(row.id),
                number: read_number(row.number)?,
                registration_index: row.registration_index,
                due_on: row.due_on,
                beginning: row.beginning,
                author_name: row.author_name,
                head_name: row.head_name,
                responsible_name: row.responsible_name.unwrap_or_default(),
                state: read_code("state", &row.state, ResolutionState::from_code)?,
            })
        })
        .collect()
}
