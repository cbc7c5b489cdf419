//! What the registration-control card (РКК) holds besides the appeal itself (REG-02, REG-13): most appeals have no row here.

use chrono::NaiveDate;
use sqlx::PgConnection;
use zvarot_domain::{AppealId, entry::PaperDetails};

use crate::Result;

/// The details of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardDetails {
    pub sheets: Option<i32>,
    pub annex_sheets: Option<i32>,
    /// Who sent the appeal on by letter, when and under which index.
    pub cover_from: Option<String>,
    pub cover_on: Option<NaiveDate>,
    pub cover_index: Option<String>,
    /// Who held the personal reception, and when.
    pub reception_by: Option<String>,
    pub reception_on: Option<NaiveDate>,
    pub controlled_since: Option<NaiveDate>,
    pub control_lifted_on: Option<NaiveDate>,
    pub case_volume: Option<String>,
    pub case_sheets: Option<String>,
    /// When the answer was announced at the reception.
    pub announced_on: Option<NaiveDate>,
    /// The mark of a prescription (предписание) and of how it was executed; empty: there was none.
    pub prescription: String,
}

/// The details of an appeal's card; the caller has authorised the appeal.
pub async fn get(connection: &mut PgConnection, appeal: AppealId) -> Result<CardDetails> {
    let details = sqlx::query_as!(
        CardDetails,
        "SELECT sheets, annex_sheets, cover_from, cover_on, cover_index, reception_by, reception_on, controlled_since, control_lifted_on,
             case_volume, case_sheets, announced_on, prescription FROM appeal_cards WHERE appeal_id = $1",
        appeal.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(details.unwrap_or_default())
}

/// Keeps what a clerk typed of an appeal on paper; control begins on `today`.
pub async fn insert(
    connection: &mut PgConnection,
    appeal: AppealId,
    details: &PaperDetails,
    today: NaiveDate,
) -> Result<()> {
    let cover = details.cover.as_ref();
    sqlx::query!(
        "INSERT INTO appeal_cards (appeal_id, sheets, annex_sheets, cover_from, cover_on, cover_index, reception_by, reception_on, controlled_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        appeal.0,
        details.sheets.map(u32::cast_signed),
        details.annex_sheets.map(u32::cast_signed),
        cover.map(|cover| cover.from.as_str()),
        cover.and_then(|cover| cover.on),
        cover.and_then(|cover| cover.index.as_deref()),
        details.reception_by,
        details.reception_on,
        details.controlled.then_some(today),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives an appeal that was copied into another organisation what the card says of the paper itself: sheets, the letter it
/// came with, the reception. Control and filing are each organisation's own.
pub(crate) async fn copy(connection: &mut PgConnection, of: AppealId, to: AppealId) -> Result<()> {
    sqlx::query!(
        "INSERT INTO appeal_cards (appeal_id, sheets, annex_sheets, cover_from, cover_on, cover_index, reception_by, reception_on)
         SELECT $2, sheets, annex_sheets, cover_from, cover_on, cover_index, reception_by, reception_on FROM appeal_cards
         WHERE appeal_id = $1 AND num_nonnulls(sheets, annex_sheets, cover_from, cover_on, cover_index, reception_by, reception_on) > 0",
        of.0,
        to.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets what is corrected of an appeal that the transaction has locked: all but its control and its filing.
pub async fn correct(connection: &mut PgConnection, appeal: AppealId, card: &CardDetails) -> Result<()> {
    sqlx::query!(
        "INSERT INTO appeal_cards (appeal_id, sheets, annex_sheets, prescription, cover_from, cover_on, cover_index, reception_by, reception_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (appeal_id) DO UPDATE SET sheets = $2, annex_sheets = $3, prescription = $4, cover_from = $5, cover_on = $6, cover_index = $7,
             reception_by = $8, reception_on = $9",
        appeal.0,
        card.sheets,
        card.annex_sheets,
        card.prescription,
        card.cover_from,
        card.cover_on,
        card.cover_index,
        card.reception_by,
        card.reception_on,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks of control and filing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub controlled_since: Option<NaiveDate>,
    pub control_lifted_on: Option<NaiveDate>,
    pub case_volume: Option<String>,
    pub case_sheets: Option<String>,
    pub announced_on: Option<NaiveDate>,
}

/// Sets the marks of an appeal that the transaction has locked, and its case number. False: changed since `version`.
pub async fn set_marks(
    connection: &mut PgConnection,
    appeal: AppealId,
    version: i32,
    case_number: Option<&str>,
    marks: &Marks,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE appeals SET case_number = $3, version = version + 1 WHERE id = $1 AND version = $2",
        appeal.0,
        version,
        case_number,
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query!(
        "INSERT INTO appeal_cards (appeal_id, controlled_since, control_lifted_on, case_volume, case_sheets, announced_on) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (appeal_id) DO UPDATE SET controlled_since = $2, control_lifted_on = $3, case_volume = $4, case_sheets = $5, announced_on = $6",
        appeal.0,
        marks.controlled_since,
        marks.control_lifted_on,
        marks.case_volume,
        marks.case_sheets,
        marks.announced_on,
    )
    .execute(connection)
    .await?;
    Ok(true)
}
