//! Appeals of an organisation that speak of the same (BEY-01), by the words that the search has of them. Looked for among so
//! many of the newest with the topic, and of the same applicant: what it costs does not grow with the organisation.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AppealNumber, Status};

use super::{Appeal, read_number};
use crate::{Result, read_code};

/// The newest appeals with the topic that are compared.
const COMPARED: i64 = 300;
/// The newest appeals of the applicant, to whomever, of which those to the organisation are compared: asked for both at once, the
/// server may read all appeals of the organisation to find these.
const COMPARED_OWN: i64 = 50;

/// A similar appeal.
#[derive(Clone, Debug)]
pub struct Similar {
    pub number: AppealNumber,
    pub status: Status,
    pub registration_index: Option<String>,
    pub submitted_at: DateTime<Utc>,
    /// The first 160 characters of the content.
    pub beginning: String,
    /// Of the same applicant.
    pub own: bool,
}

/// The appeals most similar to one, those of its applicant first: they share at least three words with it and a third of
/// the words of the shorter one. One to the head personally that is not moderated is not among them (SUB-07). The caller has
/// authorised the appeal and sees those of its organisation.
pub async fn similar(connection: &mut PgConnection, appeal: &Appeal, limit: i64) -> Result<Vec<Similar>> {
    let rows = sqlx::query!(
        // Words of the text have places, those of names have none: ts_filter leaves the former. Counted by the functions of
        // vectors, since taking hundreds of vectors apart into rows costs twenty times as much.
        r#"WITH asked AS (
               SELECT tsvector_to_array(ts_filter(words, '{d}')) AS lexemes FROM appeal_search WHERE appeal_id = $1),
           compared AS (
               (SELECT id FROM appeals WHERE organisation_id = $2 AND topic_code = $3 AND id <> $1 ORDER BY submitted_at DESC, id DESC LIMIT $6)
               UNION
               (SELECT id FROM (SELECT id, organisation_id FROM appeals WHERE account_id = $4 ORDER BY submitted_at DESC, id DESC LIMIT $7) AS own
                WHERE organisation_id = $2 AND id <> $1)),
           counted AS MATERIALIZED (
               SELECT compared.id, length(words) AS all_words, length(words) - length(ts_delete(words, lexemes)) AS shared, cardinality(lexemes) AS asked_words
               FROM compared JOIN LATERAL (
                   SELECT ts_filter(appeal_search.words, '{d}') AS words FROM appeal_search WHERE appeal_id = compared.id OFFSET 0) AS found ON true, asked)
           SELECT number, status, registration_index, submitted_at, left(content, 160) AS "beginning!",
               (account_id IS NOT DISTINCT FROM $4 AND applicant_name = $5 AND $5 <> '') AS "own!"
           FROM counted JOIN appeals ON appeals.id = counted.id
           WHERE shared >= 3 AND shared * 3 >= LEAST(all_words, asked_words) AND to_head IS DISTINCT FROM 'addressed'
           ORDER BY 6 DESC, shared DESC, submitted_at DESC LIMIT $8"#,
        appeal.id.0,
        appeal.organisation_id.0,
        appeal.topic_code,
        appeal.account_id.map(|id| id.0) as Option<Uuid>,
        appeal.applicant_name,
        COMPARED,
        COMPARED_OWN,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Similar {
                number: read_number(row.number)?,
                status: read_code("status", &row.status, Status::from_code)?,
                registration_index: row.registration_index,
                submitted_at: row.submitted_at,
                beginning: row.beginning,
                own: row.own,
            })
        })
        .collect()
}
