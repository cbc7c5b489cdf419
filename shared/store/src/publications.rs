//! Answers that organisations have published (BEY-01).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{
    AccountId, AppealId, Locale, OrganisationId,
    publication::Published,
    search::{Indexed, Typed},
};

use crate::{Result, read_code};

/// A published answer.
#[derive(Clone, Debug)]
pub struct Publication {
    pub id: Uuid,
    pub organisation_name: [String; 2],
    pub topic_code: String,
    pub topic_name: [String; 2],
    pub locale: Locale,
    pub title: String,
    pub question: String,
    pub answer: String,
    pub published_at: DateTime<Utc>,
    /// Not shown any more.
    pub withdrawn: bool,
}

struct Row {
    id: Uuid,
    organisation_ru: String,
    organisation_be: String,
    topic_code: String,
    topic_ru: String,
    topic_be: String,
    locale: String,
    title: String,
    question: String,
    answer: String,
    published_at: DateTime<Utc>,
    withdrawn: bool,
}

impl TryFrom<Row> for Publication {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            organisation_name: [row.organisation_ru, row.organisation_be],
            topic_code: row.topic_code,
            topic_name: [row.topic_ru, row.topic_be],
            locale: read_code("locale", &row.locale, Locale::from_code)?,
            title: row.title,
            question: row.question,
            answer: row.answer,
            published_at: row.published_at,
            withdrawn: row.withdrawn,
        })
    }
}

macro_rules! select_publications {
    ($rest:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT published.id, organisations.name_ru AS organisation_ru, organisations.name_be AS organisation_be, published.topic_code,
                   topics.name_ru AS topic_ru, topics.name_be AS topic_be, locale, title, question, answer, published_at,
                   (withdrawn_at IS NOT NULL) AS "withdrawn!"
               FROM published_answers AS published JOIN organisations ON organisations.id = organisation_id
               JOIN topics ON topics.code = COALESCE(subtopic_code, topic_code) "# + $rest,
            $($argument),*
        )
    };
}

mod compared;

pub use compared::{compare, compare_anew, similar, uncompared};

/// Of which appeal a text is published.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub appeal: AppealId,
    pub organisation: OrganisationId,
    pub topic: &'a str,
    pub subtopic: Option<&'a str>,
    pub locale: Locale,
}

/// Publishes the answer of an appeal, instead of what was published of it before.
pub async fn put(
    connection: &mut PgConnection,
    source: &Source<'_>,
    text: &Published,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let asked = Indexed::new([text.title.as_str(), text.question.as_str()], "");
    let answered = Indexed::new([text.answer.as_str()], "");
    sqlx::query_scalar!(
        "INSERT INTO published_answers (id, organisation_id, appeal_id, topic_code, subtopic_code, locale, title, question, answer, words, published_by, published_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
             setweight(to_tsvector('russian', $10::text) || $11::text::tsvector, 'A') || setweight(to_tsvector('russian', $12::text) || $13::text::tsvector, 'B'), $14, $15)
         ON CONFLICT (appeal_id) DO UPDATE SET topic_code = EXCLUDED.topic_code, subtopic_code = EXCLUDED.subtopic_code, title = EXCLUDED.title,
             question = EXCLUDED.question, answer = EXCLUDED.answer, words = EXCLUDED.words, published_by = EXCLUDED.published_by,
             published_at = EXCLUDED.published_at, withdrawn_at = NULL
         RETURNING id",
        Uuid::now_v7(),
        source.organisation.0,
        source.appeal.0,
        source.topic,
        source.subtopic,
        source.locale.code(),
        text.title,
        text.question,
        text.answer,
        asked.russian,
        asked.belarusian,
        answered.russian,
        answered.belarusian,
        by.0,
        now,
    )
    .fetch_one(connection)
    .await
}

/// Shows what was published of an appeal no more. False: nothing is shown.
pub async fn withdraw(connection: &mut PgConnection, appeal: AppealId, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!("UPDATE published_answers SET withdrawn_at = $2 WHERE appeal_id = $1 AND withdrawn_at IS NULL", appeal.0, now)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// What was published of an appeal, shown or not any more. The caller has authorised the appeal.
pub async fn of_appeal(connection: &mut PgConnection, appeal: AppealId) -> Result<Option<Publication>> {
    let row = select_publications!("WHERE appeal_id = $1", appeal.0).fetch_optional(connection).await?;
    row.map(Publication::try_from).transpose()
}

/// A published answer, for everybody.
pub async fn get(connection: &mut PgConnection, id: Uuid) -> Result<Option<Publication>> {
    let row = select_publications!("WHERE published.id = $1 AND withdrawn_at IS NULL", id).fetch_optional(connection).await?;
    row.map(Publication::try_from).transpose()
}

/// Published answers, the newest first: of a topic or its sub-topics, with words.
pub async fn list(
    connection: &mut PgConnection,
    topic: Option<&str>,
    typed: Option<&Typed>,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Publication>> {
    let (at, id) = after.unwrap_or((DateTime::from_timestamp(32_503_680_000, 0).expect("the year 3000"), Uuid::max()));
    let rows = match typed {
        None => {
            select_publications!(
                "WHERE withdrawn_at IS NULL AND (published_at, published.id) < ($1, $2) AND ($3::text IS NULL OR published.topic_code = $3 OR subtopic_code = $3)
                 ORDER BY published_at DESC, published.id DESC LIMIT $4",
                at, id, topic, limit,
            )
            .fetch_all(connection)
            .await?
        }
        Some(typed) => {
            select_publications!(
                "WHERE withdrawn_at IS NULL AND (published_at, published.id) < ($1, $2) AND ($3::text IS NULL OR published.topic_code = $3 OR subtopic_code = $3)
                     AND words @@ (websearch_to_tsquery('russian', $5) || $6::text::tsquery)
                 ORDER BY published_at DESC, published.id DESC LIMIT $4",
                at, id, topic, limit, typed.russian(), typed.belarusian(),
            )
            .fetch_all(connection)
            .await?
        }
    };
    rows.into_iter().map(Publication::try_from).collect()
}

/// The stems of a text that is being written, by which it is compared with the own appeals.
pub async fn stems(connection: &mut PgConnection, text: &str) -> Result<Vec<String>> {
    let indexed = Indexed::new([text], "");
    sqlx::query_scalar!(
        r#"SELECT tsvector_to_array(to_tsvector('russian', $1::text) || $2::text::tsvector) AS "stems!""#,
        indexed.russian,
        indexed.belarusian
    )
    .fetch_one(connection)
    .await
}
