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
    /// Whether it was sent on to another organisation, which answers it (CTL-03).
    pub sent_on: bool,
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

/// The questions of appeals in the order of the appeals and their own; the caller has authorised the appeals.
pub async fn of_appeals(connection: &mut PgConnection, appeals: &[AppealId]) -> Result<Vec<Question>> {
    let ids: Vec<Uuid> = appeals.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT appeal_id, position, text, topic_code, name_ru, name_be, outcome, sent_on FROM appeal_questions JOIN topics ON code = topic_code
         WHERE appeal_id = ANY ($1) ORDER BY array_position($1, appeal_id), position",
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
                sent_on: row.sent_on,
            })
        })
        .collect()
}

/// Writes the questions of an appeal in place of those that it had; what was sent on stays so.
pub async fn set(connection: &mut PgConnection, appeal: AppealId, questions: &[QuestionForm]) -> Result<()> {
    let sent_on = sqlx::query_scalar!("SELECT text FROM appeal_questions WHERE appeal_id = $1 AND sent_on", appeal.0)
        .fetch_all(&mut *connection)
        .await?;
    sqlx::query!("DELETE FROM appeal_questions WHERE appeal_id = $1", appeal.0).execute(&mut *connection).await?;
    let (texts, topics): (Vec<String>, Vec<String>) =
        questions.iter().map(|question| (question.text.clone(), question.topic_code.clone())).unzip();
    sqlx::query!(
        "INSERT INTO appeal_questions (appeal_id, position, text, topic_code, sent_on)
         SELECT $1, position::smallint, text, topic, text = ANY ($4) FROM UNNEST($2::text[], $3::text[]) WITH ORDINALITY AS new (text, topic, position)",
        appeal.0,
        &texts,
        &topics,
        &sent_on,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives questions, by their positions, their results.
pub async fn answer(connection: &mut PgConnection, appeal: AppealId, results: &[(i16, Outcome)]) -> Result<()> {
    let (positions, codes): (Vec<i16>, Vec<String>) =
        results.iter().map(|(position, outcome)| (*position, outcome.code().to_owned())).unzip();
    sqlx::query!(
        "UPDATE appeal_questions SET outcome = new.outcome FROM UNNEST($2::smallint[], $3::text[]) AS new (position, outcome)
         WHERE appeal_id = $1 AND appeal_questions.position = new.position",
        appeal.0,
        &positions,
        &codes,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks questions, by their positions, as sent on to another organisation.
pub async fn send_on(connection: &mut PgConnection, appeal: AppealId, positions: &[i16]) -> Result<()> {
    sqlx::query!("UPDATE appeal_questions SET sent_on = true WHERE appeal_id = $1 AND position = ANY ($2)", appeal.0, positions)
        .execute(connection)
        .await?;
    Ok(())
}
