//! Writing to the applicant while an appeal is considered, and the applicant's reply (REV-09).

use serde_json::json;
use uuid::Uuid;
use zvarot_domain::{
    Action, Actor, AppealId, AppealNumber, Fault, FaultCode, Faults, Form, UploadPurpose,
    answer_check::{Purpose, Warned},
    appeal::CorrespondenceKind, read_free,
};
use zvarot_store::{
    Work,
    appeals::{self, Appeal},
    deliveries::Carried,
    files::{self, File},
};

use super::{decide, lock_for, look_over::warnings, mail_answer::{self, Mailed}, record, uploads};
use crate::{ActionError, Actions, Cause, Result, scope};

/// Characters of a message at most.
const TEXT_LENGTH: usize = 10_000;
/// Replies at most until the organisation writes again.
const REPLIES: usize = 10;

/// What an official types.
#[derive(Clone, Debug, Default)]
pub struct MessageForm {
    /// A code of [`CorrespondenceKind`]: a question or an answer.
    pub kind: String,
    pub text: String,
}

/// Writes to the applicant, with the files that the official has uploaded for it; the applicant is told.
///
/// # Errors
/// Faults of `message_kind`, `text`, `files`; refusals.
pub async fn send_message(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    form: &MessageForm,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, transition) =
        lock_for(&mut work, actor, number, None, Action::SendMessage).await?;
    let Written { kind, text, files } = read(&mut work, actor, &appeal, form).await?;
    let message = write(&mut work, actor, &appeal, kind, &text).await?;
    let data = json!({ "message_kind": kind, "files": files });
    let event = record(&mut work, actor, &appeal, &transition, data).await?;
    if kind == CorrespondenceKind::Answer {
        let mailed = Mailed { carried: Carried::Message(message), document: None };
        mail_answer::mail(&mut work, &appeal, event, mailed).await?;
    }
    Ok(work.commit().await?)
}

/// What an official is warned of before a message goes out (BEY-08): the same rules as of [`send_message`], nothing is written.
///
/// # Errors
/// As of [`send_message`].
pub async fn check_message(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    number: AppealNumber,
    form: &MessageForm,
) -> Result<Vec<Warned>> {
    let mut work = actions.store.begin(cause).await?;
    let (appeal, _) = lock_for(&mut work, actor, number, None, Action::SendMessage).await?;
    let Written { kind, text, .. } = read(&mut work, actor, &appeal, form).await?;
    let purpose = if kind == CorrespondenceKind::Answer { Purpose::Interim } else { Purpose::Question };
    warnings(&mut work, &appeal, purpose, &text).await
}

/// A message that may be sent.
struct Written {
    kind: CorrespondenceKind,
    text: String,
    /// How many go with it.
    files: usize,
}

async fn read(work: &mut Work, actor: &Actor, appeal: &Appeal, form: &MessageForm) -> Result<Written> {
    let mut faults = Faults::new();
    let kind = CorrespondenceKind::from_code(form.kind.trim())
        .filter(|kind| *kind != CorrespondenceKind::Reply);
    if kind.is_none() {
        let empty = form.kind.trim().is_empty();
        let code = if empty { FaultCode::Required } else { FaultCode::UnknownChoice };
        faults.push(Fault::new("message_kind", code));
    }
    let text = read_free("text", &form.text, TEXT_LENGTH, &mut faults);
    let uploaded = uploaded(work, actor, appeal, UploadPurpose::Message, &mut faults).await?;
    // Regulation 4.5: the answer to an electronic appeal is a file.
    let is_answer = kind == Some(CorrespondenceKind::Answer);
    if is_answer && appeal.form == Form::Electronic && uploaded.is_empty() {
        faults.push(Fault::new("files", FaultCode::Required));
    }
    match kind.filter(|_| faults.is_empty()) {
        Some(kind) => Ok(Written { kind, text, files: uploaded.len() }),
        None => Err(ActionError::Invalid(faults)),
    }
}

/// The applicant's reply to the organisation that has this instance of the number, with the files uploaded for it; the clerks
/// there are told.
///
/// # Errors
/// Faults of `text`, `files`; refusals.
pub async fn reply(
    actions: &Actions,
    cause: &Cause,
    actor: &Actor,
    to: AppealId,
    text: &str,
) -> Result<()> {
    let mut work = actions.store.begin(cause).await?;
    let appeal = appeals::lock_by_id(work.connection(), to, scope(actor)?).await?;
    let appeal = appeal.ok_or(ActionError::NotFound)?;
    let transition = decide(&mut work, actor, &appeal, Action::Reply).await?;
    let mut faults = Faults::new();
    let text = read_free("text", text, TEXT_LENGTH, &mut faults);
    let written = appeals::messages(work.connection(), appeal.id).await?;
    let replies =
        written.iter().rev().take_while(|message| message.kind == CorrespondenceKind::Reply);
    let replies = replies.count();
    if replies == written.len() {
        faults.push(Fault::new("text", FaultCode::NothingAsked));
    } else if replies >= REPLIES {
        faults.push(Fault::new("text", FaultCode::TooManyReplies).with("max", REPLIES));
    }
    let uploaded = uploaded(&mut work, actor, &appeal, UploadPurpose::Reply, &mut faults).await?;
    if !faults.is_empty() {
        return Err(ActionError::Invalid(faults));
    }
    write(&mut work, actor, &appeal, CorrespondenceKind::Reply, &text).await?;
    let data = json!({ "files": uploaded.len() });
    record(&mut work, actor, &appeal, &transition, data).await?;
    Ok(work.commit().await?)
}

async fn write(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    kind: CorrespondenceKind,
    text: &str,
) -> Result<Uuid> {
    let (now, author) = (work.now(), actor.account());
    let connection = work.connection();
    let id =
        appeals::insert_message(&mut *connection, appeal.id, kind, text, author, now).await?;
    files::give_to_message(connection, appeal.id, purpose_of(kind), author, id, now).await?;
    Ok(id)
}

/// For which form the files of a message are uploaded.
const fn purpose_of(kind: CorrespondenceKind) -> UploadPurpose {
    match kind {
        CorrespondenceKind::Reply => UploadPurpose::Reply,
        CorrespondenceKind::Question | CorrespondenceKind::Answer => UploadPurpose::Message,
    }
}

/// What the author has uploaded for the form, checked.
async fn uploaded(
    work: &mut Work,
    actor: &Actor,
    appeal: &Appeal,
    purpose: UploadPurpose,
    faults: &mut Faults,
) -> Result<Vec<File>> {
    let uploaded = files::for_form(work.connection(), appeal.id, purpose, actor.account()).await?;
    uploads::check(&uploaded, faults);
    Ok(uploaded)
}
