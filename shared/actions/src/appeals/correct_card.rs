//! Correction of the registration card: index, case number, note (REG-03, REG-12, REG-13).

use serde_json::json;
use zvarot_domain::{Action, Actor, AppealNumber, Fault, FaultCode, Faults};
use zvarot_store::appeals;

use super::{lock_for, record, register::index_taken, terms, written};
use crate::{ActionError, Actions, Cause, Result};

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct CardForm {
    pub registration_index: String,
    /// Дело №; may be empty.
    pub case_number: String,
    pub note: String,
}

/// Corrects the card; the history keeps what was and what is.
///
/// # Errors
/// Faults by field; refusals; a conflict.
pub async fn correct_card(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &CardForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) =
        lock_for(&mut work, actor, number, Some(version), Action::CorrectCard).await?;
    let mut faults = Faults::new();
    let index = terms::read_index(&form.registration_index, &mut faults);
    if index.is_none() && faults.is_empty() {
        faults.push(Fault::new("registration_index", FaultCode::Required));
    }
    for (field, text, longest) in [
        ("case_number", &form.case_number, 50_usize),
        ("note", &form.note, 2000),
    ] {
        let length = text.trim().chars().count();
        if length > longest {
            faults.push(
                Fault::new(field, FaultCode::TooLong)
                    .with("max", longest)
                    .with("over", length - longest),
            );
        } else if text.contains('\0') {
            faults.push(Fault::new(field, FaultCode::ControlCharacters).with("count", 1_usize));
        }
    }
    let Some(index) = index.filter(|_| faults.is_empty()) else {
        return Err(ActionError::Invalid(faults));
    };
    let case_number = Some(form.case_number.trim()).filter(|number| !number.is_empty());
    let done = appeals::correct_card(
        work.connection(),
        appeal.id,
        version,
        &index,
        case_number,
        form.note.trim(),
    )
    .await
    .map_err(index_taken)?;
    written(done)?;
    let data = json!({
        "was": { "index": appeal.registration_index, "case_number": appeal.case_number, "note": appeal.note },
        "is": { "index": index, "case_number": case_number, "note": form.note.trim() },
    });
    record(&mut work, actor, &appeal, &transition, data).await?;
    Ok(work.commit().await?)
}
