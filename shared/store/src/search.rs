//! What appeals are found by (REG-11): the words of their texts and of applicants' names, in narrow tables beside them.
//! What is submitted waits for the clock, which indexes many at once and soon: nobody who submits pays for it.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AppealId, OrganisationId,
    search::{Indexed, look_alike},
};

use crate::Result;

/// Names that begin or look like a typed one are tried so many at a time: those that look most like it.
const NAMES_TRIED: i64 = 300;

/// What of an appeal is indexed.
struct Entry {
    appeal: AppealId,
    organisation: OrganisationId,
    indexed: Indexed,
}

/// Indexes appeals; one that is indexed already, anew.
async fn index(connection: &mut PgConnection, entries: &[Entry]) -> Result<()> {
    let appeals: Vec<Uuid> = entries.iter().map(|entry| entry.appeal.0).collect();
    let organisations: Vec<Uuid> = entries.iter().map(|entry| entry.organisation.0).collect();
    let russian: Vec<String> = entries.iter().map(|entry| entry.indexed.russian.clone()).collect();
    let belarusian: Vec<String> = entries.iter().map(|entry| entry.indexed.belarusian.clone()).collect();
    let names: Vec<String> = entries.iter().map(|entry| entry.indexed.names_vector()).collect();
    let mut words: Vec<String> = entries.iter().flat_map(|entry| entry.indexed.names.iter().cloned()).collect();
    words.sort();
    words.dedup();
    sqlx::query!(
        "WITH named AS (
             INSERT INTO search_names (word) SELECT word FROM UNNEST($6::text[]) AS new (word)
             WHERE NOT EXISTS (SELECT FROM search_names AS known WHERE known.word = new.word))
         INSERT INTO appeal_search (appeal_id, organisation_id, words)
         SELECT appeal, organisation, to_tsvector('russian', russian) || belarusian::tsvector || names::tsvector
         FROM UNNEST($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) AS new (appeal, organisation, russian, belarusian, names)
         ON CONFLICT (appeal_id) DO UPDATE SET words = EXCLUDED.words",
        &appeals,
        &organisations,
        &russian,
        &belarusian,
        &names,
        &words,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Has appeals indexed soon.
pub(crate) async fn index_later(connection: &mut PgConnection, appeals: &[AppealId]) -> Result<()> {
    let appeals: Vec<Uuid> = appeals.iter().map(|id| id.0).collect();
    sqlx::query!("INSERT INTO appeal_search_waiting (appeal_id) SELECT UNNEST($1::uuid[]) ON CONFLICT (appeal_id) DO NOTHING", &appeals)
        .execute(connection)
        .await?;
    Ok(())
}

/// Indexes an appeal that was copied into another organisation as the one it was copied from.
pub(crate) async fn copy(
    connection: &mut PgConnection,
    of: AppealId,
    to: AppealId,
    organisation: OrganisationId,
) -> Result<()> {
    let done = sqlx::query!(
        "INSERT INTO appeal_search (appeal_id, organisation_id, words) SELECT $2, $3, words FROM appeal_search WHERE appeal_id = $1",
        of.0,
        to.0,
        organisation.0,
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        index_later(connection, &[to]).await?;
    }
    Ok(())
}

/// Indexes some of the appeals that wait for it; gives how many. The caller's transaction makes it whole.
pub async fn index_waiting(connection: &mut PgConnection, limit: i64) -> Result<usize> {
    let rows = sqlx::query!(
        r#"WITH taken AS (
               DELETE FROM appeal_search_waiting WHERE appeal_id IN (
                   SELECT appeal_id FROM appeal_search_waiting ORDER BY appeal_id LIMIT $1 FOR UPDATE SKIP LOCKED)
               RETURNING appeal_id)
           SELECT id, organisation_id, content, summary, applicant_name FROM taken JOIN appeals ON appeals.id = taken.appeal_id"#,
        limit
    )
    .fetch_all(&mut *connection)
    .await?;
    let entries: Vec<Entry> = rows
        .iter()
        .map(|row| Entry {
            appeal: AppealId(row.id),
            organisation: OrganisationId(row.organisation_id),
            indexed: Indexed::new([row.content.as_str(), row.summary.as_deref().unwrap_or("")], &row.applicant_name),
        })
        .collect();
    if !entries.is_empty() {
        index(connection, &entries).await?;
    }
    Ok(entries.len())
}

/// For each key of a typed name the keys of known names that may be meant, itself among them.
pub(crate) async fn alike(connection: &mut PgConnection, keys: &[String]) -> Result<Vec<Vec<String>>> {
    let rows = sqlx::query!(
        r#"SELECT typed.word AS "typed!", near.word AS "near!" FROM UNNEST($1::text[]) AS typed (word), LATERAL (
               SELECT word FROM search_names WHERE word % typed.word OR word LIKE typed.word || '%'
               ORDER BY similarity(word, typed.word) DESC LIMIT $2) AS near"#,
        keys,
        NAMES_TRIED,
    )
    .fetch_all(connection)
    .await?;
    let mut found: HashMap<&str, Vec<String>> = HashMap::new();
    for row in &rows {
        if look_alike(&row.typed, &row.near) {
            found.entry(row.typed.as_str()).or_default().push(row.near.clone());
        }
    }
    let all = keys.iter().map(|key| {
        let mut all = found.remove(key.as_str()).unwrap_or_default();
        all.push(key.clone());
        all.sort();
        all.dedup();
        all
    });
    Ok(all.collect())
}
