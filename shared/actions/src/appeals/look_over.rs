//! What an official is warned of before a text goes to the applicant (BEY-08).

use zvarot_domain::{
    Action, Actor, AppealNumber, Faults,
    answer_check::{self, Answered, Purpose, Warned},
    read_free,
    resolution::TEXT_LENGTH,
};
use zvarot_store::{Work, appeals::Appeal};

use super::{lock_for, privacy};
use crate::{ActionError, Actions, Cause, Result};

/// What may be wrong with a text of a resolution that the applicant would read; nothing is written.
///
/// # Errors
/// Faults of `text`; refusals.
pub async fn look_over(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    action: Action,
    purpose: Purpose,
    text: &str,
) -> Result<Vec<Warned>> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, _) = lock_for(&mut work, actor, number, None, action).await?;
    let mut faults = Faults::new();
    let text = read_free("text", text, TEXT_LENGTH, &mut faults);
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    warnings(&mut work, &appeal, purpose, &text).await
}

/// What may be wrong with a text about an appeal.
///
/// # Errors
/// The database's.
pub async fn warnings(work: &mut Work, appeal: &Appeal, purpose: Purpose, text: &str) -> Result<Vec<Warned>> {
    let known = privacy::known(work, appeal).await?;
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let compared = Answered { locale: appeal.locale, content: &appeal.content, known: &known };
    Ok(answer_check::examine(&compared, purpose, text))
}
