//! What came before: earlier appeals of the same applicant (SUB-12), and the organisations that had an appeal (CTL-03).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use zvarot_domain::{AppealId, AppealNumber, OrganisationId, Status};

use super::{Appeal, read_number};
use crate::{Result, read_code};

/// An earlier appeal of the same applicant in the same organisation.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub id: AppealId,
    pub number: AppealNumber,
    pub status: Status,
    pub registration_index: Option<String>,
    pub submitted_at: DateTime<Utc>,
    /// The first 160 characters of the content.
    pub beginning: String,
    /// Whether it is joined to an earlier one itself (BEY-02).
    pub merged: bool,
}

/// The earlier appeals of the appeal's applicant in its organisation, newest first, `limit` at most, those of the same moment
/// among them: by the account, or on paper by the same name. Anonymous ones have none. The caller has authorised the appeal.
pub async fn earlier(
    connection: &mut PgConnection,
    appeal: &Appeal,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Earlier>> {
    macro_rules! earlier {
        ($condition:literal, $applicant:expr) => {{
            let rows = sqlx::query!(
                r#"SELECT id, number, status, registration_index, submitted_at, left(content, 160) AS "beginning!",
                       merged_into IS NOT NULL AS "merged!" FROM appeals WHERE "#
                    + $condition
                    + " AND organisation_id = $2 AND submitted_at <= $3 AND id <> $6 AND submitted_at >= $4 ORDER BY submitted_at DESC, id DESC LIMIT $5",
                $applicant,
                appeal.organisation_id.0,
                appeal.submitted_at,
                since,
                limit,
                appeal.id.0,
            )
            .fetch_all(connection)
            .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(Earlier {
                        id: AppealId(row.id),
                        number: read_number(row.number)?,
                        status: read_code("status", &row.status, Status::from_code)?,
                        registration_index: row.registration_index,
                        submitted_at: row.submitted_at,
                        beginning: row.beginning,
                        merged: row.merged,
                    })
                })
                .collect()
        }};
    }
    match appeal.account_id {
        Some(account) => earlier!("account_id = $1", account.0),
        None => earlier!("account_id IS NULL AND applicant_name <> '' AND applicant_key(applicant_name) = applicant_key($1)", appeal.applicant_name),
    }
}

/// An organisation that has or had an appeal.
#[derive(Clone, Debug)]
pub struct Station {
    pub organisation: OrganisationId,
    pub name_ru: String,
    pub name_be: String,
    /// When it came there.
    pub arrived_at: DateTime<Utc>,
    pub status: Status,
}

/// The organisations that have or had a number, in the order in which they got it; the caller has authorised it.
pub async fn way(connection: &mut PgConnection, number: AppealNumber) -> Result<Vec<Station>> {
    let rows = sqlx::query!(
        "SELECT organisations.id, name_ru, name_be, submitted_at, status FROM appeals JOIN organisations ON organisations.id = organisation_id
         WHERE number = $1 ORDER BY submitted_at, appeals.id LIMIT 100",
        number.as_i64()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Station {
                organisation: OrganisationId(row.id),
                name_ru: row.name_ru,
                name_be: row.name_be,
                arrived_at: row.submitted_at,
                status: read_code("status", &row.status, Status::from_code)?,
            })
        })
        .collect()
}
