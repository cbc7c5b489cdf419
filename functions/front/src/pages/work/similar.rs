//! Similar appeals on the card (BEY-01): how such a question was answered before, and what its applicant wrote.

use zvarot_actions::appeals::Card;
use zvarot_domain::Actor;
use zvarot_domain::permissions::Permission;
use zvarot_store::PgConnection;
use zvarot_store::appeals::{self, Similar};
use zvarot_web::PageError;

use super::frame::card_path;

/// So many are shown.
const SHOWN: i64 = 5;

/// A similar appeal with where its card is.
pub struct ShownSimilar {
    pub similar: Similar,
    pub path: String,
}

/// Those that the reader may open: whoever sees the card for a task alone has none.
pub async fn of_card(connection: &mut PgConnection, card: &Card, actor: &Actor) -> Result<Vec<ShownSimilar>, PageError> {
    let sees = Permission::SeeAppeals.is_given_to(actor) && actor.organisation() == Some(card.appeal.organisation_id);
    if !sees {
        return Ok(Vec::new());
    }
    let found = appeals::similar(connection, &card.appeal, SHOWN).await?;
    Ok(found.into_iter().map(|similar| ShownSimilar { path: card_path(similar.number), similar }).collect())
}
