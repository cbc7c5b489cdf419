//! What is done with a whole list of appeals (REG-11, BEY-14): asked for as a file, kept as a search.

mod words;

use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{
    Actor, Fault, FaultCode, Locale, minsk,
    search::{Filter, ListOrder},
};
use zvarot_store::{
    PgConnection,
    appeals::View,
    jobs::Job,
    reports::{self, lists::ListFile},
    searches,
};

pub use words::{cells, column_names, filters_words, told};

use crate::{ActionError, Actions, Cause, Client, Result, security_journal};

/// Files of one person that may wait at once.
const OPEN_AT_MOST: i64 = 20;
/// Searches that one person keeps.
const SAVED_AT_MOST: i64 = 50;
/// Characters of a search's name.
const NAME_LENGTH: usize = 100;

/// The list that the actor works with.
///
/// # Errors
/// [`ActionError::NotFound`]: none.
pub fn view(actor: &Actor) -> Result<View> {
    crate::view(actor).ok_or(ActionError::NotFound)
}

/// Asks for a list as a file, which the journal of security keeps: appeals leave the system by it.
///
/// # Errors
/// [`ActionError::NotFound`] without the right; [`ActionError::Conflict`] with too many files under way.
pub async fn ask_for_file(
    actions: &Actions,
    cause: &Cause,
    client: &Client,
    actor: &Actor,
    filter: &Filter,
    locale: Locale,
) -> Result<Uuid> {
    let order = ListOrder { organisation: view(actor)?.organisation, filter: filter.clone() };
    let mut work = actions.store.begin(cause).await?;
    if reports::files::open_count(work.connection(), actor.account()).await? >= OPEN_AT_MOST {
        return Err(ActionError::Conflict);
    }
    let today = minsk::date(cause.now);
    let id = reports::lists::insert(work.connection(), actor.account(), &order, locale, today, cause.now).await?;
    // Which fields were asked by, not for whom: the journal holds no personal data.
    let fields: Vec<&str> = filter.pairs().into_iter().map(|(name, _)| name).collect();
    let about = json!({ "organisation": order.organisation, "file": id, "fields": fields });
    security_journal::record(&mut work, client, actor.account(), "list_exported", about).await?;
    work.enqueue(Job::FormReport { report_id: id }).await?;
    work.commit().await?;
    Ok(id)
}

/// A list that the actor asked for and may still see.
///
/// # Errors
/// [`ActionError::NotFound`].
pub async fn file(connection: &mut PgConnection, actor: &Actor, id: Uuid) -> Result<ListFile> {
    view(actor)?;
    let found = reports::lists::get(connection, id, Some(actor.account())).await?;
    found.filter(|file| file.allowed).ok_or(ActionError::NotFound)
}

/// Keeps a search under a name; one of the same name is replaced.
///
/// # Errors
/// Faults of `name`; [`ActionError::NotFound`] without a list to search.
pub async fn save_search(actions: &Actions, cause: &Cause, actor: &Actor, name: &str, query: &str) -> Result<()> {
    view(actor)?;
    let name = name.trim();
    let length = name.chars().count();
    if name.is_empty() {
        return Err(ActionError::field("name", FaultCode::Required));
    }
    if length > NAME_LENGTH || name.contains('\0') {
        let fault = Fault::new("name", FaultCode::TooLong).with("max", NAME_LENGTH).with("over", length.saturating_sub(NAME_LENGTH));
        return Err(ActionError::Invalid(vec![fault]));
    }
    let mut work = actions.store.begin(cause).await?;
    if !searches::save(work.connection(), actor.account(), name, query, SAVED_AT_MOST, cause.now).await? {
        let fault = Fault::new("name", FaultCode::TooManyItems).with("max", SAVED_AT_MOST);
        return Err(ActionError::Invalid(vec![fault]));
    }
    Ok(work.commit().await?)
}

/// Forgets a search of the actor's.
///
/// # Errors
/// [`ActionError::NotFound`]: none of the actor's.
pub async fn remove_search(actions: &Actions, cause: &Cause, actor: &Actor, id: Uuid) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    if !searches::remove(work.connection(), actor.account(), id).await? {
        return Err(ActionError::NotFound);
    }
    Ok(work.commit().await?)
}
