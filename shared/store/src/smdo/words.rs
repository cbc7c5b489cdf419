//! The other side's words on packages: they move a package, and are kept and shown.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::PackageState;

use super::Package;
use crate::Result;

/// The other side's word as it is kept and shown, with what it changes.
pub struct NewWord<'a> {
    /// The message that brought it, and the locked package that it is about.
    pub incoming: Uuid,
    pub package: &'a Package,
    pub ack_type: i32,
    /// 0: all is well.
    pub error_code: i32,
    pub text: &'a str,
    pub reg_number: Option<&'a str>,
    pub reg_date: Option<&'a str>,
    /// Where the package stands from now on; none: it says nothing new.
    pub to: Option<PackageState>,
}

/// Keeps the other side's word, once a message, moves the package by it, and has the message taken into account: by one statement.
pub async fn take_word(connection: &mut PgConnection, word: &NewWord<'_>, now: DateTime<Utc>) -> Result<()> {
    let bad = matches!(word.to, Some(PackageState::Refused | PackageState::Failed));
    sqlx::query!(
        "WITH kept AS (
             INSERT INTO smdo_acknowledgements (incoming_id, package_id, at, ack_type, error_code, text, reg_number, reg_date)
             VALUES ($1, $2, $3, $4, $5, left($6, 1000), left($7, 200), left($8, 40)) ON CONFLICT (incoming_id) DO NOTHING),
         moved AS (
             UPDATE smdo_packages SET state = $9, error_code = CASE WHEN $10 THEN $5 END, last_error = CASE WHEN $10 THEN left($6, 500) END,
                 reg_number = COALESCE(left($7, 200), reg_number), reg_date = COALESCE(left($8, 40), reg_date),
                 sent_at = COALESCE(sent_at, $3), delivered_at = CASE WHEN $9 = 'failed' THEN delivered_at ELSE COALESCE(delivered_at, $3) END,
                 finished_at = CASE WHEN $9 IN ('registered', 'refused', 'failed') THEN $3 END
             WHERE id = $2 AND $9::text IS NOT NULL)
         UPDATE smdo_incoming SET state = 'applied', msg_type = 0, organisation_id = $11, appeal_id = $12, faults = '[]', handled_at = $3
         WHERE id = $1",
        word.incoming,
        word.package.id,
        now,
        word.ack_type,
        word.error_code,
        word.text,
        word.reg_number,
        word.reg_date,
        word.to.map(PackageState::code),
        bad,
        word.package.organisation_id.map(|id| id.0),
        word.package.appeal_id.map(|id| id.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}
