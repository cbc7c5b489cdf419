//! The unified classifier of topics; entries are never deleted, their validity ends.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use sqlx::{PgConnection, PgPool};
use zvarot_domain::{
    Locale,
    topics::{self, Topics},
};

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

/// So long a process goes on with what it has read of the classifier.
const KEPT_FOR: Duration = Duration::from_secs(60);

/// What a process has read of the classifier, and when.
#[derive(Default)]
pub(crate) struct Kept {
    sections: Recent<Arc<[Topic]>>,
    valid: Recent<(NaiveDate, Arc<Topics>)>,
}

/// What was read at most [`KEPT_FOR`] ago.
struct Recent<T>(Mutex<Option<(Instant, T)>>);

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Clone> Recent<T> {
    fn get(&self) -> Option<T> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(read, _)| read.elapsed() < KEPT_FOR).map(|(_, value)| value.clone())
    }

    fn set(&self, value: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), value));
    }
}

impl Kept {
    /// The sections; read anew where what is kept is old.
    pub(crate) async fn sections(&self, pool: &PgPool) -> Result<Arc<[Topic]>> {
        if let Some(found) = self.sections.get() {
            return Ok(found);
        }
        let read: Arc<[Topic]> = sections(&mut *pool.acquire().await?, None).await?.into();
        self.sections.set(read.clone());
        Ok(read)
    }

    /// The entries valid on a day; read anew where what is kept is old or of another day.
    pub(crate) async fn valid_on(&self, pool: &PgPool, day: NaiveDate) -> Result<Arc<Topics>> {
        if let Some((_, found)) = self.valid.get().filter(|(of, _)| *of == day) {
            return Ok(found);
        }
        let rows = valid_on(&mut *pool.acquire().await?, day).await?;
        let entries = rows.into_iter().map(|row| topics::Topic {
            code: row.code,
            parent_code: row.parent_code,
            name_ru: row.name_ru,
            name_be: row.name_be,
        });
        let read = Topics::new(entries.collect()).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let read = Arc::new(read);
        self.valid.set((day, read.clone()));
        Ok(read)
    }
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
