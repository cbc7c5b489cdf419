//! What becomes of requests, orders and controls when the appeal that they are about is withdrawn (SUB-10; law, art. 16):
//! nothing is wanted any more, and those who work on it are told.

use zvarot_domain::{Actor, AssignmentState, AssignmentStep, EventKind};
use zvarot_store::{Work, appeals::Appeal, assignments};

use super::super::{announce, written};
use crate::Result;

/// Calls off what was sent from an appeal that the transaction has locked. The step has no words: the page has them.
///
/// # Errors
/// The database's; a conflict.
pub(in crate::appeals) async fn call_off_all(work: &mut Work, actor: &Actor, appeal: &Appeal) -> Result<()> {
    let now = work.now();
    let sent = assignments::of_appeal(work.connection(), appeal.id).await?;
    let open = sent.into_iter().filter(|one| one.appeal == appeal.id && one.state != AssignmentState::Closed);
    for assignment in open {
        let (id, step) = (assignment.id, AssignmentStep::CalledOff);
        let Some(state) = assignment.state.after(assignment.kind, step) else { continue };
        let connection = work.connection();
        written(assignments::move_on(&mut *connection, id, assignment.version, state, None, now).await?)?;
        assignments::add_step(connection, id, step, "", None, actor.account(), now).await?;
        announce(work, actor, appeal, EventKind::AssignmentCalledOff, super::facts(&assignment)).await?;
    }
    Ok(())
}
