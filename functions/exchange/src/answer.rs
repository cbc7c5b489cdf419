//! An answer that came: found its appeal, its files checked like any upload, offered to the clerk (SMD-03). A zone
//! «Expansion» without a fault completes the appeal by the same action as the API's; with one it completes nothing, and the
//! sender and the clerk are told all that is wrong (SMD-04).

use chrono::TimeDelta;
use serde_json::{Value, json};
use zvarot_actions::{ActionError, appeals::{AcknowledgementForm, acknowledge_in, complete_by_client_in}};
use zvarot_domain::{
    Actor, AppealNumber, EventKind, Fault, FaultCode, Faults, FileFormat, FileId, FileState, IncomingState, OrganisationId, Status,
    actor::SMDO, attachment::{self, CHUNK_SIZE, Upload}, completion::{CompletionForm, SignatoryForm},
};
use zvarot_integrations::smdo::{Envelope, ResultZone, Wanted};
use zvarot_locale::{Locale, Texts};
use zvarot_platform::queue::{Finished, Held, JobError};
use zvarot_store::{
    Work,
    appeals::{self, Appeal, Scope},
    files::{self, File},
    jobs::Job,
    smdo::{self, Finding, IncomingFault, IncomingFile, IncomingMessage},
};

use crate::{Exchange, again, appeal::acknowledgement, incoming::{in_words, refuse, tell}, storage_error};

/// «Недопустимое значение» of an element; a missing one.
const WRONG_CONTENT: i32 = 34;
const MISSING: i32 = 35;
/// A file that is not here or was not accepted.
const WRONG_FILE: i32 = 30;
/// Refused (`ack_type` 2).
const REFUSED: i64 = 2;

/// How long an answer to an appeal that is not registered waits for the registration: the router keeps no order, and the
/// acknowledgement that registers it may come after the answer.
const REGISTRATION_MAY_COME: TimeDelta = TimeDelta::minutes(10);

/// An answer with what it is about.
struct Answer<'a> {
    message: &'a IncomingMessage,
    envelope: &'a Envelope,
    organisation: OrganisationId,
    appeal: Appeal,
}

impl Exchange {
    // REQ: SMD-03
    pub(crate) async fn answer(&self, held: &Held, message: &IncomingMessage, envelope: &Envelope) -> Result<Finished, JobError> {
        let found = find(&mut held.begin().await?, message, envelope).await?;
        let Some((organisation, appeal)) = found else {
            return unknown_appeal(held, message, envelope).await;
        };
        let answer = Answer { message, envelope, organisation, appeal };
        let came = smdo::incoming_files(&mut *held.connection().await?, message.id).await?;
        let mut faults = missing(envelope, &came);
        let (taken, refused): (Vec<_>, Vec<_>) = came.into_iter().partition(is_acceptable);
        faults.extend(refused.iter().map(|file| file_fault(&file.name)));
        if message.state == IncomingState::Stored && !taken.is_empty() {
            self.have_checked(held, &answer, &taken).await?;
        }
        let files = self.checked(held, &taken).await?;
        let broken = files.iter().filter(|file| file.state != FileState::Clean);
        faults.extend(broken.map(|file| file_fault(&file.name)));
        let Some(zone) = &envelope.body.expansion else {
            return offer(held, &answer, &faults).await;
        };
        match complete(held, &answer, zone, &files, &faults).await? {
            Ok(work) => held.finish(work).await,
            Err(more) => {
                faults.extend(more);
                fault(held, &answer, &faults).await
            }
        }
    }

    /// Makes files of what came and has them checked by the files function, as any upload (SEC-04).
    async fn have_checked(&self, held: &Held, answer: &Answer<'_>, came: &[IncomingFile]) -> Result<(), JobError> {
        for file in came {
            let whole = self.bytes(held, &file.object_key).await?;
            let bytes = &whole.bytes;
            let chunk = usize::try_from(CHUNK_SIZE).map_err(JobError::fail)?;
            for (start, index) in (0..bytes.len()).step_by(chunk).zip(0_u32..) {
                let piece = bytes.slice(start..bytes.len().min(start + chunk));
                let stored = self.objects.put_chunk(file.file_id, index, piece).await;
                stored.map_err(|error| storage_error(held, &error))?;
            }
        }
        let mut work = held.begin().await?;
        let now = work.now();
        let Some(message) = smdo::lock_incoming(work.connection(), answer.message.id).await? else {
            return Ok(());
        };
        if message.state != IncomingState::Stored {
            return Ok(());
        }
        for file in came {
            let content_type = FileFormat::from_file_name(&file.name).map_or("application/octet-stream", FileFormat::content_type);
            if smdo::insert_file(work.connection(), message.id, file, content_type, SMDO, now).await? {
                work.enqueue(Job::CheckFile { file_id: file.file_id }).await?;
            }
        }
        let finding = answer.finding(IncomingState::Checking, &[]);
        smdo::found(work.connection(), message.id, &finding, now).await?;
        Ok(work.commit().await?)
    }

    /// The files, each with the check's last word; until then the job waits.
    async fn checked(&self, held: &Held, came: &[IncomingFile]) -> Result<Vec<File>, JobError> {
        let mut work = held.begin().await?;
        let mut checked = Vec::new();
        for file in came {
            let file = files::get(work.connection(), file.file_id).await?;
            checked.extend(file);
        }
        if checked.iter().any(|file| !file.state.is_final()) {
            return Err(again(held, "a file of the answer is still being checked"));
        }
        Ok(checked)
    }
}

impl Answer<'_> {
    fn finding<'f>(&self, state: IncomingState, faults: &'f [IncomingFault]) -> Finding<'f> {
        Finding {
            state,
            msg_type: i16::try_from(self.envelope.header.msg_type).ok(),
            organisation: Some(self.organisation),
            appeal: Some(self.appeal.id),
            faults,
        }
    }
}

/// The appeal that an answer is about: by the message it answers, by the number of its parent document, or by its zone.
/// Only the organisation that has the appeal may answer it.
pub(crate) async fn find(work: &mut Work, message: &IncomingMessage, envelope: &Envelope) -> Result<Option<(OrganisationId, Appeal)>, JobError> {
    let parent = envelope.body.document.as_ref().and_then(|document| document.doc_parent.as_ref());
    for msg_id in parent.iter().flat_map(|parent| [&parent.parmsg_id, &parent.lastmsg_id]) {
        let Ok(msg_id) = msg_id.parse() else { continue };
        let package = smdo::lock_by_message(work.connection(), msg_id).await?;
        let package = package.filter(|package| package.receiver_code == message.sender_code);
        if let Some((id, organisation)) = package.and_then(|package| Some((package.appeal_id?, package.organisation_id?)))
            && let Some(appeal) = appeals::get(work.connection(), id).await?
        {
            return Ok(Some((organisation, appeal)));
        }
    }
    let Some(organisation) = smdo::organisation_of_code(work.connection(), &message.sender_code).await? else {
        return Ok(None);
    };
    let written = parent.and_then(|parent| {
        let id = parent.idnumber.rsplit('_').next().and_then(|number| number.parse::<AppealNumber>().ok());
        id.or_else(|| parent.reg_number.value.parse().ok())
    });
    let number = written.or_else(|| envelope.body.expansion.as_ref().and_then(ResultZone::number_of));
    let Some(number) = number else { return Ok(None) };
    let appeal = appeals::by_number(work.connection(), number, Scope::Organisation(organisation)).await?;
    Ok(appeal.map(|appeal| (organisation, appeal)))
}

async fn unknown_appeal(held: &Held, message: &IncomingMessage, envelope: &Envelope) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    let organisation = smdo::organisation_of_code(work.connection(), &message.sender_code).await?;
    let fault = IncomingFault { code: MISSING, place: "body/document/docParent".to_owned(), fault: None };
    let kind = i16::try_from(envelope.header.msg_type).ok();
    refuse(&mut work, message, kind, organisation, std::slice::from_ref(&fault)).await?;
    if envelope.wanted() != Wanted::Never {
        let text = Texts::of(Locale::Ru).get("exchange-ack-unknown-appeal").into_owned();
        tell(&mut work, message, organisation, acknowledgement(&message.msg_id, 2, &[(REFUSED, text)], None)).await?;
    }
    held.finish(work).await
}

/// Keeps the answer for the clerk.
async fn offer(held: &Held, answer: &Answer<'_>, faults: &[IncomingFault]) -> Result<Finished, JobError> {
    if !faults.is_empty() {
        return fault(held, answer, faults).await;
    }
    let mut work = held.begin().await?;
    let now = work.now();
    smdo::found(work.connection(), answer.message.id, &answer.finding(IncomingState::Offered, &[]), now).await?;
    happened(&mut work, answer, EventKind::AnswerReceived, json!({ "from": answer.message.sender_name })).await?;
    if answer.envelope.wanted() == Wanted::Always {
        let text = Texts::of(Locale::Ru).get("exchange-ack-delivered").into_owned();
        let words = acknowledgement(&answer.message.msg_id, 1, &[(0, text)], None);
        tell(&mut work, answer.message, Some(answer.organisation), words).await?;
    }
    held.finish(work).await
}

/// Completes nothing: what is wrong goes to the sender, to the clerks and to the card.
async fn fault(held: &Held, answer: &Answer<'_>, faults: &[IncomingFault]) -> Result<Finished, JobError> {
    let mut work = held.begin().await?;
    let now = work.now();
    smdo::found(work.connection(), answer.message.id, &answer.finding(IncomingState::Faulty, faults), now).await?;
    let places: Vec<&str> = faults.iter().map(|fault| fault.place.as_str()).collect();
    happened(&mut work, answer, EventKind::ExchangeFaulted, json!({ "state": "answer_faulty", "places": places })).await?;
    if answer.envelope.wanted() != Wanted::Never {
        let results: Vec<(i64, String)> = faults.iter().map(|fault| (i64::from(fault.code), in_words(fault))).collect();
        let words = acknowledgement(&answer.message.msg_id, 1, &results, None);
        tell(&mut work, answer.message, Some(answer.organisation), words).await?;
    }
    held.finish(work).await
}

async fn happened(work: &mut Work, answer: &Answer<'_>, kind: EventKind, data: Value) -> Result<(), JobError> {
    let now = work.now();
    let event_id = appeals::append_event(work.connection(), answer.appeal.id, kind, None, data, now).await?;
    work.enqueue(Job::Announce { event_id }).await?;
    Ok(())
}

// REQ: SMD-04
/// Registers the appeal where the zone says with what, completes it, notes the message, has the sender told: in one transaction,
/// which the caller commits. Nothing of it where there is any fault.
async fn complete(
    held: &Held,
    answer: &Answer<'_>,
    zone: &Value,
    files: &[File],
    faults: &[IncomingFault],
) -> Result<Result<Work, Vec<IncomingFault>>, JobError> {
    let zone = match ResultZone::read(zone) {
        Ok(zone) if zone.appeal_number == Some(answer.appeal.number) => zone,
        Ok(_) => return Ok(Err(vec![of_field(Fault::new("expansion/appealNumber", FaultCode::UnknownAppeal))])),
        Err(faults) => return Ok(Err(faults.into_iter().map(of_field).collect())),
    };
    if !faults.is_empty() {
        // Without all its files the answer is not the one that was meant.
        return Ok(Err(Vec::new()));
    }
    let mut work = held.begin().await?;
    if registers_nothing(answer.appeal.status, &zone) && held.cause().now - answer.message.received_at < REGISTRATION_MAY_COME {
        return Err(again(held, "the registration has not come yet"));
    }
    match write(&mut work, answer, &zone, files).await {
        Ok(()) => {}
        Err(ActionError::Invalid(faults)) => return Ok(Err(faults.into_iter().map(of_form).collect())),
        Err(ActionError::Refused(refusal)) => {
            let place = format!("refusal/{}", refusal.code());
            return Ok(Err(vec![IncomingFault { code: WRONG_CONTENT, place, fault: None }]));
        }
        Err(ActionError::NotFound) => return Ok(Err(vec![of_field(Fault::new("expansion/appealNumber", FaultCode::UnknownAppeal))])),
        Err(error) => return Err(again(held, error)),
    }
    let now = work.now();
    smdo::found(work.connection(), answer.message.id, &answer.finding(IncomingState::Completed, &[]), now).await?;
    if answer.envelope.wanted() == Wanted::Always {
        let number = answer.appeal.number.to_string();
        let today = zvarot_domain::minsk::date(now).to_string();
        let text = Texts::of(Locale::Ru).with("exchange-ack-completed", &[("number", number.clone())]);
        let words = acknowledgement(&answer.message.msg_id, 2, &[(0, text)], Some((number, today)));
        tell(&mut work, answer.message, Some(answer.organisation), words).await?;
    }
    Ok(Ok(work))
}

/// Whether the appeal is to be registered first and the zone does not say with what.
fn registers_nothing(status: Status, zone: &ResultZone) -> bool {
    status == Status::Submitted && zone.result != "withdrawn" && zone.reg_index.is_empty()
}

async fn write(work: &mut Work, answer: &Answer<'_>, zone: &ResultZone, files: &[File]) -> zvarot_actions::Result<()> {
    let actor = Actor::smdo(answer.organisation);
    if answer.appeal.status == Status::Submitted && zone.result != "withdrawn" {
        if registers_nothing(answer.appeal.status, zone) {
            let missing = ["regIndex", "regDate"].map(|member| Fault::new(member, FaultCode::Required));
            return Err(ActionError::Invalid(missing.into()));
        }
        let registration = AcknowledgementForm {
            registered_on: Some(zone.reg_date.clone()),
            registration_index: Some(zone.reg_index.clone()),
            ..AcknowledgementForm::default()
        };
        acknowledge_in(work, &actor, answer.appeal.number, &registration).await?;
    }
    let ids: Vec<FileId> = files.iter().map(|file| file.id).collect();
    complete_by_client_in(work, &actor, answer.appeal.number, &form(zone, &ids)).await?;
    Ok(())
}

fn form(zone: &ResultZone, files: &[FileId]) -> CompletionForm {
    let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let signatory = SignatoryForm { position: given(&zone.signatory_position), name: given(&zone.signatory_name) };
    CompletionForm {
        result: given(&zone.result),
        outcome: given(&zone.outcome),
        reason: given(&zone.leave_reason).or_else(|| given(&zone.note_reason)),
        explanation: given(&zone.explanation),
        answer_text: given(&zone.answer_text),
        answer_number: given(&zone.answer_number),
        answer_date: given(&zone.answer_date),
        answer_form: given(&zone.answer_form),
        signatory: Some(signatory).filter(|signatory| *signatory != SignatoryForm::default()),
        executors: zone.executors.clone(),
        executed_on: given(&zone.executed_on),
        resolution: given(&zone.resolution),
        case_number: given(&zone.case_number),
        redirected_to: zone.redirected_to.clone(),
        redirect_date: given(&zone.redirect_date),
        files: files.iter().map(ToString::to_string).collect(),
        // What the pages alone have.
        ..CompletionForm::default()
    }
}

/// A fault of the form, named by the member of the zone.
fn of_form(fault: Fault) -> IncomingFault {
    let names = [
        ("registered_on", "regDate"),
        ("registration_index", "regIndex"),
        ("reason", "leaveReason"),
        ("answer_text", "answerText"),
        ("answer_number", "answerNumber"),
        ("answer_date", "answerDate"),
        ("answer_form", "answerForm"),
        ("signatory", "signatoryName"),
        ("signatory/position", "signatoryPosition"),
        ("signatory/name", "signatoryName"),
        ("executors", "executor"),
        ("executed_on", "executedOn"),
        ("case_number", "caseNumber"),
        ("redirected_to", "redirectedTo"),
        ("redirect_date", "redirectDate"),
    ];
    if let Some((_, member)) = names.iter().find(|(field, _)| *field == fault.field) {
        return of_field(Fault { field: format!("expansion/{member}"), ..fault });
    }
    let (first, rest) = fault.field.split_once('/').map_or((fault.field.as_str(), None), |(first, rest)| (first, Some(rest)));
    let name = names.iter().find(|(field, _)| *field == first).map_or(first, |(_, member)| *member);
    let field = rest.map_or_else(|| format!("expansion/{name}"), |rest| format!("expansion/{name}/{rest}"));
    of_field(Fault { field, ..fault })
}

fn of_field(fault: Fault) -> IncomingFault {
    let code = if fault.code == FaultCode::Required { MISSING } else { WRONG_CONTENT };
    IncomingFault { code, place: fault.field.clone(), fault: Some(fault) }
}

fn file_fault(name: &str) -> IncomingFault {
    let fault: Fault = Fault::new("files", FaultCode::FileRefused).with("name", name);
    IncomingFault { code: WRONG_FILE, place: format!("docTransfer/{name}"), fault: Some(fault) }
}

/// Files that the envelope names and that did not come, or are too large.
fn missing(envelope: &Envelope, came: &[IncomingFile]) -> Vec<IncomingFault> {
    let named = envelope.transfers().count();
    let mut faults: Faults = Vec::new();
    for (transfer, position) in envelope.transfers().zip(0_i32..) {
        if !came.iter().any(|file| file.position == position) {
            faults.push(Fault::new("files", FaultCode::FileNotUploaded).with("name", transfer.name.as_str()));
        }
    }
    if named > attachment::FILES_AT_MOST {
        faults.push(Fault::new("files", FaultCode::TooManyFiles).with("max", attachment::FILES_AT_MOST));
    }
    let fault = |fault: Fault| IncomingFault { code: WRONG_FILE, place: "docTransfer".to_owned(), fault: Some(fault) };
    faults.into_iter().map(fault).collect()
}

/// Whether the check would look at it at all: a name and a size that an upload could have.
fn is_acceptable(file: &IncomingFile) -> bool {
    let declared = FileFormat::from_file_name(&file.name).map_or("", FileFormat::content_type);
    Upload::announce(&file.name, declared, file.size.unsigned_abs()).is_ok()
}
