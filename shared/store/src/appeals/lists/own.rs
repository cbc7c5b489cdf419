//! What an applicant has written about the same before (BEY-01).

use sqlx::PgConnection;
use zvarot_domain::AccountId;

use super::{AppealLine, LineRow};
use crate::Result;

/// The newest own appeals that are compared.
const COMPARED: i64 = 50;

/// The account's appeals most similar to a text with these stems (`publications::stems`): they share at least three words
/// with it and a third of the words of the shorter one. One that was sent on stands for what became of it elsewhere.
pub async fn own_similar(connection: &mut PgConnection, account: AccountId, stems: &[String], limit: i64) -> Result<Vec<AppealLine>> {
    let rows = lines_from!(
        ["appeals JOIN organisations ON organisations.id = organisation_id JOIN topics ON topics.code = topic_code JOIN appeal_search ON appeal_id = appeals.id,
         LATERAL (SELECT count(*) AS all_words, count(*) FILTER (WHERE stem = ANY ($2::text[])) AS shared
             FROM unnest(tsvector_to_array(words)) AS stem WHERE stem NOT LIKE '@%') AS counted
         WHERE appeals.id IN (SELECT id FROM appeals WHERE account_id = $1 ORDER BY submitted_at DESC, id DESC LIMIT $3)
             AND NOT (status = 'redirected' AND EXISTS (SELECT FROM appeals next WHERE next.redirected_from = appeals.id))
             AND shared >= 3 AND shared * 3 >= LEAST(all_words, cardinality($2::text[]))
         ORDER BY shared DESC, submitted_at DESC LIMIT $4"],
        account.0,
        stems,
        COMPARED,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(AppealLine::try_from).collect()
}
