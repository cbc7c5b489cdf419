//! Export of a registered appeal with its attachments as one archive (REG-10).

use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{Action, Actor, AppealNumber, Locale};
use zvarot_store::{
    appeals,
    documents::{self, DocumentKind, NewDocument},
    jobs::Job,
};

use super::lock_for;
use crate::{Actions, Cause, Result};

/// Asks for the archive of the appeal as it is now; one asked for before and still true is the same.
/// Taking data out is written into the history.
///
/// # Errors
/// Not found, refusals.
pub async fn export(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    locale: Locale,
) -> Result<Uuid> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) = lock_for(&mut work, actor, number, None, Action::Export).await?;
    let document = NewDocument {
        appeal: appeal.id,
        answer: None,
        kind: DocumentKind::AppealExport,
        locale,
        appeal_version: appeal.version,
        requested_by: Some(actor.account()),
    };
    let (document_id, new) = documents::ask(work.connection(), &document, cause.now).await?;
    if new {
        work.enqueue(Job::FormDocument { document_id }).await?;
    }
    appeals::append_event(
        work.connection(),
        appeal.id,
        transition.event(),
        Some(actor.account()),
        json!({}),
        cause.now,
    )
    .await?;
    work.commit().await?;
    Ok(document_id)
}
