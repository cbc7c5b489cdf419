//! The questions of an appeal as programs see them (BEY-09).

use serde::Serialize;
use utoipa::ToSchema;
use zvarot_locale::Texts;
use zvarot_store::questions::Question;

use crate::names::OutcomeName;

/// A question of an appeal, in their order.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionEntry {
    text: String,
    /// The code of a topic or sub-topic.
    topic_code: String,
    /// None: not answered.
    outcome: Option<OutcomeName>,
    /// Whether it was sent on to another organisation, which answers it.
    sent_on: bool,
}

impl QuestionEntry {
    /// In the words of the caller's language.
    pub fn new(question: Question, texts: &Texts) -> Self {
        let outcome = question.outcome.map(|outcome| OutcomeName::new(outcome, texts));
        Self { text: question.text, topic_code: question.topic_code, outcome, sent_on: question.sent_on }
    }
}
