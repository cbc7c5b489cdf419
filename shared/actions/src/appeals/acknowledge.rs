//! Acknowledgement by an organisation's program: the appeal was received and registered there (EDM-04).

use serde::Deserialize;
use zvarot_domain::{Actor, AppealNumber, Fault, FaultCode};
use zvarot_store::{Work, appeals};

use super::register::{RegistrationForm, register_in};
use crate::{ActionError, Actions, Cause, Result, scope};

/// The EDMS's registration data; what is left out the system proposes itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct AcknowledgementForm {
    /// `yyyy-mm-dd`; none: today.
    pub registered_on: Option<String>,
    /// Рег. индекс of the EDMS's journal; none: the next one of the system's.
    pub registration_index: Option<String>,
    /// `15d` or `1m`; none: `15d`.
    pub term: Option<String>,
    /// Дело № (REG-12).
    pub case_number: Option<String>,
}

/// Registers a submitted appeal with the EDMS's data: «Подано» becomes «Зарегистрировано». Gives the index.
///
/// # Errors
/// Faults of `registered_on`, `registration_index`, `term`, `case_number`; refusals; [`ActionError::NotFound`].
pub async fn acknowledge(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    form: &AcknowledgementForm,
) -> Result<String> {
    let mut work = actions.store.begin(cause).await?;
    let index = acknowledge_in(&mut work, actor, number, form).await?;
    work.commit().await?;
    Ok(index)
}

/// The same in a transaction of the caller's, who commits it.
///
/// # Errors
/// As [`acknowledge`].
pub async fn acknowledge_in(
    work: &mut Work,
    actor: &Actor,
    number: AppealNumber,
    form: &AcknowledgementForm,
) -> Result<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let registration = RegistrationForm {
        registered_on: text(&form.registered_on),
        registration_index: text(&form.registration_index),
        term: text(&form.term),
        ..RegistrationForm::default()
    };
    let case_number = read_case_number(form);
    let index = match (
        register_in(work, actor, number, None, &registration).await,
        &case_number,
    ) {
        (Err(ActionError::Invalid(mut faults)), Err(fault)) => {
            faults.push(fault.clone());
            return Err(ActionError::Invalid(faults));
        }
        (registered, _) => registered?,
    };
    let case_number = case_number.map_err(|fault| ActionError::Invalid(vec![fault]))?;
    if !case_number.is_empty() {
        let appeal = appeals::lock(work.connection(), number, scope(actor)?)
            .await?
            .ok_or(ActionError::NotFound)?;
        appeals::set_case_number(work.connection(), appeal.id, &case_number).await?;
    }
    Ok(index)
}

fn read_case_number(form: &AcknowledgementForm) -> std::result::Result<String, Fault> {
    let number = form.case_number.as_deref().unwrap_or_default().trim();
    let length = number.chars().count();
    let longest = zvarot_domain::completion::NUMBER_LENGTH;
    if length > longest {
        let fault = Fault::new("case_number", FaultCode::TooLong).with("max", longest);
        return Err(fault.with("over", length - longest));
    }
    if number.chars().any(char::is_control) {
        let fault = Fault::new("case_number", FaultCode::ControlCharacters);
        return Err(fault.with("count", 1_usize));
    }
    Ok(number.to_owned())
}
