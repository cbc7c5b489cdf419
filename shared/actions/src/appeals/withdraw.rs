//! Withdrawal by the applicant, at any stage until a final status (SUB-10; law, art. 7 and 16).

use serde_json::json;
use zvarot_domain::{Action, Actor, AppealNumber};

use super::{end_life, lock_for, record};
use crate::{ActionError, Actions, Cause, Result};

/// Withdraws an own appeal; everyone working on it is told.
///
/// # Errors
/// [`ActionError::NotFound`], refusals.
pub async fn withdraw(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (mut appeal, mut transition) =
        lock_for(&mut work, actor, number, None, Action::Withdraw).await?;
    loop {
        end_life(&mut work, actor, &appeal, transition.to(), None).await?;
        record(&mut work, actor, &appeal, &transition, json!({})).await?;
        // One that was sent on to several organisations is withdrawn from each.
        match lock_for(&mut work, actor, number, None, Action::Withdraw).await {
            Ok(next) => (appeal, transition) = next,
            Err(ActionError::Refused(_)) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(work.commit().await?)
}
