//! What pages show: packages of an organisation or of all, with their attempts and the other side's words.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, QueryBuilder};
use uuid::Uuid;
use zvarot_domain::{IncomingState, OrganisationId, PackageState};

use crate::Result;

/// A row of the page of packages that went out.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PackageRecord {
    pub id: Uuid,
    pub kind: String,
    pub state: String,
    pub organisation_ru: Option<String>,
    pub organisation_be: Option<String>,
    pub appeal_number: Option<i64>,
    pub receiver_code: String,
    pub receiver_name: String,
    pub last_error: Option<String>,
    pub error_code: Option<i32>,
    pub attempts: i64,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
}

/// A row of the page of packages that came.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct IncomingRecord {
    pub id: Uuid,
    pub state: String,
    pub msg_type: Option<i16>,
    pub organisation_ru: Option<String>,
    pub organisation_be: Option<String>,
    pub appeal_number: Option<i64>,
    pub sender_code: String,
    pub sender_name: String,
    pub faults: i32,
    pub received_at: DateTime<Utc>,
}

/// Which packages: one organisation's or, for the chief administrator, all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    pub organisation: Option<OrganisationId>,
    pub before: Option<(DateTime<Utc>, Uuid)>,
    pub limit: i64,
}

/// Packages that went out or are to go, newest first. Acknowledgements are shown only where they did not go through.
pub async fn package_records(
    connection: &mut PgConnection,
    wanted: Wanted,
    state: Option<PackageState>,
) -> Result<Vec<PackageRecord>> {
    let mut query = QueryBuilder::new(
        "SELECT smdo_packages.id, smdo_packages.kind, smdo_packages.state, organisations.name_ru AS organisation_ru, organisations.name_be AS organisation_be, appeals.number AS appeal_number,
             receiver_code, receiver_name, last_error, error_code, smdo_packages.created_at, sent_at,
             (SELECT count(*) FROM smdo_attempts WHERE package_id = smdo_packages.id) AS attempts
         FROM smdo_packages LEFT JOIN organisations ON organisations.id = smdo_packages.organisation_id
             LEFT JOIN appeals ON appeals.id = appeal_id
         WHERE (smdo_packages.kind = 'appeal' OR smdo_packages.state = 'failed')",
    );
    if let Some(organisation) = wanted.organisation {
        query.push(" AND smdo_packages.organisation_id = ").push_bind(organisation.0);
    }
    if let Some(state) = state {
        query.push(" AND smdo_packages.state = ").push_bind(state.code());
    }
    if let Some((at, id)) = wanted.before {
        query.push(" AND (smdo_packages.created_at, smdo_packages.id) < (").push_bind(at);
        query.push(", ").push_bind(id).push(")");
    }
    query.push(" ORDER BY smdo_packages.created_at DESC, smdo_packages.id DESC LIMIT ").push_bind(wanted.limit);
    query.build_query_as().fetch_all(connection).await
}

/// Packages that came, newest first; acknowledgements are shown with what they acknowledge.
pub async fn incoming_records(
    connection: &mut PgConnection,
    wanted: Wanted,
    state: Option<IncomingState>,
) -> Result<Vec<IncomingRecord>> {
    let mut query = QueryBuilder::new(
        "SELECT smdo_incoming.id, smdo_incoming.state, msg_type, organisations.name_ru AS organisation_ru, organisations.name_be AS organisation_be, appeals.number AS appeal_number,
             sender_code, sender_name, jsonb_array_length(faults) AS faults, received_at
         FROM smdo_incoming LEFT JOIN organisations ON organisations.id = smdo_incoming.organisation_id
             LEFT JOIN appeals ON appeals.id = appeal_id
         WHERE smdo_incoming.state <> 'applied'",
    );
    if let Some(organisation) = wanted.organisation {
        query.push(" AND smdo_incoming.organisation_id = ").push_bind(organisation.0);
    }
    if let Some(state) = state {
        query.push(" AND smdo_incoming.state = ").push_bind(state.code());
    }
    if let Some((at, id)) = wanted.before {
        query.push(" AND (received_at, smdo_incoming.id) < (").push_bind(at);
        query.push(", ").push_bind(id).push(")");
    }
    query.push(" ORDER BY received_at DESC, smdo_incoming.id DESC LIMIT ").push_bind(wanted.limit);
    query.build_query_as().fetch_all(connection).await
}

/// An attempt at a step.
#[derive(Clone, Debug)]
pub struct StepRecord {
    pub at: DateTime<Utc>,
    pub step: String,
    pub result: String,
    pub reason: String,
    pub next_attempt_at: Option<DateTime<Utc>>,
}

/// The attempts of a package, the last hundred, oldest first.
pub async fn steps(connection: &mut PgConnection, id: Uuid) -> Result<Vec<StepRecord>> {
    let mut steps = sqlx::query_as!(
        StepRecord,
        "SELECT at, step, result, reason, next_attempt_at FROM smdo_attempts WHERE package_id = $1 ORDER BY id DESC LIMIT 100",
        id
    )
    .fetch_all(connection)
    .await?;
    steps.reverse();
    Ok(steps)
}

/// What the other side said.
#[derive(Clone, Debug)]
pub struct WordRecord {
    pub at: DateTime<Utc>,
    pub ack_type: i32,
    pub error_code: i32,
    pub text: String,
    pub reg_number: Option<String>,
    pub reg_date: Option<String>,
}

/// The other side's words on a package, oldest first.
pub async fn words(connection: &mut PgConnection, id: Uuid) -> Result<Vec<WordRecord>> {
    sqlx::query_as!(
        WordRecord,
        "SELECT at, ack_type, error_code, text, reg_number, reg_date FROM smdo_acknowledgements WHERE package_id = $1 ORDER BY at LIMIT 100",
        id
    )
    .fetch_all(connection)
    .await
}
