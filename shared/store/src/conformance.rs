//! The technological environment (EDM-02): twins of organisations for programs that are tried out, the runs of checks and
//! the facts that they are judged by.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    ApiClientId, AppealId, CompletionResult, OrganisationId,
    conformance::{AppealNow, CallMade, Facts, Task},
};

use crate::{Result, read_code};

/// To whom test appeals are sent on.
pub const ADDRESSEE: OrganisationId = OrganisationId(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_7465_7374));
/// Calls of a run that are looked at, the newest ones.
const CALLS: i64 = 5_000;

/// The twin of an organisation, made where there is none. `note` tells its names from the organisation's.
pub async fn twin(connection: &mut PgConnection, of: OrganisationId, note: (&str, &str)) -> Result<OrganisationId> {
    let id = sqlx::query_scalar!(
        "INSERT INTO organisations (id, name_ru, name_be, unp, address_ru, address_be, phone, is_state, active, index_template, collective_sign, anonymous_sign, is_test, test_of)
         SELECT $2, name_ru || ' ' || $3, name_be || ' ' || $4, 'TEST-' || unp, '', '', '', is_state, false, index_template, collective_sign, anonymous_sign, true, id
         FROM organisations WHERE id = $1 AND NOT is_test
         ON CONFLICT (test_of) DO UPDATE SET test_of = EXCLUDED.test_of
         RETURNING id",
        of.0,
        Uuid::now_v7(),
        note.0,
        note.1,
    )
    .fetch_one(connection)
    .await?;
    Ok(OrganisationId(id))
}

/// Whether the organisation is one of the technological environment.
pub async fn is_test(connection: &mut PgConnection, organisation: OrganisationId) -> Result<bool> {
    let found = sqlx::query_scalar!("SELECT is_test FROM organisations WHERE id = $1", organisation.0).fetch_optional(connection).await?;
    Ok(found.unwrap_or(false))
}

/// A run of the check.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: Uuid,
    pub client: ApiClientId,
    pub client_name: String,
    /// The twin in which it goes on.
    pub organisation: OrganisationId,
    /// Whose twin that is.
    pub of: OrganisationId,
    pub began_at: DateTime<Utc>,
}

/// Keeps a run and the appeals made for it.
pub async fn insert(
    connection: &mut PgConnection,
    id: Uuid,
    client: ApiClientId,
    organisation: OrganisationId,
    appeals: &[(Task, AppealId)],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO conformance_runs (id, client_id, organisation_id, began_at) VALUES ($1, $2, $3, $4)",
        id,
        client.0,
        organisation.0,
        now,
    )
    .execute(&mut *connection)
    .await?;
    let tasks: Vec<String> = appeals.iter().map(|(task, _)| task.code().to_owned()).collect();
    let ids: Vec<Uuid> = appeals.iter().map(|(_, appeal)| appeal.0).collect();
    sqlx::query!(
        "INSERT INTO conformance_appeals (run_id, task, appeal_id) SELECT $1, * FROM UNNEST($2::text[], $3::uuid[])",
        id,
        &tasks,
        &ids,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The run, if it is of this twin or of the organisation whose twin that is.
pub async fn get(connection: &mut PgConnection, id: Uuid, organisation: OrganisationId) -> Result<Option<Run>> {
    let found = runs(connection, organisation, Some(id)).await?;
    Ok(found.into_iter().next())
}

/// The latest runs of an organisation's programs.
pub async fn list(connection: &mut PgConnection, organisation: OrganisationId) -> Result<Vec<Run>> {
    runs(connection, organisation, None).await
}

async fn runs(connection: &mut PgConnection, organisation: OrganisationId, id: Option<Uuid>) -> Result<Vec<Run>> {
    let rows = sqlx::query!(
        r#"SELECT conformance_runs.id, client_id, api_clients.name, conformance_runs.organisation_id, organisations.test_of AS "of!", began_at
           FROM conformance_runs JOIN api_clients ON api_clients.id = client_id
               JOIN organisations ON organisations.id = conformance_runs.organisation_id
           WHERE (organisations.id = $1 OR organisations.test_of = $1) AND ($2::uuid IS NULL OR conformance_runs.id = $2)
           ORDER BY began_at DESC, conformance_runs.id LIMIT 50"#,
        organisation.0,
        id,
    )
    .fetch_all(connection)
    .await?;
    let run = rows.into_iter().map(|row| Run {
        id: row.id,
        client: ApiClientId(row.client_id),
        client_name: row.name,
        organisation: OrganisationId(row.organisation_id),
        of: OrganisationId(row.of),
        began_at: row.began_at,
    });
    Ok(run.collect())
}

/// What the program of a run has done since it began.
pub async fn facts(connection: &mut PgConnection, run: &Run) -> Result<Facts> {
    let calls = sqlx::query!(
        "SELECT method, path, status FROM api_calls WHERE client_id = $1 AND at >= $2 ORDER BY at DESC, id DESC LIMIT $3",
        run.client.0,
        run.began_at,
        CALLS,
    )
    .fetch_all(&mut *connection)
    .await?;
    let calls = calls.into_iter().rev().map(|row| CallMade {
        method: row.method,
        path: row.path,
        status: row.status.cast_unsigned(),
    });
    let rows = sqlx::query!(
        r#"SELECT task, appeals.number, completions.result AS "result?", appeals.repeat_of IS NOT NULL AS "is_repeat!",
               EXISTS (SELECT FROM appeal_events WHERE appeal_id = appeals.id AND kind = 'registered' AND account_id = $2) AS "acknowledged!",
               EXISTS (SELECT FROM appeal_events WHERE appeal_id = appeals.id AND kind = 'term_changed' AND account_id = $2) AS "term_changed!",
               (SELECT count(*) FROM files JOIN answers ON answers.id = files.answer_id WHERE answers.appeal_id = appeals.id) AS "answer_files!",
               (SELECT count(*) FROM webhook_attempts JOIN webhook_deliveries ON webhook_deliveries.id = delivery_id
                   WHERE webhook_deliveries.appeal_id = appeals.id AND status BETWEEN 200 AND 299) AS "taken!",
               (SELECT count(*) FROM webhook_attempts JOIN webhook_deliveries ON webhook_deliveries.id = delivery_id
                   WHERE webhook_deliveries.appeal_id = appeals.id AND status BETWEEN 400 AND 499) AS "refused!"
           FROM conformance_appeals JOIN appeals ON appeals.id = conformance_appeals.appeal_id
               LEFT JOIN completions ON completions.appeal_id = appeals.id
           WHERE run_id = $1"#,
        run.id,
        run.client.0,
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut appeals = Vec::with_capacity(rows.len());
    for row in rows {
        let result = row.result.map(|code| read_code("result", &code, CompletionResult::from_code));
        appeals.push(AppealNow {
            task: read_code("task", &row.task, Task::from_code)?,
            number: format!("{:010}", row.number),
            acknowledged: row.acknowledged,
            term_changed: row.term_changed,
            result: result.transpose()?,
            answer_files: row.answer_files,
            is_repeat: row.is_repeat,
            taken: row.taken,
            refused: row.refused,
        });
    }
    appeals.sort_by_key(|appeal| appeal.task);
    let mixed_loads = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM loads WHERE created_by = $1 AND created_at >= $2 AND state = 'done' AND entered > 0 AND wrong > 0"#,
        run.client.0,
        run.began_at,
    )
    .fetch_one(connection)
    .await?;
    Ok(Facts { calls: calls.collect(), appeals, mixed_loads })
}
