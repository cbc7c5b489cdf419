//! The responsible executor accepts another's result or returns it with a reason (REV-05).

use serde_json::json;
use zvarot_domain::{Action, Actor, ResolutionId, TaskId, resolution::Step};
use zvarot_store::{Work, resolutions::{self, Task}};

use super::{Opened, open, read_reason};
use crate::{ActionError, Actions, Cause, Result};

/// Accepts the result of a task that stood at this version.
///
/// # Errors
/// Refusals; a conflict: the result is another one now.
pub async fn accept_result(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: ResolutionId,
    task: TaskId,
    version: i32,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (opened, task) = open_task(&mut work, actor, id, task, Action::AcceptResult).await?;
    let after = opened.after(Step::Accept(task.account_id), actor.account())?;
    unchanged(&task, version)?;
    let data = json!({ "executor": task.account_name });
    opened.advance(&mut work, actor, &after, None, data).await?;
    Ok(work.commit().await?)
}

/// Returns the result of a task that stood at this version; its executor is told.
///
/// # Errors
/// Faults of `reason`; refusals; a conflict.
pub async fn return_result(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: ResolutionId,
    task: TaskId,
    version: i32,
    reason: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (opened, task) = open_task(&mut work, actor, id, task, Action::ReturnResult).await?;
    let after = opened.after(Step::ReturnResult(task.account_id), actor.account())?;
    unchanged(&task, version)?;
    let reason = read_reason(reason)?;
    resolutions::set_return_reason(work.connection(), task.id, &reason).await?;
    let data = json!({ "executor": task.account_name, "reason": reason });
    opened.advance(&mut work, actor, &after, None, data).await?;
    Ok(work.commit().await?)
}

async fn open_task(
    work: &mut Work,
    actor: &Actor,
    id: ResolutionId,
    task: TaskId,
    action: Action,
) -> Result<(Opened, Task)> {
    let opened = open(work, actor, id, action).await?;
    let task = opened.resolution.tasks.iter().find(|one| one.id == task).cloned();
    Ok((opened, task.ok_or(ActionError::NotFound)?))
}

fn unchanged(task: &Task, version: i32) -> Result<()> {
    if task.version == version { Ok(()) } else { Err(ActionError::Conflict) }
}
