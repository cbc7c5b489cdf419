//! Reminders of what organisations want of one another (CTL-09): of each side's terms, and what was said of them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AppealId, AppealNumber, AssignmentId, OrganisationId, Status, reminders::TermClock};

use super::{Said, number};
use crate::{Result, read_code};

/// An assignment that is not answered yet.
#[derive(Clone, Debug)]
pub struct RunningAssignment {
    pub id: AssignmentId,
    /// The sender's instance.
    pub appeal: AppealId,
    pub number: AppealNumber,
    pub due_on: NaiveDate,
    /// When this term was set.
    pub set_at: DateTime<Utc>,
}

/// The assignments whose term ends by `horizon`, by the clock of a side: those that the organisation is to answer
/// ([`TermClock::Assignment`]), or those whose answer it waits for ([`TermClock::Control`]); after one of them, by id.
pub async fn running_assignments(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    clock: TermClock,
    horizon: NaiveDate,
    after: Option<AssignmentId>,
    limit: i64,
) -> Result<Vec<RunningAssignment>> {
    let rows = sqlx::query!(
        r#"SELECT side.id AS "id!", appeal_id AS "appeal_id!", appeals.number AS "number!", side.due_on AS "due_on!",
               COALESCE((SELECT max(at) FROM assignment_steps WHERE assignment_id = side.id AND assignment_steps.due_on IS NOT NULL), side.created_at) AS "set_at!"
           FROM ((SELECT id, appeal_id, due_on, created_at FROM assignments WHERE $2 AND receiver_id = $1 AND state = 'open' AND due_on <= $3)
               UNION ALL
               (SELECT id, appeal_id, due_on, created_at FROM assignments WHERE NOT $2 AND sender_id = $1 AND state = 'open' AND due_on <= $3)) AS side
           JOIN appeals ON appeals.id = appeal_id WHERE side.id > $4 ORDER BY side.id LIMIT $5"#,
        organisation.0,
        clock == TermClock::Assignment,
        horizon,
        after.map_or(Uuid::nil(), |id| id.0),
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RunningAssignment {
                id: AssignmentId(row.id),
                appeal: AppealId(row.appeal_id),
                number: number(row.number)?,
                due_on: row.due_on,
                set_at: row.set_at,
            })
        })
        .collect()
}

/// Writes down the steps of a clock that are about to be said, each the assignment, its term and the step; returns the
/// assignments for which neither the step nor a later one of the term was said before.
pub async fn record_assignments(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    clock: TermClock,
    steps: &[(AssignmentId, NaiveDate, i32)],
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Vec<AssignmentId>> {
    let ids: Vec<Uuid> = steps.iter().map(|(id, _, _)| id.0).collect();
    let due: Vec<NaiveDate> = steps.iter().map(|(_, due_on, _)| *due_on).collect();
    let numbers: Vec<i32> = steps.iter().map(|(_, _, step)| *step).collect();
    let rows = sqlx::query_scalar!(
        "INSERT INTO assignment_reminders (assignment_id, clock, due_on, step, organisation_id, sent_on, sent_at)
         SELECT new.assignment_id, $4, new.due_on, new.step, $5, $6, $7
         FROM UNNEST($1::uuid[], $2::date[], $3::integer[]) AS new (assignment_id, due_on, step)
         WHERE NOT EXISTS (
             SELECT FROM assignment_reminders AS sent
             WHERE sent.assignment_id = new.assignment_id AND sent.clock = $4 AND sent.due_on = new.due_on AND sent.step >= new.step)
         ON CONFLICT DO NOTHING RETURNING assignment_id",
        &ids,
        &due,
        &numbers,
        clock.code(),
        organisation.0,
        day,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(AssignmentId).collect())
}

/// Of which assignments an organisation was reminded on a day, the earliest last day first.
pub(super) async fn said_of_assignments(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    day: NaiveDate,
    limit: i64,
) -> Result<Vec<Said>> {
    let rows = sqlx::query!(
        r#"SELECT assignment_id, number, status, clock, assignment_reminders.due_on,
               CASE WHEN state <> 'open' THEN (SELECT max(at) FROM assignment_steps WHERE assignment_steps.assignment_id = assignments.id) END AS "done_at?"
           FROM assignment_reminders JOIN assignments ON assignments.id = assignment_id JOIN appeals ON appeals.id = appeal_id
           WHERE assignment_reminders.organisation_id = $1 AND sent_on = $2 ORDER BY assignment_reminders.due_on, number, assignment_id LIMIT $3"#,
        organisation.0,
        day,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Said {
                number: number(row.number)?,
                assignment: Some(AssignmentId(row.assignment_id)),
                registration_index: None,
                status: read_code("status", &row.status, Status::from_code)?,
                clock: read_code("clock", &row.clock, TermClock::from_code)?,
                due_on: row.due_on,
                done_at: row.done_at,
            })
        })
        .collect()
}
