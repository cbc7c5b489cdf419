//! Access to other organisations' appeals (CTL-06): what the external administrator grants and asks for, the operator's matrix,
//! and what people «для служебного пользования» look through.

mod matrix;
mod others;
mod own;

use chrono::NaiveDate;
pub use matrix::{page as matrix, submit as submit_matrix};
pub use others::{appeal, appeals, list, submit as ask};
pub use own::{page as own, submit as submit_own};
use uuid::Uuid;
use zvarot_actions::{ActionError, Actions, access};
use zvarot_domain::access::{AccessState, AccessStep};
use zvarot_domain::{Actor, minsk};
use zvarot_locale::Texts;
use zvarot_store::access::Access;
use zvarot_web::{FormState, FormValues, PageError, Visit};

/// The fields with the keys of their labels.
const LABELS: &[(&str, &str)] =
    &[("viewer", "access-viewer"), ("owner", "access-owner"), ("reason", "access-reason"), ("answer", "access-answer")];

/// A cell of the matrix in words.
struct ShownAccess {
    id: Uuid,
    viewer: String,
    owner: String,
    owner_path: String,
    state: AccessState,
    tone: &'static str,
    reason: String,
    who: String,
    on: NaiveDate,
    answer: String,
}

impl ShownAccess {
    fn of(access: &Access, texts: &Texts) -> Self {
        let locale = texts.locale();
        Self {
            id: access.id,
            viewer: access.viewer_in(locale).to_owned(),
            owner: access.owner_in(locale).to_owned(),
            owner_path: format!("{}/{}", others::PATH, access.owner),
            state: access.state,
            tone: match access.state {
                AccessState::Open => "good",
                AccessState::Requested => "warn",
                AccessState::Refused | AccessState::Closed => "calm",
            },
            reason: access.reason.clone(),
            who: access.asked_by_name.clone(),
            on: minsk::date(access.decided_at.unwrap_or(access.asked_at)),
            answer: access.answer.clone(),
        }
    }

    fn all(found: &[Access], texts: &Texts) -> Vec<Self> {
        found.iter().map(|access| Self::of(access, texts)).collect()
    }
}

/// What is to be done by a form: its button `step` names the decision on a cell.
async fn decide(visit: &Visit, actions: &Actions, actor: &Actor, values: &FormValues) -> Result<(), ActionError> {
    let id = values.get("access").parse().map_err(|_| ActionError::NotFound)?;
    let step = AccessStep::from_code(values.get("step")).ok_or(ActionError::NotFound)?;
    access::decide(actions, &visit.cause(), &visit.client(), actor, id, step, values.get("answer")).await
}

/// The form with its faults. Error: what is no fault of a field.
fn failed(visit: &Visit, values: FormValues, error: ActionError) -> Result<FormState, PageError> {
    match error {
        ActionError::Invalid(faults) => {
            let texts = visit.texts();
            Ok(FormState::failed(values, &faults, texts).labelled(LABELS, texts))
        }
        error => Err(error.into()),
    }
}

/// What was typed into the search of a picker, where its own button asks for it.
fn searched(values: &FormValues, field: &str) -> Option<String> {
    let typed = values.filled(&format!("{field}_query"));
    typed.filter(|_| values.trimmed(field).is_empty() || values.get("find") == field)
}
