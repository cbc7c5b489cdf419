//! Lists of appeals asked for as files (REG-11): they wait, are formed, kept and removed as reports are.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AccountId, Locale, Permission, search::ListOrder};

use super::files::ReportState;
use crate::{Result, appeals::View, read_code, read_json};

/// A list that was asked for.
#[derive(Clone, Debug)]
pub struct ListFile {
    pub id: Uuid,
    pub order: ListOrder,
    pub locale: Locale,
    pub state: ReportState,
    /// Percent.
    pub progress: i16,
    /// Why it could not be made: `too_large`, `no_right`, `internal`.
    pub fault: Option<String>,
    pub object_key: Option<String>,
    pub created_at: DateTime<Utc>,
    /// Whether whoever asked for it may see the organisation's appeals now.
    pub allowed: bool,
    /// Whether those that are not moderated too (SUB-07).
    pub unmoderated: bool,
}

impl ListFile {
    /// What whoever asked for it sees now.
    pub fn view(&self) -> View {
        View { organisation: self.order.organisation, unmoderated: self.unmoderated }
    }
}

/// Asks for a list.
pub async fn insert(
    connection: &mut PgConnection,
    account: AccountId,
    order: &ListOrder,
    locale: Locale,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let order = serde_json::to_value(order).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query_scalar!(
        "INSERT INTO reports (id, account_id, question, list, from_day, to_day, format, locale, state, created_at)
         VALUES ($1, $2, '{}', $3, $4, $4, 'xlsx', $5, 'waiting', $6) RETURNING id",
        Uuid::now_v7(),
        account.0,
        order,
        today,
        locale.code(),
        now,
    )
    .fetch_one(connection)
    .await
}

/// A list by id, of an account if given. None: no such one, or it is a report.
pub async fn get(connection: &mut PgConnection, id: Uuid, account: Option<AccountId>) -> Result<Option<ListFile>> {
    let row = sqlx::query!(
        r#"SELECT id, list AS "list!", locale, state, progress, fault, object_key, created_at,
               COALESCE(roles && $3, false) AS "allowed!", COALESCE(roles && $4, false) AS "unmoderated!"
           FROM reports, LATERAL (
               SELECT array_agg(role) AS roles FROM account_roles JOIN accounts ON accounts.id = account_roles.account_id
               WHERE account_roles.account_id = reports.account_id AND organisation_id::text = list->>'organisation'
                 AND blocked_at IS NULL) AS held
           WHERE id = $1 AND list IS NOT NULL AND ($2::uuid IS NULL OR account_id = $2)"#,
        id,
        account.map(|account| account.0),
        &codes(Permission::SeeAppeals),
        &codes(Permission::SeeUnmoderatedAppeals),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(ListFile {
            id: row.id,
            order: read_json("list", row.list)?,
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            state: read_code("state", &row.state, ReportState::from_code)?,
            progress: row.progress,
            fault: row.fault,
            object_key: row.object_key,
            created_at: row.created_at,
            allowed: row.allowed,
            unmoderated: row.unmoderated,
        })
    })
    .transpose()
}

/// The roles that have a permission.
fn codes(permission: Permission) -> Vec<String> {
    permission.roles().iter().map(|role| role.code().to_owned()).collect()
}
