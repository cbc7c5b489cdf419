//! Splitting an appeal into its questions (BEY-09; law, art. 14): each has its own topic, and with the answer its own result.

use serde_json::{Value, json};
use zvarot_domain::{
    Action, Actor, AppealNumber, Fault, FaultCode, Faults, Outcome,
    questions::{self as rules, QuestionForm},
};
use zvarot_store::{answer_drafts, appeals, questions::{self, Question}, topics};

use super::{lock_for, record, terms, written};
use crate::{ActionError, Actions, Cause, Result};

/// Splits an appeal, changes its questions, or puts them together again where none is left.
///
/// # Errors
/// Faults of `questions/<row>/…`; refusals; a conflict; [`ActionError::NotFound`].
pub async fn set_questions(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    forms: &[QuestionForm],
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) = lock_for(&mut work, actor, number, Some(version), Action::SetQuestions).await?;
    let read = rules::read(forms).map_err(ActionError::Invalid)?;
    let known = topics::valid_on(work.connection(), terms::minsk_date(cause.now)).await?;
    // A topic that has left the classifier meanwhile stays where it was chosen.
    let before = questions::of_appeals(work.connection(), &[appeal.id]).await?;
    let known: Vec<&str> = known.iter().map(|topic| &topic.code).chain(before.iter().map(|question| &question.topic_code)).map(String::as_str).collect();
    let mut faults = Faults::new();
    for (row, form) in forms.iter().enumerate() {
        let code = form.topic_code.trim();
        if !code.is_empty() && !known.contains(&code) {
            faults.push(Fault::new(format!("questions/{row}/topic"), FaultCode::UnknownTopic));
        }
    }
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    questions::set(work.connection(), appeal.id, &read).await?;
    written(appeals::touch(work.connection(), appeal.id, appeal.version).await?)?;
    let (texts, codes): (Vec<&str>, Vec<&str>) = read.iter().map(|question| (question.text.as_str(), question.topic_code.as_str())).unzip();
    answer_drafts::forget_results(work.connection(), appeal.id).await?;
    record(&mut work, actor, &appeal, &transition, json!({ "questions": texts, "topics": codes })).await?;
    Ok(work.commit().await?)
}

/// Reads the results of the questions, in their order; none of one that was sent on.
///
/// # Errors
/// Faults of `questions/<row>/outcome`: an appeal is considered when every question of it is (law, art. 14).
pub(super) fn read_outcomes(questions: &[Question], typed: &[String], faults: &mut Faults) -> Vec<Option<Outcome>> {
    let mut outcomes = Vec::new();
    for (row, question) in questions.iter().enumerate() {
        if question.sent_on {
            outcomes.push(None);
            continue;
        }
        let code = typed.get(row).map(|code| code.trim()).unwrap_or_default();
        match Outcome::from_code(code) {
            Some(outcome) => outcomes.push(Some(outcome)),
            None => {
                let why = if code.is_empty() { FaultCode::Required } else { FaultCode::UnknownChoice };
                faults.push(Fault::new(format!("questions/{row}/outcome"), why));
            }
        }
    }
    outcomes
}

/// What the event of an answer says of the questions that it answers.
pub(super) fn told(questions: &[Question]) -> Vec<Value> {
    let answered = questions.iter().filter(|question| !question.sent_on);
    answered.map(|question| json!({ "text": question.text, "outcome": question.outcome })).collect()
}
