//! An answer that is not sent yet is kept as it was typed, so that nothing is lost while its files are uploaded (REV-12), and
//! while it is looked at before it is sent.

use chrono::{DateTime, Utc};
use zvarot_domain::{Action, Actor, AppealId, AppealNumber};
use zvarot_store::answer_drafts::{self, AnswerDraft};

use super::{AnswerForm, lock_for};
use crate::{Actions, Cause, Result};

/// What an official has typed of an answer.
#[derive(Clone, Debug)]
pub struct KeptAnswer {
    pub form: AnswerForm,
    /// At which version of the card; none: it was kept by an earlier version of the system.
    pub version: Option<i32>,
    pub saved_at: DateTime<Utc>,
}

/// Keeps what an official has typed of an answer on a form that was opened at a version of the card. Nothing in it is checked.
///
/// # Errors
/// [`crate::ActionError::NotFound`]; the refusal where the appeal cannot be answered.
pub async fn keep_answer(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
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
        signatory: form.signatory.clone(),
        version: Some(version),
    };
    answer_drafts::keep(work.connection(), appeal.id, actor.account(), &draft, cause.now).await?;
    Ok(work.commit().await?)
}

/// What the actor has typed of the answer to an appeal. The caller has shown that the actor may answer it.
///
/// # Errors
/// The database's.
pub async fn kept_answer(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    appeal: AppealId,
) -> Result<Option<KeptAnswer>> {
    let mut work = actions.store.begin(cause).await?;
    let kept = answer_drafts::kept(work.connection(), appeal, actor.account()).await?;
    Ok(kept.map(|(draft, saved_at)| KeptAnswer {
        form: AnswerForm {
            text: draft.text,
            outcome: draft.outcome,
            number: draft.number,
            dated: draft.dated,
            questions: draft.questions,
            signatory: draft.signatory,
        },
        version: draft.version,
        saved_at,
    }))
}
