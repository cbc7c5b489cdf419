//! What a card is joined to and what is joined to it (BEY-02): whoever works on the first one reads all of them here.

use chrono::NaiveDate;
use zvarot_actions::appeals::Card;
use zvarot_domain::permissions::Permission;
use zvarot_domain::{Actor, AppealId, minsk};
use zvarot_locale::Texts;
use zvarot_store::PgConnection;
use zvarot_store::appeals::MergedAppeal;
use zvarot_store::files;
use zvarot_web::PageError;

use super::frame::card_path;
use crate::pages::uploads::ShownFile;

/// The other side of a link.
pub struct ShownMerged {
    pub appeal: MergedAppeal,
    /// Where its card is, for those who may open it: who has a task on the first one alone reads it here.
    pub path: Option<String>,
    /// When it came, in Minsk.
    pub on: NaiveDate,
    pub files: Vec<ShownFile>,
}

/// The links of a card.
pub struct Merged {
    /// What it is joined to: the work is done there.
    pub first: Option<ShownMerged>,
    /// What is joined to it.
    pub later: Vec<ShownMerged>,
}

/// Reads the links of a card.
pub async fn of_card(
    connection: &mut PgConnection,
    card: &Card,
    actor: &Actor,
    texts: &Texts,
) -> Result<Merged, PageError> {
    let later: Vec<AppealId> = card.merged.iter().filter(|link| !link.is_first).map(|link| link.id).collect();
    let all = if later.is_empty() { Vec::new() } else { files::of_appeals(connection, &later).await? };
    let opens = Permission::SeeAppeals.is_given_to(actor) && card.standing.is_some_and(|standing| standing.is_at_home());
    let shown = card.merged.iter().map(|link| ShownMerged {
        path: opens.then(|| card_path(link.number)),
        on: minsk::date(link.submitted_at),
        files: all.iter().filter(|(of, _)| *of == link.id).map(|(_, file)| ShownFile::new(file, texts)).collect(),
        appeal: link.clone(),
    });
    let (first, later): (Vec<_>, Vec<_>) = shown.partition(|one| one.appeal.is_first);
    Ok(Merged { first: first.into_iter().next(), later })
}
