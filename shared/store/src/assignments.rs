//! Requests, orders and controls between organisations (CTL-01, CTL-02, CTL-04, CTL-07): what is wanted, and every step of
//! either side. The caller has authorised the organisation.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, AppealNumber, AssignmentId, AssignmentKind, AssignmentState,
    AssignmentStep, FileId, Locale, OrganisationId,
};

use crate::{Result, appeals::read_number, read_code};

/// An assignment.
#[derive(Clone, Debug)]
pub struct Assignment {
    pub id: AssignmentId,
    pub kind: AssignmentKind,
    /// The sender's instance.
    pub appeal: AppealId,
    pub number: AppealNumber,
    pub sender: OrganisationId,
    pub sender_name: [String; 2],
    /// None: an organisation outside of the system.
    pub receiver: Option<OrganisationId>,
    /// In Russian and Belarusian; one outside of the system has one name.
    pub receiver_name: [String; 2],
    /// The instance that the receiver reports on.
    pub received_appeal: Option<AppealId>,
    pub shows_content: bool,
    pub shows_applicant: bool,
    pub state: AssignmentState,
    pub due_on: NaiveDate,
    pub created_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Assignment {
    /// The sender in a language.
    #[must_use]
    pub fn sender_in(&self, locale: Locale) -> &str {
        of_locale(&self.sender_name, locale)
    }

    /// The receiver in a language.
    #[must_use]
    pub fn receiver_in(&self, locale: Locale) -> &str {
        of_locale(&self.receiver_name, locale)
    }
}

fn of_locale(names: &[String; 2], locale: Locale) -> &str {
    let [ru, be] = names;
    match locale {
        Locale::Ru => ru,
        Locale::Be => be,
    }
}

struct Row {
    id: Uuid,
    kind: String,
    appeal_id: Uuid,
    number: i64,
    sender_id: Uuid,
    sender_ru: String,
    sender_be: String,
    receiver_id: Option<Uuid>,
    receiver_ru: String,
    receiver_be: String,
    received_appeal_id: Option<Uuid>,
    shows_content: bool,
    shows_applicant: bool,
    state: String,
    due_on: NaiveDate,
    created_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    version: i32,
}

impl TryFrom<Row> for Assignment {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: AssignmentId(row.id),
            kind: read_code("kind", &row.kind, AssignmentKind::from_code)?,
            appeal: AppealId(row.appeal_id),
            number: read_number(row.number)?,
            sender: OrganisationId(row.sender_id),
            sender_name: [row.sender_ru, row.sender_be],
            receiver: row.receiver_id.map(OrganisationId),
            receiver_name: [row.receiver_ru, row.receiver_be],
            received_appeal: row.received_appeal_id.map(AppealId),
            shows_content: row.shows_content,
            shows_applicant: row.shows_applicant,
            state: read_code("state", &row.state, AssignmentState::from_code)?,
            due_on: row.due_on,
            created_at: row.created_at,
            closed_at: row.closed_at,
            version: row.version,
        })
    }
}

macro_rules! select_assignments {
    ($rest:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT assignments.id, assignments.kind, appeal_id, appeals.number, sender_id, sender.name_ru AS sender_ru, sender.name_be AS sender_be,
                   receiver_id, COALESCE(receiver.name_ru, outside, '') AS "receiver_ru!", COALESCE(receiver.name_be, outside, '') AS "receiver_be!",
                   received_appeal_id, shows_content, shows_applicant, state, assignments.due_on, assignments.created_at, closed_at, assignments.version
               FROM assignments JOIN appeals ON appeals.id = appeal_id JOIN organisations sender ON sender.id = sender_id
               LEFT JOIN organisations receiver ON receiver.id = receiver_id "# + $rest,
            $($argument),*
        )
    };
}

/// An assignment to be written.
#[derive(Clone, Debug)]
pub struct NewAssignment<'a> {
    pub kind: AssignmentKind,
    pub appeal: AppealId,
    pub sender: OrganisationId,
    pub receiver: Option<OrganisationId>,
    pub outside: Option<&'a str>,
    pub received_appeal: Option<AppealId>,
    pub shows_content: bool,
    pub shows_applicant: bool,
    pub due_on: NaiveDate,
}

/// Writes an assignment, open.
pub async fn insert(
    connection: &mut PgConnection,
    new: &NewAssignment<'_>,
    now: DateTime<Utc>,
) -> Result<AssignmentId> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO assignments (id, kind, appeal_id, sender_id, receiver_id, outside, received_appeal_id, shows_content, shows_applicant, state, due_on, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11)",
        id,
        new.kind.code(),
        new.appeal.0,
        new.sender.0,
        new.receiver.map(|receiver| receiver.0),
        new.outside,
        new.received_appeal.map(|appeal| appeal.0),
        new.shows_content,
        new.shows_applicant,
        new.due_on,
        now,
    )
    .execute(connection)
    .await?;
    Ok(AssignmentId(id))
}

/// An assignment by id; whose it is, is the caller's to ask.
pub async fn get(connection: &mut PgConnection, id: AssignmentId) -> Result<Option<Assignment>> {
    select_assignments!("WHERE assignments.id = $1", id.0)
        .fetch_optional(connection)
        .await?
        .map(Assignment::try_from)
        .transpose()
}

/// The two sides of an assignment, which is locked until the transaction ends.
pub async fn lock(
    connection: &mut PgConnection,
    id: AssignmentId,
) -> Result<Option<(OrganisationId, Option<OrganisationId>)>> {
    let row = sqlx::query!(
        "SELECT sender_id, receiver_id FROM assignments WHERE id = $1 FOR UPDATE",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (OrganisationId(row.sender_id), row.receiver_id.map(OrganisationId))))
}

/// The assignments about an appeal: what its organisation wants of others and what it is to report itself, oldest first.
pub async fn of_appeal(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<Assignment>> {
    let rows = select_assignments!(
        "WHERE appeal_id = $1 OR received_appeal_id = $1 ORDER BY assignments.created_at, assignments.id LIMIT 200",
        appeal.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Assignment::try_from).collect()
}

/// Which of an organisation's assignments a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What others want of it.
    Received,
    /// What it wants of others.
    Sent,
}

/// A day before every term: the place before the first row.
fn beginning() -> NaiveDate {
    NaiveDate::from_ymd_opt(1, 1, 1).expect("the first day of the calendar")
}

/// A moment after every end.
fn end() -> DateTime<Utc> {
    DateTime::from_timestamp(32_503_680_000, 0).expect("the year 3000")
}

/// Assignments that wait, the earliest term first, after this one.
pub async fn waiting(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    side: Side,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<Assignment>> {
    let (on, id) = after.unwrap_or((beginning(), Uuid::nil()));
    let rows = match side {
        Side::Received => {
            select_assignments!(
                "WHERE receiver_id = $1 AND state <> 'closed' AND (assignments.due_on, assignments.id) > ($2, $3) ORDER BY assignments.due_on, assignments.id LIMIT $4",
                organisation.0, on, id, limit,
            )
            .fetch_all(connection)
            .await?
        }
        Side::Sent => {
            select_assignments!(
                "WHERE sender_id = $1 AND state <> 'closed' AND (assignments.due_on, assignments.id) > ($2, $3) ORDER BY assignments.due_on, assignments.id LIMIT $4",
                organisation.0, on, id, limit,
            )
            .fetch_all(connection)
            .await?
        }
    };
    rows.into_iter().map(Assignment::try_from).collect()
}

/// Assignments that are over, the newest first, after this one.
pub async fn closed(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    side: Side,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Assignment>> {
    let (at, id) = after.unwrap_or((end(), Uuid::max()));
    let rows = match side {
        Side::Received => {
            select_assignments!(
                "WHERE receiver_id = $1 AND state = 'closed' AND (closed_at, assignments.id) < ($2, $3) ORDER BY closed_at DESC, assignments.id DESC LIMIT $4",
                organisation.0, at, id, limit,
            )
            .fetch_all(connection)
            .await?
        }
        Side::Sent => {
            select_assignments!(
                "WHERE sender_id = $1 AND state = 'closed' AND (closed_at, assignments.id) < ($2, $3) ORDER BY closed_at DESC, assignments.id DESC LIMIT $4",
                organisation.0, at, id, limit,
            )
            .fetch_all(connection)
            .await?
        }
    };
    rows.into_iter().map(Assignment::try_from).collect()
}

/// Moves an assignment on. False: changed since `version`.
pub async fn move_on(
    connection: &mut PgConnection,
    id: AssignmentId,
    version: i32,
    state: AssignmentState,
    due_on: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let closed_at = (state == AssignmentState::Closed).then_some(now);
    let done = sqlx::query!(
        "UPDATE assignments SET state = $3, due_on = COALESCE($4, due_on), closed_at = $5, version = version + 1 WHERE id = $1 AND version = $2",
        id.0,
        version,
        state.code(),
        due_on,
        closed_at,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What one side did.
#[derive(Clone, Debug)]
pub struct Step {
    pub id: Uuid,
    pub assignment: AssignmentId,
    pub kind: AssignmentStep,
    pub text: String,
    pub due_on: Option<NaiveDate>,
    pub account_name: String,
    pub at: DateTime<Utc>,
}

/// Writes a step.
pub async fn add_step(
    connection: &mut PgConnection,
    assignment: AssignmentId,
    kind: AssignmentStep,
    text: &str,
    due_on: Option<NaiveDate>,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "INSERT INTO assignment_steps (id, assignment_id, kind, text, due_on, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        assignment.0,
        kind.code(),
        text,
        due_on,
        by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// The steps of assignments, oldest first.
pub async fn steps(connection: &mut PgConnection, of: &[AssignmentId]) -> Result<Vec<Step>> {
    let of: Vec<Uuid> = of.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT assignment_steps.id, assignment_id, kind, text, due_on, display_name, at FROM assignment_steps JOIN accounts ON accounts.id = account_id
         WHERE assignment_id = ANY ($1) ORDER BY at, assignment_steps.id LIMIT 2000",
        &of
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Step {
                id: row.id,
                assignment: AssignmentId(row.assignment_id),
                kind: read_code("kind", &row.kind, AssignmentStep::from_code)?,
                text: row.text,
                due_on: row.due_on,
                account_name: row.display_name,
                at: row.at,
            })
        })
        .collect()
}

/// The two sides of the assignment that a file was sent with.
pub async fn sides_of_file(
    connection: &mut PgConnection,
    file: FileId,
) -> Result<Option<(OrganisationId, Option<OrganisationId>)>> {
    let row = sqlx::query!(
        "SELECT sender_id, receiver_id FROM files JOIN assignments ON assignments.id = assignment_id WHERE files.id = $1 AND assignment_step_id IS NOT NULL",
        file.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (OrganisationId(row.sender_id), row.receiver_id.map(OrganisationId))))
}

/// Whether an organisation stands under another one, directly or further down.
pub async fn is_subordinate(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    to: OrganisationId,
) -> Result<bool> {
    let row = sqlx::query!(
        r#"WITH RECURSIVE superiors AS (
               SELECT parent_id FROM organisations WHERE id = $1
               UNION SELECT organisations.parent_id FROM superiors JOIN organisations ON organisations.id = superiors.parent_id)
           SELECT EXISTS (SELECT FROM superiors WHERE parent_id = $2) AS "is_subordinate!""#,
        organisation.0,
        to.0,
    )
    .fetch_one(connection)
    .await?;
    Ok(row.is_subordinate)
}
