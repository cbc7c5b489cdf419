//! The questions that an appeal was split into (BEY-09).

use sqlx::PgConnection;
use uuid::Uuid;
use zvarot_domain::{AppealId, Locale, Outcome, questions::QuestionForm};

use crate::{Result, read_code};

/// A question of an appeal.
#[derive(Clone, Debug)]
pub struct Question {
    pub appeal: AppealId,
    /// From 1.
    pub position: i16,
    pub text: String,
    pub topic_code: String,
    pub topic_ru: String,
    pub topic_be: String,
    /// None: not answered.
    pub outcome: Option<Outcome>,
}

impl Question {
    /// The name of its topic in a language.
    #[must_use]
    pub fn topic(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ru => &self.topic_ru,
            Locale::Be => &self.topic_be,
        }
    }
}

/// The questions of appeals in their order; the caller has authorised the appeals.
pub async fn of_appeals(connection: &mut PgConnection, appeals: &[AppealId]) -> Result<Vec<Question>> {
    let ids: Vec<Uuid> = appeals.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT appeal_id, position, text, topic_code, name_ru, name_be, outcome FROM appeal_questions JOIN topics ON code = topic_code
         WHERE appeal_id = ANY ($1) ORDER BY appeal_id, position",
        &ids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let outcome = row.outcome.map(|code| read_code("outcome", &code, Outcome::from_code));
            Ok(Question {
                appeal: AppealId(row.appeal_id),
                position: row.position,
                text: row.text,
                topic_code: row.topic_code,
                topic_ru: row.name_ru,
                topic_be: row.name_be,
                outcome: outcome.transpose()?,
            })
        })
        .collect()
}

/// Writes the questions of an appeal in place of those that it had.
pub async fn set(connection: &mut PgConnection, appeal: AppealId, questions: &[QuestionForm]) -> Result<()> {
    sqlx::query!("DELETE FROM appeal_questions WHERE appeal_id = $1", appeal.0).execute(&mut *connection).await?;
    let (texts, topics): (Vec<String>, Vec<String>) =
        questions.iter().map(|question| (question.text.clone(), question.topic_code.clone())).unzip();
    sqlx::query!(
        "INSERT INTO appeal_questions (appeal_id, position, text, topic_code)
         SELECT $1, position::smallint, text, topic FROM UNNEST($2::text[], $3::text[]) WITH ORDINALITY AS new (text, topic, position)",
        appeal.0,
        &texts,
        &topics,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives each question its result, in their order; one result alone is of all.
pub async fn answer(connection: &mut PgConnection, appeal: AppealId, outcomes: &[Outcome]) -> Result<()> {
    let codes: Vec<String> = outcomes.iter().map(|outcome| outcome.code().to_owned()).collect();
    sqlx::query!(
        "UPDATE appeal_questions SET outcome = ($2::text[])[CASE WHEN cardinality($2::text[]) = 1 THEN 1 ELSE position END] WHERE appeal_id = $1",
        appeal.0,
        &codes,
    )
    .execute(connection)
    .await?;
    Ok(())
}
