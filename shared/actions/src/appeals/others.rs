//! An appeal of another organisation as people «для служебного пользования» read it (CTL-06): nothing can be done with it.

use zvarot_domain::{Actor, AppealNumber, OrganisationId};

use super::card::{self, Card};
use crate::{ActionError, Actions, Cause, Result, access};

/// The card of an appeal of an organisation that is open to the actor's, without its resolutions; the look is journaled.
///
/// # Errors
/// [`ActionError::NotFound`]: there is none such, or it is not open.
pub async fn others_card(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    owner: OrganisationId,
    number: AppealNumber,
) -> Result<Card> {
    let mut work = actions.store.begin(cause).await?;
    let appeal = access::look_at(&mut work, actor, owner, number).await?.ok_or(ActionError::NotFound)?;
    let mut card = card::read(&mut work, appeal).await?;
    // What the organisation's people wrote to one another is theirs, and so are the formed documents.
    card.history.retain(|event| !event.data["resolution"].is_string());
    card.documents.clear();
    work.commit().await?;
    Ok(card)
}
