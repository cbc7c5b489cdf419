//! Completion by a program: an EDMS through the API, or СМДО in the name of the addressed organisation (REV-07, EDM-05).
//! The five results with their mandatory fields; rows, events and jobs are written in one transaction.

use serde_json::{Value, json};
use zvarot_domain::{
    Actor, AppealNumber, ApplicantKind, FileId, FileState, Refusal, Status,
    completion::{Completion, CompletionContext, CompletionForm, CompletionResult, Details},
    machine,
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal, CompletionRecord, NewAnswer},
    documents::{self, DocumentKind, NewDocument},
    files,
    jobs::Job,
    settings,
};

use super::{record, redirect, terms, written};
use crate::{ActionError, Actions, Cause, Result, scope};

/// The setting that keeps the EDMS guide's limit: no withdrawal of a citizen's appeal after its registration (SUB-10).
const WITHDRAWAL_LIMIT: &str = "edms_withdrawal_limit";

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
        let _ = machine::decide(Some(appeal.status), result.action(), actor)?;
        check_withdrawal(work, &appeal, result).await?;
    }
    let ids: Vec<Option<FileId>> = form.files.iter().map(|id| id.trim().parse().ok()).collect();
    let completion = check(work, actor, &appeal, form, &ids).await?;
    let ids: Vec<FileId> = ids.into_iter().flatten().collect();
    let result = completion.result();
    let transition = machine::decide(Some(appeal.status), result.action(), actor)?;
    let data = match &completion.details {
        Details::AnswerGiven { .. } => answer(work, actor, &appeal, &completion, &ids).await?,
        Details::Redirected { to, on } => {
            attach_letters(work, &appeal, &ids).await?;
            let receivers = redirect::send_on(work, actor, &appeal, to).await?;
            json!({ "receivers": receivers, "on": on })
        }
        Details::Left(_) | Details::TakenNote(_) | Details::Withdrawn => {
            attach_letters(work, &appeal, &ids).await?;
            json!({ "reason_code": completion.reason(), "explanation": completion.explanation })
        }
    };
    let outcome = match completion.details {
        Details::AnswerGiven { outcome, .. } => Some(outcome),
        _ => None,
    };
    if let Some(case_number) = &completion.case_number {
        appeals::set_case_number(work.connection(), appeal.id, case_number).await?;
    }
    let (now, to) = (work.now(), transition.to());
    let connection = work.connection();
    written(appeals::complete(connection, appeal.id, appeal.version, to, outcome, now).await?)?;
    let kept = kept(completion);
    appeals::insert_completion(work.connection(), appeal.id, &kept, actor.account(), now).await?;
    record(work, actor, &appeal, &transition, data).await?;
    Ok(to)
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

async fn check(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    form: &CompletionForm,
    ids: &[Option<FileId>],
) -> Result<Completion> {
    let known: Vec<FileId> = ids.iter().flatten().copied().collect();
    let found = files::lock_unheld(work.connection(), &known, actor.account()).await?;
    let states: Vec<Option<(String, FileState)>> = ids
        .iter()
        .map(|id| {
            let file = found.iter().find(|file| Some(file.id) == *id)?;
            Some((file.name.clone(), file.state))
        })
        .collect();
    let context = CompletionContext {
        kind: appeal.kind,
        registered_on: appeal.registered_on,
        today: terms::minsk_date(work.now()),
        files: &states,
    };
    form.validate(&context).map_err(ActionError::Invalid)
}

/// Writes the answer with its files; it becomes a PDF where it has a text. Gives the event's data.
async fn answer(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    completion: &Completion,
    ids: &[FileId],
) -> Result<Value> {
    let Details::AnswerGiven {
        outcome,
        text,
        number,
        dated,
        ..
    } = &completion.details
    else {
        return Ok(Value::Null);
    };
    let now = work.now();
    let row = NewAnswer {
        appeal: appeal.id,
        text,
        outcome: *outcome,
        number,
        dated: *dated,
        created_by: actor.account(),
    };
    let id = appeals::insert_answer(work.connection(), &row, now).await?;
    files::hand_over(work.connection(), ids, appeal.id, Some(id), false, now).await?;
    if !text.is_empty() {
        let document = NewDocument {
            appeal: appeal.id,
            answer: Some(id),
            kind: DocumentKind::AnswerPdf,
            locale: appeal.locale,
            appeal_version: 0,
            requested_by: None,
        };
        let (document_id, _) = documents::ask(work.connection(), &document, now).await?;
        work.enqueue(Job::FormDocument { document_id }).await?;
    }
    Ok(
        json!({ "answer": id, "outcome": outcome, "number": number, "dated": dated, "files": ids.len() }),
    )
}

async fn attach_letters(work: &mut Work, appeal: &Appeal, ids: &[FileId]) -> Result<()> {
    let now = work.now();
    files::hand_over(work.connection(), ids, appeal.id, None, true, now).await?;
    Ok(())
}

fn kept(completion: Completion) -> CompletionRecord {
    let (answer_form, redirected_on) = match completion.details {
        Details::AnswerGiven { form, .. } => (form, None),
        Details::Redirected { on, .. } => (None, Some(on)),
        _ => (None, None),
    };
    CompletionRecord {
        result: completion.result(),
        reason: completion.reason().map(str::to_owned),
        explanation: completion.explanation,
        resolution: completion.resolution,
        executors: completion.executors,
        executed_on: completion.executed_on,
        answer_form,
        redirected_on,
    }
}
