//! An answer that is not sent yet is kept as it was typed, so that nothing is lost while its files are uploaded (REV-12).

use chrono::{DateTime, Utc};
use zvarot_domain::{Action, Actor, AppealId, AppealNumber};
use zvarot_store::answer_drafts::{self, AnswerDraft};

use super::{AnswerForm, lock_for};
use crate::{Actions, Cause, Result};

/// Keeps what an official has typed of an answer. Nothing in it is checked.
///
/// # Errors
/// [`crate::ActionError::NotFound`]; the refusal where the appeal cannot be answered.
pub async fn keep_answer(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    form: &AnswerForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, _) = lock_for(&mut work, actor, number, None, Action::Complete).await?;
    let draft = AnswerDraft {
        text: form.text.clone(),
        outcome: form.outcome.clone(),
        number: form.number.clone(),
        dated: form.dated.clone(),
        questions: form.questions.clone(),
    };
    answer_drafts::keep(work.connection(), appeal.id, actor.account(), &draft, cause.now).await?;
    Ok(work.commit().await?)
}

/// What the actor has typed of the answer to an appeal, and when it was kept. The caller has shown that the actor may
/// answer it.
///
/// # Errors
/// The database's.
pub async fn kept_answer(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    appeal: AppealId,
) -> Result<Option<(AnswerForm, DateTime<Utc>)>> {
    let mut work = actions.store.begin(cause).await?;
    let kept = answer_drafts::kept(work.connection(), appeal, actor.account()).await?;
    Ok(kept.map(|(draft, at)| {
        let form = AnswerForm {
            text: draft.text,
            outcome: draft.outcome,
            number: draft.number,
            dated: draft.dated,
            questions: draft.questions,
        };
        (form, at)
    }))
}
