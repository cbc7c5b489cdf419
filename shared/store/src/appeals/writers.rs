//! Those who wrote an appeal and those merged with it, with what they are known by: whose data the organisation's texts hold.

use sqlx::PgConnection;
use zvarot_domain::AppealId;

use crate::Result;

/// What is known of whoever wrote an appeal.
#[derive(Clone, Debug)]
pub struct Writer {
    pub applicant_name: String,
    /// The domain's `ApplicantProfile`, with contacts where it was entered by record.
    pub applicant: serde_json::Value,
    pub co_applicants: Option<serde_json::Value>,
    pub address: String,
    pub content: String,
    /// What an official wrote of it.
    pub summary: Option<String>,
    pub against_employee: Option<String>,
    /// The account's.
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// Of an appeal and those that are answered with it. The caller has authorised the appeal.
pub async fn writers(connection: &mut PgConnection, appeal: AppealId) -> Result<Vec<Writer>> {
    sqlx::query_as!(
        Writer,
        r#"SELECT applicant_name, applicant, co_applicants, address, content, summary, against_employee, phone AS "phone?", email AS "email?"
           FROM appeals LEFT JOIN accounts ON accounts.id = account_id WHERE appeals.id = $1 OR merged_into = $1"#,
        appeal.0,
    )
    .fetch_all(connection)
    .await
}
