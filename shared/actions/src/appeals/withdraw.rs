//! Withdrawal by the applicant, at any stage until a final status (SUB-10; law, art. 7 and 16).

use serde_json::json;
use zvarot_domain::{Action, Actor, AppealNumber};
use zvarot_store::appeals;

use super::{lock_for, record, written};
use crate::{Actions, Cause, Result};

/// Withdraws an own appeal; everyone working on it is told.
///
/// # Errors
/// [`crate::ActionError::NotFound`], refusals.
pub async fn withdraw(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) = lock_for(&mut work, actor, number, None, Action::Withdraw).await?;
    written(
        appeals::complete(
            work.connection(),
            appeal.id,
            appeal.version,
            transition.to(),
            None,
            cause.now,
        )
        .await?,
    )?;
    record(&mut work, actor, &appeal, &transition, json!({})).await?;
    Ok(work.commit().await?)
}
