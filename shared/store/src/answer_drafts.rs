//! Answers being written: what an official typed so far, one for each appeal and official.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use zvarot_domain::{AccountId, AppealId};

use crate::Result;

/// What was typed, not checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerDraft {
    pub text: String,
    /// A code of `Outcome`, or empty.
    pub outcome: String,
    pub number: String,
    /// `yyyy-mm-dd`, or whatever was typed.
    pub dated: String,
    /// A code of `Outcome`, or empty, for each of the questions (BEY-09).
    pub questions: Vec<String>,
    /// The account of who signs, or whatever was chosen; empty: as proposed.
    pub signatory: String,
    /// At which version of the card it was typed.
    pub version: Option<i32>,
}

/// Keeps what was typed instead of what was kept before.
pub async fn keep(
    connection: &mut PgConnection,
    appeal: AppealId,
    account: AccountId,
    draft: &AnswerDraft,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO answer_drafts (appeal_id, account_id, text, outcome, number, dated, questions, saved_at, signatory, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (appeal_id, account_id) DO UPDATE SET text = excluded.text, outcome = excluded.outcome,
             number = excluded.number, dated = excluded.dated, questions = excluded.questions, saved_at = excluded.saved_at,
             signatory = excluded.signatory, version = excluded.version",
        appeal.0,
        account.0,
        draft.text,
        draft.outcome,
        draft.number,
        draft.dated,
        &draft.questions,
        now,
        draft.signatory,
        draft.version,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What is kept, and since when.
pub async fn kept(
    connection: &mut PgConnection,
    appeal: AppealId,
    account: AccountId,
) -> Result<Option<(AnswerDraft, DateTime<Utc>)>> {
    let row = sqlx::query!(
        "SELECT text, outcome, number, dated, questions, saved_at, signatory, version FROM answer_drafts WHERE appeal_id = $1 AND account_id = $2",
        appeal.0,
        account.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let draft = AnswerDraft {
            text: row.text,
            outcome: row.outcome,
            number: row.number,
            dated: row.dated,
            questions: row.questions,
            signatory: row.signatory,
            version: row.version,
        };
        (draft, row.saved_at)
    }))
}

/// Forgets the results of an appeal's questions: they have changed. The rest stays.
pub async fn forget_results(connection: &mut PgConnection, appeal: AppealId) -> Result<()> {
    sqlx::query!("UPDATE answer_drafts SET questions = '{}' WHERE appeal_id = $1", appeal.0).execute(connection).await?;
    Ok(())
}

/// Forgets all that was typed for an appeal: it has its answer.
pub async fn forget(connection: &mut PgConnection, appeal: AppealId) -> Result<()> {
    sqlx::query!("DELETE FROM answer_drafts WHERE appeal_id = $1", appeal.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets what nobody has gone on with since then.
pub async fn remove_old(connection: &mut PgConnection, before: DateTime<Utc>) -> Result<()> {
    sqlx::query!("DELETE FROM answer_drafts WHERE saved_at < $1", before)
        .execute(connection)
        .await?;
    Ok(())
}
