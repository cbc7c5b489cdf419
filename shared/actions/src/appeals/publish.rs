//! Publishing the answer of an appeal for whoever has the same question (BEY-01; law, art. 28), and showing it no more.

use serde_json::json;
use zvarot_domain::{
    Action, Actor, AppealNumber,
    publication::{Compared, PublicationForm, Published},
};
use zvarot_store::{
    Store, Work,
    appeals::{self, Appeal},
    publications::{self, Source},
};

use super::{
    lock_for,
    privacy::{answered_texts, private_of},
    record, written,
};
use crate::{ActionError, Actions, Cause, Result, scope};

/// Publications compared in one transaction.
const AT_ONCE: i64 = 50;

/// The text as it would be published, for the look at it before.
///
/// # Errors
/// Faults of `title`, `question`, `answer`, `official`, personal data among them; [`ActionError::NotFound`] outside the scope.
pub async fn check_publication(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    form: &PublicationForm,
) -> Result<Published> {
    let mut work = actions.store.begin(cause).await?;
    let appeal = appeals::by_number(work.connection(), number, scope(actor)?).await?.ok_or(ActionError::NotFound)?;
    let _ = super::decide(&mut work, actor, &appeal, Action::PublishAnswer).await?;
    form.read(&private_of(&mut work, &appeal).await?).map_err(ActionError::Invalid)
}

/// Publishes it, instead of what was published of the appeal before.
///
/// # Errors
/// As [`check_publication`], and of `reviewed`; refusals; a conflict.
pub async fn publish(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &PublicationForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) = lock_for(&mut work, actor, number, Some(version), Action::PublishAnswer).await?;
    let text = form.reviewed(&private_of(&mut work, &appeal).await?).map_err(ActionError::Invalid)?;
    written(appeals::touch(work.connection(), appeal.id, version).await?)?;
    let source = Source {
        appeal: appeal.id,
        organisation: appeal.organisation_id,
        topic: &appeal.topic_code,
        subtopic: appeal.subtopic_code.as_deref(),
        locale: appeal.locale,
    };
    let id = publications::put(work.connection(), &source, &text, actor.account(), cause.now).await?;
    compare(&mut work, &appeal, &text.title, &text.question).await?;
    // Publishing anew puts another text in the place of this one: the history keeps each.
    let data = json!({
        "publication": id, "title": text.title, "question": text.question, "answer": text.answer, "official": form.official.trim(),
    });
    record(&mut work, actor, &appeal, &transition, data).await?;
    Ok(work.commit().await?)
}

/// Shows what was published of the appeal no more.
///
/// # Errors
/// [`ActionError::NotFound`]: nothing is published; refusals; a conflict.
pub async fn withdraw_publication(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) = lock_for(&mut work, actor, number, Some(version), Action::WithdrawPublication).await?;
    if !publications::withdraw(work.connection(), appeal.id, cause.now).await? {
        return Err(ActionError::NotFound);
    }
    written(appeals::touch(work.connection(), appeal.id, version).await?)?;
    record(&mut work, actor, &appeal, &transition, json!({})).await?;
    Ok(work.commit().await?)
}

/// Makes what published answers are compared by, of those that have none of it yet or an old one (BEY-01); gives how many.
/// Done twice it changes nothing.
///
/// # Errors
/// The database's; what was committed before stays.
pub async fn compare_publications(store: &Store, cause: &Cause) -> Result<usize> {
    let mut compared = 0;
    loop {
        let mut work = store.begin(cause).await?;
        let waiting = publications::uncompared(work.connection(), AT_ONCE).await?;
        if waiting.is_empty() {
            return Ok(compared);
        }
        for id in &waiting {
            let appeal = appeals::get(work.connection(), *id).await?.ok_or(ActionError::NotFound)?;
            let published = publications::of_appeal(work.connection(), *id).await?.ok_or(ActionError::NotFound)?;
            compare(&mut work, &appeal, &published.title, &published.question).await?;
        }
        work.commit().await?;
        compared += waiting.len();
    }
}

async fn compare(work: &mut Work, appeal: &Appeal, title: &str, question: &str) -> Result<()> {
    let (private, texts) = (private_of(work, appeal).await?, answered_texts(work, appeal).await?);
    let compared = Compared::new(title, question, &texts, &private);
    Ok(publications::compare(work.connection(), appeal.id, &compared).await?)
}
