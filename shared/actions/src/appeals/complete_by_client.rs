//! Completion by a program: an EDMS through the API, or СМДО in the name of the addressed organisation (REV-07, EDM-05).
//! The five results with their mandatory fields; rows, events and jobs are written in one transaction.

use zvarot_domain::{
    Actor, AnswerWay, AppealNumber, ApplicantKind, FileId, FileState, Refusal, Status, Switch,
    completion::{Completion, CompletionContext, CompletionForm, CompletionResult},
    machine,
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal},
    files, settings,
};

use super::{conclude, standing, terms};
use crate::{ActionError, Actions, Cause, Result, scope};

/// The setting that keeps the EDMS guide's limit: no withdrawal of a citizen's appeal after its registration (SUB-10).
const WITHDRAWAL_LIMIT: &str = Switch::EdmsWithdrawalLimit.code();

/// Ends the work on an appeal of the actor's organisation with one of the five results. `form` may hold anything: it is
/// checked here. Files are ids of uploads of the same actor that nobody holds yet. Gives the new status.
///
/// # Errors
/// [`ActionError::Invalid`] with every fault by the field's name as in [`CompletionForm`]; [`ActionError::Refused`] where
/// the machine does not allow the result now; [`ActionError::NotFound`]: not the organisation's appeal.
pub async fn complete_by_client(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    form: &CompletionForm,
) -> Result<Status> {
    let mut work = actions.store.begin(cause).await?;
    let status = complete_by_client_in(&mut work, actor, number, form).await?;
    work.commit().await?;
    Ok(status)
}

/// The same in a transaction of the caller's, who commits it: together with what the caller keeps of the message.
///
/// # Errors
/// As [`complete_by_client`]; the transaction is to be dropped then.
pub async fn complete_by_client_in(
    work: &mut Work,
    actor: &Actor,
    number: AppealNumber,
    form: &CompletionForm,
) -> Result<Status> {
    let appeal = appeals::lock(work.connection(), number, scope(actor)?)
        .await?
        .ok_or(ActionError::NotFound)?;
    if let Some(result) = form.meant() {
        // The refusal is told first: "already answered" says more than what a field lacks.
        let standing = standing(work, actor, &appeal).await?;
        let _ = machine::decide_in(Some(appeal.status), result.action(), &standing)?;
        check_withdrawal(work, &appeal, result).await?;
    }
    let ids: Vec<Option<FileId>> = form.files.iter().map(|id| id.trim().parse().ok()).collect();
    let known: Vec<FileId> = ids.iter().flatten().copied().collect();
    let found = files::lock_unheld(work.connection(), &known, actor.account()).await?;
    let answer_way = appeals::answer_way(work.connection(), &appeal).await?;
    let completion = check(work, &appeal, answer_way, form, &ids, &found)?;
    conclude::end(work, actor, &appeal, completion, &known).await
}

async fn check_withdrawal(
    work: &mut Work,
    appeal: &Appeal,
    result: CompletionResult,
) -> Result<()> {
    let limited = result == CompletionResult::Withdrawn
        && appeal.applicant_kind == ApplicantKind::Person
        && !appeal.status.is_before_registration();
    if limited
        && !settings::flags(work.connection(), &[WITHDRAWAL_LIMIT])
            .await?
            .is_empty()
    {
        return Err(ActionError::Refused(Refusal::WrongStatus {
            action: result.action(),
            status: Some(appeal.status),
        }));
    }
    Ok(())
}

/// Reads the form by the rules; `found` are those of its files that the actor may use.
fn check(
    work: &Work,
    appeal: &Appeal,
    answer_way: AnswerWay,
    form: &CompletionForm,
    ids: &[Option<FileId>],
    found: &[files::File],
) -> Result<Completion> {
    let states: Vec<Option<(String, FileState)>> = ids
        .iter()
        .map(|id| {
            let file = found.iter().find(|file| Some(file.id) == *id)?;
            Some((file.name.clone(), file.state))
        })
        .collect();
    let context = CompletionContext {
        kind: appeal.kind,
        form: appeal.form,
        submitted_on: terms::minsk_date(appeal.submitted_at),
        registered_on: appeal.registered_on,
        today: terms::minsk_date(work.now()),
        calendar: None,
        answer_way,
        files: &states,
    };
    form.validate(&context).map_err(ActionError::Invalid)
}
