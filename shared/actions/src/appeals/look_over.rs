//! What an official is warned of before a text goes to the applicant (BEY-08), and of people whom a complaint may be about.

use zvarot_domain::{
    AccountId, Action, Actor, AppealNumber, Faults,
    answer_check::{self, AnswerWarning, Answered, Purpose, Warned},
    complained::{self, Named},
    read_free,
    resolution::TEXT_LENGTH,
};
use zvarot_store::{Work, appeals::Appeal, resolutions};

use super::{lock_for, privacy, resolutions::HEADS};
use crate::{ActionError, Actions, Cause, Result};

/// What may be wrong with a text of a resolution that the applicant would read, and with the head who is to sign it; nothing is
/// written.
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
    signer: Option<AccountId>,
) -> Result<Vec<Warned>> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, _) = lock_for(&mut work, actor, number, None, action).await?;
    let mut faults = Faults::new();
    let text = read_free("text", text, TEXT_LENGTH, &mut faults);
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    let signer = complained_head(&mut work, &appeal, AnswerWarning::ComplainedSignatory, signer).await?;
    let warned = warnings(&mut work, &appeal, purpose, &text).await?;
    Ok(signer.into_iter().chain(warned).collect())
}

/// A warning of those of these people whom a complaint may be about (BEY-05; law, art. 10: a complaint does not go to those it is
/// about).
pub fn complained(appeal: &Appeal, warning: AnswerWarning, mut people: Vec<String>) -> Option<Warned> {
    let against = appeal.against_employee.as_deref()?;
    people.retain(|name| complained::named(against, name) != Named::No);
    (!people.is_empty()).then_some(Warned { warning, found: people })
}

/// The same of a head of the organisation that has the appeal.
///
/// # Errors
/// The database's.
pub async fn complained_head(
    work: &mut Work,
    appeal: &Appeal,
    warning: AnswerWarning,
    head: Option<AccountId>,
) -> Result<Option<Warned>> {
    let Some(head) = head.filter(|_| appeal.against_employee.is_some()) else {
        return Ok(None);
    };
    let mut heads = resolutions::holders_of(work.connection(), appeal.organisation_id, &HEADS).await?;
    heads.retain(|(account, _)| *account == head);
    Ok(complained(appeal, warning, heads.into_iter().map(|(_, name)| name).collect()))
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
