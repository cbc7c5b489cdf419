//! Entering an appeal on paper or of a personal reception by the clerk (REG-02): written down as a draft, then entered
//! from it with its scans. The draft is the key: entered again, because the reply was lost, it is the same appeal.

use sha2::{Digest, Sha256};
use uuid::Uuid;
use zvarot_domain::{
    Action, Actor, AppealNumber, DraftId, Faults, OrganisationId, Topics,
    appeal::AttachedFile,
    entry::{Context, Entry, PaperDetails, PaperForm},
    machine::{self, Party},
};
use zvarot_store::{
    Work, cards,
    drafts::{self, Draft},
    entries, files, organisations,
};

use super::{Announce, Author, NewAppeal, rows};
use crate::{ActionError, Actions, Cause, Result, appeals::terms};

/// Begins a draft of a card.
///
/// # Errors
/// [`ActionError::Refused`]: the actor enters no appeals.
pub async fn begin(actions: &Actions, cause: &Cause, actor: &Actor) -> Result<DraftId> {
    allowed(actor)?;
    let id = DraftId(Uuid::now_v7());
    let form = serde_json::to_value(PaperForm::default()).map_err(ActionError::internal)?;
    let mut work = actions.store.begin(cause).await?;
    drafts::insert(work.connection(), id, actor.account(), &form, cause.now).await?;
    work.commit().await?;
    Ok(id)
}

/// The drafts that the actor has begun and not entered, newest first.
///
/// # Errors
/// [`ActionError::Refused`].
pub async fn list(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
) -> Result<Vec<(Draft, PaperForm)>> {
    allowed(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let found = drafts::list(work.connection(), actor.account()).await?;
    found.into_iter().map(|draft| Ok((draft.clone(), read(draft)?))).collect()
}

/// A draft with what was typed.
///
/// # Errors
/// [`ActionError::NotFound`], [`ActionError::Refused`].
pub async fn open(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: DraftId,
) -> Result<(Draft, PaperForm)> {
    allowed(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let draft = drafts::get(work.connection(), id, actor.account()).await?;
    let draft = draft.ok_or(ActionError::NotFound)?;
    Ok((draft.clone(), read(draft)?))
}

/// The appeal that was entered from a draft of the actor's organisation, if one was.
///
/// # Errors
/// [`ActionError::Refused`].
pub async fn entered(actions: &Actions, cause: &Cause, actor: &Actor, id: DraftId) -> Result<Option<AppealNumber>> {
    let author = allowed(actor)?;
    let mut work = actions.store.begin(cause).await?;
    let known = entries::known(work.connection(), author.source, &[key(id)]).await?;
    Ok(known.values().next().map(|known| known.number))
}

/// What is still wrong with a draft.
///
/// # Errors
/// [`ActionError::NotFound`], [`ActionError::Refused`].
pub async fn check(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: DraftId,
) -> Result<Faults> {
    allowed(actor)?;
    let classifier = actions.store.classifier(terms::minsk_date(cause.now)).await?;
    let mut work = actions.store.begin(cause).await?;
    let draft = drafts::get(work.connection(), id, actor.account()).await?;
    let form = read(draft.ok_or(ActionError::NotFound)?)?;
    match validate(&mut work, actor, id, &form, &classifier).await {
        Ok(_) => Ok(Faults::new()),
        Err(ActionError::Invalid(faults)) => Ok(faults),
        Err(error) => Err(error),
    }
}

/// Enters a draft: the appeal is «Подано» and waits to be registered. Entered before: the same number.
///
/// # Errors
/// [`ActionError::Invalid`] with every fault by field; [`ActionError::NotFound`], [`ActionError::Refused`].
pub async fn enter(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    id: DraftId,
) -> Result<AppealNumber> {
    let author = allowed(actor)?;
    let classifier = actions.store.classifier(terms::minsk_date(cause.now)).await?;
    let mut work = actions.store.begin(cause).await?;
    let Some(draft) = drafts::lock(work.connection(), id, actor.account()).await? else {
        let known = entries::known(work.connection(), author.source, &[key(id)]).await?;
        return known.values().next().map(|known| known.number).ok_or(ActionError::NotFound);
    };
    let digest = Sha256::digest(draft.form.to_string()).into();
    let form = read(draft)?;
    let (entry, details) = validate(&mut work, actor, id, &form, &classifier).await?;
    let organisation = organisations::get(work.connection(), author.organisation)
        .await?
        .ok_or(ActionError::NotFound)?;
    let calendar = terms::calendar_of(&mut work, author.organisation).await?;
    let appeal = NewAppeal { entry, digest, inline: Vec::new() };
    let new = vec![(0, appeal)];
    let mut written =
        rows::write(&mut work, actor, &author, &organisation, &calendar, new, Announce::Each)
            .await?;
    let entered = written.remove(&0).ok_or(ActionError::NotFound)?.map_err(ActionError::Invalid)?;
    let today = terms::minsk_date(cause.now);
    cards::insert(work.connection(), entered.appeal, &details, today).await?;
    files::give_to_appeal(work.connection(), id, entered.appeal, cause.now).await?;
    drafts::remove(work.connection(), id, actor.account()).await?;
    work.commit().await?;
    Ok(entered.number)
}

/// The external id of what is entered from a draft: the organisation's own, unlike any that a program gives.
fn key(id: DraftId) -> String {
    format!("card:{id}")
}

/// Whether an external id is of a card that a clerk entered.
#[must_use]
pub fn is_own_key(external_id: &str) -> bool {
    external_id.starts_with("card:")
}

fn allowed(actor: &Actor) -> Result<Author> {
    let entering = machine::decide(None, Action::Enter, actor)?;
    let organisation: OrganisationId = actor.organisation().ok_or(ActionError::NotFound)?;
    let registering = machine::decide_for(Some(entering.to()), Action::Register, Party::Client)?;
    Ok(Author { organisation, source: organisation.0, entering, registering })
}

fn read(draft: Draft) -> Result<PaperForm> {
    serde_json::from_value(draft.form).map_err(ActionError::internal)
}

async fn validate(
    work: &mut Work,
    actor: &Actor,
    id: DraftId,
    form: &PaperForm,
    classifier: &Topics,
) -> Result<(Entry, PaperDetails)> {
    let now = work.now();
    let found = files::of_draft(work.connection(), id, actor.account()).await?;
    let attached: Vec<AttachedFile> = found
        .into_iter()
        .map(|file| AttachedFile {
            name: file.name,
            state: file.state,
            participants_list: file.participants_list,
        })
        .collect();
    // Law, art. 13: what came on paper is accepted, whoever signed it.
    let context = Context { topics: classifier, now, refuse_collective_of_legal_entity: false };
    form.validate(&key(id), &attached, &context).map_err(ActionError::Invalid)
}
