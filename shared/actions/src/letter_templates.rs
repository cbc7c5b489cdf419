//! Letter templates (REV-11): kept by the operator for all and by each organisation for itself, filled in from a card.

use uuid::Uuid;
use zvarot_domain::{
    Actor, Fault, FaultCode, Faults, Locale, OrganisationId,
    letter::{self, LETTER_LENGTH, LETTER_NAME_LENGTH, LetterField},
    minsk,
    permissions::Permission,
};
use zvarot_locale::Texts;
use zvarot_store::{
    PgConnection, accounts,
    letter_templates::{self, LetterTemplate},
};

use crate::{ActionError, Actions, Cause, Result, appeals::Card};

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct TemplateForm {
    pub name: String,
    pub locale: String,
    pub text: String,
}

/// Whose templates the actor keeps: an organisation's, or (none) the operator's.
///
/// # Errors
/// [`ActionError::NotFound`]: nobody's.
pub fn owner(actor: &Actor) -> Result<Option<OrganisationId>> {
    match actor {
        Actor::Official { organisation, .. } if Permission::ManageTemplates.is_given_to(actor) => Ok(Some(*organisation)),
        Actor::Operator { .. } if Permission::ManageSystemTemplates.is_given_to(actor) => Ok(None),
        _ => Err(ActionError::NotFound),
    }
}

/// The actor's templates.
///
/// # Errors
/// [`ActionError::NotFound`] without the right.
pub async fn own(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<LetterTemplate>> {
    Ok(letter_templates::own(connection, owner(actor)?).await?)
}

/// Writes a template: a new one, or instead of the one with this id.
///
/// # Errors
/// Faults by field, a field of the text that there is not among them; [`ActionError::NotFound`]: not the actor's.
pub async fn put(actions: &Actions, cause: &Cause, actor: &Actor, id: Option<Uuid>, form: &TemplateForm) -> Result<()> {
    let owner = owner(actor)?;
    let mut faults = Faults::new();
    let name = required("name", &form.name, LETTER_NAME_LENGTH, &mut faults);
    let text = required("text", &form.text, LETTER_LENGTH, &mut faults);
    faults.extend(letter::check("text", &text).err());
    let locale = Locale::from_code(&form.locale);
    if locale.is_none() {
        faults.push(Fault::new("locale", FaultCode::UnknownChoice));
    }
    let Some(locale) = locale.filter(|_| faults.is_empty()) else {
        return Err(ActionError::Invalid(faults));
    };
    let mut work = actions.store.begin(cause).await?;
    let known = letter_templates::own(work.connection(), owner).await?;
    if id.is_some_and(|id| known.iter().all(|template| template.id != id)) {
        return Err(ActionError::NotFound);
    }
    let template = LetterTemplate { id: id.unwrap_or_else(Uuid::now_v7), organisation_id: owner, locale, name, text };
    let done = letter_templates::put(work.connection(), &template, actor.account(), cause.now).await;
    let done = done.map_err(|error| {
        if zvarot_store::violates(&error, "letter_templates_name") {
            ActionError::field("name", FaultCode::NameTaken)
        } else {
            error.into()
        }
    })?;
    if !done {
        return Err(ActionError::NotFound);
    }
    Ok(work.commit().await?)
}

fn required(field: &str, typed: &str, longest: usize, faults: &mut Faults) -> String {
    let typed = typed.trim();
    let length = typed.chars().count();
    if typed.is_empty() {
        faults.push(Fault::new(field, FaultCode::Required));
    } else if length > longest {
        faults.push(Fault::new(field, FaultCode::TooLong).with("max", longest).with("over", length - longest));
    }
    typed.to_owned()
}

/// Removes a template of the actor's.
///
/// # Errors
/// [`ActionError::NotFound`]: none of the actor's.
pub async fn remove(actions: &Actions, cause: &Cause, actor: &Actor, id: Uuid) -> Result<()> {
    let owner = owner(actor)?;
    let mut work = actions.store.begin(cause).await?;
    if !letter_templates::remove(work.connection(), owner, id).await? {
        return Err(ActionError::NotFound);
    }
    Ok(work.commit().await?)
}

/// The templates that can be used for an appeal: in its language, the organisation's own first.
///
/// # Errors
/// The database's.
pub async fn usable(connection: &mut PgConnection, card: &Card) -> Result<Vec<LetterTemplate>> {
    Ok(letter_templates::usable(connection, card.appeal.organisation_id, card.appeal.locale).await?)
}

/// A template filled in from a card.
///
/// # Errors
/// [`ActionError::NotFound`]: no template that can be used for this appeal.
pub async fn filled(connection: &mut PgConnection, cause: &Cause, actor: &Actor, card: &Card, id: Uuid) -> Result<String> {
    let template = usable(&mut *connection, card).await?.into_iter().find(|template| template.id == id);
    let template = template.ok_or(ActionError::NotFound)?;
    let official = accounts::get(connection, actor.account()).await?;
    let official = official.map(|official| official.display_name).unwrap_or_default();
    let (appeal, texts) = (&card.appeal, Texts::of(card.appeal.locale));
    Ok(letter::fill(&template.text, |field| match field {
        LetterField::Number => appeal.number.to_string(),
        LetterField::Index => appeal.registration_index.clone().unwrap_or_default(),
        LetterField::Applicant => appeal.applicant_name.clone(),
        LetterField::Address => appeal.address.clone(),
        LetterField::Submitted => texts.date(minsk::date(appeal.submitted_at)),
        LetterField::Registered => appeal.registered_on.map(|day| texts.date(day)).unwrap_or_default(),
        LetterField::Due => appeal.due_on.map(|day| texts.date(day)).unwrap_or_default(),
        LetterField::Topic => card.topic.as_ref().map(|topic| topic.name(appeal.locale).to_owned()).unwrap_or_default(),
        LetterField::Organisation => card.organisation.name(appeal.locale).to_owned(),
        LetterField::Official => official.clone(),
        LetterField::Today => texts.date(minsk::date(cause.now)),
    }))
}
