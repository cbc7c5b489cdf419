//! The end of the work on an appeal: what an official decides on the pages instead of an answer (leaving it without
//! consideration, taking note of it, sending it on), and what every result writes, whoever brings it (REV-07).

use serde_json::{Value, json};
use zvarot_domain::{
    Action, Actor, AppealNumber, CompletionResult, Fault, FaultCode, FileId, FileState, Outcome, Status, UploadPurpose,
    answer_check::{Purpose, Warned},
    completion::{Completion, CompletionContext, CompletionForm, Details},
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal, CompletionRecord, NewAnswer},
    deliveries::Carried,
    documents::{self, DocumentKind, NewDocument},
    files::{self, File},
    jobs::Job,
    questions::{self, Question}, stops,
};

use super::{
    decide, end_life, lock_for, look_over::warnings, mail_answer::Mailed, merge::{self, Ending}, record,
    redirect::{self, Redirection}, set_questions::told, terms, written,
};
use crate::{ActionError, Actions, Cause, Result};

/// Ends the work on an appeal with a result that is no answer. The letters are what the official has uploaded for its form; those
/// named in the form do not count. Gives the new status.
///
/// # Errors
/// [`ActionError::Invalid`] with every fault by the field's name as in [`CompletionForm`]; refusals; a conflict.
pub async fn conclude(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &CompletionForm,
) -> Result<Status> {
    let mut work = actions.store.begin(cause).await?;
    let result = form
        .meant()
        .filter(|result| *result != CompletionResult::AnswerGiven)
        .ok_or(ActionError::NotFound)?;
    // CTL-03: a part of the questions goes on and the rest stays.
    let action = match form.questions {
        Some(_) => Action::RedirectPart,
        None if result == CompletionResult::Withdrawn => Action::RecordWithdrawal,
        None => result.action(),
    };
    let (appeal, _) = lock_for(&mut work, actor, number, Some(version), action).await?;
    let uploaded = match purpose_of(result) {
        Some(purpose) => files::for_form(work.connection(), appeal.id, purpose, actor.account()).await?,
        None => Vec::new(),
    };
    let ids: Vec<FileId> = uploaded.iter().map(|file| file.id).collect();
    let mut form = form.clone();
    name_questions(&mut work, &appeal, &mut form).await?;
    let completion = read(&mut work, &appeal, &form, &uploaded).await?;
    let status = end(&mut work, actor, &appeal, completion, &ids).await?;
    if !form.sent.is_empty() {
        questions::send_on(work.connection(), appeal.id, &form.sent).await?;
    }
    work.commit().await?;
    Ok(status)
}

/// What an official is warned of before the applicant reads that an appeal is left without consideration (BEY-08): the same
/// rules as of [`conclude`], nothing is written.
///
/// # Errors
/// As of [`conclude`].
pub async fn check_leaving(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &CompletionForm,
) -> Result<Vec<Warned>> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, _) = lock_for(&mut work, actor, number, Some(version), Action::Leave).await?;
    let uploaded = files::for_form(work.connection(), appeal.id, UploadPurpose::Leaving, actor.account()).await?;
    let completion = read(&mut work, &appeal, form, &uploaded).await?;
    let Details::Left(reason) = completion.details else {
        return Ok(Vec::new());
    };
    merge::check_reason(&mut work, actor, &appeal, reason).await?;
    let purpose = Purpose::Leaving { told: reason.must_be_told() };
    warnings(&mut work, &appeal, purpose, &completion.explanation).await
}

/// Puts the questions that were chosen to be sent on before what was typed of others (CTL-03).
///
/// # Errors
/// Faults of `questions`: one that is not there or was sent on before, or all that are left.
async fn name_questions(work: &mut Work, appeal: &Appeal, form: &mut CompletionForm) -> Result<()> {
    if form.questions.is_none() || form.sent.is_empty() {
        form.sent.clear();
        return Ok(());
    }
    let mut left = questions::of_appeals(work.connection(), &[appeal.id]).await?;
    left.retain(|question| !question.sent_on);
    if form.sent.iter().any(|position| left.iter().all(|question| question.position != *position)) {
        return Err(ActionError::field("questions", FaultCode::UnknownChoice));
    }
    let (chosen, rest): (Vec<Question>, Vec<Question>) = left.into_iter().partition(|question| form.sent.contains(&question.position));
    if rest.is_empty() {
        return Err(ActionError::field("questions", FaultCode::AllQuestionsSentOn));
    }
    let typed = form.questions.as_deref().unwrap_or_default().trim();
    let texts = chosen.iter().map(|question| question.text.as_str()).chain([typed]).filter(|text| !text.is_empty());
    form.questions = Some(texts.collect::<Vec<_>>().join("\n"));
    Ok(())
}

async fn read(work: &mut Work, appeal: &Appeal, form: &CompletionForm, uploaded: &[File]) -> Result<Completion> {
    let answer_way = appeals::answer_way(work.connection(), appeal).await?;
    let stopped = !stops::concerning(work.connection(), appeal).await?.is_empty();
    let calendar = terms::calendar_of(work, appeal.organisation_id).await?.calendar;
    let states: Vec<Option<(String, FileState)>> =
        uploaded.iter().map(|file| Some((file.name.clone(), file.state))).collect();
    let context = CompletionContext {
        kind: appeal.kind,
        form: appeal.form,
        submitted_on: terms::minsk_date(appeal.submitted_at),
        registered_on: appeal.registered_on,
        today: terms::minsk_date(work.now()),
        calendar: Some(&calendar),
        answer_way,
        files: &states,
    };
    let mut form = form.clone();
    form.files = uploaded.iter().map(|file| file.id.to_string()).collect();
    let mut own = Vec::new();
    let read = form.validate(&context);
    if let Ok(completion) = &read {
        own = own_faults(appeal, stopped, completion, uploaded);
    }
    match read {
        Ok(completion) if own.is_empty() => Ok(completion),
        Ok(_) => Err(ActionError::Invalid(own)),
        Err(faults) => Err(ActionError::Invalid(faults)),
    }
}

/// The action that leads to a result: what a program tells of the applicant's statement is the applicant's own withdrawal, an
/// official records one.
const fn action_of(actor: &Actor, result: CompletionResult) -> Action {
    match result {
        CompletionResult::Withdrawn if !actor.is_client() => Action::RecordWithdrawal,
        _ => result.action(),
    }
}

/// The form whose files go with a result as its letters; none: the result has no letters, and what was uploaded for another
/// form goes to nobody by it.
const fn purpose_of(result: CompletionResult) -> Option<UploadPurpose> {
    match result {
        CompletionResult::LeftWithoutConsideration => Some(UploadPurpose::Leaving),
        CompletionResult::Redirected => Some(UploadPurpose::Redirection),
        CompletionResult::Withdrawn => Some(UploadPurpose::Withdrawal),
        _ => None,
    }
}

/// What the pages ask besides: an EDMS keeps its covering letters and its marks of repeats itself.
fn own_faults(appeal: &Appeal, stopped: bool, completion: &Completion, letters: &[File]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Details::Left(reason) = &completion.details
        && let Err(code) = reason.check(appeal.kind, appeal.form, appeal.repeat_of.is_some(), stopped)
    {
        faults.push(Fault::new("reason", code));
    }
    // CTL-03: a covering letter goes with it, in words or as a file.
    let redirects = matches!(completion.details, Details::Redirected { .. });
    if redirects && completion.explanation.is_empty() && letters.is_empty() {
        faults.push(Fault::new("explanation", FaultCode::Required));
    }
    // Law, art. 7: withdrawn by the applicant's own statement, which is kept with the appeal.
    if let Details::Withdrawn(on) = completion.details {
        let missing = [("withdrawn_on", on.is_none()), ("files", letters.is_empty())];
        let missing = missing.into_iter().filter(|(_, missing)| *missing);
        faults.extend(missing.map(|(field, _)| Fault::new(field, FaultCode::Required)));
    }
    faults
}

/// Writes a result that was checked: its rows, its event, its jobs. `ids` are the files that go with it. Gives the new status.
///
/// # Errors
/// Faults of receivers; refusals; a conflict.
pub(super) async fn end(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    completion: Completion,
    ids: &[FileId],
) -> Result<Status> {
    let result = completion.result();
    if let Details::Redirected { questions: Some(_), .. } = completion.details {
        return send_part(work, actor, appeal, &completion, ids).await;
    }
    let transition = decide(work, actor, appeal, action_of(actor, result)).await?;
    if let Details::Left(reason) = completion.details {
        merge::check_reason(work, actor, appeal, reason).await?;
    }
    let mut mailed = None;
    let data = match &completion.details {
        Details::AnswerGiven { .. } => {
            let (data, answer) = answer(work, actor, appeal, &completion, ids).await?;
            mailed = answer;
            data
        }
        Details::Redirected { .. } => send_on(work, actor, appeal, &completion, ids).await?,
        Details::Withdrawn(on) => {
            attach_letters(work, appeal, ids).await?;
            json!({ "on": on, "explanation": completion.explanation })
        }
        Details::Left(_) | Details::TakenNote(_) => {
            attach_letters(work, appeal, ids).await?;
            mailed = is_written_of(&completion).then_some(Mailed { carried: Carried::Left, document: None });
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
    end_life(work, actor, appeal, to, outcome).await?;
    let kept = kept(&completion);
    appeals::insert_completion(work.connection(), appeal.id, &kept, actor.account(), now).await?;
    if result == CompletionResult::Withdrawn {
        // A withdrawal is of one appeal alone.
        record(work, actor, appeal, &transition, data).await?;
    } else {
        // Who reports on the first one reports on all.
        let redirection = redirection(&completion).map(|with| Redirection { control_until: None, ..with });
        let ending = Ending { transition: &transition, outcome, kept: Some(&kept), data: &data, redirection, mailed };
        merge::end_all(work, actor, appeal, &ending).await?;
    }
    Ok(to)
}

/// Whether the applicant is written that the appeal was left (law, art. 15, point 4); of what is taken note of nobody is.
const fn is_written_of(completion: &Completion) -> bool {
    matches!(completion.details, Details::Left(reason) if reason.must_be_told())
}

/// Sends the appeal, or the questions named, on with its letters. Gives the event's data.
async fn send_on(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    completion: &Completion,
    ids: &[FileId],
) -> Result<Value> {
    let (Details::Redirected { on, control_until, questions, .. }, Some(redirection)) =
        (&completion.details, redirection(completion))
    else {
        return Ok(Value::Null);
    };
    attach_letters(work, appeal, ids).await?;
    let receivers = redirect::send_on(work, actor, appeal, &redirection).await?;
    Ok(json!({
        "receivers": receivers,
        "on": on,
        "explanation": completion.explanation,
        "questions": questions,
        "control_until": control_until,
    }))
}

/// How a completion sends an appeal on, if it does.
fn redirection(completion: &Completion) -> Option<Redirection<'_>> {
    let Details::Redirected { to, outside, control_until, questions, .. } = &completion.details else {
        return None;
    };
    Some(Redirection {
        to,
        outside: outside.as_deref(),
        letter: &completion.explanation,
        control_until: *control_until,
        questions: questions.as_deref(),
        joined_to: None,
    })
}

/// Sends a part of the questions on; the appeal stays as it is for the rest (CTL-03). The card was changed for whoever
/// else has it open.
async fn send_part(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    completion: &Completion,
    ids: &[FileId],
) -> Result<Status> {
    let transition = decide(work, actor, appeal, Action::RedirectPart).await?;
    let data = send_on(work, actor, appeal, completion, ids).await?;
    written(appeals::touch(work.connection(), appeal.id, appeal.version).await?)?;
    record(work, actor, appeal, &transition, data).await?;
    Ok(transition.to())
}

/// Writes the answer with its files; it becomes a PDF where it has a text. Gives the event's data and what goes by e-mail.
async fn answer(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    completion: &Completion,
    ids: &[FileId],
) -> Result<(Value, Option<Mailed>)> {
    let Details::AnswerGiven {
        outcome,
        text,
        number,
        dated,
        signatory,
        questions,
        ..
    } = &completion.details
    else {
        return Ok((Value::Null, None));
    };
    let now = work.now();
    let row = NewAnswer {
        appeal: appeal.id,
        text,
        outcome: *outcome,
        number,
        dated: *dated,
        created_by: actor.account(),
        signatory: signatory.as_ref(),
    };
    let id = appeals::insert_answer(work.connection(), &row, now).await?;
    files::hand_over(work.connection(), ids, appeal.id, Some(id), false, now).await?;
    let told = answer_questions(work, appeal, *outcome, questions).await?;
    let mut mailed = Mailed { carried: Carried::Answer(id), document: None };
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
        mailed.document = Some(document_id);
    }
    let data = json!({
        "answer": id, "outcome": outcome, "number": number, "dated": dated, "files": ids.len(), "questions": told,
        "signatory": signatory, "late": terms::is_late(appeal, now),
    });
    Ok((data, Some(mailed)))
}

/// Gives the questions of an appeal the results that an EDMS tells in their order, or the one result of all (BEY-09).
///
/// # Errors
/// A fault of `question_outcomes` where they are not as many as the questions.
async fn answer_questions(work: &mut Work, appeal: &Appeal, outcome: Outcome, given: &[Outcome]) -> Result<Vec<Value>> {
    let mut asked = questions::of_appeals(work.connection(), &[appeal.id]).await?;
    asked.retain(|question| !question.sent_on);
    if !given.is_empty() && given.len() != asked.len() {
        let fault = Fault::new("question_outcomes", FaultCode::NotOneForEachQuestion).with("count", asked.len());
        return Err(ActionError::Invalid(vec![fault]));
    }
    for (row, question) in asked.iter_mut().enumerate() {
        question.outcome = Some(given.get(row).copied().unwrap_or(outcome));
    }
    let results: Vec<_> = asked.iter().filter_map(|question| Some((question.position, question.outcome?))).collect();
    questions::answer(work.connection(), appeal.id, &results).await?;
    Ok(told(&asked))
}

async fn attach_letters(work: &mut Work, appeal: &Appeal, ids: &[FileId]) -> Result<()> {
    let now = work.now();
    files::hand_over(work.connection(), ids, appeal.id, None, true, now).await?;
    Ok(())
}

fn kept(completion: &Completion) -> CompletionRecord {
    let (answer_form, redirected_on) = match completion.details {
        Details::AnswerGiven { form, .. } => (form, None),
        Details::Redirected { on, .. } => (None, Some(on)),
        _ => (None, None),
    };
    let completion = completion.clone();
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
