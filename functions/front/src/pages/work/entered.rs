//! What the card of an appeal entered by record shows besides (EDM-03): the other system's number, the summary, contacts,
//! further applicants, and that other alphabets stand in it (law, art. 13: a mark, no reason to refuse).

use zvarot_actions::appeals::{Card, enter::paper};
use zvarot_domain::entry::EntryApplicant;
use zvarot_store::{PgConnection, entries};
use zvarot_web::PageError;

/// The facts, ready to be shown.
pub struct Entered {
    /// Empty: a clerk entered it by hand, or in another organisation.
    pub external_id: String,
    pub summary: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Names of the applicants after the first.
    pub others: Vec<String>,
    /// Fields in which other alphabets stand.
    pub foreign: String,
}

/// None: the appeal came from a cabinet.
pub async fn of_card(
    connection: &mut PgConnection,
    card: &Card,
) -> Result<Option<Entered>, PageError> {
    let Some(details) = entries::details(connection, card.appeal.id).await? else {
        return Ok(None);
    };
    let first: Option<EntryApplicant> = serde_json::from_value(details.applicant).ok();
    let others: Vec<EntryApplicant> = details
        .co_applicants
        .and_then(|others| serde_json::from_value(others).ok())
        .unwrap_or_default();
    let fields = details.foreign.as_ref().and_then(|foreign| foreign.as_array());
    let fields: Vec<&str> = fields.into_iter().flatten().filter_map(|field| field.as_str()).collect();
    Ok(Some(Entered {
        // A clerk's own card has no other system behind it.
        external_id: details.external_id.filter(|id| !paper::is_own_key(id)).unwrap_or_default(),
        summary: details.summary,
        phone: first.as_ref().and_then(|first| first.phone.clone()),
        email: first.and_then(|first| first.email),
        others: others.iter().map(|other| other.profile.display_name()).collect(),
        foreign: fields.join(", "),
    }))
}
