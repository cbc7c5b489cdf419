//! Publishing the answer of an appeal for whoever has the same question (BEY-01; law, art. 28), and showing it no more.

use serde_json::json;
use zvarot_domain::{
    Action, Actor, AppealNumber,
    applicant::ApplicantProfile,
    publication::{Private, PublicationForm, Published},
};
use zvarot_store::{
    appeals::{self, Appeal},
    organisations::{self, Organisation},
    publications::{self, Source},
};

use super::{lock_for, record, written};
use crate::{ActionError, Actions, Cause, Result, scope};

/// The text as it would be published, for the look at it before.
///
/// # Errors
/// Faults of `title`, `question`, `answer`, personal data among them; [`ActionError::NotFound`] outside the scope.
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
    let organisation = organisations::get(work.connection(), appeal.organisation_id).await?.ok_or(ActionError::NotFound)?;
    private_of(&appeal, &organisation, |private| form.read(private))
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
    let organisation = organisations::get(work.connection(), appeal.organisation_id).await?.ok_or(ActionError::NotFound)?;
    let text = private_of(&appeal, &organisation, |private| form.reviewed(private))?;
    written(appeals::touch(work.connection(), appeal.id, version).await?)?;
    let source = Source {
        appeal: appeal.id,
        organisation: appeal.organisation_id,
        topic: &appeal.topic_code,
        subtopic: appeal.subtopic_code.as_deref(),
        locale: appeal.locale,
    };
    let id = publications::put(work.connection(), &source, &text, actor.account(), cause.now).await?;
    record(&mut work, actor, &appeal, &transition, json!({ "publication": id, "title": text.title })).await?;
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

/// Reads a text with what it must not give away of an appeal.
fn private_of<T>(
    appeal: &Appeal,
    organisation: &Organisation,
    read: impl FnOnce(&Private<'_>) -> std::result::Result<T, zvarot_domain::Faults>,
) -> Result<T> {
    let profile: ApplicantProfile = serde_json::from_value(appeal.applicant.clone()).map_err(ActionError::internal)?;
    let against = appeal.against_employee.as_deref().unwrap_or_default().split_whitespace().next();
    let surnames: Vec<&str> = profile.surname().into_iter().chain(against).collect();
    let public = [organisation.phone.as_str()];
    read(&Private { surnames: &surnames, public: &public }).map_err(ActionError::Invalid)
}
