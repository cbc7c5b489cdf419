//! Published answers that speak of the same as a text that is being written (BEY-01). Compared is so much of the newest with
//! its sub-topic and its topic, and of what has its rarest words: what it costs does not grow with what is kept.

use sqlx::PgConnection;
use zvarot_domain::{
    AppealId,
    publication::{Compared, asked, general},
};

use super::{Publication, Row};
use crate::Result;

/// So many are looked at: the newest with the sub-topic, with the topic, and with one of the rarest words each.
const LOOKED_AT: i64 = 300;
/// Of these so many, which share most words, are weighed.
const WEIGHED: i64 = 60;
/// In so many of the newest it is counted how many have a word.
const COUNTED_IN: i64 = 200;

/// Keeps what the published text of an appeal is compared by.
pub async fn compare(connection: &mut PgConnection, appeal: AppealId, compared: &Compared) -> Result<()> {
    let (title, question, appeals, general) = (&compared.title, &compared.question, &compared.appeals, general());
    sqlx::query!(
        "UPDATE published_answers SET compared_at = published_at, compared = ts_delete(
             setweight(to_tsvector('russian', $2::text) || $3::text::tsvector, 'A') || setweight(to_tsvector('russian', $4::text) || $5::text::tsvector, 'B')
                 || setweight(to_tsvector('russian', $6::text) || $7::text::tsvector, 'C'),
             tsvector_to_array(to_tsvector('russian', $8::text) || $9::text::tsvector))
         WHERE appeal_id = $1",
        appeal.0,
        title.russian,
        title.belarusian,
        question.russian,
        question.belarusian,
        appeals.russian,
        appeals.belarusian,
        general.russian,
        general.belarusian,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Has the clock compare what is published of an appeal anew: whoever wrote it is known by another name now.
pub async fn compare_anew(connection: &mut PgConnection, appeal: AppealId) -> Result<()> {
    sqlx::query!("UPDATE published_answers SET compared_at = NULL WHERE appeal_id = $1", appeal.0).execute(connection).await?;
    Ok(())
}

/// Some of the appeals whose published text is not compared yet, for this transaction alone.
pub async fn uncompared(connection: &mut PgConnection, limit: i64) -> Result<Vec<AppealId>> {
    let ids = sqlx::query_scalar!(
        "SELECT appeal_id FROM published_answers WHERE compared_at IS DISTINCT FROM published_at ORDER BY appeal_id LIMIT $1 FOR UPDATE SKIP LOCKED",
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(AppealId).collect())
}

/// The published answers most similar to a text. A word weighs the more the fewer of the published answers have it, those
/// that every appeal has weigh nothing. Shown is
/// - what shares a word of its title and three words, a third by weight of the shorter of the two, with the text or, in its appeals, half;
/// - what shares three words and three quarters of all, whichever its title is;
/// - with the same sub-topic also what shares more than half of its title and a quarter of the words.
///
/// `topic`: the code of a sub-topic, of a section, or empty.
pub async fn similar(connection: &mut PgConnection, text: &str, topic: &str, limit: i64) -> Result<Vec<Publication>> {
    let (asked, general) = (asked(text), general());
    let (section, subtopic) = match topic.split_once('-') {
        Some((section, _)) => (section, topic),
        None => (topic, ""),
    };
    let rows = select_publications!(
        "JOIN (
             WITH asked AS MATERIALIZED (
                 SELECT tsvector_to_array(ts_delete(to_tsvector('russian', $1::text) || $2::text::tsvector,
                     tsvector_to_array(to_tsvector('russian', $3::text) || $4::text::tsvector))) AS stems),
             newest AS MATERIALIZED (
                 SELECT compared FROM published_answers WHERE withdrawn_at IS NULL ORDER BY published_at DESC, id DESC LIMIT $9),
             frequency AS MATERIALIZED (
                 SELECT stem, count(*) AS answers FROM newest, unnest(tsvector_to_array(compared)) AS stem GROUP BY stem),
             -- while few are published no word is rare
             kept AS MATERIALIZED (SELECT count(*) + 20 AS answers FROM newest),
             words AS MATERIALIZED (
                 SELECT stem, ln(kept.answers::float8 / COALESCE(frequency.answers, 1)) AS weight
                 FROM kept, asked, unnest(stems) AS stem LEFT JOIN frequency USING (stem)),
             rarest AS MATERIALIZED (
                 SELECT string_agg(quote_literal(stem), ' | ')::tsquery AS query
                 FROM (SELECT stem FROM words ORDER BY weight DESC, length(stem) DESC LIMIT 20) AS rare),
             near AS (
                 (SELECT id FROM published_answers WHERE withdrawn_at IS NULL AND subtopic_code = $6 ORDER BY published_at DESC, id DESC LIMIT $7)
                 UNION
                 (SELECT id FROM published_answers WHERE withdrawn_at IS NULL AND topic_code = $5 ORDER BY published_at DESC, id DESC LIMIT $7)
                 UNION
                 (SELECT id FROM published_answers WHERE withdrawn_at IS NULL AND compared @@ (SELECT query FROM rarest) LIMIT $7)),
             best AS MATERIALIZED (
                 SELECT id, compared, same_topic FROM (
                     SELECT near.id, compared, length(compared) - length(ts_delete(compared, stems)) AS shared,
                         (topic_code = $5 AND ($6 = '' OR COALESCE(subtopic_code, $6) = $6)) AS same_topic
                     FROM asked, near, LATERAL (SELECT compared, topic_code, subtopic_code FROM published_answers WHERE id = near.id OFFSET 0) AS found) AS counted
                 WHERE shared > 0 ORDER BY same_topic DESC, shared DESC, id DESC LIMIT $8),
             weighed AS (
                 SELECT best.id, same_topic, ln(kept.answers::float8 / COALESCE(frequency.answers, 1)) AS weight, words.stem IS NOT NULL AS shared,
                     'A' = ANY (weights) AS of_title, weights && '{A,B}' AS of_text, 'C' = ANY (weights) AS of_appeals
                 FROM kept, best, unnest(compared) AS lexeme (stem, positions, weights)
                     LEFT JOIN words ON words.stem = lexeme.stem LEFT JOIN frequency ON frequency.stem = lexeme.stem),
             summed AS (
                 SELECT id, same_topic, sum(weight) AS whole, sum(weight) FILTER (WHERE shared) AS shared,
                     COALESCE(sum(weight) FILTER (WHERE of_title), 0) AS title, COALESCE(sum(weight) FILTER (WHERE of_title AND shared), 0) AS title_shared,
                     count(*) FILTER (WHERE of_text AND shared) AS text_words, sum(weight) FILTER (WHERE of_text) AS text,
                     sum(weight) FILTER (WHERE of_text AND shared) AS text_shared,
                     count(*) FILTER (WHERE of_appeals AND shared) AS appeal_words, sum(weight) FILTER (WHERE of_appeals) AS appeals,
                     sum(weight) FILTER (WHERE of_appeals AND shared) AS appeals_shared
                 FROM weighed GROUP BY id, same_topic),
             typed AS (SELECT sum(weight) AS whole FROM words)
             SELECT id, summed.shared FROM summed, typed
             WHERE (title_shared > 0 OR title = 0) AND (text_words >= 3 AND text_shared * 3 >= LEAST(text, typed.whole)
                     OR appeal_words >= 3 AND appeals_shared * 2 >= LEAST(appeals, typed.whole))
                 OR text_words >= 3 AND text_shared * 4 >= 3 * GREATEST(text, typed.whole)
                 OR appeal_words >= 3 AND appeals_shared * 4 >= 3 * GREATEST(appeals, typed.whole)
                 OR same_topic AND title_shared * 2 > title AND summed.shared * 4 >= LEAST(summed.whole, typed.whole)
         ) AS found ON found.id = published.id
         ORDER BY found.shared DESC, published_at DESC, published.id DESC LIMIT $10",
        asked.russian,
        asked.belarusian,
        general.russian,
        general.belarusian,
        section,
        subtopic,
        LOOKED_AT,
        WEIGHED,
        COUNTED_IN,
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Publication::try_from).collect()
}
