//! What is addressed to the head personally (SUB-07; regulation 4.3): the authorised representative passes it to the head's
//! cabinet, or takes it into ordinary processing with the head's agreement.

use serde_json::json;
use zvarot_domain::{
    Action, Actor, AppealNumber, Fault, FaultCode, Faults, Status, appeal::PersonalState,
    assignment,
};
use zvarot_store::appeals;

use super::{lock_for, record, written};
use crate::{ActionError, Actions, Cause, Result};

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct ModerationForm {
    /// The code of [`Action::PassToHead`] or [`Action::TakeIntoProcessing`].
    pub decision: String,
    /// For the head and the clerks; may be empty where it is passed on.
    pub remark: String,
    /// The head agreed that it goes the ordinary way.
    pub agreed: bool,
}

/// Moderates an appeal to the head. Gives the new status.
///
/// # Errors
/// Faults of `decision`, `remark`, `agreed`; refusals; a conflict.
pub async fn moderate(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &ModerationForm,
) -> Result<Status> {
    let decision = Action::from_code(form.decision.trim());
    let decision = decision
        .filter(|action| matches!(action, Action::PassToHead | Action::TakeIntoProcessing));
    // Whoever may do neither is told that before what is missing.
    let action = decision.unwrap_or(Action::PassToHead);
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) =
        lock_for(&mut work, actor, number, Some(version), action).await?;
    let mut faults = Faults::new();
    if decision.is_none() {
        let empty = form.decision.trim().is_empty();
        let code = if empty { FaultCode::Required } else { FaultCode::UnknownChoice };
        faults.push(Fault::new("decision", code));
    }
    let ordinary = action == Action::TakeIntoProcessing;
    let remark = match form.remark.trim() {
        "" if !ordinary => String::new(),
        typed => assignment::text("remark", typed, &mut faults),
    };
    if ordinary && !form.agreed {
        faults.push(Fault::new("agreed", FaultCode::AgreementNeeded));
    }
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let state = if ordinary { PersonalState::Ordinary } else { PersonalState::Passed };
    let (to, connection) = (transition.to(), work.connection());
    let moved = appeals::set_status(&mut *connection, appeal.id, version, to).await?;
    written(moved)?;
    appeals::set_to_head(connection, appeal.id, state).await?;
    record(&mut work, actor, &appeal, &transition, json!({ "remark": remark })).await?;
    work.commit().await?;
    Ok(to)
}
