//! Completion with an answer, simplified or after the resolutions (REV-01, REV-06, REV-07, REV-12): text, outcome, up to five files, then the PDF.

use chrono::NaiveDate;
use serde_json::json;
use zvarot_domain::{
    Action, Actor, AppealNumber, Fault, FaultCode, Faults, Outcome, Signatory, UploadPurpose,
    answer_check::{AnswerWarning, Purpose, Warned},
    completion::lacks_electronic_version, read_free,
};
use zvarot_store::{
    Work, answer_drafts,
    appeals::{self, Appeal, NewAnswer},
    deliveries::Carried,
    documents::{self, DocumentKind, NewDocument},
    files,
    jobs::Job,
    questions::{self as stored, Question},
};

use super::{
    end_life, lock_for, look_over::{complained, warnings}, mail_answer::Mailed, merge::{self, Ending},
    set_questions::{self, read_outcomes}, signatory::signatories, terms, uploads,
};
use crate::{ActionError, Actions, Cause, Result};

/// Characters of an answer at most: some ten pages.
const ANSWER_LENGTH: usize = 20_000;

/// What is typed.
#[derive(Clone, Debug, Default)]
pub struct AnswerForm {
    pub text: String,
    /// A code of `Outcome`.
    pub outcome: String,
    /// Number of the outgoing letter; empty: the registration index.
    pub number: String,
    /// `yyyy-mm-dd`; empty: today.
    pub dated: String,
    /// Where the appeal was split into questions, a code of `Outcome` for each, in their order; what was sent on has none (BEY-09).
    pub questions: Vec<String>,
    /// The account of who signs it (REV-10); empty: who is proposed.
    pub signatory: String,
}

/// Completes a registered appeal with an answer: the applicant is told and reads it.
///
/// # Errors
/// Faults of `text`, `outcome`, `number`, `dated`, `signatory`, `files`; refusals; a conflict.
pub async fn complete(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &AnswerForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) =
        lock_for(&mut work, actor, number, Some(version), Action::Complete).await?;
    let CheckedAnswer {
        text,
        outcome,
        number: answer_number,
        dated,
        signatory,
        questions,
    } = decide(&mut work, actor, &appeal, form).await?;
    let answer = NewAnswer {
        appeal: appeal.id,
        text: &text,
        outcome,
        number: &answer_number,
        dated,
        created_by: actor.account(),
        signatory: signatory.as_ref(),
    };
    let answer_id = appeals::insert_answer(work.connection(), &answer, cause.now).await?;
    let attached = files::give_to_answer(
        work.connection(),
        appeal.id,
        actor.account(),
        answer_id,
        cause.now,
    )
    .await?;
    let results: Vec<_> = questions.iter().filter_map(|question| Some((question.position, question.outcome?))).collect();
    if !results.is_empty() {
        stored::answer(work.connection(), appeal.id, &results).await?;
    }
    end_life(&mut work, actor, &appeal, transition.to(), Some(outcome)).await?;
    answer_drafts::forget(work.connection(), appeal.id).await?;
    let told = set_questions::told(&questions);
    let late = terms::is_late(&appeal, cause.now);
    let data = json!({
        "answer": answer_id, "outcome": outcome, "number": answer_number, "dated": dated, "files": attached, "questions": told,
        "signatory": signatory, "late": late,
    });
    let document = NewDocument {
        appeal: appeal.id,
        answer: Some(answer_id),
        kind: DocumentKind::AnswerPdf,
        locale: appeal.locale,
        appeal_version: 0,
        requested_by: None,
    };
    let (document_id, _) = documents::ask(work.connection(), &document, cause.now).await?;
    work.enqueue(Job::FormDocument { document_id }).await?;
    let mailed = Mailed { carried: Carried::Answer(answer_id), document: Some(document_id) };
    let ending = Ending {
        transition: &transition,
        outcome: Some(outcome),
        kept: None,
        data: &data,
        redirection: None,
        mailed: Some(mailed),
    };
    merge::end_all(&mut work, actor, &appeal, &ending).await?;
    Ok(work.commit().await?)
}

/// An answer that may be sent.
#[derive(Clone, Debug)]
pub struct CheckedAnswer {
    pub text: String,
    pub outcome: Outcome,
    pub number: String,
    pub dated: NaiveDate,
    /// None: the organisation has nobody who may sign.
    pub signatory: Option<Signatory>,
    /// Each with its result.
    pub questions: Vec<Question>,
}

/// What would be sent and what the official is warned of (BEY-08), for the look at it before: the same rules as of
/// [`complete`], nothing is written.
///
/// # Errors
/// As of [`complete`].
pub async fn check_answer(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    version: i32,
    form: &AnswerForm,
) -> Result<(CheckedAnswer, Vec<Warned>)> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, _) = lock_for(&mut work, actor, number, Some(version), Action::Complete).await?;
    let answer = decide(&mut work, actor, &appeal, form).await?;
    let signatory = answer.signatory.iter().map(|signatory| signatory.name.clone()).collect();
    let signatory = complained(&appeal, AnswerWarning::ComplainedSignatory, signatory);
    let warned = warnings(&mut work, &appeal, Purpose::Answer(answer.outcome), &answer.text).await?;
    Ok((answer, signatory.into_iter().chain(warned).collect()))
}

async fn decide(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    form: &AnswerForm,
) -> Result<CheckedAnswer> {
    let uploaded = files::for_form(work.connection(), appeal.id, UploadPurpose::Answer, actor.account()).await?;
    let index = appeal.registration_index.as_deref().unwrap_or_default();
    let today = terms::minsk_date(work.now());
    let mut faults = Faults::new();
    let text = read_free("text", &form.text, ANSWER_LENGTH, &mut faults);
    let outcome = read_outcome(&form.outcome, &mut faults);
    let number = read_number(form, index, &mut faults);
    let dated = read_date(form, appeal.registered_on, today, &mut faults);
    let signatories = signatories(work.connection(), actor, appeal).await?;
    let signatory = signatories.choose(&form.signatory, appeal.locale, &mut faults);
    uploads::check(&uploaded, &mut faults);
    if lacks_electronic_version(appeals::answer_way(work.connection(), appeal).await?, uploaded.len()) {
        faults.push(Fault::new("files", FaultCode::PaperAnswerNeedsFile));
    }
    let mut questions = stored::of_appeals(work.connection(), &[appeal.id]).await?;
    let results = read_outcomes(&questions, &form.questions, &mut faults);
    for (question, outcome) in questions.iter_mut().zip(results) {
        question.outcome = outcome;
    }
    match (outcome, dated) {
        (Some(outcome), Some(dated)) if faults.is_empty() => Ok(CheckedAnswer {
            text,
            outcome,
            number,
            dated,
            signatory,
            questions,
        }),
        _ => Err(ActionError::Invalid(faults)),
    }
}

fn read_outcome(typed: &str, faults: &mut Faults) -> Option<Outcome> {
    let outcome = Outcome::from_code(typed.trim());
    if outcome.is_none() {
        let code = if typed.trim().is_empty() {
            FaultCode::Required
        } else {
            FaultCode::UnknownChoice
        };
        faults.push(Fault::new("outcome", code));
    }
    outcome
}

fn read_number(form: &AnswerForm, index: &str, faults: &mut Faults) -> String {
    let number = if form.number.trim().is_empty() {
        index
    } else {
        form.number.trim()
    };
    let length = number.chars().count();
    if length > 50 {
        faults.push(
            Fault::new("number", FaultCode::TooLong)
                .with("max", 50_usize)
                .with("over", length - 50),
        );
    } else if number.chars().any(char::is_control) {
        faults.push(Fault::new("number", FaultCode::ControlCharacters).with("count", 1_usize));
    }
    number.to_owned()
}

fn read_date(
    form: &AnswerForm,
    registered_on: Option<NaiveDate>,
    today: NaiveDate,
    faults: &mut Faults,
) -> Option<NaiveDate> {
    let date = match form.dated.trim() {
        "" => Some(today),
        typed => typed.parse::<NaiveDate>().ok(),
    };
    match date {
        None => faults.push(Fault::new("dated", FaultCode::NotADate)),
        Some(date) if registered_on.is_some_and(|registered| date < registered) => {
            faults.push(Fault::new("dated", FaultCode::DayBeforeRegistration));
        }
        Some(date) if date > today => {
            faults.push(Fault::new("dated", FaultCode::DateInFuture))
        }
        Some(_) => {}
    }
    date
}
