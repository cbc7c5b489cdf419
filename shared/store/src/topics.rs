//! The unified classifier of topics; entries are never deleted, their validity ends.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use sqlx::{PgConnection, PgPool};
use zvarot_domain::Locale;

use crate::Result;

/// A topic (code `NN`) or sub-topic (code `NN-NN`).
#[derive(Clone, Debug)]
pub struct Topic {
    pub code: String,
    pub parent_code: Option<String>,
    pub name_ru: String,
    pub name_be: String,
}

impl Topic {
    /// The name in a language.
    pub fn name(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ru => &self.name_ru,
            Locale::Be => &self.name_be,
        }
    }
}

/// All entries valid on a day, by code: small enough (169) to be read whole.
pub async fn valid_on(connection: &mut PgConnection, day: NaiveDate) -> Result<Vec<Topic>> {
    sqlx::query_as!(
        Topic,
        "SELECT code, parent_code, name_ru, name_be FROM topics WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) ORDER BY code",
        day,
    )
    .fetch_all(connection)
    .await
}

/// All entries, also those that are not valid any more: old appeals refer to them.
pub async fn all(connection: &mut PgConnection) -> Result<Vec<Topic>> {
    sqlx::query_as!(Topic, "SELECT code, parent_code, name_ru, name_be FROM topics ORDER BY code")
        .fetch_all(connection)
        .await
}

/// The sections, and the sub-topics of one: what a list is filtered by, valid or not.
pub async fn sections(connection: &mut PgConnection, with: Option<&str>) -> Result<Vec<Topic>> {
    sqlx::query_as!(
        Topic,
        "SELECT code, parent_code, name_ru, name_be FROM topics WHERE parent_code IS NULL OR parent_code = $1 ORDER BY code",
        with
    )
    .fetch_all(connection)
    .await
}

/// So long a process goes on with the sections that it has read.
const KEPT_FOR: Duration = Duration::from_secs(60);

/// The sections that a process has read, and when.
#[derive(Default)]
pub(crate) struct KeptSections(Mutex<Option<(Instant, Arc<[Topic]>)>>);

/// The sections out of what is kept; read anew where that is old.
pub(crate) async fn kept_sections(kept: &KeptSections, pool: &PgPool) -> Result<Arc<[Topic]>> {
    let young = |entry: &&(Instant, Arc<[Topic]>)| entry.0.elapsed() < KEPT_FOR;
    let found = kept.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().filter(young).map(|(_, all)| all.clone());
    if let Some(found) = found {
        return Ok(found);
    }
    let read: Arc<[Topic]> = sections(&mut *pool.acquire().await?, None).await?.into();
    *kept.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), read.clone()));
    Ok(read)
}

/// An entry by code, valid or not: what an old appeal refers to has a name for ever.
pub async fn get(connection: &mut PgConnection, code: &str) -> Result<Option<Topic>> {
    sqlx::query_as!(
        Topic,
        "SELECT code, parent_code, name_ru, name_be FROM topics WHERE code = $1",
        code
    )
    .fetch_optional(connection)
    .await
}

/// Writes an entry; one with the same code gets the new names.
pub async fn upsert(connection: &mut PgConnection, topic: &Topic) -> Result<()> {
    sqlx::query!(
        "INSERT INTO topics (code, parent_code, name_ru, name_be) VALUES ($1, $2, $3, $4)
         ON CONFLICT (code) DO UPDATE SET name_ru = EXCLUDED.name_ru, name_be = EXCLUDED.name_be",
        topic.code,
        topic.parent_code,
        topic.name_ru,
        topic.name_be,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the rules ask of a chosen topic and sub-topic on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// None: no such topic.
    pub has_subtopics: Option<bool>,
    /// The sub-topic belongs to the topic.
    pub subtopic_fits: bool,
}

/// Looks a choice of topic and sub-topic up among the entries valid on a day.
pub async fn choice(
    connection: &mut PgConnection,
    topic: &str,
    subtopic: &str,
    day: NaiveDate,
) -> Result<Choice> {
    let row = sqlx::query!(
        r#"WITH valid AS (
               SELECT code, parent_code FROM topics
               WHERE (code IN ($1, $2) OR parent_code = $1) AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3))
           SELECT EXISTS (SELECT FROM valid WHERE code = $1 AND parent_code IS NULL) AS "exists!",
               EXISTS (SELECT FROM valid WHERE parent_code = $1) AS "has_subtopics!",
               EXISTS (SELECT FROM valid WHERE code = $2 AND parent_code = $1) AS "fits!""#,
        topic,
        subtopic,
        day,
    )
    .fetch_one(connection)
    .await?;
    Ok(Choice {
        has_subtopics: row.exists.then_some(row.has_subtopics),
        subtopic_fits: row.fits,
    })
}
