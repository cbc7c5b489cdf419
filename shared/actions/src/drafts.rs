//! Drafts: an unfinished appeal, saved as it is typed and resumed on another device (SUB-11).

use serde::Serialize;
use uuid::Uuid;
use zvarot_domain::{Actor, DraftId, appeal::AppealForm};
use zvarot_store::{
    drafts::{self, Draft},
    files,
    jobs::Job,
};

use crate::{ActionError, Actions, Cause, Result};

/// Begins a draft, empty or prefilled.
///
/// # Errors
/// [`ActionError::NotFound`] for anyone but an applicant.
pub async fn begin(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    form: &AppealForm,
) -> Result<DraftId> {
    actor.applicant().ok_or(ActionError::NotFound)?;
    let id = DraftId(Uuid::now_v7());
    let mut work = actions.store.begin(cause).await?;
    drafts::insert(
        work.connection(),
        id,
        actor.account(),
        &json(form)?,
        cause.now,
    )
    .await?;
    work.commit().await?;
    Ok(id)
}

/// Saves what is typed, of an applicant's appeal or of a card. Returns the draft's new version.
///
/// # Errors
/// [`ActionError::Conflict`]: saved from another page or device since `version`; nothing was overwritten.
pub async fn save(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: DraftId,
    version: i32,
    form: &impl Serialize,
) -> Result<i32> {
    let mut work = actions.store.begin(cause).await?;
    let saved = drafts::save(
        work.connection(),
        id,
        actor.account(),
        version,
        &json(form)?,
        cause.now,
    )
    .await?;
    match saved {
        Some(version) => {
            work.commit().await?;
            Ok(version)
        }
        None => {
            let draft = drafts::get(work.connection(), id, actor.account())
                .await?
                .ok_or(ActionError::NotFound)?;
            // The same saved again, because the reply was lost, is no conflict.
            if draft.form == json(form)? {
                return Ok(draft.version);
            }
            Err(ActionError::Conflict)
        }
    }
}

/// A draft with what was typed.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn open(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: DraftId,
) -> Result<(Draft, AppealForm)> {
    let mut work = actions.store.begin(cause).await?;
    let draft = drafts::get(work.connection(), id, actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    let form = serde_json::from_value(draft.form.clone()).map_err(ActionError::internal)?;
    Ok((draft, form))
}

/// Removes a draft and its files.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn remove(actions: &Actions, cause: &Cause, actor: &Actor, id: DraftId) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    drafts::lock(work.connection(), id, actor.account())
        .await?
        .ok_or(ActionError::NotFound)?;
    for file in files::of_draft(work.connection(), id, actor.account()).await? {
        files::release(work.connection(), file.id, actor.account(), cause.now).await?;
        work.enqueue(Job::RemoveFile { file_id: file.id }).await?;
    }
    drafts::remove(work.connection(), id, actor.account()).await?;
    Ok(work.commit().await?)
}

fn json(form: &impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(form).map_err(ActionError::internal)
}
