//! Organisations that take part, and which of their appeals have no package yet.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, AppealId, OrganisationId};

use crate::Result;

/// How far back of the last search an appeal may still appear: longer than any submitting transaction lasts.
const OVERLAP: TimeDelta = TimeDelta::hours(1);

/// An organisation's consent.
#[derive(Clone, Debug)]
pub struct Subscription {
    pub organisation_id: OrganisationId,
    /// The organisation as an abonent of СМДО.
    pub code: String,
    pub active: bool,
    pub since: DateTime<Utc>,
    pub changed_by_name: String,
    pub changed_at: DateTime<Utc>,
}

/// The consent of an organisation, also a withdrawn one.
pub async fn subscription(
    connection: &mut PgConnection,
    organisation: OrganisationId,
) -> Result<Option<Subscription>> {
    let row = sqlx::query!(
        "SELECT organisation_id, code, active, since, accounts.display_name, changed_at FROM smdo_subscriptions
         JOIN accounts ON accounts.id = changed_by WHERE organisation_id = $1",
        organisation.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Subscription {
        organisation_id: OrganisationId(row.organisation_id),
        code: row.code,
        active: row.active,
        since: row.since,
        changed_by_name: row.display_name,
        changed_at: row.changed_at,
    }))
}

/// Writes the consent, or its end. A consent given anew begins anew: what was submitted in between is not sent.
///
/// # Errors
/// `smdo_subscriptions_code`: another organisation has the code.
pub async fn subscribe(
    connection: &mut PgConnection,
    organisation: OrganisationId,
    code: &str,
    active: bool,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO smdo_subscriptions AS known (organisation_id, code, active, since, collected_to, changed_by, changed_at)
         VALUES ($1, $2, $3, $5, $5, $4, $5)
         ON CONFLICT (organisation_id) DO UPDATE SET code = $2, active = $3, changed_by = $4, changed_at = $5,
             since = CASE WHEN known.active THEN known.since ELSE $5 END,
             collected_to = CASE WHEN known.active THEN known.collected_to ELSE $5 END",
        organisation.0,
        code,
        active,
        by.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The organisation that a sender's code names, if it takes part.
pub async fn organisation_of_code(
    connection: &mut PgConnection,
    code: &str,
) -> Result<Option<OrganisationId>> {
    let row = sqlx::query!(
        "SELECT organisation_id FROM smdo_subscriptions WHERE code = $1 AND active",
        code
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| OrganisationId(row.organisation_id)))
}

/// An appeal that is to be sent.
#[derive(Clone, Debug)]
pub struct Uncollected {
    pub appeal: AppealId,
    pub organisation: OrganisationId,
    pub code: String,
    pub organisation_name: String,
}

/// Appeals of citizens and companies that arrived for organisations that take part, and have no package yet, the oldest first.
/// What is addressed to the head personally is sent after moderation, however long that took (SUB-07). What an organisation's own
/// system entered is not sent back to it; what was withdrawn before is not sent at all.
pub async fn uncollected(connection: &mut PgConnection, limit: i64) -> Result<Vec<Uncollected>> {
    let rows = sqlx::query!(
        r#"SELECT appeals.id AS "id!", appeals.organisation_id AS "organisation_id!", code, organisations.name_ru
         FROM smdo_subscriptions
         JOIN organisations ON organisations.id = smdo_subscriptions.organisation_id
         CROSS JOIN LATERAL (
             SELECT * FROM appeals WHERE appeals.organisation_id = smdo_subscriptions.organisation_id
                 AND appeals.submitted_at >= GREATEST(since, collected_to - $1::interval) AND to_head IS DISTINCT FROM 'addressed'
             UNION ALL
             SELECT * FROM appeals WHERE appeals.organisation_id = smdo_subscriptions.organisation_id
                 AND appeals.submitted_at >= since AND appeals.submitted_at < collected_to - $1::interval
                 AND to_head IN ('passed', 'ordinary') AND status = 'submitted') AS appeals
         WHERE smdo_subscriptions.active AND appeals.form = 'electronic' AND appeals.account_id IS NOT NULL
             AND appeals.status IN ('submitted', 'registered', 'in_progress')
             AND NOT EXISTS (SELECT FROM smdo_packages WHERE smdo_packages.appeal_id = appeals.id)
         ORDER BY appeals.submitted_at LIMIT $2"#,
        sqlx::postgres::types::PgInterval::try_from(OVERLAP).map_err(sqlx::Error::Encode)?,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Uncollected {
            appeal: AppealId(row.id),
            organisation: OrganisationId(row.organisation_id),
            code: row.code,
            organisation_name: row.name_ru,
        })
        .collect())
}

/// All that was submitted until `to` has been looked at.
pub async fn collected(connection: &mut PgConnection, to: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE smdo_subscriptions SET collected_to = $1 WHERE active AND collected_to < $1",
        to
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Packages for appeals, each once. Gives their ids; appeals that have one already get none.
pub async fn insert_for_appeals(
    connection: &mut PgConnection,
    appeals: &[Uncollected],
    now: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let ids: Vec<Uuid> = appeals.iter().map(|_| Uuid::now_v7()).collect();
    let messages: Vec<Uuid> = appeals.iter().map(|_| Uuid::new_v4()).collect();
    let organisations: Vec<Uuid> = appeals.iter().map(|appeal| appeal.organisation.0).collect();
    let of: Vec<Uuid> = appeals.iter().map(|appeal| appeal.appeal.0).collect();
    let codes: Vec<String> = appeals.iter().map(|appeal| appeal.code.clone()).collect();
    let names: Vec<String> = appeals.iter().map(|appeal| appeal.organisation_name.clone()).collect();
    sqlx::query_scalar!(
        "INSERT INTO smdo_packages (id, kind, organisation_id, appeal_id, receiver_code, receiver_name, msg_id, state, created_at)
         SELECT id, 'appeal', organisation, appeal, code, name, message, 'forming', $7
         FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[]) AS new (id, organisation, appeal, code, name, message)
         ON CONFLICT (appeal_id) DO NOTHING RETURNING id",
        &ids,
        &organisations,
        &of,
        &codes,
        &names,
        &messages,
        now,
    )
    .fetch_all(connection)
    .await
}
